//! `postil list --open`: what is still to be done, and why.

use serde_json::{Value, json};

use super::{Here, json_lines, one, seeds};

fn open(here: &Here, arguments: &[&str]) -> Vec<Value> {
    let all = [&["list", "--open", "--format", "jsonl"], arguments].concat();
    let ran = here.run(&all);
    assert_eq!(ran.code, 0, "{}", ran.err);
    json_lines(&ran.out)
}

/// The tags that are open, each with why.
fn reasons(here: &Here) -> Vec<(String, Value)> {
    let lines = open(here, &[]);
    let reasons = lines.into_iter().map(|line| {
        assert_eq!(line["why"], line["reasons"][0]);
        let tag = line["tag"].as_str().unwrap().to_owned();
        (tag, line["reasons"].clone())
    });
    reasons.collect()
}

#[test]
fn a_tag_is_open_until_there_is_nothing_to_do_about_it() {
    let here = one("One is. Two is. Three is. Four is.\n");
    here.write("seeds/b.txt", "Two is not.\n");
    let tag = |document: &str, tag: &str, sentence: &str| {
        let id = here.good(&["tag", document, tag, "--sentence", sentence]);
        id.trim().to_owned()
    };
    let unsourced = tag("a.txt", "needs-source", "1");
    let claim = tag("a.txt", "claim", "2");
    let fact = tag("a.txt", "fact", "3");
    tag("a.txt", "opinion", "4");
    let other = tag("b.txt", "claim", "1");
    let expect = |expected: &[(&str, &[&str])]| {
        let expected = expected
            .iter()
            .map(|(tag, all)| ((*tag).to_owned(), json!(all)));
        assert_eq!(reasons(&here), expected.collect::<Vec<_>>());
    };
    let no_evidence = &["no-evidence"][..];
    let unsourced_one = ("needs-source", &["unsourced"][..]);
    let others = [("fact", no_evidence), ("claim", no_evidence)];
    expect(&[unsourced_one, ("claim", no_evidence), others[0], others[1]]);
    // Both ends of a contradiction.
    here.good(&["link", &other, "contradicts", &claim]);
    let both = &["contradicted", "no-evidence"][..];
    expect(&[unsourced_one, ("claim", both), others[0], ("claim", both)]);
    // A verdict that something is not so ends it; the other end is open still.
    here.good(&["edit", &other, "--verdict", "refuted"]);
    expect(&[unsourced_one, ("claim", both), others[0]]);
    here.good(&[
        "edit",
        &claim,
        "--verdict",
        "supported",
        "--add-source",
        "Annals",
    ]);
    expect(&[unsourced_one, others[0]]);
    // What supports it is something that it rests on, in whatever document.
    here.good(&["link", &other, "supports", &fact]);
    expect(&[unsourced_one]);
    here.good(&["edit", &unsourced, "--add-source", "https://example.org/a"]);
    expect(&[]);
}

#[test]
fn what_is_open_is_filtered_and_told_to_people_too() {
    let here = seeds();
    here.good(&["tag", "000", "needs-source", "--sentence", "3"]);
    here.good(&["tag", "000", "claim", "--sentence", "4"]);
    here.good(&["tag", "001", "claim", "--sentence", "3"]);
    let table = here.good(&["list", "--open", "--doc", "000*"]);
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), 2, "{table}");
    assert!(
        rows[0].contains("needs-source") && rows[0].contains(" unsourced"),
        "{table}"
    );
    assert!(
        rows[1].contains("claim") && rows[1].contains(" no-evidence"),
        "{table}"
    );
    assert_eq!(open(&here, &["--tag", "claim"]).len(), 2);
    assert_eq!(open(&here, &["--by", "nobody"]).len(), 0);
}

#[test]
fn a_tag_that_is_not_where_it_was_is_open() {
    let here = one("Alpha went away early. Beta stayed on for long. Gamma was never there.\n");
    for sentence in ["1", "2", "3"] {
        here.good(&["tag", "a.txt", "opinion", "--sentence", sentence]);
    }
    assert_eq!(reasons(&here), []);
    here.write(
        "seeds/a.txt",
        "Beta stayed on for very long. Gamma was never there.\nAlpha came.\n",
    );
    let states: Vec<Value> = open(&here, &[])
        .iter()
        .map(|line| line["why"].clone())
        .collect();
    let listed = json_lines(&here.good(&["list", "--format", "jsonl"]));
    let expected = listed.iter().filter(|line| line["state"] != "exact");
    let expected: Vec<Value> = expected.map(|line| line["state"].clone()).collect();
    assert!(!expected.is_empty());
    assert_eq!(states, expected);
}
