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
        /// How sure that is, 0 to 1.
        score: f64,
    },
    /// Nowhere, or in several places with nothing to choose between them.
    Lost {
        /// In how many places its words stand: none, or several.
        candidates: usize,
    },
}

/// The three states of an anchor, without the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorState {
    Exact,
    Moved,
    Lost,
}

impl AnchorState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Lost => "lost",
        }
    }
}

impl Anchor {
    pub fn range(self) -> Option<TextRange> {
        match self {
            Self::Exact(range) | Self::Moved { range, .. } => Some(range),
            Self::Lost { .. } => None,
        }
    }

    /// How sure it is: 1 for an exact one, 0 for a lost one.
    pub fn score(self) -> f64 {
        match self {
            Self::Exact(_) => 1.0,
            Self::Moved { score, .. } => score,
            Self::Lost { .. } => 0.0,
        }
    }

    pub fn state(self) -> AnchorState {
        match self {
            Self::Exact(_) => AnchorState::Exact,
            Self::Moved { .. } => AnchorState::Moved,
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
