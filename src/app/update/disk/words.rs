//! How what has changed on disk is said.

use crate::app::document::DocumentId;
use crate::app::documents::Documents;
use crate::app::state::notice::Notice;

/// `its` or `their`, of so many.
pub fn its_or_their(count: usize) -> &'static str {
    if count == 1 { "its" } else { "their" }
}

/// Which document something is said of, where that is another one than is open.
pub fn of_document(documents: &Documents, id: DocumentId, words: String) -> String {
    let is_open = documents.open == Some(id);
    match documents.get(id).filter(|_| !is_open) {
        Some(other) => format!("{}: {words}", other.path),
        None => words,
    }
}

/// Says something quietly of a document.
pub fn quietly(documents: &Documents, id: DocumentId, words: String) -> Notice {
    Notice::quiet(of_document(documents, id, words))
}
