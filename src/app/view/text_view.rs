//! The panes of text: which document each shows, how it is looked at, and where.
//!
//! Must not know: how text is drawn.

use crate::app::document::Look;
use crate::app::{Document, DocumentId, Layout, Model, OpenDocument};

/// A document as a pane of text shows it.
#[derive(Debug)]
pub(crate) struct TextView<'a> {
    pub id: DocumentId,
    pub document: &'a Document,
    /// Its content and how that is looked at, once it is read.
    pub opened: Option<(&'a OpenDocument, Look)>,
    /// The areas of the screen, with those of this pane for the text.
    pub areas: Layout,
    pub role: PaneRole,
}

/// Whether a pane of text has the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaneRole {
    /// What commands act on.
    Active,
    /// The other one of two.
    Other,
}

/// The panes of text, the one with the cursor first.
pub(crate) fn text_views<'a>(model: &'a Model, areas: &Layout) -> Vec<TextView<'a>> {
    let open = model.documents.open.zip(model.document());
    let active = open.map(|(id, document)| TextView {
        id,
        document,
        opened: document.opened().map(|opened| (opened, Look::of(opened))),
        areas: *areas,
        role: PaneRole::Active,
    });
    active.into_iter().collect()
}
