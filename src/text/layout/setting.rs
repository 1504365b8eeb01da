//! How wide a cluster is at its place in a row, and how far rows are indented.
//!
//! Must not know: where rows break.

use std::borrow::Cow;

use super::Measure;
use super::flow::Flowed;
use crate::text::visible::{self, REPLACEMENT, Shown};
use crate::text::whole::Whole;
use crate::text::{Line, TextRange};

/// How much of a line, in bytes, is looked at for a list marker.
const MARKER_BYTES: usize = 96;

/// Spaces that a row may end after: all but the no-break ones.
pub(super) fn is_break_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}'
    )
}

/// A measure whose parts are at least 1.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    pub(super) columns: u16,
    tab: u16,
}

impl Setting {
    pub(super) fn new(measure: Measure) -> Self {
        Self {
            columns: measure.columns.max(1),
            tab: measure.tab.max(1),
        }
    }

    /// The columns of a cluster that begins at `column` of a row.
    pub(super) fn width(self, shown: &Shown<'_>, words: &str, column: u16, indent: u16) -> u16 {
        if words.as_bytes()[shown.range.start] == b'\t' {
            self.tab - column % self.tab
        } else if self.is_too_wide(shown, indent) {
            1
        } else {
            shown.width
        }
    }

    /// What to draw for a cluster that begins at `column` of a row.
    pub(super) fn symbol<'a>(
        self,
        shown: &Shown<'a>,
        words: &str,
        column: u16,
        indent: u16,
    ) -> (Cow<'a, str>, bool) {
        if words.as_bytes()[shown.range.start] == b'\t' {
            let width = usize::from(self.width(shown, words, column, indent));
            (Cow::Owned(" ".repeat(width)), false)
        } else if self.is_too_wide(shown, indent) {
            (Cow::Owned(REPLACEMENT.to_string()), true)
        } else {
            (shown.symbol.clone(), shown.substitute)
        }
    }

    /// Whether not even an empty row holds a cluster.
    fn is_too_wide(self, shown: &Shown<'_>, indent: u16) -> bool {
        shown.width > self.columns - indent
    }

    /// How far the further rows of a line are indented: to the first word after
    /// a list marker, else as the second of the hard lines that are joined in
    /// it, but to no more than half of the measure.
    pub(super) fn hang(self, text: &Whole, line: Line) -> u16 {
        let start = line.content.start();
        let end = text.floor_char(line.content.end().min(start + MARKER_BYTES));
        let words = Flowed::of(text, TextRange::between(start, end)).words;
        let column = match (list_marker(&words), text.flow().gaps_in(line.content)) {
            (Some(marked), _) => self.columns_of(&words[..marked]),
            (None, [gap, ..]) => {
                let second = text.line_at(gap.end()).content.start();
                self.columns_of(text.slice(TextRange::between(second, gap.end())))
            }
            (None, []) => 0,
        };
        column.min(self.columns / 2)
    }

    /// The columns of words that begin a line.
    fn columns_of(self, words: &str) -> u16 {
        visible::clusters(words).fold(0u16, |column, shown| {
            column.saturating_add(self.width(&shown, words, column, 0))
        })
    }
}

/// The length, in bytes, of a list marker with the white space around it, when
/// a line begins with one and has words after it.
fn list_marker(line: &str) -> Option<usize> {
    let trimmed = line.trim_start_matches(is_break_space);
    let mut chars = trimmed.chars();
    let rest = match chars.next()? {
        '•' | '‣' | '⁃' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '·' | '∙' | '–' | '-' | '*'
        | '+' | '✓' | '✗' | '➢' | '►' => chars.as_str(),
        _ => numbered(trimmed)?,
    };
    let words = rest.trim_start_matches(is_break_space);
    (words.len() < rest.len() && !words.is_empty()).then_some(line.len() - words.len())
}

/// What follows a number such as `12.`, `3)`, `(3)`, `[35]`, `b)` or `iv)`.
/// A letter before a point is not one: "A. Smith" begins many a paragraph.
fn numbered(line: &str) -> Option<&str> {
    let (closing, inner): (&[char], _) = if let Some(inner) = line.strip_prefix('(') {
        (&[')'], inner)
    } else if let Some(inner) = line.strip_prefix('[') {
        (&[']'], inner)
    } else {
        (&['.', ')'], line)
    };
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = inner.len() - digits.len();
    if (1..=3).contains(&number) {
        return digits.strip_prefix(closing);
    }
    let letters = inner.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let number = inner.len() - letters.len();
    match number {
        1..=4 => letters.strip_prefix([')', ']']),
        _ => None,
    }
}
