//! Finds the matches of a query in a [`Text`].
//!
//! Must not know: what is done with a match.

use std::ops::Range;

use super::matcher::Matcher;
use super::scan::Scan;
use crate::text::content::Text;
use crate::text::range::TextRange;

impl Matcher {
    /// The matches that begin within a part of a text and are not empty, in order, not
    /// overlapping, widened to grapheme cluster boundaries.
    ///
    /// Where one may begin depends on where the one before it ends: they are those that
    /// would be found if the text began with that part.
    pub fn find_within(&self, text: &Text, within: Range<usize>) -> Vec<TextRange> {
        let mut found = Vec::new();
        let mut widened = Widened::new(text);
        self.each(text, within, |matched| {
            found.extend(widened.widen(matched));
            true
        });
        found
    }

    /// Calls `more` with the bytes of each match that begins within a part of a text, in
    /// order and not widened, until it returns `false`.
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

/// Widens matches to grapheme cluster boundaries, one after the other.
#[derive(Debug)]
pub(crate) struct Widened<'a> {
    text: &'a Text,
    /// Where the last range ends.
    end: usize,
}

impl<'a> Widened<'a> {
    pub fn new(text: &'a Text) -> Self {
        Self { text, end: 0 }
    }

    /// The range of the next match; `None` when it lies in the last cluster of the one before.
    pub(crate) fn widen(&mut self, matched: Range<usize>) -> Option<TextRange> {
        // Two matches may share a cluster.
        let start = self.text.floor_grapheme(matched.start).max(self.end);
        let end = self.text.ceil_grapheme(matched.end).max(start);
        if start == end {
            return None;
        }
        self.end = end;
        Some(TextRange::between(start, end))
    }
}
