//! Characters nobody sees, as a script meets them: what is a sentence, what leaves the
//! program, and files with NULs.

use serde_json::Value;

use super::{Here, empty, one};

/// The sentences of a document.
fn sentences(here: &Here, document: &str) -> Vec<String> {
    let out = here.good(&["sentences", document]);
    let text = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["text"].as_str().unwrap().to_owned()
    };
    out.lines().map(text).collect()
}

fn tag(here: &Here, sentence: &str) {
    here.good(&["tag", "a.txt", "fact", "--sentence", sentence]);
}

#[test]
fn what_nobody_sees_stands_in_no_sentence() {
    for (content, expected) in [
        ("\u{feff}First. Second.", ["First.", "Second."]),
        (
            "He went.\u{200f} Then she left.",
            ["He went.", "Then she left."],
        ),
        (
            "\u{200f}He went.\u{2069} \u{2067}Then she left.\u{ad}\n",
            ["He went.", "Then she left."],
        ),
        ("\u{feff}# Title\nOne line.", ["# Title", "One line."]),
        (
            "N\u{8}NA\u{8}AM\u{8}ME\u{8}E. _\u{8}Then.",
            ["N\u{8}NA\u{8}AM\u{8}ME\u{8}E.", "_\u{8}Then."],
        ),
    ] {
        assert_eq!(sentences(&one(content), "a.txt"), expected, "{content:?}");
    }
}

#[test]
fn a_byte_order_mark_is_counted_and_may_come_and_go() {
    let here = one("\u{feff}First. Second.");
    let out = here.good(&["sentences", "a.txt"]);
    assert!(out.starts_with("{\"start\": 1, \"end\": 7, "), "{out}");
    tag(&here, "1");
    tag(&here, "2");
    for content in ["First. Second.", "\u{feff}First. Second."] {
        here.write("seeds/a.txt", content);
        let listed = here.good(&["list", "--format", "jsonl"]);
        let quotes: Vec<Value> = listed
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["quote"].clone())
            .collect();
        assert_eq!(quotes, ["First.", "Second."]);
        assert!(!listed.contains("\"lost\""), "{listed}");
    }
    assert_eq!(here.run(&["check"]).code, 0);
}

#[test]
fn the_own_characters_of_a_document_leave_the_program() {
    let here = one("a\tb Ge\u{ad}samt\u{200b}wort \u{5d0}\u{200f}, \u{f0b7}. Two.");
    tag(&here, "1");
    let own = "a\tb Ge\u{ad}samt\u{200b}wort \u{5d0}\u{200f}, \u{f0b7}.";
    let markdown = here.run(&["export", "--format", "markdown"]);
    assert!(
        markdown.out.contains(&format!("> **{own}**\n")),
        "{}",
        markdown.out
    );
    assert!(!markdown.err.contains("symbols"), "{}", markdown.err);
    let list = here.good(&["list"]);
    assert!(list.contains(&own.replace('\t', " ")), "{list}");
}

#[test]
fn what_could_steer_a_terminal_is_replaced_and_that_is_said() {
    let here = one("Red \u{1b}[31m words\u{202e} N\u{8}N. Two.");
    tag(&here, "1");
    let markdown = here.run(&["export", "--format", "markdown"]);
    assert!(
        markdown.out.contains("Red ␛\\[31m words⟨RLO⟩ N."),
        "{}",
        markdown.out
    );
    assert!(
        markdown
            .err
            .contains("controls in passages and notes that are shown as symbols: 2"),
        "{}",
        markdown.err
    );
    assert!(here.good(&["list"]).contains("Red ␛[31m words⟨RLO⟩ N."));
}

#[test]
fn a_text_with_few_nuls_is_opened_and_any_file_on_demand() {
    let here = one("A text that has one NUL \0 in it.\n");
    assert_eq!(
        sentences(&here, "a.txt"),
        ["A text that has one NUL \0 in it."]
    );
    let here = empty();
    here.write(
        "seeds/a.txt",
        b"\x7fELF\x02\x01\0\0\0\0 with words. And more.",
    );
    here.bad(&["sentences", "a.txt"], "--binary opens it all the same");
    let out = here.good(&["--binary", "sentences", "a.txt"]);
    assert!(out.contains("And more."), "{out}");
    here.good(&["tag", "a.txt", "fact", "--quote", "And more.", "--binary"]);
    // What has tags is a text.
    assert!(here.good(&["list"]).contains("And more."));
    assert_eq!(here.run(&["check"]).code, 0);
}
