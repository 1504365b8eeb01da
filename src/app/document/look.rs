//! How a document is looked at: where its reader is, and which part of it is on the screen.
//!
//! An open document has one of its own, which all commands change. A second pane of text keeps
//! another one beside it, of the same document or of another.
//!
//! Must not know: which pane shows it.

use crate::annotation::{Annotation, AnnotationId};
use crate::session::ReadingPlace;
use crate::text::TextRange;

use super::open_document::OpenDocument;
use super::selection::Cursor;
use super::units::Unit;

/// Where a reader is in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The selection.
    pub cursor: Cursor,
    /// The first byte on the screen.
    pub top: usize,
    /// The annotation that was chosen, until the cursor moves.
    pub(crate) pointed: Option<AnnotationId>,
    pub(crate) orphaned: Option<AnnotationId>,
    /// Where scrolling has left the view and the current sentence.
    scrolled: Option<(usize, TextRange)>,
    /// Whether it has just come where it is, from far away.
    landed: bool,
}

impl Look {
    /// How the reader of a document looks at it.
    pub(crate) fn of(opened: &OpenDocument) -> Self {
        Self {
            cursor: opened.cursor.clone(),
            top: opened.top,
            pointed: opened.pointed.clone(),
            orphaned: opened.orphaned.clone(),
            scrolled: opened.scrolled,
            landed: opened.landed,
        }
    }

    /// At a passage, or at an annotation on it.
    pub(crate) fn at(opened: &OpenDocument, passage: TextRange, on: Option<AnnotationId>) -> Self {
        Self {
            cursor: Cursor::on(passage, Unit::Passage),
            top: opened.top,
            pointed: on,
            orphaned: None,
            scrolled: None,
            landed: true,
        }
    }

    /// At a place where one has been at an earlier time.
    pub(crate) fn at_place(opened: &OpenDocument, place: &ReadingPlace) -> Self {
        let text = &opened.text;
        let start = text.floor_grapheme(place.cursor.min(text.len()));
        let sentence = opened.units().at(Unit::Sentence, start);
        let look = Self {
            cursor: Cursor::on(sentence, Unit::Sentence),
            top: place.top,
            landed: false,
            ..Self::at(opened, sentence, None)
        };
        look.fitted(opened)
    }

    /// The same in a text that may have changed since: on places that it has.
    pub(crate) fn fitted(self, opened: &OpenDocument) -> Self {
        let text = &opened.text;
        let top = text.floor_char(self.top.min(text.len()));
        let range = self.cursor.range();
        let end = text.floor_grapheme(range.end().min(text.len()));
        let start = text.floor_grapheme(range.start().min(text.len()));
        let cursor = match TextRange::between(start, end) == range {
            true => self.cursor,
            false => Cursor::on(opened.units().at(Unit::Sentence, start), Unit::Sentence),
        };
        Self {
            cursor,
            top,
            ..self
        }
    }
}

impl OpenDocument {
    /// Looks at it in this way from now on.
    pub(crate) fn take_up(&mut self, look: Look) {
        let look = look.fitted(self);
        self.cursor = look.cursor;
        self.top = look.top;
        self.pointed = look.pointed;
        self.orphaned = look.orphaned;
        self.scrolled = look.scrolled;
        self.landed = look.landed;
    }

    /// Does something with another look at it than its own, which stays; answers what the other
    /// one is then.
    pub(crate) fn looked_at(&mut self, look: Look, then: impl FnOnce(&mut Self)) -> Look {
        let own = Look::of(self);
        let resizing = self.resizing.take();
        self.take_up(look);
        then(self);
        let after = Look::of(self);
        self.take_up(own);
        self.resizing = resizing;
        after
    }

    /// The annotation under the cursor of a look at it.
    pub(crate) fn current_in(&self, look: &Look) -> Option<&Annotation> {
        self.chosen_or_under(look.pointed.as_ref(), &look.cursor)
    }
}
