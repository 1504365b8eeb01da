//! Opens a document again that may have changed or gone.
//!
//! Must not know: which documents are open.

use std::path::Path;

use crate::app::{DiskChange, DocumentId, Message};
use crate::storage::{Document, DocumentPath};

use super::super::context::IoContext;
use super::super::registry::Lost;

pub(super) fn reopen(context: &IoContext, path: &DocumentPath) -> Result<Document, Lost> {
    let workspace = context.corpus.store.workspace();
    Document::open(workspace, path).map_err(|error| {
        if is_there(&workspace.documents_dir().join(path.native())) {
            Lost::Unreadable(error.why())
        } else {
            Lost::Gone
        }
    })
}

pub(super) fn lost_message(id: DocumentId, lost: Lost) -> Message {
    Message::DiskChanged(match lost {
        Lost::Gone => DiskChange::Deleted(id),
        Lost::Unreadable(why) => DiskChange::Unreadable(id, why),
    })
}

/// Whether anything stands at a path. A link that leads nowhere is not a file that is
/// gone.
pub(super) fn is_there(path: &Path) -> bool {
    path.exists() || path.is_symlink()
}
