//! What changes on disk while the reader runs is on the screen without a key.

use std::fs;
use std::process::Command;

use super::support::desk::Desk;
use super::support::hand::{ANNOTATIONS, TEXT};
use super::support::pty::Pty;
use super::{FIRST, SECOND, documents, seeds};

/// Tags from outside, as a colleague or a script would.
fn tag(desk: &Desk, document: &str, tag: &str, sentence: &str) {
    let path = desk.documents().join(document);
    let path = path.to_str().expect("a path that is text");
    let ran = desk.run(&["tag", path, tag, "--sentence", sentence, "--as", "ben"]);
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// The reader of a workspace, ready, with her own tag on the first sentence.
fn tagged(desk: &Desk) -> Pty {
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("c", 1);
    reader
}

#[test]
fn a_tag_from_outside_appears_without_a_key() {
    let desk = seeds();
    let mut reader = tagged(&desk);
    tag(&desk, FIRST, "fact", "2");
    reader.wait_for("the tag", |view| {
        view.status().contains("1 tag came in from disk")
            && view.row(0).contains(" · 2 tags ")
            && view.find("F ", TEXT).is_some()
            && view.says_saved()
    });
    // In a document that is not open, it is counted.
    tag(&desk, SECOND, "fact", "2");
    reader.wait_for("the count", |view| view.row(0).contains(" · 3 tags "));
    // Hers and theirs are both there after the next save, and undo is hers.
    reader.change("jo", 4);
    reader.change("uu", 2);
    assert_eq!(reader.quit(), 0);
    let tags = desk.tags(FIRST);
    assert_eq!(tags.len(), 1);
    assert_eq!(tags[0].0, "fact");
}

#[test]
fn tags_come_in_where_the_system_gives_no_notice() {
    let desk = seeds();
    fs::write(desk.root().join("postil.toml"), "watch = \"poll\"\n").expect("a setting");
    let mut reader = tagged(&desk);
    tag(&desk, FIRST, "fact", "2");
    reader.wait_for("the tag", |view| view.row(0).contains(" · 2 tags "));
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_document_that_is_edited_is_shown_with_its_tags_where_their_words_are() {
    let desk = documents(&[("a.txt", b"One two three. Four five six.\n\nSeven eight.\n")]);
    let mut reader = tagged(&desk);
    let path = desk.documents().join("a.txt");
    let edited = "A line that is new.\n\nOne two three. Four five six.\n\nSeven eight.\n";
    fs::write(&path, edited).expect("an edit");
    reader.wait_for("the new words", |view| {
        view.find("A line that is new.", TEXT).is_some()
            && view.status().contains("1 tag moved with its words")
            && view.shows("changed · ")
    });
    // The cursor is where it was, and the tag has been found again.
    reader.send("j");
    reader.wait_for("the second sentence", |view| {
        view.status().contains("sentence 3/4")
    });
    reader.change("f", 2);
    let file = desk.annotation_file("a.txt");
    assert_eq!(file["document"]["length"], edited.len());
    let tags = desk.tags("a.txt");
    assert!(
        tags.contains(&("fact".to_owned(), "Four five six.".to_owned())),
        "{tags:?}"
    );

    fs::remove_file(&path).expect("a removal");
    reader.wait_for("the loss", |view| {
        view.status()
            .contains("its text is still here, and so are its 2 tags")
            && view.find("One two three.", TEXT).is_some()
    });
    fs::write(&path, edited).expect("it is back");
    reader.wait_for("the return", |view| view.status().contains("on disk again"));
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_broken_annotation_file_comes_and_goes() {
    let desk = seeds();
    let mut reader = tagged(&desk);
    let path = desk.root().join(format!("annotations/{FIRST}.json"));
    let whole = fs::read(&path).expect("an annotation file");
    let broken = &whole[..whole.len() / 2];
    fs::write(&path, broken).expect("a broken file");
    reader.wait_for("the reason", |view| {
        view.shows("is left as it is, because it has a problem") && view.shows("NOT SAVED")
    });
    // One goes on tagging meanwhile, and the file is not written over.
    reader.send("jo");
    reader.wait_for("the tag", |view| {
        view.row(0).contains(" · 2 tags ") && view.shows("NOT SAVED")
    });
    assert_eq!(fs::read(&path).expect("the file"), broken);
    fs::write(&path, &whole).expect("a whole file");
    reader.wait_until_saved();
    assert_eq!(desk.tags(FIRST).len(), 2);
    fs::remove_file(&path).expect("a removal");
    reader.wait_for("the file to be written again", |view| {
        view.shows("2 tags are kept and saved again") && view.says_saved()
    });
    assert_eq!(desk.tags(FIRST).len(), 2);
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_checkout_of_many_files_is_taken_in() {
    let names: Vec<String> = (0..60).map(|it| format!("{it:02}.txt")).collect();
    let all: Vec<(&str, &[u8])> = names
        .iter()
        .map(|it| (it.as_str(), b"One two three. Four five six.\n".as_slice()))
        .collect();
    let desk = documents(&all);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        let settings = ["-c", "user.name=ben", "-c", "user.email=ben@example.org"];
        command
            .args(settings)
            .args(arguments)
            .current_dir(desk.root());
        let ran = command.output().expect("git");
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    };
    git(&["init", "-q", "-b", "one"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "one"]);
    git(&["checkout", "-q", "-b", "two"]);
    for name in &names {
        fs::write(desk.documents().join(name), "Seven. One two three.\n").expect("an edit");
    }
    tag(&desk, "00.txt", "claim", "1");
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "two"]);
    git(&["checkout", "-q", "one"]);

    let mut reader = desk.read();
    reader.wait_until_ready();
    git(&["checkout", "-q", "two"]);
    reader.wait_for("the other words, with their tag", |view| {
        view.find("One two three.", TEXT).is_some()
            && view.find("Seven.", ANNOTATIONS).is_some()
            && view.row(0).contains(" · 1 tag ")
            && view.text(0..27).matches("changed · Seven.").count() == 11
    });
    git(&["checkout", "-q", "-f", "one"]);
    reader.wait_for("the first words", |view| {
        view.find("Four five six.", TEXT).is_some()
    });
    // The tag that was seen is kept: its file is written again.
    reader.wait_for("the tag to be kept", |view| {
        view.shows("1 tag is kept and saved again") && view.says_saved()
    });
    assert_eq!(desk.tags("00.txt").len(), 1);
    assert_eq!(reader.quit(), 0);
}
