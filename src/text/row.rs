//! A row of wrapped text, and the measure it was wrapped at.
//!
//! Must not know: how text is wrapped.

use super::range::TextRange;

/// The width at which text is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Measure {
    /// The most columns in a row, at least 1.
    pub columns: u16,
    /// The distance between tab stops in columns, at least 1.
    pub tab: u16,
}

/// One row of wrapped text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The bytes that are shown in it.
    pub shown: TextRange,
    /// The bytes that belong to it: `shown`, then the white space at the break and
    /// the line terminator. The `whole` ranges of all rows tile the text.
    pub whole: TextRange,
    /// The columns of indentation that the text itself does not contain, under a list item's
    /// first word or the second of joined lines.
    pub indent: u16,
    /// Whether it is the first row of its flow line.
    pub first: bool,
    /// Whether a word is broken at its end at a soft hyphen, which is then drawn.
    pub hyphenated: bool,
}
