//! Passages to be found again, and where they were found.
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
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// The annotations whose passages are looked for.
    pub annotations: Vec<Arc<Annotation>>,
}

impl PartialEq for ReanchorRequest {
    /// Requests are known by their numbers.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Passages that were looked for: some of a request, or the last of them.
#[derive(Debug, Clone)]
pub struct ReanchorResult {
    /// The number of the request.
    pub number: u64,
    /// The document.
    pub document: DocumentId,
    /// Where they are.
    pub found: Vec<FoundAnchor>,
}
