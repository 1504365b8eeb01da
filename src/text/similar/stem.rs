//! The stems of words, by the language of their document.
//!
//! Must not know: where words come from.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::equivalence::{Rules, plain_form};

/// The languages that words are stemmed in. The place of a row is kept in indexes: new ones
/// go to the end.
const LANGUAGES: &[(&str, Algorithm)] = &[
    ("en", Algorithm::English),
    ("de", Algorithm::German),
    ("fr", Algorithm::French),
    ("es", Algorithm::Spanish),
    ("it", Algorithm::Italian),
    ("pt", Algorithm::Portuguese),
    ("nl", Algorithm::Dutch),
    ("sv", Algorithm::Swedish),
    ("da", Algorithm::Danish),
    ("no", Algorithm::Norwegian),
    ("nb", Algorithm::Norwegian),
    ("nn", Algorithm::Norwegian),
    ("fi", Algorithm::Finnish),
    ("hu", Algorithm::Hungarian),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("tr", Algorithm::Turkish),
    ("el", Algorithm::Greek),
    ("ar", Algorithm::Arabic),
    ("ta", Algorithm::Tamil),
];

/// A language as far as stemming tells it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StemLanguage(u8);

impl StemLanguage {
    /// One whose words are taken as they are.
    pub const OTHER: Self = Self(u8::MAX);

    /// That of a primary subtag in small letters, such as `en`.
    pub fn from_subtag(subtag: &str) -> Self {
        let place = LANGUAGES.iter().position(|(known, _)| *known == subtag);
        let place = place.and_then(|place| u8::try_from(place).ok());
        place.map_or(Self::OTHER, Self)
    }

    pub(super) fn to_byte(self) -> u8 {
        self.0
    }

    pub(super) fn from_byte(byte: u8) -> Self {
        match LANGUAGES.get(usize::from(byte)) {
            Some(_) => Self(byte),
            None => Self::OTHER,
        }
    }

    /// The stem of a word in small letters, without accents.
    pub(super) fn stem(self, word: &str) -> Cow<'_, str> {
        let row = LANGUAGES.get(usize::from(self.0));
        let is_word = word.chars().any(char::is_alphabetic);
        let stem = match row.filter(|_| is_word) {
            Some((_, algorithm)) => Stemmer::create(*algorithm).stem(word),
            None => Cow::Borrowed(word),
        };
        let plain = match stem.is_ascii() {
            true => stem,
            false => Cow::Owned(plain_form(&stem, Rules::LOOSE).into_owned()),
        };
        // Nothing is left of a lone accent.
        match plain.is_empty() {
            true => Cow::Borrowed(word),
            false => plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (language, one, other) in [
            ("en", "funded", "funding"),
            ("en", "agencies", "agency"),
            ("de", "häusern", "hauser"),
            ("fr", "continuellement", "continuel"),
            ("ru", "важная", "важные"),
        ] {
            let language = StemLanguage::from_subtag(language);
            assert_eq!(language.stem(one), language.stem(other), "{one}");
        }
        for word in ["1951", "1.4", "東京", "\u{1e023}"] {
            assert_eq!(StemLanguage::from_subtag("en").stem(word), word);
        }
        assert_eq!(StemLanguage::from_subtag("ja"), StemLanguage::OTHER);
    }

    proptest! {
        #[test]
        fn no_word_is_too_odd(word in "\\PC{1,12}|[a-zäöüéîßğışаяёıİعربية]{1,30}") {
            let all = (0..LANGUAGES.len()).chain([255]);
            for byte in all {
                let language = StemLanguage::from_byte(u8::try_from(byte).unwrap());
                prop_assert!(!language.stem(&word).is_empty());
            }
        }
    }
}
