//! Hints: a letter or two on every word in view, to go there.

use crate::text::TextRange;
use crate::text::segment;

use crate::app::document::OpenDocument;
use crate::app::input::key::Key;

/// The letters of the hints, the fingers' home row first.
const LETTERS: [char; 26] = [
    'a', 's', 'd', 'f', 'j', 'k', 'l', 'g', 'h', 'e', 'i', 'o', 'w', 'r', 'u', 'c', 'm', 'n', 'p',
    't', 'v', 'b', 'y', 'x', 'q', 'z',
];

/// One word with its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub word: TextRange,
    /// One or two letters, three on a very large screen; no hint's letters begin those of
    /// another.
    pub letters: String,
}

/// What the letters of a word are typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// To go to that word, or to carry the end there while extending.
    Word,
    /// To begin a phrase at that word: the letters of its last word follow.
    Phrase,
}

/// The hints on the screen, and what has been typed of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hints {
    pub goal: Goal,
    /// The hints, in reading order.
    pub hints: Vec<Hint>,
    pub typed: String,
}

/// What a key does to the hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    Word(TextRange),
    More,
    Nothing,
}

impl Hints {
    /// Puts letters on the words in view, the short ones on the words nearest to the cursor.
    pub fn new(opened: &OpenDocument, view: TextRange, goal: Goal) -> Self {
        let words: Vec<TextRange> = segment::words(&opened.text, view)
            .into_iter()
            .filter(|word| view.covers(*word))
            .collect();
        let here = opened.cursor.focus(opened.units());
        let mut nearest: Vec<usize> = (0..words.len()).collect();
        nearest.sort_by_key(|&index| words[index].start().abs_diff(here));
        let mut hints: Vec<Hint> = words
            .iter()
            .map(|&word| Hint {
                word,
                letters: String::new(),
            })
            .collect();
        for (index, letters) in nearest.into_iter().zip(codes(words.len())) {
            hints[index].letters = letters;
        }
        Self {
            goal,
            hints,
            typed: String::new(),
        }
    }

    pub(crate) fn type_key(&mut self, key: Key) -> Typed {
        let Some(letter) = key.typed() else {
            return Typed::Nothing;
        };
        self.typed.extend(letter.to_lowercase());
        let mut left = self
            .hints
            .iter()
            .filter(|hint| hint.letters.starts_with(&self.typed));
        match (left.next(), left.next()) {
            (None, _) => Typed::Nothing,
            (Some(only), None) if only.letters == self.typed => Typed::Word(only.word),
            _ => Typed::More,
        }
    }
}

/// `count` words of letters, none beginning another, the short ones first.
fn codes(count: usize) -> Vec<String> {
    let mut words: Vec<String> = LETTERS.iter().map(char::to_string).collect();
    // Opening the last short word into 26 longer ones gains 25 words. The last
    // one is opened so that the nearest words keep the shortest letters.
    let mut open_from = words.len();
    while words.len() < count {
        if open_from == 0 {
            open_from = words.len();
        }
        open_from -= 1;
        let prefix = words.remove(open_from);
        words.extend(LETTERS.iter().map(|letter| format!("{prefix}{letter}")));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hint_begins_another_and_two_letters_serve_a_full_screen() {
        for count in [1, 26, 27, 300, 676, 2000] {
            let codes = codes(count);
            assert!(codes.len() >= count);
            let longest = if count <= 676 { 2 } else { 3 };
            let mut sorted: Vec<_> = codes.iter().take(count).collect();
            assert!(
                sorted.iter().all(|letters| letters.len() <= longest),
                "{count}"
            );
            sorted.sort();
            assert!(
                sorted
                    .windows(2)
                    .all(|pair| !pair[1].starts_with(pair[0].as_str()))
            );
        }
    }
}
