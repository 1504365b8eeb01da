//! A drag of the mouse: where it began, and whether it is held at an edge of the text.
//!
//! Must not know: the text.

use std::time::Duration;

use crate::app::input::command::Direction;
use crate::app::message::Mouse;

/// How long the mouse has to be held beyond the text, or on its first or last row, until the
/// text scrolls on by a row. On a row of it somebody may be aiming at a word.
const BEYOND: Duration = Duration::from_millis(50);
const ON_THE_EDGE: Duration = Duration::from_millis(500);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drag {
    /// The byte at which the mouse button went down: the drag selects from there.
    pub from: usize,
    /// Where the mouse is held, if the text scrolls there.
    pub held: Option<Held>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub mouse: Mouse,
    pub direction: Direction,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Above or below the text.
    Beyond,
    /// On its first or last row.
    OnTheEdge,
}

impl Held {
    /// How long it has to be held there until the text scrolls on.
    pub fn patience(self) -> Duration {
        match self.place {
            Place::Beyond => BEYOND,
            Place::OnTheEdge => ON_THE_EDGE,
        }
    }
}
