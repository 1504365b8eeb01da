//! Words for the notices about changes on disk.

use crate::app::state::notice::Notice;
use crate::app::{DocumentId, Documents};

pub fn is_or_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Names the document, unless it is the open one.
pub fn of_document(documents: &Documents, id: DocumentId, words: String) -> String {
    let is_open = documents.open == Some(id);
    match documents.get(id).filter(|_| !is_open) {
        Some(other) => format!("{}: {words}", other.path),
        None => words,
    }
}

pub fn quietly(documents: &Documents, id: DocumentId, words: String) -> Notice {
    Notice::quiet(of_document(documents, id, words))
}
