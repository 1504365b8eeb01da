//! The passages that stand where they were marked.

use std::ops::Range;

use crate::annotation::selector::Selector;
use crate::text::{CodePoint, Text, TextRange};

/// From one passage to the next, up to this many code points are counted one by one;
/// across more, the text is asked, which has an index.
const NEAR: usize = 4096;

/// How the words of a passage stand at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Between all of the words that they stood between.
    InContext,
    /// Before or after these.
    Beside,
    /// Between others: they need not be the same.
    Alone,
}

/// Looks at the stored positions of selectors; fastest when they come in order.
#[derive(Debug)]
pub(super) struct StoredPositions<'t> {
    text: &'t Text,
    /// The position that was converted last, and its byte.
    last: (CodePoint, usize),
}

impl<'t> StoredPositions<'t> {
    pub(super) fn new(text: &'t Text) -> Self {
        Self {
            text,
            last: (CodePoint(0), 0),
        }
    }

    /// The range at a selector's position, if the stored words stand there, and whether
    /// they stand between those that they stood between.
    pub(super) fn find(&mut self, selector: &Selector) -> Option<(TextRange, Standing)> {
        let quote = selector.quote.as_str();
        let length = selector.end.0.checked_sub(selector.start.0)?;
        if selector.quoted_code_points() != length {
            return None;
        }
        let start = self.byte_of(selector.start)?;
        let range = self.text.range(start, start.checked_add(quote.len())?);
        let range = range.ok()?;
        (self.text.slice(range) == quote).then(|| (range, self.standing(selector, range)))
    }

    fn standing(&self, selector: &Selector, range: TextRange) -> Standing {
        let (prefix, suffix) = (&selector.prefix, &selector.suffix);
        let from = range.start().checked_sub(prefix.len());
        let before = from.map(|from| self.text.bytes(from..range.start()));
        let after = self.text.bytes(range.end()..range.end() + suffix.len());
        let is_after = before.as_deref() == Some(prefix.as_bytes());
        let is_before = *after == *suffix.as_bytes();
        // At an end of a text there is nothing that could have stayed.
        let says_something = |context: &str, stays| stays && !context.is_empty();
        match (is_after, is_before) {
            (true, true) => Standing::InContext,
            _ if says_something(prefix, is_after) || says_something(suffix, is_before) => {
                Standing::Beside
            }
            _ => Standing::Alone,
        }
    }

    /// Whether all of these bytes are there, and each is a code point.
    fn is_plain(&self, range: Range<usize>) -> bool {
        let bytes = self.text.bytes(range.clone());
        bytes.len() == range.len() && bytes.is_ascii()
    }

    fn byte_of(&mut self, position: CodePoint) -> Option<usize> {
        let (counted, byte) = self.last;
        let ahead = position.0.checked_sub(counted.0);
        let byte = match ahead.filter(|distance| *distance <= NEAR) {
            // Most of what is written is ASCII.
            Some(distance) if self.is_plain(byte..byte + distance) => byte + distance,
            Some(distance) => {
                // A code point has four bytes at most.
                let end = self.text.floor_char(byte + 4 * distance);
                let between = self.text.slice(TextRange::between(byte, end));
                let mut rest = between.chars();
                if let Some(last) = distance.checked_sub(1) {
                    rest.nth(last)?;
                }
                byte + between.len() - rest.as_str().len()
            }
            None => self.text.byte_of(position)?,
        };
        self.last = (position, byte);
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_are_converted_as_the_text_does_in_any_order(
            words in "[aé👍\n]{0,40}",
            repeated in 1usize..500,
            asked in proptest::collection::vec(0usize..12_000, 1..12),
        ) {
            let text = Text::new(words.repeat(repeated));
            let mut stored = StoredPositions::new(&text);
            for position in asked.into_iter().map(CodePoint) {
                prop_assert_eq!(stored.byte_of(position), text.byte_of(position));
            }
        }
    }
}
