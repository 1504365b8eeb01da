//! Text as the tokens that are compared where two versions of it are laid side by side.
//!
//! A token is a run of letters and digits, or one other character; of scripts that are
//! written without spaces, one character. White space is no token, so that neither line
//! ends nor wrapping tell two texts apart; nor do the things in the module's list, and
//! quotation marks and dashes are those on a keyboard.
//!
//! A hyphen at the end of a line is a token like any other: it may well have been there
//! before the line was broken.
//!
//! Must not know: what the tokens are compared with.

use std::ops::Range;

use super::characters::{is_ignorable, is_mark, is_unspaced, stand_ins};
use super::rules::Rules;
use super::units::Units;

/// Calls `each` with every token in the form in which it is compared, and the bytes that it
/// comes from.
pub(crate) fn each_token(words: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let bytes = words.as_bytes();
    let mut at = 0;
    let mut form = String::new();
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let rest = &bytes[at..];
        let chunk = rest.iter().position(u8::is_ascii_whitespace);
        let end = chunk.map_or(bytes.len(), |length| at + length);
        let chunk = &words[at..end];
        if chunk.bytes().all(|byte| byte.is_ascii_graphic()) {
            ascii(chunk, |part| {
                each(&chunk[part.clone()], at + part.start..at + part.end);
            });
        } else {
            any(chunk, &mut form, |form, part| {
                each(form, at + part.start..at + part.end);
            });
        }
        at = end;
    }
}

/// The tokens of printable ASCII.
fn ascii(chunk: &str, mut each: impl FnMut(Range<usize>)) {
    let bytes = chunk.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let word = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric());
        let end = at + word.count().max(1);
        each(at..end);
        at = end;
    }
}

/// The tokens of anything without a space in it.
fn any(chunk: &str, form: &mut String, mut each: impl FnMut(&str, Range<usize>)) {
    let mut token: Option<Token> = None;
    form.clear();
    for unit in Units::new(chunk.as_bytes(), 0, Rules::STRICT) {
        let kind = Kind::of(unit.c);
        // What one character is made of stays together.
        let is_inside = |token: &Token| unit.start < token.bytes.end;
        let goes_on = token
            .as_ref()
            .is_some_and(|token| token.takes(kind) || is_inside(token));
        if !goes_on && let Some(token) = token.take() {
            each(form, token.bytes);
            form.clear();
        }
        if kind == Kind::Blank && token.is_none() {
            continue;
        }
        form.push(on_a_keyboard(unit.c));
        match &mut token {
            // Marks are put into order, which need not be that of their bytes.
            Some(token) => {
                token.bytes.start = token.bytes.start.min(unit.start);
                token.bytes.end = token.bytes.end.max(unit.end);
            }
            none => {
                *none = Some(Token {
                    kind,
                    bytes: unit.start..unit.end,
                });
            }
        }
    }
    if let Some(token) = token {
        each(form, token.bytes);
    }
}

struct Token {
    kind: Kind,
    bytes: Range<usize>,
}

impl Token {
    /// Whether a character of a kind goes on with the token.
    fn takes(&self, kind: Kind) -> bool {
        kind == Kind::Mark || (kind, self.kind) == (Kind::Letter, Kind::Letter)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    /// Of a word.
    Letter,
    /// What belongs to the character before it.
    Mark,
    Alone,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_ascii_alphanumeric() {
            Self::Letter
        } else if c.is_whitespace() || is_ignorable(c) {
            Self::Blank
        } else if is_mark(c) {
            Self::Mark
        } else if c.is_alphanumeric() && !is_unspaced(c) {
            Self::Letter
        } else {
            Self::Alone
        }
    }
}

/// The character that one types for a quotation mark or a dash.
pub(super) fn on_a_keyboard(c: char) -> char {
    let mut typed = ['\'', '"', '-'].into_iter();
    match c.is_ascii() {
        true => c,
        false => typed
            .find(|typed| stand_ins(*typed).contains(&c))
            .unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::visible::tests::nasty;

    fn forms(words: &str) -> Vec<String> {
        let mut forms = Vec::new();
        each_token(words, |form, _| forms.push(form.to_owned()));
        forms
    }

    #[test]
    fn words_and_single_other_characters_are_tokens() {
        for (words, expected) in [
            ("One two, 3.5%", "One|two|,|3|.|5|%"),
            ("a\r\n\t b", "a|b"),
            ("well-\nknown", "well|-|known"),
            ("日本 ab", "日|本|ab"),
            ("e\u{301}a", "e\u{301}a"),
            ("", ""),
        ] {
            assert_eq!(forms(words).join("|"), expected, "{words}");
        }
    }

    #[test]
    fn spellings_of_one_text_have_the_same_tokens() {
        for (one, other) in [
            ("café", "cafe\u{301}"),
            ("“Don’t” – he", "\"Don't\" - he"),
            ("syl\u{ad}la\u{200b}ble", "syllable"),
            ("10\u{a0}000\u{202f}€", "10 000 €"),
            ("\u{feff}One", "One"),
            ("ﬁne", "fine"),
            ("日本\n語", "日本語"),
        ] {
            assert_eq!(forms(one), forms(other), "{one}");
        }
        for (one, other) in [("a", "A"), ("resume", "résumé"), ("ab", "a b"), ("a.", "a")] {
            assert_ne!(forms(one), forms(other), "{one}");
        }
    }

    proptest! {
        #[test]
        fn tokens_come_in_order_on_characters_and_leave_out_nothing_that_is_seen(words in nasty()) {
            let mut last = 0;
            let mut bytes = Vec::new();
            each_token(&words, |form, range| {
                assert!(!form.is_empty());
                assert!(last <= range.start && range.start < range.end);
                assert!(words.get(range.clone()).is_some());
                last = range.end;
                bytes.push(range);
            });
            for (at, c) in words.char_indices() {
                let is_in_one = bytes.iter().any(|range| range.contains(&at));
                prop_assert!(is_in_one || c.is_whitespace() || is_ignorable(c) || !c.is_alphanumeric());
            }
        }
    }
}
