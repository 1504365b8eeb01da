//! The places where one has been, over all documents, as browsers and editors keep them.
//!
//! Must not know: what is a jump, how one is gone to.

use std::collections::VecDeque;

use crate::annotation::Edit;
use crate::text::TextRange;

use crate::app::document::DocumentId;
use crate::app::document::units::Unit;
use crate::app::input::command::Direction;

/// How many places are kept each way.
const MOST: usize = 200;

/// Where one was: what was selected in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub document: DocumentId,
    pub selected: TextRange,
    pub unit: Unit,
}

/// A move that may lead far away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jump {
    /// To the next match, or the one before.
    Match,
    /// To the next tag, or the one before.
    Tag,
    /// Through the places themselves.
    Place,
    Other,
}

impl Jump {
    /// Whether several in a row are one: the way back leads to where the first one began.
    fn is_step(self) -> bool {
        matches!(self, Self::Match | Self::Tag)
    }
}

#[derive(Debug, Clone, Default)]
pub struct Places {
    earlier: VecDeque<Place>,
    later: VecDeque<Place>,
    /// What the input is that is being handled.
    pub pending: Option<Jump>,
    /// What the input before it was.
    pub recent: Option<Jump>,
    /// Where steps in a row began, while they have not led out of its sentence.
    pub began: Option<Place>,
}

impl Places {
    /// Keeps the place that a jump left.
    pub fn leave(&mut self, place: Place) {
        self.later.clear();
        keep(&mut self.earlier, place);
    }

    /// Ends the input that was handled; answers the jump that it was, if that left a place.
    pub fn end_input(&mut self) -> Option<Jump> {
        let jump = self.pending.take();
        let before = std::mem::replace(&mut self.recent, jump);
        let goes_on = jump == before && jump.is_some_and(Jump::is_step);
        jump.filter(|_| !goes_on)
    }

    /// Takes out the nearest place in a direction.
    pub fn take(&mut self, direction: Direction) -> Option<Place> {
        self.side(direction).pop_back()
    }

    /// Keeps the place that is left in a direction, for the way back.
    pub fn put_behind(&mut self, direction: Direction, place: Place) {
        let other = match direction {
            Direction::Backward => Direction::Forward,
            Direction::Forward => Direction::Backward,
        };
        keep(self.side(other), place);
    }

    fn side(&mut self, direction: Direction) -> &mut VecDeque<Place> {
        match direction {
            Direction::Backward => &mut self.earlier,
            Direction::Forward => &mut self.later,
        }
    }

    /// Carries the places in a document over an edit of its text.
    pub fn follow(&mut self, document: DocumentId, edit: &Edit) {
        let kept = self.earlier.iter_mut().chain(&mut self.later);
        for place in kept.chain(&mut self.began) {
            if place.document == document {
                place.selected = edit.range_or_near(place.selected);
            }
        }
    }
}

fn keep(places: &mut VecDeque<Place>, place: Place) {
    if places.back() == Some(&place) {
        return;
    }
    if places.len() >= MOST {
        places.pop_front();
    }
    places.push_back(place);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: usize) -> Place {
        Place {
            document: DocumentId(0),
            selected: TextRange::between(number, number + 1),
            unit: Unit::Sentence,
        }
    }

    #[test]
    fn so_many_places_are_kept_and_none_twice_in_a_row() {
        let mut places = Places::default();
        for number in 0..1000 {
            places.leave(place(number));
            places.leave(place(number));
        }
        let back = std::iter::from_fn(|| places.take(Direction::Backward));
        let back: Vec<usize> = back.map(|place| place.selected.start()).collect();
        assert_eq!(back, (800..1000).rev().collect::<Vec<_>>());
    }

    #[test]
    fn steps_of_one_kind_in_a_row_are_one_jump() {
        let mut places = Places::default();
        let mut input = |jump| {
            places.pending = jump;
            places.end_input()
        };
        assert_eq!(input(Some(Jump::Match)), Some(Jump::Match));
        assert_eq!(input(Some(Jump::Match)), None);
        assert_eq!(input(Some(Jump::Tag)), Some(Jump::Tag));
        assert_eq!(input(None), None);
        assert_eq!(input(Some(Jump::Tag)), Some(Jump::Tag));
        assert_eq!(input(Some(Jump::Other)), Some(Jump::Other));
        assert_eq!(input(Some(Jump::Other)), Some(Jump::Other));
    }
}
