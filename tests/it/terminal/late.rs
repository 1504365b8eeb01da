//! A document with so many tags that its text is shown before they are read.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use postil::annotation::{Annotation, AnnotationSet, Selector};
use postil::formats::DocumentInfo;
use postil::formats::native::{self, AnnotationFile};
use postil::storage::fingerprint;
use postil::text::{Text, TextRange};

use super::documents;
use crate::fixture::numbered;
use crate::support::desk::Desk;
use crate::support::hand::TEXT;
use crate::support::pty::Pty;

const NAME: &str = "many.txt";
/// So many take a second to be read by a build that is not optimised.
const COUNT: usize = 20_000;

fn line(number: usize) -> String {
    format!("The sentence of the number {number:06} says what it says.\n")
}

fn annotation(text: &Text, number: usize) -> Annotation {
    let start = number * line(0).len();
    let selector = Selector::new(text, TextRange::between(start, start + 12));
    numbered(number, "fact", selector)
}

/// What the annotation file says with so many tags.
fn file(words: &str, count: usize) -> Vec<u8> {
    let text = Text::new(words);
    native::write(&AnnotationFile {
        document: DocumentInfo {
            path: format!("seeds/{NAME}"),
            sha256: fingerprint(words.as_bytes()),
            length: words.len() as u64,
            ..DocumentInfo::default()
        },
        set: AnnotationSet::from_annotations((0..count).map(|it| annotation(&text, it))).0,
        ..AnnotationFile::default()
    })
}

fn path(desk: &Desk) -> PathBuf {
    desk.root().join(format!("annotations/{NAME}.json"))
}

/// A document with a tag on each of its sentences but the last few, and its words.
fn desk() -> (Desk, String) {
    let words: String = (0..COUNT + 10).map(line).collect();
    let desk = documents(&[(NAME, words.as_bytes())]);
    desk.has_been_here();
    fs::create_dir(desk.root().join("annotations")).expect("a folder");
    fs::write(path(&desk), file(&words, COUNT)).expect("tags");
    (desk, words)
}

/// The text is there, its tags are not.
fn wait_for_the_text(reader: &mut Pty) {
    reader.wait_for("the text without the tags", |view| {
        view.find("number 000000", TEXT).is_some() && view.status().contains("reading tags")
    });
}

fn wait_for_tags(reader: &mut Pty, count: usize) {
    reader.wait_for("the tags", |view| {
        view.counts(count, "tags") && !view.status().contains("reading") && view.says_saved()
    });
}

#[test]
fn the_text_comes_first_and_what_is_pressed_waits_for_the_tags() {
    let (desk, words) = desk();
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    reader.send("G");
    reader.wait_for("the end", |view| view.find("number 020009", TEXT).is_some());
    reader.send("c");
    wait_for_tags(&mut reader, COUNT + 1);
    assert_eq!(reader.quit(), 0);
    let tags = desk.tags(NAME);
    assert_eq!(tags.len(), COUNT + 1);
    let last = tags.last().expect("a tag");
    assert_eq!(
        (last.0.as_str(), last.1.as_str()),
        ("claim", line(COUNT + 9).trim_end())
    );
    let checked = desk.run(&["check", desk.root().to_str().expect("a path")]);
    assert!(checked.status.success());
    assert_eq!(desk.text(NAME), words);
}

#[test]
fn leaving_and_a_kill_in_that_second_leave_the_file_as_it_is() {
    let (desk, words) = desk();
    let before = file(&words, COUNT);
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    assert_eq!(reader.quit(), 0);
    assert!(fs::read(path(&desk)).expect("tags") == before);
    // Also with a key that waits: nothing was said to be saved.
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    reader.send("f");
    reader.wait_for("a tag that waits", |view| view.shows("waiting …"));
    reader.signal("KILL");
    let (status, _) = reader.wait_for_exit();
    assert!(!status.success());
    assert!(fs::read(path(&desk)).expect("tags") == before);
    let mut reader = desk.read();
    wait_for_tags(&mut reader, COUNT);
    assert_eq!(reader.quit(), 0);
}

