//! A query, compiled.
//!
//! Must not know: the text that is searched.

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

use super::pattern::{literal_pattern, regex_has_upper};
use crate::text::visible::visible;

/// The most memory, in bytes, that a compiled query may take: some hundred times what a
/// long one needs, and far less than `\w{1000}{1000}`.
const SIZE_LIMIT: usize = 4 * 1024 * 1024;

/// What somebody searches for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// What was typed.
    pub pattern: String,
    /// Whether it is a regular expression; else it is literal.
    pub regex: bool,
}

/// Why a query cannot be used: one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct QueryError(pub String);

/// A compiled query. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Matcher {
    /// `None` for the empty query, which matches nothing.
    pub(super) regex: Option<Regex>,
}

impl Matcher {
    /// Compiles a query. Smart case: a pattern without an upper-case letter matches both
    /// cases.
    ///
    /// In a regular expression `^` and `$` match at line ends.
    ///
    /// # Errors
    /// When the regular expression is invalid or takes too much memory.
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        if query.pattern.is_empty() {
            return Ok(Self { regex: None });
        }
        let (pattern, has_upper) = if query.regex {
            (query.pattern.clone(), regex_has_upper(&query.pattern))
        } else {
            (
                literal_pattern(&query.pattern),
                query.pattern.chars().any(char::is_uppercase),
            )
        };
        RegexBuilder::new(&pattern)
            .case_insensitive(!has_upper)
            .multi_line(true)
            .crlf(true)
            .size_limit(SIZE_LIMIT)
            .dfa_size_limit(SIZE_LIMIT)
            .build()
            .map(|regex| Self { regex: Some(regex) })
            .map_err(|error| QueryError(sentence(&error)))
    }
}

/// Says in one sentence what is wrong with a regular expression.
fn sentence(error: &regex::Error) -> String {
    let reason = match error {
        regex::Error::CompiledTooBig(_) => {
            return "This regular expression asks for too much memory.".to_owned();
        }
        error => error.to_string(),
    };
    // The crate prints the pattern with a caret below it, and the reason last.
    let last = reason.lines().last().unwrap_or_default().trim();
    let last = last.strip_prefix("error: ").unwrap_or(last);
    let last = visible(last.trim_end_matches('.')).into_owned();
    format!("This is not a regular expression: {last}.")
}
