//! The next start begins where this one was, however it ended.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::documents;
use crate::support::desk::Desk;
use crate::support::pty::{DEADLINE, Pty};

const DOCUMENT: &str = "a.txt";

/// The file in which the reader's places are kept.
fn state_file(desk: &Desk) -> Option<PathBuf> {
    let folder = desk.folder().join("state/postil/workspaces");
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths = entries.map(|it| it.expect("an entry").path());
    paths.find(|it| it.extension().is_some_and(|end| end == "json"))
}

/// Waits until a place beyond the start of the first document is kept, which no
/// screen says.
#[track_caller]
fn wait_until_kept(desk: &Desk) {
    let end = Instant::now() + DEADLINE;
    loop {
        let bytes = state_file(desk).and_then(|it| fs::read(it).ok());
        let state = bytes.and_then(|it| serde_json::from_slice::<Value>(&it).ok());
        let cursor = state.and_then(|it| it["places"][DOCUMENT]["cursor"].as_u64());
        if cursor.is_some_and(|it| it > 0) {
            return;
        }
        assert!(Instant::now() < end, "no place was kept");
        thread::yield_now();
    }
}

/// A document of forty sentences.
fn desk() -> Desk {
    let sentences = (1..=40).map(|it| format!("This is what stands at {it} here.\n"));
    documents(&[(DOCUMENT, sentences.collect::<String>().as_bytes())])
}

fn kill(mut reader: Pty) {
    reader.signal("KILL");
    reader.wait_for_exit();
}

#[test]
fn the_place_survives_a_kill_after_a_tag() {
    let desk = desk();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send("jjj");
    reader.wait_for("the fourth sentence", |view| {
        view.status().contains("sentence 4/40")
    });
    reader.change("f", 1);
    wait_until_kept(&desk);
    kill(reader);
    let mut reader = desk.read();
    reader.wait_for("the same sentence", |view| {
        view.status().contains("sentence 4/40")
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn the_place_survives_a_kill_after_some_reading() {
    let desk = desk();
    let mut reader = desk.read();
    reader.wait_until_ready();
    for sentence in 2..=20 {
        reader.send("j");
        reader.wait_for("the next sentence", |view| {
            view.status().contains(&format!("sentence {sentence}/40"))
        });
    }
    wait_until_kept(&desk);
    kill(reader);
    let mut reader = desk.read();
    reader.wait_until_ready();
    let status = reader.view().status();
    let (_, rest) = status.split_once("sentence ").expect("a place");
    let (sentence, _) = rest.split_once('/').expect("a number");
    let sentence: usize = sentence.parse().expect("a number");
    assert!((4..=20).contains(&sentence), "{status}");
    assert_eq!(reader.quit(), 0);
}
