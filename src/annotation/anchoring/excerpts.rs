//! Two versions of a passage in a few words each: what differs, and a little around it.
//!
//! A passage that is cut at its end looks the same before and after, where they differ
//! behind that. So both are cut where they agree, in the middle.
//!
//! Must not know: where they stand, and who reads it.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::one_line;

use super::alignment::Alignment;
use super::tokens::Vocabulary;

/// How much of two versions is told, in characters.
#[derive(Debug, Clone, Copy)]
pub struct Excerpt {
    /// The most of a version that is told whole.
    whole: usize,
    /// Of words that agree, on each side of what differs.
    around: usize,
    /// Of words that differ, at each end.
    differing: usize,
}

impl Excerpt {
    /// For a sentence of its own.
    pub const SENTENCE: Self = Self {
        whole: 60,
        around: 24,
        differing: 40,
    };
    /// For a row that both have to stand in.
    pub const ROW: Self = Self {
        whole: 36,
        around: 12,
        differing: 16,
    };
}

/// How many places that differ are told, one after the other.
const PLACES: usize = 4;

/// What stands between places of both versions.
#[derive(Debug, Default)]
struct Stretch {
    old: String,
    new: String,
    agrees: bool,
}

/// Both versions on one line each, what differs between `‹` and `›`, and cut with `…` where
/// they agree. As much as differs in the first places is always there.
pub fn difference_excerpts(old: &str, new: &str, excerpt: Excerpt) -> (String, String) {
    let Excerpt {
        whole,
        around,
        differing,
    } = excerpt;
    let (old, new) = (one_line(old), one_line(new));
    let is_short = [&old, &new]
        .into_iter()
        .all(|words| words.graphemes(true).count() <= whole);
    let stretches = stretches(&old, &new);
    let last = stretches.len().saturating_sub(1);
    let (mut was, mut is) = (String::new(), String::new());
    let mut places = 0;
    for (number, stretch) in stretches.iter().enumerate() {
        let cut = match (number, stretch.agrees) {
            _ if is_short => Cut::Nothing,
            _ if last == 0 && stretch.agrees => Cut::Middle(2 * around),
            (0, true) => Cut::Beginning(around),
            (_, true) if number == last || places == PLACES => Cut::End(around),
            (_, true) => Cut::Middle(around),
            (_, false) => Cut::Middle(differing),
        };
        for (all, words) in [(&mut was, &stretch.old), (&mut is, &stretch.new)] {
            let words = cut.of(words);
            match stretch.agrees {
                true => all.push_str(&words),
                false => all.push_str(&marked(&words)),
            }
        }
        places += usize::from(!stretch.agrees);
        if stretch.agrees && matches!(cut, Cut::End(_)) {
            break;
        }
    }
    (was, is)
}

/// Words between marks, with the blanks at their ends outside.
fn marked(words: &str) -> String {
    let inner = words.trim();
    match inner.is_empty() {
        true => words.to_owned(),
        false => words.replacen(inner, &format!("‹{inner}›"), 1),
    }
}

/// Where words are cut that are long, and how many characters stay on a side.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Nothing,
    Beginning(usize),
    End(usize),
    Middle(usize),
}

impl Cut {
    fn of(self, words: &str) -> String {
        let length = words.graphemes(true).count();
        match self {
            Self::Beginning(around) if length > around + 1 => format!("…{}", end_of(words, around)),
            Self::End(around) if length > around + 1 => format!("{}…", beginning_of(words, around)),
            Self::Middle(around) if length > 2 * around + 3 => {
                let (first, rest) = (beginning_of(words, around), end_of(words, around));
                format!("{first}…{rest}")
            }
            _ => words.to_owned(),
        }
    }
}

/// About so many characters at the beginning, whole words where there are blanks between them.
fn beginning_of(words: &str, most: usize) -> &str {
    let end = words.grapheme_indices(true).nth(most);
    let end = end.map_or(words.len(), |(at, _)| at);
    let at_blank = words[..end].rfind(' ').filter(|at| *at > 0);
    &words[..at_blank.map_or(end, |at| at + 1)]
}

/// About so many characters at the end, whole words where there are blanks between them.
fn end_of(words: &str, most: usize) -> &str {
    let start = words.grapheme_indices(true).rev().nth(most - 1);
    let start = start.map_or(0, |(at, _)| at);
    let at_blank = words[start..].find(' ').map(|at| start + at);
    let at_blank = at_blank.filter(|at| *at + 1 < words.len());
    &words[at_blank.unwrap_or(start)..]
}

