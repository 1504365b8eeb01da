//! What is said of a passage besides its words and its note: a line each, in words.
//!
//! Must not know: what they are written in.

use std::borrow::Cow;
use std::fmt::Write as _;

use compact_str::CompactString;

use super::about::{Report, ReportDocument};
use super::ends::{End, Incoming};
use super::number::Number;
use super::told::Told;
use crate::annotation::{
    Anchor, Annotation, Kind, Link, OpenReason, PassageRef, Source, SourceTarget, VERDICT,
};
use crate::formats::bundle::{ExportDocument, Placed};
use crate::text::{addresses, counted, one_line, openable};

/// What is said of a place takes fewer bytes.
const PLACE: usize = 96;
/// The most characters of another passage that are told in a line.
const MOST_OF_QUOTE: usize = 300;

/// Something that is said of a passage: `source: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub label: Cow<'static, str>,
    pub words: Vec<Span>,
}

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Span {
    Words(String),
    /// Words that lead to an address, which may be opened as it is.
    Address {
        address: String,
        words: String,
    },
    /// Words that lead to a passage of the report.
    Passage {
        number: Number,
        words: String,
    },
}

impl Span {
    pub(crate) fn words(&self) -> &str {
        match self {
            Self::Words(words) | Self::Address { words, .. } | Self::Passage { words, .. } => words,
        }
    }
}

impl Line {
    fn plain(label: &'static str, words: impl Into<String>) -> Self {
        Self::new(label, vec![Span::Words(words.into())])
    }

    fn new(label: impl Into<Cow<'static, str>>, words: Vec<Span>) -> Self {
        Self {
            label: label.into(),
            words,
        }
    }
}

/// All that is said of the tag of that index.
pub(super) fn of_tag(
    report: &Report,
    of: &ReportDocument<'_>,
    index: usize,
    told: &Told,
) -> Vec<Line> {
    let tag = &of.document.tags[index];
    let annotation = &tag.annotation;
    let mut lines = vec![place(of.document, tag)];
    lines.extend(state(of.document, tag));
    lines.extend(sources(report, of.document, tag, told));
    lines.extend(links(report, of.document, annotation, told));
    let given_on = of.document.stale_verdict(tag);
    lines.extend(attributes(annotation, given_on));
    let past = annotation.past().iter();
    lines.extend(past.map(|past| Line::plain("was", past.to_words())));
    let by = [&annotation.creator, &annotation.created.0];
    let by = by.into_iter().map(CompactString::as_str);
    let by: Vec<&str> = by.filter(|words| !words.is_empty()).collect();
    if !by.is_empty() {
        lines.push(Line::plain("tagged by", by.join(", ")));
    }
    lines
}

fn place(document: &ExportDocument, tag: &Placed) -> Line {
    let stored = &tag.annotation.selector;
    let Some(place) = document.place(tag) else {
        let words = format!(
            "not found in the document as it is now (it stood at characters {} to {})",
            stored.start, stored.end
        );
        return Line::plain("place", words);
    };
    let mut words = String::with_capacity(PLACE);
    if let Some(number) = document.sentence_number(place.bytes.start()) {
        let _ = write!(words, "sentence {number}, ");
    }
    let _ = write!(words, "characters {} to {}", place.start, place.end);
    if let Anchor::Moved { .. } = tag.anchor {
        let (start, end) = (stored.start, stored.end);
        let _ = write!(words, " (it stood at {start} to {end})");
    }
    Line::plain("place", words)
}

/// What has become of a passage that is not where or what it was, with both texts.
fn state(document: &ExportDocument, tag: &Placed) -> Option<Line> {
    let marked = || quoted(&tag.annotation.selector.quote);
    match tag.anchor {
        Anchor::Exact(_) => None,
        Anchor::Moved { .. } => tag.anchor.is_in_question().then(|| {
            let words = "the same words stand elsewhere than where they were marked";
            Line::plain("moved", words)
        }),
        Anchor::Changed { .. } => {
            let now = quoted(&document.passage(tag));
            let words = format!("{} was marked; it now says {now}", marked());
            Some(Line::plain("changed", words))
        }
        Anchor::Lost { candidates } => {
            let now = match (&document.text, candidates) {
                (None, _) => "the document could not be read".to_owned(),
                (Some(_), 0) => "no such words stand in the document now".to_owned(),
                (Some(_), places) => format!(
                    "these words stand in {} now, and nothing says in which of them",
                    counted(places, "place")
                ),
            };
            let words = format!("{} was marked; {now}", marked());
            Some(Line::plain("lost", words))
        }
    }
}

fn sources(report: &Report, document: &ExportDocument, tag: &Placed, told: &Told) -> Vec<Line> {
    let annotation = &tag.annotation;
    let sources = annotation.sources.iter();
    let lines =
        sources.map(|source| Line::new("source", source_in_words(report, document, tag, source)));
    let mut lines: Vec<Line> = lines.collect();
    // A link may say what its source is.
    if told.reasons.contains(&OpenReason::Unsourced) {
        lines.push(Line::plain("source", "unsourced"));
    }
    lines
}

