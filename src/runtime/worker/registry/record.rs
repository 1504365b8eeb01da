//! What is known of one document.
//!
//! Must not know: other documents.

use crate::app::{DiskChange, DocumentId, KnownAnnotations, Message};
use crate::storage::{Document, DocumentPath, FileStamp, MergeBase};

/// What is known of one document. What few documents have stands apart: there may be a
/// hundred thousand.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) path: DocumentPath,
    /// How its files stood when its summary was last made.
    pub(super) summarised: Option<Box<FileStamps>>,
    /// How its annotation file stood when the reader was last told what is in it;
    /// `None` where it was told nothing, or that there is no file.
    pub(super) annotations: Option<Box<FileStamp>>,
    /// Why it cannot be read any more, as the reader was told.
    pub(super) lost: Option<Box<Lost>>,
    /// What its saves need, once it has been opened.
    pub(super) open: Option<Box<Opened>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FileStamps {
    pub(crate) document: Option<FileStamp>,
    pub(crate) annotations: Option<FileStamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lost {
    Gone,
    /// It is there; why, and the way out, without its name.
    Unreadable(String),
}

/// What the saves of an open document need.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    /// The document that was annotated, as the reader has it, whatever has become of
    /// it on disk.
    pub(crate) document: Document,
    /// `None` while its annotations are still to be read: nothing is saved until then,
    /// and what is on disk by then is what they are.
    pub(crate) annotations: Option<OpenedAnnotations>,
}

#[derive(Debug, Clone)]
pub(crate) struct OpenedAnnotations {
    pub(crate) merge_base: MergeBase,
    /// The version of the document that their file named when it was read.
    pub(crate) named: String,
    /// Why their file cannot be written over, as the reader was told.
    pub(crate) read_only: Option<String>,
}

/// An annotation file that was read for the counts of a document.
#[derive(Debug)]
pub(crate) struct AnnotationsRead {
    pub(crate) document: DocumentId,
    /// What was known of the file before it was read.
    pub(crate) before: Option<FileStamp>,
    /// How it stood when it was read; `None` where there is none.
    pub(crate) now: Option<FileStamp>,
    pub(crate) content: Box<KnownAnnotations>,
}

impl Lost {
    pub(crate) fn message(self, id: DocumentId) -> Message {
        Message::DiskChanged(match self {
            Self::Gone => DiskChange::Deleted(id),
            Self::Unreadable(why) => DiskChange::Unreadable(id, why),
        })
    }
}

impl Record {
    pub(super) fn new(path: DocumentPath) -> Self {
        Self {
            path,
            summarised: None,
            annotations: None,
            lost: None,
            open: None,
        }
    }
}
