//! Which tokens of one text are which of another.
//!
//! Must not know: what stands at the tokens.

use std::ops::Range;

use imara_diff::{Algorithm, Diff};

use super::tokens::{Token, Vocabulary};

const NONE: u32 = u32::MAX;

/// The tokens of an old text that live on in a new one, in the same order.
///
/// By git's histogram difference (in `imara-diff`) of the words, which lays the rare ones
/// side by side first, and so does not take one `the` for another. A comma or a full stop
/// tells nothing of where it belongs: it is the same where it stands beside the same words.
/// Between these, a word in capitals lives on, too; it is not the same for that.
#[derive(Debug)]
pub(super) struct Alignment {
    /// For each token of the old text the one of the new.
    new: Vec<u32>,
    /// For each token of the new text the one of the old.
    old: Vec<u32>,
}

impl Alignment {
    pub(super) fn new(old: &[Token], new: &[Token], vocabulary: &Vocabulary) -> Self {
        let mut alignment = Self {
            new: vec![NONE; old.len()],
            old: vec![NONE; new.len()],
        };
        let (before, after) = (words(old, vocabulary), words(new, vocabulary));
        let mut diff = Diff::default();
        let forms = |tokens: &[Token], words: &[u32]| -> Vec<imara_diff::Token> {
            let forms = words.iter().map(|word| tokens[*word as usize].form.into());
            forms.collect()
        };
        diff.compute_with(
            Algorithm::Histogram,
            &forms(old, &before),
            &forms(new, &after),
            vocabulary.len(),
        );
        let (mut here, mut there) = (0, 0);
        let end = imara_diff::Hunk {
            before: number(before.len())..number(before.len()),
            after: number(after.len())..number(after.len()),
        };
        for hunk in diff.hunks().chain([end]) {
            while here < hunk.before.start {
                alignment.pair(before[here as usize], after[there as usize]);
                here += 1;
                there += 1;
            }
            (here, there) = (hunk.before.end, hunk.after.end);
        }
        let is_same = |one: usize, other: usize| old[one].form == new[other].form;
        let are_alike = |one: usize, other: usize| vocabulary.are_alike(old[one], new[other]);
        alignment.fill_beside(is_same);
        alignment.fill_between(is_same);
        alignment.fill_beside(are_alike);
        alignment.fill_between(are_alike);
        alignment
    }

    fn pair(&mut self, old: u32, new: u32) {
        self.new[old as usize] = new;
        self.old[new as usize] = old;
    }

    /// Pairs what stands beside pairs: from each on, and back from the next one.
    fn fill_beside(&mut self, is_same: impl Fn(usize, usize) -> bool) {
        let (old, new) = (self.new.len(), self.old.len());
        let mut next = 0;
        for here in 0..old {
            if let Some(there) = self.new_of(here) {
                next = there + 1;
            } else if next < new && self.old[next] == NONE && is_same(here, next) {
                self.pair(number(here), number(next));
                next += 1;
            } else {
                // What follows is beside no pair until the next one.
                next = new;
            }
        }
        let mut last = new;
        for here in (0..old).rev() {
            if let Some(there) = self.new_of(here) {
                last = there;
            } else if last > 0 && self.old[last - 1] == NONE && is_same(here, last - 1) {
                last -= 1;
                self.pair(number(here), number(last));
            } else {
                last = 0;
            }
        }
    }

    /// Pairs the most of what is left between two pairs.
    fn fill_between(&mut self, is_same: impl Fn(usize, usize) -> bool) {
        let (old, new) = (self.new.len(), self.old.len());
        let (mut from, mut there) = (0, 0);
        for here in 0..=old {
            let next = match here == old {
                true => Some(new),
                false => self.new_of(here),
            };
            let Some(next) = next else { continue };
            let is_same = |one: usize, other: usize| is_same(from + one, there + other);
            for (one, other) in most_in_order(here - from, next - there, is_same) {
                self.pair(number(from + one), number(there + other));
            }
            (from, there) = (here + 1, next + 1);
        }
    }

    /// The token of the new text that a token of the old one is.
    pub(super) fn new_of(&self, old: usize) -> Option<usize> {
        let new = self.new.get(old).copied().filter(|new| *new != NONE);
        new.map(|new| new as usize)
    }

    /// How many of some tokens of the new text were in the old one.
    pub(super) fn count_old(&self, new: Range<usize>) -> usize {
        let old = self.old.get(new).unwrap_or_default();
        old.iter().filter(|old| **old != NONE).count()
    }

    /// The token of the old text that a token of the new one was.
    pub(super) fn old_of(&self, new: usize) -> Option<usize> {
        let old = self.old.get(new).copied().filter(|old| *old != NONE);
        old.map(|old| old as usize)
    }
}

/// The most pairs of equal tokens in order (the longest common subsequence), of a few.
fn most_in_order(
    old: usize,
    new: usize,
    is_same: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    /// The most comparisons: of larger gaps, the words that are left say nothing.
    const MOST: usize = 4096;
    if old == 0 || new == 0 || old.saturating_mul(new) > MOST {
        return Vec::new();
    }
    let width = new + 1;
    let mut most = vec![0_u16; (old + 1) * width];
    for here in (0..old).rev() {
        for there in (0..new).rev() {
            most[here * width + there] = match is_same(here, there) {
                true => most[(here + 1) * width + there + 1] + 1,
                false => most[(here + 1) * width + there].max(most[here * width + there + 1]),
            };
        }
    }
    let (mut here, mut there) = (0, 0);
    let mut pairs = Vec::new();
    while here < old && there < new {
        if is_same(here, there) {
            pairs.push((here, there));
            (here, there) = (here + 1, there + 1);
        } else if most[(here + 1) * width + there] >= most[here * width + there + 1] {
            here += 1;
        } else {
            there += 1;
        }
    }
    pairs
}

/// The numbers of the tokens that are words.
fn words(tokens: &[Token], vocabulary: &Vocabulary) -> Vec<u32> {
    let is_word = |token: &&Token| vocabulary.is_word(token.form);
    let words = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| is_word(token));
    words.map(|(number, _)| self::number(number)).collect()
}

fn number(token: usize) -> u32 {
    u32::try_from(token).unwrap_or(u32::MAX)
}
