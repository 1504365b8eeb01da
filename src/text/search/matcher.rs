//! A query, compiled.
//!
//! Must not know: the text that is searched.

use std::ops::Range;
use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

use crate::text::equivalence::{Case, Finder, Pattern, Rules};
use crate::text::visible::visible;

use super::smart_case::asks_for_case;

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
    pub(super) compiled: Option<Compiled>,
}

#[derive(Debug, Clone)]
pub(super) struct Compiled {
    regex: Regex,
    /// What it matches in any spelling, of a literal query; `regex` has the usual one.
    pattern: Option<Arc<Pattern>>,
}

impl Matcher {
    /// Compiles a query. Smart case: a pattern without an upper-case letter matches both
    /// cases; likewise a literal one without accents matches letters with any.
    ///
    /// In a regular expression `^` and `$` match at line ends.
    ///
    /// # Errors
    /// When the regular expression is invalid or takes too much memory.
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        let typed = &query.pattern;
        match query.regex {
            false => Self::literal(typed, Rules::smart(typed)),
            true if typed.is_empty() => Ok(Self { compiled: None }),
            true => {
                let case = match asks_for_case(typed) {
                    true => Case::Significant,
                    false => Case::Ignored,
                };
                Ok(Self {
                    compiled: Some(Compiled {
                        regex: compile(typed, case)?,
                        pattern: None,
                    }),
                })
            }
        }
    }

    /// Compiles words that are looked for in all spellings that are the same by these rules.
    ///
    /// # Errors
    /// When they take too much memory.
    pub(crate) fn literal(words: &str, rules: Rules) -> Result<Self, QueryError> {
        if words.is_empty() {
            return Ok(Self { compiled: None });
        }
        // What cannot be seen is found as it is.
        let pattern = Pattern::new(words, rules);
        let expression = match &pattern {
            Some(pattern) => pattern.expression(),
            None => regex::escape(words),
        };
        Ok(Self {
            compiled: Some(Compiled {
                regex: compile(&expression, rules.case)?,
                pattern: pattern.map(Arc::new),
            }),
        })
    }
}

impl Matcher {
    /// Whether something in a string matches.
    pub(crate) fn is_in(&self, string: &str) -> bool {
        let compiled = self.compiled.as_ref();
        compiled.is_some_and(|compiled| compiled.matches().find_at(string.as_bytes(), 0).is_some())
    }

    /// Whether the words are all of a string, and not of a part of a character at its ends.
    pub(crate) fn is_all_of(&self, string: &str) -> bool {
        let pattern = self
            .compiled
            .as_ref()
            .and_then(|compiled| compiled.pattern.as_ref());
        pattern.is_some_and(|pattern| pattern.is_all_of(string.as_bytes()))
    }
}

impl Compiled {
    /// Begins to look through bytes.
    pub fn matches(&self) -> Matches<'_> {
        Matches {
            compiled: self,
            finder: self.pattern.as_deref().map(Finder::new),
            usual: Next::Unknown,
            unusual: Next::Unknown,
        }
    }
}

/// The next match of one kind of spelling.
#[derive(Debug, Clone)]
enum Next {
    Unknown,
    At(Range<usize>),
    None,
}

/// Looks through bytes from match to match.
#[derive(Debug)]
pub(super) struct Matches<'m> {
    compiled: &'m Compiled,
    finder: Option<Finder<'m>>,
    usual: Next,
    unusual: Next,
}

impl Matches<'_> {
    /// The first match that begins at a byte or after it. Called with the same bytes each
    /// time, and never with an earlier byte than before.
    pub fn find_at(&mut self, bytes: &[u8], at: usize) -> Option<Range<usize>> {
        let usual = renewed(&mut self.usual, at, || self.compiled.usual_at(bytes, at));
        let Some(finder) = &mut self.finder else {
            return usual;
        };
        let unusual = renewed(&mut self.unusual, at, || finder.find_at(bytes, at));
        match (usual, unusual) {
            (Some(usual), Some(unusual)) if unusual.start < usual.start => Some(unusual),
            (Some(usual), _) => Some(usual),
            (None, unusual) => unusual,
        }
    }
}

/// What is next, found anew where it lies behind.
fn renewed(
    next: &mut Next,
    at: usize,
    find: impl FnOnce() -> Option<Range<usize>>,
) -> Option<Range<usize>> {
    match next {
        Next::At(range) if range.start >= at => {}
        Next::None => {}
        Next::At(_) | Next::Unknown => *next = find().map_or(Next::None, Next::At),
    }
    match next {
        Next::At(range) => Some(range.clone()),
        Next::None | Next::Unknown => None,
    }
}

impl Compiled {
    /// The first match of the usual spelling.
    fn usual_at(&self, bytes: &[u8], mut at: usize) -> Option<Range<usize>> {
        loop {
            let found = self.regex.find_at(bytes, at)?.range();
            let Some(pattern) = &self.pattern else {
                return Some(found);
            };
            // A mark may follow that makes another letter of the last one, or a backspace.
            let after = bytes.get(found.end);
            let is_sure =
                pattern.is_ascii() && after.is_none_or(|byte| matches!(byte, b'\t'..0x80));
            if is_sure {
                return Some(found);
            }
            if let Some(found) = pattern.match_at(bytes, found.start) {
                return Some(found);
            }
            at = found.start + 1;
        }
    }
}

fn compile(expression: &str, case: Case) -> Result<Regex, QueryError> {
    RegexBuilder::new(expression)
        .case_insensitive(case == Case::Ignored)
        .multi_line(true)
        .crlf(true)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| QueryError(sentence(&error)))
}

/// Says in one sentence what is wrong with a regular expression.
fn sentence(error: &regex::Error) -> String {
    if let regex::Error::CompiledTooBig(_) = error {
        return "This regular expression asks for too much memory.".to_owned();
    }
    let reason = error.to_string();
    // The crate prints the pattern with a caret below it, and the reason last.
    let last = reason.lines().last().unwrap_or_default().trim();
    let last = last.strip_prefix("error: ").unwrap_or(last);
    let last = visible(last.trim_end_matches('.')).into_owned();
    format!("Invalid regular expression: {last}.")
}
