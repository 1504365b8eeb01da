//! Moving and selecting.
//!
//! A command that moves in the text moves the sidebar's cursor where the sidebar has the
//! keys, and goes from tag to tag where the annotations have them.

use crate::annotation::{AnnotationId, TagId};
use crate::text::TextRange;

use crate::app::document::OpenDocument;
use crate::app::document::search_matches::SearchMatches;
use crate::app::document::selection::Cursor;
use crate::app::document::units::{Unit, Units};
use crate::app::documents::Documents;
use crate::app::input::command::{Direction, Pane};
use crate::app::state::hints::Hints;
use crate::app::state::{Mode, Model};
use crate::app::view::layout::layout;
use crate::app::view::viewport;

use super::super::outcome::Outcome;

/// How many rows of the sidebar a page key moves by.
const PAGE: isize = 8;

/// How much of a page to move by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// All but two rows of it.
    Whole,
    /// Half of it.
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
        Pane::Text => go(documents.open_document_mut(), |cursor, units| {
            cursor.step(Unit::Sentence, direction, units);
        }),
    }
}

/// Goes to the next or previous word.
pub fn by_word(opened: Option<&mut OpenDocument>, direction: Direction) -> Outcome {
    go(opened, |cursor, units| {
        cursor.step(Unit::Word, direction, units);
    })
}

/// Goes to the next or previous paragraph.
pub fn by_paragraph(opened: Option<&mut OpenDocument>, direction: Direction) -> Outcome {
    go(opened, |cursor, units| {
        cursor.step_paragraph(direction, units);
    })
}

/// Goes to an end of the text, or of the list that has the keys.
pub fn to_end(pane: Pane, documents: &mut Documents, direction: Direction) -> Outcome {
    if pane == Pane::Documents {
        documents.step(match direction {
            Direction::Forward => isize::MAX,
            Direction::Backward => isize::MIN,
        });
        return Outcome::none();
    }
    let Some(opened) = documents.open_document_mut() else {
        return Outcome::none();
    };
    if pane == Pane::Annotations {
        let count = opened.annotation_index().shown().len();
        let number = match direction {
            Direction::Forward => count.saturating_sub(1),
            Direction::Backward => 0,
        };
        return point_to_number(opened, number);
    }
    opened.pointed = None;
    to_end_of_text(opened, direction);
    // The end itself has to be seen also where one sentence fills the screen.
    opened.top = match direction {
        Direction::Forward => opened.text.len(),
        Direction::Backward => 0,
    };
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

/// Scrolls by a page or half of one; at an end of the text, goes to the sentence there.
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
    if let Some(opened) = model.documents.open_document_mut() {
        let before = opened.top;
        viewport::scroll(opened, height, measure, rows);
        opened.pointed = None;
        if before == opened.top {
            to_end_of_text(opened, direction);
        }
    }
    Outcome::none()
}

/// The hints for the words in view, if there are any.
pub fn hints_in_view(model: &Model) -> Option<Hints> {
    let view = viewport::visible_range(model, &layout(model))?;
    let hints = Hints::new(model.open_document()?, view);
    (!hints.hints.is_empty()).then_some(hints)
}

/// Shows hints on the words in view.
pub fn show_hints(hints: Option<Hints>, mode: &mut Mode) -> Outcome {
    if let Some(hints) = hints {
        *mode = Mode::Hints(hints);
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

/// Shrinks the selection to the next shorter unit.
pub fn shrink(opened: Option<&mut OpenDocument>) -> Outcome {
    select(opened, Cursor::shrink, "nothing shorter: this is a word")
}

/// Selects the whole sentence.
pub fn select_sentence(opened: Option<&mut OpenDocument>) -> Outcome {
    select(opened, Cursor::whole_sentence, "")
}

/// Changes the selection; says `otherwise` where it cannot be changed any further.
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

/// Begins to extend the selection; while extending, swaps the end that moves.
pub fn extend(opened: Option<&mut OpenDocument>) -> Outcome {
    if let Some(opened) = opened {
        let mut cursor = opened.cursor.clone();
        cursor.extend_or_swap(opened.units());
        opened.cursor = cursor;
    }
    Outcome::none()
}

/// Moves the cursor of the text.
fn go(opened: Option<&mut OpenDocument>, change: impl FnOnce(&mut Cursor, Units<'_>)) -> Outcome {
    if let Some(opened) = opened {
        opened.pointed = None;
        let mut cursor = opened.cursor.clone();
        change(&mut cursor, opened.units());
        opened.cursor = cursor;
    }
    Outcome::none()
}

/// Goes to the next or previous annotation that is shown.
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
    match target.filter(|number| *number < shown.len()) {
        Some(number) => point_to_number(opened, number),
        None if none => Outcome::plain("there is no tag in this document"),
        None => Outcome::plain(match direction {
            Direction::Forward => "there is no tag after this one",
            Direction::Backward => "there is no tag before this one",
        }),
    }
}

/// Selects the passage of an annotation, by its number among those that are shown.
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

/// Leaves the innermost state: a pane, an extent, a search, a filter, a selection.
pub fn leave(pane: &mut Pane, filter: &mut Option<TagId>, documents: &mut Documents) -> Outcome {
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
        Outcome::plain("the tag is as it was")
    } else if !extending && opened.matches.running.is_some() {
        opened.matches.stop();
        Outcome::plain("the search was stopped")
    } else if !extending && !opened.matches.is_empty() {
        opened.matches = SearchMatches::default();
        Outcome::none()
    } else if !extending && opened.cursor.unit() == Unit::Sentence && filter.is_some() {
        *filter = None;
        documents.set_filter(None);
        Outcome::plain("all tags are shown again")
    } else {
        opened.pointed = None;
        let mut cursor = opened.cursor.clone();
        cursor.leave(opened.units());
        opened.cursor = cursor;
        Outcome::none()
    }
}
