//! Flow lines: hard lines that are set as one because the line ends between
//! them are *soft*, the work of whoever wrapped the document by hand.
//!
//! Must not know: which line ends are soft and why, rows, and how wide anything
//! is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::setting::is_break_space;
use super::{Measure, Row};
use crate::text::whole::Whole;
use crate::text::{Line, TextRange};

/// The rows of blocks by the block's first byte and the measure.
type Rows = HashMap<(usize, Measure), Arc<[Row]>>;

/// More blocks than any screen shows: beyond, all are forgotten.
const MOST_BLOCKS: usize = 1024;

/// A line end amid more white space than this, in bytes, is not soft: blocks
/// begin near fixed places, and never within a gap.
const WIDEST_GAP: usize = 512;

/// How the hard lines of a text are joined, and the rows that were made of it.
#[derive(Debug, Default)]
pub(in crate::text) struct Flow {
    /// The soft line ends with the white space around them, in order. Both ends
    /// of each are boundaries of grapheme clusters.
    gaps: Vec<TextRange>,
    /// The numbers of the hard lines that begin a flow line; empty when every
    /// hard line is one.
    firsts: Vec<usize>,
    /// Rows that were made before. Neither the content nor the gaps ever
    /// change, so what was true of them stays true: a frame asks for the same
    /// rows several times.
    rows: Mutex<Rows>,
}

impl Flow {
    /// Takes the offsets of line terminators, in any order. Those that are not
    /// between two lines with words are left hard.
    pub fn new(text: &Whole, ends: &[usize]) -> Self {
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
            let found = gap_after(text, index);
            gaps.extend(found);
            found.is_some()
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

    /// The number of flow lines.
    pub fn count(&self, text: &Whole) -> usize {
        match self.firsts.len() {
            0 => text.line_count(),
            count => count,
        }
    }

    /// The number (from 0) of the flow line that `byte` lies on.
    pub fn index_at(&self, text: &Whole, byte: usize) -> usize {
        let hard = text.line_index_at(byte);
        if self.firsts.is_empty() {
            return hard;
        }
        self.firsts
            .partition_point(|&first| first <= hard)
            .saturating_sub(1)
    }

    /// The flow line with that number (from 0).
    pub fn line(&self, text: &Whole, index: usize) -> Line {
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

    /// The gaps that begin in a range. Lines, blocks and rows hold gaps whole.
    pub fn gaps_in(&self, range: TextRange) -> &[TextRange] {
        let index_of = |byte| self.gaps.partition_point(|gap| gap.start() < byte);
        &self.gaps[index_of(range.start())..index_of(range.end())]
    }

    /// The end of the gap that `byte` lies in, else `byte`.
    pub fn after_gap(&self, byte: usize) -> usize {
        let next = self.gaps.partition_point(|gap| gap.end() <= byte);
        match self.gaps.get(next) {
            Some(gap) if gap.contains(byte) => gap.end(),
            _ => byte,
        }
    }

    /// The rows of the block that begins at `start`, made at most once for each
    /// measure while they are in use.
    pub fn rows(
        &self,
        start: usize,
        measure: Measure,
        make: impl FnOnce() -> Vec<Row>,
    ) -> Arc<[Row]> {
        let known = |rows: &Rows| rows.get(&(start, measure)).cloned();
        let lock = || self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = known(&lock()) {
            return rows;
        }
        // Not under the lock: making rows takes time.
        let made: Arc<[Row]> = make().into();
        let mut rows = lock();
        if rows.len() >= MOST_BLOCKS {
            rows.clear();
        }
        rows.insert((start, measure), Arc::clone(&made));
        made
    }
}

/// The end of a hard line with the white space before and after it; `None` when
/// it does not stand between words.
fn gap_after(text: &Whole, index: usize) -> Option<TextRange> {
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
    // A space that carries a mark is not white space.
    let gap = TextRange::between(
        text.ceil_grapheme(line.start() + words),
        text.floor_grapheme(next.start() + indentation),
    );
    (gap.len() <= WIDEST_GAP).then_some(gap)
}

/// A piece of text as it is set: a space stands for each gap.
pub(super) struct Flowed<'a> {
    /// The words to set.
    pub words: Cow<'a, str>,
    start: usize,
    /// Where `words` go on after a gap, and where the text does.
    joints: Vec<(usize, usize)>,
}

impl<'a> Flowed<'a> {
    pub fn of(text: &'a Whole, range: TextRange) -> Self {
        let gaps = text.flow().gaps_in(range);
        let start = range.start();
        if gaps.is_empty() {
            return Self {
                words: Cow::Borrowed(text.slice(range)),
                start,
                joints: Vec::new(),
            };
        }
        let mut words = String::with_capacity(range.len());
        let mut joints = Vec::with_capacity(gaps.len());
        let mut at = start;
        for gap in gaps {
            words.push_str(text.slice(TextRange::between(at, gap.start())));
            words.push(' ');
            at = gap.end();
            joints.push((words.len(), at));
        }
        if at < range.end() {
            words.push_str(text.slice(TextRange::between(at, range.end())));
        }
        Self {
            words: Cow::Owned(words),
            start,
            joints,
        }
    }

    /// The place in the text of a place in `words`.
    pub fn byte(&self, at: usize) -> usize {
        let passed = self.joints.partition_point(|&(words, _)| words <= at);
        match passed.checked_sub(1).map(|last| self.joints[last]) {
            Some((words, text)) => text + (at - words),
            None => self.start + at,
        }
    }

    /// The range in the text of a range of `words`.
    pub fn range(&self, start: usize, end: usize) -> TextRange {
        TextRange::between(self.byte(start), self.byte(end))
    }
}

#[cfg(test)]
mod tests;
