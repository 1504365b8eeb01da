//! Where the reader goes: the place to go to in a document that is still loading, and the
//! moves since the place was saved.

use crate::annotation::AnnotationId;
use crate::session::ReadingPlace;
use crate::text::TextRange;

use crate::app::document::DocumentId;

/// Where to go in a document once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// To an annotation.
    Annotation(AnnotationId),
    /// To a passage.
    Passage(TextRange),
    /// To a recovered note, by its id.
    Note(String),
}

/// Where the reader goes, and the moves since the place was saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Travel {
    /// Where to go in a document that is still loading.
    pub arrival: Option<(DocumentId, Arrival)>,
    /// The place after the last message.
    pub here: Option<(DocumentId, ReadingPlace)>,
    /// How many messages have changed it since it was saved.
    pub moves: u32,
}

impl Travel {
    /// Counts a move if the place has changed. Opening another document is no move.
    pub(crate) fn note(&mut self, here: Option<(DocumentId, ReadingPlace)>) {
        if here != self.here {
            let document = |place: Option<(DocumentId, ReadingPlace)>| place.map(|(id, _)| id);
            let same = self.here.is_some() && document(self.here) == document(here);
            self.here = here;
            self.moves += u32::from(same);
        }
    }
}
