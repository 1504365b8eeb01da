//! A report for people, in CommonMark.
//!
//! Nothing of a document, a note or a name is taken as Markdown or HTML.
//!
//! Must not know: files.

use std::fmt::Write as _;
use std::ops::Range;

use crate::annotation::{Anchor, Annotation, DocumentFacts, Kind, SourceTarget, VERDICT};
use crate::text::counted;
use crate::text::markdown::{block, inline, lines};
use crate::text::visible::leaving;

use super::bundle::{ExportDocument, Placed};
use super::piece::{Piece, Tally, Writer};
use super::problem::Problem;

pub(super) struct Markdown;

impl Writer for Markdown {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend(b"# Tagged passages\n");
    }

    fn open(&self, document: &ExportDocument, facts: &DocumentFacts, piece: &mut Piece) {
        if document.tags.is_empty() && facts.is_empty() {
            return;
        }
        let mut words = format!("\n## {}\n", inline(&document.path));
        write_facts(&mut words, document, facts);
        piece.bytes.extend(words.as_bytes());
        piece.tally.unknown += facts
            .done()
            .iter()
            .map(|mark| mark.extra.len())
            .sum::<usize>();
        piece.tally.replaced += replaced_in(&facts.note);
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        let mut words = String::new();
        for tag in &document.tags[tags] {
            write_tag(&mut words, document, tag);
            piece.tally.unknown += unknown(&tag.annotation);
            piece.tally.replaced += replaced(document, tag);
        }
        piece.bytes.extend(words.as_bytes());
    }

    fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        let mut problems = Vec::new();
        if tally.tags > 0 {
            let tags = counted(tally.tags, "tag");
            let message = format!("ids, context and time of change of {tags} are not in a report");
            problems.push(Problem::warning("", message));
        }
        if tally.unknown > 0 {
            let fields = counted(tally.unknown, "unknown field");
            let are = if tally.unknown == 1 { "is" } else { "are" };
            let message = format!("{fields} {are} not in a report");
            problems.push(Problem::warning("", message));
        }
        if tally.replaced > 0 {
            let message = format!(
                "controls in passages and notes that are shown as symbols: {}",
                tally.replaced
            );
            problems.push(Problem::warning("", message));
        }
        problems
    }
}

/// How many controls of a passage and its note are shown as symbols.
fn replaced(document: &ExportDocument, tag: &Placed) -> usize {
    replaced_in(&document.passage(tag)) + replaced_in(&tag.annotation.note)
}

fn replaced_in(words: &str) -> usize {
    let replaced = |line| leaving(line).replaced;
    lines(&words.replace("\r\n", "\n")).map(replaced).sum()
}

/// How many unknown fields a tag has, with its sources and links.
fn unknown(annotation: &Annotation) -> usize {
    let sources = annotation.sources.iter().map(|source| source.extra.len());
    let links = annotation.links.iter().map(|link| link.extra.len());
    annotation.untold_fields() + sources.sum::<usize>() + links.sum::<usize>()
}

/// Writes what is said of a document as a whole: its note, and who is done with it.
fn write_facts(out: &mut String, document: &ExportDocument, facts: &DocumentFacts) {
    if !facts.note.is_empty() {
        let _ = write!(out, "\n{}", block(&facts.note, ""));
    }
    if !facts.done().is_empty() {
        out.push('\n');
    }
    let version = Some(document.sha256.as_str()).filter(|version| !version.is_empty());
    for mark in facts.done() {
        let by = [&mark.by, &mark.at.0].into_iter();
        let by: Vec<_> = by.filter(|words| !words.is_empty()).collect();
        let by: Vec<_> = by.into_iter().map(|words| inline(words)).collect();
        let changed = match mark.is_about(version) {
            true => "",
            false => "; the document has changed since",
        };
        let _ = writeln!(out, "- done: {}{changed}", by.join(", "));
    }
}

