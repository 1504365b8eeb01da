//! Positions and half-open ranges.
//!
//! Must not know: the text they belong to.

use std::fmt;

use thiserror::Error;

/// A position counted in Unicode code points (scalar values) from the start of
/// a document, the unit of the annotation file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CodePoint(pub usize);

impl fmt::Display for CodePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A half-open range of bytes, `start <= end`, both on character boundaries of the text
/// it was made for.
///
/// [`Text::range`] checks offsets from outside against a text. The other constructors
/// are for offsets that come from the text itself.
///
/// [`Text::range`]: crate::text::Text::range
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    start: usize,
    end: usize,
}

/// Why two byte offsets are not a range of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the sentence of a variant says what it is")]
pub enum RangeError {
    #[error("the start {start} lies after the end {end}")]
    Reversed { start: usize, end: usize },
    #[error("{position} lies after the end of the text at {len}")]
    Outside { position: usize, len: usize },
    #[error("byte {position} lies inside a character")]
    InsideCharacter { position: usize },
}

impl TextRange {
    /// Makes a range of two byte offsets in order.
    ///
    /// # Errors
    /// [`RangeError::Reversed`] when `start > end`.
    pub fn new(start: usize, end: usize) -> Result<Self, RangeError> {
        if start > end {
            return Err(RangeError::Reversed { start, end });
        }
        Ok(Self { start, end })
    }

    /// Makes the range between two offsets in either order.
    pub fn between(one: usize, other: usize) -> Self {
        Self {
            start: one.min(other),
            end: one.max(other),
        }
    }

    pub(crate) fn empty_at(byte: usize) -> Self {
        Self {
            start: byte,
            end: byte,
        }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start
    }

    /// The byte after the last one.
    pub fn end(self) -> usize {
        self.end
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `byte` lies in it.
    pub fn contains(self, byte: usize) -> bool {
        self.start <= byte && byte < self.end
    }

    /// Whether all of `other` lies in it.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that covers both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Counts the sentences that at least one of some ranges touches. The sentences come in
/// order, the ranges in any.
pub fn touched(
    sentences: impl Iterator<Item = TextRange>,
    ranges: impl Iterator<Item = TextRange>,
) -> usize {
    let mut ranges: Vec<TextRange> = ranges.collect();
    ranges.sort_unstable();
    let mut coming = ranges.into_iter().peekable();
    let mut count = 0;
    let mut furthest = 0;
    for sentence in sentences {
        while let Some(range) = coming.next_if(|range| range.start < sentence.end) {
            furthest = furthest.max(range.end);
        }
        count += usize::from(furthest > sentence.start);
    }
    count
}

impl From<TextRange> for std::ops::Range<usize> {
    fn from(range: TextRange) -> Self {
        range.start..range.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_counts_once_however_many_ranges_touch_it() {
        let range = |start, end| TextRange::between(start, end);
        let sentences = || [range(0, 9), range(9, 16), range(16, 27)].into_iter();
        let ranges = [range(0, 3), range(4, 11), range(4, 7)];
        assert_eq!(touched(sentences(), ranges.into_iter()), 2);
        assert_eq!(touched(sentences(), std::iter::empty()), 0);
    }
}
