//! What may differ between two spellings that are the same.
//!
//! Must not know: how text is searched.

/// Whether capital and small letters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// They do.
    Significant,
    /// They are the same, by full case folding.
    Ignored,
}

impl Case {
    /// What an ASCII character is compared as.
    pub(super) fn of_ascii(self, c: char) -> char {
        match self {
            Self::Ignored => c.to_ascii_lowercase(),
            Self::Significant => c,
        }
    }
}

/// Whether letters with and without accents differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accents {
    /// They do.
    Significant,
    /// They are the same.
    Ignored,
}

/// What may differ between two spellings that are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Whether capital and small letters differ.
    pub case: Case,
    /// Whether letters with and without accents differ.
    pub accents: Accents,
}

impl Rules {
    /// Case and accents differ: for names and quotes.
    pub(crate) const STRICT: Self = Self {
        case: Case::Significant,
        accents: Accents::Significant,
    };

    /// Neither case nor accents differ.
    pub(crate) const LOOSE: Self = Self {
        case: Case::Ignored,
        accents: Accents::Ignored,
    };
}
