//! The sources of tags on the command line: of every kind, with a remark and the day on which
//! they were looked at.

use serde_json::{Value, json};

use super::{Here, one};

const TEXT: &str = "One is. Two is. 3 Three is.\n\nReferences\n\n3. A reference.\n";

fn with_other() -> (Here, String) {
    let here = one(TEXT);
    here.write("seeds/b.txt", "It is otherwise. So they say.\n");
    let other = here.good(&["tag", "b.txt", "fact", "--sentence", "1"]);
    (here, other.trim().to_owned())
}

fn sources(here: &Here) -> Value {
    here.tags("a.txt")["annotations"][0]["sources"].clone()
}

#[test]
fn a_source_of_every_kind_is_given_with_a_remark_and_a_day() {
    let (here, other) = with_other();
    let whole = format!("b.txt#{other}");
    let short = format!("b.txt#{}", &other[other.len() - 6..]);
    let said = ["--remark", "p. 4", "--accessed", "2026-11-22"];
    for (number, (source, expected)) in [
        (
            "Report https://x.org/a",
            json!({"url": "https://x.org/a", "citation": "Report"}),
        ),
        ("A report, 2022", json!({"citation": "A report, 2022"})),
        ("[3]", json!({"reference": "3", "words": "A reference."})),
        (whole.as_str(), json!({"passage": whole})),
        (short.as_str(), json!({"passage": whole})),
    ]
    .into_iter()
    .enumerate()
    {
        let mut expected = expected;
        expected["remark"] = json!("p. 4");
        expected["accessed"] = json!("2026-11-22");
        let tag = ["tag", "a.txt", "needs-source", "--sentence", "1"];
        let id = match number % 2 {
            0 => here.run(&[&tag[..], &["--source", source], &said].concat()),
            _ => {
                let id = here.good(&tag);
                let edit = ["edit", id.trim(), "--add-source", source];
                here.run(&[&edit[..], &said].concat())
            }
        };
        assert_eq!(id.code, 0, "{}", id.err);
        assert!(!id.err.contains("all the same"), "{}", id.err);
        assert_eq!(sources(&here), json!([expected]), "{source}");
        // It is answered, and nothing is wrong with it.
        assert_eq!(here.good(&["list", "--open"]).matches("needs").count(), 0);
        assert_eq!(here.good(&["check"]), "");
        here.good(&["remove", id.out.trim()]);
    }
}

#[test]
fn what_is_said_of_a_source_is_changed_by_its_number() {
    let here = one(TEXT);
    let id = here.good(&[
        "tag",
        "a.txt",
        "claim",
        "--sentence",
        "1",
        "--source",
        "[3]",
        "--source",
        "A report",
        "--remark",
        "both",
    ]);
    let id = id.trim();
    let ran = here.run(&[
        "edit",
        id,
        "--change-source",
        "2",
        "--remark",
        "p. 9",
        "--accessed",
        "2026-01-31",
    ]);
    assert!(ran.err.contains("1 source changed"), "{}", ran.err);
    assert_eq!(
        sources(&here),
        json!([
            {"reference": "3", "remark": "both", "words": "A reference."},
            {"citation": "A report", "remark": "p. 9", "accessed": "2026-01-31"}
        ])
    );
    here.good(&["edit", id, "--change-source", "1", "--remark", ""]);
    here.good(&["edit", id, "--change-source", "2", "--accessed", ""]);
    // Counted before any is removed.
    here.good(&[
        "edit",
        id,
        "--change-source",
        "2",
        "--remark",
        "p. 8",
        "--remove-source",
        "1",
    ]);
    assert_eq!(
        sources(&here),
        json!([{"citation": "A report", "remark": "p. 8"}])
    );
}

