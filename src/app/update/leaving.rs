//! Leaving, also with annotations that cannot be saved.

use crate::annotation::AnnotationSet;
use crate::app::state::list_query::Known;
use crate::app::state::picker::{Leaving, PickerAction};
use crate::app::view::words::{end_of_path, wrap};
use crate::app::{
    Ask, Command, CopyOutcome, DocumentId, Documents, Effect, Mode, Pane, Picker, PickerRow,
    Prompt, SaveCopy, SaveState, Settings,
};
use crate::text::TextRange;

use super::outcome::{Next, Outcome};

/// The columns of the rows that say why something is not saved: a title would be cut, and
/// the smallest list on a usual screen has this room.
const REASON_COLUMNS: u16 = 54;

/// Leaves once everything is saved; asks what to do where something cannot be saved.
pub fn quit(documents: &Documents, mode: &mut Mode, is_leaving: &mut bool) -> Outcome {
    match documents.save_state() {
        SaveState::Saved => Outcome::next(Next::Leave),
        SaveState::Saving => {
            *is_leaving = true;
            Outcome::plain("Saving, then quitting")
        }
        SaveState::Failed(reason) => ask(documents, mode, &reason),
    }
}

/// Asks what to do with what is not saved, unless something is being typed: the question
/// would throw it away, and the last row says why it is not saved.
pub fn ask(documents: &Documents, mode: &mut Mode, reason: &str) -> Outcome {
    if is_typing(mode) {
        return Outcome::none();
    }
    let again = PickerAction::Command(Command::SaveAgain);
    let [copy, keep, lose] =
        [Leaving::SaveCopy, Leaving::Keep, Leaving::Lose].map(PickerAction::Leaving);
    let mut rows = vec![
        PickerRow::new("retry saving, and stay until it is saved", again),
        PickerRow::new("save the tags elsewhere, then quit", copy),
        PickerRow::new("stay", PickerAction::Stay),
        PickerRow::new("quit; the next start recovers them", keep),
        PickerRow::new("quit and lose what is not saved", lose),
    ];
    if !unsaved(documents).all(|(_, _, kept)| kept) {
        rows.retain(|row| row.target != PickerAction::Leaving(Leaving::Keep));
    }
    rows.extend(wrap(reason, REASON_COLUMNS).iter().map(|line| PickerRow {
        strong: Some(TextRange::between(0, 0)),
        ..PickerRow::new(line, PickerAction::Stay)
    }));
    mode.show_picker(Picker::new("Not everything is saved", rows));
    Outcome::none()
}

/// Whether something is being typed that a question would throw away.
fn is_typing(mode: &Mode) -> bool {
    matches!(mode, Mode::Note(_) | Mode::Prompt(_))
}

fn question(mode: &Mode) -> Option<&Picker> {
    let picker = mode.picker()?;
    let lose = PickerAction::Leaving(Leaving::Lose);
    let is_one = picker.rows.iter().any(|row| row.target == lose);
    is_one.then_some(picker)
}

/// After a save: brings the question up to date, where it is shown. The chosen row stays
/// chosen, where it is still there.
pub fn ask_again(
    documents: &Documents,
    mode: &mut Mode,
    settings: &Settings,
    pane: Pane,
) -> Outcome {
    let Some(before) = question(mode).cloned() else {
        return Outcome::none();
    };
    match documents.save_state() {
        SaveState::Failed(reason) => {
            let asked = ask(documents, mode, &reason);
            if let Some(picker) = mode.picker_mut() {
                picker.typed.clone_from(&before.typed);
                let tags = &settings.tags;
                picker.narrow(Known { documents, tags });
                let chosen = before.chosen_row().map(|row| &row.target);
                let is_chosen = |at: &usize| Some(&picker.rows[*at].target) == chosen;
                let at = picker.fitting.iter().position(is_chosen);
                picker.chosen = at.unwrap_or(0);
            }
            asked
        }
        SaveState::Saving => Outcome::none(),
        SaveState::Saved => {
            *mode = Mode::Reading;
            let key = settings.keymap.shown_key(pane, Command::Quit);
            Outcome::plain(format!("All is saved now; {key} quits"))
        }
    }
}

