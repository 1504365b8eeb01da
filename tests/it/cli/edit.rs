//! `postil edit` and `postil remove`: what a tag says is changed, and tags are deleted.

use std::fs;

use serde_json::{Value, json};

use super::{Here, THIRD, one, seeds};

/// A document with two tags, and their ids.
fn two() -> (Here, String, String) {
    let here = one("One is. Two is. Three is.\n\nReferences\n\n3. A reference.");
    let tag = |tag: &str, sentence: &str| {
        let id = here.good(&["tag", "a.txt", tag, "--sentence", sentence]);
        id.trim().to_owned()
    };
    let (first, second) = (tag("claim", "1"), tag("fact", "2"));
    (here, first, second)
}

fn tag(here: &Here, id: &str) -> Value {
    let file = here.tags("a.txt");
    let tags = file["annotations"].as_array().unwrap();
    let tag = tags.iter().find(|tag| tag["id"] == id);
    tag.cloned().unwrap_or(Value::Null)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a value for each flag")]
fn everything_that_a_tag_says_can_be_changed() {
    let (here, id, other) = two();
    let before = (tag(&here, &id), tag(&here, &other));
    let ran = here.run(&[
        "edit",
        &id,
        "--tag",
        "needs-source",
        "--note",
        "a\n\"b\"",
        "--add-source",
        "A title https://x.org",
        "--add-source",
        "[3]",
        "--verdict",
        "refuted",
        "--speaker",
        "Ana",
        "--stated",
        "2026-11",
        "--confidence",
        "0.5",
        "--reason",
        "dead-link",
    ]);
    assert_eq!((ran.code, ran.out.trim()), (0, id.as_str()), "{}", ran.err);
    for said in [
        "claim → needs-source, note changed, 2 sources added, speaker: Ana, stated: 2026-11, \
         verdict: refuted, confidence: 0.5, reason: dead-link; written to ",
        "a.txt.json",
    ] {
        assert!(ran.err.contains(said), "{} lacks {said}", ran.err);
    }
    let after = tag(&here, &id);
    for (field, value) in [
        ("tag", json!("needs-source")),
        ("note", json!("a\n\"b\"")),
        (
            "sources",
            json!([{"url": "https://x.org", "citation": "A title"}, {"reference": "3", "words": "A reference."}]),
        ),
        ("verdict", json!("refuted")),
        ("speaker", json!("Ana")),
        ("stated", json!("2026-11")),
        ("confidence", json!(0.5)),
        ("reason", json!("dead-link")),
    ] {
        assert_eq!(after[field], value, "{field}");
    }
    for field in ["id", "start", "end", "quote", "creator", "created"] {
        assert_eq!(after[field], before.0[field], "{field}");
    }
    assert_eq!(tag(&here, &other), before.1, "the others stay");
    assert_eq!(here.good(&["check"]), "");
    // Empty words take away what is there.
    here.good(&[
        "edit",
        &id,
        "--note",
        "",
        "--verdict",
        "",
        "--speaker",
        "",
        "--stated",
        "",
        "--confidence",
        "",
        "--reason",
        "",
        "--remove-source",
        "2",
        "--remove-source",
        "1",
        "--tag",
        "claim",
    ]);
    let mut again = tag(&here, &id);
    again["modified"] = before.0["modified"].clone();
    let history = again.as_object_mut().unwrap().remove("history").unwrap();
    assert_eq!(again, before.0);
    // It had been looked into when it was given another tag, and was not when it got it back.
    assert_eq!(history[0]["tag"], "claim");
    assert_eq!(history[0]["by"], before.0["creator"]);
    assert_eq!(history.as_array().map(Vec::len), Some(1));
}

/// What `postil retag` and `postil edit --tag` do to a claim that was looked into.
#[test]
fn what_was_looked_into_remembers_what_it_was() {
    for (evidence, remembers) in [
        (None, false),
        (Some(["--verdict", "supported"]), true),
        (Some(["--add-source", "Annals"]), true),
    ] {
        for is_edit in [true, false] {
            let (here, id, _) = two();
            if let Some(evidence) = evidence {
                here.good(&["edit", &id, evidence[0], evidence[1]]);
            }
            match is_edit {
                true => here.good(&["--as", "eve", "edit", &id, "--tag", "opinion"]),
                false => here.good(&["--as", "eve", "retag", "claim", "opinion"]),
            };
            let tag = tag(&here, &id);
            assert_eq!(tag["tag"], "opinion");
            let history = &tag["history"][0];
            match remembers {
                true => assert_eq!(
                    (&history["tag"], &history["by"]),
                    (&json!("claim"), &json!("eve"))
                ),
                false => assert_eq!(tag["history"], Value::Null),
            }
            assert_eq!(here.good(&["check"]), "");
            let markdown = here.good(&["export", "--format", "markdown"]);
            assert_eq!(
                markdown.contains("- was: claim until "),
                remembers,
                "{markdown}"
            );
            let table = here.good(&["export", "--format", "table"]);
            assert_eq!(table.contains("claim until "), remembers, "{table}");
        }
    }
}

#[test]
fn sources_are_removed_by_their_numbers_before_others_are_added() {
    let (here, id, _) = two();
    let edit = |more: &[&str]| here.run(&[&["edit", &id], more].concat());
    let sources = || {
        let tag = tag(&here, &id);
        let all = tag["sources"].as_array().cloned().unwrap_or_default();
        let words = all
            .iter()
            .map(|source| source["citation"].as_str().unwrap().to_owned());
        words.collect::<Vec<_>>()
    };
    edit(&[
        "--add-source",
        "one",
        "--add-source",
        "two",
        "--add-source",
        "three",
    ]);
    assert_eq!(sources(), ["one", "two", "three"]);
    let ran = edit(&[
        "--remove-source",
        "1",
        "--remove-source",
        "2",
        "--add-source",
        "four",
    ]);
    assert!(
        ran.err.contains("2 sources removed, 1 source added"),
        "{}",
        ran.err
    );
    assert_eq!(sources(), ["three", "four"]);
    for (number, says) in [("3", "the tag has 2 sources"), ("0", "counted from 1")] {
        here.bad(
            &["edit", &id, "--remove-source", number, "--note", "x"],
            says,
        );
    }
    assert_eq!(
        tag(&here, &id)["note"],
        Value::Null,
        "nothing else was done either"
    );
}

#[test]
fn it_is_said_whose_tag_was_changed_unless_it_is_ones_own() {
    let (here, id, _) = two();
    let own = here.tags("a.txt")["annotations"][0]["creator"].clone();
    let own = own.as_str().unwrap();
    let ran = here.run(&["edit", &id, "--tag", "fact", "--as", own]);
    assert!(ran.err.contains("claim → fact; written to"), "{}", ran.err);
    let ran = here.run(&["edit", &id, "--tag", "claim", "--as", "zoe"]);
    let says = format!("fact → claim, of a tag by {own}; written to");
    assert!(ran.err.contains(&says), "{}", ran.err);
}

/// It said "; written to", with nothing before it.
#[test]
fn removing_one_of_two_equal_sources_is_said() {
    let (here, id, _) = two();
    let ran = here.run(&["edit", &id, "--add-source", "one", "--add-source", "two"]);
    assert!(
        ran.err.contains("2 sources added; written to"),
        "{}",
        ran.err
    );
    // None are added twice, but a file may have them so.
    let file = here.path("annotations/a.txt.json");
    let twice = std::fs::read_to_string(&file)
        .unwrap()
        .replace("\"two\"", "\"one\"");
    std::fs::write(&file, twice).unwrap();
    let ran = here.run(&["edit", &id, "--remove-source", "1"]);
    assert!(
        ran.err.contains("1 source removed; written to"),
        "{}",
        ran.err
    );
    let ran = here.run(&["edit", &id, "--add-source", "one"]);
    assert!(ran.err.contains("one is source 1 already"), "{}", ran.err);
}

#[test]
fn a_tag_is_named_by_its_end_as_far_as_that_tells_it_apart() {
    let (here, id, other) = two();
    let end = &id[id.len() - 8..];
    assert_eq!(here.good(&["edit", end, "--note", "by its end"]).trim(), id);
    assert_eq!(
        here.good(&["edit", &end.to_uppercase(), "--note", "loudly"])
            .trim(),
        id
    );
    assert_eq!(
        here.good(&["edit", end, "seeds/a.txt", "--note", "there"])
            .trim(),
        id
    );
    assert_eq!(here.good(&["remove", &other[20..]]).trim(), other);
    // Ids that end alike: other programs make what ids they like.
    here.write(
        "annotations/a.txt.json",
        r#"{"format": "postil", "version": 1, "annotations": [
{"id": "x-1", "tag": "claim", "start": 0, "end": 3, "quote": "One"},
{"id": "y-1", "tag": "rumour", "start": 0, "end": 3, "quote": "One"},
{"id": "1", "tag": "fact", "start": 0, "end": 3, "quote": "One"}
]}"#,
    );
    let says = "-1 could be 2 tags: x-1 (claim in a.txt), y-1 (rumour in a.txt); write more of it";
    here.bad(&["edit", "--note", "x", "--", "-1"], says);
    here.bad(
        &["remove", "x-1", "--as", "bo", "zz"],
        "no tag whose id is or ends with zz",
    );
    here.bad(&["edit", "", "--note", "x"], "an ID is empty");
    assert_eq!(
        here.good(&["edit", "1", "--note", "the whole id"]).trim(),
        "1"
    );
    // A tag that the label set does not know is changed like any other.
    assert_eq!(
        here.good(&["edit", "y-1", "--note", "unknown"]).trim(),
        "y-1"
    );
    assert_eq!(here.good(&["edit", "y-1", "--tag", "claim"]).trim(), "y-1");
    // One id in two documents.
    here.write("seeds/b.txt", "One is.");
    let file = fs::read(here.path("annotations/a.txt.json")).unwrap();
    here.write("annotations/b.txt.json", file);
    here.bad(&["edit", "x-1", "--note", "x"], "name the document, too");
    assert_eq!(
        here.good(&["remove", "x-1", "--", "seeds/b.txt"]).trim(),
        "x-1"
    );
}

