//! Moving and selecting.
//!
//! A command that moves in the text moves the sidebar's cursor where the sidebar has the
//! keys, and goes from tag to tag where the annotations have them.

use crate::annotation::{AnnotationFilter, AnnotationId};
use crate::app::Goal;
use crate::app::document::search_matches::SearchMatches;
use crate::app::document::selection::Cursor;
use crate::app::input::command::Direction;
use crate::app::view::viewport::{self, TextFrame};
use crate::app::{Documents, Hints, Mode, Model, OpenDocument, Pane, Unit, Units, layout};
use crate::text::TextRange;

use super::super::outcome::Outcome;

/// How many rows of the sidebar a page key moves by.
const PAGE: isize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// All but two rows of it.
    Whole,
    Half,
}

/// Goes to the next or previous sentence; in a list, to the next or previous row.
pub fn by_sentence(pane: Pane, documents: &mut Documents, direction: Direction) -> Outcome {
    match pane {
        Pane::Documents => {
            documents.step(direction.sign());
            Outcome::none()
        }
        Pane::Annotations => by_tag(documents.open_document_mut(), direction),
        Pane::Text => by_unit(documents.open_document_mut(), Unit::Sentence, direction),
    }
}

pub fn by_word(opened: Option<&mut OpenDocument>, direction: Direction) -> Outcome {
    by_unit(opened, Unit::Word, direction)
}

fn by_unit(opened: Option<&mut OpenDocument>, unit: Unit, direction: Direction) -> Outcome {
    let step = |cursor: &mut Cursor, units: Units<'_>| cursor.step(unit, direction, units);
    select(opened, step, "")
}

pub fn by_paragraph(opened: Option<&mut OpenDocument>, direction: Direction) -> Outcome {
    let step = |cursor: &mut Cursor, units: Units<'_>| cursor.step_paragraph(direction, units);
    select(opened, step, "")
}

/// Goes to an end of the text, or of the list that has the keys.
pub fn to_end(pane: Pane, documents: &mut Documents, direction: Direction) -> Outcome {
    match (pane, documents.open_document_mut()) {
        (Pane::Documents, _) => documents.step(match direction {
            Direction::Forward => isize::MAX,
            Direction::Backward => isize::MIN,
        }),
        (_, None) => {}
        (Pane::Annotations, Some(opened)) => {
            let last = opened.annotation_index().shown().len().saturating_sub(1);
            point_to_number(opened, end(last, direction));
        }
        (Pane::Text, Some(opened)) => {
            opened.pointed = None;
            to_end_of_text(opened, direction);
            // The end itself has to be seen also where one sentence fills the screen.
            opened.top = end(opened.text.len(), direction);
        }
    }
    Outcome::none()
}

/// The end of what begins at 0 that lies in a direction.
fn end(last: usize, direction: Direction) -> usize {
    match direction {
        Direction::Forward => last,
        Direction::Backward => 0,
    }
}

fn to_end_of_text(opened: &mut OpenDocument, direction: Direction) {
    let byte = end(opened.text.len(), direction);
    let sentence = opened.units().at(Unit::Sentence, byte);
    opened.cursor.go(sentence, Unit::Sentence);
}

/// Scrolls by a page or half of one; at an end of the text, goes to the sentence there.
pub fn by_page(model: &mut Model, direction: Direction, page: Page) -> Outcome {
    if model.pane == Pane::Documents {
        model.documents.step(direction.sign() * PAGE);
        return Outcome::none();
    }
    let areas = layout(model);
    let frame = TextFrame::of(model, &areas);
    let rows = match page {
        Page::Whole => areas.text.height.saturating_sub(2),
        Page::Half => areas.text.height / 2,
    };
    let rows = isize::try_from(rows.max(1)).unwrap_or(1) * direction.sign();
    if let Some(opened) = model.documents.open_document_mut() {
        let before = opened.top;
        viewport::scroll(opened, frame, rows);
        opened.pointed = None;
        if before == opened.top {
            to_end_of_text(opened, direction);
        }
    }
    Outcome::none()
}

pub fn hints_in_view(model: &Model, goal: Goal) -> Option<Hints> {
    let view = viewport::visible_range(model, &layout(model))?;
    let hints = Hints::new(model.open_document()?, view, goal);
    (!hints.hints.is_empty()).then_some(hints)
}

/// Goes to the word whose letters were typed. Where it begins a phrase, the letters of its
/// last word are asked for at once: two keys fewer than by extending.
pub fn to_hint(model: &mut Model, word: TextRange, goal: Goal) -> Outcome {
    let Some(opened) = model.documents.open_document_mut() else {
        return Outcome::none();
    };
    opened.pointed = None;
    let is_extending = opened.cursor.is_extending();
    opened.cursor.go(word, Unit::Word);
    match goal {
        Goal::Phrase if !is_extending => {
            change_cursor(opened, Cursor::extend_or_swap);
            show_hints(hints_in_view(model, Goal::Word), &mut model.mode)
        }
        Goal::Phrase | Goal::Word => Outcome::none(),
    }
}

