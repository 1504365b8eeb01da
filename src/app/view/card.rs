//! What a card of the annotation pane is made of.

use crate::annotation::{AnnotationId, TagId};

use crate::app::document::OpenDocument;

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardLine {
    /// The tag's letter and the words of the passage.
    Quote {
        /// Whether the line begins the card, and so has the letter.
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
    /// That the tag stands in conflict with another version.
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
    /// Of all cards that it would show, the numbers of its first and its last,
    /// from 1, and how many there are.
    pub numbers: Option<[usize; 3]>,
}

/// The columns before the words of a card: letter and space.
pub const CARD_INDENT: u16 = 3;

/// Why a tag has no place.
pub fn why_lost(opened: &OpenDocument, id: &AnnotationId) -> String {
    match opened.annotation_index().lost_among(id) {
        None => "its passage is still being looked for".to_owned(),
        Some(0) => "its passage is not in the document any more".to_owned(),
        Some(stands) => {
            format!("its words stand in {stands} places, and nothing tells which is meant")
        }
    }
}
