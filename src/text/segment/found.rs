//! What is found in a content that is held whole: its paragraphs at once, the
//! sentences of each when somebody asks for them. A screen shows a few paragraphs of
//! the many in a section.
//!
//! Must not know: whether the content is all of a document.

use std::ops::Range;
use std::sync::OnceLock;

use super::paragraph::{self, Paragraph};
use super::{ParagraphMode, sentence};
use crate::text::whole::Whole;
use crate::text::{Text, TextRange};

/// The paragraphs and sentences of a content that is held whole.
#[derive(Debug)]
pub(super) struct Found {
    text: Text,
    language: String,
    paragraphs: Vec<Paragraph>,
    /// The sentences of each paragraph, once it was cut.
    cut: Vec<OnceLock<Box<[TextRange]>>>,
    /// How many sentences stand before each paragraph, and in all, once somebody has
    /// asked.
    before: OnceLock<Box<[usize]>>,
    wrapped: bool,
}

/// What a paragraph, by its index, has of some unit: its sentences, or itself.
pub(super) type Units = for<'f> fn(&'f Found, usize) -> &'f [TextRange];

impl Found {
    pub fn of(whole: &Whole, mode: ParagraphMode, language: &str) -> Self {
        // Megabytes of blank lines are no work.
        let found = if whole.content().trim().is_empty() {
            paragraph::Found::default()
        } else {
            paragraph::paragraphs(whole, mode)
        };
        Self {
            text: Text::from(whole.clone()),
            language: language.to_owned(),
            cut: found.paragraphs.iter().map(|_| OnceLock::new()).collect(),
            paragraphs: found.paragraphs,
            before: OnceLock::new(),
            wrapped: found.wrapped,
        }
    }

    /// Whether it holds no words.
    pub fn is_blank(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// Whether paragraphs run over line ends in it.
    pub fn is_wrapped(&self) -> bool {
        self.wrapped
    }

    /// The sentences of a paragraph.
    pub fn sentences_of(&self, index: usize) -> &[TextRange] {
        self.cut[index].get_or_init(|| {
            sentence::sentences(&self.text, &self.paragraphs[index], &self.language).into()
        })
    }

    /// A paragraph.
    pub fn paragraph_of(&self, index: usize) -> &[TextRange] {
        std::slice::from_ref(&self.paragraphs[index].range)
    }

    pub fn paragraph_count(&self) -> usize {
        self.paragraphs.len()
    }

    /// The indices of the paragraphs that do not end before `byte`.
    pub fn paragraphs_from(&self, byte: usize) -> Range<usize> {
        let first = self.paragraphs.partition_point(|it| it.range.end() < byte);
        first..self.paragraphs.len()
    }

    /// The indices of the paragraphs that do not begin after `byte`.
    pub fn paragraphs_upto(&self, byte: usize) -> Range<usize> {
        0..self
            .paragraphs
            .partition_point(|it| it.range.start() <= byte)
    }

    /// All units, in order.
    pub fn all(&self, units: Units) -> impl Iterator<Item = TextRange> + '_ {
        (0..self.paragraphs.len()).flat_map(move |index| units(self, index).iter().copied())
    }

    /// The units that do not end before `byte`, in order.
    pub fn from(&self, byte: usize, units: Units) -> impl Iterator<Item = TextRange> + '_ {
        self.paragraphs_from(byte)
            .flat_map(move |index| units(self, index).iter().copied())
            .skip_while(move |it| it.end() < byte)
    }

    /// The units that do not begin after `byte`, the last one first.
    pub fn upto(&self, byte: usize, units: Units) -> impl Iterator<Item = TextRange> + '_ {
        self.paragraphs_upto(byte)
            .rev()
            .flat_map(move |index| units(self, index).iter().rev().copied())
            .skip_while(move |it| it.start() > byte)
    }

    /// How many sentences there are. Cuts all paragraphs.
    pub fn sentence_count(&self) -> usize {
        self.before().last().copied().unwrap_or(0)
    }

    /// The number, from 0, of the first sentence that ends after `byte`. Cuts all
    /// paragraphs.
    pub fn sentence_number(&self, byte: usize) -> usize {
        let index = self.paragraphs.partition_point(|it| it.range.end() <= byte);
        let within = match self.paragraphs.get(index) {
            Some(_) => self
                .sentences_of(index)
                .partition_point(|it| it.end() <= byte),
            None => 0,
        };
        self.before()[index] + within
    }

    fn before(&self) -> &[usize] {
        self.before.get_or_init(|| {
            let mut all = 0;
            let mut before = vec![0];
            before.extend((0..self.paragraphs.len()).map(|index| {
                all += self.sentences_of(index).len();
                all
            }));
            before.into()
        })
    }

    /// The line terminators that only wrap one of its paragraphs: see
    /// [`Structure::soft_line_ends`](super::Structure::soft_line_ends).
    pub fn soft_line_ends(&self, text: &Whole) -> Vec<usize> {
        if !self.wrapped {
            return Vec::new();
        }
        let within = |paragraph: &Paragraph| {
            let first = text.line_index_at(paragraph.range.start());
            first..text.line_index_at(paragraph.range.end().saturating_sub(1))
        };
        let is_quoted = |line: TextRange| text.slice(line).trim_start().starts_with(['>', '|']);
        let has_words = |index| {
            let line = text.slice(text.line(index).content);
            line.contains(char::is_alphanumeric)
        };
        self.paragraphs
            .iter()
            .flat_map(within)
            .filter(|&index| !is_quoted(text.line(index + 1).content))
            // A line that is drawn, as a rule or a fence is, belongs to the words
            // it touches and stays a line.
            .filter(|&index| [index, index + 1].into_iter().all(has_words))
            .map(|index| text.line(index).content.end())
            .collect()
    }
}
