//! The annotations of a document that was shown before they were read.

use crate::annotation::AnnotationSet;
use crate::text::Text;
use crate::text::segment::Structure;

use crate::app::document::annotation_index::AnnotationIndex;
use crate::session::Access;

/// How far the annotations of a document that was shown without them have been read.
#[derive(Debug, Clone)]
pub enum DeferredProgress {
    /// So many bytes of the annotation file, of so many.
    Bytes(u64, u64),
    /// All of it.
    Done(Box<DeferredAnnotations>),
}

/// The annotations of a document that was shown without them.
#[derive(Debug, Clone)]
pub struct DeferredAnnotations {
    /// The text in which they were found: the document may have another one by now.
    pub text: Text,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// The annotations.
    pub set: AnnotationSet,
    /// Where they are.
    pub annotation_index: AnnotationIndex,
    /// Whether they may be written.
    pub access: Access,
    /// What the reader should know about the file, a sentence each.
    pub notices: Vec<String>,
}
