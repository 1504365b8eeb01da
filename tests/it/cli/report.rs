//! The report for people: a workspace with all that can be said of a passage, and words that
//! were made to be taken for something else.
//!
//! Golden files: `POSTIL_BLESS=1` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use scraper::{Html, Selector};

use super::{Here, empty, one, seeds};

const A: &str = "On <migration> & more\n\nThe office grew [1]. It has 55 staff, and “nobody” left it in 2022. Some say it shrank.\r\nThe budget rose by a third.\nA line was moved here.\n\nReferences\n[1] A *title*, https://good.example/a_b\n[2] Another\n";

const OF_A: &str = r##"{"format": "postil", "version": 1, "document": {"path": "seeds/a.txt", "note": "Read twice.\n\n<b>By</b> whom?", "done": [{"by": "ana", "at": "2026-11-22T10:00:00Z", "sha256": "00"}]}, "annotations": [
{"id": "a1", "tag": "claim", "start": 23, "end": 43, "quote": "The office grew [1].", "note": "First paragraph.\n\nSecond <i>one</i>, see https://x.example.", "sources": [{"reference": "1"}, {"reference": "9"}, {"url": "https://good.example/?q=<a>&b", "citation": "A \"title\" </a>", "remark": "p. 4", "accessed": "2026-11-20"}, {"url": "javascript:alert(1)"}, {"citation": "The [Times](javascript:x), https://good.example/t"}, {"passage": "b.txt#b1"}, {"passage": "none.txt#x"}], "links": [{"to": "b.txt#b1", "rel": "contradicts"}, {"to": "b.txt#gone", "rel": "supports"}, {"to": "a.txt#a2", "rel": "<of-a-newer>"}], "speaker": "Homan, \"Tom\"", "stated": "2026-11", "verdict": "not-enough-evidence", "confidence": 0.25, "reason": "statistic", "verdict_quote": "The office shrank.", "creator": "ana", "created": "2026-11-22T10:00:00Z"},
{"id": "a2", "tag": "opinion", "start": 27, "end": 84, "quote": "office grew [1]. It has 55 staff, and “nobody” left it in", "creator": "ben"},
{"id": "a3", "tag": "needs-source", "start": 51, "end": 53, "quote": "55", "creator": "ana"},
{"id": "a4", "tag": "needs-source", "start": 91, "end": 110, "quote": "Some say it shrank.", "note": "ours", "creator": "ana"},
{"id": "a5", "tag": "<img src=x>", "start": 91, "end": 110, "quote": "Some say it shrank.", "note": "theirs | or not", "creator": "<ben>", "conflicts-with": "a4"},
{"id": "a6", "tag": "fact", "start": 112, "end": 140, "quote": "The budget rose by a half.", "prefix": "shrank.\r\n", "suffix": "\nA line", "verdict": "supported", "creator": "ana"},
{"id": "a7", "tag": "claim", "start": 0, "end": 22, "quote": "A line was moved here.", "prefix": "", "suffix": "\n\nReferences", "creator": "ana"},
{"id": "a8", "tag": "fact", "start": 200, "end": 222, "quote": "Nothing of this stands", "creator": "ana"},
{"id": "a9", "tag": "no-claim", "start": 0, "end": 21, "quote": "On <migration> & more", "creator": "ana"}
]}"##;

const OF_B: &str = r##"{"format": "postil", "version": 1, "document": {"path": "seeds/b.txt"}, "annotations": [
{"id": "b1", "tag": "fact", "start": 4, "end": 19, "quote": "office \u202e shrank", "sources": [{"citation": "# A heading"}], "links": [{"to": "a.txt#a1", "rel": "supports"}], "creator": "\u001b[31mred", "created": "2026-11-22T11:00:00Z"}
]}"##;

const OF_GONE: &str = r#"{"format": "postil", "version": 1, "document": {"path": "seeds/gone.txt"}, "annotations": [
{"id": "g1", "tag": "claim", "start": 0, "end": 3, "quote": "One", "creator": "ana"}
]}"#;

/// A workspace with everything hostile in it.
fn hostile() -> Here {
    let here = empty();
    here.write("seeds/a.txt", A);
    here.write(
        "seeds/b.txt",
        "The office \u{202e} shrank.\u{1b}[2J [x](javascript:y) <script>z</script>\n",
    );
    here.write("annotations/a.txt.json", OF_A);
    here.write("annotations/b.txt.json", OF_B);
    here.write("annotations/gone.txt.json", OF_GONE);
    here.write(
        "postil.toml",
        "title = \"</title><script>t</script> & *more*\"\n\n[tags.rumour]\nname = \"rumour <b>\"\nkey = \"r\"\ncolour = \"#ffff00\"\n",
    );
    here
}

