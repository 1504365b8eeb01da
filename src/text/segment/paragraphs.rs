//! The paragraphs of a text in memory, found at once, and the sentences of each, found
//! when they are asked for: a screen shows a few of the many paragraphs in a section.
//!
//! Must not know: whether the text is all of a document.

use std::ops::Range;
use std::sync::OnceLock;

use super::checkable;
use super::detect::detect;
use super::grouping::{self, Grouped};
use super::language::AUTO_LANGUAGE;
use super::paragraph::{Paragraph, ParagraphMode};
use super::sentence::Cutter;
use crate::text::content::Text;
use crate::text::in_memory::InMemoryText;
use crate::text::range::TextRange;

/// The paragraphs and sentences of a text in memory.
#[derive(Debug)]
pub(super) struct Paragraphs {
    text: Text,
    /// As it was named, or [`AUTO_LANGUAGE`].
    language: String,
    /// That of this language, or of the one that was found.
    cutter: OnceLock<Cutter>,
    paragraphs: Vec<Paragraph>,
    /// The sentences of each paragraph, once it was cut.
    sentences: Vec<OnceLock<Box<[TextRange]>>>,
    /// The sentences before each paragraph, and in all, once they were counted.
    sentences_before: OnceLock<Box<[usize]>>,
    /// Whether the sentences of each paragraph can be checked, once that was judged.
    checkable: OnceLock<Box<[bool]>>,
    is_wrapped: bool,
}

/// What is listed of a paragraph: its sentences, or the paragraph itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    Sentence,
    /// A sentence that can be checked.
    Checkable,
    Paragraph,
}

impl Paragraphs {
    pub fn find(text: &InMemoryText, mode: ParagraphMode, language: &str) -> Self {
        // Megabytes of blank lines need no look at each.
        let grouped = if text.content().trim().is_empty() {
            Grouped::default()
        } else {
            grouping::group(text, mode)
        };
        let paragraphs = grouped.paragraphs;
        Self {
            text: Text::from(text.clone()),
            language: language.to_owned(),
            cutter: OnceLock::new(),
            sentences: paragraphs.iter().map(|_| OnceLock::new()).collect(),
            paragraphs,
            sentences_before: OnceLock::new(),
            checkable: OnceLock::new(),
            is_wrapped: grouped.is_wrapped,
        }
    }

    pub fn is_blank(&self) -> bool {
        self.paragraphs.is_empty()
    }

    pub fn is_wrapped(&self) -> bool {
        self.is_wrapped
    }

    pub fn units(&self, index: usize, unit: Unit) -> &[TextRange] {
        match unit {
            Unit::Checkable if !self.checkable()[index] => &[],
            Unit::Sentence | Unit::Checkable => self.sentences(index),
            Unit::Paragraph => std::slice::from_ref(&self.paragraphs[index].range),
        }
    }

    fn sentences(&self, index: usize) -> &[TextRange] {
        self.sentences[index].get_or_init(|| {
            let sentences = self.cutter().sentences(&self.text, &self.paragraphs[index]);
            sentences.into()
        })
    }

    fn checkable(&self) -> &[bool] {
        self.checkable
            .get_or_init(|| checkable::judge(&self.text, &self.paragraphs))
    }

    /// Whether the sentence at `byte` can be checked.
    pub fn is_checkable(&self, byte: usize) -> bool {
        let ends_by = |paragraph: &Paragraph| paragraph.range.end() <= byte;
        let index = self.paragraphs.partition_point(ends_by);
        self.checkable().get(index).is_some_and(|is| *is)
    }

    /// The number of sentences that can be checked. Cuts all paragraphs.
    pub fn checkable_count(&self) -> usize {
        let all = 0..self.paragraphs.len();
        all.map(|index| self.units(index, Unit::Checkable).len())
            .sum()
    }

    /// By the language of the whole text: its paragraphs are short, and one alone may not show it.
    fn cutter(&self) -> &Cutter {
        self.cutter.get_or_init(|| {
            Cutter::new(match self.language == AUTO_LANGUAGE {
                true => detect(&self.text.slice(self.text.full_range())),
                false => &self.language,
            })
        })
    }

    /// The indices of the paragraphs that do not end before `byte`.
    pub fn indices_from(&self, byte: usize) -> Range<usize> {
        let ends_before = |paragraph: &Paragraph| paragraph.range.end() < byte;
        self.paragraphs.partition_point(ends_before)..self.paragraphs.len()
    }

    /// The indices of the paragraphs that do not begin after `byte`.
    pub fn indices_upto(&self, byte: usize) -> Range<usize> {
        let begins_by = |paragraph: &Paragraph| paragraph.range.start() <= byte;
        0..self.paragraphs.partition_point(begins_by)
    }

    /// The units that do not end before `byte`, in order.
    pub fn from(&self, byte: usize, unit: Unit) -> impl Iterator<Item = TextRange> + '_ {
        self.indices_from(byte)
            .flat_map(move |index| self.units(index, unit).iter().copied())
            .skip_while(move |range| range.end() < byte)
    }

    /// The units that do not begin after `byte`, the last one first.
    pub fn upto(&self, byte: usize, unit: Unit) -> impl Iterator<Item = TextRange> + '_ {
        self.indices_upto(byte)
            .rev()
            .flat_map(move |index| self.units(index, unit).iter().rev().copied())
            .skip_while(move |range| range.start() > byte)
    }

    /// The number of sentences. Cuts all paragraphs.
    pub fn sentence_count(&self) -> usize {
        self.sentences_before().last().copied().unwrap_or(0)
    }

    /// The number (from 0) of the first sentence that ends after `byte`. Cuts all.
    pub fn sentence_number(&self, byte: usize) -> usize {
        let ends_by = |paragraph: &Paragraph| paragraph.range.end() <= byte;
        let index = self.paragraphs.partition_point(ends_by);
        let within = match self.paragraphs.get(index) {
            Some(_) => self
                .sentences(index)
                .partition_point(|sentence| sentence.end() <= byte),
            None => 0,
        };
        self.sentences_before()[index] + within
    }

    fn sentences_before(&self) -> &[usize] {
        self.sentences_before.get_or_init(|| {
            let mut all = 0;
            let mut before = vec![0];
            before.extend((0..self.paragraphs.len()).map(|index| {
                all += self.sentences(index).len();
                all
            }));
            before.into()
        })
    }

    pub fn soft_line_ends(&self, text: &InMemoryText) -> Vec<usize> {
        if !self.is_wrapped {
            return Vec::new();
        }
        let wrapped_lines = |paragraph: &Paragraph| {
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
            .flat_map(wrapped_lines)
            .filter(|&index| !is_quoted(text.line(index + 1).content))
            // A decorative line belongs to the words it touches, but stays a line.
            .filter(|&index| [index, index + 1].into_iter().all(has_words))
            .map(|index| text.line(index).content.end())
            .collect()
    }
}
