//! The cells of one row: what is drawn for each grapheme cluster, and where.
//!
//! Must not know: where rows end.

use std::borrow::Cow;

use compact_str::CompactString;

use super::joined::JoinedText;
use super::metrics::Metrics;
use crate::text::range::TextRange;
use crate::text::row::{Measure, Row};
use crate::text::section::Section;
use crate::text::visible::{Emphasis, Shown, is_plain, text_clusters};

/// One grapheme cluster on the screen, letters that were struck over each other, or one soft
/// line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its bytes in the text.
    pub range: TextRange,
    /// Its first column, from the left edge of the row.
    pub column: u16,
    /// The columns it takes, at least 1.
    pub width: u16,
    /// What to draw: printable, of exactly `width` columns.
    pub symbol: CompactString,
    /// Whether `symbol` stands for a character that cannot be shown itself.
    pub substitute: bool,
    /// How its letters were meant to be set.
    pub emphasis: Emphasis,
}

/// The cells of a row whose bytes are local to a section.
pub(super) fn cells(section: &Section, row: &Row, measure: Measure) -> Vec<Cell> {
    let (shown, indent) = (row.shown, row.indent);
    let joined = JoinedText::new(section, shown);
    let words = &*joined.words;
    let metrics = Metrics::new(measure);
    if let Cow::Borrowed(words) = joined.words
        && is_plain(words)
        && indent < metrics.columns
    {
        return plain_cells(words, shown.start(), indent);
    }
    let mut column = indent;
    let hyphen = row.hyphenated.then_some(words.len());
    text_clusters(words)
        .filter_map(|shown| drawn(shown, hyphen))
        .map(|shown| {
            let (symbol, substitute) = metrics.symbol(&shown, words, column, indent);
            let width = metrics.width(&shown, words, column, indent);
            let cell = Cell {
                range: joined.range(shown.range.start, shown.range.end),
                column,
                width,
                symbol: CompactString::from(symbol),
                substitute,
                emphasis: shown.emphasis,
            };
            column = column.saturating_add(width);
            cell
        })
        .collect()
}

/// What is drawn of a cluster, if anything is: a hyphen for the soft one that ends at `hyphen`.
fn drawn(shown: Shown<'_>, hyphen: Option<usize>) -> Option<Shown<'_>> {
    if !shown.symbol.is_empty() {
        return Some(shown);
    }
    (hyphen == Some(shown.range.end)).then_some(Shown {
        symbol: Cow::Borrowed("-"),
        width: 1,
        ..shown
    })
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
            emphasis: Emphasis::default(),
        })
        .collect()
}