#[test]
fn values_are_checked_before_anything_is_changed() {
    let (here, id, _) = two();
    let before = fs::read(here.path("annotations/a.txt.json")).unwrap();
    for (flag, value, says) in [
        ("--tag", "lie", "the tags are fact, claim"),
        ("--tag", "claims", "did you mean \"claim\""),
        ("--verdict", "perhaps", "supported, refuted"),
        ("--stated", "yesterday", "as 2026-11-22"),
        ("--stated", "2026-13-01", "as 2026-11-22"),
        ("--stated", "22.11.2026", "as 2026-11-22"),
        ("--confidence", "2", "a number from 0 to 1"),
        ("--confidence", "sure", "a number from 0 to 1"),
        ("--reason", "why", "statistic, quotation"),
        ("--add-source", " ", "--add-source is empty"),
        ("--remove-source", "one", "invalid value"),
    ] {
        here.bad(&["edit", &id, flag, value], says);
    }
    here.bad(&["edit", &id], "say what to change, with --tag");
    here.bad(&["edit", "zz", "--note", "x"], "postil list --format jsonl");
    here.bad(&["remove"], "required");
    assert_eq!(
        fs::read(here.path("annotations/a.txt.json")).unwrap(),
        before
    );
}

#[test]
fn what_is_said_already_changes_nothing_and_doubts_are_told() {
    let (here, id, _) = two();
    let before = fs::read(here.path("annotations/a.txt.json")).unwrap();
    let ran = here.run(&["edit", &id, "--tag", "claim", "--note", ""]);
    assert_eq!((ran.code, ran.out.trim()), (0, id.as_str()));
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    assert_eq!(
        fs::read(here.path("annotations/a.txt.json")).unwrap(),
        before
    );
    for (source, says) in [
        ("[35]", "no reference [35]"),
        ("[41] and [42]", "no reference [42]"),
        ("htp://x.org", "did you mean http://"),
        ("www.x.org", "https:// is missing"),
        ("javascript:alert(1)", "never opened"),
    ] {
        let ran = here.run(&["edit", &id, "--add-source", source]);
        assert!(ran.code == 0 && ran.err.contains(says), "{}", ran.err);
    }
    assert_eq!(tag(&here, &id)["sources"].as_array().unwrap().len(), 6);
}

