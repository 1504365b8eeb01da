//! What of the text is on the screen, and keeping the current sentence there.

use crate::app::{Layout, Model, OpenDocument, Unit};
use crate::text::layout::{Cell, Row};
use crate::text::{TextRange, layout};

/// One row of text on the screen.
#[derive(Debug, Clone)]
pub struct ViewRow {
    /// The screen row.
    pub y: u16,
    /// The row of the text.
    pub row: Row,
    /// Its cells, columns from the left edge of the text.
    pub cells: Vec<Cell>,
}

/// The rows of the open document that are in view.
pub fn text_rows(model: &Model, areas: &Layout) -> Vec<ViewRow> {
    let Some(opened) = model.open_document() else {
        return Vec::new();
    };
    let measure = areas.measure(model);
    let rows = visible_rows(opened, areas, model).into_iter();
    rows.zip(areas.text.y..)
        .map(|(row, y)| {
            let cells = layout::cells(&opened.text, &row, measure);
            ViewRow { y, row, cells }
        })
        .collect()
}

pub(crate) fn visible_range(model: &Model, areas: &Layout) -> Option<TextRange> {
    let rows = visible_rows(model.open_document()?, areas, model);
    let (first, last) = (rows.first()?, rows.last()?);
    Some(first.whole.union(last.whole))
}

fn visible_rows(opened: &OpenDocument, areas: &Layout, model: &Model) -> Vec<Row> {
    let height = usize::from(areas.text.height);
    layout::rows_from(&opened.text, opened.top, height, areas.measure(model))
}

/// Scrolls so that the current sentence is in view, as little as needed.
pub(crate) fn follow_cursor(opened: &mut OpenDocument, height: usize, measure: layout::Measure) {
    if height == 0 {
        return;
    }
    let rows = layout::rows_from(&opened.text, opened.top, height, measure);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return;
    };
    opened.top = first.whole.start();
    let units = opened.units();
    let focus = opened.cursor.focus(units);
    let sentence = opened.cursor.sentence(units);
    let view = first.whole.union(last.whole);
    let last_byte = opened.text.previous_grapheme(sentence.end());
    if !(view.contains(sentence.start()) && view.contains(last_byte)) {
        let tall = layout::rows_from(&opened.text, sentence.start(), height, measure);
        if tall.iter().any(|row| row.whole.end() > last_byte) {
            let room = 2.min(height / 6);
            let stands = if sentence.start() >= view.start() {
                Stands::End(height - 1 - room)
            } else {
                Stands::Start(room)
            };
            opened.top = top_for(opened, sentence, stands, measure);
        } else if let Some(byte) = hidden_part(opened, sentence, focus, view) {
            opened.top = first_of_row(opened, byte, measure);
        }
    }
    // Do not show emptiness after the end while there is text before it.
    let rows = layout::rows_from(&opened.text, opened.top, height, measure);
    let missing = height - rows.len().min(height);
    if missing > 0 {
        scroll_up(opened, missing, measure);
    }
    if let Some(last) = rows.last().filter(|_| missing == 0) {
        note_seen(opened, last.whole.end());
    } else {
        note_seen(opened, opened.text.len());
    }
}

/// Notes that what is between the first byte on the screen and this one was seen. What is
/// blank at the end is read with what comes before it.
fn note_seen(opened: &mut OpenDocument, end: usize) {
    let top = opened.top;
    let end = match opened.is_end(end) {
        true => opened.text.len(),
        false => end,
    };
    opened.seen.add(top, end);
}

fn scroll_up(opened: &mut OpenDocument, rows: usize, measure: layout::Measure) {
    let before = layout::rows_before(&opened.text, opened.top, rows, measure);
    if let Some(row) = before.first() {
        opened.top = row.whole.start();
    }
}

/// The byte of a sentence longer than the screen that has to be brought into view, if any: one
/// may page through the sentence, but a selection within it is shown.
fn hidden_part(
    opened: &OpenDocument,
    sentence: TextRange,
    focus: usize,
    view: TextRange,
) -> Option<usize> {
    let selected = opened.cursor.range();
    if selected != sentence {
        return (!view.contains(focus)).then_some(focus);
    }
    let within = view.start() > sentence.start() && view.overlaps(sentence);
    (!within && view.start() != sentence.start()).then_some(sentence.start())
}

/// Which end of a range stands in which row of the screen, from 0.
#[derive(Debug, Clone, Copy)]
enum Stands {
    Start(usize),
    End(usize),
}

/// The first byte of a screen on which an end of a range stands in a row.
fn top_for(
    opened: &OpenDocument,
    wanted: TextRange,
    stands: Stands,
    measure: layout::Measure,
) -> usize {
    let (from, rows) = match stands {
        Stands::Start(row) => (wanted.start(), row),
        Stands::End(row) => {
            let last = opened.text.previous_grapheme(wanted.end());
            (last.max(wanted.start()), row)
        }
    };
    match layout::rows_before(&opened.text, from, rows, measure).first() {
        Some(row) => row.whole.start(),
        None => first_of_row(opened, from, measure),
    }
}

/// Scrolls so that the current sentence begins after this number of rows.
pub(crate) fn put_sentence_below(opened: &mut OpenDocument, rows: usize, measure: layout::Measure) {
    let sentence = opened.cursor.sentence(opened.units());
    opened.top = top_for(opened, sentence, Stands::Start(rows), measure);
}

fn first_of_row(opened: &OpenDocument, byte: usize, measure: layout::Measure) -> usize {
    layout::row_at(&opened.text, byte, measure).whole.start()
}

/// Moves the view by rows, down when positive, and the cursor with it where its
/// sentence would leave the view.
pub(crate) fn scroll(
    opened: &mut OpenDocument,
    height: usize,
    measure: layout::Measure,
    rows: isize,
) {
    if height == 0 {
        return;
    }
    let count = rows.unsigned_abs();
    if rows < 0 {
        scroll_up(opened, count, measure);
    } else {
        let below = layout::rows_from(&opened.text, opened.top, height + count, measure);
        let most = below.len().saturating_sub(height);
        if let Some(row) = below.get(most.min(count)) {
            opened.top = row.whole.start();
        }
    }
    bring_cursor(opened, height, measure);
}

/// Puts the cursor on the first sentence that is whole in view, if its own is not.
fn bring_cursor(opened: &mut OpenDocument, height: usize, measure: layout::Measure) {
    let rows = layout::rows_from(&opened.text, opened.top, height, measure);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return;
    };
    let view = first.whole.union(last.whole);
    let units = opened.units();
    if view.covers(opened.cursor.sentence(units)) {
        return;
    }
    let going_down = opened.cursor.sentence(units).start() < view.start();
    let target = if going_down {
        units.starting_from(Unit::Sentence, view.start())
    } else {
        units.ending_by(Unit::Sentence, view.end())
    };
    let target = target.filter(|sentence| sentence.overlaps(view));
    let target = target.unwrap_or_else(|| units.at(Unit::Sentence, view.start()));
    opened.pointed = None;
    opened.cursor.go(target, Unit::Sentence);
}
