//! Flow lines as they are set: each gap becomes one space.
//!
//! Must not know: rows, and how wide anything is.

use std::borrow::Cow;

use crate::text::range::TextRange;
use crate::text::section::Section;

/// A piece of a section as it is set: one space stands for each gap.
pub(super) struct JoinedText<'a> {
    pub words: Cow<'a, str>,
    /// The local byte at which it begins.
    start: usize,
    /// The end of each gap: its byte in `words`, and its local byte.
    joints: Vec<(usize, usize)>,
}

impl<'a> JoinedText<'a> {
    pub fn new(section: &'a Section, range: TextRange) -> Self {
        let gaps = section.flow.gaps_in(range);
        let start = range.start();
        if gaps.is_empty() {
            return Self {
                words: Cow::Borrowed(section.text.slice(range)),
                start,
                joints: Vec::new(),
            };
        }
        let mut words = String::with_capacity(range.len());
        let mut joints = Vec::with_capacity(gaps.len());
        let mut at = start;
        for gap in gaps {
            words.push_str(section.text.slice(TextRange::between(at, gap.start())));
            words.push(' ');
            at = gap.end();
            joints.push((words.len(), at));
        }
        if at < range.end() {
            words.push_str(section.text.slice(TextRange::between(at, range.end())));
        }
        Self {
            words: Cow::Owned(words),
            start,
            joints,
        }
    }

    /// The local byte of a byte of `words`.
    fn byte(&self, at: usize) -> usize {
        let passed = self.joints.partition_point(|&(words, _)| words <= at);
        match passed.checked_sub(1).map(|last| self.joints[last]) {
            Some((words, local)) => local + (at - words),
            None => self.start + at,
        }
    }

    /// The local range of a range of `words`.
    pub fn range(&self, start: usize, end: usize) -> TextRange {
        TextRange::between(self.byte(start), self.byte(end))
    }
}
