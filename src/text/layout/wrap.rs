//! Where rows end.
//!
//! Must not know: which rows are asked for, and how a cluster is drawn.

use std::sync::Arc;
use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::flow::Flowed;
use super::setting::{Setting, is_break_space};
use super::{Measure, Row};
use crate::text::visible::{self, Shown};
use crate::text::whole::Whole;
use crate::text::{Line, TextRange};

/// The rows of one block of a line, made once for a text and a measure.
pub(super) fn wrap_block(
    text: &Whole,
    line: Line,
    block: TextRange,
    measure: Measure,
) -> Arc<[Row]> {
    text.flow().rows(block.start(), measure, || {
        make_rows(text, line, block, measure)
    })
}

/// All wrapping is done here, and the work is bounded by the block's length.
fn make_rows(text: &Whole, line: Line, block: TextRange, measure: Measure) -> Vec<Row> {
    let setting = Setting::new(measure);
    let flowed = Flowed::of(text, block);
    let units = units(&flowed.words);
    let hang = setting.hang(text, line);
    let at_line_start = block.start() == line.content.start();
    let mut wrapper = Wrapper {
        setting,
        words: &flowed.words,
        units: &units,
        hang,
        indent: if at_line_start { 0 } else { hang },
        rows: Vec::new(),
    };
    wrapper.run();
    let mut rows: Vec<Row> = wrapper
        .rows
        .into_iter()
        .map(|row| row.in_text(&flowed))
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

impl Row {
    fn in_text(self, flowed: &Flowed<'_>) -> Self {
        Self {
            shown: flowed.range(self.shown.start(), self.shown.end()),
            whole: flowed.range(self.whole.start(), self.whole.end()),
            ..self
        }
    }
}

/// One grapheme cluster while it is being wrapped.
struct Unit<'a> {
    shown: Shown<'a>,
    /// White space at which rows break and which may hang after the row's end.
    space: bool,
    /// Whether UAX #14 allows a break before it.
    break_before: bool,
}

fn units(words: &str) -> Vec<Unit<'_>> {
    // The dictionary of Thai, Lao, Khmer and Burmese words is what UAX #14
    // wants for scripts that do not put spaces between words.
    static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
        LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));
    let mut breaks = SEGMENTER.segment_str(words).peekable();
    visible::clusters(words)
        .map(|shown| {
            let start = shown.range.start;
            // A break inside a cluster, such as between a space and a mark that
            // stands on it, is passed over.
            while breaks.next_if(|&at| at < start).is_some() {}
            let break_before = breaks.peek() == Some(&start) && !words[..start].ends_with("://");
            let mut chars = words[shown.range.clone()].chars();
            let space = chars.next().is_some_and(is_break_space) && chars.next().is_none();
            Unit {
                shown,
                space,
                break_before,
            }
        })
        .collect()
}

/// The characters after which a word that is too long is best broken.
fn is_good_end(cluster: &str) -> bool {
    matches!(
        cluster,
        "/" | "."
            | "-"
            | "?"
            | "&"
            | "="
            | "_"
            | ","
            | ";"
            | ":"
            | "#"
            | "%"
            | "+"
            | "~"
            | "|"
            | "\\"
    )
}

/// Fills rows, greedily, from the units of one block.
struct Wrapper<'a> {
    setting: Setting,
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
            if !unit.space {
                if at > start && unit.break_before {
                    last_break = Some(at);
                }
                if column.saturating_add(self.width(at, column)) > self.setting.columns {
                    let cut = self.cut(start, last_break, at);
                    self.push_row(start, cut, false);
                    (start, at, last_break, column) = (cut, cut, None, self.indent);
                    continue;
                }
            }
            column = column.saturating_add(self.width(at, column));
            at += 1;
        }
        self.push_row(start, at, true);
    }

    fn width(&self, unit: usize, column: u16) -> u16 {
        let shown = &self.units[unit].shown;
        self.setting.width(shown, self.words, column, self.indent)
    }

    /// Where to end the row that begins with unit `start`, when unit `at` is
    /// the first that does not fit.
    ///
    /// The answer lies after `start`: a first unit always fits, because one
    /// that is too wide for a row takes a single column.
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
            // Half a row is given up for a better place, not more.
            None => good_end_after(start + (at - start) / 2).unwrap_or(at),
        }
    }

    fn is_good_cut(&self, end: usize) -> bool {
        let is_good = |unit: usize| is_good_end(&self.words[self.units[unit].shown.range.clone()]);
        end < self.units.len() && is_good(end - 1) && !is_good(end)
    }

    /// Whether the word that begins with a unit, up to the next place where a
    /// break is allowed, fits a row of its own.
    fn fits_a_row(&self, word: usize) -> bool {
        let mut column = self.hang;
        for at in word..self.units.len() {
            let unit = &self.units[at];
            if unit.space || (at > word && unit.break_before) {
                break;
            }
            column = column.saturating_add(self.width(at, column));
            if column > self.setting.columns {
                return false;
            }
        }
        true
    }

    /// Ends a row before unit `end`. White space at a soft break hangs; at the
    /// end of the line as much of it is shown as the row has room for.
    fn push_row(&mut self, start: usize, end: usize, last: bool) {
        let row = &self.units[start..end];
        let words = row
            .iter()
            .rposition(|unit| !unit.space)
            .map_or(0, |at| at + 1);
        let shown = if last {
            let mut column = self.indent;
            (start..end)
                .find(|&at| {
                    column = column.saturating_add(self.width(at, column));
                    column > self.setting.columns
                })
                .unwrap_or(end)
        } else {
            start + words
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
        });
        self.indent = self.hang;
    }
}
