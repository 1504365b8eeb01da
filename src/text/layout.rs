//! Rows of cells: word wrap by UAX #14 at a measure, and where each grapheme
//! cluster stands.

use super::{Text, TextRange};

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// The most columns in a row, at least 1.
    pub columns: u16,
    /// The distance between tab stops, at least 1.
    pub tab: u16,
}

/// One row of wrapped text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What is shown in it.
    pub shown: TextRange,
    /// All that belongs to it: `shown`, and white space at the break or the
    /// line terminator. The `whole` ranges of all rows tile the text.
    pub whole: TextRange,
    /// How many columns it is indented beyond what the text itself says: list
    /// items hang their further rows under their first word.
    pub indent: u16,
    /// Whether it is the first row of its hard line.
    pub first: bool,
}

/// One grapheme cluster on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The cluster's bytes in the text.
    pub range: TextRange,
    /// The first column it takes, from the row's own left edge.
    pub column: u16,
    /// The columns it takes, at least 1.
    pub width: u16,
    /// What to draw: printable, of exactly `width` columns.
    pub symbol: String,
    /// Whether `symbol` stands for a character that cannot be shown itself.
    pub substitute: bool,
}

/// The rows of the hard line that begins at `line_start`.
pub fn rows_of_line(text: &Text, line_start: usize, measure: Measure) -> Vec<Row> {
    let _ = (text, line_start, measure);
    Vec::new()
}

/// Up to `count` rows, the first of which holds `byte`.
pub fn rows_from(text: &Text, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let _ = (text, byte, count, measure);
    Vec::new()
}

/// Up to `count` rows that stand right before the row that holds `byte`, in
/// reading order.
pub fn rows_before(text: &Text, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let _ = (text, byte, count, measure);
    Vec::new()
}

/// The cells of a row, in order. The line terminator has none.
pub fn cells(text: &Text, row: &Row, measure: Measure) -> Vec<Cell> {
    let _ = (text, row, measure);
    Vec::new()
}
