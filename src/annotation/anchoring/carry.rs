//! Carries passages from a text in which they stand over to another one, by laying the
//! words of both side by side.
//!
//! Must not know: passages whose old text is not at hand.

use std::ops::Range;

use crate::text::{Text, TextRange};

use super::anchor::{Anchor, Shift};
use super::both::Both;
use super::fragment::Fragment;
use super::lines::{Elsewhere, Lines};
use super::recall::{find_anew, has_a_better_place};
use super::survivors::{Survivors, is_like, is_most, is_word_for_word, reads_alike};
use super::target::Target;
use super::tokens::{Tokens, Vocabulary};

/// Two texts side by side.
#[derive(Debug)]
pub(super) struct Carrier<'t> {
    both: Both<'t>,
    /// How many tokens both texts begin with.
    same: usize,
}

impl<'t> Carrier<'t> {
    pub(super) fn new(text: &'t Text, new: &Tokens, vocabulary: &mut Vocabulary) -> Self {
        let both = Both::new(text, new, vocabulary);
        let beginnings = both.old.0.iter().zip(&new.0);
        let same = beginnings
            .take_while(|(old, new)| old.form == new.form)
            .count();
        Self { both, same }
    }

    /// Where a passage is now that stood at a range of the old text.
    pub(super) fn carry(
        &self,
        fragment: &Fragment<'_>,
        range: TextRange,
        target: &Target<'_>,
    ) -> Anchor {
        let passage = self.both.old.touching(range);
        let place = self.in_place(fragment, &passage, target);
        let lines = Lines::new(&self.both, &passage, &target.vocabulary);
        let are_there = |lines: &&Lines<'_>| {
            let place = place.as_ref();
            place.is_some_and(|place| lines.are_at(place, target))
        };
        if let Some(lines) = lines.as_ref().filter(|lines| !are_there(lines)) {
            match lines.elsewhere(fragment, target) {
                Elsewhere::At(place) => return target.anchor(fragment, &place, Shift::Place),
                Elsewhere::InSeveral => return target.lost(fragment),
                Elsewhere::Nowhere => {}
            }
        }
        let place = place.filter(|place| {
            let context = fragment.context(&target.tokens, place, &target.vocabulary);
            context.is_kept()
                || !target.has_surroundings_elsewhere(fragment, place)
                    && !has_a_better_place(fragment, place, target)
        });
        // Where its surroundings are gone, nothing tells it from another with its words.
        let is_alone = |place: &Range<usize>| {
            let lines = lines.as_ref();
            let is_on_others = lines.is_some_and(|lines| lines.are_gone_from(place, target));
            self.is_beside(&passage, place, target) && !is_on_others
                || target.same_words(fragment).nth(1).is_none()
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
    fn in_place(
        &self,
        fragment: &Fragment<'_>,
        passage: &Range<usize>,
        target: &Target<'_>,
    ) -> Option<Range<usize>> {
        let Some(survivors) = self.survivors(fragment, passage, target) else {
            return self.replaced(fragment, passage, target);
        };
        let (old, new) = (survivors.old, survivors.new);
        let start = self.replaced_before(passage.start, old.start, new.start);
        let end = self.replaced_after(passage.end, old.end, new.end, target.tokens.len());
        Some(start..end)
    }

    /// What is left of a passage, if that is enough for it to be the same one. Words in another
    /// case or of another kind are its words where all of them are there.
    fn survivors(
        &self,
        fragment: &Fragment<'_>,
        passage: &Range<usize>,
        target: &Target<'_>,
    ) -> Option<Survivors> {
        let pairs = || {
            let all = passage.clone();
            all.filter_map(|old| Some((old, self.both.alignment.new_of(old)?)))
        };
        let is_same =
            |(old, new): &(usize, usize)| self.both.old.form(*old) == target.tokens.form(*new);
        let same = Survivors::densest(pairs().filter(is_same), target.ends(fragment));
        let same = same.filter(|same| is_most(same.count, passage.len()));
        same.or_else(|| {
            let alike = Survivors::densest(pairs(), target.ends(fragment));
            alike.filter(|alike| alike.count == passage.len())
        })
    }

    /// Whether a place has the same word before it or after it as the passage had.
    fn is_beside(&self, passage: &Range<usize>, place: &Range<usize>, target: &Target<'_>) -> bool {
        let before = match (passage.start.checked_sub(1), place.start.checked_sub(1)) {
            (Some(old), Some(new)) => self.both.alignment.new_of(old) == Some(new),
            (old, new) => old == new,
        };
        let is_end = passage.end == self.both.old.len();
        let after = match is_end {
            true => place.end == target.tokens.len(),
            false => self.both.alignment.new_of(passage.end) == Some(place.end),
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
            Some(before) => self.both.alignment.new_of(before).map(|before| before + 1),
            None => Some(0),
        };
        let before = before.filter(|before| *before <= new && is_like(old - start, new - before));
        before.unwrap_or(new)
    }

    fn replaced_after(&self, end: usize, old: usize, new: usize, all: usize) -> usize {
        if end == old {
            return new;
        }
        let after = match end == self.both.old.len() {
            true => Some(all),
            false => self.both.alignment.new_of(end),
        };
        let after = after.filter(|after| *after >= new && is_like(end - old, after - new));
        after.unwrap_or(new)
    }

    /// What stands between the same two words as the passage did: another word, in its place,
    /// or the same words in another spelling.
    fn replaced(
        &self,
        fragment: &Fragment<'_>,
        passage: &Range<usize>,
        target: &Target<'_>,
    ) -> Option<Range<usize>> {
        let start = match passage.start.checked_sub(1) {
            Some(before) => self.both.alignment.new_of(before)? + 1,
            None => 0,
        };
        let end = match passage.end == self.both.old.len() {
            true => target.tokens.len(),
            false => self.both.alignment.new_of(passage.end)?,
        };
        let length = end.checked_sub(start).filter(|length| *length > 0)?;
        let reads_alike = || {
            let new = target.text.slice(target.tokens.span(&(start..end)));
            reads_alike(&fragment.selector.quote, &new)
        };
        (is_word_for_word(passage.len(), length) || reads_alike()).then_some(start..end)
    }

    /// Whether other words stand between the same two words as the passage did: it was
    /// replaced, and is not what stands elsewhere.
    fn is_replaced(&self, passage: &Range<usize>) -> bool {
        let before = passage.start.checked_sub(1);
        let before = before.and_then(|before| self.both.alignment.new_of(before));
        let after = self.both.alignment.new_of(passage.end);
        before
            .zip(after)
            .is_some_and(|(before, after)| after > before + 1)
    }

    /// A place for the passage among words that were not in the old text: it was moved, and
    /// something of its context with it.
    fn elsewhere(&self, fragment: &Fragment<'_>, target: &Target<'_>) -> Option<Range<usize>> {
        let place = find_anew(fragment, target)?;
        let old = self.both.alignment.count_old(place.clone());
        let is_new = 2 * old < place.len();
        // With other words, it has to have its surroundings at least.
        let tokens = &target.tokens;
        let is_same = tokens.stand_at(fragment.quote(), place.start);
        let context = fragment.context(tokens, &place, &target.vocabulary);
        (is_new && (is_same || context.is_kept())).then_some(place)
    }
}
