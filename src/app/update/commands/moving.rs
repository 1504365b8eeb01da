//! Getting about and selecting.
//!
//! A command that moves in the text moves the sidebar's cursor where that has the keys,
//! and goes from tag to tag where the annotations have them.

use crate::annotation::AnnotationId;
use crate::text::TextRange;

use crate::app::document::OpenDocument;
use crate::app::document::search_matches::SearchMatches;
use crate::app::document::selection::Cursor;
use crate::app::document::units::{Unit, Units};
use crate::app::input::command::{Direction, Pane};
use crate::app::state::hints::Hints;
use crate::app::state::{Mode, Model};
use crate::app::view::layout::layout;
use crate::app::view::viewport;

use super::super::outcome::Outcome;

/// The documents of a page of the sidebar.
const PAGE: isize = 8;

/// How much of a page is moved by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// All but two rows of it.
    Whole,
    /// Half of it.
    Half,
}

/// To the next or previous sentence.
pub fn by_sentence(model: &mut Model, direction: Direction) -> Outcome {
    match model.pane {
        Pane::Documents => {
            model.documents.step(direction.sign());
            Outcome::none()
        }
        Pane::Annotations => by_tag(model, direction),
        Pane::Text => go(model, |cursor, units| {
            cursor.step(Unit::Sentence, direction, units);
        }),
    }
}

/// To the next or previous word.
pub fn by_word(model: &mut Model, direction: Direction) -> Outcome {
    go(model, |cursor, units| {
        cursor.step(Unit::Word, direction, units);
    })
}

/// To the next or previous paragraph.
pub fn by_paragraph(model: &mut Model, direction: Direction) -> Outcome {
    go(model, |cursor, units| match direction {
        Direction::Forward => cursor.next_paragraph(units),
        Direction::Backward => cursor.previous_paragraph(units),
    })
}

/// To an end of the text, or of the list that has the keys.
pub fn to_end(model: &mut Model, direction: Direction) -> Outcome {
    match model.pane {
        Pane::Documents => {
            let far = match direction {
                Direction::Forward => isize::MAX,
                Direction::Backward => isize::MIN,
            };
            model.documents.step(far);
        }
        Pane::Annotations => {
            if let Some(opened) = model.open_document_mut() {
                let shown = opened.annotation_index().shown();
                let last = match direction {
                    Direction::Forward => shown.len().saturating_sub(1),
                    Direction::Backward => 0,
                };
                return point_to_number(opened, last);
            }
        }
        Pane::Text => {
            if let Some(opened) = model.open_document_mut() {
                opened.pointed = None;
                to_end_of_text(opened, direction);
                // The ends of the text are shown also where one sentence fills the screen.
                opened.top = match direction {
                    Direction::Forward => opened.text.len(),
                    Direction::Backward => 0,
                };
            }
        }
    }
    Outcome::none()
}

fn to_end_of_text(opened: &mut OpenDocument, direction: Direction) {
    let byte = match direction {
        Direction::Forward => opened.text.len(),
        Direction::Backward => 0,
    };
    let sentence = opened.units().at(Unit::Sentence, byte);
    opened.cursor.go(sentence, Unit::Sentence);
}

/// A part of a page; at the end of the text, to its last (or first) sentence.
pub fn by_page(model: &mut Model, direction: Direction, page: Page) -> Outcome {
    if model.pane == Pane::Documents {
        model.documents.step(direction.sign() * PAGE);
        return Outcome::none();
    }
    let areas = layout(model);
    let (height, measure) = (usize::from(areas.text.height), areas.measure(model));
    let rows = match page {
        Page::Whole => areas.text.height.saturating_sub(2),
        Page::Half => areas.text.height / 2,
    };
    let rows = isize::try_from(rows.max(1)).unwrap_or(1) * direction.sign();
    if let Some(opened) = model.open_document_mut() {
        let before = opened.top;
        viewport::scroll(opened, height, measure, rows);
        opened.pointed = None;
        if before == opened.top {
            to_end_of_text(opened, direction);
        }
    }
    Outcome::none()
}

/// Puts letters on the words in view.
pub fn show_hints(model: &mut Model) -> Outcome {
    let view = viewport::visible_range(model, &layout(model));
    let hints = view.zip(model.open_document());
    let hints = hints.map(|(view, opened)| Hints::new(opened, view));
    if let Some(hints) = hints.filter(|hints| !hints.hints.is_empty()) {
        model.mode = Mode::Hints(hints);
    }
    Outcome::none()
}

