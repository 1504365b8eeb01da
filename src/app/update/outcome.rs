//! What follows from something that happened.

use crate::app::input::command::Command;
use crate::app::message::Effect;
use crate::app::message::disk::DiskChange;
use crate::app::state::notice::Notice;
use crate::app::state::travel::Arrival;

/// What a handler answers: what IO is wanted, what is said in the last row, and what is
/// to be done next. No handler calls the loop; it names what follows, in order.
#[derive(Debug, Default)]
#[must_use]
pub struct Outcome {
    /// What IO is wanted.
    pub effects: Vec<Effect>,
    /// What is said in the last row.
    pub notice: Option<Notice>,
    /// What is to be done next.
    pub next: Vec<Next>,
}

/// Something to be done next.
#[derive(Debug)]
pub enum Next {
    /// Run a command.
    Run(Command),
    /// Go somewhere in the open document.
    Arrive(Arrival),
    /// Take in what was heard from disk.
    TakeIn(DiskChange),
}

impl Outcome {
    /// Nothing follows.
    pub fn none() -> Self {
        Self::default()
    }

    /// Only this is to be done next.
    pub fn next(next: Next) -> Self {
        Self {
            next: vec![next],
            ..Self::default()
        }
    }

    /// Says something plainly.
    pub fn plain(words: impl Into<String>) -> Self {
        Notice::plain(words).into()
    }

    /// Says that something went wrong.
    pub fn problem(words: impl Into<String>) -> Self {
        Notice::problem(words).into()
    }

    /// This, and then that.
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

impl FromIterator<Outcome> for Outcome {
    fn from_iter<I: IntoIterator<Item = Self>>(outcomes: I) -> Self {
        outcomes.into_iter().fold(Self::none(), Self::and)
    }
}
