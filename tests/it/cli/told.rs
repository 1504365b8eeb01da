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

/// Found in use: a tag that stood in a file twice could not be taken back, and nothing of the file was.
#[test]
fn what_stands_in_an_import_twice_is_one_tag_which_is_taken_back_once() {
    let here = here();
    let row = json!({"doc": "a.txt", "tag": "claim", "quote": "Taxes fell."});
    let scored = json!({"doc": "a.txt", "tag": "fact", "quote": "Rents rose.", "score": 0.5});
    for (file, row, options, new) in [
        ("tags.jsonl", row, &[][..], "1 tag new"),
        (
            "suggested.jsonl",
            scored,
            &["--suggest"],
            "1 suggestion new",
        ),
    ] {
        here.write(file, format!("{row}\n{row}\n"));
        let before = here.good(&["export", "--format", "json"]);
        let import = [&["import"], options, &[file]].concat();
        let told = here.good(&import);
        assert_eq!(told, format!("a.txt: {new}, 1 told a second time\n"));
        let told = here.good(&[&import[..], &["--undo"]].concat());
        assert!(told.contains("taken back"), "{told}");
        assert_eq!(here.good(&["export", "--format", "json"]), before);
    }
}

/// What nobody hears is done all the same.
#[test]
fn an_import_is_made_though_nobody_reads_what_it_says() {
    let here = here();
    let row = json!({"doc": "a.txt", "tag": "claim", "quote": "Taxes fell."});
    here.write("in.jsonl", format!("{row}\n"));
    for (arguments, tags) in [
        (&["import", "in.jsonl"][..], 1),
        (&["import", "--undo", "in.jsonl"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = here.command(arguments).stdout(writer).output().unwrap();
        assert!(ran.stderr.is_empty() || ran.status.success(), "{ran:?}");
        let listed = here.run(&["list"]).out;
        assert_eq!(listed.lines().count(), tags, "{arguments:?}: {ran:?}");
    }
}

/// Found in use: the verdict came back as one on the new words.
#[test]
fn a_stale_verdict_comes_back_as_one() {
    let here = here();
    let id = here.good(&["tag", "a.txt", "claim", "--sentence", "2"]);
    here.good(&["edit", id.trim(), "--verdict", "supported"]);
    let new = "A new beginning. Costs rose. Taxes fell by half. Rents rose.";
    here.write("seeds/a.txt", new);
    for format in ["json", "jsonl", "csv", "brat", "refi-qda", "uima-xmi"] {
        let output = format!("out-{format}.zip");
        let ran = here.run(&["export", "--format", format, "--output", &output]);
        let said = "verdicts on words that have changed since, which only postil reads as that: 1";
        let is_silent = ["json", "jsonl", "csv"].contains(&format);
        assert_eq!(!ran.err.contains(said), is_silent, "{format}: {}", ran.err);
        let other = empty();
        other.write("seeds/a.txt", new);
        let file = here.path(&output);
        other.good(&["import", "--format", format, file.to_str().unwrap()]);
        let json = other.good(&["export", "--format", "json"]);
        assert!(
            json.contains("\"verdict_quote\": \"Taxes fell.\""),
            "{format}: {json}"
        );
        assert!(json.contains("\"stale\""), "{format}: {json}");
    }
}

/// Found in use: the table of a workspace brought its own tags in a second time.
#[test]
fn a_table_brings_back_no_tag_that_is_here() {
    let here = here();
    here.good(&["tag", "a.txt", "claim", "--sentence", "2"]);
    here.good(&["tag", "a.txt", "fact", "--range", "0:12"]);
    here.write("seeds/a.txt", format!("A new beginning. {TEXT}"));
    here.good(&["export", "--format", "table", "--output", "t.csv"]);
    assert_eq!(
        here.good(&["import", "t.csv"]),
        "a.txt: 0 tags new, 2 here already\n"
    );
}

#[test]
fn data_frames_and_spreadsheets_are_read_as_they_write() {
    let here = here();
    let rows = concat!(
        r#"{"doc": "./a.txt", "tag": "claim", "start": 12.0, "end": 23.0, "quote": "Taxes fell.", "#,
        r#""note": null, "creator": null, "created": "2024-01-02", "sources": null}"#,
        "\n",
        r#"{"doc": "/home/x/seeds/a.txt", "tag": "fact", "quote": "Costs rose.", "created": "yesterday"}"#,
        "\n"
    );
    here.write("in.jsonl", rows);
    let ran = here.run(&["import", "in.jsonl"]);
    assert_eq!(ran.out, "a.txt: 2 tags new\n", "{}", ran.err);
    let said = "line 2.created: \"yesterday\" is no time, and is left out";
    assert!(ran.err.contains(said), "{}", ran.err);
    let json = here.good(&["export", "--format", "json"]);
    assert!(json.contains("2024-01-02T00:00:00Z"), "{json}");
    assert_eq!(here.run(&["check"]).code, 0);
    let csv = here.good(&["export", "--format", "csv"]);
    // As a spreadsheet writes it where a comma stands in numbers, with rows below that are empty.
    let empty_row = ",".repeat(csv.lines().next().unwrap().matches(',').count());
    here.write("same.csv", format!("{csv}{empty_row}\r\n"));
    assert_eq!(
        here.good(&["import", "same.csv"]),
        "a.txt: 0 tags new, 2 here already\n"
    );
    let table = here.good(&["export", "--format", "table"]);
    here.write("same.csv", table.replace(',', ";"));
    assert_eq!(
        here.good(&["import", "same.csv"]),
        "a.txt: 0 tags new, 2 here already\n"
    );
}

#[test]
fn lines_of_a_folder_are_read_and_files_in_other_formats_told() {
    let here = here();
    for (name, quote) in [("one", "Costs rose."), ("two", "Taxes fell.")] {
        let row = json!({"doc": "a.txt", "tag": "claim", "quote": quote});
        here.write(&format!("in/{name}.jsonl"), format!("{row}\n"));
    }
    let column = "Highlight,Book Title,Note\nCosts rose.,a,why\n";
    here.write("in/notes.csv", column);
    let ran = here.run(&["import", "in"]);
    assert_eq!(ran.out, "a.txt: 2 tags new\n", "{}", ran.err);
    let said = "files in other formats are not read: notes.csv; import them by themselves";
    assert!(ran.err.contains(said), "{}", ran.err);
    here.write("in/two.jsonl", "{\"doc\": 1}\n");
    let ran = here.run(&["import", "in"]);
    assert!(
        ran.err.contains("two.jsonl, line 1.doc: must be a string"),
        "{}",
        ran.err
    );
}

/// A model that has learnt gives other scores to what waits.
#[test]
fn better_predictions_replace_the_scores_of_those_before() {
    let here = here();
    let row = |score: f64| json!({"doc": "a.txt", "tag": "claim", "quote": "Taxes fell.", "score": score});
    for (score, told) in [
        (0.5, "a.txt: 1 suggestion new\n"),
        (
            0.9,
            "a.txt: 0 tags new, 1 here already, 1 of them with a new score\n",
        ),
    ] {
        here.write("in.jsonl", format!("{}\n", row(score)));
        assert_eq!(here.good(&["import", "--suggest", "in.jsonl"]), told);
        let listed = here.good(&["list", "--suggestions", "--format", "jsonl"]);
        assert!(listed.contains(&format!("{score}")), "{listed}");
    }
}

#[test]
fn a_filter_that_finds_nothing_takes_no_export_away() {
    let here = here();
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let export = ["export", "--format", "json", "--output", "out.json"];
    here.good(&export);
    let before = fs::read(here.path("out.json")).unwrap();
    for (filter, code, said) in [
        (
            ["--doc", "b.txt"],
            2,
            "no document matches b.txt; nothing was written",
        ),
        (
            ["--by", "nobody"],
            1,
            "no tag is wanted; out.json is left as it was",
        ),
    ] {
        let ran = here.run(&[&export[..], &filter].concat());
        assert!(ran.err.contains(said), "{}", ran.err);
        assert_eq!(ran.code, code);
        assert_eq!(fs::read(here.path("out.json")).unwrap(), before);
    }
}

/// Found in use: the copies of an export became documents of the workspace.
#[test]
fn a_folder_of_documents_takes_no_copies_of_them() {
    let here = empty();
    here.write("a.txt", TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let ran = here.run(&["export", "--format", "brat", "--output", "for-ben"]);
    assert!(ran.err.contains("is among the documents"), "{}", ran.err);
    assert_eq!(ran.code, 2);
    assert!(!here.path("for-ben").exists());
    here.good(&["export", "--format", "brat", "--output", "for-ben.zip"]);
}

/// Who has judged a claim is who reviews it, and not who has marked it.
#[test]
fn a_review_names_who_has_judged_and_is_counted() {
    let here = here();
    let tag = ["tag", "a.txt", "claim", "--sentence", "2", "--as", "bo"];
    let id = here.good(&tag);
    let edit = ["edit", id.trim(), "--verdict", "refuted", "--as", "carl"];
    here.good(&edit);
    let ran = here.run(&["export", "--format", "claim-review", "--output", "r.json"]);
    assert!(
        ran.err.contains("1 tag in 1 document written"),
        "{}",
        ran.err
    );
    let written = fs::read_to_string(here.path("r.json")).unwrap();
    assert!(written.contains("\"name\": \"carl\""), "{written}");
    assert!(!written.contains("\"name\": \"bo\""), "{written}");
}