/// Both versions in stretches that agree and that differ, in turn.
fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let mut vocabulary = Vocabulary::default();
    let (before, after) = (vocabulary.tokens(old), vocabulary.tokens(new));
    let alignment = Alignment::new(&before.0, &after.0, &vocabulary);
    let mut stretches = Vec::new();
    let mut here = Stretch {
        agrees: true,
        ..Stretch::default()
    };
    // Up to where both versions are told, in bytes, and the token of the new one behind that.
    let (mut old_end, mut new_end, mut next) = (0, 0, 0);
    for (number, token) in before.0.iter().enumerate() {
        // A word in capitals is in its place, and differs.
        let is_same = |pair: &usize| after.form(*pair) == Some(token.form);
        let Some(pair) = alignment.new_of(number).filter(is_same) else {
            continue;
        };
        let (was, is) = (token.range(), after.0[pair].range());
        let between = (&old[old_end..was.start()], &new[new_end..is.start()]);
        let goes_on = pair == next && between.0.trim().is_empty();
        if !goes_on {
            stretches.push(std::mem::take(&mut here));
            stretches.push(differing(between));
            here.agrees = true;
        } else {
            here.old.push_str(between.0);
            here.new.push_str(between.1);
        }
        here.old.push_str(&old[was.start()..was.end()]);
        here.new.push_str(&new[is.start()..is.end()]);
        (old_end, new_end, next) = (was.end(), is.end(), pair + 1);
    }
    let rest = (&old[old_end..], &new[new_end..]);
    stretches.push(here);
    match rest.0.trim() == rest.1.trim() {
        true => {
            if let Some(last) = stretches.last_mut() {
                last.old.push_str(rest.0);
                last.new.push_str(rest.1);
            }
        }
        false => stretches.push(differing(rest)),
    }
    stretches.retain(|stretch| !stretch.old.is_empty() || !stretch.new.is_empty());
    stretches
}

fn differing((old, new): (&str, &str)) -> Stretch {
    Stretch {
        old: old.to_owned(),
        new: new.to_owned(),
        agrees: false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_differs_is_told_with_a_little_around_it() {
        let long = "The International Organization for Migration (IOM), an intergovernmental \
                    body, works with its member states to manage migration";
        let changed = long.replace("manage", "prevent");
        for (old, new, told) in [
            (
                "It cost 300 francs.",
                "It cost 400 francs.",
                ("It cost ‹300› francs.", "It cost ‹400› francs."),
            ),
            (
                long,
                &changed,
                (
                    "… its member states to ‹manage› migration",
                    "… its member states to ‹prevent› migration",
                ),
            ),
            ("a b c", "a c", ("a ‹b› c", "a c")),
            (
                "one two three four five six seven eight nine ten eleven twelve",
                "one two three four five six seven and eight nine ten eleven twelve",
                (
                    "… four five six seven eight nine ten eleven …",
                    "… four five six seven ‹and› eight nine ten eleven …",
                ),
            ),
            ("tow", "two", ("‹tow›", "‹two›")),
            (
                "It is 10² m",
                "It IS 102 m",
                ("It ‹is 10²› m", "It ‹IS 102› m"),
            ),
            ("", "a", ("", "‹a›")),
        ] {
            let (was, is) = difference_excerpts(old, new, Excerpt::SENTENCE);
            assert_eq!((&*was, &*is), told);
        }
    }

    proptest! {
        #[test]
        fn words_that_differ_never_look_the_same(
            before in "([a-z]{1,9} ){0,30}",
            after in "( [a-z]{1,9}){0,30}",
            (old, new) in ("[A-Z]{1,9}", "[A-Z]{1,9}"),
        ) {
            let one = |middle: &str| format!("{before}{middle}{after}");
            for excerpt in [Excerpt::SENTENCE, Excerpt::ROW] {
                let (was, is) = difference_excerpts(&one(&old), &one(&new), excerpt);
                prop_assert_eq!(was == is, old == new, "{} {}", was, is);
            }
        }

        #[test]
        fn any_two_texts_have_excerpts(old in ".{0,200}", new in ".{0,200}") {
            difference_excerpts(&old, &new, Excerpt::SENTENCE);
        }
    }
}
