//! Tagging the selection.

use crate::annotation::{Change, TagId};
use crate::app::input::command::Direction;
use crate::app::state::notice::Notice;
use crate::app::{Env, Model, OpenDocument, Unit};
use crate::text::TextRange;

use super::super::editing::{Editing, in_open_document};
use super::super::outcome::Outcome;
use super::moving;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It stays on the passage.
    Stay,
    /// It goes on to the next sentence.
    GoOn,
}

/// Why nothing can be tagged while the extent of a tag is being changed.
pub const RESIZING: &str = "A tag is being resized: Enter saves, Esc cancels";

/// Tags the selection with the tag at `index`, or says why it cannot.
pub fn tag(model: &mut Model, index: usize, then: Then, env: &dyn Env) -> Outcome {
    let Some(tag) = model.settings.tags.iter().nth(index) else {
        return Outcome::none();
    };
    let (tag, name) = (tag.id.clone(), tag.name.clone());
    let annotator = model.annotator.as_deref().unwrap_or_default();
    let filter = model.filter.as_ref();
    let is_hidden = filter.is_some_and(|filter| !filter.takes_bare(&tag, annotator));
    let mut begun = false;
    let outcome = in_open_document(model, env, |editing| {
        if editing.opened.resizing.is_some() {
            return Outcome::problem(RESIZING);
        }
        let Some(passage) = editing.opened.passage() else {
            return Outcome::problem(nothing_to_tag(editing.opened));
        };
        begun = true;
        let before = editing.opened.set().len();
        let outcome = match then {
            Then::Stay => tag_or_untag(editing, tag, passage),
            Then::GoOn => tag_and_go_on(editing, tag, passage),
        };
        if is_hidden && editing.opened.set().len() > before {
            let words = format!("Tagged as {name}, which the filter hides; Esc shows all tags");
            return outcome.and(Notice::plain(words));
        }
        outcome
    });
    model.welcome &= !begun;
    outcome
}

pub fn nothing_to_tag(opened: &OpenDocument) -> &'static str {
    match opened.cursor.range().is_empty() {
        true => "Nothing to tag here",
        false => "Only blanks are selected: nothing to tag",
    }
}

/// Tags a passage; takes the tag off where the passage has it already.
fn tag_or_untag(editing: &mut Editing<'_>, tag: TagId, range: TextRange) -> Outcome {
    let change = match untag(editing, &tag, range) {
        Some(change) => change,
        None => Change::Insert(editing.new_annotation(tag, range)),
    };
    editing.opened.cursor.keep();
    editing.opened.pointed = match &change {
        Change::Insert(annotation) => Some(annotation.id.clone()),
        _ => None,
    };
    editing.apply(change, range)
}

/// Tags a passage, unless it has the tag already, and goes on to the next sentence.
fn tag_and_go_on(editing: &mut Editing<'_>, tag: TagId, range: TextRange) -> Outcome {
    // Going on over a tagged passage leaves it tagged.
    let change = match untag(editing, &tag, range) {
        Some(_) => None,
        None => Some(Change::Insert(editing.new_annotation(tag, range))),
    };
    let opened = &mut *editing.opened;
    opened.cursor.keep();
    opened.pointed = None;
    moving::change_cursor(opened, |cursor, units| {
        cursor.step(Unit::Sentence, Direction::Forward, units);
    });
    let applied = change.map(|change| editing.apply(change, range));
    applied.unwrap_or_default()
}

/// The change that takes the annotator's own tag of that kind off exactly that passage.
fn untag(editing: &Editing<'_>, tag: &TagId, range: TextRange) -> Option<Change> {
    let index = editing.opened.annotation_index();
    let own = index.one_of(range, tag, editing.annotator)?;
    Some(Change::Remove(own.annotation.id.clone()))
}
