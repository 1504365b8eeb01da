//! An annotation with its place, and the summary of several that questions are answered
//! from.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use crate::annotation::{Annotation, Entry, place_order};
use crate::text::TextRange;

/// How many annotations stand side by side in the margin, at most.
pub const LANES: usize = 3;

/// An annotation with its place in the text as it is now.
#[derive(Debug, Clone)]
pub struct PlacedAnnotation {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// Where it is.
    pub range: TextRange,
    /// Whether it stands exactly where it was marked.
    pub exact: bool,
    /// Its lane in the margin, from 0; `None` where all lanes were taken where it begins.
    pub lane: Option<u8>,
    /// The numbers of its tag and of its creator.
    pub(super) kind: (u32, u32),
}

/// The summary of several placed annotations.
#[derive(Debug, Clone)]
pub struct Extent {
    /// The greatest end, in bytes.
    pub(super) last_end: usize,
    /// The least end.
    pub(super) first_end: usize,
    /// The least length, in bytes.
    pub(super) shortest: usize,
    /// The greatest end in each lane.
    pub(super) lanes: [usize; LANES],
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            last_end: 0,
            first_end: usize::MAX,
            shortest: usize::MAX,
            lanes: [0; LANES],
        }
    }
}

impl Entry for PlacedAnnotation {
    type Summary = Extent;

    /// Reading order: by start, of those with one start the longest first.
    fn order(&self, other: &Self) -> Ordering {
        let place = |placed: &Self| (placed.range.start(), Reverse(placed.range.end()));
        place(self)
            .cmp(&place(other))
            .then_with(|| place_order(&self.annotation, &other.annotation))
    }

    fn add_to(&self, summary: &mut Extent) {
        let end = self.range.end();
        summary.last_end = summary.last_end.max(end);
        summary.first_end = summary.first_end.min(end);
        summary.shortest = summary.shortest.min(self.range.len());
        if let Some(lane) = self.lane {
            let lane = &mut summary.lanes[usize::from(lane)];
            *lane = end.max(*lane);
        }
    }

    fn join(summary: &mut Extent, after: &Extent) {
        summary.last_end = summary.last_end.max(after.last_end);
        summary.first_end = summary.first_end.min(after.first_end);
        summary.shortest = summary.shortest.min(after.shortest);
        for (lane, after) in summary.lanes.iter_mut().zip(after.lanes) {
            *lane = after.max(*lane);
        }
    }
}
