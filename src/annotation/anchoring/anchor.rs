//! What is known of the place of a passage.

use crate::text::TextRange;

/// Where a passage is now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Anchor {
    /// At its stored position, with its stored words.
    Exact(TextRange),
    /// Elsewhere, with the same words.
    Moved {
        range: TextRange,
        /// How sure that is, 0 to 1: a half, and the other half by how much of the words
        /// around it is around it still.
        score: f64,
        shift: Shift,
    },
    /// In its place in the document, with other words.
    Changed {
        range: TextRange,
        /// How much the words have in common with those that were marked, 0 to 1.
        score: f64,
    },
    /// Nowhere, or in several places with nothing to choose between them.
    Lost {
        /// In how many places its words stand: none, or several.
        candidates: usize,
    },
}

/// Why a passage with the same words has another position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// It stands in the same words, which are written in another way: with other line ends,
    /// in another normal form, behind a byte order mark. There is nothing to ask.
    Form,
    /// Words around it have come, gone or changed, or it was moved itself.
    Place,
}

/// The four states of an anchor, without the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorState {
    Exact,
    Moved,
    Changed,
    Lost,
}

impl AnchorState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Lost => "lost",
        }
    }
}

impl Anchor {
    pub fn range(self) -> Option<TextRange> {
        match self {
            Self::Exact(range) | Self::Moved { range, .. } | Self::Changed { range, .. } => {
                Some(range)
            }
            Self::Lost { .. } => None,
        }
    }

    /// How sure it is: 1 for an exact one, 0 for a lost one.
    pub fn score(self) -> f64 {
        match self {
            Self::Exact(_) => 1.0,
            Self::Moved { score, .. } | Self::Changed { score, .. } => score,
            Self::Lost { .. } => 0.0,
        }
    }

    /// Whether the words that were marked are there, wherever that is.
    pub fn has_the_words(self) -> bool {
        matches!(self, Self::Exact(_) | Self::Moved { .. })
    }

    /// Whether somebody has to look at it: it stands elsewhere, or has other words.
    pub fn is_in_question(self) -> bool {
        match self {
            Self::Moved { shift, .. } => shift == Shift::Place,
            Self::Changed { .. } => true,
            Self::Exact(_) | Self::Lost { .. } => false,
        }
    }

    pub fn state(self) -> AnchorState {
        match self {
            Self::Exact(_) => AnchorState::Exact,
            Self::Moved { .. } => AnchorState::Moved,
            Self::Changed { .. } => AnchorState::Changed,
            Self::Lost { .. } => AnchorState::Lost,
        }
    }
}

/// What looking for a passage has come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Resolution {
    Settled(Anchor),
    /// It is still to be looked for: the budget did not allow for it.
    Pending,
}

impl Resolution {
    pub fn anchor(self) -> Option<Anchor> {
        match self {
            Self::Settled(anchor) => Some(anchor),
            Self::Pending => None,
        }
    }

    /// The anchor; that of a pending one is lost. For callers with an unlimited
    /// budget, which leaves nothing pending.
    pub fn anchor_or_lost(self) -> Anchor {
        self.anchor().unwrap_or(Anchor::Lost { candidates: 0 })
    }
}
