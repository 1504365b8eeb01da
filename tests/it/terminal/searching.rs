//! Searching what takes long: a document of many megabytes, and many documents.

use std::time::{Duration, Instant};

use super::documents;
use crate::support::hand::{CTRL_N, ENTER};
use crate::support::pty::{DEADLINE, Pty};

/// The size of the long document, in bytes.
const LONG: usize = 50_000_000;

/// Numbered sentences, and one about a zebra at the end.
fn long() -> String {
    let mut text = String::with_capacity(LONG + 100);
    let mut number = 0;
    while text.len() < LONG {
        number += 1;
        text.push_str(&format!("Sentence {number} says what the others do. "));
        if number % 7 == 0 {
            text.push_str("\n\n");
        }
    }
    text.push_str("\n\nHere stands one zebra.\n");
    text
}

#[test]
fn keys_are_answered_while_a_long_document_is_searched_and_esc_stops_it() {
    let desk = documents(&[("long.txt", long().as_bytes())]);
    let mut reader = desk.read();
    reader.wait_for("the text", |view| view.shows("▌Sentence 1 says"));

    // Typed and gone on from before it can be found; and it does not pull back.
    reader.send("/zebra");
    reader.send(ENTER);
    reader.send("j");
    reader.wait_for("the next sentence", |view| view.shows("▌Sentence 2 says"));
    reader.wait_for("the end of the search", |view| {
        let status = view.status();
        status.contains("Ctrl-n") && !status.contains("so far")
    });
    assert!(reader.view().shows("▌Sentence 2 says"));
    reader.send(CTRL_N);
    reader.wait_for("the only match", |view| {
        view.status().contains("match 1 of 1") && view.shows("▌Here stands one zebra")
    });

    // The progress of the count would be taken for that of a search.
    reader.wait_for("the count", |view| {
        let status = view.status();
        !status.contains("counting") && !status.contains("about line")
    });

    // An expression that takes its time.
    reader.send("g/[a-z ]{300}zebra\x14");
    reader.send(ENTER);
    reader.wait_for("how far it is", |view| {
        view.status().contains("0 matches so far, ")
    });
    reader.send("jj");
    reader.wait_for("the keys meanwhile", |view| {
        view.status().contains("so far") && view.shows("▌Sentence 3 says")
    });
    reader.escape(|view| view.status().contains("Search cancelled"));
    reader.send("j");
    reader.wait_for("no search", |view| {
        view.shows("▌Sentence 4 says") && !view.status().contains("so far")
    });
    assert_no_search_goes_on(&mut reader);
    assert_eq!(reader.quit(), 0);
}

/// A search that was stopped ends within a window of text, and its threads with it.
fn assert_no_search_goes_on(reader: &mut Pty) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let threads = format!("/proc/{}/task", reader.id());
    let end = Instant::now() + DEADLINE;
    while std::fs::read_dir(&threads)
        .expect("the threads of the program")
        .flatten()
        .any(|thread| {
            let name = std::fs::read_to_string(thread.path().join("comm"));
            name.is_ok_and(|it| it.starts_with("postil-search"))
        })
    {
        assert!(Instant::now() < end, "a search goes on");
        // Nothing may be written either.
        assert!(reader.is_silent_for(Duration::from_millis(10)));
    }
}

#[test]
fn a_thousand_documents_are_searched_while_their_hits_are_gone_through() {
    let texts: Vec<(String, String)> = (0..1000)
        .map(|number| {
            let owls = if number % 100 == 7 {
                "An owl sat here. "
            } else {
                ""
            };
            (
                format!("{number:04}.txt"),
                format!("Document {number}.\n{owls}A café was near it.\n"),
            )
        })
        .collect();
    let texts: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let desk = documents(&texts);
    let mut reader = desk.read();
    reader.wait_for("the text", |view| view.status().contains("sentence 1/"));
    reader.send("\\owl");
    reader.send(ENTER);
    reader.wait_for("all of them, in order", |view| {
        // By its title, or by its file where nobody has looked into it yet.
        let row = |file, title| {
            let is_of = |row: &String| row.contains(file) || row.contains(title);
            (0..40).position(|row| is_of(&view.row(row)))
        };
        let first = row("0007.txt", "Document 7");
        view.shows(" 10 matches: owl") && first < row("0907.txt", "Document 907")
    });
    reader.escape(|view| !view.shows("matches: owl"));

    reader.send("\\CAFÉ");
    reader.send("\x7f\x7f\x7f\x7fcafé");
    reader.send(ENTER);
    reader.send("0923");
    reader.wait_for("a match near the end", |view| {
        let is_there = view.shows("0923.txt") || view.shows("Document 923");
        view.shows(" 1,000 matches: café") && is_there
    });
    reader.send(ENTER);
    reader.wait_for("that document", |view| {
        view.shows("Document 923.") && view.status().contains("match 924 of 1,000")
    });
    assert_eq!(reader.quit(), 0);
}
