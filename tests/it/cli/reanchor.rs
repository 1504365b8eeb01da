//! `postil reanchor`, and what `list` and `check` say of tags whose document has changed.

use std::fs;

use serde_json::Value;

use super::{Here, json_lines, one};

const TEXT: &str = "The council met in May. It voted against the new bridge.\nNobody was surprised. The bridge would have cost three million.\n";

/// A document with a tag on each sentence.
fn tagged() -> Here {
    let here = one(TEXT);
    for sentence in ["1", "2", "3", "4"] {
        here.good(&["tag", "a.txt", "claim", "--sentence", sentence]);
    }
    here
}

fn states(here: &Here) -> Vec<String> {
    let lines = json_lines(&here.good(&["list", "--format", "jsonl"]));
    let state = |line: &Value| line["state"].as_str().unwrap().to_owned();
    lines.iter().map(state).collect()
}

fn quotes(here: &Here) -> Vec<String> {
    let file = here.tags("a.txt");
    let tags = file["annotations"].as_array().unwrap();
    let quote = |tag: &Value| tag["quote"].as_str().unwrap().to_owned();
    tags.iter().map(quote).collect()
}

#[test]
fn what_differs_in_form_alone_is_written_without_a_question() {
    for (name, new, cause) in [
        ("line ends", TEXT.replace('\n', "\r\n"), "line ends differ"),
        (
            "a mark",
            format!("\u{feff}{TEXT}"),
            "byte order marks differ",
        ),
        (
            "wrapping",
            TEXT.replace(" the ", "\nthe "),
            "line ends or blanks differ",
        ),
        (
            "blanks",
            TEXT.replace(" the ", "\u{a0}the  "),
            "line ends or blanks differ",
        ),
    ] {
        let here = tagged();
        here.write("seeds/a.txt", &new);
        let checked = here.run(&["check"]);
        assert_eq!(checked.code, 1, "{name}");
        assert!(checked.out.contains(cause), "{name}: {}", checked.out);
        let before = here.tags("a.txt");
        let dry = here.run(&["reanchor", "--dry-run"]);
        assert!(dry.err.contains("would be written"), "{name}: {}", dry.err);
        assert_eq!(here.tags("a.txt"), before, "{name}");
        here.good(&["reanchor"]);
        assert_eq!(here.run(&["check"]).code, 0, "{name}");
        assert_eq!(states(&here), ["exact"; 4], "{name}");
    }
}

/// Found in a trial: the exponent was written into the file as digits, unasked.
#[test]
fn digits_and_letters_of_another_kind_are_asked_about() {
    let here = one("It weighs 5×10⁶ tonnes. The others weigh less.\n");
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.write(
        "seeds/a.txt",
        "It weighs 5×106 tonnes. The others weigh less.\n",
    );
    let before = quotes(&here);
    here.good(&["reanchor"]);
    assert_eq!(
        (states(&here), quotes(&here)),
        (vec!["changed".to_owned()], before)
    );
    let checked = here.run(&["check"]);
    let says = "“It weighs 5×‹10⁶› tonnes.” is “It weighs 5×‹106› tonnes.” now";
    assert!(checked.out.contains(says), "{}", checked.out);
}

/// As the reader counts it: a tag before an edit differs in form alone where the line ends do.
#[test]
fn what_differs_in_form_alone_is_not_counted_as_moved() {
    let here = tagged();
    let new = TEXT.replace("Nobody was", "Still nobody was");
    here.write("seeds/a.txt", format!("\u{feff}{new}"));
    let moved = || {
        let stats: Value = serde_json::from_str(&here.good(&["stats", "--json"])).unwrap();
        stats["total"]["moved"].as_u64()
    };
    assert_eq!(states(&here), ["moved", "moved", "changed", "moved"]);
    assert_eq!(moved(), Some(2));
    let ran = here.run(&["reanchor"]);
    assert!(
        ran.err.contains("1 tag in 1 document written"),
        "{}",
        ran.err
    );
    assert_eq!(moved(), Some(2));
}

#[test]
fn what_was_changed_is_written_only_when_it_is_accepted() {
    let here = tagged();
    let new = TEXT.replace("against", "for").replace("three", "four");
    here.write("seeds/a.txt", &new);
    assert_eq!(states(&here), ["exact", "changed", "moved", "changed"]);
    let lines = json_lines(&here.good(&["list", "--format", "jsonl"]));
    assert_eq!(lines[1]["quote"], "It voted for the new bridge.");
    assert_eq!(
        lines[1]["stored"]["quote"],
        "It voted against the new bridge."
    );
    let checked = here.run(&["check"]);
    let says = "“It voted ‹against› the new bridge.” is “It voted ‹for› the new bridge.” now";
    assert!(checked.out.contains(says), "{}", checked.out);
    let before = quotes(&here);
    let ran = here.run(&["reanchor"]);
    assert_eq!((ran.code, quotes(&here)), (0, before));
    assert!(ran.err.contains("--accept SCORE"), "{}", ran.err);
    here.bad(&["reanchor", "--accept", "1.5"], "from 0 to 1");
    let ran = here.run(&["reanchor", "--accept", "0.5"]);
    assert!(
        ran.err.contains("3 tags in 1 document written"),
        "{}",
        ran.err
    );
    assert_eq!(states(&here), ["exact"; 4]);
    assert_eq!(here.run(&["check"]).code, 0);
    here.good(&["restore", "a.txt"]);
    assert_eq!(quotes(&here)[1], "It voted against the new bridge.");
}

