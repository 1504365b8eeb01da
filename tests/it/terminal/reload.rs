//! What changes on disk while the reader runs is on the screen without a key.

use std::fs;
use std::process::Command;

use super::{FIRST, SECOND, documents, seeds};
use crate::support::desk::Desk;
use crate::support::hand::{ANNOTATIONS, DOCUMENTS, ENTER, TEXT};
use crate::support::pty::Pty;

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
fn tags_whose_words_have_changed_are_reviewed() {
    let text = "One two three four. Five six.\n\nSeven eight nine ten. Eleven.\n";
    let desk = documents(&[("a.txt", text.as_bytes())]);
    let mut reader = tagged(&desk);
    reader.change("jjf", 2);
    let edited = text
        .replace("three", "3")
        .replace("Seven eight nine ten. ", "");
    fs::write(desk.documents().join("a.txt"), &edited).expect("an edit");
    reader.wait_for("what became of the tags", |view| {
        view.status()
            .contains("1 tag lost its passage, 1 changed; ~ reviews them")
    });
    // Nothing is written before it is accepted.
    let quotes = |desk: &Desk| {
        desk.tags("a.txt")
            .into_iter()
            .map(|tag| tag.1)
            .collect::<Vec<_>>()
    };
    assert!(quotes(&desk).contains(&"One two three four.".to_owned()));
    reader.send("~");
    reader.wait_for("the list", |view| {
        view.shows("“One two ‹three› four.” → “One two ‹3› four.”") && view.shows("lost  “Seven")
    });
    reader.send("a");
    reader.wait_for("the rest, saved", |view| {
        view.shows("lost  “Seven") && !view.shows("‹3›") && view.says_saved()
    });
    assert!(quotes(&desk).contains(&"One two 3 four.".to_owned()));
    reader.send("\u{1b}");
    reader.wait_for("the text", |view| !view.shows("lost  “Seven"));
    reader.send("u");
    reader.wait_for("the undo, saved", |view| {
        view.status().contains("Undid") && view.says_saved()
    });
    assert!(quotes(&desk).contains(&"One two three four.".to_owned()));
    assert_eq!(reader.quit(), 0);
}

/// Without a snapshot, a repository was asked before the first screen.
#[test]
fn tags_of_an_unknown_version_are_found_after_the_text_is_shown_and_told() {
    let text = "One two three four. Five six.\n\nSeven eight nine ten. Eleven.\n";
    let desk = documents(&[("a.txt", text.as_bytes())]);
    assert_eq!(tagged(&desk).quit(), 0);
    fs::remove_dir_all(desk.folder().join("state/postil/snapshots")).expect("they were kept");
    let edited = text.replace("One two three four. ", "");
    fs::write(desk.documents().join("a.txt"), edited).expect("an edit");
    let mut reader = desk.read();
    reader.wait_for("what became of the tag", |view| {
        view.status()
            .contains("1 tag lost its passage; ~ reviews it")
            && view.shows("1 lost")
    });
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
            && view.text(DOCUMENTS).matches("changed · ").count() >= 8
    });
    git(&["checkout", "-q", "-f", "one"]);
    reader.wait_for("the first words", |view| {
        view.find("Four five six.", TEXT).is_some()
    });
    // The tag that was seen is kept: its file is written again. The last row says
    // that, or what has become of its words.
    reader.wait_for("the tag to be kept", |view| {
        view.says_saved() && desk.tags("00.txt").len() == 1
    });
    assert_eq!(reader.quit(), 0);
}

