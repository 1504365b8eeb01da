//! Reviewing the tags of a document whose text has changed.
//!
//! What is pressed and seen: `~` lists those that stand elsewhere or with other words, the
//! surest first, and then those that are lost, each with what it was and what it is. `a`
//! accepts the chosen one, `A` all from the first down to it, `x` says that it is not this
//! passage, `s` puts it on what is selected in the text, and Enter goes there. The list stays
//! open until nothing is left in it. Each is one undo step; nothing is written before.
//!
//! Must not know: how passages are found.

use crate::annotation::{AnnotationId, Selector, accepted};
use crate::app::state::everywhere::{Purpose, Task};
use crate::app::view::review::picker;
use crate::app::{Command, DocumentId, Env, Key, KeyCode, Model};

use super::editing::{editing, read_only};
use super::everywhere;
use super::outcome::Outcome;

/// Lists the tags of the open document that are not where they were marked, or not as they
/// were.
pub fn show(model: &mut Model) -> Outcome {
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    if opened.pending() > 0 {
        return Outcome::plain("Tags are still being looked for");
    }
    match picker(model) {
        Some(picker) => {
            model.mode.show_picker(picker);
            Outcome::none()
        }
        None => Outcome::plain("Every tag is where it was marked, as it was"),
    }
}

/// Handles a letter in the list; `None` for a key that does there what it does in every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    if key.ctrl || key.alt {
        return None;
    }
    let KeyCode::Char(letter) = key.code else {
        return None;
    };
    let picker = model.mode.picker_mut()?;
    match letter {
        'j' => picker.step(1),
        'k' => picker.step(-1),
        'a' | 'A' | 'x' | 's' => {
            let chosen = picker.chosen;
            let (document, id) = picker.chosen_row()?.target.displaced()?;
            let id = id.clone();
            if let Some(why) = read_only(model) {
                return Some(Outcome::problem(why));
            }
            let outcome = match letter {
                'a' => accept(model, document, &id, env),
                'A' => accept_down_to(model, document, &id, env),
                'x' => reject(model, document, &id, env),
                _ => put_on_selection(model, document, &id, env),
            };
            refresh(model, chosen);
            return Some(outcome);
        }
        _ => return Some(Outcome::problem(format!("{key} does nothing in this list"))),
    }
    Some(Outcome::none())
}

/// Lists what is left, if anything is.
fn refresh(model: &mut Model, chosen: usize) {
    drop(model.mode.take_picker());
    if let Some(mut left) = picker(model) {
        left.chosen = chosen.min(left.rows.len().saturating_sub(1));
        model.mode.show_picker(left);
    }
}

fn accept(model: &mut Model, document: DocumentId, id: &AnnotationId, env: &dyn Env) -> Outcome {
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let Some(placed) = editing.opened.place_of(id) else {
        return Outcome::problem("This tag is lost: s puts it on the selection");
    };
    let now = env.now();
    let text = &editing.opened.text;
    let Some(accepted) = accepted(&placed.annotation, placed.anchor, text, &now) else {
        return Outcome::none();
    };
    let undo = editing.key(Command::Undo);
    let outcome = editing.edit(id, |annotation| *annotation = accepted);
    let words = format!("Accepted where the tag stands now; {undo} undoes");
    Outcome::plain(words).and(outcome)
}

/// Accepts all whose score is no less than that of a tag; of a lost one, all that stand
/// somewhere.
fn accept_down_to(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    env: &dyn Env,
) -> Outcome {
    let opened = model.documents.get_opened(document);
    let placed = opened.and_then(|opened| opened.place_of(id));
    let score = placed.map_or(0.0, |placed| placed.anchor.score());
    let task = Task {
        document,
        passages: [].into(),
    };
    everywhere::begin(model, Purpose::Accept(score), vec![task], env)
}

/// Says that a tag is not what it was put on: it is lost, until that says something else.
fn reject(model: &mut Model, document: DocumentId, id: &AnnotationId, env: &dyn Env) -> Outcome {
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let Some(placed) = editing.opened.place_of(id) else {
        return Outcome::problem("This tag is lost already; x in the text deletes it");
    };
    let words = editing.opened.text.slice(placed.range).into_owned();
    let undo = editing.key(Command::Undo);
    let outcome = editing.edit(id, |annotation| {
        *annotation = annotation.clone().with_rejected(Some(&words));
    });
    Outcome::plain(format!("The tag is not put there; {undo} undoes")).and(outcome)
}

fn put_on_selection(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    env: &dyn Env,
) -> Outcome {
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let Some(passage) = editing.opened.passage() else {
        return Outcome::problem("Nothing is selected in the text");
    };
    let selector = Selector::new(&editing.opened.text, passage);
    let undo = editing.key(Command::Undo);
    let outcome = editing.edit(id, |annotation| {
        annotation.selector = selector;
        *annotation = annotation.clone().placed(None).with_rejected(None);
    });
    Outcome::plain(format!("Put the tag on the selection; {undo} undoes")).and(outcome)
}
