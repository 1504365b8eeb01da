//! Strings in one spelling for all that are the same, and the rules that somebody means who
//! types one.
//!
//! Must not know: how text is searched.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::characters::{is_accent, is_made_of_others};
use super::rules::{Accents, Case, Rules};
use super::units::Units;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

impl Rules {
    /// The rules that somebody means who types this: capitals matter where there is one,
    /// accents where there is one.
    pub fn smart(typed: &str) -> Self {
        Self {
            case: match typed.chars().any(char::is_uppercase) {
                true => Case::Significant,
                false => Case::Ignored,
            },
            accents: match has_accents(typed) {
                true => Accents::Significant,
                false => Accents::Ignored,
            },
        }
    }
}

fn has_accents(typed: &str) -> bool {
    if typed.is_ascii() {
        return false;
    }
    let mut before = None;
    Units::new(typed.as_bytes(), 0, Rules::STRICT).any(|unit| {
        let is_one = is_accent(unit.c, before) || is_made_of_others(unit.c);
        before = Some(unit.c);
        is_one
    })
}

/// Words without their accents, which are found with any; `None` where they have none.
pub(crate) fn without_accents(words: &str) -> Option<String> {
    let rules = Rules {
        case: Case::Significant,
        accents: Accents::Ignored,
    };
    has_accents(words).then(|| plain_form(words, rules).into_owned())
}

/// One spelling for all that are the same by these rules, composed (NFC): for those who
/// compare in their own ways. White space is kept as single spaces.
pub(crate) fn plain_form(words: &str, rules: Rules) -> Cow<'_, str> {
    if is_plain(words) {
        let has_capitals = || words.bytes().any(|byte| byte.is_ascii_uppercase());
        return match rules.case == Case::Ignored && has_capitals() {
            true => Cow::Owned(words.to_ascii_lowercase()),
            false => Cow::Borrowed(words),
        };
    }
    let units = Units::new(words.as_bytes(), 0, rules);
    let decomposed: String = units.map(|unit| unit.c).collect();
    match NFC.normalize(&decomposed) {
        Cow::Borrowed(_) => Cow::Owned(decomposed),
        Cow::Owned(composed) => Cow::Owned(composed),
    }
}

/// Whether words are printable ASCII with single spaces, so that only their case may differ.
fn is_plain(words: &str) -> bool {
    let mut before = b'.';
    words.bytes().all(|byte| {
        let is_plain = matches!(byte, b'!'..=b'~') || (byte == b' ' && before != b' ');
        before = byte;
        is_plain
    })
}

/// Whether two strings are the same text by these rules.
pub(crate) fn same(one: &str, other: &str, rules: Rules) -> bool {
    one == other || plain_form(one, rules) == plain_form(other, rules)
}
