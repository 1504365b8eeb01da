//! What a handler answers.

use crate::app::state::adopting::Adopting;
use crate::app::state::notice::Notice;
use crate::app::state::travel::Arrival;
use crate::app::{Command, DiskChange, DocumentId, Effect};

/// What a handler answers: the IO that is wanted, the notice for the last row, and the
/// steps to take next, in order. The loop carries it out.
#[derive(Debug, Default)]
#[must_use]
pub struct Outcome {
    pub effects: Vec<Effect>,
    pub notice: Option<Notice>,
    pub next: Vec<Next>,
}

#[derive(Debug)]
pub enum Next {
    /// Take in annotations from disk.
    Adopt(Box<Adopting>),
    Run(Command),
    Open(DocumentId, Option<Arrival>),
    Arrive(Arrival),
    /// Handle a change on disk that came too early.
    Disk(DiskChange),
    /// Store the place and what is folded for the next start.
    Remember,
    Leave,
}

impl Outcome {
    pub fn none() -> Self {
        Self::default()
    }

    pub fn next(next: Next) -> Self {
        Self {
            next: vec![next],
            ..Self::default()
        }
    }

    pub fn plain(words: impl Into<String>) -> Self {
        Notice::plain(words).into()
    }

    pub fn problem(words: impl Into<String>) -> Self {
        Notice::problem(words).into()
    }

    pub fn and(mut self, later: impl Into<Self>) -> Self {
        let later = later.into();
        self.effects.extend(later.effects);
        self.next.extend(later.next);
        self.notice = later.notice.or(self.notice);
        self
    }
}

impl From<Effect> for Outcome {
    fn from(effect: Effect) -> Self {
        vec![effect].into()
    }
}

impl From<Vec<Effect>> for Outcome {
    fn from(effects: Vec<Effect>) -> Self {
        Self {
            effects,
            ..Self::default()
        }
    }
}

impl From<Option<Effect>> for Outcome {
    fn from(effect: Option<Effect>) -> Self {
        effect.into_iter().collect::<Vec<_>>().into()
    }
}

impl From<Notice> for Outcome {
    fn from(notice: Notice) -> Self {
        Some(notice).into()
    }
}

impl From<Option<Notice>> for Outcome {
    fn from(notice: Option<Notice>) -> Self {
        Self {
            notice,
            ..Self::default()
        }
    }
}
