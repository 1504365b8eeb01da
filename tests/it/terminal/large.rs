//! Documents that are not read whole, at the screen.

use std::fs;
use std::io::Write;

use super::documents;
use crate::support::corpus;
use crate::support::desk::Desk;
use crate::support::hand::{ESC, TEXT};

const NAME: &str = "large.txt";

/// Numbered sentences in paragraphs, some 6 MB of them, in which code points and
/// bytes differ.
fn sentences(count: usize) -> String {
    let sentence = |number| format!("Sentence {number} – so it says – ends here.\n\n");
    (1..=count).map(sentence).collect()
}

fn desk(count: usize) -> (Desk, String) {
    let content = sentences(count);
    let desk = documents(&[(NAME, content.as_bytes())]);
    (desk, content)
}

#[test]
fn the_last_sentence_of_a_large_document_is_tagged_where_it_stands() {
    let (desk, content) = desk(120_000);
    let mut reader = desk.read();
    reader.wait_for("the beginning", |view| {
        view.find("Sentence 1 ", TEXT).is_some()
    });
    // What is pressed before all is counted is done when it is.
    reader.send("Gc");
    reader.wait_for("the tag to be saved", |view| {
        view.find("Sentence 120000 ", TEXT).is_some()
            && view.row(0).contains(" · 1 tag ")
            && view.says_saved()
    });
    reader.wait_for("the line", |view| view.status().contains("line 239,999"));
    assert_eq!(reader.quit(), 0);
    let file = desk.root().join("annotations").join(format!("{NAME}.json"));
    let file: serde_json::Value =
        serde_json::from_slice(&fs::read(file).expect("tags")).expect("JSON");
    let tag = &file["annotations"][0];
    let at = |field: &str| usize::try_from(tag[field].as_u64().expect("a number")).expect("small");
    let passage: String = content
        .chars()
        .skip(at("start"))
        .take(at("end") - at("start"))
        .collect();
    assert_eq!(passage, "Sentence 120000 – so it says – ends here.");
    assert_eq!(tag["quote"], passage.as_str());
    assert_eq!(file["document"]["length"], content.chars().count());
    assert_eq!(
        file["document"]["sha256"],
        postil::storage::fingerprint(content.as_bytes())
    );
    let checked = desk.run(&["check", desk.root().to_str().expect("a path")]);
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
    // It is there at the next start, without its place being looked for at the keys.
    let mut reader = desk.read();
    reader.wait_for("the tag", |view| {
        view.find("C ", TEXT).is_some() && view.row(0).contains(" · 1 tag ")
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_large_document_that_grows_shrinks_and_is_replaced_is_shown_as_it_is() {
    let (desk, content) = desk(20_000);
    let path = desk.documents().join(NAME);
    let mut reader = desk.read();
    reader.wait_for("the beginning", |view| {
        view.find("Sentence 1 ", TEXT).is_some()
    });
    reader.send("G");
    reader.wait_for("its end", |view| {
        view.find("Sentence 20000 ", TEXT).is_some()
    });
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .expect("the document");
    file.write_all(b"And one more.\n").expect("room");
    drop(file);
    reader.wait_for("the news", |view| {
        view.status().contains("has changed on disk")
    });
    reader.send("G");
    reader.wait_for("what was appended", |view| {
        view.find("And one more.", TEXT).is_some()
    });
    // Cut where the reader is.
    let file = fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .expect("the document");
    file.set_len(content.len() as u64 / 2)
        .expect("a shorter one");
    drop(file);
    reader.wait_for("the new end", |view| {
        view.find("Sentence 10", TEXT).is_some() && view.find("And one more.", TEXT).is_none()
    });
    // Another one in its place, and a small one at that.
    let other = desk.documents().join("other");
    fs::write(&other, "All is new here.\n").expect("a file");
    fs::rename(other, &path).expect("a rename");
    reader.wait_for("the other one", |view| {
        view.find("All is new here.", TEXT).is_some()
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_large_document_that_is_not_utf8_far_down_is_read_again_as_what_it_is() {
    let mut content = sentences(5_000).replace('–', "-");
    content.push_str("Un café à côté, et voilà.\n");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&content);
    let desk = documents(&[(NAME, &bytes)]);
    let mut reader = desk.read();
    reader.wait_for("the word", |view| {
        view.status().contains("is read as windows-1252 now")
    });
    reader.send("G");
    reader.wait_for("the accents", |view| {
        view.find("Un café à côté, et voilà.", TEXT).is_some()
    });
    reader.change("c", 1);
    assert_eq!(reader.quit(), 0);
    let file = desk.root().join("annotations").join(format!("{NAME}.json"));
    let file: serde_json::Value =
        serde_json::from_slice(&fs::read(file).expect("tags")).expect("JSON");
    assert_eq!(file["document"]["encoding"], "windows-1252");
    assert_eq!(file["annotations"][0]["quote"], "Un café à côté, et voilà.");
}

#[test]
fn a_line_of_megabytes_is_read_and_left_at_once() {
    let line = "It goes on and on, without any end of a line. ".repeat(100_000);
    let desk = documents(&[(NAME, line.as_bytes())]);
    let mut reader = desk.read();
    reader.wait_for("the beginning", |view| {
        view.find("It goes on", TEXT).is_some()
    });
    reader.send("G");
    reader.wait_for("the end", |view| view.status().contains("line 1 · 100 %"));
    reader.send("jkv");
    reader.wait_for("extending", |view| view.status().contains("Select:"));
    reader.send(ESC);
    reader.wait_for("reading", |view| !view.status().contains("Select:"));
    assert_eq!(reader.quit(), 0);
}

#[test]
fn what_may_deceive_far_down_is_told_once_it_is_found() {
    let content = sentences(10_000) + "user\u{202e}resu\n";
    let desk = documents(&[(NAME, content.as_bytes())]);
    let mut reader = desk.read();
    reader.wait_for("the word about it", |view| {
        view.status().contains("a hidden control of direction")
            || view.status().contains("hidden controls")
    });
    reader.send("j");
    reader.wait_for("what stays of it", |view| {
        view.status().contains("hidden controls")
    });
    assert_eq!(reader.quit(), 0);
}

/// Damage in the middle was shown, and nothing said of it.
#[test]
fn nuls_in_the_middle_are_told() {
    // A hole in a sparse file, and a run of them in a small one.
    let small = "One two three four five.\n".repeat(1000) + "One.\nTwo\0\0\0\0\0 three.\n";
    let desk = documents(&[(NAME, b""), ("small.txt", small.as_bytes())]);
    let file = fs::File::create(desk.documents().join(NAME)).expect("a document");
    let words = sentences(10_000);
    let mut writer = &file;
    writer.write_all(words.as_bytes()).expect("its beginning");
    file.set_len(2 << 20).expect("a hole");
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(desk.documents().join(NAME))
        .expect("a document");
    file.write_all(words.as_bytes()).expect("its end");
    let mut reader = desk.read();
    let nuls = (2 << 20) - words.len();
    reader.wait_for("the word about the hole", |view| {
        view.shows(&format!("{nuls} NUL characters, first on line 20001:"))
    });
    reader.send("j");
    reader.wait_for("what stays of it", |view| {
        view.status().trim_end().ends_with("NUL characters")
    });
    reader.send("J");
    reader.wait_for("the word about the run", |view| {
        view.shows("5 NUL characters, first on line 1002:")
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_document_with_very_many_tags_is_there_once_they_are_read() {
    let desk = documents(&[]);
    corpus::write(&desk.root(), 1, 20_000, 0);
    let file = corpus::annotation_file(&desk.root(), 0);
    assert!(fs::metadata(file).expect("tags").len() > 4 << 20);
    let mut reader = desk.read();
    // What is pressed meanwhile waits.
    reader.send("G");
    reader.wait_for("the end with its tag", |view| {
        view.row(0).contains(" · 20,000 tags ") && view.find("19999", TEXT).is_some()
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn what_a_large_document_cites_is_read_in_the_background() {
    let content = format!(
        "Apples fell. [1] Figs stayed.\n\n{}References\n\n1. The annals of apples.\n2. Pears.\n",
        "Pears rose. [2] Nobody knew.\n\n".repeat(60_000)
    );
    let desk = documents(&[(NAME, content.as_bytes())]);
    let mut reader = desk.read();
    reader.wait_for("the beginning", |view| {
        view.find("Apples fell", TEXT).is_some()
    });
    reader.send("c");
    reader.wait_for("what it cites", |view| view.shows("The annals"));
    reader.send("i");
    reader.wait_for("the list", |view| view.shows("Cited here: 1 reference"));
    reader.send("i");
    reader.wait_for("the text", |view| !view.shows("Cited here"));
    assert_eq!(reader.quit(), 0);
}
