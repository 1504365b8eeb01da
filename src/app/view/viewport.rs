//! What of the text is on the screen, and keeping the current sentence there.
//!
//! Rows of text stand at *steps* down the pane, from 0: between two paragraphs that nothing in
//! the text parts, one step is left blank.

use crate::app::{Area, Layout, Model, OpenDocument, Spacing, Unit};
use crate::text::layout::{Cell, Measure, Row};
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

/// What the text is set into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFrame {
    /// The steps that it has.
    pub height: usize,
    pub measure: Measure,
    pub spacing: Spacing,
}

/// How many rows stay in view above the current sentence, and below it: what comes next is read
/// before one goes on to it. A pane is high enough for them where the rows of the sentence and
/// these fit, with the blank ones between them; else as many stay as fit ([`around`]).
const CONTEXT: usize = 3;

/// As many rows as most sentences have at most.
const FEW: usize = 6;

/// A row of text, and the step at which it stands.
type Set = (usize, Row);

/// The rows in view, set anew only where the view begins elsewhere: most keys leave it where
/// it is.
struct InView {
    top: usize,
    rows: Vec<Set>,
}

impl InView {
    fn of(opened: &OpenDocument, frame: TextFrame) -> Self {
        let rows = frame.rows_from(opened, opened.top, frame.height);
        Self {
            top: opened.top,
            rows,
        }
    }

    fn refresh(&mut self, opened: &OpenDocument, frame: TextFrame) {
        if self.top != opened.top {
            *self = Self::of(opened, frame);
        }
    }

    fn range(&self) -> Option<TextRange> {
        range_of(&self.rows)
    }
}

impl TextFrame {
    pub(crate) fn of(model: &Model, areas: &Layout) -> Self {
        Self {
            height: usize::from(areas.text.height),
            measure: areas.measure(model),
            spacing: model.settings.spacing,
        }
    }

    /// The steps from a row to the one below it; `next` is the row after that.
    fn step(self, opened: &OpenDocument, above: &Row, below: &Row, next: Option<&Row>) -> usize {
        let airy = self.spacing == Spacing::Airy && opened.is_solid;
        1 + usize::from(airy && layout::wants_air(&opened.text, above, below, next))
    }

    /// Rows that follow each other, the first of them at step 0.
    fn set(self, opened: &OpenDocument, rows: &[Row]) -> Vec<Set> {
        let mut step = 0;
        let set = rows.iter().enumerate().map(|(at, row)| {
            if let Some(above) = at.checked_sub(1) {
                step += self.step(opened, &rows[above], row, rows.get(at + 1));
            }
            (step, *row)
        });
        set.collect()
    }

    /// The rows that fit into so many steps from the row that holds a byte.
    fn rows_from(self, opened: &OpenDocument, byte: usize, steps: usize) -> Vec<Set> {
        // Whether a row has air above it depends on the one below it, too.
        let rows = layout::rows_from(&opened.text, byte, steps + 1, self.measure);
        let mut set = self.set(opened, &rows);
        set.retain(|(step, _)| *step < steps);
        set
    }

    /// The first of the rows that fit into so many steps above the row that holds a byte.
    fn row_above(self, opened: &OpenDocument, byte: usize, steps: usize) -> Option<Row> {
        let mut rows = layout::rows_before(&opened.text, byte, steps, self.measure);
        let before = rows.len();
        rows.extend(layout::rows_from(&opened.text, byte, 2, self.measure));
        let mut first = before;
        let mut taken = 0;
        while let Some(above) = first.checked_sub(1) {
            taken += self.step(opened, &rows[above], rows.get(first)?, rows.get(first + 1));
            if taken > steps {
                break;
            }
            first = above;
        }
        (first < before).then(|| rows[first])
    }

    /// The first byte of a screen on which the row that holds a byte stands at a step, or
    /// higher where there is no more text above it.
    fn top_for(self, opened: &OpenDocument, byte: usize, step: usize) -> usize {
        let above = self.row_above(opened, byte, step);
        let first = above.unwrap_or_else(|| layout::row_at(&opened.text, byte, self.measure));
        first.whole.start()
    }

    /// How many rows further than needed the text is moved, so that it stands still for the
    /// next few keys.
    fn slack(self) -> usize {
        (self.height / 4).min(CONTEXT)
    }
}

/// The rows of the open document that are in view.
pub fn text_rows(model: &Model, areas: &Layout) -> Vec<ViewRow> {
    let opened = model.open_document();
    opened.map_or_else(Vec::new, |opened| rows_in(model, opened, opened.top, areas))
}

