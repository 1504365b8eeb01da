//! The immutable content of one document.
//!
//! Nobody outside `text/` sees how the content is held: a small document in memory,
//! a large one in sections that are read as they are needed.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::paged::{Pager, Section, Source};
use super::range::{CodePoint, RangeError, TextRange};
use super::segment::Parts;
use super::whole::Whole;

/// The decoded, immutable content of a document. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Text(Held);

/// How a content is held.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Whole(Whole),
    Paged {
        pager: Arc<Pager>,
        /// How the lines of each section are joined, once that was said.
        parts: Option<Arc<Parts>>,
    },
}

/// One hard line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The words of the line, without its terminator.
    pub content: TextRange,
    /// The whole line with its terminator: the next line begins at its end.
    pub whole: TextRange,
}

/// A stretch of a text that is in memory, with its lines joined as they are set: a
/// whole small document, or a section of a large one.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Its first byte in the text.
    pub start: usize,
    /// Its content, whose first byte is 0.
    pub whole: Whole,
    /// Whether it begins within a line.
    pub continues: bool,
}

/// How far a text has been counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// In bytes.
    pub bytes: usize,
    /// Of so many.
    pub of: usize,
}

impl Text {
    /// Makes a text of its decoded content. Nothing is stripped or normalised:
    /// a byte order mark counts, CRLF counts as two code points.
    pub fn new(content: impl Into<Box<str>>) -> Self {
        Self(Held::Whole(Whole::new(content)))
    }

    /// A text whose first `len` bytes are read from `source` as they are needed.
    ///
    /// They should be UTF-8, which is not looked at before: where they are not,
    /// U+001A stands for each byte, and [`is_broken`](Self::is_broken) says so once
    /// they were counted. What cannot be read is shown as empty lines:
    /// [`has_failed`](Self::has_failed).
    ///
    /// Lines, grapheme clusters, sentences and paragraphs end where a section of
    /// some 16 KiB does; sections begin after blank lines, after lines, sentences or
    /// words, the first of these that is there.
    pub fn paged(source: Arc<dyn Source>, len: usize) -> Self {
        Self(Held::Paged {
            pager: Arc::new(Pager::new(source, len)),
            parts: None,
        })
    }

    /// The same text, set as `parts` says.
    pub(super) fn set_in(self, parts: &Arc<Parts>) -> Self {
        match self.0 {
            Held::Paged { pager, .. } => Self(Held::Paged {
                pager,
                parts: Some(Arc::clone(parts)),
            }),
            held @ Held::Whole(_) => Self(held),
        }
    }

    /// How it is held: for those who treat the two in ways of their own.
    pub(super) fn held(&self) -> &Held {
        &self.0
    }

    /// What is read section by section, if it is.
    fn pager(&self) -> Option<&Arc<Pager>> {
        match &self.0 {
            Held::Whole(_) => None,
            Held::Paged { pager, .. } => Some(pager),
        }
    }

    /// Whether the text is read as it is needed: then questions over all of it are
    /// not to be asked at the keys.
    pub fn is_paged(&self) -> bool {
        self.pager().is_some()
    }

    /// The stretch that holds `byte`; the end of the text lies in the last.
    pub(super) fn stretch_at(&self, byte: usize) -> Stretch {
        match &self.0 {
            Held::Whole(whole) => Stretch::from(whole),
            Held::Paged { pager, parts } => match parts {
                Some(parts) => parts.at(byte).stretch(),
                None => Stretch::from(&*pager.section_at(byte)),
            },
        }
    }

    /// The stretch before the one that begins at `start`.
    pub(super) fn stretch_before(&self, start: usize) -> Option<Stretch> {
        Some(self.stretch_at(start.checked_sub(1)?))
    }

    /// The stretch after the one that ends at `end`.
    pub(super) fn stretch_after(&self, end: usize) -> Option<Stretch> {
        (end < self.len()).then(|| self.stretch_at(end))
    }

