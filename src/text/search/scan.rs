//! Finds matches window by window.
//!
//! A window is read with some bytes before it, so that `^` and `\b` know what they stand
//! after, and some behind it, so that a match that begins in it is found whole. The next
//! window goes on where the last match ends. So windows find what a search of the whole
//! text would, as long as no match is longer than the bytes behind a window.
//!
//! With `regex` over bytes, not with ripgrep's `grep` crates: those search line by line,
//! but a phrase may span the lines of hard-wrapped text, and a document may be one line.
//!
//! Must not know: where the bytes come from.

use std::ops::Range;

use super::matcher::Matcher;

/// The bytes of a window: few enough to stay in the cache of a core. A search can be
/// given up between two windows.
pub(crate) const WINDOW: usize = 256 * 1024;
/// The longest match, in bytes, that is sure to be found; a longer one may be cut.
const LONGEST: usize = 16 * 1024;
/// The bytes that are read before a window: enough to show the line before a match.
pub(crate) const BEFORE: usize = 512;

/// A search, and how far it has come.
#[derive(Debug, Clone)]
pub(crate) struct Scan<'a> {
    matcher: &'a Matcher,
    /// The first byte at which the next match may begin.
    at: usize,
    /// The byte after the last one at which a match may begin.
    to: usize,
    /// The length of the text.
    len: usize,
    sizes: Sizes,
}

#[derive(Debug, Clone, Copy)]
struct Sizes {
    window: usize,
    longest: usize,
    before: usize,
}

impl<'a> Scan<'a> {
    /// Begins a search for matches that begin within a part of a text of `len` bytes.
    pub fn new(matcher: &'a Matcher, within: Range<usize>, len: usize) -> Self {
        Self {
            matcher,
            at: within.start,
            to: within.end.min(len),
            len,
            sizes: Sizes {
                window: WINDOW,
                longest: LONGEST,
                before: BEFORE,
            },
        }
    }

    /// The bytes of the text to search next; `None` at the end.
    pub fn wanted(&self) -> Option<Range<usize>> {
        let end = self.window_end() + self.sizes.longest;
        let start = self.at.saturating_sub(self.sizes.before);
        (self.at < self.to && self.matcher.compiled.is_some()).then(|| start..end.min(self.len))
    }

    /// The byte up to which every match has been found.
    pub fn at(&self) -> usize {
        self.at
    }

    fn window_end(&self) -> usize {
        (self.at + self.sizes.window).min(self.to)
    }

