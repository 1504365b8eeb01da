//! A note that is being written is kept in case the program ends.

use crate::app::message::Effect;
use crate::app::message::recovery::{Draft, DraftState};
use crate::app::state::prompt::NoteEditor;
use crate::app::state::{Mode, Model};

use crate::app::update::commands::recovery;

/// The note has other words: they are to be kept.
pub fn changed(model: &mut Model) -> Vec<Effect> {
    let Mode::Note(editor) = &mut model.mode else {
        return Vec::new();
    };
    // Over all notes, so that what is heard of one is not taken for another.
    model.note_edits += 1;
    editor.edits = Some(model.note_edits);
    // One that failed is told as failed until it works.
    if !matches!(editor.draft, DraftState::Failed(_)) {
        editor.draft = DraftState::Waiting;
    }
    let edits = model.note_edits;
    draft(model)
        .map(|draft| Effect::KeepDraft(draft, edits))
        .into_iter()
        .collect()
}

/// The words after so many edits of notes are kept, or not, and why.
pub fn kept(model: &mut Model, edits: u64, result: Result<(), String>) -> Vec<Effect> {
    let Mode::Note(editor) = &mut model.mode else {
        return Vec::new();
    };
    if edits <= editor.opened_at {
        // It is about the note that was written before this one.
        return Vec::new();
    }
    match result {
        Ok(()) => {
            if editor.edits == Some(edits) {
                editor.draft = DraftState::Kept;
            } else {
                editor.draft = DraftState::Waiting;
            }
            // What was left by an earlier reader stands there twice now.
            let resumed = editor.resumed.take();
            resumed.map_or_else(Vec::new, |id| recovery::forget(model, &id))
        }
        Err(reason) => {
            editor.draft = DraftState::Failed(reason);
            Vec::new()
        }
    }
}

/// The note was closed: kept, or given up.
pub fn closed(model: &mut Model, editor: &NoteEditor) -> Vec<Effect> {
    let mut effects = Vec::new();
    if editor.edits.is_some() {
        effects.push(Effect::DropDraft);
    }
    if let Some(id) = &editor.resumed {
        effects.extend(recovery::forget(model, id));
    }
    effects
}

/// The note that is being written, where words were typed.
pub fn draft(model: &Model) -> Option<Draft> {
    let Mode::Note(editor) = &model.mode else {
        return None;
    };
    editor.edits?;
    let document = model.documents.get(editor.document)?;
    let annotation = document.set().and_then(|it| it.get(&editor.annotation));
    Some(Draft {
        document: document.path.clone(),
        annotation: editor.annotation.clone(),
        quote: annotation.map_or_else(String::new, |it| it.selector.quote.clone()),
        before: editor.before.clone(),
        note: editor.note(),
    })
}
