//! The same words are the same, however they are spelt.

use super::{Here, empty, one};

/// The quotes of the tags that `list` tells, by its filters.
fn listed(here: &Here, filters: &[&str]) -> Vec<String> {
    let mut arguments = vec!["list", "--format", "jsonl"];
    arguments.extend(filters);
    let ran = here.run(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines = ran.out.lines();
    let rows = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    rows.map(|row| row["quote"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_quote_is_tagged_as_it_stands_in_the_document() {
    for (content, quote, tagged) in [
        ("A cafe\u{301}.", "café", "cafe\u{301}"),
        ("A café.", "cafe\u{301}", "café"),
        ("A café.", "cafe", "café"),
        ("Co\u{ad}operation.", "cooperation", "Co\u{ad}operation"),
        ("A zero\u{200b}width.", "zerowidth", "zero\u{200b}width"),
        ("The ﬁnance.", "finance", "ﬁnance"),
        ("A myster-\nious end.", "mysterious", "myster-\nious"),
        ("İstanbul.", "istanbul", "İstanbul"),
        ("STRASSE.", "straße", "STRASSE"),
    ] {
        let here = one(content);
        let ran = here.run(&["tag", "a.txt", "fact", "--quote", quote]);
        assert_eq!(ran.code, 0, "{quote}: {}", ran.err);
        assert_eq!(listed(&here, &[]), [tagged]);
    }
}

#[test]
fn spellings_of_a_quote_are_counted_where_it_does_not_stand_as_it_is() {
    let here = one("A café, a cafe\u{301}.");
    for (number, tagged) in [("1", "café"), ("2", "cafe\u{301}")] {
        let ran = here.run(&["tag", "a.txt", "fact", "--quote", "café", "--nth", number]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(listed(&here, &[]).contains(&tagged.to_owned()));
    }
    here.bad(&["tag", "a.txt", "fact", "--quote", "cafe"], "2 times");
    here.bad(&["tag", "a.txt", "fact", "--quote", "Cafe"], "--range 2:6");
}

#[test]
fn documents_and_people_are_filtered_whatever_the_spelling_of_their_names() {
    let here = empty();
    here.write("seeds/cafe\u{301}.txt", "One.");
    here.write("seeds/b.txt", "Two.");
    for (document, name) in [("café.txt", "Rene\u{301}"), ("b.txt", "Ana")] {
        let ran = here.run(&["--as", name, "tag", document, "fact", "--sentence", "1"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    for document in ["café.txt", "cafe\u{301}.txt", "café*"] {
        assert_eq!(listed(&here, &["--doc", document]), ["One."], "{document}");
    }
    assert_eq!(listed(&here, &["--by", "René"]), ["One."]);
    assert_eq!(listed(&here, &["--by", "Rene"]), [""; 0]);
    assert_eq!(listed(&here, &["--tag", "FACT"]).len(), 2);
}
