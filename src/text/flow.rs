//! Flow lines: hard lines that are set as one, because the line ends between them
//! are *soft*: they only wrap a paragraph.
//!
//! Must not know: which line ends are soft and why, how rows are made, and how wide
//! anything is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::in_memory::InMemoryText;
use super::line::Line;
use super::range::TextRange;
use super::row::{Measure, Row};

/// The rows of blocks by the block's first byte and the measure.
type RowCache = HashMap<(usize, Measure), Arc<[Row]>>;

/// How many blocks the row cache holds until it is cleared: more than a screen shows.
const CACHED_BLOCKS: usize = 1024;

/// The most bytes of white space around a soft line end. With more, the line end
/// stays hard: blocks begin near fixed places, and never within a gap.
const WIDEST_GAP: usize = 512;

/// Whether a row may end after this white space: all of it but no-break spaces.
pub(super) fn is_break_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}'
    )
}

/// How the hard lines of a text are joined to flow lines, with a cache of rows.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The soft line ends with the white space around them, in order. They begin
    /// and end on grapheme cluster boundaries.
    gaps: Vec<TextRange>,
    /// The hard lines, by number, that begin a flow line; empty when every one does.
    firsts: Vec<usize>,
    /// Rows that were made before: a frame asks for the same ones several times.
    /// They stay valid, since neither the content nor the gaps ever change.
    rows: Mutex<RowCache>,
}

impl Flow {
    /// Makes the line terminators at these offsets, in any order, soft. One that is
    /// not between two lines with words stays hard.
    pub fn new(text: &InMemoryText, ends: &[usize]) -> Self {
        let mut soft: Vec<usize> = ends
            .iter()
            .map(|&end| (end, text.line_index_at(end)))
            .filter(|&(end, index)| text.line(index).content.end() == end)
            .map(|(_, index)| index)
            .collect();
        soft.sort_unstable();
        soft.dedup();
        let mut gaps = Vec::with_capacity(soft.len());
        soft.retain(|&index| {
            let gap = gap_after(text, index);
            gaps.extend(gap);
            gap.is_some()
        });
        let firsts = if soft.is_empty() {
            Vec::new()
        } else {
            let mut joined = soft.iter().map(|index| index + 1).peekable();
            (0..text.line_count())
                .filter(|index| joined.next_if_eq(index).is_none())
                .collect()
        };
        Self {
            gaps,
            firsts,
            rows: Mutex::default(),
        }
    }

    pub fn count(&self, text: &InMemoryText) -> usize {
        match self.firsts.len() {
            0 => text.line_count(),
            count => count,
        }
    }

    /// The number (from 0) of the flow line that `byte` lies on.
    pub fn index_at(&self, text: &InMemoryText, byte: usize) -> usize {
        let hard = text.line_index_at(byte);
        if self.firsts.is_empty() {
            return hard;
        }
        self.firsts
            .partition_point(|&first| first <= hard)
            .saturating_sub(1)
    }

    /// The flow line with that number (from 0).
    pub fn line(&self, text: &InMemoryText, index: usize) -> Line {
        let Some(&first) = self.firsts.get(index) else {
            return text.line(index);
        };
        let next = self.firsts.get(index + 1).copied();
        let last = next.unwrap_or(text.line_count()).saturating_sub(1);
        let (first, last) = (text.line(first), text.line(last));
        Line {
            content: TextRange::between(first.content.start(), last.content.end()),
            whole: TextRange::between(first.whole.start(), last.whole.end()),
        }
    }

    /// The gaps that begin in a range. No line, block or row ends within a gap.
    pub fn gaps_in(&self, range: TextRange) -> &[TextRange] {
        let index_of = |byte| self.gaps.partition_point(|gap| gap.start() < byte);
        &self.gaps[index_of(range.start())..index_of(range.end())]
    }

    /// The end of the gap that `byte` lies in; `byte` itself outside of any gap.
    pub fn after_gap(&self, byte: usize) -> usize {
        let next = self.gaps.partition_point(|gap| gap.end() <= byte);
        match self.gaps.get(next) {
            Some(gap) if gap.contains(byte) => gap.end(),
            _ => byte,
        }
    }

    /// The rows of the block that begins at `start`: from the cache, else made.
    pub fn rows(
        &self,
        start: usize,
        measure: Measure,
        make: impl FnOnce() -> Vec<Row>,
    ) -> Arc<[Row]> {
        let cached = |rows: &RowCache| rows.get(&(start, measure)).cloned();
        let lock = || self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = cached(&lock()) {
            return rows;
        }
        // Outside the lock, since making rows takes time.
        let made: Arc<[Row]> = make().into();
        let mut rows = lock();
        if rows.len() >= CACHED_BLOCKS {
            rows.clear();
        }
        rows.insert((start, measure), Arc::clone(&made));
        made
    }
}

/// The terminator of a hard line with the white space around it, if between words.
fn gap_after(text: &InMemoryText, index: usize) -> Option<TextRange> {
    if index + 1 >= text.line_count() {
        return None;
    }
    let (line, next) = (text.line(index).content, text.line(index + 1).content);
    let before = text.slice(line);
    let words = before.trim_end_matches(is_break_space).len();
    let after = text.slice(next);
    let indentation = after.len() - after.trim_start_matches(is_break_space).len();
    if before[..words]
        .trim_start_matches(is_break_space)
        .is_empty()
        || indentation == after.len()
    {
        return None;
    }
    // A space with a combining mark on it is not white space.
    let gap = TextRange::between(
        text.ceil_grapheme(line.start() + words),
        text.floor_grapheme(next.start() + indentation),
    );
    (gap.len() <= WIDEST_GAP).then_some(gap)
}

#[cfg(test)]
mod tests;
