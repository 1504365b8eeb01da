//! The immutable content of one document.
//!
//! Nobody outside `text/` sees how the content is held: a small document in memory,
//! a large one in sections that are read as they are needed.
//!
//! Must not know: sentences and paragraphs, rows, searches.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::in_memory::InMemoryText;
use super::line::Line;
use super::paged::{PagedText, Source};
use super::range::{CodePoint, RangeError, TextRange};
use super::section::Section;

/// The decoded, immutable content of a document. Cheap to clone.
///
/// Positions are bytes; code points are what annotation files count.
///
/// ```
/// use postil::text::{CodePoint, Text};
///
/// let text = Text::new("Café: “no.”\n");
/// let range = text.range(10, 13)?;
/// assert_eq!(text.slice(range), "no.");
/// assert_eq!(text.code_point_at(range.start()), CodePoint(7));
/// # Ok::<(), postil::text::RangeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Text(Content);

/// How the content of a text is held.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// A small document, which is one section.
    InMemory(Section),
    /// A large document.
    Paged {
        paged: Arc<PagedText>,
        /// How the lines of each section are joined, once that is known.
        joined: Option<Arc<dyn JoinedSections>>,
    },
}

/// The sections of a paged text with their soft line ends.
pub(super) trait JoinedSections: fmt::Debug + Send + Sync {
    fn section_at(&self, byte: usize) -> Section;
}

/// How far the code points and lines of a text have been counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The bytes that have been counted, from the start.
    pub bytes: usize,
    /// The bytes of the whole text.
    pub of: usize,
}

impl Text {
    /// Makes a text of its decoded content. Nothing is stripped or normalised:
    /// a byte order mark counts, CRLF counts as two code points.
    pub fn new(content: impl Into<Box<str>>) -> Self {
        Self::from(InMemoryText::new(content))
    }

    /// Makes a text of the first `len` bytes of `source`, which are read as they are needed.
    ///
    /// They should be UTF-8, but nobody checks that beforehand: U+001A stands for each
    /// byte that is not, and [`is_broken`](Self::is_broken) is true once it was
    /// counted. What cannot be read is shown as empty lines.
    ///
    /// Lines, grapheme clusters, sentences and paragraphs end where a section of some
    /// 16 KiB ends. A section begins after a blank line if it can, else after a line,
    /// a sentence or a word.
    pub fn paged(source: Arc<dyn Source>, len: usize) -> Self {
        Self(Content::Paged {
            paged: Arc::new(PagedText::new(source, len)),
            joined: None,
        })
    }

    /// The text with the soft line ends of these sections, if it is paged.
    pub(super) fn with_joined_sections(self, joined: Arc<dyn JoinedSections>) -> Self {
        match self.0 {
            Content::Paged { paged, .. } => Self(Content::Paged {
                paged,
                joined: Some(joined),
            }),
            in_memory @ Content::InMemory(_) => Self(in_memory),
        }
    }

    /// How the content is held, for those who treat the two kinds differently.
    pub(super) fn content(&self) -> &Content {
        &self.0
    }

    fn paged_text(&self) -> Option<&Arc<PagedText>> {
        match &self.0 {
            Content::InMemory(_) => None,
            Content::Paged { paged, .. } => Some(paged),
        }
    }

    /// Whether it is read as needed: no key press may wait for a question about all of it.
    pub fn is_paged(&self) -> bool {
        self.paged_text().is_some()
    }

    /// The section that holds `byte`; the end of the text lies in the last.
    pub(super) fn section_at(&self, byte: usize) -> Section {
        match &self.0 {
            Content::InMemory(section) => section.clone(),
            Content::Paged { paged, joined } => match joined {
                Some(joined) => joined.section_at(byte),
                None => paged.section_at(byte),
            },
        }
    }

    pub(super) fn section_before(&self, start: usize) -> Option<Section> {
        Some(self.section_at(start.checked_sub(1)?))
    }

    pub(super) fn section_after(&self, end: usize) -> Option<Section> {
        (end < self.len()).then(|| self.section_at(end))
    }

