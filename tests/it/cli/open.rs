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
    // What supports it is something that it rests on, in whatever document; what was refuted
    // supports nothing.
    here.good(&["link", &other, "supports", &fact]);
    expect(&[unsourced_one, others[0]]);
    here.good(&["link", &claim, "supports", &fact]);
    expect(&[unsourced_one]);
    here.good(&["edit", &unsourced, "--add-source", "https://example.org/a"]);
    expect(&[]);
}

/// Found in use: two claims that support each other were off the queue, and so were those whose
/// only source had been deleted.
#[test]
fn what_rests_on_nothing_but_itself_or_on_what_is_gone_is_open() {
    let here = one("One is. Two is. Three is.\n");
    let tag = |tag: &str, sentence: &str| {
        let id = here.good(&["tag", "a.txt", tag, "--sentence", sentence]);
        id.trim().to_owned()
    };
    let (first, second) = (tag("claim", "1"), tag("claim", "2"));
    let third = tag("needs-source", "3");
    let expect = |expected: [&str; 3]| {
        let is = reasons(&here).into_iter().map(|(_, all)| all.to_string());
        let expected = expected.into_iter().filter(|why| !why.is_empty());
        let expected: Vec<String> = expected.map(|why| format!("[\"{why}\"]")).collect();
        assert_eq!(is.collect::<Vec<_>>(), expected);
    };
    here.good(&["link", &first, "supports", &second]);
    expect(["no-evidence", "", "unsourced"]);
    here.good(&["link", &second, "supports", &first]);
    expect(["no-evidence", "no-evidence", "unsourced"]);
    let source = format!("a.txt#{second}");
    here.good(&["edit", &third, "--add-source", &source]);
    expect(["no-evidence", "no-evidence", "broken-source"]);
    // As soon as one of them has a source, all rest on that.
    here.good(&["edit", &first, "--add-source", "Annals"]);
    expect(["", "", ""]);
    here.good(&["remove", &second]);
    expect(["", "broken-source", ""]);
    let table = here.good(&["list", "--open"]);
    assert!(table.contains("broken-source"), "{table}");
    // A link that says so is a source as well.
    here.good(&["link", &first, "source-of", &third]);
    expect(["", "", ""]);
}

/// Found in use: a fact was "supported" for other figures than those that it has, and was in no
/// queue once its new words were accepted.
#[test]
fn a_verdict_on_other_words_is_open_until_it_is_given_anew() {
    let here = one("It costs $5,500 a year to do so. Two is.\n");
    let id = here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    let id = id.trim();
    let judge = ["edit", id, "--verdict", "supported"];
    here.good(&[&judge[..], &["--add-source", "Annals"]].concat());
    let reason = |why: &str| vec![("fact".to_owned(), json!([why]))];
    assert_eq!(reasons(&here), []);
    here.write("seeds/a.txt", "It costs $6,500 a year to do so. Two is.\n");
    assert_eq!(reasons(&here), reason("changed"));
    here.good(&["reanchor", "--accept", "0.5"]);
    assert_eq!(reasons(&here), reason("stale-verdict"));
    here.good(&judge);
    assert_eq!(reasons(&here), []);
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
