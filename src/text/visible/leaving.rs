//! The words of a document as they leave the program: copied, exported, printed.
//!
//! They are the document's own characters. Only what could steer the terminal that they may
//! come to, or turn a line of it around, is replaced, and counted, so that it can be said.
//!
//! Must not know: where they go.

use std::borrow::Cow;

use super::{each_byte, text_clusters, visible};
use crate::text::invisible::{BACKSPACE, may_steer};

/// Words that may leave the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Departed<'a> {
    pub words: Cow<'a, str>,
    /// How many controls are shown as symbols.
    pub replaced: usize,
}

/// A document's own words without what could steer a terminal or turn a line of it around: a
/// symbol stands for each control but tabs and line ends. Letters that were struck twice stand
/// once.
pub(crate) fn leaving(words: &str) -> Departed<'_> {
    let is_plain = each_byte(words, |byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n'));
    if is_plain || !words.contains(is_replaced) {
        return Departed {
            words: Cow::Borrowed(words),
            replaced: 0,
        };
    }
    let once = struck_once(words);
    let mut out = String::with_capacity(once.len());
    let mut replaced = 0;
    let mut chars = once.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_line = c == '\r' && chars.peek() == Some(&'\n');
        if is_replaced(c) && !ends_line {
            out.push_str(&visible(c.encode_utf8(&mut [0; 4])));
            replaced += 1;
        } else {
            out.push(c);
        }
    }
    Departed {
        words: Cow::Owned(out),
        replaced,
    }
}

fn is_replaced(c: char) -> bool {
    // Most characters are these, and looking up one of the others takes a search.
    !matches!(c, ' '..='~' | '\t' | '\n') && may_steer(c)
}

/// The words with one of the letters that were struck over each other.
fn struck_once(words: &str) -> Cow<'_, str> {
    if !words.contains(BACKSPACE) {
        return Cow::Borrowed(words);
    }
    let once = text_clusters(words).map(|shown| match shown.emphasis.is_plain() {
        true => Cow::Borrowed(&words[shown.range]),
        false => shown.symbol,
    });
    Cow::Owned(once.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::nasty;
    use super::*;

    #[test]
    fn only_what_could_steer_a_terminal_is_replaced() {
        for (words, expected, replaced) in [
            ("a\tb Ge\u{ad}samt", "a\tb Ge\u{ad}samt", 0),
            (
                "\u{feff}a\u{200b}b\u{200f}c\u{e0041}\u{f0b7}\u{fffd}",
                "\u{feff}a\u{200b}b\u{200f}c\u{e0041}\u{f0b7}\u{fffd}",
                0,
            ),
            ("a\nb\r\nc", "a\nb\r\nc", 0),
            ("a\rb", "a␍b", 1),
            ("\u{1b}[31mred\u{9b}0m\u{7f}\0", "␛[31mred⟨009B⟩0m␡␀", 4),
            ("N\u{8}NA\u{8}A _\u{8}F", "NA F", 0),
            ("rm\u{8}\u{8}ls", "rm␈␈ls", 2),
            ("a\u{202e}b\u{2069}", "a⟨RLO⟩b⟨PDI⟩", 2),
            ("a\u{85}b\u{c}", "a⟨NEL⟩b␌", 2),
        ] {
            let departed = leaving(words);
            assert_eq!((&*departed.words, departed.replaced), (expected, replaced));
        }
    }

    proptest! {
        #[test]
        fn nothing_that_steers_leaves(words in nasty()) {
            let departed = leaving(&words);
            let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
            prop_assert!(!departed.words.contains(steers));
            let turns = ['\u{202e}', '\u{2066}', '\u{2069}'];
            prop_assert!(!departed.words.contains(turns));
            prop_assert!(!departed.words.replace("\r\n", "").contains('\r'));
            let has_overstrike = words.contains(BACKSPACE);
            prop_assert_eq!(
                departed.words == words,
                departed.replaced == 0 && !has_overstrike
            );
            prop_assert_eq!(leaving(&departed.words).replaced, 0);
        }
    }
}