    /// The text with the line terminators at these byte offsets made soft: when the
    /// text is set, the lines around each are one, and the terminator with the white
    /// space around it is shown as one space. Nothing but [`layout`](super::layout)
    /// sees this: lines, slices and offsets stay as they are.
    ///
    /// An offset that is not of a terminator between two lines with words is ignored.
    /// Soft ends that were given before are forgotten. A paged text stays as it is:
    /// its [`Structure`](super::segment::Structure) says how it is set.
    #[must_use]
    pub fn with_soft_ends(self, ends: &[usize]) -> Self {
        match self.0 {
            Content::InMemory(section) => Self(Content::InMemory(section.with_soft_ends(ends))),
            paged @ Content::Paged { .. } => Self(paged),
        }
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => text.len(),
            Content::Paged { paged, .. } => paged.len(),
        }
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole text as a range.
    pub fn full_range(&self) -> TextRange {
        TextRange::between(0, self.len())
    }

    /// Makes a range of two byte offsets, checked.
    ///
    /// # Errors
    /// When they are reversed, outside the text or inside a character.
    pub fn range(&self, start: usize, end: usize) -> Result<TextRange, RangeError> {
        for position in [start, end] {
            if position > self.len() {
                return Err(RangeError::Outside {
                    position,
                    len: self.len(),
                });
            }
            if self.floor_char(position) != position {
                return Err(RangeError::InsideCharacter { position });
            }
        }
        TextRange::new(start, end)
    }

