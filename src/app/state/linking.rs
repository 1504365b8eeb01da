//! A link that is being made: from one passage to another.

use crate::annotation::AnnotationId;
use crate::app::document::DocumentId;

/// An annotation of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkEnd {
    pub document: DocumentId,
    pub annotation: AnnotationId,
}

/// A relation in the list of them, for a link between two annotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenRelation {
    pub from: LinkEnd,
    pub to: LinkEnd,
    /// The name of the relation.
    pub relation: String,
}
