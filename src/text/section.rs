//! A section: a part of a text that is in memory.
//!
//! Must not know: where sections begin and end, and who keeps them.

use std::sync::Arc;

use super::flow::Flow;
use super::in_memory::InMemoryText;
use super::line::Line;
use super::range::TextRange;

/// A part of a text that is in memory: all of a small text, or one of the pieces
/// of a large one. Cheap to clone.
///
/// Positions in a section are *local*: its first byte is 0.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Its number among the sections of the text, from 0.
    pub number: usize,
    /// Its first byte in the text.
    pub start: usize,
    pub text: InMemoryText,
    /// How its lines are joined when they are set. Kept beside the content, so that
    /// a text that is set in two ways is in memory once.
    pub flow: Arc<Flow>,
    /// Whether it begins within a hard line.
    pub continues_line: bool,
}

impl Section {
    pub fn whole(text: InMemoryText) -> Self {
        Self {
            number: 0,
            start: 0,
            text,
            flow: Arc::default(),
            continues_line: false,
        }
    }

    /// See [`Text::with_soft_ends`](super::Text::with_soft_ends); these offsets are local.
    #[must_use]
    pub fn with_soft_ends(self, ends: &[usize]) -> Self {
        let flow = Arc::new(Flow::new(&self.text, ends));
        Self { flow, ..self }
    }

    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// A byte of the text as a local one, within the section.
    pub fn local_byte(&self, byte: usize) -> usize {
        byte.saturating_sub(self.start).min(self.text.len())
    }

    /// A range of the text as a local one, within the section.
    pub fn local_range(&self, range: TextRange) -> TextRange {
        TextRange::between(self.local_byte(range.start()), self.local_byte(range.end()))
    }

    /// A local range as one of the text.
    pub fn text_range(&self, local: TextRange) -> TextRange {
        TextRange::between(self.start + local.start(), self.start + local.end())
    }

    /// A line of the section as one of the text.
    pub fn text_line(&self, local: Line) -> Line {
        Line {
            content: self.text_range(local.content),
            whole: self.text_range(local.whole),
        }
    }
}
