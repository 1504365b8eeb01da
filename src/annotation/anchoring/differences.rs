//! In which words two versions of a passage differ.
//!
//! Must not know: where they stand.

use super::alignment::Alignment;
use super::tokens::{Tokens, Vocabulary};

/// Both versions, each with the words that the other does not have between `‹` and `›`:
/// told by no colour alone, and read aloud as they are.
pub fn word_differences(old: &str, new: &str) -> (String, String) {
    let mut vocabulary = Vocabulary::default();
    let (before, after) = (vocabulary.tokens(old), vocabulary.tokens(new));
    let alignment = Alignment::new(&before.0, &after.0, &vocabulary);
    let is_kept = |number: usize| alignment.new_of(number).is_some();
    let is_old = |number: usize| alignment.count_old(number..number + 1) > 0;
    (marked(old, &before, is_kept), marked(new, &after, is_old))
}

/// Words with marks around the tokens that are not kept.
fn marked(words: &str, tokens: &Tokens, is_kept: impl Fn(usize) -> bool) -> String {
    let mut marked = String::with_capacity(words.len() + 16);
    let mut at = 0;
    let mut is_open = false;
    for (number, token) in tokens.0.iter().enumerate() {
        let range = token.range();
        let begins = !is_kept(number);
        if begins != is_open {
            // The blanks before a word that differs are outside, those after it, too.
            let until = if begins { range.start() } else { at };
            marked.push_str(&words[at..until]);
            marked.push(if begins { '‹' } else { '›' });
            at = until;
            is_open = begins;
        }
        marked.push_str(&words[at..range.end()]);
        at = range.end();
    }
    if is_open {
        marked.push('›');
    }
    marked.push_str(&words[at..]);
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_marked_in_both() {
        for (old, new, marked) in [
            (
                "It cost 300 francs.",
                "It cost 400 francs.",
                ("It cost ‹300› francs.", "It cost ‹400› francs."),
            ),
            ("a b c", "a c", ("a ‹b› c", "a c")),
            ("a", "b c", ("‹a›", "‹b c›")),
            ("“a”  b", "\"a\" b", ("“a”  b", "\"a\" b")),
            ("", "a ", ("", "‹a› ")),
        ] {
            let (one, other) = word_differences(old, new);
            assert_eq!((&*one, &*other), marked);
        }
    }
}
