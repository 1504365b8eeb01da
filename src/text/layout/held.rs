//! Rows and cells of a content that is held whole.
//!
//! Must not know: what it is a part of.

use std::borrow::Cow;

use compact_str::CompactString;

use super::blocks::Blocks;
use super::flow::Flowed;
use super::setting::Setting;
use super::wrap::wrap_block;
use super::{Cell, Measure, Row};
use crate::text::whole::Whole;
use crate::text::{Line, TextRange, visible};

/// The rows of the flow line that holds `byte`.
pub(super) fn rows_of_line(text: &Whole, byte: usize, measure: Measure) -> Vec<Row> {
    let line = line_at(text, byte);
    let mut rows = Vec::new();
    for block in Blocks::of(text, line) {
        rows.extend_from_slice(&wrap_block(text, line, block, measure));
    }
    rows
}

/// Up to `count` rows, the first of which holds `byte`. The end of the text
/// lies in the last row.
pub(super) fn rows_from(text: &Whole, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let flow = text.flow();
    let mut index = flow.index_at(text, byte);
    let mut line = flow.line(text, index);
    let mut blocks = Blocks::of(text, line).from(byte);
    let mut rows: Vec<Row> = Vec::new();
    while rows.len() < count {
        if let Some(block) = blocks.next() {
            let wrapped = wrap_block(text, line, block, measure);
            let skipped = match rows.is_empty() {
                true => position_of(&wrapped, byte),
                false => 0,
            };
            rows.extend_from_slice(&wrapped[skipped..]);
        } else {
            index += 1;
            if index >= flow.count(text) {
                break;
            }
            line = flow.line(text, index);
            blocks = Blocks::of(text, line);
        }
    }
    rows.truncate(count);
    rows
}

/// Up to `count` rows that stand right before the row that holds `byte`, in
/// reading order.
pub(super) fn rows_before(text: &Whole, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let flow = text.flow();
    let mut index = flow.index_at(text, byte);
    let mut line = flow.line(text, index);
    let mut blocks = Blocks::of(text, line).upto(byte);
    // From the row right before `byte` upwards.
    let mut rows: Vec<Row> = Vec::new();
    let mut at_byte = true;
    while rows.len() < count {
        if let Some(block) = blocks.next_back() {
            let wrapped = wrap_block(text, line, block, measure);
            let until = match std::mem::take(&mut at_byte) {
                true => position_of(&wrapped, byte),
                false => wrapped.len(),
            };
            rows.extend(wrapped[..until].iter().rev());
        } else if index == 0 {
            break;
        } else {
            index -= 1;
            line = flow.line(text, index);
            blocks = Blocks::of(text, line);
        }
    }
    rows.truncate(count);
    rows.reverse();
    rows
}

/// The row that holds `byte`. The end of the text lies in the last row.
pub(super) fn row_at(text: &Whole, byte: usize, measure: Measure) -> Row {
    let line = line_at(text, byte);
    let block = Blocks::of(text, line).from(byte).next();
    let block = block.unwrap_or(line.content);
    let rows = wrap_block(text, line, block, measure);
    rows[position_of(&rows, byte)]
}

/// Up to `count` rows at the end of the text.
pub(super) fn last_rows(text: &Whole, count: usize, measure: Measure) -> Vec<Row> {
    let last = row_at(text, text.len(), measure);
    let mut rows = rows_before(text, text.len(), count.saturating_sub(1), measure);
    rows.extend((count > 0).then_some(last));
    rows
}

/// The cells of what a row shows, in order.
pub(super) fn cells(text: &Whole, shown: TextRange, indent: u16, measure: Measure) -> Vec<Cell> {
    let flowed = Flowed::of(text, shown);
    let words = &*flowed.words;
    let setting = Setting::new(measure);
    if let Cow::Borrowed(words) = flowed.words
        && visible::is_plain(words)
        && indent < setting.columns
    {
        return plain_cells(words, shown.start(), indent);
    }
    let mut column = indent;
    visible::clusters(words)
        .map(|shown| {
            let (symbol, substitute) = setting.symbol(&shown, words, column, indent);
            let width = setting.width(&shown, words, column, indent);
            let cell = Cell {
                range: flowed.range(shown.range.start, shown.range.end),
                column,
                width,
                symbol: CompactString::from(symbol),
                substitute,
            };
            column = column.saturating_add(width);
            cell
        })
        .collect()
}

/// The same for words that are their own visible form, a column for each byte, as most
/// rows are.
fn plain_cells(words: &str, start: usize, indent: u16) -> Vec<Cell> {
    let letters = (0..words.len()).map(|at| &words[at..=at]);
    let places = (start..).zip(indent..=u16::MAX);
    letters
        .zip(places)
        .map(|(letter, (byte, column))| Cell {
            range: TextRange::between(byte, byte + 1),
            column,
            width: 1,
            symbol: CompactString::new(letter),
            substitute: false,
        })
        .collect()
}

fn line_at(text: &Whole, byte: usize) -> Line {
    let flow = text.flow();
    flow.line(text, flow.index_at(text, byte))
}

/// The index of the row that holds `byte`: the last one when it lies after all.
fn position_of(rows: &[Row], byte: usize) -> usize {
    rows.partition_point(|row| row.whole.end() <= byte)
        .min(rows.len().saturating_sub(1))
}
