//! The words that tell how saving stands. They say that all is saved only when it is on disk.
//!
//! Must not know: where they are drawn, how a save works.

use ratatui::style::Style;

use super::theme::Theme;
use crate::app::{Access, DraftState, Mode, Model, SaveState};

/// How saving stands, with a blank behind it; empty where there is nothing to say yet.
pub(super) fn words(model: &Model, theme: &Theme) -> (String, Style) {
    if let Some(Access::ReadOnly(_)) = model.open_document().map(|document| &document.access) {
        return ("read-only ".to_owned(), theme.problem);
    }
    let state = model.documents.save_state();
    if let (Mode::Note(editor), SaveState::Saved | SaveState::Saving) = (&model.mode, &state) {
        match editor.draft {
            DraftState::Untouched => {}
            DraftState::Waiting => return ("unsaved ".to_owned(), theme.dim),
            DraftState::Kept => return ("draft saved ".to_owned(), theme.good),
            DraftState::Failed(_) => return ("NOT SAVED ".to_owned(), theme.problem),
        }
    }
    match state {
        // A key that waits has not done its change yet.
        SaveState::Saved if !model.queue.is_empty() => ("waiting … ".to_owned(), theme.dim),
        SaveState::Saved
            if model
                .open_document()
                .is_none_or(|opened| !opened.has_annotations()) =>
        {
            (String::new(), theme.dim)
        }
        SaveState::Saved => ("saved ".to_owned(), theme.good),
        SaveState::Saving => ("saving … ".to_owned(), theme.dim),
        SaveState::Failed(_) => ("NOT SAVED ".to_owned(), theme.problem),
    }
}
