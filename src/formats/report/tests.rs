//! What no document, note or name may do to a report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{ElementRef, Html as Page, Node};

use super::*;
use crate::annotation::{
    Anchor, Attributes, Conflicts, DocumentFacts, Extra, Link, Selector, Source, SourceTarget,
    annotation,
};
use crate::formats::bundle::{ExportDocument, Placed};
use crate::text::Text;
use crate::text::references::LazyReferences;
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::visible::leaving;

const TAGS: [&str; 6] = ["fact", "claim", "opinion", "needs-source", "rumour", "lie"];

/// A document with tags on ranges of its text.
fn document(content: &str, ranges: &[(usize, usize)]) -> ExportDocument {
    let text = Text::new(content);
    let tags = ranges.iter().enumerate().map(|(number, (start, end))| {
        let range = text.range(*start, *end).unwrap();
        let mut one = annotation(&format!("a{number}"), 0, 0);
        one.selector = Selector::new(&text, range);
        one.tag = TAGS[number % TAGS.len()].into();
        Placed {
            annotation: Arc::new(one),
            anchor: Anchor::Exact(range),
        }
    });
    ExportDocument {
        path: "a.txt".to_owned(),
        path_bytes: None,
        sha256: String::new(),
        passages: std::collections::HashMap::new(),
        sentences: Structure::new(&text, ParagraphMode::Auto, "en")
            .sentences()
            .collect(),
        tags: tags.collect(),
        conflicts: Conflicts::default(),
        references: LazyReferences::default(),
        text: Some(text),
    }
}

fn of<'a>(document: &'a ExportDocument, facts: &'a DocumentFacts) -> ReportDocument<'a> {
    ReportDocument {
        document,
        facts,
        number: 1,
    }
}

/// A whole report of one document.
fn written(
    writer: &dyn ReportWriter,
    document: &ExportDocument,
    facts: &DocumentFacts,
    report: &Report,
) -> String {
    let of = of(document, facts);
    let told = vec![
        Told {
            reasons: crate::annotation::OpenReason::ALL.into(),
            ..Told::default()
        };
        document.tags.len()
    ];
    let mut overview = Overview::default();
    overview.begin(&of);
    overview.add(&Counts::of(&of, &document.tags, &told));
    let mut out = writer.head(report, &overview);
    let all: Vec<_> = passages(report, &of, 0..document.tags.len(), &told).collect();
    out.extend(all.iter().map(|one| writer.open_passage(report, one)));
    out += &writer.after_open(&overview);
    out += &writer.document(&of);
    out.extend(all.iter().map(|one| writer.passage(report, one)));
    out += &writer.after_document();
    out += &writer.after_passages(&overview);
    if writer.has_full_texts() {
        let mut text = FullText::new(report, &of);
        while let Some(piece) = text.next_piece() {
            out += &piece;
        }
    }
    out + &writer.tail()
}

/// The words of the text nodes of a page that are marked for each passage, by its number, and
/// all words of its full texts.
fn marked(page: &Page) -> (BTreeMap<String, String>, String) {
    let mut marked = BTreeMap::new();
    let mut all = String::new();
    let texts = scraper::Selector::parse("div.text").unwrap();
    for text in page.select(&texts) {
        let mut on: BTreeSet<String> = BTreeSet::new();
        for node in text.descendants() {
            let parents = || node.ancestors().filter_map(ElementRef::wrap);
            match node.value() {
                Node::Element(element) => {
                    let number = element.id().and_then(|id| id.get(1..)).map(str::to_owned);
                    let class = element.attr("class").unwrap_or_default();
                    if let Some(number) = number.filter(|_| element.name() == "a") {
                        marked.insert(number.clone(), String::new());
                        on.insert(number);
                    } else if class == "e" {
                        on.remove(&element.id().unwrap()[1..]);
                    }
                }
                Node::Text(words) => {
                    let is_sign = parents().any(|one| {
                        one.value().name() == "a" || one.value().attr("class") == Some("e")
                    });
                    let is_marked = parents().any(|one| one.value().name() == "mark");
                    if !is_sign {
                        all.push_str(words);
                        assert_eq!(is_marked, !on.is_empty(), "{words:?}");
                    }
                    for number in on.iter().filter(|_| is_marked) {
                        marked.get_mut(number).unwrap().push_str(words);
                    }
                }
                _ => {}
            }
        }
    }
    (marked, all)
}

/// Words as a page has them.
fn on_page(words: &str) -> String {
    leaving(words).words.replace("\r\n", "\n")
}

