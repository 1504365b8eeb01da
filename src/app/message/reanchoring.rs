//! Re-anchoring: passages to be found again, and where they were found.
//!
//! Must not know: who asks, and who looks for them.

use std::sync::Arc;

use crate::annotation::Annotation;
use crate::text::Text;

use crate::app::document::DocumentId;
use crate::app::document::annotation_index::FoundAnchor;

/// A request to find passages that are not where they were marked.
#[derive(Debug, Clone)]
pub struct ReanchorRequest {
    /// Its number: a later one replaces an earlier one.
    pub number: u64,
    pub document: DocumentId,
    pub text: Text,
    pub annotations: Vec<Arc<Annotation>>,
}

impl PartialEq for ReanchorRequest {
    /// Whether the two are one request: each has its own number.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// The anchors of some of the annotations of a request.
#[derive(Debug, Clone)]
pub struct ReanchorResult {
    /// The number of the request.
    pub number: u64,
    /// The document.
    pub document: DocumentId,
    /// The annotations with their anchors.
    pub found: Vec<FoundAnchor>,
}