    /// The characters of a range. An end that is no character boundary of this text
    /// is moved to the nearest one before it. Those of a paged text are copied: never
    /// ask for all of it.
    pub fn slice(&self, range: TextRange) -> Cow<'_, str> {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => Cow::Borrowed(text.slice(range)),
            Content::Paged { paged, .. } => Cow::Owned(paged.slice(range)),
        }
    }

    /// The bytes of a range, as far as it lies within the text, for a search: they
    /// need not be UTF-8, and characters may be cut at the ends. Those of a paged text
    /// are copied: never ask for all of it.
    pub fn bytes(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => {
                let all = text.content().as_bytes();
                let end = range.end.min(all.len());
                Cow::Borrowed(&all[range.start.min(end)..end])
            }
            Content::Paged { paged, .. } => Cow::Owned(paged.bytes(range)),
        }
    }

    /// The nearest character boundary at or before `byte`, within the text.
    pub(crate) fn floor_char(&self, byte: usize) -> usize {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => text.floor_char(byte),
            Content::Paged { paged, .. } => paged.floor_char(byte),
        }
    }

    /// The nearest grapheme cluster boundary (UAX #29) at or before `byte`.
    pub fn floor_grapheme(&self, byte: usize) -> usize {
        self.in_section(byte, InMemoryText::floor_grapheme)
    }

    /// The nearest grapheme cluster boundary (UAX #29) at or after `byte`.
    pub(crate) fn ceil_grapheme(&self, byte: usize) -> usize {
        self.in_section(byte, InMemoryText::ceil_grapheme)
    }

    /// The grapheme cluster boundary after `byte`; the end of the text stays.
    pub(crate) fn next_grapheme(&self, byte: usize) -> usize {
        self.in_section(byte, InMemoryText::next_grapheme)
    }

    /// The grapheme cluster boundary before `byte`; the start of the text stays.
    pub(crate) fn previous_grapheme(&self, byte: usize) -> usize {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => text.previous_grapheme(byte),
            Content::Paged { paged, .. } => {
                let byte = byte.min(paged.len());
                let section = paged.section_at(byte.saturating_sub(1));
                section.start + section.text.previous_grapheme(byte - section.start)
            }
        }
    }

    fn in_section(&self, byte: usize, answer: impl Fn(&InMemoryText, usize) -> usize) -> usize {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => answer(text, byte),
            Content::Paged { paged, .. } => {
                let byte = byte.min(paged.len());
                let section = paged.section_at(byte);
                section.start + answer(&section.text, byte - section.start)
            }
        }
    }

    /// The length in code points. What was not counted yet of a paged text is read
    /// for that; the two conversions below read as far as they need to.
    pub fn code_points(&self) -> CodePoint {
        // To the last byte, so that `is_broken` knows of all of it.
        while self.count_on().bytes < self.len() {}
        self.code_point_at(self.len())
    }

    /// How many code points begin before `byte`.
    pub fn code_point_at(&self, byte: usize) -> CodePoint {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => text.code_point_at(byte),
            Content::Paged { paged, .. } => paged.index.code_point_at(self.floor_char(byte)),
        }
    }

    /// The byte offset of a code point. The position after the last code point is
    /// the end of the text; one beyond it has no byte offset.
    pub fn byte_of(&self, position: CodePoint) -> Option<usize> {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => text.byte_of(position),
            Content::Paged { paged, .. } => paged.index.byte_of(position),
        }
    }

    /// How far code points and lines have been counted. A text in memory is counted.
    pub fn counted(&self) -> Counted {
        let of = self.len();
        let bytes = self.paged_text().map_or(of, |paged| paged.index.counted());
        Counted { bytes, of }
    }

    /// Counts some 64 KiB further, and returns how far it has come. For a thread with
    /// time; two threads that do it at once do no harm.
    pub fn count_on(&self) -> Counted {
        let of = self.len();
        let bytes = self.paged_text().map_or(of, |paged| paged.index.step());
        Counted { bytes, of }
    }

    /// Whether so many code points can be converted without reading on.
    pub(crate) fn is_counted_to(&self, position: CodePoint) -> bool {
        self.paged_text()
            .is_none_or(|paged| paged.index.is_counted_to(position))
    }

    /// Whether `byte` can be converted to code points without reading on.
    pub(crate) fn is_counted_at(&self, byte: usize) -> bool {
        self.paged_text()
            .is_none_or(|paged| paged.index.is_counted_at(byte))
    }

    /// Whether one is a clone of the other; texts made separately are never the same.
    pub(crate) fn ptr_eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::InMemory(one), Content::InMemory(other)) => one.text.ptr_eq(&other.text),
            (Content::Paged { paged: one, .. }, Content::Paged { paged: other, .. }) => {
                Arc::ptr_eq(one, other)
            }
            _ => false,
        }
    }

    /// Whether the counted part holds bytes that are not UTF-8.
    pub fn is_broken(&self) -> bool {
        self.paged_text()
            .is_some_and(|paged| paged.index.is_broken())
    }

    /// How many NULs the counted part holds, and the byte of the first.
    pub fn nuls(&self) -> Option<(usize, usize)> {
        match &self.0 {
            Content::Paged { paged, .. } => paged.index.nuls(),
            Content::InMemory(_) => {
                let bytes = self.bytes(0..self.len());
                let count = memchr::memchr_iter(0, &bytes).count();
                memchr::memchr(0, &bytes).map(|first| (count, first))
            }
        }
    }

    /// Whether a part of the text could not be read, and is shown as empty lines.
    pub(crate) fn has_failed(&self) -> bool {
        self.paged_text().is_some_and(|paged| paged.has_failed())
    }

    /// The number (from 1) of the hard line that `byte` lies on, and whether it was
    /// counted; else it is an estimate from the counted part.
    pub fn line_number(&self, byte: usize) -> (usize, bool) {
        match &self.0 {
            Content::InMemory(Section { text, .. }) => (text.line_index_at(byte) + 1, true),
            Content::Paged { paged, .. } => paged.index.line_number(byte.min(paged.len())),
        }
    }

    /// The hard line that `byte` lies on; of a paged text, its part in one section.
    pub fn line_at(&self, byte: usize) -> Line {
        let section = self.section_at(byte);
        section.text_line(section.text.line_at(section.local_byte(byte)))
    }

    /// All hard lines, in order; those of a paged text end where a section ends.
    pub fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        let first = Some(self.section_at(0));
        let next = |section: &Section| self.section_after(section.end());
        std::iter::successors(first, next).flat_map(|section| {
            // An empty section is an empty text, which has one line.
            (0..section.text.line_count())
                .map(|index| section.text_line(section.text.line(index)))
                .collect::<Vec<_>>()
        })
    }
}