/// The rows of a document from the one that holds a byte, as far as the text of a layout has
/// room for them.
pub(crate) fn rows_in(
    model: &Model,
    opened: &OpenDocument,
    top: usize,
    areas: &Layout,
) -> Vec<ViewRow> {
    let frame = TextFrame::of(model, areas);
    let rows = frame.rows_from(opened, top, frame.height);
    rows.into_iter()
        .map(|(step, row)| {
            let cells = layout::cells(&opened.text, &row, frame.measure);
            let y = areas.text.y + u16::try_from(step).unwrap_or(u16::MAX);
            ViewRow { y, row, cells }
        })
        .collect()
}

/// The rows in view of a part of the open document; `None` where it is not in view.
pub(crate) fn rows_of(model: &Model, areas: &Layout, part: TextRange) -> Option<Area> {
    let opened = model.open_document()?;
    let frame = TextFrame::of(model, areas);
    let rows = frame.rows_from(opened, opened.top, frame.height);
    let mut steps = rows
        .iter()
        .filter(|(_, row)| row.whole.overlaps(part))
        .filter_map(|(step, _)| u16::try_from(*step).ok());
    let first = steps.next()?;
    let last = steps.next_back().unwrap_or(first);
    Some(Area {
        y: areas.text.y + first,
        height: last + 1 - first,
        ..areas.text
    })
}

pub(crate) fn visible_range(model: &Model, areas: &Layout) -> Option<TextRange> {
    InView::of(model.open_document()?, TextFrame::of(model, areas)).range()
}

fn range_of(rows: &[Set]) -> Option<TextRange> {
    let ((_, first), (_, last)) = (rows.first()?, rows.last()?);
    Some(first.whole.union(last.whole))
}

