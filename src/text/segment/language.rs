//! The languages that sentences are cut differently in.
//!
//! Must not know: the differences.

/// A language, as far as the rules tell it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Other,
}

impl Language {
    /// The language of a primary subtag of BCP 47, such as `en`.
    pub fn from_subtag(subtag: &str) -> Self {
        match subtag.eq_ignore_ascii_case("en") {
            true => Self::English,
            false => Self::Other,
        }
    }
}
