//! From a claim to the report: a source, a link between two documents, the queue worked to its
//! end, and the report exported and read by an HTML5 parser.

use std::fs;

use scraper::{Html, Selector};

use super::{FIRST, FIRST_TITLE, SECOND, SECOND_TITLE, seeds};
use crate::support::desk::Desk;
use crate::support::hand::{ENTER, TEXT};
use crate::support::pty::Pty;

const ADDRESS: &str = "https://example.org/postings?a=1&b=2";

/// Adds a source to the tag under the cursor.
fn add_source(reader: &mut Pty, source: &str) {
    reader.send("S");
    reader.wait_for("the question for a source", |view| {
        view.status().contains("Source:")
    });
    reader.send(format!("{source}{ENTER}"));
    reader.wait_for("it saved", |view| {
        !view.status().contains("Source:") && view.says_saved()
    });
}

fn give_verdict(reader: &mut Pty, key: &str) {
    reader.send("Y");
    reader.wait_for("the verdicts", |view| view.shows("not enough evidence"));
    reader.send(key);
    reader.wait_for("it given", |view| {
        !view.shows("not enough evidence") && view.says_saved()
    });
}

/// Goes to the next open item, which is in the document of that title.
fn go_to_next(reader: &mut Pty, title: &str, why: &str) {
    reader.send(",");
    reader.wait_for("the next open item", |view| {
        view.find(title, TEXT).is_some() && view.status().contains(why)
    });
}

/// Links the tag under the cursor to a sentence of the second document, which has no tag.
fn link_to_the_second_document(reader: &mut Pty) {
    reader.send("L");
    reader.wait_for("that a link was begun", |view| {
        view.shows("Link: go to the other passage")
    });
    reader.send("J");
    reader.wait_for("the second document", |view| {
        view.find(SECOND_TITLE, TEXT).is_some()
    });
    reader.send("jL");
    reader.wait_for("the question for a tag", |view| view.shows("Tag as?"));
    reader.send("f");
    reader.wait_for("the relations", |view| view.shows("contradicts"));
    reader.send("c");
    reader.wait_for("that they are linked", |view| {
        view.shows("Linked: contradicts") && view.says_saved()
    });
}

fn export_report(reader: &mut Pty) {
    reader.send("e");
    reader.wait_for("the formats", |view| {
        view.shows("A report for browser and printer")
    });
    reader.send("html");
    reader.wait_for("the one", |view| !view.shows("JSON Lines"));
    reader.send(ENTER);
    reader.wait_for("the question where to", |view| view.shows("-tags.html"));
    reader.send(ENTER);
    reader.wait_for("that it is written", |view| view.shows("4 tags written"));
}

#[test]
fn from_a_claim_to_the_report() {
    let desk = seeds();
    desk.has_been_here();
    let mut reader = desk.read();
    reader.wait_until_ready();
    // A claim with a source, and two more sentences that have none.
    reader.change("c", 1);
    add_source(&mut reader, ADDRESS);
    reader.change("jn", 2);
    reader.change("jc", 3);
    link_to_the_second_document(&mut reader);
    // Open: the needs-source, and the two ends, each of which the other contradicts.
    let open = |desk: &Desk| {
        let root = desk.root();
        let ran = desk.run(&[
            "list",
            "--open",
            "--format",
            "jsonl",
            root.to_str().unwrap(),
        ]);
        let listed = String::from_utf8(ran.stdout).unwrap();
        listed.lines().count()
    };
    assert_eq!(open(&desk), 3);
    reader.wait_for("the count of them", |view| view.row(0).contains(" 3 open"));
    // One after the other, over the end: by a source, by a source and a verdict, by a verdict.
    go_to_next(&mut reader, FIRST_TITLE, "Open 1 of 3: unsourced");
    add_source(&mut reader, "The posting of 3 May");
    reader.wait_for("two open", |view| view.row(0).contains(" 2 open"));
    go_to_next(&mut reader, FIRST_TITLE, "Open 1 of 2: contradicted");
    add_source(&mut reader, "Annual report 2023");
    give_verdict(&mut reader, "s");
    reader.wait_for("one open", |view| view.row(0).contains(" 1 open"));
    go_to_next(&mut reader, SECOND_TITLE, "Open 1 of 1: contradicted");
    give_verdict(&mut reader, "r");
    reader.wait_for("none open", |view| view.row(0).contains(" 0 open"));
    reader.send(",");
    reader.wait_for("the end", |view| view.status().contains("Nothing open"));
    reader.wait_for("it saved", |view| {
        view.row(0).contains(" 0 open") && view.says_saved()
    });
    assert_eq!(open(&desk), 0);
    export_report(&mut reader);
    assert_eq!(reader.quit(), 0);
    check_report(&desk);
}

/// What stands in the report, as an HTML5 parser reads it.
fn check_report(desk: &Desk) {
    let all = fs::read_dir(desk.root()).expect("the workspace");
    let report = all.filter_map(Result::ok).map(|entry| entry.path());
    let mut report = report.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    let report = fs::read_to_string(report.next().expect("the report")).expect("its text");
    let page = Html::parse_document(&report);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let chosen = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        let all = page.select(&selector);
        let words = all.map(|element| element.text().collect::<String>());
        words.collect::<Vec<_>>()
    };
    assert!(chosen("script").is_empty());
    let marks = chosen("mark").concat();
    for document in [FIRST, SECOND] {
        for tag in desk.annotations(document) {
            let quote = tag["quote"].as_str().expect("a quote");
            let first = quote.lines().next().expect("a line");
            assert!(marks.contains(first), "{first}: {marks}");
        }
    }
    let selector = Selector::parse("a[href]").expect("a selector");
    let links = page.select(&selector);
    let links: Vec<&str> = links.filter_map(|link| link.value().attr("href")).collect();
    assert!(links.contains(&ADDRESS), "{links:?}");
    let words = chosen("body").concat();
    for said in ["The posting of 3 May", "contradicts", "refuted"] {
        assert!(words.contains(said), "{said}");
    }
}
