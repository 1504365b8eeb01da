//! Flow lines as they are set: each gap becomes one space, and nothing between ideographs
//! or after a soft hyphen.
//!
//! Must not know: rows, and how wide anything is.

use std::borrow::Cow;

use crate::text::invisible::{SOFT_HYPHEN, ZERO_WIDTH_SPACE};
use crate::text::range::TextRange;
use crate::text::script::join_without_space;
use crate::text::section::Section;

/// The bytes of the longest character.
const LONGEST_CHARACTER: usize = 4;

/// A piece of a section as it is set: one space stands for each gap. A gap between
/// characters that stand together without one belongs to the character before it; after a
/// soft hyphen, where the line end broke a word, it is a zero-width one.
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
            if words.ends_with(SOFT_HYPHEN) {
                words.push(ZERO_WIDTH_SPACE);
            } else if !is_spaceless(section, *gap) {
                words.push(' ');
            }
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

    /// The local byte of a byte of `words`; at a gap, the one after it.
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

/// Whether the scripts on both sides of a gap set no space between words.
fn is_spaceless(section: &Section, gap: TextRange) -> bool {
    let text = &section.text;
    let before = text.floor_char(gap.start().saturating_sub(1))..gap.start();
    let after = gap.end()..text.floor_char(gap.end() + LONGEST_CHARACTER);
    let before = text.slice(TextRange::between(before.start, before.end));
    let after = text.slice(TextRange::between(after.start, after.end));
    match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) => join_without_space(before, after),
        _ => false,
    }
}