/// A document is copied into the folder while one reads another: it is in the
/// sidebar, and it is like that one from there on.
fn a_document_comes(desk: &Desk) {
    fs::write(desk.documents().join(".ignore"), "*.log\n").expect("a rule");
    let mut reader = tagged(desk);
    for name in [".hidden.txt", "other.rs", "ignored.log"] {
        fs::write(desk.documents().join(name), "Not to be seen.\n").expect("a file");
    }
    let from = desk.root().join("elsewhere");
    fs::write(&from, "Five six seven. Eight nine.\n").expect("a file");
    let path = desk.documents().join("a.txt");
    fs::copy(&from, &path).expect("a copy");
    reader.wait_for("the document", |view| {
        let row = |words| view.find(words, DOCUMENTS).map(|it| it.row);
        view.status().contains("1 document has come")
            && view.row(0).contains(" 2 documents · 1 tag ")
            && row("Five six seven.").is_some_and(|it| Some(it) < row("m.txt"))
            && view.find("One two three.", TEXT).is_some()
    });
    // It is opened, tagged and saved.
    reader.send("K");
    reader.spot_of("▌Five six seven.");
    reader.change("jf", 2);
    let ours = ("fact".to_owned(), "Eight nine.".to_owned());
    assert_eq!(desk.tags("a.txt"), std::slice::from_ref(&ours));
    let root = desk.root();
    let checked = desk.run(&["check", root.to_str().expect("a path that is text")]);
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
    // Tags of others come into it, and other words.
    tag(desk, "a.txt", "claim", "1");
    reader.wait_for("the tag of another", |view| {
        view.row(0).contains(" · 3 tags ")
    });
    fs::write(&path, "New here. Five six seven. Eight nine.\n").expect("an edit");
    reader.wait_for("the new words", |view| {
        view.find("New here.", TEXT).is_some()
    });
    // It is searched, and exported.
    reader.send("\\nine");
    reader.send(ENTER);
    reader.wait_for("matches in both", |view| view.shows("2 matches: nine"));
    reader.escape(|view| !view.shows("matches: nine"));
    reader.send("e");
    reader.wait_for("the formats", |view| view.shows("Export as"));
    reader.send("jsonl");
    reader.wait_for("one format", |view| !view.shows("markdown: "));
    reader.send(ENTER);
    reader.wait_for("a name", |view| view.status().contains("iom-tags.jsonl"));
    reader.send(ENTER);
    reader.wait_for("the export", |view| view.shows("3 tags written"));
    assert!(!reader.view().shows("Not to be seen."));
    assert_eq!(reader.quit(), 0);
    assert!(desk.tags("a.txt").contains(&ours));
}

#[test]
fn a_document_that_is_copied_into_the_folder_is_one_of_the_others() {
    a_document_comes(&documents(&[("m.txt", b"One two three. Nine.\n")]));
}

#[test]
fn a_document_comes_where_the_system_gives_no_notice() {
    let desk = documents(&[("m.txt", b"One two three. Nine.\n")]);
    fs::write(desk.root().join("postil.toml"), "watch = \"poll\"\n").expect("a setting");
    a_document_comes(&desk);
}

#[test]
fn a_folder_of_documents_that_comes_is_told_in_one_word() {
    let desk = documents(&[]);
    let mut reader = desk.read();
    reader.wait_for("an empty folder", |view| view.shows("no documents here"));
    let beside = desk.root().join("beside");
    fs::create_dir(&beside).expect("a folder");
    for index in 0..60 {
        let path = beside.join(format!("{index:02}.txt"));
        fs::write(path, format!("Number {index}.\n")).expect("a document");
    }
    fs::rename(&beside, desk.documents().join("new")).expect("a move");
    reader.wait_for("all of them, and the first one open", |view| {
        view.status().contains("60 documents have come")
            && view.row(0).contains(" 60 documents · 0 tags ")
            && view.find("Number 0.", TEXT).is_some()
    });
    reader.change("c", 1);
    assert_eq!(desk.tags("new/00.txt").len(), 1);
    // What goes and comes is the same one.
    fs::rename(desk.documents().join("new"), &beside).expect("a move");
    reader.wait_for("the loss", |view| view.shows("is gone from disk"));
    fs::rename(&beside, desk.documents().join("new")).expect("a move");
    reader.wait_for("the return", |view| {
        view.status().contains("on disk again") && view.row(0).contains(" 60 documents ")
    });
    assert_eq!(reader.quit(), 0);
}

/// The folder that a link leads to was not watched.
#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_taken_in_when_it_changes() {
    let elsewhere = tempfile::tempdir().expect("a folder elsewhere");
    let lines = |count: usize| "One two three. Four five six.\n".repeat(count);
    for (name, content) in [("small.txt", lines(3)), ("large.txt", lines(10_000))] {
        let target = elsewhere.path().join(name);
        fs::write(&target, &content).expect("a document elsewhere");
        let desk = documents(&[]);
        fs::create_dir_all(desk.documents()).expect("a folder");
        let link = desk.documents().join("link.txt");
        std::os::unix::fs::symlink(&target, &link).expect("a link");
        let mut reader = desk.read();
        reader.wait_until_ready();
        // Another file in its place.
        let beside = elsewhere.path().join("beside");
        fs::write(&beside, format!("Zero.\n\n{content}")).expect("another");
        fs::rename(&beside, &target).expect("a rename");
        reader.wait_for("the change", |view| {
            view.status().contains("The document has changed on disk")
        });
        reader.send("gg");
        reader.wait_for("the new words", |view| view.find("Zero.", TEXT).is_some());
        fs::remove_file(&target).expect("a removal");
        reader.wait_for("the loss", |view| {
            view.shows("link.txt cannot be read any more: it is a link to ")
        });
        fs::write(&target, &content).expect("it is back");
        reader.wait_for("the return", |view| {
            view.find("Zero.", TEXT).is_none() && !view.shows("cannot be read")
        });
        assert_eq!(reader.quit(), 0);
    }
}
