//! What of a spelling is the form of the words alone.
//!
//! A search finds more than that: that `10⁶` is found where `106` is typed does not make it
//! the same number.
//!
//! Must not know: which texts are compared, and why.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::characters::is_ignorable;
use super::tokens::on_a_keyboard;
use crate::text::invisible::Class;

const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// The characters of some words that are left of them in every form: canonically decomposed
/// (NFD), with the quotation marks and dashes of a keyboard, and without what is not seen.
/// White space stays.
pub(crate) fn spelling(words: &str) -> Cow<'_, str> {
    match words.is_ascii() {
        true => Cow::Borrowed(words),
        false => Cow::Owned(spelt(words).collect()),
    }
}

fn spelt(words: &str) -> impl Iterator<Item = char> {
    let seen = words.chars().filter(|c| !is_ignorable(*c) || says_more(*c));
    NFD.normalize_iter(seen).map(|c| match is_prime(c) {
        true => c,
        false => on_a_keyboard(c),
    })
}

/// Whether a character that nobody sees changes what is read around it: it shows a stretch in
/// another order, or spells words of its own.
fn says_more(c: char) -> bool {
    let class = Class::of_invisible(c);
    matches!(class, Some(Class::DirectionSpan | Class::Tag))
}

/// Whether a character counts feet and inches, or minutes and seconds: one types a quotation
/// mark for it, but it is none.
fn is_prime(c: char) -> bool {
    matches!(c, '′' | '″')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_is_not_a_digit_or_a_letter_of_another_kind() {
        for (one, other) in [
            ("“é”", "\"e\u{301}\""),
            ("‘a’ – b", "'a' - b"),
            ("a\u{ad}b\u{200b}", "ab"),
            ("\u{feff}a", "a"),
            ("\u{212b}", "Å"),
        ] {
            assert_eq!(spelling(one), spelling(other), "{one}");
        }
        for (one, other) in [
            ("user \u{202e}admin\u{202c}", "user admin"),
            ("a\u{e0069}", "a"),
            ("10⁶", "106"),
            ("10²", "102"),
            ("12.¹²", "12.12"),
            ("™", "TM"),
            ("①", "1"),
            ("½", "1⁄2"),
            ("½", "1/2"),
            ("Maße", "Masse"),
            ("ﬁne", "fine"),
            ("１", "1"),
            ("5′", "5'"),
            ("ς", "σ"),
        ] {
            assert_ne!(spelling(one), spelling(other), "{one}");
        }
    }
}
