//! The source that is asked for, and the one that is chosen.

use crate::annotation::{AnnotationId, Source};

use crate::app::document::DocumentId;

/// What the prompt for a source asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceAsk {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    /// The source that is corrected; `None` for a further one.
    pub old: Option<Source>,
    /// What is wrong with the line, once it was entered: to enter it again saves it.
    pub doubt: Option<String>,
    /// Why what was pasted is not in the line.
    pub error: Option<String>,
}

/// A source in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSource {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    pub source: Source,
}

/// What can be said of a source besides what it points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceDetail {
    Remark,
    /// The day on which it was looked at.
    Accessed,
}

/// What the prompt for a detail of a source asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDetailAsk {
    pub of: ListedSource,
    pub detail: SourceDetail,
    /// What is wrong with the words that were entered.
    pub error: Option<String>,
}