    /// The same text, in which the line terminators at these byte offsets are
    /// soft: when the text is set, the lines around each are one, and the terminator
    /// with the white space around it is shown as one space. Offsets that are not of a
    /// terminator between two lines with words count for nothing; so do those that
    /// were given before. A paged text stays as it is: its
    /// [`Structure`](super::segment::Structure) says how it is set.
    #[must_use]
    pub fn with_soft_ends(self, ends: &[usize]) -> Self {
        match self.0 {
            Held::Whole(whole) => Self(Held::Whole(whole.with_soft_ends(ends))),
            paged @ Held::Paged { .. } => Self(paged),
        }
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Held::Whole(whole) => whole.len(),
            Held::Paged { pager, .. } => pager.len(),
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

    /// Checks two byte offsets and makes a range of them.
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

    /// The characters of a range. Offsets that a foreign range brings along and
    /// that do not fit this text are moved to the nearest boundary before them.
    /// Of a paged text they are copied: never ask for all of it.
    pub fn slice(&self, range: TextRange) -> Cow<'_, str> {
        match &self.0 {
            Held::Whole(whole) => Cow::Borrowed(whole.slice(range)),
            Held::Paged { pager, .. } => Cow::Owned(pager.slice(range)),
        }
    }

    /// The bytes of a range, as far as it fits the text, whether or not they are
    /// UTF-8: what a search looks at. Characters may be cut at the ends. Of a paged
    /// text they are copied: never ask for all of it.
    pub fn bytes(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        match &self.0 {
            Held::Whole(whole) => {
                let all = whole.content().as_bytes();
                let end = range.end.min(all.len());
                Cow::Borrowed(&all[range.start.min(end)..end])
            }
            Held::Paged { pager, .. } => Cow::Owned(pager.bytes(range)),
        }
    }

    /// The nearest character boundary at or before `byte`, within the text.
    pub fn floor_char(&self, byte: usize) -> usize {
        match &self.0 {
            Held::Whole(whole) => whole.floor_char(byte),
            Held::Paged { pager, .. } => pager.floor_char(byte),
        }
    }

    /// The nearest grapheme cluster boundary (UAX #29) at or before `byte`.
    pub fn floor_grapheme(&self, byte: usize) -> usize {
        self.in_stretch(byte, Whole::floor_grapheme)
    }

    /// The nearest grapheme cluster boundary (UAX #29) at or after `byte`.
    pub fn ceil_grapheme(&self, byte: usize) -> usize {
        self.in_stretch(byte, Whole::ceil_grapheme)
    }

    /// The grapheme cluster boundary after `byte`; the end of the text stays.
    pub fn next_grapheme(&self, byte: usize) -> usize {
        self.in_stretch(byte, Whole::next_grapheme)
    }

    /// The grapheme cluster boundary before `byte`; the start of the text stays.
    pub fn previous_grapheme(&self, byte: usize) -> usize {
        match &self.0 {
            Held::Whole(whole) => whole.previous_grapheme(byte),
            Held::Paged { pager, .. } => {
                let byte = byte.min(pager.len());
                let section = pager.section_at(byte.saturating_sub(1));
                section.start + section.whole.previous_grapheme(byte - section.start)
            }
        }
    }

    fn in_stretch(&self, byte: usize, answer: impl Fn(&Whole, usize) -> usize) -> usize {
        match &self.0 {
            Held::Whole(whole) => answer(whole, byte),
            Held::Paged { pager, .. } => {
                let byte = byte.min(pager.len());
                let section = pager.section_at(byte);
                section.start + answer(&section.whole, byte - section.start)
            }
        }
    }

    /// The number of grapheme clusters in a range.
    pub fn count_graphemes(&self, range: TextRange) -> usize {
        self.slice(range).graphemes(true).count()
    }

    /// The length in code points. Of a paged text all is read that was not counted
    /// yet; so it is for the two conversions below, as far as they need it.
    pub fn code_points(&self) -> CodePoint {
        // To the last byte, so that `is_broken` has seen it, too.
        while self.count_on().bytes < self.len() {}
        self.code_point_at(self.len())
    }

    /// How many code points stand before `byte`.
    pub fn code_point_at(&self, byte: usize) -> CodePoint {
        match &self.0 {
            Held::Whole(whole) => whole.code_point_at(byte),
            Held::Paged { pager, .. } => pager.code_point_at(self.floor_char(byte)),
        }
    }

    /// The byte offset of the code point with that number; `None` when the text
    /// has fewer. The number of code points itself answers the text's end.
    pub fn byte_of(&self, position: CodePoint) -> Option<usize> {
        match &self.0 {
            Held::Whole(whole) => whole.byte_of(position),
            Held::Paged { pager, .. } => pager.byte_of(position),
        }
    }

    /// How far code points and lines have been counted: all of what is in memory.
    pub fn counted(&self) -> Counted {
        let of = self.len();
        let bytes = self.pager().map_or(of, |it| it.counted());
        Counted { bytes, of }
    }

