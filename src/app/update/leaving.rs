//! Leaving, also with tags that cannot be saved.

use crate::annotation::AnnotationSet;

use crate::app::document::{DocumentId, SaveState};
use crate::app::input::command::Command;
use crate::app::message::Effect;
use crate::app::message::recovery::{CopyOutcome, SaveCopy};
use crate::app::state::picker::{Leaving, Picker, PickerAction, PickerRow};
use crate::app::state::prompt::{Ask, Prompt};
use crate::app::state::{Mode, Model};

use super::outcome::Outcome;

/// Leaves, once all is saved; asks what to do where something cannot be.
pub fn quit(model: &mut Model) -> Outcome {
    match model.save_state() {
        SaveState::Saved => leave(model).into(),
        SaveState::Saving => {
            model.leaving = true;
            Outcome::plain("saving, then leaving")
        }
        SaveState::Failed(reason) => {
            ask(model, &reason);
            Outcome::none()
        }
    }
}

/// Asks what to do with what is not saved; not over what is being typed, which the
/// question would throw away. The last row says why it is not saved.
pub fn ask(model: &mut Model, reason: &str) {
    if is_typing(model) {
        return;
    }
    let mut rows = vec![
        PickerRow::new(
            "save again, and stay until it is saved",
            PickerAction::Command(Command::SaveAgain),
        ),
        PickerRow::new(
            "write the tags to another place, then quit",
            PickerAction::Leaving(Leaving::SaveCopy),
        ),
        PickerRow::new("stay", PickerAction::Stay),
    ];
    if unsaved(model).all(|(_, _, kept)| kept) {
        rows.push(PickerRow::new(
            "quit; the next start offers them again",
            PickerAction::Leaving(Leaving::Keep),
        ));
    }
    rows.push(PickerRow::new(
        "quit and lose what is not saved",
        PickerAction::Leaving(Leaving::Lose),
    ));
    let title = format!("Not everything is saved: {reason}");
    model.show_picker(Picker::new(title, rows));
}

/// Whether something is being typed that a question would throw away.
fn is_typing(model: &Model) -> bool {
    matches!(model.mode, Mode::Note(_) | Mode::Prompt(_))
}

/// The question that is shown, if it is.
fn question(model: &Model) -> Option<&Picker> {
    let picker = model.picker()?;
    let last = picker.rows.last().map(|row| &row.target);
    (last == Some(&PickerAction::Leaving(Leaving::Lose))).then_some(picker)
}

/// After a save: where the question is shown, it asks what there is to ask now. What
/// was chosen stays chosen where it is still there.
pub fn follow(model: &mut Model) -> Outcome {
    let Some(before) = question(model).cloned() else {
        return Outcome::none();
    };
    match model.save_state() {
        SaveState::Failed(reason) => {
            ask(model, &reason);
            if let Some(picker) = model.picker_mut() {
                picker.typed.clone_from(&before.typed);
                picker.narrow();
                let chosen = before.chosen_row().map(|row| &row.target);
                let rows = &picker.rows;
                let is_chosen = |at: &usize| Some(&rows[*at].target) == chosen;
                let at = picker.fitting.iter().position(is_chosen);
                picker.chosen = at.unwrap_or(0);
            }
            Outcome::none()
        }
        SaveState::Saving => Outcome::none(),
        SaveState::Saved => {
            model.mode = Mode::Reading;
            let keys = &model.settings.keymap;
            let key = keys.shown_key(model.pane, Command::Quit);
            Outcome::plain(format!("all is saved now; {key} quits"))
        }
    }
}

/// Does what was chosen.
pub fn choose(model: &mut Model, leaving: Leaving) -> Vec<Effect> {
    match leaving {
        Leaving::SaveCopy => {
            let line = default_place(model);
            ask_where(model, &line, None);
            Vec::new()
        }
        Leaving::Over(request) => vec![Effect::SaveCopy(SaveCopy {
            overwrite: true,
            ..request
        })],
        Leaving::Rename(line) => {
            ask_where(model, &line, None);
            Vec::new()
        }
        Leaving::Keep => leave(model),
        Leaving::Lose => {
            let mut effects = vec![Effect::DiscardRecovery];
            effects.extend(leave(model));
            effects
        }
    }
}

/// The line with the place for a copy was finished.
pub fn save_copy(model: &Model, line: &str) -> Effect {
    let sets = unsaved(model).map(|(id, set, _)| (id, set.clone()));
    Effect::SaveCopy(SaveCopy {
        path: line.to_owned(),
        overwrite: false,
        sets: sets.collect(),
    })
}

/// A copy of the tags was saved, or not.
pub fn copy_saved(model: &mut Model, request: SaveCopy, outcome: CopyOutcome) -> Outcome {
    match outcome {
        CopyOutcome::Done(words) => {
            // What was tagged meanwhile is not there.
            let is_there = |(id, set, _): (DocumentId, &AnnotationSet, bool)| {
                let written = request.sets.iter().find(|(other, _)| *other == id);
                written.is_some_and(|(_, written)| written == set)
            };
            if !unsaved(model).all(is_there) {
                ask(model, "there are newer tags than those that were written");
                return Outcome::none();
            }
            Outcome::from(Effect::PrintAtExit(words)).and(leave(model))
        }
        CopyOutcome::Exists(file) if is_typing(model) => {
            Outcome::problem(format!("{file} is there already: nothing was written"))
        }
        CopyOutcome::Failed(reason) if is_typing(model) => Outcome::problem(reason),
        CopyOutcome::Exists(file) => {
            let rename = PickerAction::Leaving(Leaving::Rename(request.path.clone()));
            let over = PickerAction::Leaving(Leaving::Over(request));
            let rows = vec![
                PickerRow::new("name another place", rename),
                PickerRow::new("write over it", over),
                PickerRow::new("stay", PickerAction::Stay),
            ];
            model.show_picker(Picker::new(format!("{file} is there already"), rows));
            Outcome::none()
        }
        CopyOutcome::Failed(reason) => {
            ask_where(model, &request.path, Some(reason));
            Outcome::none()
        }
    }
}

/// Leaves, keeping the place.
pub fn leave(model: &Model) -> Vec<Effect> {
    vec![Effect::Remember(model.remembered()), Effect::Quit]
}

fn ask_where(model: &mut Model, line: &str, error: Option<String>) {
    let many = unsaved(model).count() > 1;
    model.mode = Mode::Prompt(Prompt::new(Ask::SaveCopy { many, error }, line));
}

/// Where to write to when nothing else is said: a file in the user's home, named
/// after the document, or a folder where there are several.
fn default_place(model: &Model) -> String {
    let mut ids = unsaved(model).map(|(id, _, _)| id);
    match (ids.next(), ids.next()) {
        (Some(id), None) => {
            let path = &model.documents[id].path;
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("~/{name}.json")
        }
        _ => format!("~/{}-tags", model.settings.workspace),
    }
}

/// The documents with tags that are not on disk, and whether those are kept for
/// the next start.
fn unsaved(model: &Model) -> impl Iterator<Item = (DocumentId, &AnnotationSet, bool)> {
    model.documents.opened().filter_map(|(id, document)| {
        let opened = document.opened()?;
        let unsaved = opened.save != SaveState::Saved;
        unsaved.then(|| (id, opened.set(), opened.kept))
    })
}
