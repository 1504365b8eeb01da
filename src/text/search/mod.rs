//! Finding words in a text.
//!
//! A literal query forgives what nobody can type or see: a space matches any
//! run of white space, line ends included, so that a phrase is found across
//! the lines of hard-wrapped text; a straight quotation mark matches the curly
//! and the angled ones, a hyphen the dashes, three dots the ellipsis. Composed
//! and decomposed letters are told apart: nothing is normalised.
//!
//! A text is looked through by windows of its bytes (see [`Scan`]), never as a
//! whole: it may be a gigabyte that is not in memory.
//!
//! Must not know: where a match is shown, and what is done with it.

mod scan;

use std::ops::Range;

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

pub use scan::{BEFORE, LONGEST, Scan, WINDOW};

use super::visible::visible;
use super::{Text, TextRange};

/// The most memory, in bytes, that a query made ready may take: some hundred
/// times what a long one needs, and far less than `\w{1000}{1000}`.
const SIZE_LIMIT: usize = 4 * 1024 * 1024;

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// What was typed.
    pub pattern: String,
    /// Whether it is a regular expression; else it is taken literally.
    pub regex: bool,
}

/// A query made ready. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Matcher {
    /// `None` for the empty query, which matches nothing.
    regex: Option<Regex>,
}

/// Why a query cannot be used: one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct QueryError(pub String);

impl Matcher {
    /// Makes a query ready. Smart case: a pattern without upper case matches
    /// both; with an upper-case letter it matches as written.
    ///
    /// In a regular expression `^` and `$` match at line ends.
    ///
    /// # Errors
    /// When the regular expression is not one, or asks for too much memory.
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

    /// All matches that are not empty, in order, not overlapping, widened to
    /// grapheme cluster boundaries; at most `limit`.
    ///
    /// Matches are counted from the start of the text: where one may begin
    /// depends on where the one before it ends.
    pub fn find_all(&self, text: &Text, limit: usize) -> Vec<TextRange> {
        let mut found = Vec::new();
        if limit == 0 {
            return found;
        }
        let mut widened = Widened::new(text);
        self.each(text, 0..text.len(), |matched| {
            found.extend(widened.take(matched));
            found.len() < limit
        });
        found
    }

    /// The matches that begin within a stretch of a text, as
    /// [`find_all`](Self::find_all) would have them if the text began there.
    pub fn find_within(&self, text: &Text, within: Range<usize>) -> Vec<TextRange> {
        let mut found = Vec::new();
        let mut widened = Widened::new(text);
        self.each(text, within, |matched| {
            found.extend(widened.take(matched));
            true
        });
        found
    }

    /// Hands over the matches that begin within a stretch, in order, as they are
    /// (bytes of the text), until `more` says that it has enough.
    pub fn each(
        &self,
        text: &Text,
        within: Range<usize>,
        mut more: impl FnMut(Range<usize>) -> bool,
    ) {
        let mut scan = Scan::new(self, within, text.len());
        while let Some(wanted) = scan.wanted() {
            let bytes = text.bytes(wanted);
            if !scan.window(&bytes, &mut more) {
                return;
            }
        }
    }
}

/// Matches in order become ranges on grapheme cluster boundaries.
#[derive(Debug)]
pub struct Widened<'a> {
    text: &'a Text,
    /// Where the last one ends.
    end: usize,
}

impl<'a> Widened<'a> {
    /// For the matches in a text, from its first on.
    pub fn new(text: &'a Text) -> Self {
        Self { text, end: 0 }
    }

    /// The range of the next match; `None` when it lies in a cluster of the one
    /// before, wholly.
    pub fn take(&mut self, matched: Range<usize>) -> Option<TextRange> {
        // Widening may run into the match before, when both lie in one cluster.
        let start = self.text.floor_grapheme(matched.start).max(self.end);
        let end = self.text.ceil_grapheme(matched.end).max(start);
        let range = TextRange::between(start, end);
        if range.is_empty() {
            return None;
        }
        self.end = end;
        Some(range)
    }
}

/// The regular expression of a literal query.
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

/// Whether a regular expression names an upper-case letter; those of its own
/// syntax (`\S`, `\p{Greek}`, `(?P<Name>`, `(?U)`) do not count.
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

