//! The rows of one section: the functions of the module above, with bytes and ranges that
//! are local to the section.
//!
//! Must not know: the rest of the text.

use super::blocks::Blocks;
use super::wrap::wrap_block;
use crate::text::line::Line;
use crate::text::row::{Measure, Row};
use crate::text::section::Section;

pub(super) fn rows_of_line(section: &Section, byte: usize, measure: Measure) -> Vec<Row> {
    let line = line_at(section, byte);
    let mut rows = Vec::new();
    for block in Blocks::new(section, line) {
        rows.extend_from_slice(&wrap_block(section, line, block, measure));
    }
    rows
}

pub(super) fn rows_from(
    section: &Section,
    byte: usize,
    count: usize,
    measure: Measure,
) -> Vec<Row> {
    let (text, flow) = (&section.text, &section.flow);
    let lines = flow.index_at(text, byte)..flow.count(text);
    let blocks = lines.flat_map(|index| {
        let line = flow.line(text, index);
        let blocks = Blocks::new(section, line).from(byte);
        blocks.map(move |block| (line, block))
    });
    let mut rows: Vec<Row> = Vec::new();
    for (line, block) in blocks {
        let wrapped = wrap_block(section, line, block, measure);
        let skipped = match rows.is_empty() {
            true => index_of_row(&wrapped, byte),
            false => 0,
        };
        rows.extend_from_slice(&wrapped[skipped..]);
        if rows.len() >= count {
            break;
        }
    }
    rows.truncate(count);
    rows
}

pub(super) fn rows_before(
    section: &Section,
    byte: usize,
    count: usize,
    measure: Measure,
) -> Vec<Row> {
    let (text, flow) = (&section.text, &section.flow);
    let lines = (0..=flow.index_at(text, byte)).rev();
    let blocks = lines.flat_map(|index| {
        let line = flow.line(text, index);
        let blocks = Blocks::new(section, line).upto(byte);
        blocks.rev().map(move |block| (line, block))
    });
    // The last one first.
    let mut rows: Vec<Row> = Vec::new();
    for (number, (line, block)) in blocks.enumerate() {
        let wrapped = wrap_block(section, line, block, measure);
        let until = match number {
            0 => index_of_row(&wrapped, byte),
            _ => wrapped.len(),
        };
        rows.extend(wrapped[..until].iter().rev());
        if rows.len() >= count {
            break;
        }
    }
    rows.truncate(count);
    rows.reverse();
    rows
}

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

fn line_at(section: &Section, byte: usize) -> Line {
    let (text, flow) = (&section.text, &section.flow);
    flow.line(text, flow.index_at(text, byte))
}

/// The index of the row that holds `byte`; that of the last row for a byte after it.
fn index_of_row(rows: &[Row], byte: usize) -> usize {
    rows.partition_point(|row| row.whole.end() <= byte)
        .min(rows.len().saturating_sub(1))
}
