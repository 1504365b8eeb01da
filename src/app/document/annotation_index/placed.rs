//! An annotation with its place, and the summary of several that questions are answered
//! from.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use crate::annotation::{Anchor, Annotation, Item, Summary, place_order};
use crate::text::TextRange;

/// How many annotations stand side by side in the margin, at most.
pub(super) const LANES: usize = 3;

#[derive(Debug, Clone)]
pub struct PlacedAnnotation {
    pub annotation: Arc<Annotation>,
    pub range: TextRange,
    /// How it stands there.
    pub anchor: Anchor,
    /// Its lane in the margin, from 0; `None` where all lanes were taken where it begins.
    pub lane: Option<u8>,
    /// Whether something is still to be done about it; kept in the list of all alone.
    pub(super) is_open: bool,
    /// The numbers of its tag and of its creator.
    pub(super) kind: (u32, u32),
}

impl PlacedAnnotation {
    /// Whether somebody has to look at it: it stands elsewhere, or has other words.
    pub fn is_in_question(&self) -> bool {
        self.anchor.is_in_question()
    }
}

#[derive(Debug, Clone)]
pub struct Extent {
    /// The greatest end, in bytes.
    pub(super) last_end: usize,
    pub(super) first_end: usize,
    pub(super) shortest: usize,
    pub(super) lanes: [usize; LANES],
    /// Whether one of them is open.
    pub(super) any_open: bool,
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            last_end: 0,
            first_end: usize::MAX,
            shortest: usize::MAX,
            lanes: [0; LANES],
            any_open: false,
        }
    }
}

impl Item for PlacedAnnotation {
    type Summary = Extent;

    /// Reading order: by start, of those with one start the longest first.
    fn order(&self, other: &Self) -> Ordering {
        let place = |placed: &Self| (placed.range.start(), Reverse(placed.range.end()));
        place(self)
            .cmp(&place(other))
            .then_with(|| place_order(&self.annotation, &other.annotation))
    }

    fn summary(&self) -> Extent {
        let end = self.range.end();
        let mut lanes = [0; LANES];
        if let Some(lane) = self.lane {
            lanes[usize::from(lane)] = end;
        }
        Extent {
            last_end: end,
            first_end: end,
            shortest: self.range.len(),
            lanes,
            any_open: self.is_open,
        }
    }
}

impl Summary for Extent {
    fn add(&mut self, after: &Self) {
        self.last_end = self.last_end.max(after.last_end);
        self.first_end = self.first_end.min(after.first_end);
        self.shortest = self.shortest.min(after.shortest);
        for (lane, after) in self.lanes.iter_mut().zip(after.lanes) {
            *lane = after.max(*lane);
        }
        self.any_open |= after.any_open;
    }
}
