//! Words that are told on one line.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

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
    static TWO_BLANKS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));
    let is_other_blank = |c: char| c != ' ' && c.is_whitespace();
    !words.starts_with(' ')
        && !words.ends_with(' ')
        && (is_plain(words) || !words.contains(is_other_blank))
        && TWO_BLANKS.find(words.as_bytes()).is_none()
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
