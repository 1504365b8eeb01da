//! A report for people, in CommonMark.
//!
//! Nothing of a document, a note or a name is taken as Markdown or HTML.
//!
//! Must not know: files.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use crate::annotation::{Anchor, Annotation, Kind, SourceTarget};
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

    fn open(&self, document: &ExportDocument, out: &mut Vec<u8>) {
        if !document.tags.is_empty() {
            out.extend(format!("\n## {}\n", inline(&document.path)).as_bytes());
        }
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
            let message = format!(
                "ids, context and time of change of {} tags are not in a report",
                tally.tags
            );
            problems.push(Problem::warning("", message));
        }
        if tally.unknown > 0 {
            let message = format!("{} unknown fields are not in a report", tally.unknown);
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
    let words = [passage(document, tag), Cow::Borrowed(&*tag.annotation.note)];
    let lines = words.iter().map(|words| {
        let replaced = |line| leaving(line).replaced;
        lines(&words.replace("\r\n", "\n"))
            .map(replaced)
            .sum::<usize>()
    });
    lines.sum()
}

/// The words of a passage: as they stand in the document now, where it was found.
fn passage<'a>(document: &'a ExportDocument, tag: &'a Placed) -> Cow<'a, str> {
    match document.place(tag) {
        Some(place) => document.words(place).into(),
        None => Cow::Borrowed(&tag.annotation.selector.quote),
    }
}

/// How many unknown fields a tag has, with its sources and links.
fn unknown(annotation: &Annotation) -> usize {
    let sources = annotation.sources.iter().map(|source| source.extra.len());
    let links = annotation.links.iter().map(|link| link.extra.len());
    annotation.unlisted().len() + sources.sum::<usize>() + links.sum::<usize>()
}

fn write_tag(out: &mut String, document: &ExportDocument, tag: &Placed) {
    let annotation = &tag.annotation;
    let tag_name = inline(&annotation.tag.as_str().to_uppercase());
    let _ = write!(out, "\n### {tag_name}\n\n");
    out.push_str(&block(&passage(document, tag), "> "));
    out.push('\n');
    if !annotation.note.is_empty() {
        out.push_str(&block(&annotation.note, ""));
        out.push('\n');
    }
    let _ = writeln!(out, "- place: {}", place_words(document, tag));
    write_sources(out, annotation);
    if annotation.is_unsourced() {
        out.push_str("- source: none\n");
    }
    for link in &annotation.links {
        let _ = writeln!(out, "- {}: {}", inline(&link.rel), inline(link.to.as_str()));
    }
    write_attributes(out, annotation);
    let by = [&annotation.creator, &annotation.created.0];
    let by: Vec<_> = by.into_iter().filter(|words| !words.is_empty()).collect();
    if !by.is_empty() {
        let by: Vec<_> = by.into_iter().map(|words| inline(words)).collect();
        let _ = writeln!(out, "- tagged by: {}", by.join(", "));
    }
}

fn write_sources(out: &mut String, annotation: &Annotation) {
    for source in &annotation.sources {
        let value = inline(source.target.value());
        let words = match &source.target {
            SourceTarget::Url(_) if !source.title.is_empty() => {
                format!("{}, {value}", inline(&source.title))
            }
            SourceTarget::Url(_) | SourceTarget::Citation(_) => value,
            SourceTarget::Reference(_) => format!("reference \\[{value}\\] of the document"),
            SourceTarget::Passage(_) => format!("the passage {value}"),
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

/// The optional attributes, numbers last.
fn write_attributes(out: &mut String, annotation: &Annotation) {
    let mut values: Vec<_> = annotation.values().collect();
    values.retain(|(attribute, _)| attribute.is_optional());
    values.sort_by_key(|(attribute, _)| attribute.kind == Kind::Share);
    for (attribute, value) in values {
        let _ = writeln!(out, "- {}: {}", attribute.label, inline(&value.to_words()));
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
    if let Anchor::Moved { .. } = tag.anchor {
        let _ = write!(words, " (it stood at {} to {})", stored.start, stored.end);
    }
    words
}
