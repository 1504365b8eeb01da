//! What is still to be done about an annotation.
//!
//! Must not know: where the annotations are that link to it.

use super::anchoring::AnchorState;
use super::record::Annotation;
use super::relation::RelationSet;
use super::tag::TagId;

/// Why an annotation is open. In the order of what comes first where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenReason {
    /// Two versions of it were kept.
    Conflict,
    /// Its passage is not in the document.
    Lost,
    /// Its words are others now.
    Changed,
    /// Its words stand elsewhere.
    Moved,
    /// Something contradicts it, or it something, and no verdict says which is right.
    Contradicted,
    /// It needs a source, and has none.
    Unsourced,
    /// A claim or fact that rests on nothing.
    NoEvidence,
}

impl OpenReason {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Conflict,
        Self::Lost,
        Self::Changed,
        Self::Moved,
        Self::Contradicted,
        Self::Unsourced,
        Self::NoEvidence,
    ];

    /// What `postil list --open` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Lost => "lost",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Contradicted => "contradicted",
            Self::Unsourced => "unsourced",
            Self::NoEvidence => "no-evidence",
        }
    }
}

/// What is known of an annotation besides what it says itself.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    pub state: AnchorState,
    /// Whether another version of it was kept.
    pub conflict: Option<()>,
    /// The relations of the links that lead to it.
    pub incoming: &'a [String],
}
