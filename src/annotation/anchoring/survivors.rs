//! What is left of a passage: the words of it that stand close together in another text.
//!
//! Must not know: how it was found out which words those are.

use std::ops::Range;

use crate::text::equivalence::{Rules, plain_form};

/// A run of the words of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Survivors {
    /// From the first to the last in the old text.
    pub(super) old: Range<usize>,
    /// The same in the new one.
    pub(super) new: Range<usize>,
    pub(super) count: usize,
}

/// What a word between two of a passage costs, in words of the passage: so that of one that
/// was torn apart the greater part is taken, and not all that lies between.
const GAP: f32 = 0.06;

/// What it costs where a paragraph ends between two words, and none did in the passage.
pub(super) const END: f32 = 2.0;

impl Survivors {
    /// The run of pairs of old and new tokens, in the order of both, that has the most of
    /// them for the fewest others between them (the maximum subarray, by Kadane).
    /// `ends` says what else it costs that one word of the new text and the next are apart.
    pub(super) fn densest(
        pairs: impl IntoIterator<Item = (usize, usize)>,
        ends: impl Fn(usize, usize) -> f32,
    ) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        let mut here: Option<(f32, Self)> = None;
        for (old, new) in pairs {
            let goes_on = here.take().and_then(|(value, run)| {
                let cost = GAP * gap(run.new.end, new) + ends(run.new.end - 1, new);
                (value > cost).then_some((value - cost, run))
            });
            let (value, mut run) = match goes_on {
                Some(goes_on) => goes_on,
                None => (
                    0.0,
                    Self {
                        old: old..old,
                        new: new..new,
                        count: 0,
                    },
                ),
            };
            (run.old.end, run.new.end) = (old + 1, new + 1);
            run.count += 1;
            let value = value + 1.0;
            if best.as_ref().is_none_or(|(most, _)| value > *most) {
                best = Some((value, run.clone()));
            }
            here = Some((value, run));
        }
        best.map(|(_, run)| run)
    }
}

#[expect(clippy::cast_precision_loss, reason = "it only has to be large")]
fn gap(end: usize, next: usize) -> f32 {
    next.saturating_sub(end) as f32
}

/// Whether so many words are enough of a passage of so many for it to be the same one: half
/// of them.
pub(super) fn is_most(kept: usize, all: usize) -> bool {
    2 * kept >= all
}

/// Whether so many new words may stand for so many old ones, and are not words that were put
/// in beside them.
pub(super) fn is_like(old: usize, new: usize) -> bool {
    new <= 2 * old + 2
}

/// Whether one word, or two, may stand for one that is gone. Where more words than one are
/// gone, nothing tells that others in their place say what they said.
pub(super) fn is_word_for_word(old: usize, new: usize) -> bool {
    old == 1 && (1..=2).contains(&new)
}

/// Whether two passages have most of their letters in common, in order: they are the same
/// words in another spelling. By the pairs of letters that both have (Dice and Sørensen).
pub(super) fn reads_alike(one: &str, other: &str) -> bool {
    const MOST: usize = 4096;
    const PART: usize = 60;
    if one.len() > MOST || other.len() > MOST {
        return false;
    }
    let (first, second) = (pairs_of_letters(one), pairs_of_letters(other));
    let (mut here, mut there) = (first.iter().peekable(), second.iter().peekable());
    let mut common = 0;
    while let (Some(a), Some(b)) = (here.peek(), there.peek()) {
        let order = a.cmp(b);
        common += usize::from(order.is_eq());
        if order.is_le() {
            here.next();
        }
        if order.is_ge() {
            there.next();
        }
    }
    let all = first.len() + second.len();
    all > 0 && 200 * common >= PART * all
}

/// The pairs of letters and digits one after the other, sorted.
fn pairs_of_letters(words: &str) -> Vec<(char, char)> {
    let plain = plain_form(words, Rules::LOOSE);
    let letters: Vec<char> = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<_> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(new: &[usize], expected: Option<(&Range<usize>, usize)>) {
        let found = Survivors::densest((10..).zip(new.iter().copied()), |_, _| 0.0);
        let found = found.as_ref().map(|run| (&run.new, run.count));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_densest_run_is_taken() {
        check(&[], None);
        check(&[4], Some((&(4..5), 1)));
        check(&[4, 5, 6], Some((&(4..7), 3)));
        check(&[4, 8, 9], Some((&(4..10), 3)));
        // Too far away to be of it.
        check(&[4, 100, 101, 102], Some((&(100..103), 3)));
        check(&[4, 5, 6, 100], Some((&(4..7), 3)));
    }

    #[test]
    fn spellings_of_the_same_words_read_alike() {
        for (one, other) in [
            ("‘no’", "“no”"),
            ("re-\nsigned the deal", "resigned the deal"),
            ("colour of labour", "color of labor"),
        ] {
            assert!(reads_alike(one, other), "{one}");
        }
        for (one, other) in [("Yes.", "No."), ("ten days", "a week"), ("!", "?")] {
            assert!(!reads_alike(one, other), "{one}");
        }
    }
}
