//! Two documents side by side.
//!
//! The pane with the cursor shows the open document, as where there is one pane, so that every
//! command acts on it. Of the other one, this keeps which document it shows and how that is
//! looked at; to change panes is to exchange the two.
//!
//! Must not know: where the panes stand on the screen.

use crate::app::document::{DocumentId, Look};
use crate::session::{ReadingPlace, RememberedSplit};

use super::places::Places;
use super::travel::Arrival;

/// One of the two panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Left, or above.
    First,
    /// Right, or below.
    Second,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// Its number, as people count.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// What scrolling moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scrolling {
    /// The pane with the cursor.
    Alone,
    /// Both, by as many rows.
    Together,
}

/// The pane without the cursor.
#[derive(Debug, Clone)]
pub struct OtherPane {
    pub document: DocumentId,
    /// How it is looked at; `None` before that is known: it is not read yet.
    pub look: Option<Look>,
    /// Where one was in it in an earlier session, until it is read.
    pub(crate) place: Option<ReadingPlace>,
    /// Where to go in it once that is there.
    pub(crate) arrival: Option<Arrival>,
    /// The number of the link that led there, of those of a tag: two may lead to one place.
    pub(crate) link: Option<usize>,
    /// Where one has been in it, with what was before there were two panes.
    pub(crate) places: Places,
}

/// That there are two panes of text.
#[derive(Debug, Clone)]
pub struct Split {
    pub other: OtherPane,
    /// The pane with the cursor.
    pub active: Side,
    pub scrolling: Scrolling,
    /// Where the active pane stood when the other one was scrolled along: its document and its
    /// first byte.
    pub(crate) stood: Option<(DocumentId, usize)>,
}

impl Split {
    /// What the next start needs to divide the text again; `path` is that of the other document.
    pub(crate) fn remembered(&self, path: &str) -> RememberedSplit {
        let look = self.other.look.as_ref().map(|look| ReadingPlace {
            cursor: look.cursor.range().start(),
            top: look.top,
            ..ReadingPlace::default()
        });
        RememberedSplit {
            document: path.to_owned(),
            place: look
                .or_else(|| self.other.place.clone())
                .unwrap_or_default(),
            active: self.active.number(),
            together: self.scrolling == Scrolling::Together,
        }
    }
}
