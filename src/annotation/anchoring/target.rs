//! The text in which passages are looked for, as tokens.
//!
//! Must not know: how they are looked for.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::Text;

use super::anchor::{Anchor, Shift};
use super::fragment::Fragment;
use super::tokens::{Places, Tokens, Vocabulary};

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
        /// The most places of the rarest word that are looked at.
        const MOST: usize = 4096;
        let quote = fragment.quote();
        let rarest = self.places().rarest(quote);
        let rarest = rarest.filter(|(_, places)| places.len() <= MOST);
        let (ahead, places) = rarest.unwrap_or_default();
        let starts = places.iter().filter_map(move |place| {
            let start = (*place as usize).checked_sub(ahead)?;
            self.tokens.stand_at(quote, start).then_some(start)
        });
        starts.map(|start| start..start + quote.len())
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
