//! In what two spellings of the same text differ.
//!
//! Must not know: which texts they are.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::characters::is_ignorable;
use super::spelling::spelling;
use super::tokens::{each_token, on_a_keyboard};
use crate::text::invisible::BYTE_ORDER_MARK;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Takes something away in which texts may differ.
type Step = fn(&str) -> Cow<'_, str>;

/// What alone differs between two texts that have the same words in another form: `line
/// ends`, say, before "differ". `None` where they are equal, and where more than that differs.
pub(crate) fn difference_in_form(one: &str, other: &str) -> Option<&'static str> {
    if one == other || !has_same_words(one, other) {
        return None;
    }
    // Each takes away what the one before did, and one thing more.
    let steps: [(&str, Step); 6] = [
        ("line ends", |words| {
            words.replace("\r\n", "\n").replace('\r', "\n").into()
        }),
        ("byte order marks", |words| {
            let words = words.strip_prefix(BYTE_ORDER_MARK).unwrap_or(words);
            words.into()
        }),
        ("normal forms", |words| NFC.normalize(words)),
        ("characters that are not seen", |words| {
            words.chars().filter(|c| !is_ignorable(*c)).collect()
        }),
        ("line ends or blanks", |words| {
            words
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .into()
        }),
        ("quotation marks or dashes", |words| {
            words.chars().map(on_a_keyboard).collect()
        }),
    ];
    // The one thing that explains it all is named first.
    let alone = steps.iter().find(|(_, step)| step(one) == step(other));
    if let Some((name, _)) = alone {
        return Some(name);
    }
    Some("spellings of the same words")
}

/// Whether two texts have the same words, with whatever blanks and in whatever form.
pub(crate) fn has_same_words(one: &str, other: &str) -> bool {
    one == other || spellings(one) == spellings(other)
}

fn spellings(words: &str) -> Vec<Cow<'_, str>> {
    let mut spellings = Vec::new();
    each_token(words, |_, bytes| spellings.push(spelling(&words[bytes])));
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_thing_that_differs_is_named() {
        for (one, other, expected) in [
            ("a\r\nb", "a\nb", Some("line ends")),
            ("\u{feff}a b", "a b", Some("byte order marks")),
            ("é", "e\u{301}", Some("normal forms")),
            ("a\u{ad}b", "ab", Some("characters that are not seen")),
            ("a\nb", "a b", Some("line ends or blanks")),
            ("a\u{a0}b", "a b", Some("line ends or blanks")),
            ("“a” – b", "\"a\" - b", Some("quotation marks or dashes")),
            (
                "“é”\r\n",
                "\"e\u{301}\"\n",
                Some("spellings of the same words"),
            ),
            ("a b", "a b", None),
            ("a b", "a c", None),
            ("10⁶", "106", None),
            ("Maße", "Masse", None),
        ] {
            assert_eq!(difference_in_form(one, other), expected, "{one}");
            assert_eq!(difference_in_form(other, one), expected, "{other}");
        }
    }
}