pub fn show_hints(hints: Option<Hints>, mode: &mut Mode) -> Outcome {
    if let Some(hints) = hints {
        *mode = Mode::Hints(hints);
    }
    Outcome::none()
}

pub fn grow(opened: Option<&mut OpenDocument>) -> Outcome {
    let otherwise = "Already a whole paragraph";
    select(opened, Cursor::grow, otherwise)
}

pub fn shrink(opened: Option<&mut OpenDocument>) -> Outcome {
    select(opened, Cursor::shrink, "Already a single word")
}

pub fn select_sentence(opened: Option<&mut OpenDocument>) -> Outcome {
    select(opened, Cursor::whole_sentence, "")
}

/// Changes the selection; says `otherwise` where it cannot be changed any further.
fn select(
    opened: Option<&mut OpenDocument>,
    change: impl FnOnce(&mut Cursor, Units<'_>),
    otherwise: &str,
) -> Outcome {
    let Some(opened) = opened else {
        return Outcome::none();
    };
    opened.pointed = None;
    let before = opened.cursor.range();
    change_cursor(opened, change);
    if opened.cursor.range() == before && !otherwise.is_empty() {
        return Outcome::plain(otherwise);
    }
    Outcome::none()
}

/// Begins to extend the selection; while extending, swaps the end that moves.
pub fn extend(opened: Option<&mut OpenDocument>) -> Outcome {
    if let Some(opened) = opened {
        change_cursor(opened, Cursor::extend_or_swap);
    }
    Outcome::none()
}

/// Changes the cursor by the units of its text.
pub fn change_cursor(opened: &mut OpenDocument, change: impl FnOnce(&mut Cursor, Units<'_>)) {
    let mut cursor = opened.cursor.clone();
    change(&mut cursor, opened.units());
    opened.cursor = cursor;
}

pub fn by_tag(opened: Option<&mut OpenDocument>, direction: Direction) -> Outcome {
    let Some(opened) = opened else {
        return Outcome::none();
    };
    let shown = opened.annotation_index().shown();
    let here = opened.cursor.range();
    let pointed = opened.pointed.as_ref();
    let pointed = pointed.and_then(|id| shown.number_of(opened.place_of(id)?));
    let current = pointed.or_else(|| shown.exactly(here).next());
    let from_here = shown.starting_in(here).start;
    let target = match (current, direction) {
        (Some(number), Direction::Forward) => Some(number + 1),
        (Some(number), Direction::Backward) => number.checked_sub(1),
        (None, Direction::Forward) => Some(from_here),
        (None, Direction::Backward) => from_here.checked_sub(1),
    };
    let none = shown.is_empty();
    let is_hidden = none && !opened.annotation_index().all().is_empty();
    let Some(number) = target.filter(|number| *number < shown.len()) else {
        return Outcome::plain(match direction {
            _ if is_hidden => "The filter hides all tags of this document; Esc shows all tags",
            _ if none => "No tags in this document",
            Direction::Forward => "No more tags in this document",
            Direction::Backward => "No earlier tags in this document",
        });
    };
    point_to_number(opened, number);
    Outcome::none()
}

/// Selects the passage of an annotation, by its number among those that are shown.
fn point_to_number(opened: &mut OpenDocument, number: usize) {
    if let Some(placed) = opened.annotation_index().shown().get(number) {
        let (id, range) = (placed.annotation.id.clone(), placed.range);
        point_to(opened, id, range);
    }
}

/// Selects the passage of an annotation and makes it the current one.
pub fn point_to(opened: &mut OpenDocument, id: AnnotationId, range: TextRange) {
    if opened.resizing.is_some() {
        return;
    }
    opened.cursor.keep();
    let is_sentence = opened.units().at(Unit::Sentence, range.start()) == range;
    opened.cursor.go(
        range,
        if is_sentence {
            Unit::Sentence
        } else {
            Unit::Passage
        },
    );
    opened.pointed = Some(id);
}

/// Leaves the innermost state: a pane, an extent, a search, a filter, a selection.
pub fn leave(
    pane: &mut Pane,
    filter: &mut Option<AnnotationFilter>,
    documents: &mut Documents,
) -> Outcome {
    if *pane != Pane::Text {
        *pane = Pane::Text;
        return Outcome::none();
    }
    let Some(opened) = documents.open_document_mut() else {
        return Outcome::none();
    };
    let extending = opened.cursor.is_extending();
    if opened.resizing.take().is_some() {
        let range = opened.cursor.range();
        let sentence = opened.units().at(Unit::Sentence, range.start());
        opened.cursor = Cursor::on(sentence, Unit::Sentence);
        Outcome::plain("Cancelled; tag unchanged")
    } else if !extending && opened.matches.running.is_some() {
        opened.matches.stop();
        Outcome::plain("Search cancelled")
    } else if !extending && !opened.matches.is_empty() {
        opened.matches = SearchMatches::default();
        Outcome::none()
    } else if !extending && opened.cursor.unit() == Unit::Sentence && filter.is_some() {
        *filter = None;
        documents.set_filter(None);
        Outcome::plain("Showing all tags")
    } else {
        opened.pointed = None;
        change_cursor(opened, Cursor::leave);
        Outcome::none()
    }
}
