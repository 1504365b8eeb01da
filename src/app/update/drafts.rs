//! A note that is being written is stored in case the program ends.

use crate::app::message::Effect;
use crate::app::message::recovery::DraftState;
use crate::app::state::prompt::NoteEditor;
use crate::app::state::recovery::Recovery;
use crate::app::state::{Mode, Model};
use crate::session::Draft;

use super::outcome::Outcome;

/// The note has other words: they are to be stored.
pub fn changed(model: &mut Model) -> Option<Effect> {
    let Mode::Note(editor) = &mut model.mode else {
        return None;
    };
    // Over all notes, so that what is heard of one is not taken for another.
    model.note_edits += 1;
    editor.edits = Some(model.note_edits);
    // One that failed is told as failed until it works.
    if !matches!(editor.draft, DraftState::Failed(_)) {
        editor.draft = DraftState::Waiting;
    }
    draft(model).map(|draft| Effect::KeepDraft(draft, model.note_edits))
}

/// The words after so many edits of notes are stored, or not, and why.
pub fn stored(model: &mut Model, edits: u64, result: Result<(), String>) -> Outcome {
    let Mode::Note(editor) = &mut model.mode else {
        return Outcome::none();
    };
    if edits <= editor.opened_at {
        // It is about the note that was written before this one.
        return Outcome::none();
    }
    match result {
        Ok(()) => {
            editor.draft = if editor.edits == Some(edits) {
                DraftState::Kept
            } else {
                DraftState::Waiting
            };
            // What was left by an earlier reader stands there twice now.
            let resumed = editor.resumed.take();
            resumed.map(|id| model.recovery.forget(&id)).into()
        }
        Err(reason) => {
            editor.draft = DraftState::Failed(reason);
            Outcome::none()
        }
    }
}

/// The note was closed: its words are in the tag, or given up.
pub fn closed(recovery: &mut Recovery, editor: &NoteEditor) -> Vec<Effect> {
    let drop = editor.edits.map(|_| Effect::DropDraft);
    let forget = editor.resumed.as_deref().map(|id| recovery.forget(id));
    drop.into_iter().chain(forget).collect()
}

/// The note that is being written, where words were typed.
pub fn draft(model: &Model) -> Option<Draft> {
    let Mode::Note(editor) = &model.mode else {
        return None;
    };
    editor.edits?;
    let document = model.documents.get(editor.document)?;
    let annotation = document.set().and_then(|set| set.get(&editor.annotation));
    let quote = annotation.map(|annotation| annotation.selector.quote.clone());
    Some(Draft {
        document: document.path.clone(),
        annotation: editor.annotation.clone(),
        quote: quote.unwrap_or_default(),
        before: editor.before.clone(),
        note: editor.note(),
    })
}
