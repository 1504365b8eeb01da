//! The note of an annotation.

use crate::app::state::notice::Notice;
use crate::app::state::prompt::NoteEditor;
use crate::app::state::recovery::Recovery;
use crate::app::{Effect, Env, Mode, Model, TagFor};

use super::super::editing::editing;
use super::super::outcome::Outcome;
use super::super::{drafts, recovering};
use super::tagging;

/// Opens the note of the annotation under the cursor; where there is none, asks for a tag
/// first.
pub fn edit(model: &mut Model) -> Outcome {
    let opened_at = model.note_edits;
    let (document, annotation) = match tagging::current_or_ask(model, TagFor::Note) {
        Ok(current) => current,
        Err(outcome) => return outcome,
    };
    let Some(path) = model.document().map(|document| document.path.clone()) else {
        return Outcome::none();
    };
    if let Some(left) = model.recovery.note_for(&path, &annotation.id) {
        let left = left.to_owned();
        return recovering::open_note(model, &left).unwrap_or_default();
    }
    let editor = NoteEditor::new(document, annotation.id, &annotation.note, opened_at);
    model.mode = Mode::Note(Box::new(editor));
    Outcome::none()
}

pub fn save(model: &mut Model, env: &dyn Env) -> Outcome {
    let draft = drafts::draft(model);
    let Mode::Note(editor) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    let note = editor.note();
    let document = model.documents.get(editor.document);
    let set = document.and_then(|document| document.set());
    if set.is_none_or(|set| set.note(&editor.annotation).is_none()) {
        let copy = Effect::Copy(note, None);
        let Some(draft) = draft else {
            let words = "The tag was deleted elsewhere; its note was copied";
            return Outcome::problem(words).and(copy);
        };
        // Stored by itself: the draft of the next note takes the place of this one.
        let park = Effect::KeepOrphanedDraft(draft, editor.resumed);
        let words = "The tag was deleted elsewhere; its note was copied, and R recovers it, now or at the next start";
        return Outcome::problem(words).and(park).and(copy);
    }
    let mut both = false;
    let mut outcome = Outcome::none();
    if let Some(mut editing) = editing(model, editor.document, env) {
        outcome = editing.edit_note(&editor.annotation, |now| {
            let plain = |note: &str| note.trim_end().replace("\r\n", "\n");
            let now = plain(now);
            if now == note || plain(&editor.before) == note {
                return None;
            }
            // Somebody else has changed it meanwhile: nothing is overwritten unseen.
            both = now != plain(&editor.before) && !note.contains(&now);
            Some(match both {
                true => format!("{now}\n\n{note}"),
                false => note,
            })
        });
    }
    if both {
        let words = "The note was also changed elsewhere: both versions are in it";
        outcome = outcome.and(Notice::problem(words));
    }
    outcome.and(drafts::discard(&mut model.recovery, &editor))
}

pub fn cancel(mode: &mut Mode, recovery: &mut Recovery) -> Outcome {
    let Mode::Note(editor) = std::mem::take(mode) else {
        return Outcome::none();
    };
    Outcome::plain("Cancelled; note unchanged").and(drafts::discard(recovery, &editor))
}