fn source_in_words(
    report: &Report,
    document: &ExportDocument,
    tag: &Placed,
    source: &Source,
) -> Vec<Span> {
    let mut words = match &source.target {
        SourceTarget::Url(written) => of_address(written, &source.title),
        SourceTarget::Citation(citation) => with_addresses(citation),
        SourceTarget::Reference(label) => match document.reference_in_words(tag, source) {
            Some(reference) => with_addresses(&reference),
            None => {
                let missing = document.text.as_ref();
                let missing = missing.map_or("", |_| ", which has no such reference");
                vec![Span::Words(format!(
                    "reference [{label}] of the document{missing}"
                ))]
            }
        },
        SourceTarget::Passage(passage) => {
            let mut words = vec![Span::Words("the passage ".to_owned())];
            words.extend(other_end(report, &document.path, passage));
            words
        }
    };
    for (label, value) in [("", &source.remark), ("seen ", &source.accessed)] {
        if !value.is_empty() {
            words.push(Span::Words(format!(", {label}")));
            words.extend(with_addresses(value));
        }
    }
    words
}

/// An address with its title. It stands there as it was written, also on paper; it is a link
/// where it may be opened.
fn of_address(written: &str, title: &str) -> Vec<Span> {
    let link = |words: &str| match openable(written) {
        Some(address) => Span::Address {
            address,
            words: words.to_owned(),
        },
        None => Span::Words(words.to_owned()),
    };
    match title.is_empty() {
        true => vec![link(written)],
        false => vec![link(title), Span::Words(format!(", {written}"))],
    }
}

/// Words with the addresses in them that may be opened as links.
fn with_addresses(words: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    for range in addresses(words) {
        let written = &words[range.clone()];
        let Some(address) = openable(written) else {
            continue;
        };
        spans.push(Span::Words(words[from..range.start].to_owned()));
        spans.push(Span::Address {
            address,
            words: written.to_owned(),
        });
        from = range.end;
    }
    spans.push(Span::Words(words[from..].to_owned()));
    spans.retain(|span| !span.words().is_empty());
    spans
}

/// The links of a tag by relation: its own, and then those that lead to it.
fn links(
    report: &Report,
    document: &ExportDocument,
    annotation: &Annotation,
    told: &Told,
) -> Vec<Line> {
    let own = annotation.links.iter();
    let own = own.map(|link| (link.rel.clone(), &link.to));
    let relations = &report.masthead.relations;
    // What both ends say is told once.
    let is_twice = |back: &&Incoming| {
        let is_same = |own: &Link| own.rel == back.relation && own.to == back.from;
        relations.is_mutual(&back.relation) && annotation.links.iter().any(is_same)
    };
    let incoming = told.incoming.iter().filter(|back| !is_twice(back));
    let incoming = incoming.map(|link| (relations.inverse(&link.relation), &link.from));
    let lines = own.chain(incoming);
    let lines = lines.map(|(label, to)| Line::new(label, other_end(report, &document.path, to)));
    let mut lines: Vec<Line> = lines.collect();
    let mut labels: Vec<Cow<'static, str>> = Vec::new();
    for line in &lines {
        if !labels.contains(&line.label) {
            labels.push(line.label.clone());
        }
    }
    lines.sort_by_key(|line| labels.iter().position(|label| *label == line.label));
    lines
}

/// The other end of a link: its words, and its document where that is another one.
fn other_end(report: &Report, here: &str, to: &PassageRef) -> Vec<Span> {
    let Some(end) = report.ends.get(to) else {
        return vec![Span::Words(format!("{to}, which is not there"))];
    };
    let quote = quoted(&end.quote);
    let words = match end.number {
        Some(number) => vec![
            Span::Words(format!("{quote}, ")),
            Span::Passage {
                number,
                words: number.to_string(),
            },
        ],
        None => vec![Span::Words(quote)],
    };
    let document = (end.document != here).then(|| Span::Words(format!(" in {}", called(end))));
    words.into_iter().chain(document).collect()
}

/// What the document of another end is called: by its title, with its name.
fn called(end: &End) -> String {
    match end.title.is_empty() || end.title == end.document {
        true => end.document.clone(),
        false => format!("{} ({})", end.title, end.document),
    }
}

/// The optional attributes, numbers last; a verdict that was given on other words with those.
fn attributes(annotation: &Annotation, given_on: Option<&str>) -> Vec<Line> {
    let values = annotation.attributes.iter();
    let mut values: Vec<_> = values.filter(|(one, _)| one.is_listed()).collect();
    values.sort_by_key(|(attribute, _)| attribute.kind == Kind::Share);
    let lines = values.into_iter().map(|(attribute, value)| {
        let given_on = given_on.filter(|_| attribute.name == VERDICT);
        let given_on = given_on.map_or_else(String::new, |words| {
            format!(" (given on other words: {})", one_line(words))
        });
        let value = attribute.in_words(value);
        Line::plain(attribute.label, format!("{value}{given_on}"))
    });
    lines.collect()
}

/// Words on one line and in quotation marks, not more than a few lines of them.
pub(super) fn quoted(words: &str) -> String {
    let line = one_line(words);
    match line.char_indices().nth(MOST_OF_QUOTE) {
        Some((end, _)) => format!("“{} …”", line[..end].trim_end()),
        None => format!("“{line}”"),
    }
}
