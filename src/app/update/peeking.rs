//! Looking at the references that are cited here, without leaving.
//!
//! What is pressed and seen: `i` shows the words of what the current sentence, or the passage
//! of the tag under the cursor, cites. Enter goes to the reference, from which `<` comes back;
//! `s` makes it a source of the tag; Esc goes on reading.
//!
//! Must not know: how references are found.

use crate::annotation::{Source, SourceTarget};
use crate::app::state::cited::CitedReference;
use crate::app::view::cited::{cited, picker};
use crate::app::{Command, Env, Key, KeyCode, Model};

use super::editing::{current_own_first, editing, read_only};
use super::outcome::Outcome;

/// Shows what is cited here.
pub fn show(model: &mut Model) -> Outcome {
    let Some((document, opened)) = model.documents.open.zip(model.open_document()) else {
        return Outcome::none();
    };
    if opened.known_references().is_none() {
        return Outcome::plain("The references of this text are still being read");
    }
    let tagged = opened.current().and_then(|tag| opened.place_of(&tag.id));
    let passage = tagged.map_or_else(|| opened.cursor.range(), |placed| placed.range);
    let all = cited(opened, passage);
    if all.is_empty() {
        return Outcome::plain("This sentence cites no reference");
    }
    model.mode.show_picker(picker(document, &all));
    Outcome::none()
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
        's' => {
            let chosen = picker.chosen_row()?.target.reference()?.clone();
            model.closed.push(model.mode.take_picker()?);
            return Some(make_source(model, &chosen, env));
        }
        // The key that has opened it.
        'i' => model.closed.push(model.mode.take_picker()?),
        _ => return None,
    }
    Some(Outcome::none())
}

fn make_source(model: &mut Model, chosen: &CitedReference, env: &dyn Env) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let tags = &model.settings.tags;
    let annotator = model.annotator.as_deref().unwrap_or_default();
    let opened = model.documents.open_document_mut();
    let Some(Ok(annotation)) = opened.map(|opened| current_own_first(opened, tags, annotator))
    else {
        return Outcome::plain("There is no tag here to give a source to");
    };
    let source = Source::new(SourceTarget::Reference(chosen.label.clone()));
    if annotation
        .sources
        .iter()
        .any(|one| one.target == source.target)
    {
        return Outcome::plain(format!(
            "[{}] is a source of this tag already",
            chosen.label
        ));
    }
    let Some(mut editing) = editing(model, chosen.document, env) else {
        return Outcome::none();
    };
    let undo = editing.key(Command::Undo);
    let edited = editing.edit(&annotation.id, |annotation| annotation.sources.push(source));
    Outcome::plain(format!("Source: [{}]; {undo} undoes", chosen.label)).and(edited)
}
