//! Undo and redo, across all documents.

use crate::annotation::{Annotation, AnnotationId, Change, ChangeError, Part, Side, Step};
use crate::app::input::command::Direction;
use crate::app::state::notice::Notice;
use crate::app::view::words::on_one_line;
use crate::app::{DocumentId, Documents, Effect, Env, HandOver, Model, Unit, Way};
use crate::text::TextRange;
use crate::text::visible::visible_within;

use super::super::editing::{broken_words, save};
use super::super::outcome::Outcome;
use super::super::{everywhere, opening, split};
use super::undo_words::undo_words;

/// How many columns of a passage name it in a notice.
const FIRST_WORDS: usize = 40;

pub fn step(model: &mut Model, direction: Direction, env: &dyn Env) -> Outcome {
    let (from, to, again) = match direction {
        Direction::Backward => (Side::Undo, Side::Redo, "undo"),
        Direction::Forward => (Side::Redo, Side::Undo, "redo"),
    };
    if model.everywhere.is_some() {
        return Outcome::problem(everywhere::NOT_DONE_YET);
    }
    match model.history.pop(from) {
        None => Outcome::plain(format!("Nothing to {again}")),
        Some(Step::Everywhere(what, parts)) => {
            everywhere::take(model, (what, parts), direction, env)
        }
        Some(Step::HandOver { name, to }) => {
            let way = match direction {
                Direction::Backward => Way::GiveBack,
                Direction::Forward => Way::GiveAgain,
            };
            Effect::HandOver(HandOver { name, to, way }).into()
        }
        Some(Step::One(part)) => {
            let (taken, outcome) = take_step(model, part, direction);
            if let Some(taken) = taken {
                model.history.put(to, taken);
            }
            outcome
        }
    }
}

type UndoPart = Part<DocumentId, TextRange>;

/// Takes a step in its document, and opens that. Returns the inverse step.
fn take_step(
    model: &mut Model,
    part: UndoPart,
    direction: Direction,
) -> (Option<UndoPart>, Outcome) {
    let Part {
        document,
        inverse,
        place,
        deed,
    } = part;
    let outcome = show(model, document);
    let Some(opened) = model.documents.get_opened_mut(document) else {
        return (None, outcome);
    };
    opened.resizing = None;
    let set = opened.set().clone();
    let taken = inverse;
    match opened.apply(taken.clone()) {
        Ok(inverse) => {
            opened.cursor.keep();
            opened.cursor.go(place, Unit::Passage);
            opened.pointed = None;
            let effects = save(document, opened);
            let path = &model.documents[document].path;
            let tags = &model.settings.tags;
            let words = undo_words((&taken, deed), &set, tags, direction, path);
            let broken = links_to_removed(&model.documents, document, &taken);
            let broken = broken_words(broken).map(|words| format!("; {words}"));
            let words = words + &broken.unwrap_or_default();
            let part = Part {
                document,
                inverse,
                place,
                deed,
            };
            (Some(part), outcome.and(effects).and(Notice::plain(words)))
        }
        Err(error) => {
            let (id, how) = match &error {
                ChangeError::Present(id) => (id, "there already"),
                ChangeError::Missing(id) => (id, "not there any more"),
            };
            let what = words_for(model, document, &taken, id);
            let not = match direction {
                Direction::Backward => "Not undone",
                Direction::Forward => "Not redone",
            };
            let notice =
                Notice::problem(format!("{not}: {what} is {how}; it was changed elsewhere"));
            (None, outcome.and(notice))
        }
    }
}

/// Shows a document: in the pane of text that it is in, else in that with the cursor.
fn show(model: &mut Model, document: DocumentId) -> Outcome {
    if model.documents.open == Some(document) {
        return Outcome::none();
    }
    let beside = split::activate_showing(model, document);
    beside.unwrap_or_else(|| opening::open(model, document, None))
}

/// How many links lead to the annotations that a change has removed, from others.
fn links_to_removed(documents: &Documents, document: DocumentId, change: &Change) -> usize {
    match change {
        Change::Remove(id) => {
            let links = documents.incoming(document, id);
            links.filter(|link| link.annotation != *id).count()
        }
        Change::Batch(changes) => {
            let changes = changes.iter();
            changes
                .map(|change| links_to_removed(documents, document, change))
                .sum()
        }
        Change::Insert(_) | Change::Replace(_) | Change::Document(_) => 0,
    }
}

/// An annotation in words: its tag and the beginning of its passage, where the document
/// or the change has it. Nobody knows it by its id.
fn words_for(model: &Model, document: DocumentId, change: &Change, id: &AnnotationId) -> String {
    let document = model.documents.get(document);
    let known = document.and_then(|document| Some(&**document.set()?.get(id)?));
    match known.or_else(|| in_change(change, id)) {
        Some(annotation) => {
            let name = model.settings.tags.look_up(&annotation.tag).name;
            let quote = on_one_line(&annotation.selector.quote);
            format!("{name} “{}”", visible_within(&quote, FIRST_WORDS))
        }
        None => {
            let path = document.map_or("this document", |document| document.path.as_str());
            format!("a tag of {path}")
        }
    }
}

/// The annotation of that id in a change, if the change has it.
fn in_change<'a>(change: &'a Change, id: &AnnotationId) -> Option<&'a Annotation> {
    match change {
        Change::Insert(annotation) | Change::Replace(annotation) => {
            (annotation.id == *id).then_some(annotation)
        }
        Change::Remove(_) | Change::Document(_) => None,
        Change::Batch(changes) => changes.iter().find_map(|change| in_change(change, id)),
    }
}
