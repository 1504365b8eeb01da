//! The panes: which are shown, which has the keys, and what the sidebar opens.

use crate::text::segment::ParagraphMode;

use crate::app::document::DocumentId;
use crate::app::documents::tree::Row;
use crate::app::input::command::{Direction, Pane};
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::app::view::layout::{Layout, layout};

use super::super::indexing;
use super::super::outcome::Outcome;

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// What is under the sidebar's cursor.
    Here,
    /// Everything.
    All,
}

/// Gives the keys to the next or previous pane.
pub fn step(pane: &mut Pane, direction: Direction) -> Outcome {
    let count = Pane::ALL.len();
    let at = Pane::ALL.iter().position(|other| other == pane);
    let by = match direction {
        Direction::Forward => 1,
        Direction::Backward => count - 1,
    };
    *pane = Pane::ALL[(at.unwrap_or(0) + by) % count];
    Outcome::none()
}

/// Folds a pane that is shown, shows one that is folded.
pub fn toggle(model: &mut Model, pane: Pane) -> Outcome {
    let is_there = |areas: &Layout| match pane {
        Pane::Documents => areas.documents.is_some(),
        _ => areas.annotations.is_some(),
    };
    let seen = is_there(&layout(model));
    let shown = match pane {
        Pane::Documents => &mut model.shown.documents,
        _ => &mut model.shown.annotations,
    };
    *shown = Some(!seen);
    if seen && model.pane == pane {
        model.pane = Pane::Text;
    }
    // Where it does not fit beside the text, it has to have the keys to be seen.
    if !seen && !is_there(&layout(model)) {
        model.pane = pane;
    }
    Outcome::none()
}

/// Opens the next or previous document by name.
pub fn by_document(model: &mut Model, direction: Direction) -> Outcome {
    let open = model.documents.open;
    match open.and_then(|id| model.documents.neighbour(id, direction)) {
        Some(there) => model.open(there).into(),
        None => Outcome::plain(match direction {
            Direction::Forward => "this is the last document",
            Direction::Backward => "this is the first document",
        }),
    }
}

/// Opens the document under the sidebar's cursor; folds the folder there, or unfolds it.
pub fn open_row(model: &mut Model) -> Outcome {
    match model.documents.row_here() {
        Some(Row::Document { id, .. }) => {
            model.pane = Pane::Text;
            model.open(id).into()
        }
        Some(Row::Folder(number)) => {
            let Some(folder) = model.documents.folder(number).cloned() else {
                return Outcome::none();
            };
            model.documents.toggle_folder(&folder.path);
            Effect::Remember(model.remembered()).into()
        }
        None => Outcome::none(),
    }
}

/// Folds folders of the sidebar.
pub fn fold(model: &mut Model, fold: Fold) -> Outcome {
    let folded = match fold {
        Fold::All => model.documents.fold_all(),
        Fold::Here => model.documents.fold_here(),
    };
    if folded {
        Effect::Remember(model.remembered()).into()
    } else {
        Outcome::plain("there is no folder here to fold")
    }
}

/// Tells paragraphs in the next way.
pub fn next_paragraph_mode(model: &mut Model) -> Outcome {
    let (mode, words) = match model.settings.paragraphs {
        ParagraphMode::Auto => (ParagraphMode::Lines, "paragraphs: every line is one"),
        ParagraphMode::Lines => (
            ParagraphMode::Wrapped,
            "paragraphs: they run to the blank line",
        ),
        ParagraphMode::Wrapped => (ParagraphMode::Auto, "paragraphs: as the document looks"),
    };
    model.settings.paragraphs = mode;
    for document in model.documents.opened_mut() {
        if let Some(opened) = document.opened_mut() {
            opened.set_paragraphs(mode, &model.settings.language);
        }
    }
    let opened = model.documents.opened().map(|(id, _)| id);
    let opened: Vec<DocumentId> = opened.collect();
    let begin = |id| indexing::begin(&mut model.documents, id);
    let effects: Vec<Effect> = opened.into_iter().filter_map(begin).collect();
    Outcome::plain(words).and(effects)
}