#[test]
fn several_tags_are_removed_together_or_not_at_all() {
    let (here, first, second) = two();
    here.good(&[
        "edit",
        &first,
        "--note",
        "n",
        "--add-source",
        "one",
        "--add-source",
        "two",
    ]);
    let before = fs::read(here.path("annotations/a.txt.json")).unwrap();
    here.bad(&["remove", &first, "zz", &second], "ends with zz");
    assert_eq!(
        fs::read(here.path("annotations/a.txt.json")).unwrap(),
        before
    );
    let ran = here.run(&["remove", &second, &first, &first]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, format!("{second}\n{first}\n").as_str())
    );
    for said in [
        "removed claim in a.txt, with its note and 2 sources\n",
        "removed fact in a.txt\n",
        "written to ",
    ] {
        assert!(ran.err.contains(said), "{} lacks {said}", ran.err);
    }
    assert_eq!(here.good(&["list"]), "");
    here.good(&["restore", "a.txt"]);
    assert_eq!(here.good(&["list"]).lines().count(), 2);
}

/// Tags of several documents: where one of the files may not be written, all stay.
#[test]
fn a_file_that_may_not_be_written_keeps_all_tags() {
    let here = seeds();
    let tag = |document: &str| {
        let id = here.good(&["tag", document, "fact", "--sentence", "1"]);
        id.trim().to_owned()
    };
    let (first, third) = (tag("000"), tag("003"));
    let path = format!("annotations/{THIRD}.json");
    let newer = fs::read_to_string(here.path(&path)).unwrap();
    here.write(&path, newer.replace("\"version\": 1", "\"version\": 99"));
    here.bad(&["remove", &first, &third], "version");
    here.bad(&["edit", &third, "--note", "x"], "version");
    assert_eq!(here.good(&["list", "--doc", "000*"]).lines().count(), 1);
    here.write(&path, newer);
    assert_eq!(here.good(&["remove", &first, &third]).lines().count(), 2);
}

