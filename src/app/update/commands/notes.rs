//! Writing the note of a tag, and its sources.

use crate::app::Env;
use crate::app::input::command::{Command, Pane};
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::Effect;
use crate::app::state::notice::Notice;
use crate::app::state::prompt::{Ask, NoteEditor, Prompt};
use crate::app::state::{Mode, Model};

use super::super::editing::{current, editing};
use super::super::outcome::Outcome;
use super::super::{drafts, recovering};
use super::tagging;

/// Opens the note of the tag under the cursor; where there is none, asks for the tag
/// first.
pub fn edit(model: &mut Model) -> Outcome {
    let opened_at = model.note_edits;
    let Some(document) = model.documents.open else {
        return Outcome::none();
    };
    let path = model.documents[document].path.clone();
    let tags = &model.settings.tags;
    let opened = model.documents.get_mut(document);
    let Some(opened) = opened.and_then(|document| document.opened_mut()) else {
        return Outcome::none();
    };
    let annotation = match current(opened, tags) {
        Ok(annotation) => annotation,
        // Who begins to write at once must not find her words taken for commands.
        Err(_) if opened.resizing.is_none() => {
            model.mode = Mode::TagFirst;
            return Outcome::none();
        }
        Err(notice) => return notice.into(),
    };
    // The note stays with this tag whatever else happens meanwhile.
    opened.pointed = Some(annotation.id.clone());
    if let Some(left) = model.recovery.note_for(&path, &annotation.id) {
        let left = left.to_owned();
        return recovering::open_note(model, &left);
    }
    let editor = NoteEditor::new(document, annotation.id, &annotation.note, opened_at);
    model.mode = Mode::Note(Box::new(editor));
    Outcome::none()
}

/// A key while a tag is chosen for a note: the tag's own, and the note begins.
pub fn tag_first(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    if key.code == KeyCode::Esc {
        model.mode = Mode::Reading;
        return Outcome::none();
    }
    let Some(Command::Tag(index)) = model.settings.keymap.get(Pane::Text, key) else {
        return Outcome::none();
    };
    model.mode = Mode::Reading;
    let tagged = tagging::tag(model, index, env);
    let opened = model.open_document();
    if opened.is_some_and(|opened| opened.current().is_some()) {
        return tagged.and(edit(model));
    }
    tagged
}

/// Closes the note and puts what was written into its tag.
pub fn save(model: &mut Model, env: &dyn Env) -> Outcome {
    let draft = drafts::draft(model);
    let Mode::Note(editor) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    let note = editor.note();
    let document = model.documents.get(editor.document);
    let set = document.and_then(|document| document.set());
    if !set.is_some_and(|set| set.contains(&editor.annotation)) {
        let copy = Effect::Copy(note);
        let Some(draft) = draft else {
            let words = "the tag is gone: it was deleted elsewhere; its note was copied";
            return Outcome::problem(words).and(copy);
        };
        // Apart from the next note, which has the place of this one.
        let park = Effect::KeepOrphanedDraft(draft, editor.resumed);
        let words = "the tag is gone: it was deleted elsewhere; the note was copied, and R offers it, now and at the next start";
        return Outcome::problem(words).and(park).and(copy);
    }
    let mut both = false;
    let mut outcome = Outcome::none();
    if let Some(mut editing) = editing(model, editor.document, env) {
        outcome = editing.edit(&editor.annotation, |annotation| {
            let plain = |note: &str| note.trim_end().replace("\r\n", "\n");
            let now = plain(&annotation.note);
            if now == note || plain(&editor.before) == note {
                return;
            }
            // Somebody else has written meanwhile: nothing is written over unseen.
            both = now != plain(&editor.before) && !note.contains(&now);
            annotation.note = if both {
                format!("{now}\n\n{note}")
            } else {
                note
            };
        });
    }
    if both {
        let words = "the note was changed elsewhere meanwhile: both versions are in it";
        outcome = outcome.and(Notice::problem(words));
    }
    outcome.and(drafts::closed(&mut model.recovery, &editor))
}

/// Closes the note without what was written.
pub fn cancel(model: &mut Model) -> Outcome {
    let Mode::Note(editor) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    Outcome::plain("the note is as it was").and(drafts::closed(&mut model.recovery, &editor))
}

/// Asks for a source of the tag under the cursor.
pub fn ask_source(model: &mut Model) -> Outcome {
    let Some((document, opened)) = model.documents.open.zip(model.open_document()) else {
        return Outcome::none();
    };
    match current(opened, &model.settings.tags) {
        Ok(annotation) => {
            let ask = Ask::Source(document, annotation.id);
            model.mode = Mode::Prompt(Prompt::new(ask, ""));
            Outcome::none()
        }
        Err(notice) => notice.into(),
    }
}
