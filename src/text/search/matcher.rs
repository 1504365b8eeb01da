//! A query, compiled.
//!
//! Must not know: the text that is searched.

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

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
        let typed = &query.pattern;
        let (pattern, has_upper) = match query.regex {
            true => (typed.clone(), regex_has_upper(typed)),
            false => (
                literal_pattern(typed),
                typed.chars().any(char::is_uppercase),
            ),
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
    if let regex::Error::CompiledTooBig(_) = error {
        return "This regular expression asks for too much memory.".to_owned();
    }
    let reason = error.to_string();
    // The crate prints the pattern with a caret below it, and the reason last.
    let last = reason.lines().last().unwrap_or_default().trim();
    let last = last.strip_prefix("error: ").unwrap_or(last);
    let last = visible(last.trim_end_matches('.')).into_owned();
    format!("This is not a regular expression: {last}.")
}

fn literal_pattern(typed: &str) -> String {
    let mut pattern = String::with_capacity(typed.len() * 2);
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        match c {
            _ if c.is_whitespace() => {
                pattern.push_str(r"\s+");
                rest = after.trim_start();
            }
            '\'' => pattern.push_str("['‘’‚‛ʼ′]"),
            '"' => pattern.push_str("[\"“”„‟«»″]"),
            // U+2010 HYPHEN to U+2015 HORIZONTAL BAR, and U+2212 MINUS SIGN.
            '-' => pattern.push_str(r"[-\u{2010}-\u{2015}\u{2212}]"),
            '.' if after.starts_with("..") => {
                pattern.push_str(r"(?:\.\.\.|…)");
                rest = &after[2..];
            }
            _ => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern
}

/// Whether a regular expression holds an upper-case letter that is not part of its syntax
/// (`\S`, `\p{Greek}`, `(?P<Name>`, `(?U)`).
fn regex_has_upper(pattern: &str) -> bool {
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let Some(escaped) = rest.chars().next() else {
                    return false;
                };
                rest = &rest[escaped.len_utf8()..];
                if matches!(escaped, 'p' | 'P' | 'x' | 'u' | 'U' | 'b') && rest.starts_with('{') {
                    rest = rest.split_once('}').map_or("", |(_, rest)| rest);
                }
            }
            '(' if rest.starts_with('?') => {
                let end = rest.find([')', ':', '>']).unwrap_or(rest.len());
                rest = &rest[end..];
            }
            _ if c.is_uppercase() => return true,
            _ => {}
        }
    }
    false
}
