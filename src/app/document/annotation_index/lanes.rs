//! The lanes of the margin, in which overlapping annotations stand side by side: each
//! annotation has the lowest lane that is free where it begins, and keeps it however
//! the text is scrolled.
//!
//! The lanes of a document are assigned once, in reading order. A change assigns those
//! behind it anew until they are what they were before, most often at the end of the
//! passages that overlap there.

use std::sync::Arc;

use super::lane_index::LaneIndex;
use super::placed::{LANES, PlacedAnnotation};
use crate::annotation::{Annotation, Item, SumTree};

/// How many annotations behind a change are assigned their lanes anew, at most. Longer
/// chains of overlapping ones occur only where the margin is full anyway, and a key must
/// not wait for them.
const MOST_ANEW: usize = 4096;

/// Where the last annotation of each lane ends, in bytes.
type Ends = [usize; LANES];

/// Gives an annotation the lowest free lane.
fn assign_lane(ends: &mut Ends, placed: &PlacedAnnotation) -> Option<u8> {
    let free = ends.iter().position(|end| *end <= placed.range.start())?;
    ends[free] = placed.range.end();
    u8::try_from(free).ok()
}

/// Whether two states of the margin give the same lanes to whatever begins at `start` or
/// behind it.
fn same_from(one: &Ends, other: &Ends, start: usize) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| start.max(*one) == start.max(*other))
}

impl LaneIndex {
    /// Orders annotations, and assigns their lanes.
    pub(super) fn new(mut placed: Vec<PlacedAnnotation>) -> Self {
        // They come in the order of where they were marked, which is mostly this one.
        placed.sort_by(PlacedAnnotation::order);
        let mut ends = [0; LANES];
        for one in &mut placed {
            one.lane = assign_lane(&mut ends, one);
        }
        Self(SumTree::from_sorted(placed))
    }

    pub(super) fn insert(&mut self, mut placed: PlacedAnnotation) {
        let number = self.0.rank(|other| other.order(&placed).is_lt());
        let before = self.0.summary(0..number).lanes;
        let mut after = before;
        placed.lane = assign_lane(&mut after, &placed);
        self.0.insert(placed);
        self.assign_lanes(number + 1, before, after);
    }

    /// Puts an annotation in the place of its earlier state, if that is there.
    pub(super) fn replace(&mut self, placed: &PlacedAnnotation, annotation: &Arc<Annotation>) {
        if let Some(number) = self.number_of(placed) {
            let annotation = Arc::clone(annotation);
            self.0.update(number, |one| one.annotation = annotation);
        }
    }

    /// Notes whether one of them is open.
    pub(super) fn set_open(&mut self, placed: &PlacedAnnotation, is_open: bool) {
        let number = self.number_of(placed);
        let known = number.and_then(|number| Some((number, self.0.get(number)?.is_open)));
        if let Some((number, was_open)) = known
            && was_open != is_open
        {
            self.0.update(number, |one| one.is_open = is_open);
        }
    }

    pub(super) fn remove(&mut self, placed: &PlacedAnnotation) {
        let Some(number) = self.number_of(placed) else {
            return;
        };
        let after = self.0.summary(0..number).lanes;
        let Some(gone) = self.0.remove(|other| other.order(placed)) else {
            return;
        };
        let mut before = after;
        if let Some(lane) = gone.lane {
            before[usize::from(lane)] = gone.range.end();
        }
        self.assign_lanes(number, before, after);
    }

    /// Assigns the lanes of the annotations from a number on. `before` is the state of
    /// the margin that they have been assigned for, `after` the one that it is in now.
    fn assign_lanes(&mut self, from: usize, mut before: Ends, mut after: Ends) {
        let mut changed = Vec::new();
        let behind = self.0.select(from..self.0.len(), |_| true);
        for (number, placed) in (from..).zip(behind).take(MOST_ANEW) {
            if same_from(&before, &after, placed.range.start()) {
                break;
            }
            let lane = assign_lane(&mut after, placed);
            if let Some(lane) = placed.lane {
                before[usize::from(lane)] = placed.range.end();
            }
            if lane != placed.lane {
                changed.push((number, lane));
            }
        }
        for (number, lane) in changed {
            self.0.update(number, |placed| placed.lane = lane);
        }
    }
}
