//! `postil stats`: who has done what, and what is open.

use serde_json::{Value, json};

use super::{Here, one};

fn total(here: &Here) -> Value {
    let stats: Value = serde_json::from_str(&here.run(&["stats", "--json"]).out).unwrap();
    stats["total"].clone()
}

/// Found in use: only who had made tags was told, and not how much was open.
#[test]
fn each_person_is_told_with_what_they_did_and_what_is_open_is_counted() {
    let here = one("It rained all day. So they say. Nobody was wet.\n");
    let tag = |sentence: &str, tag: &str| {
        let id = here.good(&["tag", "a.txt", tag, "--sentence", sentence, "--as", "ana"]);
        id.trim().to_owned()
    };
    let (first, second) = (tag("1", "claim"), tag("2", "needs-source"));
    here.good(&["edit", &first, "--as", "ana", "--note", "Sic."]);
    here.good(&[
        "edit",
        &first,
        "--as",
        "carl",
        "--verdict",
        "refuted",
        "--add-source",
        "https://z.org",
    ]);
    here.good(&["done", "a.txt", "--as", "root"]);
    let is = total(&here);
    assert_eq!(
        is["people"],
        json!({
            "ana": {"tags": 2, "notes": 1},
            "carl": {"sources": 1, "verdicts": 1},
            "root": {"done": 1},
        })
    );
    let open = here.run(&["list", "--open"]).out.lines().count();
    assert_eq!((is["open"].as_u64(), open), (Some(1), 1));
    assert_eq!(is["why"], json!({"unsourced": 1}));
    let table = here.good(&["stats"]);
    for line in [
        "annotators: ana 2",
        "notes by: ana 1",
        "sources by: carl 1",
        "verdicts by: carl 1",
        "open: 1 (unsourced 1)",
    ] {
        assert!(table.lines().any(|one| one == line), "{line}: {table}");
    }
    // The file of one annotator tells nothing twice.
    here.good(&["edit", &second, "--as", "ana", "--add-source", "Annals"]);
    let file = here.tags("a.txt").to_string();
    assert_eq!(file.matches("edited").count(), 1, "{file}");
}

/// Found in use: a link that says the same both ways was made, told and counted twice.
#[test]
fn that_two_contradict_each_other_is_linked_and_counted_once() {
    let here = one("It rained all day. So they say.\n");
    here.write("seeds/b.txt", "It was dry and sunny.\n");
    here.write("postil.toml", "[relations.echoes]\ninverse = \"echoes\"\n");
    let tag = |document: &str| {
        let id = here.good(&["tag", document, "claim", "--sentence", "1"]);
        id.trim().to_owned()
    };
    let (a, b) = (tag("a.txt"), tag("b.txt"));
    for relation in ["contradicts", "echoes"] {
        here.good(&["link", &a, relation, &b]);
        let ran = here.run(&["link", &b, relation, &a]);
        assert_eq!((ran.code, ran.out.trim()), (0, &*b), "{}", ran.err);
        let said = format!("linked from the other end: {relation} a.txt#{a} already; nothing");
        assert!(ran.err.contains(&said), "{}", ran.err);
    }
    here.good(&["link", &b, "repeats", &a]);
    here.good(&["link", &a, "repeats", &b]);
    // A file from elsewhere may have both.
    let path = here.path("annotations/b.txt.json");
    let file = std::fs::read_to_string(&path).unwrap();
    let both = file.replace("\"repeats\"", "\"contradicts\"");
    std::fs::write(&path, &both).unwrap();
    let links = &total(&here)["links"];
    assert_eq!(links, &json!({"contradicts": 1, "echoes": 1, "repeats": 1}));
    let report = here.good(&["export", "--format", "markdown"]);
    assert_eq!(report.matches("contradicts").count(), 2, "{report}");
    assert!(!report.contains("contradicted by"), "{report}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), both);
    let ran = here.run(&["link", "--remove", &a, "contradicts", &b]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("the other tag still has it"),
        "{}",
        ran.err
    );
    let ran = here.run(&["link", "--remove", &b, "contradicts", &a]);
    assert!(!ran.err.contains("still has it"), "{}", ran.err);
}

/// Found in use: a speaker of 100 KB was taken, and told in full.
#[test]
fn words_that_are_no_note_have_a_limit_and_are_told_in_one_line() {
    let here = one("It rained all day.\n");
    let id = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let id = id.trim();
    let long = "x".repeat(100_000);
    for flag in ["--speaker", "--add-source", "--reason"] {
        let ran = here.run(&["edit", id, flag, &long]);
        assert_eq!(ran.code, 2, "{flag}");
        let said = "has 100,000 bytes, and may have 8,192; longer words belong in the note";
        assert!(ran.err.contains(said), "{flag}: {}", ran.err);
        assert!(ran.err.len() < 300, "{flag}");
    }
    let ran = here.run(&["edit", id, "--speaker", &long[..8000]]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line = ran.err.lines().next().unwrap();
    assert!(line.contains('…') && line.len() < 300, "{}", ran.err);
    // What stands in a file is kept and told.
    let path = here.path("annotations/a.txt.json");
    let file = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, file.replace(&long[..8000], &long)).unwrap();
    here.good(&["edit", id, "--note", "Sic."]);
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(file.contains(&long));
    here.good(&["check"]);
}

/// Found in use: half of a broken address was kept as one, without a word.
#[test]
fn what_is_wrong_with_an_address_is_told() {
    let here = one("It rained all day.\n");
    let id = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    for (source, said) in [
        ("https://a b", "there is a blank in this address"),
        ("https://a.b/\nc", "there is a line break in it"),
        (
            "https://example.org/\u{202e}gnp.exe",
            "invisible characters",
        ),
        ("https://x.org/\u{1b}c", "control characters"),
        ("java\tscript:alert(1)", "there is a tab in it"),
        ("mailto:ana@x.org", "mailto: is never opened"),
    ] {
        let ran = here.run(&["edit", id.trim(), "--add-source", source]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(said), "{source:?}: {}", ran.err);
    }
}
