//! What the other documents say like a sentence: what was asked, and what was found.
//!
//! Must not know: how sentences are compared.

use crate::annotation::{AnnotationId, TagId};
use crate::app::document::DocumentId;
use crate::app::message::background::SimilarSentence;
use crate::text::TextRange;

use super::linking::LinkEnd;

/// A question for what other documents say like a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedElsewhere {
    /// The number of the request.
    pub number: u64,
    pub document: DocumentId,
    pub passage: TextRange,
    pub words: String,
}

/// What is asked, and what was found last.
#[derive(Debug, Clone, Default)]
pub struct SaidElsewhere {
    /// The number of the last request.
    pub count: u64,
    /// What was asked last, with the answer once it is there.
    pub asked: Option<(AskedElsewhere, Option<Vec<SimilarSentence>>)>,
    /// Whether nothing was pressed since, so that a list comes unasked for by nobody.
    pub is_waited_for: bool,
    /// A link that is made once the passage has a tag.
    pub pending: Option<PendingLink>,
}

/// A link that waits for its first end.
#[derive(Debug, Clone)]
pub struct PendingLink {
    pub to: FoundElsewhere,
    /// The name of the relation.
    pub relation: String,
    pub first: FirstEnd,
}

/// What a link begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstEnd {
    /// A tag that was there.
    Known,
    /// A sentence that is tagged for it.
    Tagged,
}

/// A row of the list: a sentence of another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundElsewhere {
    pub document: DocumentId,
    pub range: TextRange,
    /// Its words as they stand there.
    pub words: String,
}

/// A link from a tag to a sentence of another document, which may have no tag yet.
#[derive(Debug, Clone)]
pub struct LinkingElsewhere {
    pub from: LinkEnd,
    pub first: FirstEnd,
    /// The name of the relation.
    pub relation: String,
    pub to: FoundElsewhere,
    /// The path of its document.
    pub path: String,
    /// What the sentence is tagged as, where it has no tag.
    pub tag: TagId,
    /// The other end, once it is known.
    pub end: Option<AnnotationId>,
    /// Whether the sentence was tagged for it.
    pub was_tagged: bool,
}
