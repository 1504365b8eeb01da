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
    let beside = model.split.as_ref().zip(areas.of_other());
    let other = beside.and_then(|(split, areas)| {
        let (id, look) = (split.other.document, split.other.look.as_ref());
        let document = model.documents.get(id)?;
        let opened = document.opened().map(|opened| {
            let look = look.map_or_else(|| Look::of(opened), Look::clone);
            (opened, look.fitted(opened))
        });
        Some(TextView {
            id,
            document,
            opened,
            areas,
            role: PaneRole::Other,
        })
    });
    active.into_iter().chain(other).collect()
}
