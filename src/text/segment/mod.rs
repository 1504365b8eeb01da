//! Words, clauses, sentences and paragraphs.
//!
//! `paragraph` tells paragraphs from lines, `sentence` cuts a paragraph
//! under the rules of `rules` (any language) and `english`, and
//! [`words`] and [`clauses`] cut a sentence further.
//!
//! Must not know: what is done with the ranges, how they are shown.

mod clause;
mod drawn;
mod english;
mod found;
mod label;
mod line;
mod paragraph;
mod parts;
mod rules;
mod sentence;
mod stop;
mod token;
mod vocabulary;
mod word;

use std::sync::Arc;

use super::content::Held;
use super::{Text, TextRange};

pub use clause::clauses;
use found::{Found, Units};
pub(super) use parts::Parts;
pub use word::words;

/// How a document's paragraphs are told from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ParagraphMode {
    /// By the documented rule: see [`Structure::new`].
    #[default]
    Auto,
    /// Every hard line is a paragraph.
    Lines,
    /// Paragraphs run over line ends to the blank line or the next list item.
    Wrapped,
}

/// The paragraphs and sentences of one document.
///
/// Both are sorted, do not overlap, begin and end with a grapheme cluster that
/// is not white space, and together hold every such cluster of the text. Each
/// sentence lies in one paragraph.
///
/// Those of a paged text are found section by section when they are asked for, and
/// end where a section does.
#[derive(Debug, Clone)]
pub struct Structure(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Whole(Arc<Found>),
    Paged(Arc<Parts>),
}

impl Structure {
    /// Finds the paragraphs and sentences of a text.
    ///
    /// `language` is a BCP 47 tag (`en`, `de-AT`); rules that hold for English
    /// alone are applied to English alone.
    ///
    /// # How paragraphs are told from lines
    /// A blank line always ends a paragraph. So does the line end before and
    /// after a heading, a table row, a rule of dashes, a line of a fenced code
    /// block, the line end before a list item, and the one where the depth of
    /// quotation (`>`) changes. For every other line end
    /// - [`ParagraphMode::Lines`] says that it ends the paragraph,
    /// - [`ParagraphMode::Wrapped`] says that it does not,
    /// - [`ParagraphMode::Auto`] looks at the document, block by block; a block
    ///   is a run of lines without any of those ends. The measure of a block is
    ///   its widest line, and a line end in it is *filled* where the next
    ///   line's first word would not have fitted into the measure, give or take
    ///   an eighth. The document is *hard-wrapped* when, over all its blocks
    ///   with a measure of 40 to 100 columns, at least 6 line ends in 10 are
    ///   filled and at least 1 in 4 is followed by a small letter. (The widest
    ///   line of a block fills it by definition; it counts only where a small
    ///   letter follows.) In a hard-wrapped document a line end is within a
    ///   paragraph when its line is filled, or is at least half as long as the
    ///   measure and plainly runs on: a small letter follows, or the lines
    ///   around it are filled and no stop ends it. A block narrower than four
    ///   fifths of the document's own measure is judged by that, unless it
    ///   shows that it was wrapped at its own. So verse, addresses, signatures,
    ///   code and lines of more than 100 columns keep their line ends in a
    ///   wrapped document, and a stop before an indented line ends a paragraph.
    ///   In any other document every line is a paragraph.
    ///
    /// Lines that are drawn rather than written (`=====`, `|---|`, a fence, a `>`
    /// alone) hold no words to stop at: one goes with the paragraph and the
    /// sentence on the line above it, or below it, and stands alone only between
    /// blank lines. An underline as wide as the line above makes that a heading.
    ///
    /// A numbered list item that ends with a web address and has a title in
    /// quotes or a date of access is a bibliographic reference, and one sentence
    /// as a whole: it is cited as a whole. Headings, table rows and lines of code
    /// are one sentence too. Other list items are cut as any paragraph is; their
    /// bullet or number stays with the first sentence.
    ///
    /// A paged text is judged by each of its sections.
    pub fn new(text: &Text, mode: ParagraphMode, language: &str) -> Self {
        Self(match text.held() {
            Held::Whole(whole) => Kind::Whole(Arc::new(Found::of(whole, mode, language))),
            Held::Paged { pager, .. } => {
                let parts = Parts::new(Arc::clone(pager), mode, language);
                Kind::Paged(Arc::new(parts))
            }
        })
    }