/// Says in one plain sentence what is wrong with a regular expression.
fn sentence(error: &regex::Error) -> String {
    let reason = match error {
        regex::Error::CompiledTooBig(_) => {
            return "This regular expression asks for too much memory.".to_owned();
        }
        error => error.to_string(),
    };
    // The crate draws the pattern with a caret below; the reason stands last.
    let last = reason.lines().last().unwrap_or_default().trim();
    let last = last.strip_prefix("error: ").unwrap_or(last);
    let last = visible(last.trim_end_matches('.')).into_owned();
    format!("This is not a regular expression: {last}.")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::visible::tests::nasty;
    use super::*;

    fn matcher(pattern: &str, regex: bool) -> Matcher {
        Matcher::new(&Query {
            pattern: pattern.to_owned(),
            regex,
        })
        .unwrap()
    }

    /// `marked` has every expected match in guillemets.
    #[track_caller]
    fn check(matcher: &Matcher, marked: &str) {
        let text = Text::new(marked.replace(['⟦', '⟧'], ""));
        let mut found = text.slice(text.full_range()).into_owned();
        for range in matcher.find_all(&text, usize::MAX).into_iter().rev() {
            found.insert(range.end(), '⟧');
            found.insert(range.start(), '⟦');
        }
        assert_eq!(found, marked);
    }

    #[test]
    fn a_literal_is_found_as_it_is_meant() {
        for (pattern, marked) in [
            ("iom", "The ⟦IOM⟧ and ⟦iom⟧"),
            ("IOM", "The ⟦IOM⟧ and iom"),
            ("é", "⟦É⟧⟦é⟧ e\u{301}"),
            ("a.c", "⟦a.c⟧ abc"),
            ("$2.9 (x)", "⟦$2.9 (x)⟧"),
            (
                "member states",
                "⟦member\nstates⟧ ⟦member  states⟧ ⟦Member\u{a0}States⟧",
            ),
            ("member  states", "⟦member states⟧"),
            ("it's", "⟦it’s⟧ ⟦it's⟧ its"),
            ("\"a\"", "⟦“a”⟧ ⟦\"a\"⟧ ⟦«a»⟧ ⟦„a“⟧ a"),
            (
                "2024-2028",
                "⟦2024–2028⟧ ⟦2024-2028⟧ ⟦2024\u{2011}2028⟧ 20242028",
            ),
            ("so...", "⟦so…⟧ ⟦so...⟧"),
            ("’", "it⟦’⟧s it's"),
            ("e", "⟦e\u{301}⟧a"),
            ("👩", "⟦👩\u{200d}👩\u{200d}👧⟧"),
            ("aa", "⟦aa⟧a"),
            ("", "nothing"),
        ] {
            check(&matcher(pattern, false), marked);
        }
    }

    #[test]
    fn a_regular_expression_is_smart_about_case_too() {
        for (pattern, marked) in [
            (r"\bi\w+", "⟦In⟧ ⟦it⟧ a"),
            (r"\bI\w+", "⟦In⟧ it"),
            (r"\S+", "⟦A⟧ ⟦b⟧"),
            (r"\p{Lu}a", "⟦Aa⟧ ⟦ba⟧"),
            (r"(?P<Name>x)", "⟦X⟧⟦x⟧"),
            (r"^a$", "⟦a⟧\r\n⟦a⟧\nba"),
            (r"x*", "⟦xx⟧yy"),
            (r"\$[\d.]+", "⟦$2.98⟧ billion"),
        ] {
            check(&matcher(pattern, true), marked);
        }
    }

    #[test]
    fn what_is_wrong_with_an_expression_is_one_sentence() {
        for (pattern, expected) in [
            ("a(b", "This is not a regular expression: unclosed group."),
            (
                r"\w{1000}{1000}",
                "This regular expression asks for too much memory.",
            ),
            (
                "[z-a]",
                "This is not a regular expression: invalid character class range, the start must be <= the end.",
            ),
        ] {
            let query = Query {
                pattern: pattern.to_owned(),
                regex: true,
            };
            assert_eq!(Matcher::new(&query).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn no_more_are_found_than_are_wanted() {
        let text = Text::new("a.a.a");
        let matcher = matcher("a", false);
        assert_eq!(matcher.find_all(&text, 2).len(), 2);
        assert_eq!(matcher.find_all(&text, 0).len(), 0);
        let starts: Vec<usize> = matcher
            .find_within(&text, 1..4)
            .iter()
            .map(|it| it.start())
            .collect();
        assert_eq!(starts, [2]);
    }

    proptest! {
        #[test]
        fn matches_are_in_order_whole_and_not_empty(
            content in nasty(), pattern in nasty(), regex: bool,
        ) {
            let text = Text::new(content);
            let Ok(matcher) = Matcher::new(&Query { pattern, regex }) else {
                return Ok(());
            };
            let all = matcher.find_all(&text, usize::MAX);
            let mut end = 0;
            for range in &all {
                prop_assert!(range.start() >= end && !range.is_empty());
                prop_assert_eq!(text.floor_grapheme(range.start()), range.start());
                prop_assert_eq!(text.floor_grapheme(range.end()), range.end());
                end = range.end();
            }
        }

        #[test]
        fn a_piece_of_a_text_is_found_in_it(content in nasty(), from in 0usize..60, len in 1usize..20) {
            let text = Text::new(content.clone());
            let start = text.floor_grapheme(from);
            let end = text.ceil_grapheme(from + len);
            let piece = &content[start..end];
            let matcher = matcher(piece, false);
            let found = matcher.find_all(&text, 1);
            prop_assert_eq!(found.is_empty(), piece.is_empty());
        }

        #[test]
        fn no_expression_panics(pattern in "\\PC{0,20}") {
            if let Err(error) = Matcher::new(&Query { pattern, regex: true }) {
                prop_assert!(!error.to_string().contains(char::is_control));
            }
        }
    }
}
