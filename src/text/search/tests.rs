//! What queries find, as marked strings, and the promises that hold for any of them.

use proptest::prelude::*;

use super::*;
use crate::text::visible::tests::nasty;
use crate::text::{Text, TextRange};

impl Matcher {
    /// The first `limit` matches that are not empty, in order, not overlapping, widened to
    /// grapheme cluster boundaries.
    pub(crate) fn find_all(&self, text: &Text, limit: usize) -> Vec<TextRange> {
        let mut found = Vec::new();
        if limit == 0 {
            return found;
        }
        let mut widened = Widened::new(text);
        self.each(text, 0..text.len(), |matched| {
            found.extend(widened.widen(matched));
            found.len() < limit
        });
        found
    }
}

fn matcher(pattern: &str, regex: bool) -> Matcher {
    Matcher::new(&Query {
        pattern: pattern.to_owned(),
        regex,
    })
    .expect("a valid query")
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
        .map(|range| range.start())
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