/// A report as it was made on a certain day.
fn report(here: &Here, format: &str, filters: &[&str]) -> String {
    let arguments = [&["export", "--format", format], filters].concat();
    let ran = here.run(&arguments);
    assert!(ran.code == 0 || ran.code == 2, "{}", ran.err);
    let day = ran.out.split_once("Made on").unwrap().1;
    let at = day.find("20").unwrap();
    ran.out.replacen(&day[at..at + 10], "2026-11-22", 1)
}

fn golden(name: &str) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/report");
    data.join(name)
}

#[test]
fn a_report_says_all_and_takes_nothing_for_markup() {
    let here = hostile();
    for (format, name) in [("html", "report.html"), ("markdown", "report.md")] {
        let report = report(&here, format, &[]);
        if std::env::var_os("POSTIL_BLESS").is_some() {
            fs::create_dir_all(golden("")).unwrap();
            fs::write(golden(name), &report).unwrap();
        }
        assert_eq!(report, fs::read_to_string(golden(name)).unwrap(), "{name}");
    }
}

/// The targets of the links of a page, and what there is to lead to.
fn links(page: &Html) -> (Vec<String>, BTreeSet<String>) {
    let all = |selector: &str, name: &str| {
        let selector = Selector::parse(selector).unwrap();
        let found = page.select(&selector);
        found
            .map(|one| one.attr(name).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let ids = all("[id]", "id");
    let different: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(ids.len(), different.len(), "an id stands twice");
    (all("[href]", "href"), different)
}

#[test]
fn every_link_of_a_report_leads_somewhere() {
    let here = hostile();
    for filters in [
        &[][..],
        &["--marks"],
        &["--tag", "claim"],
        &["--doc", "b*"],
        &["--by", "ben"],
    ] {
        let page = Html::parse_document(&report(&here, "html", filters));
        assert_eq!(page.errors, Vec::<String>::new());
        let (links, ids) = links(&page);
        assert!(links.len() > 3);
        for link in links {
            let is_there = link.strip_prefix('#').is_some_and(|id| ids.contains(id));
            assert!(
                is_there || link.starts_with("https://good.example/"),
                "{link} {filters:?}"
            );
        }
    }
}

#[test]
fn a_report_takes_the_filters_of_a_list_and_says_so() {
    let here = hostile();
    for format in ["html", "markdown"] {
        let all = report(&here, format, &[]);
        assert!(!all.contains("no-claim") && !all.contains("Only"), "{all}");
        let marks = report(&here, format, &["--marks"]);
        assert!(marks.contains("no-claim"), "{marks}");
        let few = report(&here, format, &["--tag", "fact", "--doc", "b*"]);
        assert!(few.contains("1 passage in 1 document"), "{few}");
        assert!(few.contains("facts in the documents that match b"), "{few}");
        assert!(!few.contains("Nothing of this stands"), "{few}");
        let none = report(&here, format, &["--by", "nobody"]);
        assert!(none.contains("0 passages in 0 documents"), "{none}");
        assert!(none.contains("Nothing is open."), "{none}");
    }
}

/// Nothing is run and nothing is fetched, whatever a browser does with the rest.
#[test]
fn a_page_forbids_scripts_and_asks_for_nothing() {
    let page = report(&hostile(), "html", &[]);
    let (head, _) = page.split_once("<body>").unwrap();
    assert!(
        head.contains("default-src &#39;none&#39;; style-src &#39;sha256-"),
        "{head}"
    );
    for never in [
        "<script",
        "<link",
        "<img",
        "<iframe",
        "url(",
        "@import",
        " style=",
        "href=\"javascript",
    ] {
        assert!(!page.contains(never), "{never}");
    }
    let policy = head.split_once("sha256-").unwrap().1;
    let hash = policy.split_once("&#39;").unwrap().0;
    let style = head.split_once("<style>").unwrap().1;
    let style = style.split_once("</style>").unwrap().0;
    use base64::Engine as _;
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(style.as_bytes());
    assert_eq!(
        base64::engine::general_purpose::STANDARD.encode(digest),
        hash
    );
}

#[test]
fn both_ends_of_a_link_tell_of_it_also_where_one_is_left_out() {
    let here = hostile();
    let of_b = report(&here, "markdown", &["--doc", "b*"]);
    let says = "- contradicted by: “The office grew \\[1\\].” in On \\<migration\\> \\& more";
    assert!(of_b.contains(says), "{of_b}");
    let all = report(&here, "markdown", &[]);
    for says in [
        "- contradicts: “office ⟨RLO⟩ shrank”, [2-1](#p2-1) in ",
        "- supported by: “office ⟨RLO⟩ shrank”, [2-1](#p2-1) in ",
        "- supports: b.txt\\#gone, which is not there",
        "- source: the passage none.txt\\#x, which is not there",
    ] {
        assert!(all.contains(says), "{says}\n{all}");
    }
}

#[test]
fn the_title_is_that_of_the_configuration_or_else_of_the_folder() {
    let here = one("One. Two.");
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    let folder = here.dir.path().file_name().unwrap().to_string_lossy();
    let plain = report(&here, "html", &[]);
    assert!(
        plain.contains(&format!("<h1 dir=\"auto\">{folder}</h1>")),
        "{plain}"
    );
    here.write("postil.toml", "title = \"Week 47\"\n");
    assert!(report(&here, "markdown", &[]).starts_with("# Week 47\n"));
    here.write("postil.toml", "title = 3\n");
    here.bad(&["export", "--format", "html"], "title");
}

/// Numbers, open passages and links are those of the whole, however many parts it is made in.
#[test]
fn many_passages_are_numbered_through() {
    let here = seeds();
    let content = "The sentence says so. ".repeat(5000);
    here.write("seeds/large.txt", &content);
    let tags = (0..5000).map(|number| {
        let start = number * 22;
        format!(
            r#"{{"id": "t{number}", "tag": "claim", "start": {start}, "end": {}, "quote": "The sentence says so."}}"#,
            start + 21
        )
    });
    let tags: Vec<String> = tags.collect();
    let file = format!(
        r#"{{"format": "postil", "version": 1, "document": {{"path": "seeds/large.txt"}}, "annotations": [{}]}}"#,
        tags.join(",\n")
    );
    here.write("annotations/large.txt.json", file);
    let page = report(&here, "html", &[]);
    assert!(page.contains("5,000 passages in 1 document"));
    let page = Html::parse_document(&page);
    let (links, ids) = links(&page);
    assert!(ids.contains("p1-5000") && ids.contains("m1-5000") && ids.contains("t1"));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for link in links {
        *counts.entry(link).or_default() += 1;
    }
    // From the open passages and from the text.
    assert_eq!(counts["#p1-4999"], 2);
    assert_eq!(counts["#m1-4999"], 1);
}

/// Found in use: what could not be read was named nowhere in the page, and left out of what was
/// counted.
#[test]
fn a_report_counts_the_documents_that_stats_counts() {
    let here = seeds();
    for document in ["001_9e977106d7cbec04.txt", "002_1047998fc3285d85.txt"] {
        here.good(&["tag", document, "claim", "--sentence", "5"]);
    }
    let share = || {
        let stats = here.run(&["stats", "--json"]).out;
        let stats: serde_json::Value = serde_json::from_str(&stats).unwrap();
        let total = &stats["total"];
        format!("{} of {} sentences", total["checked"], total["checkable"])
    };
    let whole = share();
    here.write("annotations/002_1047998fc3285d85.txt.json", "{broken");
    let broken = share();
    assert_ne!(whole, broken);
    for (filters, only) in [
        (&[][..], ""),
        (&["--tag", "fact"], "- Only: facts\n"),
        (&["--by", "nobody"], "- Only: tags by nobody\n"),
        (
            &["--tag", "claim", "--verdict", "supported"],
            "- Only: claims with the verdict supported\n",
        ),
    ] {
        let page = report(&here, "markdown", filters);
        for words in [
            broken.as_str(),
            "in 4 documents",
            "002\\_1047998fc3285d85.txt: its tags could not be read",
            only,
        ] {
            assert!(page.contains(words), "{words} {filters:?} in {page}");
        }
    }
    let empty = one("One is. Two is.\n");
    let page = empty.good(&["export", "--format", "markdown"]);
    assert!(
        page.contains("0 of 2 sentences that can be checked in 1 document"),
        "{page}"
    );
}

/// Found in use: each of its reasons was counted, and these called otherwise than in the reader.
#[test]
fn what_is_open_is_counted_by_its_most_pressing_reason() {
    let here = one("One is. Two is.\n");
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.good(&["tag", "a.txt", "claim", "--sentence", "2"]);
    here.good(&["tag", "a.txt", "needs-source", "--sentence", "1"]);
    here.write("seeds/a.txt", "One is. Nothing else.\n");
    let page = here.good(&["export", "--format", "markdown"]);
    assert!(
        page.contains("- Why: lost 1, unsourced 1, no evidence 1\n"),
        "{page}"
    );
}
