//! Indexing a large document: counting its code points and lines, finding its annotations.

use crate::text::Text;
use crate::text::segment::Structure;

use crate::app::document::DocumentId;
use crate::app::document::annotation_index::AnnotationIndex;

/// How far a large document has been indexed.
#[derive(Debug, Clone)]
pub struct IndexProgress {
    /// The document.
    pub document: DocumentId,
    /// The text that is counted: the document may have another one by now.
    pub text: Text,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// Where its annotations are, once all of it is counted.
    pub annotation_index: Option<AnnotationIndex>,
    /// What the reader should know of it, a sentence each, as it is found.
    pub notices: Vec<String>,
    /// What stays in the last row about it, a word or two each.
    pub warnings: Vec<String>,
}

/// A request to index a large document.
#[derive(Debug, Clone)]
pub struct IndexRequest {
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// Its annotations with their places, as far as these are known; `None` while the
    /// annotations are still being read.
    pub annotation_index: Option<AnnotationIndex>,
}

impl PartialEq for IndexRequest {
    /// Whether the two index one text: it is indexed in one way only.
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document && self.text.ptr_eq(&other.text)
    }
}
