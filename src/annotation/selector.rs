//! What a passage is known by: position and quote, never one alone.

use crate::text::{CodePoint, Text, TextRange};

/// The most code points of context that are kept on either side of a passage.
pub(super) const CONTEXT_CODE_POINTS: usize = 32;

/// A passage as it was marked: its position in code points of the document as
/// it then was, its words, and the words around it.
///
/// The position is in code points and not in bytes because it outlives the text it was
/// taken from: when the document has changed, it must still be written back as it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Selector {
    /// The first code point of the passage.
    pub start: CodePoint,
    /// The code point after the last one.
    pub end: CodePoint,
    /// The words of the passage, unchanged.
    pub quote: String,
    /// Up to 32 code points before it.
    pub prefix: String,
    /// Up to 32 code points after it.
    pub suffix: String,
}

impl Selector {
    /// Describes a range of a text.
    pub fn new(text: &Text, range: TextRange) -> Self {
        let start = text.code_point_at(range.start());
        let end = text.code_point_at(range.end());
        // A code point has at most four bytes.
        let most = CONTEXT_CODE_POINTS * 4;
        let before = TextRange::between(range.start().saturating_sub(most), range.start());
        let after = TextRange::between(range.end(), (range.end() + most).min(text.len()));
        let (before, after) = (text.slice(before), text.slice(after));
        let mut last = before.char_indices().rev();
        let prefix = last.nth(CONTEXT_CODE_POINTS - 1).map_or(0, |(at, _)| at);
        Self {
            start,
            end,
            quote: text.slice(range).into_owned(),
            prefix: before[prefix..].to_owned(),
            suffix: after.chars().take(CONTEXT_CODE_POINTS).collect(),
        }
    }

    /// The code points of its words. Most are ASCII, which is seen in a fraction of the time that
    /// it takes to count any.
    pub(crate) fn quoted_code_points(&self) -> usize {
        match self.quote.is_ascii() {
            true => self.quote.len(),
            false => self.quote.chars().count(),
        }
    }

    /// Whether its words stand in a text where it says, whatever is around them.
    pub(crate) fn stands_in(&self, text: &Text) -> bool {
        let bytes = (text.byte_of(self.start), text.byte_of(self.end));
        let (Some(start), Some(end)) = bytes else {
            return false;
        };
        let range = text.range(start, end);
        range.is_ok_and(|range| text.slice(range) == self.quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_counts_code_points_and_keeps_32_of_context() {
        let text = Text::new(format!("{}«é👍»{}", "ä".repeat(40), "ö".repeat(40)));
        let start = 40 * 2 + 2;
        let range = text.range(start, start + 2 + 4).unwrap();
        let selector = Selector::new(&text, range);
        assert_eq!((selector.start.0, selector.end.0), (41, 43));
        assert_eq!(selector.quote, "é👍");
        assert_eq!(selector.prefix, format!("{}«", "ä".repeat(31)));
        assert_eq!(selector.suffix, format!("»{}", "ö".repeat(31)));
    }
}
