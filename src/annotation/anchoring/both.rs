//! An old text and a new one, whose words are laid side by side.
//!
//! Must not know: passages.

use std::cell::OnceCell;

use crate::text::Text;

use super::alignment::Alignment;
use super::tokens::{Places, Tokens, Vocabulary};

#[derive(Debug)]
pub(super) struct Both<'t> {
    /// The old text, and its tokens.
    pub(super) text: &'t Text,
    pub(super) old: Tokens,
    pub(super) alignment: Alignment,
    places: OnceCell<Places>,
}

impl<'t> Both<'t> {
    pub(super) fn new(text: &'t Text, new: &Tokens, vocabulary: &mut Vocabulary) -> Self {
        let old = vocabulary.tokens(&text.slice(text.full_range()));
        let alignment = Alignment::new(&old.0, &new.0, vocabulary);
        Self {
            text,
            old,
            alignment,
            places: OnceCell::new(),
        }
    }

    /// Where each form stands in the old text.
    pub(super) fn places(&self, vocabulary: &Vocabulary) -> &Places {
        let new = || Places::new(&self.old, vocabulary.len());
        self.places.get_or_init(new)
    }
}
