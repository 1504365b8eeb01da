//! Blocks: the pieces of a flow line that are wrapped by themselves, so that a row of
//! a line of many megabytes costs no more than any other.
//!
//! Must not know: rows, and how wide anything is.

use crate::text::flow::is_break_space;
use crate::text::line::Line;
use crate::text::range::TextRange;
use crate::text::section::Section;

/// A line longer than this, in bytes, is wrapped in blocks of about this size.
const BLOCK_BYTES: usize = 32 * 1024;

/// How far after its nominal start, in bytes, a block may begin, after a space.
const BLOCK_SLACK: usize = 1024;

/// The blocks of one flow line's content, in order; at least one.
pub(super) struct Blocks<'a> {
    section: &'a Section,
    content: TextRange,
    next: usize,
    end: usize,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(section: &'a Section, line: Line) -> Self {
        Self {
            section,
            content: line.content,
            next: 0,
            end: count(line.content),
        }
    }

    /// Only the block that holds `byte` and those after it.
    pub(super) fn from(mut self, byte: usize) -> Self {
        self.next = self.index_of(byte);
        self
    }

    /// Only the block that holds `byte` and those before it.
    pub(super) fn upto(mut self, byte: usize) -> Self {
        self.end = self.index_of(byte) + 1;
        self
    }

    fn index_of(&self, byte: usize) -> usize {
        let nominal = byte.saturating_sub(self.content.start()) / BLOCK_BYTES;
        let index = nominal.min(self.end - 1);
        // A block begins somewhat after its nominal start.
        if index > 0 && byte < self.boundary(index) {
            index - 1
        } else {
            index
        }
    }

    /// Where a block begins. Depends on nothing but the bytes near its nominal start,
    /// so that whoever asks, from wherever, gets the same rows.
    fn boundary(&self, index: usize) -> usize {
        if index == 0 {
            return self.content.start();
        }
        let text = &self.section.text;
        let nominal = text.floor_char(self.content.start() + index * BLOCK_BYTES);
        let limit = (nominal + BLOCK_SLACK).min(self.content.end());
        let near = text.slice(TextRange::between(nominal, limit));
        let after_space = near
            .find(is_break_space)
            .and_then(|space| {
                let rest = near[space..].trim_start_matches(is_break_space);
                (!rest.is_empty()).then_some(nominal + near.len() - rest.len())
            })
            .unwrap_or(nominal);
        // The last space may carry a combining mark, and no row ends within a gap.
        let start = text.ceil_grapheme(after_space);
        let start = self.section.flow.after_gap(start);
        start.min(self.content.end())
    }

    fn block(&self, index: usize) -> TextRange {
        let is_last = index + 1 == count(self.content);
        let end = match is_last {
            true => self.content.end(),
            false => self.boundary(index + 1),
        };
        TextRange::between(self.boundary(index), end)
    }
}

/// The number of blocks. A rest of less than a block belongs to the last one.
fn count(content: TextRange) -> usize {
    (content.len() / BLOCK_BYTES).max(1)
}

impl Iterator for Blocks<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.block(self.next - 1)
        })
    }
}

impl DoubleEndedIterator for Blocks<'_> {
    fn next_back(&mut self) -> Option<TextRange> {
        (self.next < self.end).then(|| {
            self.end -= 1;
            self.block(self.end)
        })
    }
}
