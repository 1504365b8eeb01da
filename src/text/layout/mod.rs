//! Rows of cells: text wrapped by UAX #14 at a measure, with the place of each
//! grapheme cluster.
//!
//! A *flow line* is wrapped as one: a hard line, or a run of hard lines that
//! [soft ends](Text::with_soft_ends) join. A soft end with the white space around it
//! is one space, whose cell holds all its bytes; after a soft hyphen it is nothing.
//!
//! Nothing here wraps a whole document. Rows are made one *block* of a flow line at a
//! time, from a byte that the caller names. Nearly every line is one block. A line of
//! many megabytes is cut into blocks at fixed places, each of which begins a row, so
//! that a screenful costs the same everywhere. The sections of a large document are
//! wrapped each by itself.
//!
//! Two departures from UAX #14: there is no break after `://`, and a word that is too
//! long for a row is broken after `/ . - ? &` and the like where possible, else
//! between any two grapheme clusters.
//!
//! Must not know: the terminal, what is drawn around the text.

mod air;
mod blocks;
mod cells;
mod joined;
mod metrics;
mod rows;
mod wrap;

pub use super::row::{Measure, Row};
pub use air::{is_set_solid, wants_air};
pub use cells::Cell;

use super::content::Text;
use super::section::Section;

/// The rows of the flow line that holds `byte`.
pub fn rows_of_line(text: &Text, byte: usize, measure: Measure) -> Vec<Row> {
    let section = text.section_at(byte);
    let rows = rows::rows_of_line(&section, section.local_byte(byte), measure);
    in_text(&section, rows)
}

/// Up to `count` rows, the first of which holds `byte`. The end of the text
/// lies in the last row.
pub fn rows_from(text: &Text, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let mut section = text.section_at(byte);
    let mut from = section.local_byte(byte);
    let mut rows = Vec::new();
    loop {
        let wanted = count - rows.len();
        let found = rows::rows_from(&section, from, wanted, measure);
        rows.extend(in_text(&section, found));
        // Before the next section, which may have to be read from a disk.
        if rows.len() >= count {
            return rows;
        }
        match text.section_after(section.end()) {
            Some(next) => (section, from) = (next, 0),
            None => return rows,
        }
    }
}

/// Up to `count` rows right before the row that holds `byte`, in reading order.
pub fn rows_before(text: &Text, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let mut section = text.section_at(byte);
    let before = rows::rows_before(&section, section.local_byte(byte), count, measure);
    let mut rows = in_text(&section, before);
    while rows.len() < count {
        let Some(previous) = text.section_before(section.start) else {
            break;
        };
        section = previous;
        let last = rows::last_rows(&section, count - rows.len(), measure);
        rows.splice(0..0, in_text(&section, last));
    }
    rows
}

/// The row that holds `byte`. The end of the text lies in the last row.
pub(crate) fn row_at(text: &Text, byte: usize, measure: Measure) -> Row {
    let section = text.section_at(byte);
    let row = rows::row_at(&section, section.local_byte(byte), measure);
    row_in_text(&section, row)
}

/// The cells of a row, in order. The line terminator has none, nor has what is drawn as
/// nothing.
pub fn cells(text: &Text, row: &Row, measure: Measure) -> Vec<Cell> {
    let section = text.section_at(row.shown.start());
    let shown = section.local_range(row.shown);
    let mut cells = cells::cells(&section, &Row { shown, ..*row }, measure);
    if section.start > 0 {
        for cell in &mut cells {
            cell.range = section.text_range(cell.range);
        }
    }
    cells
}

/// The start of the cluster at a column of a row, from its left edge: the first
/// cluster for a column left of it, the last one for a column after it, and the start
/// of the row when it shows nothing.
pub fn byte_at_column(text: &Text, row: &Row, column: u16, measure: Measure) -> usize {
    let cells = cells(text, row, measure);
    let after = cells.partition_point(|cell| cell.column <= column);
    cells
        .get(after.saturating_sub(1))
        .map_or(row.shown.start(), |cell| cell.range.start())
}

fn in_text(section: &Section, mut rows: Vec<Row>) -> Vec<Row> {
    // A small text is one section, whose local bytes are those of the text.
    if section.start > 0 {
        for row in &mut rows {
            *row = row_in_text(section, *row);
        }
    }
    rows
}

fn row_in_text(section: &Section, row: Row) -> Row {
    let continues_line = section.continues_line && row.whole.start() == 0;
    Row {
        shown: section.text_range(row.shown),
        whole: section.text_range(row.whole),
        first: row.first && !continues_line,
        ..row
    }
}

#[cfg(test)]
pub(super) mod tests;
