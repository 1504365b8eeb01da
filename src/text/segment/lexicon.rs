//! What there is to know of a language whose sentences begin with capitals.
//!
//! Must not know: which languages there are, and the rules.

use std::borrow::Cow;

/// The words that sentences of one language are cut by. Abbreviations are in small letters
/// and without their last full stop; of several parts, with one space between them.
///
/// A list is one string, with `|` between its words: a thousand strings would be as many
/// addresses to set at each start of the program.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Abbreviations that are never the end: titles, `z. B.`, `p. ej.`
    pub before_word: &'static str,
    /// Abbreviations that are not the end where a number follows.
    pub before_number: &'static str,
    /// Abbreviations that may be the end, before a capital: `usw.`, `etc.`, `и т. д.`
    pub may_end: &'static str,
    /// Abbreviations that a name often follows, so that only a starter says they end.
    pub before_starter: &'static str,
    /// Words that begin sentences, and with a capital follow an abbreviation only there.
    pub starters: &'static str,
    /// Whether a full stop makes an ordinal of a number.
    pub ordinals: Ordinals,
    pub quotes: Quotes,
}

/// The words of a list.
pub(super) fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').filter(|word| !word.is_empty())
}

/// Whether a list has a word.
pub(super) fn has(list: &str, word: &str) -> bool {
    words(list).any(|known| known == word)
}

/// A word in small letters. Most stand in them already.
pub(super) fn in_small_letters(word: &str) -> Cow<'_, str> {
    match word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(word.to_lowercase()),
    }
}

impl Vocabulary {
    pub const NONE: Self = Self {
        before_word: "",
        before_number: "",
        may_end: "",
        before_starter: "",
        starters: "",
        ordinals: Ordinals::Otherwise,
        quotes: Quotes::Touching,
    };
}

/// How quotations stand between their marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// With spaces: `« Oui. »`
    Apart,
    Touching,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ordinals {
    /// `19. Jahrhundert`, `Ludwig XIV.`
    WithStop,
    Otherwise,
}
