//! The memory that the command line takes does not grow with the documents.
//!
//! The test runs this program once more, for itself alone: the system tells the
//! peak of all programs that a process has started, not of each, and other tests
//! start programs as well.

#![cfg(target_os = "linux")]

use std::env;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

use crate::support::corpus;

/// Set where the test has the process for itself.
const ALONE: &str = "POSTIL_TEST_ALONE";
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
        &["export", "--format", "markdown"],
        &["export", "--format", "html"],
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
    if env::var_os(ALONE).is_none() {
        let mut test = Command::new(env::current_exe().unwrap());
        test.args([
            "--exact",
            "--nocapture",
            "scale::ten_times_the_documents_take_no_more_memory",
        ]);
        let output = test.env(ALONE, "1").output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{told}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(told.contains("1 passed"), "it has another name: {told}");
        return;
    }
    run_all(20);
    let few = peak();
    assert!(few > 0, "the system tells no peak");
    run_all(200);
    let many = peak();
    assert!(many <= few + SLACK_KIB, "{few} KiB grew to {many} KiB");
}
