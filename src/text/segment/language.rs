//! The languages that sentences are cut differently in, and which are known at all.
//!
//! Must not know: the rules.

use super::cased::{Quotes, Vocabulary};
use super::{french, german, russian, spanish};

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
    /// The language of a primary subtag of BCP 47, such as `en`.
    pub fn from_subtag(subtag: &str) -> Self {
        match subtag.to_ascii_lowercase().as_str() {
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

    pub fn is_english(self) -> bool {
        matches!(self, Self::English)
    }
}
