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

use crate::annotation::{AnchorState, Colour, TagSet};
use crate::corpus::{Completeness, Selection, Source};
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
    set: &TagSet,
    sources: &[Source],
    output: &mut Output,
) -> Result<Completeness> {
    let is_too_large = AtomicBool::new(false);
    let mut widths = Widths::default();
    let mut rows = Vec::new();
    let mut size = 0;
    let measure = |document: &ExportDocument, tags: Range<usize>| {
        measured(set, document, tags, &is_too_large)
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
        for tag in &document.tags[tags] {
            lines.push_str(&line.render(&row(set, document, tag)));
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

/// Measures rows, and keeps them unless there are too many: those are made again.
fn measured(
    set: &TagSet,
    document: &ExportDocument,
    tags: Range<usize>,
    is_too_large: &AtomicBool,
) -> Measured {
    let mut measured = Measured::default();
    let are_kept = !is_too_large.load(Ordering::Relaxed);
    for tag in &document.tags[tags] {
        let (tag, place) = if are_kept {
            let row = row(set, document, tag);
            let widths = (columns(&row.tag), columns(&row.place));
            measured.size += row.name.len() + row.words.len();
            measured.rows.push(row);
            widths
        } else {
            let (shown, _) = shown(set, tag);
            (columns(&shown), columns(&place(document, tag)))
        };
        // Also of rows that are not kept, so that they are known to be too many.
        measured.size += size_of::<Row>();
        let name = 0;
        measured.widths = measured.widths.max(Widths { name, tag, place });
    }
    measured.widths.name = columns(&visible(&document.path));
    measured
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

/// The name of a tag, in its visible form, and its colour.
fn shown(set: &TagSet, tag: &Placed) -> (String, Colour) {
    let shown = set.look_up(&tag.annotation.tag);
    (visible(&shown.name).into_owned(), shown.colour)
}

fn place(document: &ExportDocument, tag: &Placed) -> String {
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
    let place = match document.stale_verdict(tag) {
        Some(_) => format!("{place} verdict stale"),
        None => place,
    };
    let id = &tag.annotation.id;
    match document.conflicts.others(id).next() {
        Some(_) => format!("{place} in conflict"),
        None => place,
    }
}

fn row(set: &TagSet, document: &ExportDocument, tag: &Placed) -> Row {
    let annotation = &tag.annotation;
    let (shown, colour) = shown(set, tag);
    let quote = match (&document.text, tag.anchor.range()) {
        (Some(text), Some(range)) => text.slice(range),
        _ => annotation.selector.quote.as_str().into(),
    };
    let mut words = one_line(&quote);
    if !annotation.note.is_empty() {
        words = format!("{words} ({})", one_line(&annotation.note));
    }
    Row {
        name: visible(&document.path).into_owned(),
        tag: shown,
        place: place(document, tag),
        words,
        creator: visible(&annotation.creator).into_owned(),
        colour,
    }
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