/// Grows the selection to the next longer unit.
pub fn grow(opened: Option<&mut OpenDocument>) -> Outcome {
    select(
        opened,
        Cursor::grow,
        "nothing longer: this is a whole paragraph",
    )
}

/// Shrinks it the same way.
pub fn shrink(opened: Option<&mut OpenDocument>) -> Outcome {
    select(opened, Cursor::shrink, "nothing shorter: this is a word")
}

/// Selects the whole sentence.
pub fn select_sentence(opened: Option<&mut OpenDocument>) -> Outcome {
    select(opened, Cursor::whole_sentence, "")
}

/// Changes the selection, and says so where it cannot be changed any further.
fn select(
    opened: Option<&mut OpenDocument>,
    change: fn(&mut Cursor, Units<'_>),
    otherwise: &str,
) -> Outcome {
    let Some(opened) = opened else {
        return Outcome::none();
    };
    opened.pointed = None;
    let before = opened.cursor.range();
    let mut cursor = opened.cursor.clone();
    change(&mut cursor, opened.units());
    opened.cursor = cursor;
    if opened.cursor.range() == before && !otherwise.is_empty() {
        return Outcome::plain(otherwise);
    }
    Outcome::none()
}

/// Starts extending; while extending, the other end moves from now on.
pub fn extend(opened: Option<&mut OpenDocument>) -> Outcome {
    if let Some(opened) = opened {
        let mut cursor = opened.cursor.clone();
        cursor.extend_or_swap(opened.units());
        opened.cursor = cursor;
    }
    Outcome::none()
}

/// Moves the cursor of the text.
fn go(model: &mut Model, change: impl FnOnce(&mut Cursor, Units<'_>)) -> Outcome {
    if let Some(opened) = model.open_document_mut() {
        opened.pointed = None;
        let mut cursor = opened.cursor.clone();
        change(&mut cursor, opened.units());
        opened.cursor = cursor;
    }
    Outcome::none()
}

/// Goes to the next or previous annotation that is shown.
pub fn by_tag(model: &mut Model, direction: Direction) -> Outcome {
    let Some(opened) = model.open_document_mut() else {
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
    match target.filter(|number| *number < shown.len()) {
        Some(number) => point_to_number(opened, number),
        None if none => Outcome::plain("there is no tag in this document"),
        None => Outcome::plain(match direction {
            Direction::Forward => "there is no tag after this one",
            Direction::Backward => "there is no tag before this one",
        }),
    }
}

/// Selects the passage of the annotation of that number among those that are shown.
fn point_to_number(opened: &mut OpenDocument, number: usize) -> Outcome {
    let placed = opened.annotation_index().shown().get(number);
    let target = placed.map(|placed| (placed.annotation.id.clone(), placed.range));
    if let Some((id, range)) = target {
        point_to(opened, id, range);
    }
    Outcome::none()
}

/// Selects the passage of an annotation and makes it the current one.
pub fn point_to(opened: &mut OpenDocument, id: AnnotationId, range: TextRange) {
    if opened.resizing.is_some() {
        return;
    }
    opened.cursor.keep();
    let unit = if opened.units().at(Unit::Sentence, range.start()) == range {
        Unit::Sentence
    } else {
        Unit::Passage
    };
    opened.cursor.go(range, unit);
    opened.pointed = Some(id);
}

/// Escape: out of the innermost thing one is in.
pub fn leave(model: &mut Model) -> Outcome {
    if model.pane != Pane::Text {
        model.pane = Pane::Text;
        return Outcome::none();
    }
    let filtered = model.filter.is_some();
    let Some(opened) = model.open_document_mut() else {
        return Outcome::none();
    };
    let extending = opened.cursor.is_extending();
    if opened.resizing.take().is_some() {
        let range = opened.cursor.range();
        let sentence = opened.units().at(Unit::Sentence, range.start());
        opened.cursor = Cursor::on(sentence, Unit::Sentence);
        Outcome::plain("the tag is as it was")
    } else if !extending && opened.matches.running().is_some() {
        opened.matches.stop();
        Outcome::plain("the search was stopped")
    } else if !extending && !opened.matches.is_empty() {
        opened.matches = SearchMatches::default();
        Outcome::none()
    } else if !extending && opened.cursor.unit() == Unit::Sentence && filtered {
        model.set_filter(None);
        Outcome::plain("all tags are shown again")
    } else {
        opened.pointed = None;
        let mut cursor = opened.cursor.clone();
        cursor.leave(opened.units());
        opened.cursor = cursor;
        Outcome::none()
    }
}
