//! A passage within its whole sentence.
//!
//! Must not know: what is made of it.

use std::borrow::Cow;

use crate::text::{TextRange, one_line};

use super::super::bundle::{ExportDocument, Placed};

/// The most characters of a sentence around a passage that stand whole.
const MOST: usize = 600;
/// How much of a longer one stands at its ends, and beside the passage.
const AT_END: usize = 120;
const BESIDE: usize = 160;

/// The words of a passage, and those of its sentence around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct InSentence {
    /// On one line, with the blank that stands between, if there is one.
    pub before: String,
    /// As they are.
    pub words: String,
    /// As `before`.
    pub after: String,
}

impl InSentence {
    /// The passage of a tag as it stands in the document now; where it is not found, as it
    /// was marked, without a sentence.
    pub(crate) fn of(document: &ExportDocument, tag: &Placed) -> Self {
        let words = document.passage(tag).into_owned();
        let place = document.text.as_ref().zip(tag.anchor.range());
        let Some((text, range)) = place else {
            return Self {
                words,
                ..Self::default()
            };
        };
        let whole = sentences_around(&document.sentences, range);
        let slice = |start, end| text.slice(TextRange::between(start, end)).into_owned();
        let before = flowing(&slice(whole.start(), range.start()));
        let after = flowing(&slice(range.end(), whole.end()));
        Self {
            before: shortened(before.trim_start(), Side::Before),
            words,
            after: shortened(after.trim_end(), Side::After),
        }
    }

    /// All of it on one line.
    pub(crate) fn on_one_line(&self) -> (&str, Cow<'_, str>, &str) {
        (&self.before, one_line(&self.words), &self.after)
    }
}

/// From where the sentence begins in which a passage begins to where that ends in which it
/// ends; `sentences` are in order.
fn sentences_around(sentences: &[TextRange], passage: TextRange) -> TextRange {
    let first = sentences.partition_point(|sentence| sentence.end() <= passage.start());
    let start = sentences.get(first).map_or(passage.start(), |sentence| {
        sentence.start().min(passage.start())
    });
    let behind = sentences.partition_point(|sentence| sentence.start() < passage.end());
    let last = behind.checked_sub(1).map(|last| sentences[last]);
    let end = last.map_or(passage.end(), |sentence| sentence.end().max(passage.end()));
    TextRange::between(start, end)
}

/// Words with every stretch of white space as one blank, also at their ends.
fn flowing(words: &str) -> String {
    let line = one_line(words);
    let blank = |is_blank: bool| if is_blank { " " } else { "" };
    if line.is_empty() {
        return blank(!words.is_empty()).to_owned();
    }
    let (first, last) = (
        words.starts_with(char::is_whitespace),
        words.ends_with(char::is_whitespace),
    );
    [blank(first), &line, blank(last)].concat()
}

/// On which side of the passage words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Words beside a passage, cut in their middle where they are long.
fn shortened(words: &str, side: Side) -> String {
    // A character has a byte at least.
    if words.len() <= MOST / 2 {
        return words.to_owned();
    }
    let length = words.chars().count();
    if length <= MOST / 2 {
        return words.to_owned();
    }
    let (first, last) = match side {
        Side::Before => (AT_END, BESIDE),
        Side::After => (BESIDE, AT_END),
    };
    let byte = |character: usize| {
        let mut indices = words.char_indices();
        indices.nth(character).map_or(words.len(), |(at, _)| at)
    };
    let (head, tail) = (&words[..byte(first)], &words[byte(length - last)..]);
    // Whole words, where there are blanks between words.
    let head = head.rfind(' ').map_or(head, |blank| &head[..blank]);
    let tail = tail.find(' ').map_or(tail, |blank| &tail[blank + 1..]);
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::between(start, end)
    }

    #[test]
    fn a_passage_stands_within_all_sentences_that_it_touches() {
        let sentences = [range(0, 10), range(11, 20), range(22, 30)];
        for (passage, whole) in [
            (range(2, 5), range(0, 10)),
            (range(0, 10), range(0, 10)),
            (range(5, 12), range(0, 20)),
            (range(10, 11), range(10, 11)),
            (range(15, 30), range(11, 30)),
            (range(40, 50), range(40, 50)),
        ] {
            let found = sentences_around(&sentences, passage);
            let found = (found.start(), found.end());
            assert_eq!(found, (whole.start(), whole.end()), "{passage:?}");
        }
    }

    #[test]
    fn long_sentences_are_cut_in_their_middle_between_words() {
        let words = "word ".repeat(100);
        let cut = shortened(&words, Side::Before);
        assert!(cut.chars().count() <= AT_END + BESIDE + 3, "{cut}");
        assert!(cut.contains("word … word"), "{cut}");
        assert_eq!(shortened("short", Side::After), "short");
        assert_eq!(flowing(" a\n b\t"), " a b ");
        let one = "字".repeat(700);
        assert_eq!(shortened(&one, Side::After).chars().count(), 283);
    }
}
