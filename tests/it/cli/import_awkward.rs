//! `postil import` of what does not fit: wrong offsets, names that several have, what was decided
//! before, files that are not what they are said to be.

use std::fs;

use serde_json::json;

use super::{Here, empty};

const TEXT: &str = "Costs rose. Taxes fell. Costs rose.";

fn here() -> Here {
    let here = empty();
    here.write("seeds/a.txt", TEXT);
    here
}

fn rows(rows: &[serde_json::Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

#[test]
fn words_with_wrong_offsets_are_found_where_they_stand_once() {
    let here = here();
    let row = |start: usize, quote: &str| {
        let end = start + quote.len();
        json!({"doc": "a.txt", "tag": "claim", "start": start, "end": end, "quote": quote})
    };
    let all = [
        row(13, "Taxes fell."),
        row(3, "Costs rose."),
        row(900, "Taxes"),
    ];
    here.write("in.jsonl", rows(&all));
    let ran = here.run(&["import", "in.jsonl"]);
    let expected = "a.txt: 2 tags new\nnot imported: line 2: “Costs rose.”: its words stand in 2 places, and \
                    nothing tells which is meant\n";
    assert_eq!((ran.out.as_str(), ran.code), (expected, 1), "{}", ran.err);
    let listed = here.good(&["list"]);
    assert!(listed.contains("12:23"), "{listed}");
    assert!(listed.contains("12:17"), "{listed}");
}

#[test]
fn an_import_fails_where_none_of_its_documents_is_here_and_goes_on_where_one_is() {
    let here = here();
    let row = |doc: &str| json!({"doc": doc, "tag": "claim", "quote": "Taxes fell."});
    let gone = "not imported: line 1: “b.txt”: there is no such document here, nor one with its \
                text; its tag is not imported\n";
    here.write("in.jsonl", rows(&[row("b.txt")]));
    for arguments in [
        &["import", "in.jsonl"][..],
        &["import", "in.jsonl", "--dry-run"],
    ] {
        let ran = here.run(arguments);
        assert_eq!((ran.out.as_str(), ran.code), (gone, 2), "{}", ran.err);
        let said =
            "in.jsonl: it speaks of no document that can be tagged here; nothing was changed";
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert!(!here.path("annotations").exists());
    here.write("in.jsonl", rows(&[row("b.txt"), row("a.txt")]));
    let ran = here.run(&["import", "in.jsonl"]);
    assert_eq!(ran.out, format!("a.txt: 1 tag new\n{gone}"), "{}", ran.err);
    assert_eq!(ran.code, 1);
}

#[test]
fn an_id_that_is_there_twice_is_refused() {
    let here = here();
    let row = |tag: &str| json!({"doc": "a.txt", "id": "x", "tag": tag, "quote": "Taxes fell."});
    here.write("in.jsonl", rows(&[row("claim"), row("fact")]));
    let ran = here.run(&["import", "in.jsonl"]);
    let said =
        "in.jsonl cannot be imported as jsonl: line 2.id: x is there twice; nothing was imported";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert_eq!(ran.code, 2);
}

#[test]
fn what_no_format_fits_is_told_by_what_is_wrong_with_it() {
    let here = here();
    for (bytes, said) in [
        (&b""[..], "is empty"),
        (b"\xff\xfea\0", "byte 0: is UTF-16; save it as UTF-8"),
        (
            b"{\"doc\": NaN}\n",
            "line 1, column 9: is not JSON: expected value",
        ),
        (b"\xc3\x28", "byte 0: is not UTF-8"),
    ] {
        here.write("in.x", bytes);
        let ran = here.run(&["import", "in.x"]);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        assert_eq!(ran.code, 2);
    }
    for (format, words, said) in [
        ("postil", "PNG", "not JSON"),
        ("json", "{\"rows\": []}", "documents: is missing"),
        ("jsonl", "\n", "is empty"),
        ("spacy", "", "is empty"),
        ("uima-xmi", "[1]", "is not XML: it begins with words"),
    ] {
        here.write("in.x", words);
        let ran = here.run(&["import", "--format", format, "in.x"]);
        assert!(ran.err.contains(said), "{format}: {}", ran.err);
        assert_eq!(ran.code, 2, "{format}");
    }
}

/// A folder of annotation files may have suggestions in it: they are told, and stay there.
#[test]
fn suggestions_of_others_stay_with_them() {
    let other = here();
    let row = json!({"doc": "a.txt", "tag": "claim", "quote": "Taxes fell.", "score": 0.5});
    other.write("in.jsonl", rows(&[row]));
    other.good(&["import", "--suggest", "in.jsonl"]);
    other.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    let here = here();
    let from = other.path("annotations");
    let ran = here.run(&["import", from.to_str().unwrap()]);
    assert!(
        ran.err
            .contains("suggestions of others are not imported: 1"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "a.txt: 1 tag new\n");
    assert_eq!(here.run(&["list", "--suggestions"]).out, "");
}

#[test]
fn what_was_rejected_comes_back_in_no_way() {
    let here = here();
    let row = json!({"doc": "a.txt", "tag": "claim", "quote": "Taxes fell.", "score": 0.5});
    here.write("in.jsonl", rows(&[row]));
    here.good(&["import", "--suggest", "in.jsonl"]);
    let file = here.path("annotations/a.txt.json");
    let mut value: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let id = value["suggestions"][0]["id"].clone();
    value["suggestions"] = json!([]);
    value["rejected"] = json!([id]);
    fs::write(&file, value.to_string()).unwrap();
    for more in [&["--suggest"][..], &[]] {
        let ran = here.run(&[&["import", "in.jsonl"], more].concat());
        assert_eq!(
            ran.out,
            "a.txt: 0 tags new, 1 accepted or rejected before\n"
        );
    }
    assert_eq!(here.run(&["list"]).out, "");
}

#[test]
fn what_was_changed_since_is_kept_and_told_when_an_import_is_taken_back() {
    let here = here();
    let row = |quote: &str| json!({"doc": "a.txt", "tag": "claim", "quote": quote});
    here.write("in.jsonl", rows(&[row("Taxes fell."), row("Taxes")]));
    here.good(&["import", "in.jsonl"]);
    let listed = here.good(&["list", "--format", "jsonl"]);
    let first: serde_json::Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    here.good(&["edit", first["id"].as_str().unwrap(), "--note", "why?"]);
    let ran = here.run(&["import", "--undo", "in.jsonl"]);
    let expected = "a.txt: 1 tag taken back, 1 kept, which says something else now\n";
    assert_eq!(ran.out, expected, "{}", ran.err);
}

#[test]
fn labels_with_signs_that_toml_and_shells_know_are_added_and_mapped() {
    let here = here();
    let row = |tag: &str, quote: &str| json!({"doc": "a.txt", "tag": tag, "quote": quote});
    here.write(
        "in.jsonl",
        rows(&[row("x\u{1b}\"y", "Taxes"), row("a=b", "fell")]),
    );
    let ran = here.run(&["import", "--add-labels", "--map", "a=b=claim", "in.jsonl"]);
    assert_eq!(
        (ran.out.as_str(), ran.code),
        ("a.txt: 2 tags new\n", 0),
        "{}",
        ran.err
    );
    let toml = fs::read_to_string(here.path("postil.toml")).unwrap();
    assert!(toml.contains(r#"[tags."x\u001B\"y"]"#), "{toml}");
    let listed = here.good(&["list", "--tag", "claim"]);
    assert_eq!(listed.lines().count(), 1, "{listed}");
}

/// The same name in two folders: the text tells which document is meant, and links stay.
#[test]
fn names_that_several_documents_have_are_told_apart() {
    let here = empty();
    here.write("seeds/x.md", "One two. Three.\n");
    here.write("seeds/deep/x.md", "One two. Four.\n");
    let id = |document: &str, sentence: &str| {
        let out = here.good(&["tag", document, "claim", "--sentence", sentence]);
        out.trim().to_owned()
    };
    let (a, b) = (id("x.md", "1"), id("x.md", "2"));
    let deep = id("deep/x.md", "2");
    here.good(&["link", &a, "supports", &b]);
    here.good(&["link", &deep, "supports", &a]);
    let json = here.good(&["export", "--format", "json"]);
    for format in ["uima-xmi", "brat", "label-studio", "mrsf"] {
        here.good(&[
            "export",
            "--format",
            format,
            "--output",
            &format!("{format}.zip"),
        ]);
        let other = empty();
        for name in ["seeds/x.md", "seeds/deep/x.md"] {
            other.write(name, fs::read(here.path(name)).unwrap());
        }
        let file = here.path(&format!("{format}.zip"));
        let file = file.to_str().unwrap();
        other.good(&["import", file]);
        assert_eq!(
            other.good(&["export", "--format", "json"]),
            json,
            "{format}"
        );
        let again = other.run(&["import", file]);
        assert!(
            again.err.contains("nothing was changed"),
            "{format}: {}",
            again.out
        );
        assert!(
            !again.out.contains("other words"),
            "{format}: {}",
            again.out
        );
        other.good(&["import", "--undo", file]);
        assert_eq!(other.run(&["list"]).out, "", "{format}");
    }
    // Only one of the folders, which has the name of the other document within it.
    here.good(&["export", "--format", "brat", "--output", "out"]);
    let other = empty();
    for name in ["seeds/x.md", "seeds/deep/x.md"] {
        other.write(name, fs::read(here.path(name)).unwrap());
    }
    let folder = here.path("out/deep");
    other.good(&["import", folder.to_str().unwrap()]);
    assert!(other.path("annotations/deep/x.md.json").exists());
    assert!(!other.path("annotations/x.md.json").exists());
}

/// A name in brat has no ending, so that two documents may have the same.
#[test]
fn documents_that_an_export_would_call_the_same_are_apart() {
    let here = empty();
    here.write("seeds/report.md", "One two.\n");
    here.write("seeds/report.md.txt", "Three four.\n");
    here.good(&["tag", "report.md", "claim", "--sentence", "1"]);
    here.good(&["tag", "report.md.txt", "fact", "--sentence", "1"]);
    let json = here.good(&["export", "--format", "json"]);
    for output in ["out", "out.zip"] {
        let ran = here.run(&["export", "--format", "brat", "--output", output]);
        let said = "documents under another name, since another one has theirs there: 1";
        assert!(ran.err.contains(said), "{}", ran.err);
        let other = empty();
        for name in ["seeds/report.md", "seeds/report.md.txt"] {
            other.write(name, fs::read(here.path(name)).unwrap());
        }
        let file = here.path(output);
        other.good(&["import", file.to_str().unwrap()]);
        assert_eq!(
            other.good(&["export", "--format", "json"]),
            json,
            "{output}"
        );
    }
}

#[test]
fn only_what_is_written_is_counted_as_that() {
    let here = here();
    here.write("seeds/gone.txt", "Five six.\n");
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.good(&["tag", "gone.txt", "claim", "--sentence", "1"]);
    fs::remove_file(here.path("seeds/gone.txt")).unwrap();
    let ran = here.run(&["export", "--format", "doccano", "--output", "out.jsonl"]);
    assert!(
        ran.err
            .contains("tags whose document cannot be read left out: 1"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("1 tag in"), "{}", ran.err);
    let none = here.run(&["export", "--format", "csv", "--doc", "nosuch"]);
    assert!(
        none.err.contains("no document matches nosuch"),
        "{}",
        none.err
    );
}

/// The table for people has no offsets, but the number of the sentence, and no line ends in passages.
#[test]
fn a_table_brings_back_repeated_words_and_passages_over_line_ends() {
    let here = empty();
    here.write(
        "seeds/a.txt",
        "Costs rose. Taxes fell.\r\n\r\nCosts rose. Rents did\r\nnot rise.",
    );
    for sentence in ["1", "3", "4"] {
        here.good(&["tag", "a.txt", "claim", "--sentence", sentence]);
    }
    let quotes = |here: &Here| {
        let listed = here.good(&["list", "--format", "jsonl"]);
        let rows = listed.lines().map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            (
                row["start"].as_u64(),
                row["quote"].as_str().unwrap().to_owned(),
            )
        });
        rows.collect::<Vec<_>>()
    };
    here.good(&["export", "--format", "table", "--output", "t.csv"]);
    let other = empty();
    other.write("seeds/a.txt", fs::read(here.path("seeds/a.txt")).unwrap());
    let file = here.path("t.csv");
    assert_eq!(
        other.good(&["import", file.to_str().unwrap()]),
        "a.txt: 3 tags new\n"
    );
    assert_eq!(quotes(&other), quotes(&here));
}

/// brat takes fewer signs in the names of relations: each comes back once.
#[test]
fn a_relation_comes_back_from_brat_under_its_own_name() {
    let here = here();
    let a = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let b = here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    here.write(
        "postil.toml",
        "[relations.\"is_like/unlike\"]\ninverse = \"is_like/unlike\"\n",
    );
    let linked = here.run(&["link", a.trim(), "is_like/unlike", b.trim()]);
    assert_eq!(linked.code, 0, "{}", linked.err);
    let json = here.good(&["export", "--format", "json"]);
    here.good(&["export", "--format", "brat", "--output", "out.zip"]);
    let other = empty();
    other.write("seeds/a.txt", TEXT);
    let file = here.path("out.zip");
    other.good(&["import", file.to_str().unwrap()]);
    assert_eq!(other.good(&["export", "--format", "json"]), json);
}
