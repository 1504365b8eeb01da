//! Leaving, also with tags that cannot be saved; stopping for the shell.

use crate::annotation::AnnotationSet;
use crate::app::document::{DocumentId, SaveState};
use crate::app::input::command::Command;
use crate::app::message::Effect;
use crate::app::message::recovery::{CopyOutcome, SaveCopy};
use crate::app::state::picker::{Leaving, Overlay, Picker, PickerAction, PickerRow};
use crate::app::state::prompt::{Ask, Prompt};
use crate::app::state::{Mode, Model};

use crate::app::update::commands::recovery;

/// Runs a command of this family.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Suspend => vec![Effect::Suspend],
        Command::Recover => {
            recovery::show(model);
            Vec::new()
        }
        _ => quit(model),
    }
}

fn quit(model: &mut Model) -> Vec<Effect> {
    match model.save_state() {
        SaveState::Saved => leave(model),
        SaveState::Saving => {
            model.leaving = true;
            model.notify_info("saving, then leaving");
            Vec::new()
        }
        SaveState::Failed(reason) => {
            ask(model, &reason);
            Vec::new()
        }
    }
}

/// Asks what to do with what is not saved; not over what is being typed, which the
/// question would throw away. The last row says why it is not saved.
pub fn ask(model: &mut Model, reason: &str) {
    if matches!(model.mode, Mode::Note(_) | Mode::Prompt(_)) {
        return;
    }
    let mut rows = vec![
        row(
            "save again, and stay until it is saved",
            PickerAction::Command(Command::SaveAgain),
        ),
        row(
            "write the tags to another place, then quit",
            PickerAction::Leaving(Leaving::SaveCopy),
        ),
        row("stay", PickerAction::Stay),
    ];
    if unsaved(model).all(|(_, _, kept)| kept) {
        rows.push(row(
            "quit; the next start offers them again",
            PickerAction::Leaving(Leaving::Keep),
        ));
    }
    rows.push(row(
        "quit and lose what is not saved",
        PickerAction::Leaving(Leaving::Lose),
    ));
    let title = format!("Not everything is saved: {reason}");
    model.mode = Mode::Overlay(Overlay::Picker(Picker::new(title, rows)));
}

/// The question that is shown, if it is.
fn question(model: &Model) -> Option<&Picker> {
    let Mode::Overlay(Overlay::Picker(list)) = &model.mode else {
        return None;
    };
    let last = list.rows.last().map(|it| &it.target);
    (last == Some(&PickerAction::Leaving(Leaving::Lose))).then_some(list)
}

/// After a save: where the question is shown, it asks what there is to ask now. What
/// was chosen stays chosen where it is still there.
pub fn follow(model: &mut Model) {
    let Some(before) = question(model).cloned() else {
        return;
    };
    match model.save_state() {
        SaveState::Failed(reason) => {
            ask(model, &reason);
            if let Mode::Overlay(Overlay::Picker(list)) = &mut model.mode {
                list.typed.clone_from(&before.typed);
                list.narrow();
                let chosen = before.chosen_row().map(|it| &it.target);
                let is_it = |at: &usize| Some(&list.rows[*at].target) == chosen;
                list.chosen = list.fitting.iter().position(is_it).unwrap_or(0);
            }
        }
        SaveState::Saving => {}
        SaveState::Saved => {
            model.mode = Mode::Reading;
            let context = model.pane;
            let key = model.settings.keymap.shown_key(context, Command::Quit);
            model.notify_info(format!("all is saved now; {key} quits"));
        }
    }
}

/// Does what was chosen.
pub fn choose(model: &mut Model, leaving: Leaving) -> Vec<Effect> {
    match leaving {
        Leaving::SaveCopy => {
            let line = place(model);
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

/// The line with the place was finished.
pub fn write_elsewhere(model: &Model, line: &str) -> Vec<Effect> {
    let sets = unsaved(model).map(|(id, set, _)| (id, set.clone()));
    vec![Effect::SaveCopy(SaveCopy {
        path: line.to_owned(),
        overwrite: false,
        sets: sets.collect(),
    })]
}

/// The tags were written elsewhere, or not.
pub fn written(model: &mut Model, request: SaveCopy, written: CopyOutcome) -> Vec<Effect> {
    match written {
        CopyOutcome::Done(words) => {
            // What was tagged meanwhile is not there.
            let is_there = |(id, set, _): (DocumentId, &AnnotationSet, bool)| {
                let written = request.sets.iter().find(|it| it.0 == id);
                written.is_some_and(|it| it.1 == *set)
            };
            if !unsaved(model).all(is_there) {
                ask(model, "there are newer tags than those that were written");
                return Vec::new();
            }
            let mut effects = vec![Effect::TellAtEnd(words)];
            effects.extend(leave(model));
            effects
        }
        CopyOutcome::Exists(file) => {
            let rename = PickerAction::Leaving(Leaving::Rename(request.path.clone()));
            let rows = vec![
                row("name another place", rename),
                row(
                    "write over it",
                    PickerAction::Leaving(Leaving::Over(request)),
                ),
                row("stay", PickerAction::Stay),
            ];
            let title = format!("{file} is there already");
            model.mode = Mode::Overlay(Overlay::Picker(Picker::new(title, rows)));
            Vec::new()
        }
        CopyOutcome::Failed(reason) => {
            ask_where(model, &request.path, Some(reason));
            Vec::new()
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
fn place(model: &Model) -> String {
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
        let loaded = document.opened()?;
        let unsaved = loaded.save != SaveState::Saved;
        unsaved.then(|| (id, loaded.set(), loaded.kept))
    })
}

pub(super) fn row(text: &str, target: PickerAction) -> PickerRow {
    PickerRow {
        mark: String::new(),
        tag: None,
        text: text.to_owned(),
        strong: None,
        detail: String::new(),
        target,
    }
}
