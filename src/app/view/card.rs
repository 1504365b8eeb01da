//! What a card of the annotation pane is made of.

use crate::annotation::{AnnotationId, TagId};
use crate::app::{OpenDocument, wrap};
use crate::text::visible::visible_within;

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardLine {
    /// A line of the passage.
    Quote {
        /// Whether it begins the card, and so has the letter of the tag.
        first: bool,
        /// The words.
        words: String,
    },
    /// A line of the note.
    Note(String),
    /// A source.
    Source(String),
    /// That a source is still missing.
    Missing,
    /// That there is another version, in conflict with this one.
    Conflict(String),
    /// Who and when, and what else is known.
    About(String),
    /// Nothing.
    Blank,
}

/// One annotation in the annotation pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The annotation.
    pub id: AnnotationId,
    /// Its tag.
    pub tag: TagId,
    /// Whether it is the one under the cursor, open in full.
    pub open: bool,
    /// Its first screen row.
    pub y: u16,
    /// Its lines.
    pub lines: Vec<CardLine>,
}

/// What the annotation pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cards {
    /// The cards that it has room for.
    pub cards: Vec<Card>,
    /// The numbers of the first and the last of them among all that are in view, from 1,
    /// and how many those are.
    pub numbers: Option<[usize; 3]>,
}

/// The columns before the words of a card: letter and space.
const INDENT: u16 = 3;

/// What the lines of a card depend on besides the annotation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CardForm {
    pub width: u16,
    pub open: bool,
    /// Whether the passage stands elsewhere than where it was marked.
    pub moved: bool,
}

impl CardForm {
    /// A card that is not open, at a passage that has not moved.
    pub(crate) fn closed(width: u16) -> Self {
        Self {
            width,
            open: false,
            moved: false,
        }
    }

    pub(crate) fn opened(self) -> Self {
        Self { open: true, ..self }
    }

    pub(crate) fn columns(self) -> u16 {
        self.width.saturating_sub(INDENT).max(1)
    }

    /// Words in the rows that they take; on a card that is not open, what one row holds.
    pub(crate) fn rows_of(self, words: &str) -> Vec<String> {
        if self.open {
            return wrap(words, self.columns());
        }
        vec![visible_within(words, usize::from(self.columns())).into_owned()]
    }
}

/// Why an annotation has no place.
pub(crate) fn why_lost(opened: &OpenDocument, id: &AnnotationId) -> String {
    match opened.annotation_index().lost_among(id) {
        None => "its passage is still being looked for".to_owned(),
        Some(0) => "its passage is not in the document any more".to_owned(),
        Some(stands) => {
            format!("the quote occurs {stands} times; ambiguous")
        }
    }
}