/// Scrolls so that the current sentence is in view with what is around it, and little more;
/// after a jump, into the middle third.
pub(crate) fn follow_cursor(opened: &mut OpenDocument, frame: TextFrame) {
    if frame.height == 0 {
        return;
    }
    opened.top = first_of_row(opened, opened.top, frame.measure);
    let mut view = InView::of(opened, frame);
    if std::mem::take(&mut opened.landed) {
        centre(opened, frame, &view);
        view.refresh(opened, frame);
    }
    show_sentence(opened, frame, &mut view);
    view.refresh(opened, frame);
    // Do not show emptiness after the end while there is text before it.
    let used = view.rows.last().map_or(0, |(step, _)| step + 1);
    if let Some(row) = frame.row_above(opened, opened.top, frame.height - used) {
        opened.top = row.whole.start();
        view.refresh(opened, frame);
    }
    note_seen(opened, view.range().map_or(0, TextRange::end));
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

/// Puts what was searched for into the middle third of the screen, if it is not there.
fn centre(opened: &mut OpenDocument, frame: TextFrame, view: &InView) {
    let found = opened.cursor.range().start();
    let row = view.rows.iter().find(|(_, row)| row.whole.contains(found));
    let third = frame.height / 3;
    if row.is_none_or(|(step, _)| !(third..frame.height - third).contains(step)) {
        opened.top = frame.top_for(opened, found, third);
    }
}

fn show_sentence(opened: &mut OpenDocument, frame: TextFrame, in_view: &mut InView) {
    let Some(view) = in_view.range() else {
        return;
    };
    let units = opened.units();
    let (focus, sentence) = (opened.cursor.focus(units), opened.cursor.sentence(units));
    let most = match opened.scrolled {
        Some(scrolled) if scrolled == (opened.top, sentence) => 0,
        _ => CONTEXT,
    };
    let Some(around) = around(opened, sentence, frame, most) else {
        if let Some(byte) = hidden_part(opened, sentence, focus, view) {
            opened.top = first_of_row(opened, byte, frame.measure);
        }
        return;
    };
    if view.covers(around) {
        return;
    }
    let slack = frame.slack();
    opened.top = if !view.overlaps(around) {
        frame.top_for(opened, sentence.start(), frame.height / 3)
    } else if around.start() < view.start() {
        frame.top_for(opened, around.start(), slack)
    } else {
        let last = opened.text.previous_grapheme(around.end());
        frame.top_for(opened, last.max(around.start()), frame.height - 1 - slack)
    };
    // After a jump, a sentence may be too tall to begin there.
    in_view.refresh(opened, frame);
    if in_view.range().is_none_or(|view| !view.covers(around)) {
        let last = opened.text.previous_grapheme(around.end());
        opened.top = frame.top_for(opened, last.max(around.start()), frame.height - 1);
    }
}

/// The rows of a sentence with those that shall be in view, at most so many above it and below;
/// as many as fit, the odd one below. `None` where the sentence itself does not.
fn around(
    opened: &OpenDocument,
    sentence: TextRange,
    frame: TextFrame,
    most: usize,
) -> Option<TextRange> {
    let (text, measure) = (&opened.text, frame.measure);
    let mut rows = layout::rows_before(text, sentence.start(), most, measure);
    let first = rows.len();
    let (below, last) = rows_through(opened, sentence, frame, most)?;
    rows.extend(below);
    let last = first + last;
    let rows = frame.set(opened, &rows);
    (0..=2 * most).rev().find_map(|context| {
        let (above, below) = (context / 2, context.div_ceil(2));
        let upto = (last + below).min(rows.len() - 1);
        let rows = &rows[first.saturating_sub(above)..=upto];
        let steps = rows.last()?.0 - rows.first()?.0 + 1;
        (steps <= frame.height).then(|| range_of(rows))?
    })
}

/// The rows from the first one of a sentence, and which of them is its last; after that there
/// are so many more, and the one on which the air above the last of them depends. `None` where
/// the sentence has more rows than the screen.
fn rows_through(
    opened: &OpenDocument,
    sentence: TextRange,
    frame: TextFrame,
    more: usize,
) -> Option<(Vec<Row>, usize)> {
    let text = &opened.text;
    let last_byte = text.previous_grapheme(sentence.end()).max(sentence.start());
    let ends = |row: &Row| row.whole.contains(last_byte);
    // Most sentences have few rows.
    [frame.height.min(FEW), frame.height]
        .into_iter()
        .find_map(|height| {
            let count = height + more + 1;
            let rows = layout::rows_from(text, sentence.start(), count, frame.measure);
            let last = rows.iter().take(height).rposition(ends).or_else(|| {
                // At the end of a text there may be no byte to look for.
                (last_byte == text.len()).then_some(rows.len().checked_sub(1)?)
            })?;
            Some((rows, last))
        })
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

/// The steps from the row that holds a byte to the one that holds a later byte; `None` where
/// they are more than so many.
pub(crate) fn steps_between(
    opened: &OpenDocument,
    (from, to): (usize, usize),
    frame: TextFrame,
    most: usize,
) -> Option<usize> {
    let rows = frame.rows_from(opened, from, most);
    let found = rows.iter().find(|(_, row)| row.whole.contains(to));
    found.map(|(step, _)| *step)
}

/// Scrolls so that the current sentence begins at this step.
pub(crate) fn put_sentence_below(opened: &mut OpenDocument, step: usize, frame: TextFrame) {
    let sentence = opened.cursor.sentence(opened.units());
    opened.top = frame.top_for(opened, sentence.start(), step);
}

fn first_of_row(opened: &OpenDocument, byte: usize, measure: Measure) -> usize {
    layout::row_at(&opened.text, byte, measure).whole.start()
}

/// Moves the view by steps, down when positive, and the cursor with it where its
/// sentence would leave the view.
pub(crate) fn scroll(opened: &mut OpenDocument, frame: TextFrame, steps: isize) {
    if frame.height == 0 {
        return;
    }
    let count = steps.unsigned_abs();
    if steps < 0 {
        // Air may take the only step.
        let above = frame.row_above(opened, opened.top, count);
        let above = above.or_else(|| frame.row_above(opened, opened.top, count + 1));
        if let Some(row) = above {
            opened.top = row.whole.start();
        }
    } else {
        let rows = frame.rows_from(opened, opened.top, frame.height + count);
        let end = rows.last().map_or(0, |(step, _)| step + 1);
        let most = end.saturating_sub(frame.height).min(count);
        if let Some((_, row)) = rows.iter().find(|(step, _)| *step >= most) {
            opened.top = row.whole.start();
        }
    }
    bring_cursor(opened, frame);
}

/// Puts the cursor on the first sentence that is whole in view with rows around it, if its own
/// is not.
fn bring_cursor(opened: &mut OpenDocument, frame: TextFrame) {
    let rows = frame.rows_from(opened, opened.top, frame.height);
    let Some(view) = range_of(&rows) else {
        return;
    };
    let context = frame.slack();
    let above = if view.start() == 0 { 0 } else { context };
    let below = if view.end() == opened.text.len() {
        0
    } else {
        context
    };
    let inner = rows.get(above..rows.len().saturating_sub(below));
    let inner = inner.and_then(range_of).unwrap_or(view);
    let units = opened.units();
    let here = opened.cursor.sentence(units);
    if !inner.covers(here) {
        let whole_in = |view: TextRange| {
            let target = match here.start() < view.start() {
                true => units.starting_from(Unit::Sentence, view.start()),
                false => units.ending_by(Unit::Sentence, view.end()),
            };
            target.filter(|sentence| view.covers(*sentence))
        };
        let target = match whole_in(inner) {
            Some(target) => target,
            None if view.covers(here) => here,
            None => whole_in(view).unwrap_or_else(|| units.at(Unit::Sentence, view.start())),
        };
        if target != here {
            opened.pointed = None;
            opened.cursor.go(target, Unit::Sentence);
        }
    }
    hold(opened);
}

/// Leaves the view as it is, whatever stands around the current sentence, until another one
/// is gone to: who scrolls or points says what is to be seen.
pub(crate) fn hold(opened: &mut OpenDocument) {
    let sentence = opened.cursor.sentence(opened.units());
    opened.scrolled = Some((opened.top, sentence));
}
