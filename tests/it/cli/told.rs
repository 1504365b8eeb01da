//! What exports and imports tell of what they leave out, leave alone, or break.

use std::fs;

use serde_json::{Value, json};

use super::{Here, empty};

const TEXT: &str = "Costs rose. Taxes fell. Rents rose.";

fn here() -> Here {
    let here = empty();
    here.write("seeds/a.txt", TEXT);
    here
}

/// Changes the annotation file of the one document.
fn changed(here: &Here, change: impl FnOnce(&mut Value)) {
    let file = here.path("annotations/a.txt.json");
    let read = fs::read_to_string(&file).unwrap();
    let mut value: Value = serde_json::from_str(&read).unwrap();
    change(&mut value);
    fs::write(&file, value.to_string()).unwrap();
}

/// A format of which each row is a tag has no place for what is said of a document as a whole.
#[test]
fn what_is_said_of_documents_and_not_exported_is_counted() {
    let here = here();
    here.write("seeds/b.txt", TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.good(&["done", "a.txt"]);
    changed(&here, |file| file["document"]["note"] = json!("who paid?"));
    // Of the other one nothing is said but that.
    here.good(&["done", "b.txt"]);
    let leaves_out = [
        "csv",
        "table",
        "brat",
        "web-annotation",
        "hypothesis",
        "uima-xmi",
        "refi-qda",
        "spacy",
        "conll",
    ];
    for format in leaves_out {
        let ran = here.run(&["export", "--format", format, "--output", "out.zip"]);
        for said in [
            "notes on documents left out: 1",
            "marks of who is done with a document left out: 2",
        ] {
            assert!(ran.err.contains(said), "{format}: {}", ran.err);
        }
        fs::remove_file(here.path("out.zip")).unwrap();
    }
    // What was not chosen is not left out.
    let filtered = here.run(&["export", "--format", "csv", "--tag", "claim"]);
    assert!(!filtered.err.contains("left out"), "{}", filtered.err);
    for format in ["json", "markdown"] {
        let ran = here.run(&["export", "--format", format]);
        assert!(!ran.err.contains("left out"), "{format}: {}", ran.err);
    }
}

/// XML has no place for controls, be they in the text, in a note, or in a name.
#[test]
fn controls_that_other_programs_read_as_blanks_are_counted() {
    let here = here();
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    changed(&here, |file| {
        let tag = &mut file["annotations"][0];
        tag["note"] = json!("a\u{1}b\u{ffff}");
        tag["creator"] = json!("an\u{2}a");
    });
    for (format, output) in [("uima-xmi", "out.zip"), ("refi-qda", "out.qdpx")] {
        let ran = here.run(&["export", "--format", format, "--output", output]);
        let said = "controls that XML has no place for, given as blanks: 3";
        assert!(ran.err.contains(said), "{format}: {}", ran.err);
    }
}

#[test]
fn taking_an_import_back_tells_what_breaks_and_what_stays() {
    let here = here();
    let row = json!({"doc": "a.txt", "tag": "hearsay", "quote": "Taxes fell.", "id": "theirs"});
    here.write("in.jsonl", format!("{row}\n"));
    here.good(&["import", "--add-labels", "in.jsonl"]);
    let ours = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.good(&["link", ours.trim(), "supports", "theirs"]);
    for (arguments, becomes) in [
        (
            &["import", "--undo", "--dry-run", "in.jsonl"][..],
            "would be broken",
        ),
        (&["import", "--undo", "in.jsonl"], "is broken now"),
    ] {
        let ran = here.run(arguments);
        let said = format!("#{}: its link supports a.txt#theirs {becomes}", ours.trim());
        assert!(ran.err.contains(&said), "{}", ran.err);
        assert!(
            ran.err.contains("hearsay stays a tag of postil.toml"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn what_in_a_folder_is_no_file_is_told() {
    let here = here();
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.good(&["export", "--format", "brat", "--output", "out"]);
    std::os::unix::fs::symlink("a.ann", here.path("out/b.ann")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(here.path("out/c.ann"))
        .status();
    assert!(made.unwrap().success());
    let ran = here.run(&["import", "out"]);
    for said in [
        "b.ann: is a link, and is not followed",
        "c.ann: is no regular file, and is not read",
    ] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert_eq!(ran.code, 0);
}

#[test]
fn formats_are_named_in_any_letters_and_those_only_written_as_that() {
    let here = here();
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let csv = here.good(&["export", "--format", "csv"]);
    assert_eq!(here.good(&["export", "--format", "CSV"]), csv);
    here.write("in.csv", &csv);
    here.good(&["import", "--format", "Csv", "in.csv"]);
    for (format, file) in [
        ("html", "r.html"),
        ("markdown", "r.md"),
        ("claim-review", "r.jsonld"),
        ("conll", "r.zip"),
        ("parquet", "r.parquet"),
    ] {
        here.good(&["export", "--format", format, "--output", file]);
        let ran = here.run(&["import", file]);
        let said = format!("looks like {format}, which is only written, and not read");
        assert!(ran.err.contains(&said), "{format}: {}", ran.err);
        assert_eq!(ran.code, 2);
    }
    let ran = here.run(&["import", "--at-least", "abc", "in.csv"]);
    assert!(
        ran.err.contains("a score is a number from 0 to 1"),
        "{}",
        ran.err
    );
}

/// Found in use: the annotation file of another workspace was replaced, since it was named.
#[test]
fn no_export_takes_the_place_of_an_annotation_file() {
    let (here, other) = (here(), here());
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    other.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    let file = other.path("annotations/a.txt.json");
    let before = fs::read(&file).unwrap();
    for format in ["json", "csv"] {
        let output = file.to_str().unwrap();
        let ran = here.run(&["export", "--format", format, "--output", output]);
        assert!(
            ran.err.contains("is among the annotation files"),
            "{}",
            ran.err
        );
        assert_eq!(ran.code, 2);
    }
    assert_eq!(fs::read(&file).unwrap(), before);
    // An export is none, and is written anew.
    for _ in 0..2 {
        here.good(&["export", "--format", "json", "--output", "out.json"]);
    }
}