    /// Searches the [`wanted`](Self::wanted) bytes. Calls `more` with each match that is
    /// not empty, in bytes of the text, until it returns `false`, and returns whether it
    /// never did. Fewer bytes than were wanted mean that the text ends with them.
    pub fn window(&mut self, bytes: &[u8], more: &mut impl FnMut(Range<usize>) -> bool) -> bool {
        let (Some(compiled), Some(wanted)) = (&self.matcher.compiled, self.wanted()) else {
            return true;
        };
        let base = wanted.start;
        if base + bytes.len() < wanted.end {
            self.len = base + bytes.len();
            self.to = self.to.min(self.len);
        }
        let end = self.window_end().saturating_sub(base);
        let mut at = self.at - base;
        let mut matches = compiled.matches();
        while at < end {
            let Some(found) = matches.find_at(bytes, at).filter(|found| found.start < end) else {
                break;
            };
            if found.is_empty() {
                at = found.end + 1;
                continue;
            }
            at = found.end;
            if !more(base + found.start..base + found.end) {
                self.at = base + at;
                return false;
            }
        }
        self.at = base + at.max(end);
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Query;
    use super::*;
    use crate::text::visible::tests::nasty;

    fn by_windows(
        matcher: &Matcher,
        content: &str,
        from: usize,
        sizes: Sizes,
    ) -> Vec<Range<usize>> {
        let mut scan = Scan {
            sizes,
            ..Scan::new(matcher, from..content.len(), content.len())
        };
        let mut found = Vec::new();
        while let Some(wanted) = scan.wanted() {
            let before = scan.at();
            assert!(scan.window(&content.as_bytes()[wanted], &mut |range| {
                found.push(range);
                true
            }));
            assert!(scan.at() > before, "each window comes further");
        }
        found
    }

    fn matcher(pattern: &str, regex: bool) -> Option<Matcher> {
        Matcher::new(&Query {
            pattern: pattern.to_owned(),
            regex,
        })
        .ok()
    }

    /// What the library finds in the whole text, as a text.
    fn at_once(expression: &str, content: &str) -> Vec<Range<usize>> {
        let whole = regex::RegexBuilder::new(expression)
            .multi_line(true)
            .crlf(true)
            .case_insensitive(true)
            .build()
            .unwrap();
        let found = whole.find_iter(content).map(|found| found.range());
        found.filter(|range| !range.is_empty()).collect()
    }

    /// What one window of the whole text finds.
    fn in_one_window(matcher: &Matcher, content: &str) -> Vec<Range<usize>> {
        let window = content.len() + 1;
        let sizes = Sizes {
            window,
            longest: 1,
            before: 0,
        };
        by_windows(matcher, content, 0, sizes)
    }

    const EXPRESSIONS: [&str; 18] = [
        r"^",
        r"^a",
        r"a$",
        r"^.+$",
        r"\ba",
        r"a\b",
        r"\Ba",
        r"\A.",
        r".\z",
        r"(?s).{3}",
        r"\s+",
        r"\w+",
        r"aa",
        r"(a|ab)(c|bcd)?",
        r"x*",
        r"\W\w",
        r"[^a]+?b",
        r"(?-m)^.|.$",
    ];

    #[test]
    fn a_text_that_became_shorter_ends_where_its_bytes_do() {
        let matcher = matcher("a", false).unwrap();
        let mut scan = Scan::new(&matcher, 0..1000, 1000);
        let mut found = 0;
        assert!(scan.window(b"abca", &mut |_| {
            found += 1;
            true
        }));
        assert_eq!((found, scan.wanted()), (2, None));
    }

    #[test]
    fn a_search_goes_on_where_it_was_stopped() {
        let matcher = matcher("aa", false).unwrap();
        let content = b"aaaaaa";
        let mut scan = Scan::new(&matcher, 0..6, 6);
        assert!(!scan.window(content, &mut |_| false));
        assert_eq!(scan.at(), 2);
        let mut found = Vec::new();
        scan.window(content, &mut |range| {
            found.push(range.start);
            true
        });
        assert_eq!(found, [2, 4]);
    }

    proptest! {
        #[test]
        fn windows_of_any_size_find_what_the_whole_holds(
            content in prop_oneof![nasty(), "[ab x\r\n]{0,40}", "[aÀ\u{301}. \n]{0,30}"],
            typed in nasty(),
            index in 0..2 * EXPRESSIONS.len(),
            window in 1usize..40,
            before in 4usize..12,
        ) {
            let matcher = match EXPRESSIONS.get(index) {
                Some(expression) => matcher(expression, true),
                None => matcher(&typed, false),
            };
            let Some(matcher) = matcher else {
                return Ok(());
            };
            let sizes = Sizes { window, longest: content.len() + 1, before };
            let whole = match EXPRESSIONS.get(index) {
                Some(expression) => at_once(expression, &content),
                None => in_one_window(&matcher, &content),
            };
            prop_assert_eq!(&by_windows(&matcher, &content, 0, sizes), &whole);
        }

        #[test]
        fn a_search_that_begins_at_a_match_finds_it_and_those_after_it(
            content in "[ab x\r\n]{0,40}", index in 0..EXPRESSIONS.len(),
            window in 1usize..40, which in 0usize..20,
        ) {
            let matcher = matcher(EXPRESSIONS[index], true).unwrap();
            let sizes = Sizes { window, longest: 64, before: 4 };
            let whole = at_once(EXPRESSIONS[index], &content);
            let from = whole.get(which).map_or(content.len(), |range| range.start);
            let found = by_windows(&matcher, &content, from, sizes);
            prop_assert_eq!(&found[..], &whole[which.min(whole.len())..]);
        }
    }
}
