//! The columns of the margin: each annotation has the lowest that is free where it
//! begins, and keeps it wherever one scrolls from.
//!
//! All columns of a document are found once, in reading order. A change finds
//! those anew from its place on, until they are again what they were: most often
//! at the end of the passages that overlap there.

use crate::annotation::{Entry, Tree};
use crate::app::document::places::placed::{LANES, Placed, Shelf};

/// A change gives so many annotations behind it their columns anew, at most: more
/// overlap each other in a chain only where the margin is full anyway, and a key
/// must not wait for them.
const MOST_ANEW: usize = 4096;

/// Where the last annotation of each column ends, in bytes.
type Ends = [usize; LANES];

fn take_lane(ends: &mut Ends, placed: &Placed) -> Option<u8> {
    let free = ends.iter().position(|end| *end <= placed.range.start())?;
    ends[free] = placed.range.end();
    u8::try_from(free).ok()
}

/// Whether two states of the margin are the same for all that begins at `start` or
/// behind it.
fn same_from(one: &Ends, other: &Ends, start: usize) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| start.max(*one) == start.max(*other))
}

impl Shelf {
    /// Makes a shelf of annotations in any order.
    pub(super) fn of(mut placed: Vec<Placed>) -> Self {
        // They come in the order of where they were marked: most often sorted.
        placed.sort_by(Placed::order);
        let mut ends = [0; LANES];
        for one in &mut placed {
            one.lane = take_lane(&mut ends, one);
        }
        Self(Tree::from_sorted(placed))
    }

    /// Puts an annotation in its place.
    pub(super) fn insert(&mut self, mut placed: Placed) {
        let number = self.0.rank(|it| it.order(&placed).is_lt());
        let before = self.0.summary(0..number).lanes;
        let mut after = before;
        placed.lane = take_lane(&mut after, &placed);
        self.0.insert(placed);
        self.give_lanes(number + 1, before, after);
    }

    /// Takes an annotation away.
    pub(super) fn take(&mut self, placed: &Placed) {
        let Some(number) = self.number_of(placed) else {
            return;
        };
        let after = self.0.summary(0..number).lanes;
        let Some(gone) = self.0.take(|it| it.order(placed)) else {
            return;
        };
        let mut before = after;
        if let Some(lane) = gone.lane {
            before[usize::from(lane)] = gone.range.end();
        }
        self.give_lanes(number, before, after);
    }

    /// Gives the annotations from a number on their columns, where those before it
    /// left the margin in another state than the one they were given them for.
    fn give_lanes(&mut self, from: usize, mut before: Ends, mut after: Ends) {
        let mut changed = Vec::new();
        let behind = self.0.select(from..self.0.len(), |_| true);
        for (number, placed) in (from..).zip(behind).take(MOST_ANEW) {
            if same_from(&before, &after, placed.range.start()) {
                break;
            }
            let lane = take_lane(&mut after, placed);
            if let Some(lane) = placed.lane {
                before[usize::from(lane)] = placed.range.end();
            }
            if lane != placed.lane {
                changed.push((number, lane));
            }
        }
        for (number, lane) in changed {
            self.0.update(number, |it| it.lane = lane);
        }
    }
}