    /// Counts some 64 KiB further, and answers how far it has come. For whoever has
    /// time: two that do it at once do no harm.
    pub fn count_on(&self) -> Counted {
        let of = self.len();
        let bytes = self.pager().map_or(of, |it| it.count_on());
        Counted { bytes, of }
    }

    /// Whether so many code points have been counted: then to convert them takes no
    /// reading on.
    pub fn is_counted_to(&self, position: CodePoint) -> bool {
        self.pager().is_none_or(|it| it.is_counted_to(position))
    }

    /// Whether `byte` can be converted to code points without reading on.
    pub fn is_counted_at(&self, byte: usize) -> bool {
        self.pager().is_none_or(|it| it.is_counted_at(byte))
    }

    /// Whether two have one content, not only the same.
    pub fn is_one_with(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Held::Whole(one), Held::Whole(other)) => one.is_one_with(other),
            (Held::Paged { pager: one, .. }, Held::Paged { pager: other, .. }) => {
                Arc::ptr_eq(one, other)
            }
            _ => false,
        }
    }

    /// Whether bytes that are not UTF-8 were met where it was counted.
    pub fn is_broken(&self) -> bool {
        self.pager().is_some_and(|it| it.is_broken())
    }

    /// How many NULs there are, as far as it was counted, and the byte of the first.
    pub fn nuls(&self) -> Option<(usize, usize)> {
        match &self.0 {
            Held::Paged { pager, .. } => pager.nuls(),
            Held::Whole(_) => {
                let bytes = self.bytes(0..self.len());
                let count = memchr::memchr_iter(0, &bytes).count();
                memchr::memchr(0, &bytes).map(|first| (count, first))
            }
        }
    }

    /// Whether a part of it could not be read, and stands here as empty lines.
    pub fn has_failed(&self) -> bool {
        self.pager().is_some_and(|it| it.has_failed())
    }

    /// The number (from 1) of the hard line that `byte` lies on, and whether it is
    /// known: else it is an estimate, from what was counted.
    pub fn line_number(&self, byte: usize) -> (usize, bool) {
        match &self.0 {
            Held::Whole(whole) => (whole.line_index_at(byte) + 1, true),
            Held::Paged { pager, .. } => pager.line_number(byte),
        }
    }

    /// The hard line that `byte` lies on; of a paged text, as much of it as lies in
    /// one section.
    pub fn line_at(&self, byte: usize) -> Line {
        let stretch = self.stretch_at(byte);
        let line = stretch.whole.line_at(stretch.inward(byte));
        stretch.line_outward(line)
    }

    /// All hard lines, in order; of a paged text, those within its sections.
    pub fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        let first = Some(self.stretch_at(0));
        let stretches = std::iter::successors(first, |it| self.stretch_after(it.end()));
        stretches.flat_map(|stretch| {
            // An empty stretch is an empty text, which has one line.
            (0..stretch.whole.line_count())
                .map(|index| stretch.line_outward(stretch.whole.line(index)))
                .collect::<Vec<_>>()
        })
    }
}

/// Two texts are equal when they are one: to compare them byte by byte is for those
/// who have the time.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.is_one_with(other)
    }
}

impl Stretch {
    /// Where it ends in the text.
    pub fn end(&self) -> usize {
        self.start + self.whole.len()
    }

    /// A byte of the text as one of the stretch, at most its length.
    pub fn inward(&self, byte: usize) -> usize {
        byte.saturating_sub(self.start).min(self.whole.len())
    }

    /// A range of the text as one of the stretch.
    pub fn range_inward(&self, range: TextRange) -> TextRange {
        TextRange::between(self.inward(range.start()), self.inward(range.end()))
    }

    /// A range of the stretch as one of the text.
    pub fn outward(&self, range: TextRange) -> TextRange {
        TextRange::between(self.start + range.start(), self.start + range.end())
    }

    fn line_outward(&self, line: Line) -> Line {
        Line {
            content: self.outward(line.content),
            whole: self.outward(line.whole),
        }
    }
}

impl From<&Whole> for Stretch {
    fn from(whole: &Whole) -> Self {
        Self {
            start: 0,
            whole: whole.clone(),
            continues: false,
        }
    }
}

impl From<&Section> for Stretch {
    fn from(section: &Section) -> Self {
        Self {
            start: section.start,
            whole: section.whole.clone(),
            continues: section.continues,
        }
    }
}

impl From<Whole> for Text {
    fn from(whole: Whole) -> Self {
        Self(Held::Whole(whole))
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
