//! Undo and redo, over every document.

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Change, ChangeError, Step, TagId,
};
use crate::text::TextRange;
use crate::text::visible::visible_within;

use crate::app::document::DocumentId;
use crate::app::document::selection::Unit;
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::app::view::cards::on_one_line;

use crate::app::update::commands::tagging::save;

/// Takes the last change back.
pub fn undo(model: &mut Model) -> Vec<Effect> {
    match model.history.take_undo() {
        Some(step) => {
            let (done, effects) = take_step(model, step, "undone");
            if let Some(step) = done {
                model.history.undone(step);
            }
            effects
        }
        None => {
            model.notify_info("there is nothing to undo");
            Vec::new()
        }
    }
}

/// Makes the change again that was taken back last.
pub fn redo(model: &mut Model) -> Vec<Effect> {
    match model.history.take_redo() {
        Some(step) => {
            let (done, effects) = take_step(model, step, "done again");
            if let Some(step) = done {
                model.history.redone(step);
            }
            effects
        }
        None => {
            model.notify_info("there is nothing to do again");
            Vec::new()
        }
    }
}

/// The tag that a change is about, and what the change does to it.
fn tag_of(change: &Change, set: &AnnotationSet) -> Option<(TagId, &'static str)> {
    match change {
        Change::Insert(annotation) => Some((annotation.tag.clone(), "is there again")),
        Change::Replace(annotation) => Some((annotation.tag.clone(), "is changed back")),
        Change::Remove(id) => set.get(id).map(|it| (it.tag.clone(), "is off")),
        Change::Several(changes) => changes.first().and_then(|it| tag_of(it, set)),
    }
}

type UndoStep = Step<DocumentId, TextRange>;

/// Takes a step in its document, which is shown.
fn take_step(model: &mut Model, step: UndoStep, done: &str) -> (Option<UndoStep>, Vec<Effect>) {
    let mut effects = if model.documents.open == Some(step.document) {
        Vec::new()
    } else {
        model.open(step.document)
    };
    let Some(loaded) = model.opened_mut(step.document) else {
        return (None, effects);
    };
    loaded.resizing = None;
    let tag = tag_of(&step.inverse, loaded.set());
    let before = step.inverse.clone();
    match loaded.apply(step.inverse) {
        Ok(inverse) => {
            loaded.cursor.keep();
            loaded.cursor.go(step.place, Unit::Passage);
            loaded.pointed = None;
            effects.extend(save(model, step.document));
            let name = tag.map_or_else(String::new, |(tag, what)| {
                format!(": {} {what}", model.settings.tags.look_up(&tag).name)
            });
            let path = model.document().map_or("", |it| it.path.as_str());
            let words = format!("{done}{name} ({path})");
            model.notify_info(words);
            let step = Step {
                document: step.document,
                inverse,
                place: step.place,
            };
            (Some(step), effects)
        }
        Err(error) => {
            let (id, how) = match &error {
                ChangeError::Present(id) => (id, "there already"),
                ChangeError::Missing(id) => (id, "not there any more"),
            };
            let what = words_for(model, step.document, &before, id);
            model.notify_error(format!(
                "this step cannot be taken: {what} is {how}; it was changed elsewhere"
            ));
            (None, effects)
        }
    }
}

/// A tag by its name and its first words, as far as a change or the document knows
/// them: nobody knows it by its id.
fn words_for(model: &Model, document: DocumentId, change: &Change, id: &AnnotationId) -> String {
    let document = model.documents.get(document);
    let known = document.and_then(|it| it.set()?.get(id));
    match known.map(|it| &**it).or_else(|| in_change(change, id)) {
        Some(annotation) => {
            let name = model.settings.tags.look_up(&annotation.tag).name;
            let quote = on_one_line(&annotation.selector.quote);
            format!("{name} “{}”", visible_within(&quote, FIRST_WORDS))
        }
        None => {
            let path = document.map_or("this document", |it| it.path.as_str());
            format!("a tag of {path}")
        }
    }
}

/// The columns of a passage that a sentence names it by.
const FIRST_WORDS: usize = 40;

/// The annotation of an id in a change that has it.
fn in_change<'a>(change: &'a Change, id: &AnnotationId) -> Option<&'a Annotation> {
    match change {
        Change::Insert(it) | Change::Replace(it) => (it.id == *id).then_some(it),
        Change::Remove(_) => None,
        Change::Several(changes) => changes.iter().find_map(|it| in_change(it, id)),
    }
}
