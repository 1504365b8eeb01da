//! The tags as a table for people.
//!
//! A table is as wide as its widest cells, and so no row can be written before all
//! tags were seen. As long as they are few, the rows are kept meanwhile; when they
//! are many, the tags are gone through twice.
//!
//! Must not know: which tags.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::annotation::{AnchorState, Colour, OpenReason, TagSet};
use crate::corpus::{Completeness, IncomingLinks, Selection, Source, open_reasons};
use crate::formats::{ExportDocument, Placed};
use crate::text::one_line;
use crate::text::visible::{columns, leaving, visible, visible_text, visible_within};

use super::output::Output;

/// Columns left for the passage on the narrowest terminal.
const LEAST_FOR_PASSAGE: usize = 12;
/// The most columns a document's name takes on a terminal.
const MOST_FOR_NAME: usize = 28;
/// The most columns an annotator's name takes on a terminal.
const MOST_FOR_CREATOR: usize = 12;
/// The most bytes of rows that are kept while the widths are not known: some five
/// thousand rows.
const MOST_KEPT: usize = 1 << 20;

/// One row: the cells before the passage, the passage, and who tagged it.
struct Row {
    name: String,
    tag: String,
    place: String,
    words: String,
    creator: String,
    colour: Colour,
}

/// The widths of the cells before the passage, in columns.
#[derive(Clone, Copy, Default)]
struct Widths {
    name: usize,
    tag: usize,
    place: usize,
}

#[derive(Default)]
struct Measured {
    widths: Widths,
    /// The rows, if they are to be kept.
    rows: Vec<Row>,
    size: usize,
}

/// Writes the table; answers how much of the annotation files was understood.
pub(super) fn table(
    mut selection: Selection<'_>,
    rows_of: &Rows<'_>,
    sources: &[Source],
    output: &mut Output,
) -> Result<Completeness> {
    let is_too_large = AtomicBool::new(false);
    let mut widths = Widths::default();
    let mut rows = Vec::new();
    let mut size = 0;
    let measure = |document: &ExportDocument, tags: Range<usize>| {
        rows_of.measured(document, tags, &is_too_large)
    };
    let completeness = selection.each_piece(sources, output, measure, |one, _| {
        widths = widths.max(one.widths);
        size += one.size;
        rows.extend(one.rows);
        if size > MOST_KEPT {
            is_too_large.store(true, Ordering::Relaxed);
            rows = Vec::new();
        }
        Ok(())
    })?;
    let line = Line::new(widths, output);
    if size <= MOST_KEPT {
        for row in &rows {
            output.line(&line.render(row))?;
        }
        return Ok(completeness);
    }
    selection.is_quiet = true;
    let lines = |document: &ExportDocument, tags: Range<usize>| {
        let mut lines = String::new();
        for (tag, reasons) in rows_of.wanted(document, tags) {
            lines.push_str(&line.render(&rows_of.row(document, tag, &reasons)));
            lines.push('\n');
        }
        lines
    };
    selection.each_piece(sources, output, lines, |lines, output| {
        Ok(output.bytes(lines.as_bytes())?)
    })?;
    Ok(completeness)
}

impl Widths {
    fn max(self, other: Self) -> Self {
        Self {
            name: self.name.max(other.name),
            tag: self.tag.max(other.tag),
            place: self.place.max(other.place),
        }
    }
}

/// Which of the tags that were selected have a row, and what is in it.
pub(super) struct Rows<'a> {
    pub(super) set: &'a TagSet,
    /// The links of all documents, where only what is open is wanted.
    pub(super) open: Option<&'a IncomingLinks>,
}

