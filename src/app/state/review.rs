//! What the list of the tags that are not where they were marked was made of, so that it is
//! known when it is out of date, and what was seen of it.
//!
//! Must not know: how the list is made.

use crate::app::document::DocumentId;
use crate::text::Text;

/// What the list was made of, and what has come since.
#[derive(Debug, Clone)]
pub struct Review {
    pub document: DocumentId,
    /// The text whose words it shows.
    pub text: Text,
    /// The state of the places in it: [`OpenDocument::placing`].
    ///
    /// [`OpenDocument::placing`]: crate::app::OpenDocument
    pub placing: u64,
    /// What the list waits for. Meanwhile it has no rows: they would be out of date.
    pub waits: Option<Wait>,
    /// What has changed of what was shown without a key of the reader's: the next letter that
    /// would do something does not, since it was meant for what stood there before.
    pub unseen: Option<Unseen>,
}

/// What a list waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Tags are still being looked for.
    Found,
    /// Tags are being changed, piece by piece.
    Changed,
    /// Tags are coming in from disk, piece by piece.
    Read,
}

impl Wait {
    /// What stands in the place of rows.
    pub fn words(self) -> &'static str {
        match self {
            Self::Found => "Tags are still being looked for",
            Self::Changed => "Tags are being changed; Esc cancels",
            Self::Read => "Tags are coming in from disk",
        }
    }
}

/// What has changed while a list was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    Text,
    Tags,
}

impl Unseen {
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "The text changed meanwhile; look again",
            Self::Tags => "The tags changed meanwhile; look again",
        }
    }
}
