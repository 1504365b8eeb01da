//! What there is to know of a language whose sentences begin with capitals.
//!
//! Must not know: which languages there are, and the rules.

/// The words that sentences of one language are cut by. Abbreviations are in small letters
/// and without their last full stop; of several parts, with one space between them.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Abbreviations that are never the end: titles, `z. B.`, `p. ej.`
    pub before_word: &'static [&'static str],
    /// Abbreviations that are not the end where a number follows.
    pub before_number: &'static [&'static str],
    /// Abbreviations that may be the end, before a capital: `usw.`, `etc.`, `и т. д.`
    pub may_end: &'static [&'static str],
    /// Abbreviations that a name often follows, so that only a starter says they end.
    pub before_starter: &'static [&'static str],
    /// Words that begin sentences, and with a capital follow an abbreviation only there.
    pub starters: &'static [&'static str],
    /// Whether a full stop makes an ordinal of a number.
    pub ordinals: Ordinals,
    pub quotes: Quotes,
}

impl Vocabulary {
    pub const NONE: Self = Self {
        before_word: &[],
        before_number: &[],
        may_end: &[],
        before_starter: &[],
        starters: &[],
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
