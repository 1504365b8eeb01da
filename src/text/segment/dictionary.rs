//! Words of scripts that set no spaces between them, found by dictionary.
//!
//! A *run* is what stands together of such a script: between white space, marks and other
//! scripts. Where its words end depends on all of it, since a dictionary tries one word
//! after the other. So that they do not depend on who asks from where, a run is looked at
//! as a whole, and a very long one in pieces between fixed places of the text.
//!
//! Must not know: what a word is in other scripts.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::text::content::Text;
use crate::text::range::TextRange;
use crate::text::script::{Spacing, spacing};

/// The longest run, in bytes, that is looked at as a whole, and the distance of the fixed
/// places: some 340 ideographs or letters of Thai.
const LONGEST_RUN: usize = 1024;

/// Whether a string may stand in a run: letters and digits of such a script, and marks.
pub(super) fn is_in_run(words: &str) -> bool {
    !words.is_ascii() && words.chars().all(is_run_character)
}

fn is_run_character(character: char) -> bool {
    let is_letter = spacing(character) != Spacing::Spaces && character.is_alphanumeric();
    let is_mark = || character.general_category_group() == GeneralCategoryGroup::Mark;
    is_letter || (character >= '\u{300}' && is_mark())
}

/// The words of all pieces that touch `range`, a stretch of one run, as ranges of the text.
pub(super) fn words(text: &Text, range: TextRange) -> Vec<TextRange> {
    // Its data are a part of the program, and cost nothing until they are looked at.
    static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
        LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
    let mut words = Vec::new();
    let mut at = range.start();
    while at < range.end() {
        // A format character may stand within the range, and nobody sees it.
        let next = text.slice(TextRange::between(at, text.next_grapheme(at)));
        if let Some(c) = next.chars().next().filter(|c| !is_run_character(*c)) {
            at += c.len_utf8();
            continue;
        }
        let piece = piece_at(text, at);
        let content = text.slice(TextRange::between(piece.start, piece.end));
        let ends: Vec<usize> = SEGMENTER.segment_str(&content).collect();
        words.extend(
            ends.windows(2)
                .map(|pair| TextRange::between(piece.start + pair[0], piece.start + pair[1])),
        );
        // A piece holds the byte that it was asked for; never the same one again.
        at = piece.end.max(at + 1);
    }
    words
}

/// The bytes of the run that `byte` begins or lies in; of a longer run than
/// [`LONGEST_RUN`], of its piece between two fixed places.
fn piece_at(text: &Text, byte: usize) -> Range<usize> {
    let reach = text.floor_grapheme(byte.saturating_sub(LONGEST_RUN));
    let before = text.slice(TextRange::between(reach, byte));
    let reach = text.ceil_grapheme(byte.saturating_add(LONGEST_RUN).min(text.len()));
    let after = text.slice(TextRange::between(byte, reach));
    let start = byte - before.len() + before.trim_end_matches(is_run_character).len();
    let end = byte + after.len() - after.trim_start_matches(is_run_character).len();
    if end - start <= LONGEST_RUN {
        return start..end;
    }
    let place = |number: usize| text.floor_grapheme((number * LONGEST_RUN).min(text.len()));
    // A place may be a few bytes before its nominal one.
    let nominal = byte / LONGEST_RUN;
    let number = match place(nominal + 1) <= byte {
        true => nominal + 1,
        false => nominal,
    };
    start.max(place(number))..end.min(place(number + 1))
}
