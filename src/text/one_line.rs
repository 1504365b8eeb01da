//! Words that are told on one line.

use std::borrow::Cow;

use super::visible::is_plain;

/// Words with every stretch of white space as one space.
pub(crate) fn one_line(words: &str) -> Cow<'_, str> {
    if is_one_line(words) {
        return Cow::Borrowed(words);
    }
    Cow::Owned(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether words are that already, as most are: told in a fraction of the time that it takes to join
/// them.
fn is_one_line(words: &str) -> bool {
    let bytes = words.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let is_double = |(one, next): (&u8, &u8)| *one == b' ' && *next == b' ';
    let has_double = pairs.fold(false, |has, pair| has | is_double(pair));
    let is_other_blank = |c: char| c != ' ' && c.is_whitespace();
    !has_double
        && !words.starts_with(' ')
        && !words.ends_with(' ')
        && (is_plain(words) || !words.contains(is_other_blank))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_told_as_if_they_were_taken_apart(words in "[a é\u{a0}\u{3000}\u{200b}\t\n\r\u{7f}]{0,6}") {
            let apart: Vec<&str> = words.split_whitespace().collect();
            prop_assert_eq!(one_line(&words), apart.join(" "));
        }
    }
}