    /// The sentences, in order. Of a paged text they are found on the way.
    pub fn sentences(&self) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.all(Found::sentences_of)
    }

    /// The paragraphs, in order. Of a paged text they are found on the way.
    pub fn paragraphs(&self) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.all(Found::paragraph_of)
    }

    /// Whether it is found section by section: then questions over all of it are not
    /// to be asked at the keys.
    pub fn is_paged(&self) -> bool {
        matches!(self.0, Kind::Paged(_))
    }

    /// Whether [`count_sentences`](Self::count_sentences) would find out something.
    pub fn is_to_be_counted(&self) -> bool {
        match &self.0 {
            Kind::Whole(_) => false,
            Kind::Paged(parts) => parts.is_to_be_counted(),
        }
    }

    /// Whether two are clones of one.
    pub fn is_one_with(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Whole(one), Kind::Whole(other)) => Arc::ptr_eq(one, other),
            (Kind::Paged(one), Kind::Paged(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// Counts the sentences of a paged text, as long as `goes_on` says so, if they
    /// are not too many to be counted. Takes a while.
    pub fn count_sentences(&self, goes_on: &dyn Fn() -> bool) {
        if let Kind::Paged(parts) = &self.0 {
            parts.count_sentences(goes_on);
        }
    }

    /// The number of sentences, where it is known without reading on.
    pub fn sentence_count(&self) -> Option<usize> {
        match &self.0 {
            Kind::Whole(found) => Some(found.sentence_count()),
            Kind::Paged(parts) => parts.sentence_count(),
        }
    }

    /// The number, from 0, of the first sentence that ends after `byte`, where it
    /// is known without reading on.
    pub fn sentence_number(&self, byte: usize) -> Option<usize> {
        match &self.0 {
            Kind::Whole(found) => Some(found.sentence_number(byte)),
            Kind::Paged(parts) => parts.sentence_number(byte),
        }
    }

    /// The sentences that do not end before `byte`, in order.
    pub fn sentences_from(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.from(byte, Found::sentences_of)
    }

    /// The sentences that do not begin after `byte`, the last one first.
    pub fn sentences_upto(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.upto(byte, Found::sentences_of)
    }

    /// The paragraphs that do not end before `byte`, in order.
    pub fn paragraphs_from(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.from(byte, Found::paragraph_of)
    }

    /// The paragraphs that do not begin after `byte`, the last one first.
    pub fn paragraphs_upto(&self, byte: usize) -> Box<dyn Iterator<Item = TextRange> + '_> {
        self.upto(byte, Found::paragraph_of)
    }

    fn all(&self, units: Units) -> Box<dyn Iterator<Item = TextRange> + '_> {
        match &self.0 {
            Kind::Whole(found) => Box::new(found.all(units)),
            Kind::Paged(parts) => Box::new(parts.all().flat_map(move |it| it.outward(units))),
        }
    }

    fn from(&self, byte: usize, units: Units) -> Box<dyn Iterator<Item = TextRange> + '_> {
        match &self.0 {
            Kind::Whole(found) => Box::new(found.from(byte, units)),
            Kind::Paged(parts) => {
                let all = parts.from(byte.saturating_sub(1));
                Box::new(all.flat_map(move |it| it.outward_from(byte, units)))
            }
        }
    }

    fn upto(&self, byte: usize, units: Units) -> Box<dyn Iterator<Item = TextRange> + '_> {
        match &self.0 {
            Kind::Whole(found) => Box::new(found.upto(byte, units)),
            Kind::Paged(parts) => {
                let all = parts.upto(byte);
                Box::new(all.flat_map(move |it| it.outward_upto(byte, units)))
            }
        }
    }

    /// Whether paragraphs run over line ends in this document; of a paged text, at
    /// its beginning.
    pub fn is_wrapped(&self) -> bool {
        match &self.0 {
            Kind::Whole(found) => found.is_wrapped(),
            Kind::Paged(parts) => parts.at(0).is_wrapped(),
        }
    }

    /// The text, set as its paragraphs are: the line ends that only wrap one are
    /// soft.
    pub fn set(&self, text: Text) -> Text {
        match &self.0 {
            Kind::Whole(_) => {
                let soft = self.soft_line_ends(&text);
                text.with_soft_ends(&soft)
            }
            Kind::Paged(parts) => text.set_in(parts),
        }
    }

    /// The byte offsets of the line terminators that only wrap a paragraph: in a
    /// wrapped document, those within one. Not those after which a mark of
    /// quotation begins the line, for without its line it would be a stray. Those of
    /// a paged text are known to its sections alone.
    pub fn soft_line_ends(&self, text: &Text) -> Vec<usize> {
        match (&self.0, text.held()) {
            (Kind::Whole(found), Held::Whole(whole)) => found.soft_line_ends(whole),
            _ => Vec::new(),
        }
    }
}

/// The part of `range` without white space at its ends, on grapheme cluster
/// boundaries; `None` when nothing is left. A cluster that begins with a space
/// but carries a mark is not white space.
fn trimmed(text: &Text, range: TextRange) -> Option<TextRange> {
    let words = text.slice(range);
    let rest = words.trim_start();
    let start = range.start() + (words.len() - rest.len());
    let end = start + rest.trim_end().len();
    (start < end).then(|| TextRange::between(floor_cluster(text, start), ceil_cluster(text, end)))
}

/// [`Text::floor_grapheme`], without its cost where two ASCII characters meet.
fn floor_cluster(text: &Text, byte: usize) -> usize {
    if is_plain_boundary(text, byte) {
        byte
    } else {
        text.floor_grapheme(byte)
    }
}

/// [`Text::ceil_grapheme`], without its cost where two ASCII characters meet.
fn ceil_cluster(text: &Text, byte: usize) -> usize {
    if is_plain_boundary(text, byte) {
        byte
    } else {
        text.ceil_grapheme(byte)
    }
}

fn is_plain_boundary(text: &Text, byte: usize) -> bool {
    let around = text.slice(TextRange::between(
        byte.saturating_sub(1),
        byte.saturating_add(1),
    ));
    matches!(around.as_bytes(), [before, after]
        if before.is_ascii() && after.is_ascii() && (*before, *after) != (b'\r', b'\n'))
}

#[cfg(test)]
mod tests;