#[track_caller]
fn check_marks(content: &str, ranges: &[(usize, usize)]) {
    let document = document(content, ranges);
    let facts = DocumentFacts::default();
    let html = written(&Html, &document, &facts, &Report::default());
    let page = Page::parse_document(&html);
    assert_eq!(page.errors, Vec::<String>::new());
    let (marked, all) = marked(&page);
    assert_eq!(all, on_page(content));
    assert_eq!(marked.len(), ranges.len());
    for (number, (start, end)) in ranges.iter().enumerate() {
        let words = &marked[&format!("1-{}", number + 1)];
        assert_eq!(*words, on_page(&content[*start..*end]), "{start}..{end}");
    }
}

#[test]
fn what_is_marked_in_the_four_documents_are_the_passages() {
    let mut chance = 1_usize;
    let mut any = |below: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below.max(1)
    };
    let mut documents = 0;
    for entry in fs::read_dir("seeds").unwrap() {
        let content = fs::read_to_string(entry.unwrap().path()).unwrap();
        let ranges = (0..300).map(|_| {
            let start = content.floor_char_boundary(any(content.len()));
            let end = content.floor_char_boundary((start + any(400)).min(content.len()));
            (start, end)
        });
        let ranges: Vec<_> = ranges.filter(|(start, end)| start < end).collect();
        check_marks(&content, &ranges);
        documents += 1;
    }
    assert_eq!(documents, 4);
}

#[test]
fn a_text_that_is_written_in_pieces_is_whole() {
    let content = "Ein Satz\u{e4} mit <b> & \"Zeilen\".\r\n".repeat(6000);
    let floor = |byte| content.floor_char_boundary(byte);
    let ranges = [
        (0, content.len()),
        (floor(1000), floor(90_000)),
        (floor(32_760), floor(32_790)),
    ];
    check_marks(&content, &ranges);
    check_marks("", &[]);
}

/// All that a report in HTML is made of.
const ELEMENTS: &str = "html head meta title style body a header h1 dl dt dd nav h2 ul li bdi main \
    section svg rect text div table caption thead tr th tbody br span td p ol blockquote strong \
    h3 h4 article mark";

#[track_caller]
fn check_page(html: &str) {
    let page = Page::parse_document(html);
    assert_eq!(page.errors, Vec::<String>::new(), "{html}");
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for node in page.tree.nodes() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        let known = ELEMENTS
            .split_whitespace()
            .any(|name| name == element.name());
        assert!(known, "<{}>", element.name());
        for (name, value) in element.attrs() {
            assert!(
                !name.starts_with("on") && name != "style" && name != "src",
                "{name}"
            );
            match name {
                "id" => assert!(ids.insert(value.to_owned()), "{value} twice"),
                "href" => links.push((value.to_owned(), element.attr("rel").map(str::to_owned))),
                _ => {}
            }
        }
    }
    for (to, rel) in links {
        match to.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{to} leads nowhere"),
            None => {
                assert!(
                    to.starts_with("https://") || to.starts_with("http://"),
                    "{to}"
                );
                assert_eq!(rel.as_deref(), Some("noopener noreferrer nofollow"));
            }
        }
    }
}

/// Checks that nothing in a report in Markdown is anything but what the report makes of it.
#[track_caller]
fn check_markdown(report: &str, headings: usize) {
    let mut found = 0;
    for event in Parser::new_ext(report, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => found += 1,
            Event::Start(Tag::Link { dest_url, .. }) => {
                // A web address of a source may be one.
                let is_known = ["#p", "#d", "https://"]
                    .iter()
                    .any(|start| dest_url.starts_with(start));
                assert!(is_known, "{dest_url}\n{report}");
            }
            Event::InlineHtml(html) => {
                let id = html
                    .strip_prefix("<a id=\"")
                    .and_then(|rest| rest.strip_suffix("\">"));
                let is_place = id
                    .is_some_and(|id| id.chars().all(|c| c.is_ascii_digit() || "pd-".contains(c)));
                assert!(
                    is_place || ["</a>", "<b>", "</b>"].contains(&&*html),
                    "{html}\n{report}"
                );
            }
            Event::Start(
                Tag::Paragraph
                | Tag::BlockQuote(_)
                | Tag::List(None)
                | Tag::Item
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            )
            | Event::End(_)
            | Event::Text(_)
            | Event::SoftBreak
            | Event::HardBreak => {}
            other => panic!("{other:?}\n{report}"),
        }
    }
    assert_eq!(found, headings, "{report}");
}

