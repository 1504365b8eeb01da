//! The annotations of a document that was shown before they were read.

use crate::annotation::AnnotationSet;
use crate::text::Text;
use crate::text::segment::Structure;

use crate::app::document::annotation_index::AnnotationIndex;
use crate::session::Access;

/// What was heard of the tags of a document that was shown without them.
#[derive(Debug, Clone)]
pub enum DeferredNews {
    /// So many bytes of the annotation file have been read, of so many.
    Read(u64, u64),
    /// All of it.
    Annotations(Box<DeferredAnnotations>),
}

/// The tags of a document that was shown without them.
#[derive(Debug, Clone)]
pub struct DeferredAnnotations {
    /// The text in which they were found: the document may have another by now.
    pub text: Text,
    /// How its sentences were told.
    pub structure: Structure,
    /// The tags.
    pub set: AnnotationSet,
    /// Where they are.
    pub annotation_index: AnnotationIndex,
    /// Whether they may be written.
    pub access: Access,
    /// What the reader should know about the file, a sentence each.
    pub notices: Vec<String>,
}
