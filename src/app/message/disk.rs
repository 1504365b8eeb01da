//! What was found to have changed on disk.
//!
//! Must not know: how it was found out.

use crate::annotation::{AnnotationSet, CommonEnds};
use crate::text::Text;
use crate::text::segment::{ParagraphMode, Structure};

use crate::app::document::annotation_index::AnnotationIndex;
use crate::app::document::{Document, DocumentId};

/// What has changed.
#[derive(Debug, Clone)]
pub enum Disk {
    /// The annotation file of an open document.
    Tags(Box<TagsOnDisk>),
    /// That file cannot be read whole any more, and why: one sentence.
    Unusable(DocumentId, String),
    /// That file was deleted.
    TagsGone(DocumentId),
    /// Documents that are not open have no annotation file; they may have had none.
    OthersWithout(Vec<DocumentId>),
    /// The text of an open document.
    Text(Box<TextOnDisk>),
    /// A document is not there any more.
    Gone(DocumentId),
    /// A document is there and cannot be read any more: why, and the way out, without
    /// its name.
    Unreadable(DocumentId, String),
    /// A document is there again, as it was.
    Back(DocumentId),
    /// A document that was not open has changed.
    Changed(DocumentId),
    /// Documents have come, numbered from this one on.
    New(DocumentId, Vec<Document>),
}

impl Disk {
    /// The document, where it is said of one that is open.
    pub fn of_open_document(&self) -> Option<DocumentId> {
        match self {
            Self::Tags(tags) => Some(tags.document),
            Self::Text(text) => Some(text.document),
            Self::Unusable(id, _) | Self::TagsGone(id) => Some(*id),
            _ => None,
        }
    }
}

/// An annotation file as it was found.
#[derive(Debug, Clone)]
pub struct TagsOnDisk {
    /// The document.
    pub document: DocumentId,
    /// The number of the look: see [`Effect::TookIn`].
    pub look: u64,
    /// What was known to be on disk before.
    pub from: AnnotationSet,
    /// What is on disk.
    pub to: AnnotationSet,
    /// Whether it is in a file that had vanished: what was made meanwhile is kept.
    pub returned: bool,
}

/// A document as it was found.
#[derive(Debug, Clone)]
pub struct TextOnDisk {
    /// The document.
    pub document: DocumentId,
    /// Its content.
    pub text: Text,
    /// The encoding it was read in, where it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Its paragraphs and sentences, told in this way.
    pub structure: (ParagraphMode, Structure),
    /// The places of the annotations that are known of it.
    pub annotation_index: AnnotationIndex,
    /// What it has in common with the text as it was.
    pub common: CommonEnds,
    /// Whether the file is as it was, and was read in another encoding.
    pub read_again: bool,
    /// What the reader should know, a sentence each.
    pub notices: Vec<String>,
    /// What is odd about it, in a word or two each.
    pub warnings: Vec<String>,
}
