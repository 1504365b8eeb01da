//! A large document that is to be indexed: its code points and lines counted, its
//! annotations placed.

use crate::text::Text;
use crate::text::segment::Structure;

use crate::app::document::DocumentId;
use crate::app::document::annotation_index::AnnotationIndex;

/// A large document that is being counted, or was.
#[derive(Debug, Clone)]
pub struct IndexProgress {
    /// The document.
    pub document: DocumentId,
    /// What was counted: the document may have another text by now.
    pub text: Text,
    /// How its sentences were told.
    pub structure: Structure,
    /// Where its annotations are, once all is counted.
    pub annotation_index: Option<AnnotationIndex>,
    /// What the reader should know of it, a sentence each, as it is found out.
    pub notices: Vec<String>,
    /// What stays in the status row about it, a word or two each.
    pub warnings: Vec<String>,
}

/// A large document that is to be counted.
#[derive(Debug, Clone)]
pub struct IndexRequest {
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// Its sentences.
    pub structure: Structure,
    /// Its annotations, with their places as far as they are known; `None` while they
    /// are still being read.
    pub annotation_index: Option<AnnotationIndex>,
}

impl PartialEq for IndexRequest {
    /// One text, one count.
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document && self.text.ptr_eq(&other.text)
    }
}
