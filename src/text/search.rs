//! Finding words in a text.

use thiserror::Error;

use super::{Text, TextRange};

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// What was typed.
    pub pattern: String,
    /// Whether it is a regular expression; else it is taken literally.
    pub regex: bool,
}

/// A query made ready.
#[derive(Debug, Clone)]
pub struct Matcher {}

/// Why a query cannot be used: one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct QueryError(pub String);

impl Matcher {
    /// Makes a query ready. Smart case: a pattern without upper case matches
    /// both; with an upper-case letter it matches as written.
    ///
    /// # Errors
    /// When the regular expression is not one.
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        let _ = query;
        Ok(Self {})
    }

    /// All matches that are not empty, in order, not overlapping, widened to
    /// grapheme cluster boundaries; at most `limit`.
    pub fn find_all(&self, text: &Text, limit: usize) -> Vec<TextRange> {
        let _ = (text, limit);
        Vec::new()
    }
}
