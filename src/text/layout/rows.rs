//! The rows of one section. Bytes and ranges are local to it.
//!
//! Must not know: the rest of the text.

use super::blocks::Blocks;
use super::wrap::wrap_block;
use crate::text::line::Line;
use crate::text::row::{Measure, Row};
use crate::text::section::Section;

/// The rows of the flow line that holds `byte`.
pub(super) fn rows_of_line(section: &Section, byte: usize, measure: Measure) -> Vec<Row> {
    let line = line_at(section, byte);
    let mut rows = Vec::new();
    for block in Blocks::new(section, line) {
        rows.extend_from_slice(&wrap_block(section, line, block, measure));
    }
    rows
}

/// Up to `count` rows, the first of which holds `byte`. The end of the section lies
/// in the last row.
pub(super) fn rows_from(
    section: &Section,
    byte: usize,
    count: usize,
    measure: Measure,
) -> Vec<Row> {
    let (text, flow) = (&section.text, &section.flow);
    let mut index = flow.index_at(text, byte);
    let mut line = flow.line(text, index);
    let mut blocks = Blocks::new(section, line).from(byte);
    let mut rows: Vec<Row> = Vec::new();
    while rows.len() < count {
        if let Some(block) = blocks.next() {
            let wrapped = wrap_block(section, line, block, measure);
            let skipped = match rows.is_empty() {
                true => index_of_row(&wrapped, byte),
                false => 0,
            };
            rows.extend_from_slice(&wrapped[skipped..]);
        } else {
            index += 1;
            if index >= flow.count(text) {
                break;
            }
            line = flow.line(text, index);
            blocks = Blocks::new(section, line);
        }
    }
    rows.truncate(count);
    rows
}

/// Up to `count` rows right before the row that holds `byte`, in reading order.
pub(super) fn rows_before(
    section: &Section,
    byte: usize,
    count: usize,
    measure: Measure,
) -> Vec<Row> {
    let (text, flow) = (&section.text, &section.flow);
    let mut index = flow.index_at(text, byte);
    let mut line = flow.line(text, index);
    let mut blocks = Blocks::new(section, line).upto(byte);
    // The last one first.
    let mut rows: Vec<Row> = Vec::new();
    let mut at_byte = true;
    while rows.len() < count {
        if let Some(block) = blocks.next_back() {
            let wrapped = wrap_block(section, line, block, measure);
            let until = match std::mem::take(&mut at_byte) {
                true => index_of_row(&wrapped, byte),
                false => wrapped.len(),
            };
            rows.extend(wrapped[..until].iter().rev());
        } else if index == 0 {
            break;
        } else {
            index -= 1;
            line = flow.line(text, index);
            blocks = Blocks::new(section, line);
        }
    }
    rows.truncate(count);
    rows.reverse();
    rows
}

/// The row that holds `byte`. The end of the section lies in the last row.
pub(super) fn row_at(section: &Section, byte: usize, measure: Measure) -> Row {
    let line = line_at(section, byte);
    let block = Blocks::new(section, line).from(byte).next();
    let block = block.unwrap_or(line.content);
    let rows = wrap_block(section, line, block, measure);
    rows[index_of_row(&rows, byte)]
}

/// Up to `count` rows at the end of the section.
pub(super) fn last_rows(section: &Section, count: usize, measure: Measure) -> Vec<Row> {
    let last = row_at(section, section.text.len(), measure);
    let mut rows = rows_before(
        section,
        section.text.len(),
        count.saturating_sub(1),
        measure,
    );
    rows.extend((count > 0).then_some(last));
    rows
}

/// The flow line that holds `byte`.
fn line_at(section: &Section, byte: usize) -> Line {
    let (text, flow) = (&section.text, &section.flow);
    flow.line(text, flow.index_at(text, byte))
}

/// The index of the row that holds `byte`; that of the last row for a byte after it.
fn index_of_row(rows: &[Row], byte: usize) -> usize {
    rows.partition_point(|row| row.whole.end() <= byte)
        .min(rows.len().saturating_sub(1))
}
