//! The words that two sentences share, so that they can be lit.
//!
//! Must not know: how they were found.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::stem::StemLanguage;
use super::words::each_word;

/// Small words of so few letters are lit only beside others: "the", "of".
const SHORT: usize = 4;

/// The bytes of the words that two sentences share, in each of them, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// In the first sentence.
    pub one: Vec<Range<usize>>,
    /// In the second one.
    pub other: Vec<Range<usize>>,
}

/// The words that two sentences share, by their stems in the language of one of them. Short small
/// words are told only where they stand between two that are shared, and what touches is one
/// range.
pub fn shared(one: &str, other: &str, language: StemLanguage) -> Shared {
    let [words, others] = [one, other].map(words);
    let [stems, other_stems] = [&words, &others].map(|words| {
        let stems = words.iter().map(|word| language.stem(&word.form));
        stems.collect::<HashSet<Cow<'_, str>>>()
    });
    let is_in =
        |stems: &HashSet<Cow<'_, str>>, word: &Word| stems.contains(&language.stem(&word.form));
    Shared {
        one: lit(one, &words, |word| is_in(&other_stems, word)),
        other: lit(other, &others, |word| is_in(&stems, word)),
    }
}

struct Word {
    form: String,
    range: Range<usize>,
    is_small: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    each_word(text, |word, range| {
        let written = &text[range.clone()];
        let is_short = written.len() < SHORT && written.is_ascii();
        words.push(Word {
            form: word.to_owned(),
            range,
            is_small: is_short && written.bytes().all(|byte| byte.is_ascii_lowercase()),
        });
    });
    words
}

fn lit(text: &str, words: &[Word], is_shared: impl Fn(&Word) -> bool) -> Vec<Range<usize>> {
    let shared: Vec<bool> = words.iter().map(is_shared).collect();
    let is_large = |place: usize| shared[place] && !words[place].is_small;
    let mut lit: Vec<Range<usize>> = Vec::new();
    let mut last: Option<usize> = None;
    for place in (0..words.len()).filter(|place| is_large(*place)) {
        let range = words[place].range.clone();
        let goes_on = last.is_some_and(|last| {
            let between = &text[words[last].range.end.min(range.start)..range.start];
            let is_one = (last + 1..place).all(|between| shared[between]);
            // Words apart are lit apart, but for small ones between them.
            is_one && (last + 1 < place || between.is_empty())
        });
        match lit.last_mut().filter(|_| goes_on) {
            Some(before) => before.end = before.end.max(range.end),
            None => lit.push(range),
        }
        last = Some(place);
    }
    lit
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::visible::tests::nasty;

    fn marked(text: &str, ranges: &[Range<usize>]) -> String {
        let mut marked = text.to_owned();
        for range in ranges.iter().rev() {
            marked.insert(range.end, '»');
            marked.insert(range.start, '«');
        }
        marked
    }

    #[test]
    fn shared_words_are_marked_in_both() {
        for (one, other) in [
            (
                "«IOM» was «founded in 1951».",
                "«Founding» took the «IOM’s», in «1951».",
            ),
            ("It rains.", "He left."),
            ("The «Bank of America» is.", "No «bank of America» in it."),
            ("「«東京都»」に", "これは«東京都»です"),
            ("Les «réfugiés»", "Un «réfugié»"),
        ] {
            let plain = |words: &str| words.replace(['«', '»'], "");
            let (one_plain, other_plain) = (plain(one), plain(other));
            let language = if one.starts_with("Les") { "fr" } else { "en" };
            let language = StemLanguage::from_subtag(language);
            let shared = shared(&one_plain, &other_plain, language);
            let other = other.replace("IOM’s»", "IOM»’s");
            assert_eq!(marked(&one_plain, &shared.one), one);
            assert_eq!(marked(&other_plain, &shared.other), other);
        }
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_on_characters(one in nasty(), other in nasty()) {
            let language = StemLanguage::from_subtag("en");
            let shared = shared(&one, &other, language);
            for (text, ranges) in [(&one, &shared.one), (&other, &shared.other)] {
                let mut last = 0;
                for range in ranges {
                    prop_assert!(last <= range.start && range.start < range.end);
                    prop_assert!(text.get(range.clone()).is_some());
                    last = range.end;
                }
            }
        }
    }
}
