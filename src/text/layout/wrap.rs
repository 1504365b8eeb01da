//! Wraps one block: where its rows end.
//!
//! Must not know: which rows are asked for, and how a cluster is drawn.

use std::sync::Arc;
use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::joined::JoinedText;
use super::metrics::Metrics;
use crate::text::address::addresses;
use crate::text::flow::is_break_space;
use crate::text::invisible::{ends_rows_like_space, ends_rows_with_hyphen};
use crate::text::line::Line;
use crate::text::range::TextRange;
use crate::text::row::{Measure, Row};
use crate::text::section::Section;
use crate::text::visible::{Shown, text_clusters};

/// The rows of one block of a flow line, from the cache if they are there.
pub(super) fn wrap_block(
    section: &Section,
    line: Line,
    block: TextRange,
    measure: Measure,
) -> Arc<[Row]> {
    section.flow.rows(block.start(), measure, || {
        make_rows(section, line, block, measure)
    })
}

/// Wraps a block, in time proportional to its length.
fn make_rows(section: &Section, line: Line, block: TextRange, measure: Measure) -> Vec<Row> {
    let metrics = Metrics::new(measure);
    let joined = JoinedText::new(section, block);
    let mut units = units(&joined.words);
    let hang = metrics.hang(section, line);
    keep_addresses_whole(&mut units, &joined.words, metrics, hang);
    let at_line_start = block.start() == line.content.start();
    let mut wrapper = Wrapper {
        metrics,
        words: &joined.words,
        units: &units,
        hang,
        indent: if at_line_start { 0 } else { hang },
        rows: Vec::new(),
    };
    wrapper.run();
    let mut rows: Vec<Row> = wrapper
        .rows
        .into_iter()
        .map(|row| Row {
            shown: joined.range(row.shown.start(), row.shown.end()),
            whole: joined.range(row.whole.start(), row.whole.end()),
            ..row
        })
        .collect();
    if let Some(first) = rows.first_mut() {
        first.first = at_line_start;
    }
    if block.end() == line.content.end()
        && let Some(last) = rows.last_mut()
    {
        last.whole = TextRange::between(last.whole.start(), line.whole.end());
    }
    rows
}

/// One grapheme cluster while it is being wrapped.
struct Unit<'a> {
    shown: Shown<'a>,
    kind: UnitKind,
    /// Whether UAX #14 allows a break before it.
    break_before: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum UnitKind {
    /// White space that may hang after the end of a row.
    Space,
    SoftHyphen,
    Other,
}

impl UnitKind {
    fn of(cluster: &str, shown: &Shown<'_>) -> Self {
        let is_unseen = shown.symbol.is_empty();
        let mut chars = cluster.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if is_break_space(c) => Self::Space,
            (Some(c), None) if is_unseen && ends_rows_like_space(c) => Self::Space,
            (Some(c), None) if is_unseen && ends_rows_with_hyphen(c) => Self::SoftHyphen,
            _ => Self::Other,
        }
    }
}

fn units(words: &str) -> Vec<Unit<'_>> {
    // UAX #14 wants a dictionary for Thai, Lao, Khmer and Burmese, which do not put
    // spaces between words.
    static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
        LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));
    let mut breaks = SEGMENTER.segment_str(words).peekable();
    text_clusters(words)
        .map(|shown| {
            let start = shown.range.start;
            // A break inside a cluster is ignored, such as one between a space and the
            // combining mark on it.
            while breaks.next_if(|&at| at < start).is_some() {}
            let break_before = breaks.peek() == Some(&start) && !words[..start].ends_with("://");
            Unit {
                kind: UnitKind::of(&words[shown.range.clone()], &shown),
                shown,
                break_before,
            }
        })
        .collect()
}

/// Takes the breaks out of each address that fits a row, such as those after `-` and `/`:
/// half an address is no use to anybody who reads or copies it.
fn keep_addresses_whole(units: &mut [Unit<'_>], words: &str, metrics: Metrics, hang: u16) {
    let mut from = 0;
    for address in addresses(words) {
        let starts_before = |byte: usize| move |unit: &Unit<'_>| unit.shown.range.start < byte;
        let first = from + units[from..].partition_point(starts_before(address.start));
        let end = first + units[first..].partition_point(starts_before(address.end));
        from = end;
        let width = units[first..end].iter().fold(hang, |column, unit| {
            column.saturating_add(metrics.width(&unit.shown, words, column, hang))
        });
        if width <= metrics.columns {
            let inside = units[first..end].iter_mut().skip(1);
            inside.for_each(|unit| unit.break_before = false);
        }
    }
}

/// Whether a word that is too long is best broken after this cluster.
fn is_good_end(cluster: &str) -> bool {
    matches!(cluster.as_bytes(), [byte] if b"/.-?&=_,;:#%+~|\\".contains(byte))
}

/// Where a row ends: at a break, or with its block.
#[derive(Clone, Copy)]
enum RowEnd {
    Break,
    Block,
}

/// Fills rows greedily from the units of one block.
struct Wrapper<'a> {
    metrics: Metrics,
    words: &'a str,
    units: &'a [Unit<'a>],
    /// The indent of the rows after the first.
    hang: u16,
    /// The indent of the row that is being filled.
    indent: u16,
    rows: Vec<Row>,
}

