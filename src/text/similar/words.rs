//! The words of a text as they are compared: in small letters and one spelling, with the
//! bytes that they come from.
//!
//! A number is one word with its decimals, and without the commas between its thousands. Of
//! scripts that are written without spaces, a word is each two characters side by side.
//!
//! Must not know: stems, sentences.

use std::ops::Range;

use crate::text::equivalence::{Accents, Case, Rules, each_token, plain_form};
use crate::text::script::{Spacing, spacing};

/// Accents are of use to stemmers.
const RULES: Rules = Rules {
    case: Case::Ignored,
    accents: Accents::Significant,
};
/// No word that is compared has more bytes; what is longer is cut.
const LONGEST: usize = 80;

/// Calls `each` with every word.
pub(super) fn each_word(text: &str, each: impl FnMut(&str, Range<usize>)) {
    let mut words = Words {
        each,
        small: String::new(),
        number: None,
        character: None,
    };
    each_token(text, |form, range| words.take(form, range));
    words.end_number();
    words.end_characters();
}

struct Words<F> {
    each: F,
    small: String,
    number: Option<Number>,
    character: Option<Character>,
}

/// A number that may go on.
struct Number {
    digits: String,
    range: Range<usize>,
    separator: Option<u8>,
}

/// A character of a script without spaces.
struct Character {
    form: String,
    range: Range<usize>,
    is_in_a_pair: bool,
}

impl<F: FnMut(&str, Range<usize>)> Words<F> {
    fn take(&mut self, form: &str, range: Range<usize>) {
        let first = form.as_bytes().first().copied().unwrap_or_default();
        if form.is_ascii() {
            self.end_characters();
            if self.goes_on_with_number(form, first, &range) {
                return;
            }
            self.end_number();
            if first.is_ascii_digit() && form.bytes().all(|byte| byte.is_ascii_digit()) {
                self.number = Some(Number {
                    digits: form[..form.len().min(LONGEST)].to_owned(),
                    range,
                    separator: None,
                });
            } else if first.is_ascii_alphanumeric() {
                self.small.clear();
                self.small.push_str(&form[..form.len().min(LONGEST)]);
                self.small.make_ascii_lowercase();
                (self.each)(&self.small, range);
            }
            return;
        }
        self.end_number();
        let Some(letter) = form.chars().next().filter(|c| c.is_alphanumeric()) else {
            self.end_characters();
            return;
        };
        let plain = plain_form(form, RULES);
        if spacing(letter) == Spacing::Spaces {
            self.end_characters();
            let end = plain.floor_char_boundary(LONGEST);
            (self.each)(&plain[..end], range);
        } else {
            self.take_character(&plain, range);
        }
    }

    /// Takes what belongs to the number before it; answers whether it does.
    fn goes_on_with_number(&mut self, form: &str, first: u8, range: &Range<usize>) -> bool {
        let Some(number) = &mut self.number else {
            return false;
        };
        if number.range.end != range.start && number.separator.is_none() {
            return false;
        }
        match number.separator {
            None if matches!(form, "." | ",") => number.separator = Some(first),
            Some(separator)
                if number.range.end + 1 == range.start
                    && number.digits.len() < LONGEST
                    && form.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                // Thousands are not told from decimals by a full stop.
                if !(separator == b',' && form.len() == 3) {
                    number.digits.push('.');
                }
                let end = form.len().min(LONGEST);
                number.digits.push_str(&form[..end]);
                number.range.end = range.end;
                number.separator = None;
            }
            _ => return false,
        }
        true
    }

    fn end_number(&mut self) {
        if let Some(number) = self.number.take() {
            (self.each)(&number.digits, number.range);
        }
    }

    fn take_character(&mut self, form: &str, range: Range<usize>) {
        let before = self.character.take();
        let pair = before.filter(|before| before.range.end == range.start);
        if let Some(before) = &pair {
            self.small.clear();
            self.small.push_str(&before.form);
            self.small.push_str(form);
            (self.each)(&self.small, before.range.start..range.end);
        }
        self.character = Some(Character {
            form: form[..form.floor_char_boundary(LONGEST / 2)].to_owned(),
            range,
            is_in_a_pair: pair.is_some(),
        });
    }

    /// One that stands alone is a word.
    fn end_characters(&mut self) {
        if let Some(alone) = self.character.take().filter(|last| !last.is_in_a_pair) {
            (self.each)(&alone.form, alone.range);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::visible::tests::nasty;

    fn words(text: &str) -> String {
        let mut words = Vec::new();
        each_word(text, |word, _| words.push(word.to_owned()));
        words.join("|")
    }

    #[test]
    fn words_are_in_one_spelling() {
        for (text, expected) in [
            ("", ""),
            ("One, two; THREE!", "one|two|three"),
            ("IOM’s “Offices”", "iom|s|offices"),
            ("CAFÉ cafe\u{301}", "café|café"),
            ("syl\u{ad}lable", "syllable"),
            ("$1.4 billion in 2022.", "1.4|billion|in|2022"),
            ("1,400,000 and 1400000", "1400000|and|1400000"),
            ("2,9857 3. 4, 5", "2.9857|3|4|5"),
            ("35 10", "35|10"),
            ("Straße", "strasse"),
            ("東京都に", "東京|京都|都に"),
            ("京。ab 都", "京|ab|都"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_are_on_characters_of_any_text(text in nasty()) {
            each_word(&text, |word, range| {
                assert!(!word.is_empty() && word.len() <= 3 * LONGEST);
                assert!(text.get(range).is_some_and(|words| !words.is_empty()));
            });
        }
    }
}
