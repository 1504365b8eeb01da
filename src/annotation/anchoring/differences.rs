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
    // A word in capitals is in its place, and differs.
    let is_same = |old: usize, new: usize| before.form(old) == after.form(new);
    let is_kept = (0..before.len()).map(|old| {
        let new = alignment.new_of(old);
        new.is_some_and(|new| is_same(old, new))
    });
    let is_old = (0..after.len()).map(|new| {
        let old = alignment.old_of(new);
        old.is_some_and(|old| is_same(old, new))
    });
    let is_kept = without_joints(&before, &is_kept.collect::<Vec<_>>());
    let is_old = without_joints(&after, &is_old.collect::<Vec<_>>());
    (marked(old, &before, &is_kept), marked(new, &after, &is_old))
}

/// What joins two tokens that differ differs, too: `2.9857` is one number.
fn without_joints(tokens: &Tokens, is_kept: &[bool]) -> Vec<bool> {
    let touches = |one: usize| tokens.0[one].range().end() == tokens.0[one + 1].range().start();
    let is_joint = |number: usize| {
        let is_between = number > 0 && number + 1 < is_kept.len();
        is_between
            && !is_kept[number - 1]
            && !is_kept[number + 1]
            && touches(number - 1)
            && touches(number)
    };
    let kept = is_kept.iter().enumerate();
    kept.map(|(number, is_kept)| *is_kept && !is_joint(number))
        .collect()
}

/// Words with marks around the tokens that are not kept.
fn marked(words: &str, tokens: &Tokens, is_kept: &[bool]) -> String {
    let mut marked = String::with_capacity(words.len() + 16);
    let mut at = 0;
    let mut is_open = false;
    for (number, token) in tokens.0.iter().enumerate() {
        let range = token.range();
        let begins = !is_kept[number];
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
            (
                "at $2.98 now",
                "at $3.1 now",
                ("at $‹2.98› now", "at $‹3.1› now"),
            ),
            ("a b c", "a c", ("a ‹b› c", "a c")),
            ("a", "b c", ("‹a›", "‹b c›")),
            (
                "It is 10² m",
                "It IS 102 m",
                ("It ‹is 10²› m", "It ‹IS 102› m"),
            ),
            ("“a”  b", "\"a\" b", ("“a”  b", "\"a\" b")),
            ("", "a ", ("", "‹a› ")),
        ] {
            let (one, other) = word_differences(old, new);
            assert_eq!((&*one, &*other), marked);
        }
    }
}