#[test]
fn what_cannot_be_said_of_a_source_is_refused() {
    let here = one(TEXT);
    let id = here.good(&[
        "tag",
        "a.txt",
        "claim",
        "--sentence",
        "1",
        "--source",
        "[3]",
    ]);
    let id = id.trim();
    let before = sources(&here);
    for (flags, error) in [
        (
            &["--remark", "x"][..],
            "--remark is said of a source: of the one that --add-source adds, or of that which \
             --change-source N names, counted from 1",
        ),
        (
            &["--accessed", "2026-11", "--add-source", "x"],
            "--accessed: \"2026-11\" is no day; write it as 2026-11-22",
        ),
        (
            &["--accessed", "2026-02-30", "--change-source", "1"],
            "--accessed: \"2026-02-30\" is no day",
        ),
        (
            &["--change-source", "2", "--remark", "x"],
            "--change-source 2: the tag has 1 source, counted from 1",
        ),
        (
            &["--change-source", "0", "--remark", "x"],
            "--change-source 0: the tag has 1 source, counted from 1",
        ),
        (
            &["--change-source", "1"],
            "--change-source 1: say what to change of it, with --remark or --accessed",
        ),
        (
            &["--change-source", "1", "--add-source", "x", "--remark", "x"],
            "cannot be used with",
        ),
        (&["--add-source", " "], "DOC#ID for a passage"),
    ] {
        here.bad(&[&["edit", id], flags].concat(), error);
    }
    here.bad(
        &["tag", "a.txt", "fact", "--sentence", "2", "--remark", "x"],
        "--remark is said of a source: give that with --source",
    );
    assert_eq!(sources(&here), before);
}

#[test]
fn what_looks_odd_is_kept_and_said() {
    let (here, other) = with_other();
    let gone = format!("b.txt#{}", other.replace(|c: char| c.is_ascii_digit(), "0"));
    for (source, field, words) in [
        (
            "javascript:alert(1)",
            "citation",
            "javascript: is never opened, only https:// and http://",
        ),
        (
            "https://x.org/a\u{1b}[2J",
            "url",
            "this address has control characters in it",
        ),
        ("https://x.org/a b", "citation", ""),
        (gone.as_str(), "passage", "there is no passage b.txt#"),
        ("[4]", "reference", "a.txt has no reference [4]"),
    ] {
        let id = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
        let ran = here.run(&["edit", id.trim(), "--add-source", source]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(words), "{source:?}: {}", ran.err);
        assert!(
            sources(&here)[0][field].is_string(),
            "{source:?} {}",
            sources(&here)
        );
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
        let check = here.run(&["check"]);
        let is_broken = ["passage", "reference"].contains(&field);
        assert_eq!(
            check.code,
            i32::from(is_broken),
            "{source:?}: {}",
            check.out
        );
        here.good(&["remove", id.trim()]);
    }
}

#[test]
fn what_was_broken_on_its_way_is_said() {
    let here = one(TEXT);
    for (source, words) in [
        ("https://example.org/\nc", "there is a line break in it"),
        ("java\tscript:alert(1)", "there is a tab in it"),
        (
            "https://example.org/\u{202e}gnp.exe",
            "has invisible characters in it",
        ),
        ("mailto:a@example.org", "mailto: is never opened"),
    ] {
        let id = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
        let ran = here.run(&["edit", id.trim(), "--add-source", source]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(words), "{source:?}: {}", ran.err);
        assert_eq!(sources(&here).as_array().unwrap().len(), 1);
        here.good(&["remove", id.trim()]);
    }
}

#[test]
fn a_source_that_is_there_already_is_not_added_again() {
    let here = one(TEXT);
    let tag = [
        "tag",
        "a.txt",
        "claim",
        "--sentence",
        "1",
        "--source",
        "[3]",
    ];
    let ran = here.run(&[&tag[..], &["--source", "[3]"]].concat());
    assert!(ran.err.contains("[3] is source 1 already"), "{}", ran.err);
    let id = ran.out.trim();
    let ran = here.run(&["edit", id, "--add-source", "[3]", "--remark", "p. 4"]);
    let words = "[3] is source 1 already; it is not added again; --change-source 1 says";
    assert!(ran.err.contains(words), "{}", ran.err);
    assert_eq!(
        sources(&here),
        json!([{"reference": "3", "words": "A reference."}])
    );
    let ran = here.run(&["edit", id, "--add-source", "[3]", "--add-source", "x"]);
    assert!(ran.err.contains("1 source added"), "{}", ran.err);
    assert_eq!(sources(&here).as_array().unwrap().len(), 2);
    // What is taken away in the same step may come again.
    here.good(&["edit", id, "--remove-source", "1", "--add-source", "[3]"]);
    assert_eq!(sources(&here).as_array().unwrap().len(), 2);
}

