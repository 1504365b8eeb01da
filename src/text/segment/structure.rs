//! The paragraphs and sentences of a document, however its text is held.
//!
//! Must not know: how they are found.

use std::sync::Arc;

use super::paragraph::ParagraphMode;
use super::paragraphs::{Paragraphs, Unit};
use super::section_structure::SectionStructures;
use crate::text::content::{Content, JoinedSections, Text};
use crate::text::range::TextRange;

/// The paragraphs and sentences of one document.
///
/// Both are sorted, do not overlap, begin and end with a grapheme cluster that is neither
/// white space nor a format character (a byte order mark, a soft hyphen, a mark of
/// direction), and together cover every such cluster of the text but the bullets and
/// numbers of list items, with the decorative lines that touch those from above. Each
/// sentence lies in one paragraph. The rules for sentences do not see format characters.
///
/// Those of a paged text are found section by section when they are asked for, and end
/// where a section ends.
#[derive(Debug, Clone)]
pub struct Structure(Kind);

#[derive(Debug, Clone)]
enum Kind {
    InMemory(Arc<Paragraphs>),
    Paged(Arc<SectionStructures>),
}

impl Structure {
    /// Finds the paragraphs and sentences of a text.
    ///
    /// `language` is a BCP 47 tag (`en`, `de-AT`). The rules for English are applied to
    /// no other language.
    ///
    /// # How paragraphs are told from lines
    /// A blank line always ends a paragraph. So does the line end before or after a
    /// heading, a table row, a rule of dashes or a line of a fenced code block, the one
    /// before a list item, and the one where the depth of quotation (`>`) changes. Any
    /// other line end depends on the mode:
    /// - [`ParagraphMode::Lines`]: it ends the paragraph.
    /// - [`ParagraphMode::Wrapped`]: it does not.
    /// - [`ParagraphMode::Auto`]: it does unless the document is *hard-wrapped*.
    ///
    /// Whether a document is hard-wrapped is judged block by block, a block being a run
    /// of lines without any of the ends above. The *measure* of a block is its widest
    /// line. A line of it is *filled* where the first word of the next line would not
    /// have fitted into the measure, give or take an eighth. The document is
    /// hard-wrapped when, over all blocks with a measure of 40 to 100 columns, at least
    /// 6 lines in 10 are filled and at least 1 in 4 is followed by a small letter. (The
    /// widest line of a block is filled by definition; it counts only where a small
    /// letter follows.)
    ///
    /// In a hard-wrapped document a line end is within a paragraph when its line is
    /// filled. So is that of a shorter line that has at least half the measure and
    /// plainly runs on: a small letter follows, or lines near it are filled and no stop
    /// ends it. A block narrower than four fifths of the document's measure is judged by
    /// that measure, unless it shows that it was wrapped at its own. So verse,
    /// addresses, signatures, code and lines of more than 100 columns keep their line
    /// ends, and a stop before an indented line ends a paragraph.
    ///
    /// Letters without case (Arabic, Hebrew, Hindi, Chinese, Japanese, Thai, Korean and
    /// others) say nothing of that, and between ideographs any line may be filled. Their
    /// lines are wrapped where at least half of the line ends, and at least two, follow
    /// lines of nearly one width that end with no stop (`。`, `।`, `؟` and the like). Then
    /// a line end is within a paragraph when its line is full to a few columns.
    ///
    /// A decorative line (`=====`, `|---|`, a fence, a `>` alone) holds no words to stop
    /// at. It belongs to the paragraph and the sentence on the line above it, or below
    /// it, and stands alone only between blank lines. An underline as wide as the line
    /// above makes that a heading.
    ///
    /// A numbered list item that ends with a web address, and has a title in quotes or a date
    /// of access, is a bibliographic reference. It is one sentence, since it is cited as a
    /// whole. Headings, table rows and lines of code are one sentence, too. Other list items
    /// are cut as any paragraph is. A bullet or number, and the box of a task, stand outside
    /// of the item and its sentences, but in code.
    ///
    /// Each section of a paged text is judged by itself.
    pub fn new(text: &Text, mode: ParagraphMode, language: &str) -> Self {
        Self(match text.content() {
            Content::InMemory(section) => {
                let paragraphs = Paragraphs::find(&section.text, mode, language);
                Kind::InMemory(Arc::new(paragraphs))
            }
            Content::Paged { paged, .. } => {
                let sections = SectionStructures::new(Arc::clone(paged), mode, language);
                Kind::Paged(Arc::new(sections))
            }
        })
    }