fn write_tag(out: &mut String, document: &ExportDocument, tag: &Placed) {
    let annotation = &tag.annotation;
    let tag_name = inline(&annotation.tag.as_str().to_uppercase());
    let _ = write!(out, "\n### {tag_name}\n\n");
    out.push_str(&block(&document.passage(tag), "> "));
    out.push('\n');
    if !annotation.note.is_empty() {
        out.push_str(&block(&annotation.note, ""));
        out.push('\n');
    }
    let _ = writeln!(out, "- place: {}", place_words(document, tag));
    write_sources(out, document, tag);
    if annotation.is_unsourced() {
        out.push_str("- source: none\n");
    }
    for link in &annotation.links {
        let _ = writeln!(out, "- {}: {}", inline(&link.rel), inline(link.to.as_str()));
    }
    write_attributes(out, annotation, document.stale_verdict(tag));
    for past in annotation.past() {
        let _ = writeln!(out, "- was: {}", inline(&past.to_words()));
    }
    let by = [&annotation.creator, &annotation.created.0];
    let by: Vec<_> = by.into_iter().filter(|words| !words.is_empty()).collect();
    if !by.is_empty() {
        let by: Vec<_> = by.into_iter().map(|words| inline(words)).collect();
        let _ = writeln!(out, "- tagged by: {}", by.join(", "));
    }
}

fn write_sources(out: &mut String, document: &ExportDocument, tag: &Placed) {
    for source in &tag.annotation.sources {
        let value = inline(source.target.value());
        let words = match &source.target {
            SourceTarget::Url(_) if !source.title.is_empty() => {
                format!("{}, {value}", inline(&source.title))
            }
            SourceTarget::Url(_) | SourceTarget::Citation(_) => value,
            SourceTarget::Reference(label) => match document.reference(tag, label) {
                Some(words) => format!("\\[{value}\\] {}", inline(&words)),
                None => format!("reference \\[{value}\\] of the document"),
            },
            SourceTarget::Passage(passage) => {
                format!("the passage {}", inline(document.passage_source(passage)))
            }
        };
        let _ = write!(out, "- source: {words}");
        for (label, value) in [("", &source.remark), ("seen ", &source.accessed)] {
            if !value.is_empty() {
                let _ = write!(out, ", {label}{}", inline(value));
            }
        }
        out.push('\n');
    }
}

/// The optional attributes, numbers last; a verdict that was given on other words with those.
fn write_attributes(out: &mut String, annotation: &Annotation, given_on: Option<&str>) {
    let mut values: Vec<_> = annotation.values().collect();
    values.retain(|(attribute, _)| attribute.is_optional());
    values.sort_by_key(|(attribute, _)| attribute.kind == Kind::Share);
    for (attribute, value) in values {
        let given_on = given_on.filter(|_| attribute.name == VERDICT);
        let given_on = given_on.map_or_else(String::new, |words| {
            format!(" (given on other words: {})", inline(words))
        });
        let value = inline(&value.to_words());
        let _ = writeln!(out, "- {}: {value}{given_on}", attribute.label);
    }
}

fn place_words(document: &ExportDocument, tag: &Placed) -> String {
    let stored = &tag.annotation.selector;
    let Some(place) = document.place(tag) else {
        return format!(
            "not found in the document as it is now (it stood at characters {} to {})",
            stored.start, stored.end
        );
    };
    let mut words = String::new();
    if let Some(number) = document.sentence_number(place.bytes.start()) {
        let _ = write!(words, "sentence {number}, ");
    }
    let _ = write!(words, "characters {} to {}", place.start, place.end);
    match tag.anchor {
        Anchor::Moved { .. } => {
            let _ = write!(words, " (it stood at {} to {})", stored.start, stored.end);
        }
        Anchor::Changed { .. } => {
            let quote = inline(&stored.quote);
            let _ = write!(
                words,
                " (the words that were tagged are others now: {quote})"
            );
        }
        Anchor::Exact(_) | Anchor::Lost { .. } => {}
    }
    words
}
