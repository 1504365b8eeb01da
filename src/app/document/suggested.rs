//! What models suggest for an open document: where it stands, and which is under the cursor.
//!
//! Must not know: what is done with a suggestion.

use crate::annotation::{AnnotationId, Suggestions};
use crate::app::document::annotation_index::{AnnotationIndex, LaneIndex, PlacedAnnotation};
use crate::app::document::open_document::OpenDocument;
use crate::app::document::selection::Cursor;
use crate::app::input::command::Direction;
use crate::text::TextRange;

impl OpenDocument {
    /// What was suggested for it.
    pub fn suggestions(&self) -> &Suggestions {
        &self.set().facts().suggestions
    }

    /// Those that stand in the text, in reading order, without what the filter hides.
    pub(crate) fn placed_suggestions(&self) -> Option<&LaneIndex> {
        Some(self.annotation_index().suggested()?.shown())
    }

    /// How many are not in the text any more.
    pub(crate) fn lost_suggestions(&self) -> usize {
        let suggested = self.annotation_index().suggested();
        suggested.map_or(0, |suggested| suggested.lost().len())
    }

    /// Where a suggestion stands.
    pub(crate) fn place_of_suggestion(&self, id: &AnnotationId) -> Option<&PlacedAnnotation> {
        self.annotation_index().suggested()?.place_of(id)
    }

    /// The suggestions on exactly this passage, also those that the filter hides.
    pub(crate) fn suggestions_on(
        &self,
        passage: TextRange,
    ) -> impl Iterator<Item = &PlacedAnnotation> {
        let placed = self.annotation_index().suggested();
        let placed = placed.map(AnnotationIndex::all).into_iter();
        placed.flat_map(move |all| all.exactly(passage).filter_map(|number| all.get(number)))
    }

    /// The suggestion that keys are about: the one that was chosen; else the one under the
    /// cursor where no annotation is.
    pub(crate) fn current_suggestion(&self) -> Option<&PlacedAnnotation> {
        self.suggestion_under(self.pointed.as_ref(), &self.cursor)
    }

    pub(super) fn suggestion_under(
        &self,
        chosen: Option<&AnnotationId>,
        cursor: &Cursor,
    ) -> Option<&PlacedAnnotation> {
        let suggested = self.annotation_index().suggested()?;
        if let Some(chosen) = chosen.filter(|id| self.is_suggestion(id)) {
            return suggested.place_of(chosen);
        }
        if self.chosen_or_under(chosen, cursor).is_some() {
            return None;
        }
        suggested.under(cursor.range())
    }

    /// Whether this is the id of a suggestion, and of no annotation.
    pub(super) fn is_suggestion(&self, id: &AnnotationId) -> bool {
        !self.set().contains(id) && self.suggestions().get(id).is_some()
    }

    /// The next suggestion from where the cursor is.
    pub(crate) fn suggestion_from_here(&self, direction: Direction) -> Option<&PlacedAnnotation> {
        let placed = self.placed_suggestions()?;
        let here = self.cursor.range();
        let pointed = self.pointed.as_ref();
        let pointed = pointed.and_then(|id| placed.number_of(self.place_of_suggestion(id)?));
        let current = pointed.or_else(|| placed.exactly(here).next());
        let from_here = placed.starting_in(here).start;
        let number = match (current, direction) {
            (Some(number), Direction::Forward) => number + 1,
            (Some(number), Direction::Backward) => number.checked_sub(1)?,
            (None, Direction::Forward) => from_here,
            (None, Direction::Backward) => from_here.checked_sub(1)?,
        };
        placed.get(number)
    }

    /// The first suggestion that begins at a byte or behind it.
    pub(crate) fn suggestion_behind(&self, byte: usize) -> Option<&PlacedAnnotation> {
        let placed = self.placed_suggestions()?;
        let rest = TextRange::between(byte, self.text.len().max(byte));
        placed.get(placed.starting_in(rest).start)
    }
}
