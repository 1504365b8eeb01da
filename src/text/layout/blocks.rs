//! Blocks: the pieces of a flow line that are wrapped by themselves, so that a
//! line of many megabytes costs no more than a screenful.
//!
//! Must not know: rows, and how wide anything is.

use super::setting::is_break_space;
use crate::text::whole::Whole;
use crate::text::{Line, TextRange};

/// A line longer than this, in bytes, is wrapped in blocks of about this size.
const BLOCK_BYTES: usize = 32 * 1024;

/// How far after its nominal place, in bytes, a block looks for a space to
/// begin after.
const BLOCK_SLACK: usize = 1024;

/// The blocks of one flow line's content, in order; at least one.
pub(super) struct Blocks<'a> {
    text: &'a Whole,
    content: TextRange,
    next: usize,
    end: usize,
}

impl<'a> Blocks<'a> {
    pub(super) fn of(text: &'a Whole, line: Line) -> Self {
        Self {
            text,
            content: line.content,
            next: 0,
            // A last block of less than twice the size stays whole.
            end: (line.content.len() / BLOCK_BYTES).max(1),
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
        // A block begins somewhat after its nominal place.
        if index > 0 && byte < self.boundary(index) {
            index - 1
        } else {
            index
        }
    }

    /// Where block `index` begins. This depends on the bytes near its nominal
    /// place only, so that whoever asks finds the same rows.
    fn boundary(&self, index: usize) -> usize {
        if index == 0 {
            return self.content.start();
        }
        let nominal = self
            .text
            .floor_char(self.content.start() + index * BLOCK_BYTES);
        let limit = (nominal + BLOCK_SLACK).min(self.content.end());
        let near = self.text.slice(TextRange::between(nominal, limit));
        let after_space = near
            .find(is_break_space)
            .and_then(|space| {
                let rest = near[space..].trim_start_matches(is_break_space);
                (!rest.is_empty()).then_some(nominal + near.len() - rest.len())
            })
            .unwrap_or(nominal);
        // A mark may stand on the last space, and a row holds a gap whole.
        let begin = self.text.ceil_grapheme(after_space);
        let begin = self.text.flow().after_gap(begin);
        begin.min(self.content.end())
    }

    fn block(&self, index: usize) -> TextRange {
        let last = (self.content.len() / BLOCK_BYTES).max(1) - 1;
        let start = self.boundary(index);
        let end = match index == last {
            true => self.content.end(),
            false => self.boundary(index + 1),
        };
        TextRange::between(start, end)
    }
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
