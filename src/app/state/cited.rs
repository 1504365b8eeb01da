//! A reference that is cited.

use crate::app::document::DocumentId;
use crate::text::TextRange;

/// A reference of a text that is cited there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedReference {
    pub document: DocumentId,
    pub label: String,
    pub place: TextRange,
}
