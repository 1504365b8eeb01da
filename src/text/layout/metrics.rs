//! How wide a cluster is at its place in a row, and how far rows are indented.
//!
//! Must not know: where rows break.

use std::borrow::Cow;

use super::joined::JoinedText;
use crate::text::bullet::is_bullet;
use crate::text::flow::is_break_space;
use crate::text::invisible::is_outside_edges;
use crate::text::line::Line;
use crate::text::range::TextRange;
use crate::text::row::Measure;
use crate::text::section::Section;
use crate::text::visible::{NO_ROOM, Shown, text_clusters};

/// How many bytes of a line are searched for a list marker.
const MARKER_BYTES: usize = 96;

/// What widths depend on: a [`Measure`] whose parts are at least 1.
#[derive(Clone, Copy)]
pub(super) struct Metrics {
    pub(super) columns: u16,
    tab: u16,
}

impl Metrics {
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
            (Cow::Owned(NO_ROOM.to_string()), true)
        } else {
            (shown.symbol.clone(), shown.substitute)
        }
    }

    /// Whether a cluster does not even fit an empty row.
    fn is_too_wide(self, shown: &Shown<'_>, indent: u16) -> bool {
        shown.width > self.columns - indent
    }

    /// The indent of the further rows of a flow line: as far as the first word after a list
    /// marker, else as its second hard line, but no more than half of the measure.
    pub(super) fn hang(self, section: &Section, line: Line) -> u16 {
        let text = &section.text;
        let start = line.content.start();
        let end = text.floor_char(line.content.end().min(start + MARKER_BYTES));
        let words = JoinedText::new(section, TextRange::between(start, end)).words;
        let column = match (list_marker(&words), section.flow.gaps_in(line.content)) {
            (Some(marked), _) => self.columns_of(&words[..marked]),
            (None, [gap, ..]) => {
                let second = text.line_at(gap.end()).content.start();
                self.columns_of(text.slice(TextRange::between(second, gap.end())))
            }
            (None, []) => 0,
        };
        column.min(self.columns / 2)
    }

    /// The columns of the words at the beginning of a line.
    fn columns_of(self, words: &str) -> u16 {
        text_clusters(words).fold(0u16, |column, shown| {
            column.saturating_add(self.width(&shown, words, column, 0))
        })
    }
}

/// The bytes of the list marker that begins a line, with the white space around it;
/// `None` when there is none, or no words follow.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let trimmed = line.trim_start_matches(is_outside_edges);
    let mut chars = trimmed.chars();
    let rest = match chars.next()? {
        first if is_bullet(first) => chars.as_str(),
        _ => after_number(trimmed)?,
    };
    let words = rest.trim_start_matches(is_break_space);
    (words.len() < rest.len() && !words.is_empty()).then_some(line.len() - words.len())
}

/// What follows a list number such as `12.`, `3)`, `(3)`, `[35]`, `b)` or `iv)`.
/// A letter before a full stop is none: many paragraphs begin like "A. Smith".
fn after_number(line: &str) -> Option<&str> {
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
