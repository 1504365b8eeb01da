//! What was kept of an earlier time: tags that were not saved, notes that were
//! not finished.
//!
//! Must not know: where it is kept.

use crate::annotation::{AnnotationId, AnnotationSet};

use crate::app::document::DocumentId;

/// Something that an earlier reader left.
#[derive(Debug, Clone, PartialEq)]
pub struct RecoveredItem {
    /// What it is called when it is to be forgotten.
    pub id: String,
    /// What it is.
    pub what: Recovered,
}

/// What was left.
#[derive(Debug, Clone, PartialEq)]
pub enum Recovered {
    /// Tags that were not saved.
    Tags {
        /// The document.
        document: DocumentId,
        /// What the tags descend from.
        base: AnnotationSet,
        /// All tags of the document.
        ours: AnnotationSet,
    },
    /// A note that was being written.
    Note(Draft),
    /// Something that cannot be used, and why: one sentence.
    Unusable(String),
}

/// A note that is being written, as it is kept in case the program ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The path of the document.
    pub document: String,
    /// The annotation.
    pub annotation: AnnotationId,
    /// Its passage.
    pub quote: String,
    /// The note as it was before.
    pub before: String,
    /// What was typed so far.
    pub note: String,
}

/// Whether the words of a note are kept in case the program ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DraftState {
    /// Nothing was typed.
    #[default]
    Untouched,
    /// The last words are not yet.
    Waiting,
    /// They are.
    Kept,
    /// They cannot be, and why.
    Failed(String),
}

/// Tags that are being put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRestore {
    /// What is to be forgotten once they are saved.
    pub id: String,
    /// The document.
    pub document: DocumentId,
    /// The change that has to be saved; `None` while the document is being read.
    pub revision: Option<u64>,
}

/// Annotation files to be written to another place than their own.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveCopy {
    /// A file, or a folder where there are several; as it was typed.
    pub path: String,
    /// Whether files that are there may be written over.
    pub overwrite: bool,
    /// The tags of the documents.
    pub sets: Vec<(DocumentId, AnnotationSet)>,
}

/// What came of writing elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum CopyOutcome {
    /// It is done: one sentence that says where.
    Done(String),
    /// There is a file of that name already; nothing was written.
    Exists(String),
    /// It failed, and why: one sentence.
    Failed(String),
}