impl Wrapper<'_> {
    fn run(&mut self) {
        let mut start = 0;
        let mut at = 0;
        let mut last_break = None;
        let mut column = self.indent;
        while at < self.units.len() {
            let unit = &self.units[at];
            if unit.kind != UnitKind::Space {
                if at > start && unit.break_before && self.may_break(start, at, column) {
                    last_break = Some(at);
                }
                if column.saturating_add(self.width(at, column)) > self.metrics.columns {
                    let cut = self.cut(start, last_break, at);
                    self.push_row(start, cut, RowEnd::Break);
                    (start, at, last_break, column) = (cut, cut, None, self.indent);
                    continue;
                }
            }
            column = column.saturating_add(self.width(at, column));
            at += 1;
        }
        self.push_row(start, at, RowEnd::Block);
    }

    /// Whether a row that begins with unit `start` may be broken before unit `at`, which
    /// would stand in `column`: there has to be room for the hyphen, and something before it.
    fn may_break(&self, start: usize, at: usize, column: u16) -> bool {
        self.soft_hyphen_before(start, at).is_none()
            || (self.indent < column && column < self.metrics.columns)
    }

    /// The soft hyphen with which a row that ends before unit `end` ends.
    fn soft_hyphen_before(&self, start: usize, end: usize) -> Option<usize> {
        let is_drawn =
            |unit: &Unit<'_>| unit.kind == UnitKind::SoftHyphen || !unit.shown.symbol.is_empty();
        let last = start + self.units[start..end].iter().rposition(is_drawn)?;
        (self.units[last].kind == UnitKind::SoftHyphen).then_some(last)
    }

    fn width(&self, unit: usize, column: u16) -> u16 {
        let shown = &self.units[unit].shown;
        self.metrics.width(shown, self.words, column, self.indent)
    }

    /// Where to end the row that begins with unit `start`, when unit `at` is the first
    /// that does not fit.
    ///
    /// Always after `start`: the first unit of a row fits, because one that is too
    /// wide for a row takes a single column.
    fn cut(&self, start: usize, last_break: Option<usize>, at: usize) -> usize {
        let good_end_after = |from: usize| {
            (from + 1..=at)
                .rev()
                .find(|&end| self.is_good_cut(end))
                .filter(|&end| end > from)
        };
        match last_break {
            Some(word) if self.fits_a_row(word) => word,
            Some(word) => good_end_after(word).unwrap_or(word),
            // No more than half a row is given up for a better place.
            None => good_end_after(start + (at - start) / 2).unwrap_or(at),
        }
    }

    fn is_good_cut(&self, end: usize) -> bool {
        let is_good = |unit: usize| is_good_end(&self.words[self.units[unit].shown.range.clone()]);
        end < self.units.len() && is_good(end - 1) && !is_good(end)
    }

    /// Whether the word from this unit to the next allowed break fits a row of its own.
    fn fits_a_row(&self, word: usize) -> bool {
        let mut column = self.hang;
        for at in word..self.units.len() {
            let unit = &self.units[at];
            if unit.kind == UnitKind::Space || (at > word && unit.break_before) {
                break;
            }
            column = column.saturating_add(self.width(at, column));
            if column > self.metrics.columns {
                return false;
            }
        }
        true
    }

    /// Ends a row before unit `end`. White space at a break within the block hangs; at
    /// the end of the block as much of it is shown as fits.
    fn push_row(&mut self, start: usize, end: usize, at: RowEnd) {
        let mut hyphenated = false;
        let shown = match at {
            RowEnd::Break => {
                let row = &self.units[start..end];
                let last = row.iter().rposition(|unit| unit.kind != UnitKind::Space);
                hyphenated = self.ends_with_hyphen(start, end);
                start + last.map_or(0, |last| last + 1)
            }
            RowEnd::Block => {
                let mut column = self.indent;
                let mut units = start..end;
                let overflow = units.find(|&unit| {
                    column = column.saturating_add(self.width(unit, column));
                    column > self.metrics.columns
                });
                overflow.unwrap_or(end)
            }
        };
        let byte = |unit: usize| {
            self.units
                .get(unit)
                .map_or(self.words.len(), |unit| unit.shown.range.start)
        };
        self.rows.push(Row {
            shown: TextRange::between(byte(start), byte(shown)),
            whole: TextRange::between(byte(start), byte(end)),
            indent: self.indent,
            first: false,
            hyphenated,
        });
        self.indent = self.hang;
    }

    /// Whether a row that is broken ends with a soft hyphen, for which there is room.
    fn ends_with_hyphen(&self, start: usize, end: usize) -> bool {
        let Some(hyphen) = self.soft_hyphen_before(start, end) else {
            return false;
        };
        let column = (start..hyphen).fold(self.indent, |column, unit| {
            column.saturating_add(self.width(unit, column))
        });
        self.indent < column && column < self.metrics.columns
    }
}