/// Found in use: only the reader told of it.
#[test]
fn removing_a_tag_tells_what_led_to_it() {
    let (here, other) = with_other();
    let passage = format!("b.txt#{other}");
    let tag = ["tag", "a.txt", "claim", "--sentence"];
    let sourced = here.good(&[&tag[..], &["1", "--source", &passage]].concat());
    let linked = here.good(&[&tag[..], &["2"]].concat());
    here.good(&["link", linked.trim(), "contradicts", &other]);
    let ran = here.run(&["remove", &other]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for words in [
        format!(
            "a.txt#{}: its source {passage} is broken now",
            sourced.trim()
        ),
        format!(
            "a.txt#{}: its link contradicts {passage} is broken now",
            linked.trim()
        ),
    ] {
        assert!(ran.err.contains(&words), "{words} in {}", ran.err);
    }
    // What goes together breaks nothing.
    let ran = here.run(&["remove", sourced.trim(), linked.trim()]);
    assert!(!ran.err.contains("broken"), "{}", ran.err);
}

/// Found in use: a mistyped id became a citation in silence, and a tag its own source.
#[test]
fn what_was_meant_for_a_passage_and_leads_nowhere_is_said() {
    let (here, _) = with_other();
    for (source, words) in [
        (
            "b.txt#zzz",
            "b.txt#zzz: b.txt has no such tag; it is kept as words",
        ),
        (
            "b.txt#",
            "b.txt#: b.txt has no such tag; it is kept as words",
        ),
        (
            "c.txt#zzz",
            "c.txt#zzz: there is no document c.txt; it is kept as words",
        ),
    ] {
        let id = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
        let ran = here.run(&["edit", id.trim(), "--add-source", source]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(words), "{source}: {}", ran.err);
        assert_eq!(sources(&here), json!([{"citation": source}]));
        let check = here.run(&["check"]);
        assert_eq!(check.code, 1, "{source}: {}", check.out);
        let named = format!("its source {source} names a passage that is not there");
        assert!(check.out.contains(&named), "{source}: {}", check.out);
        here.good(&["remove", id.trim()]);
    }
    let id = here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let own = format!("a.txt#{}", id.trim());
    here.bad(
        &["edit", id.trim(), "--add-source", &own],
        "a tag is no source of itself",
    );
    assert_eq!(here.good(&["check"]), "");
}

/// `postil check` says where a passage is gone; renaming its document takes it along.
#[test]
fn passages_are_followed_and_missed_as_links_are() {
    let (here, other) = with_other();
    let passage = format!("b.txt#{other}");
    here.good(&[
        "tag",
        "a.txt",
        "claim",
        "--sentence",
        "1",
        "--source",
        &passage,
    ]);
    assert_eq!(here.good(&["check"]), "");
    // A tag that becomes one with another keeps what leads to it.
    here.good(&["retag", "fact", "opinion"]);
    assert_eq!(here.good(&["check"]), "");
    let text = std::fs::read_to_string(here.path("seeds/b.txt")).unwrap();
    std::fs::remove_file(here.path("seeds/b.txt")).unwrap();
    here.write("seeds/c.txt", &text);
    here.good(&["reanchor"]);
    assert_eq!(sources(&here)[0]["passage"], format!("c.txt#{other}"));
    assert_eq!(here.good(&["check"]), "");
    here.good(&["remove", &other]);
    let check = here.run(&["check"]);
    assert_eq!(check.code, 1);
    assert!(
        check.out.contains(&format!("c.txt#{other}")),
        "{}",
        check.out
    );
    assert_eq!(
        sources(&here)[0]["passage"],
        format!("c.txt#{other}"),
        "kept"
    );
}

#[test]
fn exports_for_people_tell_a_passage_in_words() {
    let (here, other) = with_other();
    let passage = format!("b.txt#{other}");
    here.good(&[
        "tag",
        "a.txt",
        "claim",
        "--sentence",
        "1",
        "--source",
        &passage,
        "--remark",
        "see there",
    ]);
    let of_table = "“It is otherwise.” (b.txt: It is otherwise. So they say.)";
    let of_report = "the passage “It is otherwise.”";
    for (format, words) in [("table", of_table), ("markdown", of_report)] {
        // Also where only one of the two is exported.
        for path in [".", "seeds/a.txt"] {
            let out = here.good(&["export", path, "--format", format]);
            let out = out.replace('\\', "");
            assert!(out.contains(words), "{format}: {out}");
            assert!(
                out.contains("It is otherwise. So they say."),
                "{format}: {out}"
            );
            assert!(out.contains("see there"), "{format}: {out}");
        }
    }
    here.good(&["remove", &other]);
    for format in ["table", "markdown"] {
        let out = here.good(&["export", "--format", format]).replace('\\', "");
        assert!(out.contains(&passage), "{format}: {out}");
        assert!(out.contains("is not there"), "{format}: {out}");
    }
    for format in ["csv", "json", "jsonl"] {
        let out = here.good(&["export", "--format", format]);
        assert!(out.contains(&passage), "{format}: {out}");
    }
}

/// Found in use: a source became the next reference of the list when that had one more.
#[test]
fn a_reference_of_another_number_is_told_and_not_guessed() {
    let list = "One is. Two is. 13 Three is. 14\n\nReferences\n\n13. A structure.\n14. A report.\n";
    let here = one(list);
    let tag = ["tag", "a.txt", "claim", "--sentence", "1"];
    let id = here.good(&[&tag[..], &["--source", "[13]"]].concat());
    let edited = here.good(&["tag", "a.txt", "claim", "--sentence", "2"]);
    here.good(&["edit", edited.trim(), "--add-source", "[14]"]);
    assert_eq!(here.good(&["check"]), "");
    let renumbered = list.replace("13.", "12. A new one.\n13. An executive.\n14.");
    let renumbered = renumbered.replace("\n14. A report", "\n15. A report");
    here.write("seeds/a.txt", &renumbered);
    let first = "[13] was “A structure.”, which is [14] now; \
                 the list says “An executive.” under [13]";
    let check = here.run(&["check"]);
    assert_eq!(check.code, 1);
    for words in [
        &format!("{}: its source {first}", id.trim()),
        "its source [14] was “A report.”, which is [15] now; the list says “A structure.” under [14]",
    ] {
        assert!(check.out.contains(words), "{words} in\n{}", check.out);
    }
    for format in ["table", "markdown", "html"] {
        let page = here.good(&["export", "--format", format]);
        let page = page.replace('\\', "");
        assert!(page.contains(first), "{format}: {page}");
    }
    // Said anew, it is what the list says now; a file without the words is as it was.
    here.good(&[
        "edit",
        id.trim(),
        "--remove-source",
        "1",
        "--add-source",
        "[13]",
    ]);
    let check = here.run(&["check"]);
    assert!(!check.out.contains("A structure.”, which"), "{}", check.out);
}

#[test]
fn a_tag_is_no_source_of_itself() {
    let (here, other) = with_other();
    for words in [format!("b.txt#{other}"), format!("b.txt#{}", &other[28..])] {
        let ran = here.run(&["edit", &other, "--add-source", &words]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(
            ran.err.contains("a tag is no source of itself"),
            "{}",
            ran.err
        );
    }
    assert!(here.tags("b.txt")["annotations"][0]["sources"].is_null());
}

/// Many may have their sources in one document, by either of its names.
#[test]
fn a_source_that_calls_its_document_as_earlier_versions_did_is_exported_in_words() {
    let here = one(TEXT);
    here.write("seeds/a%20b.txt", "It is otherwise. So they say.\n");
    let other = here.good(&["tag", "a%20b.txt", "fact", "--sentence", "1"]);
    let source = format!("a%2520b.txt#{}", other.trim());
    let ran = here.run(&[
        "tag",
        "a.txt",
        "needs-source",
        "--sentence",
        "1",
        "--source",
        &source,
    ]);
    assert!(!ran.err.contains("there is no passage"), "{}", ran.err);
    assert_eq!(sources(&here), json!([{ "passage": source }]));
    for format in ["csv", "markdown", "html"] {
        let export = here.good(&["export", "--format", format]);
        assert!(!export.contains("not there"), "{export}");
        assert!(export.contains("It is otherwise."), "{export}");
    }
    assert_eq!(here.good(&["check"]), "");
}
