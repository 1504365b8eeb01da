//! What was kept of an earlier time: tags that were not saved, notes that were
//! not finished.
//!
//! Must not know: where it is kept.

use crate::annotation::AnnotationSet;
use crate::app::document::DocumentId;
use crate::session;

/// Something that an earlier session left, with its document's number.
pub type RecoveredItem = session::RecoveredItem<DocumentId>;
/// What was left.
pub type Recovered = session::Recovered<DocumentId>;

/// Whether the words of a note are kept in case the program ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DraftState {
    /// Nothing was typed.
    #[default]
    Untouched,
    /// The last words are not kept yet.
    Waiting,
    /// All words are kept.
    Kept,
    /// The words cannot be kept, and why.
    Failed(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRestore {
    /// The id of the item to forget once they are saved.
    pub id: String,
    pub document: DocumentId,
    /// The change that has to be saved; `None` while the document is being read.
    pub revision: Option<u64>,
}

/// A request to save a copy of annotations in another place than their own.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveCopy {
    /// A file, or a folder where there are several; as it was typed.
    pub path: String,
    /// Whether existing files may be written over.
    pub overwrite: bool,
    /// The annotations of the documents.
    pub sets: Vec<(DocumentId, AnnotationSet)>,
}

/// Whether a copy was saved.
#[derive(Debug, Clone, PartialEq)]
pub enum CopyOutcome {
    /// It was saved: one sentence that says where.
    Done(String),
    /// There is a file of this name already; nothing was written.
    Exists(String),
    /// It failed, and why: one sentence.
    Failed(String),
}
