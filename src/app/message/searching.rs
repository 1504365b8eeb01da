//! Searching: what is searched for, and what was found.
//!
//! Must not know: who searches.

use crate::text::search::Query;
use crate::text::{Text, TextRange};

use crate::app::document::DocumentId;

/// A match of a search over all documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceMatch {
    /// Where it is.
    pub range: TextRange,
    /// The words around it, on one line.
    pub context: String,
    /// Where it stands in `context`, in bytes.
    pub within: TextRange,
}

/// What a search has found in a document since it last said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMatches {
    /// The number of the search.
    pub search: u64,
    /// The document.
    pub document: DocumentId,
    /// The stretches that were searched, each with the matches that begin in it.
    pub stretches: Vec<(TextRange, Vec<TextRange>)>,
    /// Whether the search is over.
    pub done: bool,
}

/// What a search has found in all documents since it last said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceMatches {
    /// The matches, in the order of the documents.
    pub matches: Vec<(DocumentId, Vec<WorkspaceMatch>)>,
    /// How many of a hundred documents have been searched.
    pub percent: usize,
}

/// A request to search a document beyond what has been searched already.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The number of the search: a later one replaces an earlier one.
    pub search: u64,
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// What for.
    pub query: Query,
    /// The stretch that has been searched already.
    pub known: TextRange,
    /// Whether what stands behind it comes first; else what stands before it, the
    /// nearest first.
    pub forward: bool,
    /// How many more matches are wanted, at most.
    pub room: usize,
}

impl PartialEq for SearchRequest {
    /// Whether the two are one search: each has its own number.
    fn eq(&self, other: &Self) -> bool {
        self.search == other.search
    }
}
