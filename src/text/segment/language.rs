//! The languages that sentences are cut differently in, and which are known at all.
//!
//! Must not know: the rules.

use super::lexicon::{Quotes, Vocabulary};
use super::{french, german, russian, spanish};
use crate::text::script::{Spacing, spacing};

/// What stands in the place of a language that is to be found out.
pub const AUTO_LANGUAGE: &str = "auto";

/// The primary subtags of the languages that may be named: those with rules of ours or of
/// `sentencex`, and others that are cut by the marks of their scripts alone.
#[rustfmt::skip]
pub const KNOWN_LANGUAGES: &[&str] = &[
    "am", "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
    "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "lo", "lt", "lv",
    "mk", "ml", "mr", "ms", "my", "nb", "nl", "nn", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr",
    "sv", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh",
];

/// Whether a BCP 47 tag (`de`, `de-AT`) names a known language, or is [`AUTO_LANGUAGE`].
pub fn is_known_language(tag: &str) -> bool {
    let is_tag = tag
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    tag == AUTO_LANGUAGE || (is_tag && KNOWN_LANGUAGES.contains(&primary_subtag(tag).as_str()))
}

/// The part of a BCP 47 tag that names the language, in small letters.
pub(super) fn primary_subtag(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// A language, as far as the rules tell it from others.
#[derive(Debug, Clone, Copy)]
pub(super) enum Language {
    English,
    /// One whose sentences begin with capitals.
    Cased(&'static Vocabulary),
    Arabic,
    /// Marks decide, or `sentencex`.
    Other,
}

impl Language {
    /// The language of a primary subtag in small letters, such as `en`.
    pub fn from_subtag(subtag: &str) -> Self {
        match subtag {
            "en" => Self::English,
            "de" => Self::Cased(&german::WORDS),
            "fr" => Self::Cased(&french::WORDS),
            "es" => Self::Cased(&spanish::WORDS),
            "ru" => Self::Cased(&russian::WORDS),
            "ar" => Self::Arabic,
            _ => Self::Other,
        }
    }

    /// Whether a space stands between a quotation and its marks, as in French.
    pub fn sets_quotes_apart(self) -> bool {
        match self {
            Self::English | Self::Other => true,
            Self::Cased(words) => words.quotes == Quotes::Apart,
            Self::Arabic => false,
        }
    }

    /// Whether marks that open a quotation in English close one after a mark: `„…“`, `»…«`.
    pub fn closes_with_openers(self, mark: char) -> bool {
        match self {
            Self::Cased(words) => words.quotes == Quotes::Touching,
            Self::Other => spacing(mark) != Spacing::Ideographs,
            Self::English | Self::Arabic => false,
        }
    }

    pub fn is_english(self) -> bool {
        matches!(self, Self::English)
    }
}
