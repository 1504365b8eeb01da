//! `postil references`: for people and for programs.

use std::fs;

use serde_json::{Value, json};

use super::{Here, THIRD, number, one, seeds};

fn listed(here: &Here, document: &str) -> Value {
    serde_json::from_str(&here.good(&["references", document, "--json"])).unwrap()
}

#[test]
fn references_are_listed_in_code_points() {
    let here = seeds();
    let content = fs::read_to_string(here.path("seeds").join(THIRD)).unwrap();
    let characters: Vec<char> = content.chars().collect();
    let words = |one: &Value| -> String {
        let range = number(&one["start"])..number(&one["end"]);
        characters[range].iter().collect()
    };
    let listed = listed(&here, THIRD);
    let references = listed["references"].as_array().unwrap();
    assert_eq!(references.len(), 35);
    for reference in references {
        assert_eq!(reference["text"], words(reference));
        for place in reference["cited"].as_array().unwrap() {
            assert_eq!(reference["label"], words(place));
        }
    }
    let callouts = listed["callouts"].as_array().unwrap();
    assert_eq!(callouts.len(), 54);
    for callout in callouts {
        assert_eq!(callout["labels"], json!([words(callout)]));
    }
    assert_eq!(
        (&listed["uncited"], &listed["unresolved"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn what_is_amiss_is_listed_for_people() {
    let here =
        one("One is [1]. Two is [9]. Three is.\n\nReferences\n[1] A title\n[2] B\u{1b}[2J\n");
    for sentence in ["1", "2", "3"] {
        here.good(&["tag", "a.txt", "claim", "--sentence", sentence]);
    }
    here.good(&["tag", "a.txt", "opinion", "--sentence", "3"]);
    let out = here.good(&["references", "a.txt"]);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(
        lines[..11],
        [
            "[1] A title",
            "    cited once:",
            "    One is [1].",
            "[2] B␛[2J",
            "    never cited",
            "",
            "Never cited: [2]",
            "",
            "1 call-out without a reference:",
            "    Two is [9].",
            "",
        ]
    );
    assert_eq!(
        lines[11],
        "1 claim or fact without a source, in sentences that cite nothing:"
    );
    assert!(lines[12].ends_with(" claim Three is."), "{out}");
    assert_eq!(lines.len(), 13);
    let listed = listed(&here, "a.txt");
    assert_eq!(listed["uncited"], json!(["2"]));
    assert_eq!(
        listed["unresolved"],
        json!([{"start": 19, "end": 22, "labels": ["9"]}])
    );
}

#[test]
fn a_document_without_references_is_told_as_such() {
    let here = one("In 2022, 23 of its offices. Title 42 was lifted.\n");
    let ran = here.run(&["references", "a.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(ran.err, "postil: a.txt has no list of references\n");
    let none = json!({"references": [], "callouts": [], "uncited": [], "unresolved": []});
    assert_eq!(listed(&here, "a.txt"), none);
    here.bad(&["references", "none.txt"], "none.txt");
}

#[test]
fn exports_for_people_print_the_words_of_a_reference() {
    let here = one("One is [1]. Two is.\n\nReferences\n[1] A *title*\n");
    here.good(&["tag", "a.txt", "fact", "--sentence", "1", "--source", "[1]"]);
    here.good(&["tag", "a.txt", "fact", "--sentence", "2", "--source", "[7]"]);
    for (format, says) in [
        ("table", ["[1] A *title*", ",[7],"]),
        (
            "markdown",
            [
                "source: \\[1\\] A \\*title\\*",
                "source: reference \\[7\\] of the document",
            ],
        ),
        (
            "jsonl",
            [
                "\"sources\": [{\"reference\": \"1\", \"words\": \"A *title*\"}]",
                "\"sources\": [{\"reference\": \"7\"}]",
            ],
        ),
    ] {
        let out = here.good(&["export", "--format", format]);
        for says in says {
            assert!(out.contains(says), "{out} lacks {says}");
        }
    }
}

/// Labels that only one of two lists has, in texts of any size.
#[test]
fn check_names_the_source_that_is_no_reference_of_any_list() {
    let lists = "Apples. [1] Pears. [2]\n\nReferences\n\n1. One of apples, 2001.\n2. One of pears, 2002.\n\n\
                 Second part. Plums. [1] Figs. [7]\n\nReferences\n\n1. One of plums, 2003.\n7. One of figs, 2004.\n";
    for before in ["", &"Nothing is cited here at all.\n\n".repeat(8_000)] {
        let here = one(format!("{before}{lists}"));
        let tag = |label: &str| {
            let source = format!("[{label}]");
            here.good(&[
                "tag", "a.txt", "claim", "--quote", "Plums.", "--source", &source,
            ])
        };
        for label in ["1", "2", "7"] {
            let id = tag(label);
            assert_eq!(here.good(&["check"]), "", "{label}");
            here.good(&["remove", id.trim()]);
        }
        for label in ["3", "8", "x", "17"] {
            let id = tag(label);
            let ran = here.run(&["check"]);
            assert_eq!(ran.code, 1);
            let says = format!("its source [{label}] is not a reference in the document");
            assert!(ran.out.contains(&says), "{}", ran.out);
            here.good(&["remove", id.trim()]);
        }
    }
}