/// A document in which words stand wherever words can stand.
fn all_of(words: &str) -> (ExportDocument, DocumentFacts, Report) {
    let content = format!("Before {words} behind.\n{words}\nLast.");
    let at = "Before ".len();
    let mut document = document(&content, &[(at, at + words.len()), (0, content.len())]);
    document.path = format!("{words}/a.txt");
    for placed in &mut document.tags {
        let one = Arc::make_mut(&mut placed.annotation);
        one.note = format!("{words}\n\n{words}");
        one.creator = words.into();
        one.tag = words.into();
        one.sources = ["", "https://good.example/a?", "javascript:", "see "]
            .map(|before| Source {
                remark: words.to_owned(),
                accessed: words.to_owned(),
                title: words.to_owned(),
                ..Source::new(SourceTarget::Url(format!("{before}{words}")))
            })
            .into();
        one.sources
            .push(Source::new(SourceTarget::Citation(words.to_owned())));
        one.sources
            .push(Source::new(SourceTarget::Reference(words.to_owned())));
        one.links.push(Link {
            to: words.into(),
            rel: words.to_owned(),
            extra: Extra::new(),
        });
        if !words.trim().is_empty() {
            one.attributes = Attributes::from_words([("speaker", words)]).unwrap();
        }
    }
    document.tags[1].anchor = Anchor::Lost { candidates: 0 };
    let facts = DocumentFacts::default().with_note(words);
    let masthead = Masthead {
        title: words.to_owned(),
        day: "2026-11-22".to_owned(),
        only: Some(words.to_owned()),
        ..Masthead::default()
    };
    let report = Report {
        masthead,
        ..Report::default()
    };
    (document, facts, report)
}

#[track_caller]
fn check_words(words: &str) {
    let (document, facts, report) = all_of(words);
    check_page(&written(&Html, &document, &facts, &report));
    let markdown = written(&Markdown, &document, &facts, &report);
    // The title, three parts, the document and its passages.
    check_markdown(&markdown, 4 + 1 + 2);
}

#[test]
fn no_words_are_taken_for_anything_else() {
    for words in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</title></style></div></section><h1>x</h1>",
        "<!-- --><![CDATA[x]]>&amp;&#60;b&#62;",
        "[a](javascript:alert(1)) ![b](data:x) <https://evil.example> [c]: x",
        "# heading\n## more\n===\n---\n***\n\n    code\n```\nfence\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "1. one\n- two\n+ three\n> four\n* five",
        "~~a~~ `b` $c$ **d** _e_ :f: ^g^ [^1] {#h}",
        "a\u{202e}b\u{1b}[2J\u{0}\u{fffe}\u{2028}c\r\nd\re",
        "\\\\ \\[x](y) \\",
        "https://evil.example/ www.evil.example mailto:a@b.example",
        "term\n: definition\n\n[^1]: note",
        "   ",
        "“x”",
    ] {
        check_words(words);
    }
}

#[test]
fn an_address_is_a_link_only_where_it_may_be_opened() {
    let address = |source: &str| {
        let mut document = document("One two.", &[(0, 3)]);
        let one = Arc::make_mut(&mut document.tags[0].annotation);
        one.sources = vec![Source {
            title: "A title".to_owned(),
            ..Source::new(SourceTarget::Url(source.to_owned()))
        }];
        let facts = DocumentFacts::default();
        written(&Html, &document, &facts, &Report::default())
    };
    let safe = address("https://good.example/a?b=\"c\"&d=<e>");
    let link = "<a href=\"https://good.example/a?b=%22c%22&amp;d=%3Ce%3E\" rel=\"noopener noreferrer nofollow\">A title</a>";
    assert!(safe.contains(link), "{safe}");
    for source in [
        "javascript:alert(1)",
        "JaVaScRiPt://%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        " https://a b",
    ] {
        let page = address(source);
        assert!(!page.contains(">A title</a>"), "{source}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_passages_are_marked_as_they_are(
        content in "([a-zé字 <&\"'\\n]|\\r\\n|👩‍👩‍👧|\u{1b}){1,80}",
        picks in prop::collection::vec((0.0..1.0, 0.0..1.0), 0..12),
    ) {
        let text = Text::new(&*content);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a part of a small length")]
        let byte = |share: f64| text.floor_grapheme((content.len() as f64 * share) as usize);
        let ranges = picks.into_iter().map(|(one, other)| {
            let (one, other) = (byte(one), byte(other));
            (one.min(other), one.max(other))
        });
        let ranges: Vec<_> = ranges.filter(|(start, end)| start < end).collect();
        check_marks(&content, &ranges);
    }

    #[test]
    fn any_words_are_words(words in "[a-c1 \\n\\t#*_`~<>&\"'|\\\\\\[\\](){}!$:=+.^-]{0,24}") {
        check_words(&words);
    }
}
