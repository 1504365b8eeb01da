//! The panes: which are shown, which has the keys, and what the sidebar opens.

use crate::app::input::command::Direction;
use crate::app::{
    Document, DocumentId, Documents, Effect, Layout, Model, Pane, Row, Settings, layout,
};
use crate::text::segment::ParagraphMode;

use super::super::indexing;
use super::super::outcome::{Next, Outcome};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// The one under the sidebar's cursor, or around it.
    Here,
    /// All of them; where all are folded, unfolds them.
    All,
}

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

pub fn by_document(documents: &Documents, direction: Direction) -> Outcome {
    let open = documents.open;
    match open.and_then(|id| documents.neighbour(id, direction)) {
        Some(there) => Outcome::next(Next::Open(there, None)),
        None => Outcome::plain(match direction {
            Direction::Forward => "This is the last document",
            Direction::Backward => "This is the first document",
        }),
    }
}

pub fn open_row(documents: &mut Documents, pane: &mut Pane) -> Outcome {
    match documents.row_here() {
        Some(Row::Document { id, .. }) => {
            *pane = Pane::Text;
            Outcome::next(Next::Open(id, None))
        }
        Some(Row::Folder(number)) => {
            let Some(folder) = documents.folder(number).cloned() else {
                return Outcome::none();
            };
            documents.toggle_folder(&folder.path);
            Outcome::next(Next::Remember)
        }
        None => Outcome::none(),
    }
}

pub fn fold(documents: &mut Documents, fold: Fold) -> Outcome {
    let folded = match fold {
        Fold::All => documents.fold_all(),
        Fold::Here => documents.fold_here(),
    };
    if folded {
        Outcome::next(Next::Remember)
    } else {
        Outcome::plain("No folder to fold here")
    }
}

/// Recognises paragraphs in the next of the three ways.
pub fn next_paragraph_mode(settings: &mut Settings, documents: &mut Documents) -> Outcome {
    let (mode, words) = match settings.paragraphs {
        ParagraphMode::Auto => (ParagraphMode::Lines, "one per line"),
        ParagraphMode::Lines => (ParagraphMode::Wrapped, "until a blank line"),
        ParagraphMode::Wrapped => (ParagraphMode::Auto, "automatic"),
    };
    settings.paragraphs = mode;
    for opened in documents.opened_mut().filter_map(Document::opened_mut) {
        opened.set_paragraphs(mode, &settings.language);
    }
    let ids: Vec<DocumentId> = documents.opened().map(|(id, _)| id).collect();
    let begin = |id| indexing::begin(documents, id);
    let effects: Vec<Effect> = ids.into_iter().filter_map(begin).collect();
    Outcome::plain(format!("Paragraphs: {words}")).and(effects)
}
