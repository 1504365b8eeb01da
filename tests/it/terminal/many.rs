//! Ten thousand documents, and what stands among them that is none.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::documents;
use crate::support::desk::{Desk, SIZE};
use crate::support::hand::{DOCUMENTS, ENTER, TEXT};
use crate::support::pty::{END_FRAME, Pty, rfind};

const COUNT: usize = 10_000;

/// A workspace of ten thousand small documents in a hundred folders.
fn many() -> Desk {
    let desk = documents(&[]);
    for folder in 0..100 {
        let path = desk.documents().join(format!("f{folder:02}"));
        fs::create_dir(&path).expect("a folder");
        for number in 0..COUNT / 100 {
            let words = format!("Title {folder:02}-{number:02}.\n\nSecond sentence.\n");
            fs::write(path.join(format!("{number:02}.txt")), words).expect("a document");
        }
    }
    desk.has_been_here();
    desk
}

/// The first frame that the program drew, on a screen of its own.
fn first_frame(reader: &mut Pty) -> String {
    reader.wait_for_bytes("a frame", 0, |bytes| rfind(bytes, END_FRAME).is_some());
    let bytes = reader.bytes(0);
    let end = bytes
        .windows(END_FRAME.len())
        .position(|it| it == END_FRAME);
    let (columns, rows) = SIZE;
    let mut emulator = vt100::Parser::new(
        rows.try_into().expect("rows"),
        columns.try_into().expect("columns"),
        0,
    );
    emulator.process(&bytes[..end.expect("a frame")]);
    emulator.screen().contents()
}

fn wait_for_all(reader: &mut Pty) {
    reader.wait_for("all documents, and their tags", |view| {
        let top = view.row(0);
        top.contains(" 10,000 documents · ") && top.contains(" tag") && !top.contains("so far")
    });
}

#[test]
fn ten_thousand_documents_are_listed_behind_the_first_screen() {
    let desk = many();
    let mut reader = desk.read();
    let first = first_frame(&mut reader);
    assert!(first.contains("documents so far …"), "{first}");
    assert!(first.contains("- f"), "{first}");
    wait_for_all(&mut reader);
    // The first one by name is open, with what is in view looked into.
    reader.wait_for("the first document", |view| {
        view.find("Title 00-00.", TEXT).is_some()
            && view.find("f00/00.txt", TEXT).is_some()
            && view.find("Title 00-05.", DOCUMENTS).is_some()
            && view.find("of 10,000", DOCUMENTS).is_some()
    });
    // The last one, by the end of the list.
    reader.send("\x1b[ZG");
    reader.wait_for("the end of the list", |view| {
        view.find("Title 99-99.", DOCUMENTS).is_some()
    });
    reader.send(ENTER);
    reader.spot_of("▌Title 99-99.");
    reader.change("c", 1);
    assert_eq!(desk.tags("f99/99.txt").len(), 1);
    // Any one, by some letters of its name.
    reader.send("D");
    reader.wait_for("the finder", |view| view.shows("▸  Title 00-00."));
    reader.send("f4242");
    reader.wait_for("what fits", |view| view.shows("▸  f42/42.txt"));
    reader.send(ENTER);
    reader.spot_of("▌Title 42-42.");
    assert_eq!(reader.quit(), 0);

    // The next start goes on there, in the first frame already, and knows the tag.
    let mut reader = desk.read();
    let first = first_frame(&mut reader);
    assert!(first.contains("▌Title 42-42."), "{first}");
    reader.wait_for("the tag", |view| {
        view.row(0).contains(" 10,000 documents · 1 tag ")
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn folders_fold_and_are_found_so_at_the_next_start() {
    let desk = many();
    let mut reader = desk.read();
    wait_for_all(&mut reader);
    reader.send("\x1b[Zh");
    reader.wait_for("a folded folder", |view| {
        view.find("+ f00/", DOCUMENTS).is_some() && view.find("- f01/", DOCUMENTS).is_some()
    });
    // The text stays, and the next document is the next that is seen.
    reader.spot_of("Title 00-00.");
    reader.send("J");
    reader.spot_of("Title 01-00.");
    reader.send("z");
    reader.wait_for("all folded", |view| {
        let rows = view.text(DOCUMENTS);
        rows.matches("+ f").count() > 30 && !rows.contains("- f")
    });
    assert_eq!(reader.quit(), 0);
    let mut reader = desk.read();
    let spot = reader.wait_map("the folders as they were", |view| {
        let folded = view.find("+ f02/", DOCUMENTS)?;
        view.row(0)
            .contains(" 10,000 documents · 0")
            .then_some(folded)
    });
    reader.click(spot, 1);
    reader.wait_for("an unfolded one", |view| {
        view.find("- f02/", DOCUMENTS).is_some() && view.find("Title 02-00.", DOCUMENTS).is_some()
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn keys_that_come_before_the_first_document_are_meant_for_it() {
    let desk = many();
    let mut reader = desk.read();
    reader.send("jc");
    reader.wait_for("the tag", |view| {
        view.row(0).contains(" 10,000 documents · 1 tag ") && view.says_saved()
    });
    let tag = ("claim".to_owned(), "Second sentence.".to_owned());
    assert_eq!(desk.tags("f00/00.txt"), [tag]);
    assert_eq!(reader.quit(), 0);
}

#[test]
fn what_is_no_document_among_the_documents_is_told_and_hangs_nothing() {
    let desk = documents(&[("a.txt", b"One two three.\n"), ("empty.txt", b"")]);
    let folder = desk.documents();
    let make = |path: &Path| fs::create_dir(path).expect("a folder");
    make(&folder.join("named.txt"));
    fs::write(folder.join("named.txt/within.txt"), "Within it.\n").expect("a document");
    make(&folder.join("loop"));
    symlink("..", folder.join("loop/up")).expect("a link");
    symlink("round.txt", folder.join("round.txt")).expect("a link");
    symlink("/dev/zero", folder.join("zero.txt")).expect("a link");
    let made = Command::new("mkfifo").arg(folder.join("pipe.txt")).status();
    assert!(made.is_ok_and(|it| it.success()));
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.wait_for("a word about each", |view| {
        let shown = |words| view.find(words, DOCUMENTS).is_some();
        shown("- named.txt/")
            && shown("Within it.")
            && shown("empty")
            && shown("it is a pipe")
            && shown("it is a device")
            && shown("the link leads in")
    });
    // Each of them is gone to, and past.
    for _ in 0..6 {
        reader.send("J");
    }
    reader.wait_for("the last one", |view| view.find("zero", TEXT).is_some());
    // One that goes, and one that becomes a pipe, while one reads.
    fs::remove_file(folder.join("named.txt/within.txt")).expect("a removal");
    reader.wait_for("a word about what went", |view| {
        view.find("gone from disk", DOCUMENTS).is_some()
    });
    assert_eq!(reader.quit(), 0);
}
