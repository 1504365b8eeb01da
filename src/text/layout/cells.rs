//! The cells of one row: what is drawn for each grapheme cluster, and where.
//!
//! Must not know: where rows end.

use std::borrow::Cow;

use compact_str::CompactString;

use super::joined::JoinedText;
use super::metrics::Metrics;
use crate::text::range::TextRange;
use crate::text::row::Measure;
use crate::text::section::Section;
use crate::text::visible;

/// One grapheme cluster on the screen, or one soft line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The cluster's bytes in the text.
    pub range: TextRange,
    /// Its first column, from the left edge of the row.
    pub column: u16,
    /// The columns it takes, at least 1.
    pub width: u16,
    /// What to draw: printable, of exactly `width` columns.
    pub symbol: CompactString,
    /// Whether `symbol` stands for a character that cannot be shown itself.
    pub substitute: bool,
}

pub(super) fn cells(
    section: &Section,
    shown: TextRange,
    indent: u16,
    measure: Measure,
) -> Vec<Cell> {
    let joined = JoinedText::new(section, shown);
    let words = &*joined.words;
    let metrics = Metrics::new(measure);
    if let Cow::Borrowed(words) = joined.words
        && visible::is_plain(words)
        && indent < metrics.columns
    {
        return plain_cells(words, shown.start(), indent);
    }
    let mut column = indent;
    visible::clusters(words)
        .map(|shown| {
            let (symbol, substitute) = metrics.symbol(&shown, words, column, indent);
            let width = metrics.width(&shown, words, column, indent);
            let cell = Cell {
                range: joined.range(shown.range.start, shown.range.end),
                column,
                width,
                symbol: CompactString::from(symbol),
                substitute,
            };
            column = column.saturating_add(width);
            cell
        })
        .collect()
}

/// The cells of printable ASCII, a column for each byte, as most rows are.
fn plain_cells(words: &str, start: usize, indent: u16) -> Vec<Cell> {
    let letters = (0..words.len()).map(|at| &words[at..=at]);
    let places = (start..).zip(indent..=u16::MAX);
    letters
        .zip(places)
        .map(|(letter, (byte, column))| Cell {
            range: TextRange::between(byte, byte + 1),
            column,
            width: 1,
            symbol: CompactString::new(letter),
            substitute: false,
        })
        .collect()
}
