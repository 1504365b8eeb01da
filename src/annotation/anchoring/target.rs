//! The text in which passages are looked for, as tokens.
//!
//! Must not know: how they are looked for.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::Text;

use super::anchor::{Anchor, Shift};
use super::fragment::{Context, Fragment, TELLING};
use super::survivors::END;
use super::tokens::{Places, Token, Tokens, Vocabulary};

/// Less of the context than this, of 2, may be chance: what questions and the rows of a table
/// have in common.
const FEW: f32 = 0.7;

/// So many tokens may come between a passage and what stood beside it.
const NEAR: usize = 200;

#[derive(Debug)]
pub(super) struct Target<'t> {
    pub(super) text: &'t Text,
    pub(super) tokens: Tokens,
    pub(super) vocabulary: Vocabulary,
    places: OnceCell<Places>,
}

impl<'t> Target<'t> {
    pub(super) fn new(text: &'t Text) -> Self {
        let mut vocabulary = Vocabulary::default();
        let tokens = vocabulary.tokens(&text.slice(text.full_range()));
        Self {
            text,
            tokens,
            vocabulary,
            places: OnceCell::new(),
        }
    }

    /// Where each form stands in the text.
    pub(super) fn places(&self) -> &Places {
        let new = || Places::new(&self.tokens, self.vocabulary.len());
        self.places.get_or_init(new)
    }

    /// Where the words of a passage stand with the same tokens, in order; nowhere where that
    /// would be more than a person could look at.
    pub(super) fn same_words<'a>(
        &'a self,
        fragment: &'a Fragment<'_>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let quote = fragment.quote();
        let starts = self.starts_of(quote);
        starts.map(|start| start..start + quote.len())
    }

    /// Whether all of the words on one side of the passage stand elsewhere in a text, and few
    /// of its context at a place: what is there is then something else, with the same words.
    pub(super) fn has_surroundings_elsewhere(
        &self,
        fragment: &Fragment<'_>,
        place: &Range<usize>,
    ) -> bool {
        let context = fragment.context(&self.tokens, place, &self.vocabulary);
        if context.sum() >= FEW {
            return false;
        }
        let Context { before, after } = context;
        let is_whole = |part: f32| part > 1.0 - 1e-3;
        let is_telling = |words: &[Token]| self.vocabulary.weight_of(words) >= TELLING;
        // What has come between it and the passage parts the two, and no more.
        let (from, until) = (place.start.saturating_sub(NEAR), place.end + NEAR);
        let stands = |words: &[Token], near: Range<usize>| {
            is_telling(words) && self.stands_only_outside(words, &near)
        };
        (!is_whole(before) && stands(fragment.before(), from..place.start))
            || (!is_whole(after) && stands(fragment.after(), place.end..until))
    }

    /// Whether these words stand somewhere, one after the other, and nowhere in a range of
    /// tokens.
    pub(super) fn stands_only_outside(&self, words: &[Token], range: &Range<usize>) -> bool {
        let mut starts = self.starts_of(words).peekable();
        starts.peek().is_some() && starts.all(|start| !range.contains(&start))
    }

    /// Where these words stand, one after the other; nowhere, where that would be more than
    /// a person could look at.
    pub(super) fn starts_of<'a>(&'a self, words: &'a [Token]) -> impl Iterator<Item = usize> + 'a {
        /// The most places of the rarest word that are looked at.
        const MOST: usize = 4096;
        let rarest = self.places().rarest(words);
        let rarest = rarest.filter(|(_, places)| places.len() <= MOST);
        let (ahead, places) = rarest.unwrap_or_default();
        places.iter().filter_map(move |place| {
            let start = (*place as usize).checked_sub(ahead)?;
            self.tokens.stand_at(words, start).then_some(start)
        })
    }

    /// What it costs of a passage that one word and the next are apart, where a paragraph ends
    /// between the two and none did in the passage.
    pub(super) fn ends<'a>(
        &'a self,
        fragment: &'a Fragment<'_>,
    ) -> impl Fn(usize, usize) -> f32 + 'a {
        let has_none = !fragment.selector.quote.contains('\n');
        move |one, next| {
            let is_end = |number| self.ends_a_paragraph(number);
            match has_none && one < next && (one..next).any(is_end) {
                true => END,
                false => 0.0,
            }
        }
    }

    /// Whether the line ends after a token with which a sentence does: in text that is wrapped,
    /// most lines end elsewhere.
    fn ends_a_paragraph(&self, number: usize) -> bool {
        let Some([one, next]) = self.tokens.0.get(number..number + 2) else {
            return false;
        };
        let (end, next) = (one.range(), next.range().start());
        let between = self.text.bytes(end.end()..next);
        between.contains(&b'\n') && {
            let last = self.text.slice(end);
            last.ends_with(['.', '!', '?']) || between.iter().filter(|b| **b == b'\n').count() > 1
        }
    }

    pub(super) fn anchor(
        &self,
        fragment: &Fragment<'_>,
        place: &Range<usize>,
        shift: Shift,
    ) -> Anchor {
        let place = (&self.tokens, place);
        fragment.anchor(self.text, place, shift, &self.vocabulary)
    }

    /// The anchor of a passage that is nowhere.
    pub(super) fn lost(&self, fragment: &Fragment<'_>) -> Anchor {
        Anchor::Lost {
            candidates: self.same_words(fragment).count(),
        }
    }
}
