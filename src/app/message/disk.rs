//! What was found to have changed on disk.
//!
//! Must not know: how it was found out.

use crate::annotation::{AnnotationSet, CommonEnds};
use crate::text::Text;
use crate::text::segment::{ParagraphMode, Structure};

use crate::app::document::annotation_index::AnnotationIndex;
use crate::app::document::{Document, DocumentId};

/// A change on disk.
#[derive(Debug, Clone)]
pub enum DiskChange {
    /// The annotation file of an open document has changed.
    Annotations(Box<AnnotationsOnDisk>),
    /// The annotation file of an open document cannot be read whole any more, and why: one
    /// sentence.
    AnnotationsUnusable(DocumentId, String),
    /// The annotation file of an open document may not be written any more, and why: one
    /// sentence. It holds what was saved.
    AnnotationsProtected(DocumentId, String),
    /// The annotation file of an open document was deleted.
    AnnotationsDeleted(DocumentId),
    /// Documents that are not open have no annotation file; they may have had none before.
    OthersWithoutAnnotations(Vec<DocumentId>),
    /// The text of an open document has changed.
    Text(Box<TextOnDisk>),
    /// A document was deleted.
    Deleted(DocumentId),
    /// A document cannot be read any more: why, and what can be done, without its name.
    Unreadable(DocumentId, String),
    /// A document that was deleted or could not be read is there again.
    Restored(DocumentId),
    /// A document that is not open has changed.
    OtherChanged(DocumentId),
    /// Documents were added, numbered from this one on.
    Added(DocumentId, Vec<Document>),
}

impl DiskChange {
    /// The open document that it is about, if it is about one.
    pub(crate) fn of_open_document(&self) -> Option<DocumentId> {
        match self {
            Self::Annotations(found) => Some(found.document),
            Self::Text(text) => Some(text.document),
            Self::AnnotationsUnusable(id, _)
            | Self::AnnotationsProtected(id, _)
            | Self::AnnotationsDeleted(id) => Some(*id),
            _ => None,
        }
    }
}

/// An annotation file as it was found.
#[derive(Debug, Clone)]
pub struct AnnotationsOnDisk {
    /// The document.
    pub document: DocumentId,
    /// The number of the rescan: see `Effect::AcknowledgeRescan`.
    pub rescan: u64,
    /// What was known to be on disk before.
    pub from: AnnotationSet,
    /// What is on disk.
    pub to: AnnotationSet,
    /// Whether the file had been deleted and is back: what was made meanwhile is kept.
    pub returned: bool,
}

/// A text as it was found.
#[derive(Debug, Clone)]
pub struct TextOnDisk {
    /// The document.
    pub document: DocumentId,
    /// Its content.
    pub text: Text,
    /// The encoding it was read in, where it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// SHA-256 of its bytes, where that is known.
    pub version: Option<String>,
    /// Its paragraphs and sentences, and how the paragraphs were found.
    pub structure: (ParagraphMode, Structure),
    /// The places of the annotations that are known of it.
    pub annotation_index: AnnotationIndex,
    /// What it has in common with the text as it was.
    pub common: CommonEnds,
    /// Whether the file is unchanged and was read again in another encoding.
    pub read_again: bool,
    /// What the reader should know, a sentence each.
    pub notices: Vec<String>,
    /// What stays in the last row about it, a word or two each.
    pub warnings: Vec<String>,
}
