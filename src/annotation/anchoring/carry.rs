//! Carries passages from a text in which they stand over to another one, by laying the
//! words of both side by side.
//!
//! Must not know: passages whose old text is not at hand.

use std::ops::Range;

use crate::text::TextRange;

use super::alignment::Alignment;
use super::anchor::{Anchor, Shift};
use super::fragment::Fragment;
use super::recall::{find_anew, has_a_better_place};
use super::survivors::{Survivors, is_like, is_most, is_word_for_word};
use super::target::Target;
use super::tokens::{Tokens, Vocabulary};

/// Two texts side by side.
#[derive(Debug)]
pub(super) struct Carrier {
    old: Tokens,
    alignment: Alignment,
    /// How many tokens both texts begin with.
    same: usize,
}

impl Carrier {
    pub(super) fn new(old: &str, new: &Tokens, vocabulary: &mut Vocabulary) -> Self {
        let old = vocabulary.tokens(old);
        let alignment = Alignment::new(&old.0, &new.0, vocabulary);
        let both = old.0.iter().zip(&new.0);
        let same = both.take_while(|(old, new)| old.form == new.form).count();
        Self {
            old,
            alignment,
            same,
        }
    }

    /// Where a passage is now that stood at a range of the old text.
    pub(super) fn carry(
        &self,
        fragment: &Fragment<'_>,
        range: TextRange,
        target: &Target<'_>,
    ) -> Anchor {
        let passage = self.old.touching(range);
        let place = self.in_place(&passage, target);
        let place = place.filter(|place| {
            let context = fragment.context(&target.tokens, place, &target.vocabulary);
            context.is_kept()
                || !target.has_surroundings_elsewhere(fragment, place)
                    && !has_a_better_place(fragment, place, target)
        });
        // Where its surroundings are gone, nothing tells it from another with its words.
        let is_alone = |place: &Range<usize>| {
            self.is_beside(&passage, place, target) || target.same_words(fragment).nth(1).is_none()
        };
        if place.as_ref().is_some_and(|place| !is_alone(place)) {
            return target.lost(fragment);
        }
        let place = place.or_else(|| match self.is_replaced(&passage) {
            true => None,
            false => self.elsewhere(fragment, target),
        });
        let Some(place) = place else {
            return target.lost(fragment);
        };
        // All words before it are what they were, and none of its own changed.
        let shift = match place.start == passage.start && passage.start <= self.same {
            true => Shift::Form,
            false => Shift::Place,
        };
        target.anchor(fragment, &place, shift)
    }

    /// The tokens that stand where the passage stood, if it is still the same passage.
    fn in_place(&self, passage: &Range<usize>, target: &Target<'_>) -> Option<Range<usize>> {
        let pairs = passage
            .clone()
            .filter_map(|old| Some((old, self.alignment.new_of(old)?)));
        let Some(survivors) = Survivors::densest(pairs) else {
            return self.replaced(passage, target);
        };
        if !is_most(survivors.count, passage.len()) {
            return self.replaced(passage, target);
        }
        let (old, new) = (survivors.old, survivors.new);
        let start = self.replaced_before(passage.start, old.start, new.start);
        let end = self.replaced_after(passage.end, old.end, new.end, target.tokens.len());
        Some(start..end)
    }

    /// Whether a place has the same word before it or after it as the passage had.
    fn is_beside(&self, passage: &Range<usize>, place: &Range<usize>, target: &Target<'_>) -> bool {
        let before = match (passage.start.checked_sub(1), place.start.checked_sub(1)) {
            (Some(old), Some(new)) => self.alignment.new_of(old) == Some(new),
            (old, new) => old == new,
        };
        let is_end = passage.end == self.old.len();
        let after = match is_end {
            true => place.end == target.tokens.len(),
            false => self.alignment.new_of(passage.end) == Some(place.end),
        };
        before || after
    }

    /// Where the passage begins whose first words may have been replaced by others: between
    /// the word before it and the first that is left.
    fn replaced_before(&self, start: usize, old: usize, new: usize) -> usize {
        if start == old {
            return new;
        }
        let before = match start.checked_sub(1) {
            Some(before) => self.alignment.new_of(before).map(|before| before + 1),
            None => Some(0),
        };
        let before = before.filter(|before| *before <= new && is_like(old - start, new - before));
        before.unwrap_or(new)
    }

    fn replaced_after(&self, end: usize, old: usize, new: usize, all: usize) -> usize {
        if end == old {
            return new;
        }
        let after = match end == self.old.len() {
            true => Some(all),
            false => self.alignment.new_of(end),
        };
        let after = after.filter(|after| *after >= new && is_like(end - old, after - new));
        after.unwrap_or(new)
    }

    /// The word that stands between the same two words as that of the passage did: another
    /// one, in its place.
    fn replaced(&self, passage: &Range<usize>, target: &Target<'_>) -> Option<Range<usize>> {
        let start = match passage.start.checked_sub(1) {
            Some(before) => self.alignment.new_of(before)? + 1,
            None => 0,
        };
        let end = match passage.end == self.old.len() {
            true => target.tokens.len(),
            false => self.alignment.new_of(passage.end)?,
        };
        is_word_for_word(passage.len(), end.checked_sub(start)?).then_some(start..end)
    }

    /// Whether other words stand between the same two words as the passage did: it was
    /// replaced, and is not what stands elsewhere.
    fn is_replaced(&self, passage: &Range<usize>) -> bool {
        let before = passage.start.checked_sub(1);
        let before = before.and_then(|before| self.alignment.new_of(before));
        let after = self.alignment.new_of(passage.end);
        before
            .zip(after)
            .is_some_and(|(before, after)| after > before + 1)
    }

    /// A place for the passage among words that were not in the old text: it was moved, and
    /// something of its context with it.
    fn elsewhere(&self, fragment: &Fragment<'_>, target: &Target<'_>) -> Option<Range<usize>> {
        let place = find_anew(fragment, target)?;
        let old = self.alignment.count_old(place.clone());
        let is_new = 2 * old < place.len();
        // With other words, it has to have its surroundings at least.
        let tokens = &target.tokens;
        let is_same = tokens.stand_at(fragment.quote(), place.start);
        let context = fragment.context(tokens, &place, &target.vocabulary);
        (is_new && (is_same || context.is_kept())).then_some(place)
    }
}
