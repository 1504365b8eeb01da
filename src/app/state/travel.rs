//! Where the reader goes: a place to go to in a document that is being read, and how far
//! she has gone since the place was kept for the next start.
//!
//! It is kept while one reads, not only at the end: a kill asks nobody, and a power cut
//! neither. What the reader sees: nothing. After a kill the next start begins where the
//! last change was saved, or at most a few moves before the end. No clock tells when:
//! that would wake an idle program.
//!
//! Must not know: where and how the place is kept.

use crate::annotation::AnnotationId;
use crate::session::ReadingPlace;
use crate::text::TextRange;

use crate::app::document::DocumentId;
use crate::app::document::units::Unit;
use crate::app::message::Effect;

/// After so many moves the place is kept, if nothing else was a reason to.
const MOVES: u32 = 16;

/// Where to go in a document once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arrival {
    Annotation(AnnotationId),
    /// To an annotation that is open, with the words that say why.
    Open {
        annotation: AnnotationId,
        words: String,
    },
    Passage(TextRange),
    /// To a place where one has been, with the words that say so: before what says where in
    /// the document it is, and after.
    Place {
        selected: TextRange,
        unit: Unit,
        words: String,
        gone: String,
    },
    /// To a recovered note, by its id.
    Note(String),
}

impl Arrival {
    /// The annotation to go to, where it is one.
    pub(crate) fn annotation(&self) -> Option<&AnnotationId> {
        match self {
            Self::Annotation(id) | Self::Open { annotation: id, .. } => Some(id),
            Self::Passage(_) | Self::Place { .. } | Self::Note(_) => None,
        }
    }
}

/// Where the reader goes, and the moves since the place was saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Travel {
    /// Where to go in a document that is still loading.
    pub arrival: Option<(DocumentId, Arrival)>,
    /// The place after the last message.
    here: Option<(DocumentId, ReadingPlace)>,
    /// How many messages have changed it since it was kept.
    moves: u32,
}

impl Travel {
    /// Counts a move after anything that happened, if the place is another one now, and
    /// answers whether there were so many that it is to be kept. To come to a document is
    /// no move.
    pub fn follow(&mut self, here: Option<(DocumentId, ReadingPlace)>, effects: &[Effect]) -> bool {
        if here != self.here {
            let document =
                |place: &Option<(DocumentId, ReadingPlace)>| place.as_ref().map(|(id, _)| *id);
            let same = self.here.is_some() && document(&self.here) == document(&here);
            self.here = here;
            self.moves += u32::from(same);
        }
        let is_kept = |effect: &Effect| matches!(effect, Effect::Remember(_));
        if effects.iter().any(is_kept) {
            self.moves = 0;
        }
        let keeps = self.moves >= MOVES;
        if keeps {
            self.moves = 0;
        }
        keeps
    }

    /// Whether the place has changed since it was kept.
    pub fn has_moved(&self) -> bool {
        self.moves > 0
    }
}
