//! Getting about and selecting.

use crate::app::document::search_matches::SearchMatches;
use crate::app::document::selection::Unit;
use crate::app::document::units::Units;
use crate::app::input::command::Command;
use crate::app::input::command::Pane;
use crate::app::state::hints::Hints;
use crate::app::state::{Mode, Model};
use crate::app::view::layout::{Layout, layout};
use crate::app::view::sidebar;
use crate::app::view::viewport;

use crate::app::document::selection::Cursor;

/// Moves or selects, as the pane wants it.
pub fn run(model: &mut Model, command: Command) {
    match (model.pane, command) {
        (_, Command::Leave) => leave(model),
        (_, Command::NextTag) => step_tag(model, true),
        (_, Command::PreviousTag) => step_tag(model, false),
        (Pane::Documents, _) => sidebar::step(model, command),
        (Pane::Annotations, _) => in_annotations(model, command),
        (Pane::Text, _) => in_text(model, command),
    }
}

fn in_annotations(model: &mut Model, command: Command) {
    match command {
        Command::NextSentence => step_tag(model, true),
        Command::PreviousSentence => step_tag(model, false),
        Command::Start | Command::End => {
            let Some(loaded) = model.open_document() else {
                return;
            };
            let shown = loaded.annotation_index().shown();
            let target = if command == Command::Start {
                shown.get(0)
            } else {
                shown.get(shown.len().saturating_sub(1))
            };
            let target = target.map(|it| (it.annotation.id.clone(), it.range));
            if let Some((id, range)) = target {
                point_to(model, id, range);
            }
        }
        _ => in_text(model, command),
    }
}

fn in_text(model: &mut Model, command: Command) {
    let areas = layout(model);
    match command {
        Command::PageDown => page(model, &areas, true, 1),
        Command::PageUp => page(model, &areas, false, 1),
        Command::HalfPageDown => page(model, &areas, true, 2),
        Command::HalfPageUp => page(model, &areas, false, 2),
        Command::Hints => {
            let hints = viewport::visible_range(model, &areas)
                .zip(model.open_document())
                .map(|(view, loaded)| Hints::new(loaded, view));
            if let Some(hints) = hints.filter(|hints| !hints.hints.is_empty()) {
                model.mode = Mode::Hints(hints);
            }
        }
        _ => move_cursor(model, command),
    }
}

fn move_cursor(model: &mut Model, command: Command) {
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    if command != Command::Extend {
        loaded.pointed = None;
    }
    let mut cursor = loaded.cursor.clone();
    let units = loaded.units();
    match command {
        Command::NextSentence => cursor.next(Unit::Sentence, units),
        Command::PreviousSentence => cursor.previous(Unit::Sentence, units),
        Command::NextParagraph => cursor.next_paragraph(units),
        Command::PreviousParagraph => cursor.previous_paragraph(units),
        Command::NextWord => cursor.next(Unit::Word, units),
        Command::PreviousWord => cursor.previous(Unit::Word, units),
        Command::Start => go_to_end_of_text(&mut cursor, units, false),
        Command::End => go_to_end_of_text(&mut cursor, units, true),
        Command::Grow => cursor.grow(units),
        Command::Shrink => cursor.shrink(units),
        Command::WholeSentence => cursor.whole_sentence(units),
        Command::Extend => cursor.extend_or_swap(units),
        _ => {}
    }
    // The ends of the text are shown also where one sentence fills the screen.
    match command {
        Command::Start => loaded.top = 0,
        Command::End => loaded.top = loaded.text.len(),
        _ => {}
    }
    let same = loaded.cursor.range() == cursor.range();
    loaded.cursor = cursor;
    match command {
        Command::Grow if same => model.notify_info("nothing longer: this is a whole paragraph"),
        Command::Shrink if same => model.notify_info("nothing shorter: this is a word"),
        _ => {}
    }
}

fn go_to_end_of_text(cursor: &mut Cursor, units: Units<'_>, last: bool) {
    let byte = if last { units.text.len() } else { 0 };
    let sentence = units.at(Unit::Sentence, byte);
    cursor.go(sentence, Unit::Sentence);
}

/// A part of a page; at the end of the text, to its last (or first) sentence.
fn page(model: &mut Model, areas: &Layout, down: bool, part: u16) {
    let rows = (areas.text.height / part).saturating_sub(if part == 1 { 2 } else { 0 });
    let rows = isize::try_from(rows.max(1)).unwrap_or(1);
    let before = model.open_document().map(|it| it.top);
    viewport::scroll(model, areas, if down { rows } else { -rows });
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    loaded.pointed = None;
    if before == Some(loaded.top) {
        let mut cursor = loaded.cursor.clone();
        go_to_end_of_text(&mut cursor, loaded.units(), down);
        loaded.cursor = cursor;
    }
}

/// Goes to the next or previous annotation that is shown.
fn step_tag(model: &mut Model, forward: bool) {
    let Some(loaded) = model.open_document() else {
        return;
    };
    let shown = loaded.annotation_index().shown();
    let here = loaded.cursor.range();
    let pointed = loaded.pointed.as_ref().and_then(|id| loaded.place_of(id));
    let current = pointed
        .and_then(|it| shown.number_of(it))
        .or_else(|| shown.exactly(here).next());
    let from_here = shown.starting_in(here).start;
    let target = match (current, forward) {
        (Some(number), true) => Some(number + 1),
        (Some(number), false) => number.checked_sub(1),
        (None, true) => Some(from_here),
        (None, false) => from_here.checked_sub(1),
    };
    let target = target.and_then(|number| shown.get(number));
    let target = target.map(|it| (it.annotation.id.clone(), it.range));
    let Some((id, range)) = target else {
        let none = shown.is_empty();
        let words = match (none, forward) {
            (true, _) => "there is no tag in this document",
            (false, true) => "there is no tag after this one",
            (false, false) => "there is no tag before this one",
        };
        model.notify_info(words);
        return;
    };
    point_to(model, id, range);
}

/// Selects the passage of an annotation and makes it the current one.
pub fn point_to(
    model: &mut Model,
    id: crate::annotation::AnnotationId,
    range: crate::text::TextRange,
) {
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    if loaded.resizing.is_none() {
        loaded.cursor.keep();
        let unit = if loaded.units().at(Unit::Sentence, range.start()) == range {
            Unit::Sentence
        } else {
            Unit::Passage
        };
        loaded.cursor.go(range, unit);
        loaded.pointed = Some(id);
    }
}

/// Escape: out of the innermost thing one is in.
fn leave(model: &mut Model) {
    if model.pane != Pane::Text {
        model.pane = Pane::Text;
        return;
    }
    let filtered = model.filter.is_some();
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    if loaded.resizing.take().is_some() {
        let range = loaded.cursor.range();
        let sentence = loaded.units().at(Unit::Sentence, range.start());
        loaded.cursor = Cursor::on(sentence, Unit::Sentence);
        model.notify_info("the tag is as it was");
    } else if !loaded.cursor.is_extending() && loaded.hits.running().is_some() {
        loaded.hits.stop();
        model.notify_info("the search was stopped");
    } else if !loaded.cursor.is_extending() && !loaded.hits.is_empty() {
        loaded.hits = SearchMatches::default();
    } else if !loaded.cursor.is_extending() && loaded.cursor.unit() == Unit::Sentence && filtered {
        model.set_filter(None);
        model.notify_info("all tags are shown again");
    } else {
        loaded.pointed = None;
        let mut cursor = loaded.cursor.clone();
        cursor.leave(loaded.units());
        loaded.cursor = cursor;
    }
}
