//! A reference that is cited.

use crate::annotation::Source;
use crate::app::document::DocumentId;
use crate::text::TextRange;

/// A reference of a text that is cited there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedReference {
    pub document: DocumentId,
    pub label: String,
    pub place: TextRange,
}

/// A source that a tag is to have, and what it is called.
#[derive(Debug, Clone)]
pub struct CitedSource {
    pub source: Source,
    pub called: String,
}
