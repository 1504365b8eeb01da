//! Finding words in a text.
//!
//! A literal query forgives what nobody can type or see: a space matches any
//! run of white space, line ends included, so that a phrase is found across
//! the lines of hard-wrapped text; a straight quotation mark matches the curly
//! and the angled ones, a hyphen the dashes, three dots the ellipsis. Composed
//! and decomposed letters are told apart: nothing is normalised.
//!
//! Must not know: where a match is shown, and what is done with it.

use regex::{Regex, RegexBuilder};
use thiserror::Error;

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

/// A query made ready.
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
    pub fn find_all(&self, text: &Text, limit: usize) -> Vec<TextRange> {
        let mut found = Vec::new();
        if limit > 0 {
            self.each(text, |range| {
                found.push(range);
                found.len() < limit
            });
        }
        found
    }

    /// The first match of [`find_all`](Self::find_all) that begins at or after
    /// `byte`.
    pub fn find_next(&self, text: &Text, byte: usize) -> Option<TextRange> {
        let mut next = None;
        self.each(text, |range| {
            next = (range.start() >= byte).then_some(range);
            next.is_none()
        });
        next
    }

    /// The last match of [`find_all`](Self::find_all) that begins before
    /// `byte`.
    pub fn find_previous(&self, text: &Text, byte: usize) -> Option<TextRange> {
        let mut previous = None;
        self.each(text, |range| {
            let before = range.start() < byte;
            if before {
                previous = Some(range);
            }
            before
        });
        previous
    }

    /// Hands over the matches in order, until `more` says that it has enough.
    ///
    /// Matches are always counted from the start of the text: where one may
    /// begin depends on where the one before it ends.
    fn each(&self, text: &Text, mut more: impl FnMut(TextRange) -> bool) {
        let Some(regex) = &self.regex else {
            return;
        };
        let words = text.slice(text.full_range());
        let mut end = 0;
        for found in regex.find_iter(&words) {
            if found.is_empty() {
                continue;
            }
            // Widening may run into the match before, when both lie in one
            // cluster.
            let start = text.floor_grapheme(found.start()).max(end);
            let range = TextRange::between(start, text.ceil_grapheme(found.end()).max(start));
            if range.is_empty() {
                continue;
            }
            end = range.end();
            if !more(range) {
                return;
            }
        }
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
    fn neighbours_of_a_place() {
        let text = Text::new("a.a.a");
        let matcher = matcher("a", false);
        let start = |found: Option<TextRange>| found.map(TextRange::start);
        assert_eq!(start(matcher.find_next(&text, 0)), Some(0));
        assert_eq!(start(matcher.find_next(&text, 1)), Some(2));
        assert_eq!(start(matcher.find_next(&text, 5)), None);
        assert_eq!(start(matcher.find_previous(&text, 5)), Some(4));
        assert_eq!(start(matcher.find_previous(&text, 2)), Some(0));
        assert_eq!(start(matcher.find_previous(&text, 0)), None);
        assert_eq!(matcher.find_all(&text, 2).len(), 2);
        assert_eq!(matcher.find_all(&text, 0).len(), 0);
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
            for byte in 0..=text.len() {
                prop_assert_eq!(
                    matcher.find_next(&text, byte),
                    all.iter().copied().find(|range| range.start() >= byte)
                );
                prop_assert_eq!(
                    matcher.find_previous(&text, byte),
                    all.iter().copied().rfind(|range| range.start() < byte)
                );
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
