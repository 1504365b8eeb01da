//! The memory that the command line takes does not grow with the documents.
//!
//! A test program of its own, with one test: the system tells the peak of all
//! programs that were started, not of each.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/corpus.rs"]
mod corpus;

use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

const TAGS: usize = 40;
/// What the peak may differ by between two runs, and between few documents and many:
/// threads meet differently. Ten times the documents held whole would be 8 MiB more.
const SLACK_KIB: i64 = 3072;

/// The greatest peak of all programs that were started until now, in KiB.
fn peak() -> i64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    usage.max_rss()
}

fn run_all(documents: usize) {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), documents, TAGS, 0);
    for arguments in [
        &["list"][..],
        &["list", "--format", "jsonl"],
        &["stats", "--json"],
        &["check"],
        &["export", "--format", "json"],
        &["export", "--format", "jsonl", "--output", "."],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(arguments).current_dir(folder.path());
        command.env_clear().env("HOME", folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().unwrap().success(), "{arguments:?}");
    }
}

#[test]
fn ten_times_the_documents_take_no_more_memory() {
    run_all(20);
    let few = peak();
    run_all(200);
    let many = peak();
    assert!(many <= few + SLACK_KIB, "{few} KiB grew to {many} KiB");
}