impl From<InMemoryText> for Text {
    fn from(text: InMemoryText) -> Self {
        Self(Content::InMemory(Section::whole(text)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn code_points_count_everything_as_pythons_len_does() {
        let text = Text::new("\u{feff}a\r\né👩‍👩‍👧‍👦e\u{301}");
        assert_eq!(text.code_points(), CodePoint(14));
    }

    #[test]
    fn lines_end_at_each_kind_of_terminator() {
        let text = Text::new("a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g");
        let lines: Vec<_> = text
            .lines()
            .map(|line| text.slice(line.content).into_owned())
            .collect();
        assert_eq!(lines, ["a", "b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn a_final_line_end_begins_no_line() {
        assert_eq!(Text::new("a\n").lines().count(), 1);
        assert_eq!(Text::new("a\n\n").lines().count(), 2);
        assert_eq!(Text::new("").lines().count(), 1);
    }

    #[test]
    fn an_offset_inside_a_cluster_goes_to_its_ends() {
        let text = Text::new("xe\u{301}y");
        assert_eq!(text.floor_grapheme(2), 1);
        assert_eq!(text.ceil_grapheme(2), 4);
        assert_eq!(text.ceil_grapheme(1), 1);
    }

    #[test]
    fn an_over_long_cluster_has_the_same_ends_whoever_asks_first() {
        let long = format!("a{}", "\u{301}".repeat(3000));
        let content = format!("x {long}{long} y");
        let ends = [2, 2 + long.len(), 2 + 2 * long.len()];
        let middle = ends[0] + long.len() / 2 + 1;
        let asks: [fn(&Text, usize) -> usize; 4] = [
            Text::floor_grapheme,
            Text::ceil_grapheme,
            Text::next_grapheme,
            Text::previous_grapheme,
        ];
        for first in asks {
            let text = Text::new(content.clone());
            first(&text, middle);
            for byte in [middle, middle + 2, ends[1] - 2] {
                assert_eq!(text.floor_grapheme(byte), ends[0]);
                assert_eq!(text.ceil_grapheme(byte), ends[1]);
                assert_eq!(text.next_grapheme(byte), ends[1]);
                assert_eq!(text.previous_grapheme(byte), ends[0]);
            }
            for end in ends {
                assert_eq!(text.floor_grapheme(end), end);
                assert_eq!(text.ceil_grapheme(end), end);
            }
            assert_eq!(text.previous_grapheme(ends[1]), ends[0]);
            assert_eq!(text.next_grapheme(ends[1]), ends[2]);
            assert_eq!(text.previous_grapheme(ends[2]), ends[1]);
        }
    }

    #[test]
    fn a_range_is_checked_against_its_text() {
        let text = Text::new("é");
        assert_eq!(
            text.range(0, 1),
            Err(RangeError::InsideCharacter { position: 1 })
        );
        assert_eq!(
            text.range(0, 3),
            Err(RangeError::Outside {
                position: 3,
                len: 2
            })
        );
        assert_eq!(
            text.range(2, 0),
            Err(RangeError::Reversed { start: 2, end: 0 })
        );
    }

    proptest! {
        #[test]
        fn bytes_and_code_points_convert_both_ways(content in "\\PC{0,80}", repeat in 1usize..200) {
            let content = content.repeat(repeat);
            let text = Text::new(content.clone());
            for (number, (byte, _)) in content.char_indices().enumerate().step_by(37) {
                prop_assert_eq!(text.code_point_at(byte), CodePoint(number));
                prop_assert_eq!(text.byte_of(CodePoint(number)), Some(byte));
            }
            prop_assert_eq!(text.byte_of(text.code_points()), Some(content.len()));
            prop_assert_eq!(text.byte_of(CodePoint(text.code_points().0 + 1)), None);
        }

        #[test]
        fn lines_tile_the_text(content in "[ab\r\n\u{2028}é]{0,60}") {
            let text = Text::new(content.clone());
            let joined: String = text.lines().map(|line| text.slice(line.whole).into_owned()).collect();
            prop_assert_eq!(joined, content);
        }
    }
}