pub fn choose(
    documents: &Documents,
    mode: &mut Mode,
    workspace: &str,
    leaving: Leaving,
) -> Outcome {
    match leaving {
        Leaving::SaveCopy => {
            let line = default_place(documents, workspace);
            ask_where(documents, mode, &line, None)
        }
        Leaving::Over(request) => Effect::SaveCopy(SaveCopy {
            overwrite: true,
            ..request
        })
        .into(),
        Leaving::Rename(line) => ask_where(documents, mode, &line, None),
        Leaving::Keep => Outcome::next(Next::Leave),
        Leaving::Lose => Outcome::from(Effect::DiscardRecovery).and(Outcome::next(Next::Leave)),
    }
}

/// Saves a copy of what is not saved in the place that was typed.
pub fn save_copy(documents: &Documents, line: &str) -> Effect {
    let sets = unsaved(documents).map(|(id, set, _)| (id, set.clone()));
    Effect::SaveCopy(SaveCopy {
        path: line.to_owned(),
        overwrite: false,
        sets: sets.collect(),
    })
}

pub fn copy_saved(
    documents: &Documents,
    mode: &mut Mode,
    request: SaveCopy,
    outcome: CopyOutcome,
) -> Outcome {
    match outcome {
        CopyOutcome::Done(words) => {
            // What was tagged meanwhile is not in the copy.
            let is_there = |(id, set, _): (DocumentId, &AnnotationSet, bool)| {
                let written = request.sets.iter().find(|(other, _)| *other == id);
                written.is_some_and(|(_, written)| written == set)
            };
            if !unsaved(documents).all(is_there) {
                let reason = "there are newer tags than those saved";
                return ask(documents, mode, reason);
            }
            Outcome::from(Effect::PrintAtExit(words)).and(Outcome::next(Next::Leave))
        }
        CopyOutcome::Exists(file) if is_typing(mode) => {
            Outcome::problem(format!("{file} already exists: nothing was saved"))
        }
        CopyOutcome::Failed(reason) if is_typing(mode) => Outcome::problem(reason),
        CopyOutcome::Exists(file) => {
            let rename = PickerAction::Leaving(Leaving::Rename(request.path.clone()));
            let over = PickerAction::Leaving(Leaving::Over(request));
            let rows = vec![
                PickerRow::new("choose another place", rename),
                PickerRow::new("overwrite", over),
                PickerRow::new("stay", PickerAction::Stay),
            ];
            let title = format!("{} already exists", end_of_path(&file));
            mode.show_picker(Picker::new(title, rows));
            Outcome::none()
        }
        CopyOutcome::Failed(reason) => ask_where(documents, mode, &request.path, Some(reason)),
    }
}

fn ask_where(documents: &Documents, mode: &mut Mode, line: &str, error: Option<String>) -> Outcome {
    let many = unsaved(documents).count() > 1;
    *mode = Mode::Prompt(Prompt::new(Ask::SaveCopy { many, error }, line));
    Outcome::none()
}

/// Where a copy is saved by default: in a file in the home folder, named after the
/// document; of several documents, in a folder there.
fn default_place(documents: &Documents, workspace: &str) -> String {
    let mut ids = unsaved(documents).map(|(id, _, _)| id);
    match (ids.next(), ids.next()) {
        (Some(id), None) => {
            let path = &documents[id].path;
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("~/{name}.json")
        }
        _ => format!("~/{workspace}-tags"),
    }
}

/// The documents with unsaved annotations, and whether those are kept for the next
/// start.
fn unsaved(documents: &Documents) -> impl Iterator<Item = (DocumentId, &AnnotationSet, bool)> {
    documents.opened().filter_map(|(id, document)| {
        let opened = document.opened()?;
        let unsaved = opened.save != SaveState::Saved;
        unsaved.then(|| (id, opened.set(), opened.kept))
    })
}