#[test]
fn what_another_program_writes_in_that_second_is_there_after_it() {
    let (desk, words) = desk();
    let more = file(&words, COUNT + 3);
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    reader.send("Gc");
    let new = desk.folder().join("new");
    fs::write(&new, more).expect("tags");
    fs::rename(new, path(&desk)).expect("another file in its place");
    wait_for_tags(&mut reader, COUNT + 4);
    assert_eq!(reader.quit(), 0);
    let tags = desk.tags(NAME);
    assert_eq!(tags.len(), COUNT + 4);
    assert_eq!(tags[COUNT + 2].1, "The sentence");
    assert_eq!(tags[COUNT + 3].0, "claim");
}

#[test]
fn a_document_that_changes_in_that_second_gets_its_tags_where_they_belong() {
    let (desk, words) = desk();
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    let new = desk.folder().join("new");
    // Behind all tags: to look for twenty thousand that have moved takes a while.
    fs::write(&new, format!("{words}\nSomething behind it.\n")).expect("a document");
    fs::rename(new, desk.documents().join(NAME)).expect("another file in its place");
    reader.wait_for("the tags where their words are now", |view| {
        view.find("F ", TEXT).is_some()
            && view.shows("changed · ")
            && view.counts(COUNT, "tags")
            && !view.status().contains("reading")
    });
    reader.send("G");
    reader.wait_for("its new end", |view| {
        view.find("Something behind it.", TEXT).is_some()
    });
    reader.send("c");
    wait_for_tags(&mut reader, COUNT + 1);
    assert_eq!(reader.quit(), 0);
    let tags = desk.tags(NAME);
    assert_eq!(tags.len(), COUNT + 1);
    assert!(tags.contains(&("claim".to_owned(), "Something behind it.".to_owned())));
    let checked = desk.run(&["check", desk.root().to_str().expect("a path")]);
    assert!(checked.status.success());
}

#[test]
fn a_damaged_file_is_told_when_it_is_read_and_never_written() {
    for tail in ["", "\n    {\"id\": "] {
        let (desk, words) = desk();
        let mut bytes = file(&words, COUNT);
        bytes.truncate(bytes.len() - 20);
        bytes.extend_from_slice(tail.as_bytes());
        fs::write(path(&desk), &bytes).expect("tags");
        let mut reader = desk.read();
        wait_for_the_text(&mut reader);
        reader.send("f");
        reader.wait_for("why it is read-only", |view| {
            view.shows("read-only") && view.shows("many.txt.json")
        });
        assert_eq!(reader.quit(), 0);
        assert!(fs::read(path(&desk)).expect("tags") == bytes);
    }
}

#[test]
fn a_file_of_a_later_version_is_told_and_never_written() {
    let (desk, words) = desk();
    let bytes = String::from_utf8(file(&words, COUNT)).expect("JSON");
    let bytes = bytes.replacen("\"version\": 1", "\"version\": 2", 1);
    fs::write(path(&desk), &bytes).expect("tags");
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    reader.send("f");
    reader.wait_for("why it is read-only", |view| {
        view.shows("read-only") && view.shows("version 2")
    });
    assert_eq!(reader.quit(), 0);
    assert!(fs::read(path(&desk)).expect("tags") == bytes.as_bytes());
}

#[test]
fn a_file_that_is_being_written_in_that_second_is_read_when_it_is_whole() {
    let (desk, words) = desk();
    let bytes = file(&words, COUNT);
    let (begin, end) = bytes.split_at(bytes.len() / 2);
    fs::write(path(&desk), begin).expect("half of it");
    let mut reader = desk.read();
    wait_for_the_text(&mut reader);
    reader.send("Gc");
    reader.wait_for("the word about half of it", |view| view.shows("read-only"));
    let mut rest = fs::File::options()
        .append(true)
        .open(path(&desk))
        .expect("the file");
    rest.write_all(end).expect("the rest");
    drop(rest);
    wait_for_tags(&mut reader, COUNT);
    reader.send("c");
    wait_for_tags(&mut reader, COUNT + 1);
    assert_eq!(reader.quit(), 0);
    assert_eq!(desk.tags(NAME).len(), COUNT + 1);
}
