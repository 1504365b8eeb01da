//! A link that is being made: from one passage to another.

use crate::annotation::{AnnotationId, PassageRef};
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

/// A link in a list, seen from either of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLink {
    /// The tag that has it.
    pub from: LinkEnd,
    /// Its other end as that tag says it.
    pub to: PassageRef,
    /// Its relation; `None` where `to` is the source of the tag.
    pub relation: Option<String>,
    /// The end that is shown here, where it is there.
    pub shown: Option<LinkEnd>,
}