#[test]
fn tags_of_a_document_that_is_gone_are_edited_and_removed() {
    let (here, first, second) = two();
    fs::rename(here.path("seeds/a.txt"), here.path("a.txt")).unwrap();
    here.good(&["edit", &first, "--note", "its document is gone"]);
    assert_eq!(tag(&here, &first)["note"], "its document is gone");
    assert_eq!(here.good(&["remove", &second]).trim(), second);
    fs::rename(here.path("a.txt"), here.path("seeds/a.txt")).unwrap();
    assert_eq!(here.good(&["check"]), "");
    assert_eq!(here.good(&["list"]).lines().count(), 1);
}

#[test]
fn the_annotations_may_lie_elsewhere() {
    let here = one("One is.");
    let elsewhere = here.path("elsewhere");
    let flags = ["--annotations", elsewhere.to_str().unwrap(), "--as", "bo"];
    let id = here.good(&[&["tag", "a.txt", "fact", "--sentence", "1"], &flags[..]].concat());
    let edit = ["edit", id.trim(), "--tag", "claim"];
    here.bad(&edit, "no tag");
    here.good(&[&edit[..], &flags].concat());
    here.good(&[&["remove", id.trim()], &flags[..]].concat());
    assert!(!here.path("annotations").exists());
}

/// What nobody would see any more is not hidden unasked, and what would be dropped is said.
#[test]
fn nothing_that_a_tag_says_is_hidden_or_dropped_unseen() {
    let (here, id, _) = two();
    let again = |note: &str| {
        let ran = here.run(&["tag", "a.txt", "claim", "--sentence", "1", "--note", note]);
        (ran.code, ran.err)
    };
    let (code, said) = again("who says so?");
    assert_eq!(code, 2);
    assert!(said.contains(&format!("postil edit {id}")), "{said}");
    here.good(&["edit", &id, "--note", "who says so?"]);
    assert_eq!(again("who says so?").0, 0, "it is there");
    here.bad(&["edit", &id, "--tag", "no-claim"], "the tag has its note");
    assert_eq!(tag(&here, &id)["tag"], "claim");
}