#[test]
fn equal_candidates_are_lost_and_listed() {
    let here = one("Ten. One two three. Ten.\n");
    here.good(&["tag", "a.txt", "claim", "--sentence", "2"]);
    here.write("seeds/a.txt", "One two three. Nine. One two three.\n");
    let lines = json_lines(&here.good(&["list", "--format", "jsonl"]));
    assert_eq!(lines[0]["state"], "lost");
    assert_eq!(
        lines[0]["candidates"],
        serde_json::json!([[0, 14], [21, 35]])
    );
    assert_eq!(lines[0]["stored"]["quote"], "One two three.");
    let checked = here.run(&["check"]);
    assert!(
        checked.out.contains("the quote occurs 2 times"),
        "{}",
        checked.out
    );
}

/// The tag jumped to the other answer.
#[test]
fn a_corrected_answer_keeps_its_tag() {
    let here = one("Q: Did he sign?\nA: Yes.\nQ: Did he read it?\nA: Yes.\n");
    here.good(&["tag", "a.txt", "fact", "--quote", "Yes.", "--nth", "1"]);
    here.write(
        "seeds/a.txt",
        "Q: Did he sign?\nA: No.\nQ: Did he read it?\nA: Yes.\n",
    );
    for _ in 0..2 {
        let lines = json_lines(&here.good(&["list", "--format", "jsonl"]));
        assert_eq!(
            (&lines[0]["state"], &lines[0]["quote"]),
            (&"changed".into(), &"No.".into())
        );
        // Without the text that it was marked in.
        let _ = fs::remove_dir_all(here.path("home"));
    }
}

#[test]
fn the_tags_of_a_renamed_document_are_taken_with_what_leads_to_them() {
    let here = tagged();
    let id = json_lines(&here.good(&["list", "--format", "jsonl"]))[0]["id"].clone();
    let id = id.as_str().unwrap();
    here.write("seeds/c.txt", "Another document.");
    here.good(&["tag", "c.txt", "fact", "--sentence", "1"]);
    let file = here.path("annotations/c.txt.json");
    let linked = fs::read_to_string(&file).unwrap().replacen(
        "\"creator\"",
        &format!("\"links\": [{{\"to\": \"a.txt#{id}\", \"rel\": \"supports\"}}], \"creator\""),
        1,
    );
    fs::write(&file, linked).unwrap();
    fs::rename(here.path("seeds/a.txt"), here.path("seeds/b.txt")).unwrap();
    let ran = here.run(&["reanchor", "--dry-run"]);
    assert!(
        ran.out
            .contains("b.txt: has the text of a.txt: its 4 tags would be taken"),
        "{}",
        ran.out
    );
    assert!(here.path("annotations/a.txt.json").exists());
    let ran = here.run(&["reanchor"]);
    assert!(ran.out.contains("its 4 tags are taken"), "{}", ran.out);
    assert!(!here.path("annotations/a.txt.json").exists());
    assert_eq!(
        here.tags("b.txt")["annotations"].as_array().unwrap().len(),
        4
    );
    assert_eq!(
        here.tags("c.txt")["annotations"][0]["links"][0]["to"],
        format!("b.txt#{id}")
    );
    assert_eq!(here.run(&["check"]).code, 0);
}

#[test]
fn a_document_that_was_renamed_and_changed_is_asked_about() {
    let here = tagged();
    fs::remove_file(here.path("seeds/a.txt")).unwrap();
    here.write("seeds/b.txt", TEXT.replace("against", "for"));
    here.write("seeds/c.txt", "Something else altogether.");
    let ran = here.run(&["reanchor"]);
    assert!(
        ran.out.contains("b.txt: has most of what was tagged"),
        "{}",
        ran.out
    );
    assert!(here.path("annotations/a.txt.json").exists());
    here.good(&["reanchor", "--accept", "0.7"]);
    assert_eq!(
        here.tags("b.txt")["annotations"].as_array().unwrap().len(),
        4
    );
    // What no document has stays where it is, and is said.
    fs::remove_file(here.path("seeds/b.txt")).unwrap();
    let ran = here.run(&["reanchor", "--accept", "0"]);
    assert!(ran.out.contains("its 4 tags stay in"), "{}", ran.out);
    assert!(here.path("annotations/b.txt.json").exists());
}
