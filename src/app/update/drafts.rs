//! Drafts: a note that is being written is stored, in case the program is killed.

use crate::app::state::prompt::NoteEditor;
use crate::app::state::recovery::Recovery;
use crate::app::{Documents, DraftState, Effect, Mode, Model};
use crate::session::Draft;

/// The note was edited: its draft is to be stored. Edits are counted over all notes, so
/// that an answer about one note is not taken for one about another.
pub fn changed(editor: &mut NoteEditor, documents: &Documents, edits: &mut u64) -> Option<Effect> {
    *edits += 1;
    editor.edits = Some(*edits);
    // A failure is shown until storing works again.
    if !matches!(editor.draft, DraftState::Failed(_)) {
        editor.draft = DraftState::Waiting;
    }
    draft_in(editor, documents).map(|draft| Effect::KeepDraft(draft, *edits))
}

pub fn stored(
    mode: &mut Mode,
    recovery: &mut Recovery,
    edits: u64,
    result: Result<(), String>,
) -> Option<Effect> {
    let Mode::Note(editor) = mode else {
        return None;
    };
    if edits <= editor.opened_at {
        // It is about the note before this one.
        return None;
    }
    if let Err(reason) = result {
        editor.draft = DraftState::Failed(reason);
        return None;
    }
    editor.draft = match editor.edits {
        Some(last) if last == edits => DraftState::Kept,
        _ => DraftState::Waiting,
    };
    // The recovered draft that was resumed is stored twice now.
    let resumed = editor.resumed.take()?;
    Some(recovery.forget(&resumed))
}

/// The note was closed, and its words saved or discarded: its draft is dropped.
pub fn discard(recovery: &mut Recovery, editor: &NoteEditor) -> Vec<Effect> {
    let drop = editor.edits.map(|_| Effect::DropDraft);
    let forget = editor.resumed.as_deref().map(|id| recovery.forget(id));
    drop.into_iter().chain(forget).collect()
}

/// The draft of the note that is being written, if it was edited.
pub fn draft(model: &Model) -> Option<Draft> {
    match &model.mode {
        Mode::Note(editor) => draft_in(editor, &model.documents),
        _ => None,
    }
}

fn draft_in(editor: &NoteEditor, documents: &Documents) -> Option<Draft> {
    editor.edits?;
    let document = documents.get(editor.document)?;
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