impl Rows<'_> {
    /// The tags that have a row, each with why it is open.
    fn wanted<'d>(
        &self,
        document: &'d ExportDocument,
        tags: Range<usize>,
    ) -> impl Iterator<Item = (&'d Placed, Vec<OpenReason>)> {
        document.tags[tags]
            .iter()
            .filter_map(|tag| match self.open {
                None => Some((tag, Vec::new())),
                Some(links) => {
                    let reasons = open_reasons(document, tag, links);
                    (!reasons.is_empty()).then_some((tag, reasons))
                }
            })
    }

    /// Measures rows, and keeps them unless there are too many: those are made again.
    fn measured(
        &self,
        document: &ExportDocument,
        tags: Range<usize>,
        is_too_large: &AtomicBool,
    ) -> Measured {
        let mut measured = Measured::default();
        let are_kept = !is_too_large.load(Ordering::Relaxed);
        for (tag, reasons) in self.wanted(document, tags) {
            let (tag, place) = if are_kept {
                let row = self.row(document, tag, &reasons);
                let widths = (columns(&row.tag), columns(&row.place));
                measured.size += row.name.len() + row.words.len();
                measured.rows.push(row);
                widths
            } else {
                let (shown, _) = self.shown(tag);
                (columns(&shown), columns(&place(document, tag, &reasons)))
            };
            // Also of rows that are not kept, so that they are known to be too many.
            measured.size += size_of::<Row>();
            let name = columns(&visible(&document.path));
            measured.widths = measured.widths.max(Widths { name, tag, place });
        }
        measured
    }

    /// The name of a tag, in its visible form, and its colour.
    fn shown(&self, tag: &Placed) -> (String, Colour) {
        let shown = self.set.look_up(&tag.annotation.tag);
        (visible(&shown.name).into_owned(), shown.colour)
    }

    fn row(&self, document: &ExportDocument, tag: &Placed, reasons: &[OpenReason]) -> Row {
        let annotation = &tag.annotation;
        let (shown, colour) = self.shown(tag);
        let quote = match (&document.text, tag.anchor.range()) {
            (Some(text), Some(range)) => text.slice(range),
            _ => annotation.selector.quote.as_str().into(),
        };
        let mut words = one_line(&quote).into_owned();
        if !annotation.note.is_empty() {
            words = format!("{words} ({})", one_line(&annotation.note));
        }
        Row {
            name: visible(&document.path).into_owned(),
            tag: shown,
            place: place(document, tag, reasons),
            words,
            creator: visible(&annotation.creator).into_owned(),
            colour,
        }
    }
}

struct Line {
    widths: Widths,
    /// The columns of the terminal.
    available: Option<usize>,
    has_colour: bool,
}

impl Line {
    fn new(mut widths: Widths, output: &Output) -> Self {
        let available = output.columns();
        if let Some(all) = available {
            widths.name = widths.name.min(MOST_FOR_NAME.min(all / 3));
        }
        Self {
            widths,
            available,
            has_colour: output.wants_colour(),
        }
    }

    fn render(&self, row: &Row) -> String {
        let Widths { name, tag, place } = self.widths;
        let creator = match self.available {
            Some(_) => visible_within(&row.creator, MOST_FOR_CREATOR),
            None => row.creator.as_str().into(),
        };
        let by = match creator.is_empty() {
            true => String::new(),
            false => format!(" — {creator}"),
        };
        let words = match self.available {
            Some(all) => {
                let beside = name + tag + place + 6 + columns(&by);
                let left = all.saturating_sub(beside).max(LEAST_FOR_PASSAGE);
                visible_within(&visible_text(&row.words), left).into_owned()
            }
            // Whoever reads on wants the document's own characters.
            None => leaving(&row.words).words.into_owned(),
        };
        let mut cell = padded(&row.tag, tag);
        if self.has_colour {
            cell = coloured(&cell, row.colour);
        }
        let line = format!(
            "{}  {cell}  {}  {words}{by}",
            padded(&visible_within(&row.name, name), name),
            padded(&row.place, place),
        );
        line.trim_end().to_owned()
    }
}

/// Where a tag is, and what is open about it besides.
fn place(document: &ExportDocument, tag: &Placed, reasons: &[OpenReason]) -> String {
    let place = match (&document.text, tag.anchor.range()) {
        (Some(text), Some(range)) => format!(
            "{}:{}",
            text.code_point_at(range.start()),
            text.code_point_at(range.end())
        ),
        _ => String::new(),
    };
    let place = match tag.anchor.state() {
        AnchorState::Exact => place,
        AnchorState::Moved => format!("{place} moved"),
        AnchorState::Changed => format!("{place} changed"),
        AnchorState::Lost => "lost".to_owned(),
    };
    let place = match tag.annotation.verdict() {
        Some(verdict) => format!("{place} {verdict}"),
        None => place,
    };
    let place = match document.stale_verdict(tag) {
        Some(_) => format!("{place} verdict stale"),
        None => place,
    };
    let id = &tag.annotation.id;
    let mut place = match document.conflicts.others(id).next() {
        Some(_) => format!("{place} in conflict"),
        None => place,
    };
    for reason in reasons {
        use OpenReason::{BrokenSource, Contradicted, NoEvidence, Unsourced};
        // What is not said of its place, its versions and its verdict anyway.
        if matches!(reason, Contradicted | BrokenSource | Unsourced | NoEvidence) {
            place = format!("{place} {}", reason.name());
        }
    }
    place
}

pub(super) fn padded(cell: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(cell));
    format!("{cell}{}", " ".repeat(missing))
}

fn coloured(words: &str, colour: Colour) -> String {
    let code = match colour {
        Colour::Indexed(index) => format!("5;{index}"),
        Colour::Rgb(red, green, blue) => format!("2;{red};{green};{blue}"),
    };
    format!("\u{1b}[38;{code}m{words}\u{1b}[0m")
}