    /// Whether one is a clone of the other.
    pub(crate) fn ptr_eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::InMemory(one), Kind::InMemory(other)) => Arc::ptr_eq(one, other),
            (Kind::Paged(one), Kind::Paged(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// Whether it is found by section: no key press may wait for a question about all of it.
    pub fn is_paged(&self) -> bool {
        matches!(self.0, Kind::Paged(_))
    }

    /// Whether there is anything for [`count_sentences`](Self::count_sentences) to do.
    pub(crate) fn is_to_be_counted(&self) -> bool {
        match &self.0 {
            Kind::InMemory(_) => false,
            Kind::Paged(sections) => sections.is_to_be_counted(),
        }
    }

    /// Counts the sentences of a paged text that is not too large, while `goes_on` says so.
    pub fn count_sentences(&self, goes_on: &dyn Fn() -> bool) {
        if let Kind::Paged(sections) = &self.0 {
            sections.count_sentences(goes_on);
        }
    }

    /// The number of sentences, if it is known without reading on.
    pub fn sentence_count(&self) -> Option<usize> {
        match &self.0 {
            Kind::InMemory(paragraphs) => Some(paragraphs.sentence_count()),
            Kind::Paged(sections) => sections.sentence_count(),
        }
    }

    /// The number of sentences that can be checked (without headings, labels, references and
    /// code), if it is known without reading on.
    pub fn checkable_count(&self) -> Option<usize> {
        match &self.0 {
            Kind::InMemory(paragraphs) => Some(paragraphs.checkable_count()),
            Kind::Paged(sections) => sections.checkable_count(),
        }
    }

    /// Whether the sentence at `byte` can be checked. In a paged text, headings are known
    /// within their section.
    pub fn is_checkable(&self, byte: usize) -> bool {
        match &self.0 {
            Kind::InMemory(paragraphs) => paragraphs.is_checkable(byte),
            Kind::Paged(sections) => sections.is_checkable(byte),
        }
    }

    /// The sentences that can be checked, in order.
    pub fn checkable(&self) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.all(Unit::Checkable)
    }

    /// The number (from 0) of the first sentence that ends after `byte`, if it is known.
    pub(crate) fn sentence_number(&self, byte: usize) -> Option<usize> {
        match &self.0 {
            Kind::InMemory(paragraphs) => Some(paragraphs.sentence_number(byte)),
            Kind::Paged(sections) => sections.sentence_number(byte),
        }
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.all(Unit::Sentence)
    }

    /// The sentences that do not end before `byte`, in order.
    pub fn sentences_from(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.from(byte, Unit::Sentence)
    }

    /// The sentences that do not begin after `byte`, the last one first.
    pub(crate) fn sentences_upto(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.upto(byte, Unit::Sentence)
    }

    /// The paragraphs, in order.
    pub fn paragraphs(&self) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.all(Unit::Paragraph)
    }

    /// The paragraphs that do not end before `byte`, in order.
    pub(crate) fn paragraphs_from(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.from(byte, Unit::Paragraph)
    }

    /// The paragraphs that do not begin after `byte`, the last one first.
    pub(crate) fn paragraphs_upto(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.upto(byte, Unit::Paragraph)
    }

    fn all(&self, unit: Unit) -> Box<dyn Iterator<Item = TextRange> + '_> {
        match &self.0 {
            Kind::InMemory(paragraphs) => Box::new(paragraphs.from(0, unit)),
            Kind::Paged(sections) => {
                let sections = sections.all();
                Box::new(sections.flat_map(move |section| section.from(0, unit)))
            }
        }
    }

    fn from(&self, byte: usize, unit: Unit) -> Box<dyn Iterator<Item = TextRange> + '_> {
        match &self.0 {
            Kind::InMemory(paragraphs) => Box::new(paragraphs.from(byte, unit)),
            Kind::Paged(sections) => {
                let sections = sections.from(byte.saturating_sub(1));
                Box::new(sections.flat_map(move |section| section.from(byte, unit)))
            }
        }
    }

    fn upto(&self, byte: usize, unit: Unit) -> Box<dyn Iterator<Item = TextRange> + '_> {
        match &self.0 {
            Kind::InMemory(paragraphs) => Box::new(paragraphs.upto(byte, unit)),
            Kind::Paged(sections) => {
                let sections = sections.upto(byte);
                Box::new(sections.flat_map(move |section| section.upto(byte, unit)))
            }
        }
    }

    /// Whether paragraphs run over line ends; in a paged text, in its first section.
    pub fn is_wrapped(&self) -> bool {
        match &self.0 {
            Kind::InMemory(paragraphs) => paragraphs.is_wrapped(),
            Kind::Paged(sections) => sections.structure_at(0).is_wrapped(),
        }
    }

    /// The text with its line ends soft where they only wrap a paragraph.
    pub fn set(&self, text: Text) -> Text {
        match &self.0 {
            Kind::InMemory(_) => {
                let soft = self.soft_line_ends(&text);
                text.with_soft_ends(&soft)
            }
            Kind::Paged(sections) => {
                text.with_joined_sections(Arc::clone(sections) as Arc<dyn JoinedSections>)
            }
        }
    }

    /// The byte offsets of the line terminators that only wrap a paragraph: in a wrapped
    /// document, those within one. Not those before a line that begins with a mark of
    /// quotation, which would be stray in the middle of a line. None for a paged text:
    /// its sections know their own.
    pub fn soft_line_ends(&self, text: &Text) -> Vec<usize> {
        match (&self.0, text.content()) {
            (Kind::InMemory(paragraphs), Content::InMemory(section)) => {
                paragraphs.soft_line_ends(&section.text)
            }
            _ => Vec::new(),
        }
    }
}
