//! The lines that a passage stood on in a text that is at hand.
//!
//! In the rows of a table, in the sections of a law, in questions and answers the same words
//! stand on one line after the other. A passage belongs to the line that it stood on, more
//! than to those around it.
//!
//! Must not know: passages whose old text is not at hand.

use std::ops::Range;

use crate::text::{Text, TextRange};

use super::both::Both;
use super::fragment::{Fragment, TELLING};
use super::target::Target;
use super::tokens::{Token, Vocabulary};

/// The most bytes of a line that are looked at on either side of a passage.
const MOST: usize = 1024;

/// How much more of the context one of several places has to have, of 2.
const CLEARLY: f32 = 0.3;

/// The tokens of an old text on the lines of a passage; with those of the line before it where
/// they tell nothing, as the question to an answer does.
pub(super) struct Lines<'a> {
    both: &'a Both<'a>,
    all: Range<usize>,
    /// Those of the lines that the passage itself is on.
    own: Range<usize>,
    passage: &'a Range<usize>,
}

/// Where lines stand that are not where their passage was carried to.
pub(super) enum Elsewhere {
    At(Range<usize>),
    InSeveral,
    Nowhere,
}

impl<'a> Lines<'a> {
    /// `None` where nothing beside the passage tells its lines from others.
    pub(super) fn new(
        both: &'a Both<'a>,
        passage: &'a Range<usize>,
        vocabulary: &Vocabulary,
    ) -> Option<Self> {
        let text = both.text;
        let span = both.old.span(passage);
        let start = line_start(text, span.start());
        let end = text.line_at(span.end()).content.end();
        let end = text.floor_char(end.min(span.end() + MOST)).max(span.end());
        let from = |start: usize| {
            let start = text.floor_char(start.max(span.start().saturating_sub(MOST)));
            let all = both.old.touching(TextRange::between(start, end));
            all.start.min(passage.start)..all.end.max(passage.end)
        };
        let tells = |lines: &Range<usize>| {
            let beside = beside(lines, passage);
            let weights = beside.map(|number| vocabulary.weight(both.old.0[number].form));
            weights.sum::<f32>() >= TELLING
        };
        let own = from(start);
        let all = match own.start.checked_sub(1) {
            Some(before) if !tells(&own) => {
                let before = both.old.span(&(before..own.start));
                from(line_start(text, before.start()))
            }
            _ => own.clone(),
        };
        tells(&all).then_some(Self {
            both,
            all,
            own,
            passage,
        })
    }

    fn words(&self) -> &'a [Token] {
        &self.both.old.0[self.all.clone()]
    }

    /// Where the passage is on lines that begin at a token of the new text.
    fn passage_at(&self, start: usize) -> Range<usize> {
        let start = start + self.passage.start - self.all.start;
        start..start + self.passage.len()
    }

    /// Whether they stand as they were around the passage at a place.
    pub(super) fn are_at(&self, place: &Range<usize>, target: &Target<'_>) -> bool {
        let ahead = self.passage.start - self.all.start;
        let start = place.start.checked_sub(ahead);
        start.is_some_and(|start| target.tokens.stand_at(self.words(), start))
    }

    /// Where they stand as they were, if that is told from other lines with the same words.
    pub(super) fn elsewhere(&self, fragment: &Fragment<'_>, target: &Target<'_>) -> Elsewhere {
        let starts = target.starts_of(self.words());
        let mut own: Vec<usize> = starts.filter(|start| !self.is_of_twin(*start)).collect();
        let Some(first) = own.first() else {
            return Elsewhere::Nowhere;
        };
        if own.len() == 1 && (self.is_paired_at(*first) || !self.has_a_lost_twin(target)) {
            return Elsewhere::At(self.passage_at(*first));
        }
        let context = |start: &usize| {
            let place = self.passage_at(*start);
            fragment
                .context(&target.tokens, &place, &target.vocabulary)
                .sum()
        };
        own.sort_by(|one, other| context(other).total_cmp(&context(one)));
        let second = own.get(1).map_or(1.0, context);
        match context(&own[0]) - second > CLEARLY {
            true => Elsewhere::At(self.passage_at(own[0])),
            false => Elsewhere::InSeveral,
        }
    }

    /// Where the lines were in the old text that begin at a token of the new one.
    fn old_start(&self, start: usize) -> Option<usize> {
        let mut numbers = 0..self.all.len();
        numbers.find_map(|number| {
            let old = self.both.alignment.old_of(start + number)?;
            old.checked_sub(number)
        })
    }

    fn is_paired_at(&self, start: usize) -> bool {
        self.old_start(start) == Some(self.all.start)
    }

    /// Whether the lines that begin at a token of the new text are others that always had the
    /// same words.
    fn is_of_twin(&self, start: usize) -> bool {
        let old = self.old_start(start);
        let old = old.filter(|old| *old != self.all.start);
        old.is_some_and(|old| self.both.old.stand_at(self.words(), old))
    }

    /// Whether there were others with the same words that are not where they were, either.
    fn has_a_lost_twin(&self, target: &Target<'_>) -> bool {
        let (old, places) = (&self.both.old, self.both.places(&target.vocabulary));
        let Some((ahead, places)) = places.rarest(self.words()) else {
            return false;
        };
        let starts = places
            .iter()
            .filter_map(|place| (*place as usize).checked_sub(ahead));
        let mut twins =
            starts.filter(|start| *start != self.all.start && old.stand_at(self.words(), *start));
        twins.any(|twin| {
            let new = (0..self.all.len()).find_map(|number| {
                let new = self.both.alignment.new_of(twin + number)?;
                new.checked_sub(number)
            });
            !new.is_some_and(|new| target.tokens.stand_at(self.words(), new))
        })
    }

    /// Whether few of the words of the passage's own lines live on around a place, and none
    /// of those next to it: what is there are the same words on another line.
    pub(super) fn are_gone_from(&self, place: &Range<usize>, target: &Target<'_>) -> bool {
        /// So many tokens may have come between.
        const NEAR: usize = 40;
        /// So many between two that are next to each other.
        const BESIDE: usize = 3;
        let Both { old, alignment, .. } = self.both;
        let near = |tokens: usize| place.start.saturating_sub(tokens)..place.end + tokens;
        let lives_on = |number: usize, near: &Range<usize>| {
            let new = alignment.new_of(number);
            new.is_some_and(|new| near.contains(&new))
        };
        let is_word = |number: &usize| target.vocabulary.is_word(old.0[*number].form);
        let next = [
            (self.own.start..self.passage.start).rev().find(is_word),
            (self.passage.end..self.own.end).find(is_word),
        ];
        if next
            .iter()
            .flatten()
            .any(|number| lives_on(*number, &near(BESIDE)))
        {
            return false;
        }
        let (mut kept, mut all) = (0.0, 0.0);
        for number in beside(&self.own, self.passage).filter(is_word) {
            let weight = target.vocabulary.weight(old.0[number].form);
            all += weight;
            if lives_on(number, &near(NEAR)) {
                kept += weight;
            }
        }
        all >= TELLING && kept < all / 3.0
    }
}

/// The tokens of some lines before and after the passage on them.
fn beside(lines: &Range<usize>, passage: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    (lines.start..passage.start).chain(passage.end..lines.end)
}

fn line_start(text: &Text, byte: usize) -> usize {
    text.line_at(byte).content.start()
}
