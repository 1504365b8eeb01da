//! Annotations in reading order, and what of them is where.

use std::cmp::{Ordering, Reverse};
use std::ops::Range;
use std::sync::Arc;

use crate::annotation::{Annotation, Entry, Tree, place_order};
use crate::text::TextRange;

/// The most annotations that stand side by side in the margin.
pub const LANES: usize = 3;

/// An annotation with its place in the text as it is now.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// Where it is.
    pub range: TextRange,
    /// Whether it stands exactly where it was marked.
    pub exact: bool,
    /// Its column in the margin, from 0: overlapping ones stand side by side.
    /// `None` where all columns were taken where it begins.
    pub lane: Option<u8>,
    /// The numbers of its tag and of its creator.
    pub(super) kind: (u32, u32),
}

/// What is known of several of them together.
#[derive(Debug, Clone)]
pub struct Extent {
    /// The greatest end, in bytes.
    last_end: usize,
    /// The least end.
    first_end: usize,
    /// The least length, in bytes.
    shortest: usize,
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

impl Entry for Placed {
    type Summary = Extent;

    /// Reading order: by start, of those with one start the longest first.
    fn order(&self, other: &Self) -> Ordering {
        let place = |it: &Self| (it.range.start(), Reverse(it.range.end()));
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

/// Annotations in reading order. Every question costs the logarithm of how many
/// there are, and what it answers.
#[derive(Debug, Clone, Default)]
pub struct Shelf(pub(super) Tree<Placed>);

impl Shelf {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Placed> + ExactSizeIterator {
        self.0.iter()
    }

    /// The one with that number, from 0.
    pub fn get(&self, number: usize) -> Option<&Placed> {
        self.0.get(number)
    }

    /// The number of one of them.
    pub fn number_of(&self, placed: &Placed) -> Option<usize> {
        let number = self.0.rank(|it| it.order(placed).is_lt());
        let there = self.0.get(number)?;
        there.order(placed).is_eq().then_some(number)
    }

    /// The numbers of those that begin in a range.
    pub fn starting_in(&self, range: TextRange) -> Range<usize> {
        let upto = |byte| self.0.rank(|it| it.range.start() < byte);
        upto(range.start())..upto(range.end())
    }

    /// The numbers of those with exactly that range.
    pub fn exactly(&self, range: TextRange) -> Range<usize> {
        let key = |it: TextRange| (it.start(), Reverse(it.end()));
        let from = self.0.rank(|it| key(it.range) < key(range));
        let to = self.0.rank(|it| key(it.range) <= key(range));
        from..to
    }

    /// Those with these numbers that share a byte with a range.
    pub fn overlapping(
        &self,
        numbers: Range<usize>,
        range: TextRange,
    ) -> impl Iterator<Item = &Placed> {
        self.select(numbers, range)
            .filter(move |it| it.range.overlaps(range))
    }

    /// The same, the last first.
    pub fn overlapping_backward(
        &self,
        numbers: Range<usize>,
        range: TextRange,
    ) -> impl Iterator<Item = &Placed> {
        self.select(numbers, range)
            .backward()
            .filter(move |it| it.range.overlaps(range))
    }

    fn select(
        &self,
        numbers: Range<usize>,
        range: TextRange,
    ) -> crate::annotation::Select<'_, Placed, impl Fn(&Extent) -> bool> {
        let to = self.starting_in(range).end.min(numbers.end);
        self.0.select(numbers.start..to, move |known| {
            known.last_end > range.start()
        })
    }

    /// Those with a column in the margin that share a byte with a range, and which.
    pub fn with_lanes(&self, range: TextRange) -> impl Iterator<Item = (&Placed, u8)> {
        let numbers = 0..self.starting_in(range).end;
        let may = move |known: &Extent| known.lanes.iter().any(|end| *end > range.start());
        let here = self.0.select(numbers, may);
        let here = here.filter(move |it| it.range.overlaps(range));
        here.filter_map(|it| it.lane.map(|lane| (it, lane)))
    }

    /// How many with these numbers share a byte with a range.
    pub fn count_overlapping(&self, numbers: Range<usize>, range: TextRange) -> usize {
        let from = range.start();
        let to = self.starting_in(range).end.min(numbers.end);
        let all_count = |known: &Extent| match known {
            _ if known.last_end <= from => Some(false),
            _ if known.first_end > from => Some(true),
            _ => None,
        };
        self.0
            .count(numbers.start..to, all_count, |it| it.range.end() > from)
    }

    /// The shortest that covers a range and shares a byte with it, the first of
    /// those that are equally short.
    pub fn shortest_around(&self, range: TextRange) -> Option<&Placed> {
        let numbers = 0..self.starting_in(range).end;
        let is_around = |it: &Placed| it.range.covers(range) && it.range.overlaps(range);
        let may = |known: &Extent| known.last_end >= range.end() && known.last_end > range.start();
        let (shortest, _) = self.0.least(
            numbers.clone(),
            |known| may(known).then_some(known.shortest),
            |it| is_around(it).then(|| it.range.len()),
        )?;
        self.0
            .select(numbers, |known| may(known) && known.shortest <= shortest)
            .find(|it| is_around(it) && it.range.len() == shortest)
    }

    /// Those that share a byte with a range, one of each extent, at most so many
    /// of those that begin in it and of those that begin before it.
    pub fn extents(&self, range: TextRange, most: usize) -> Vec<&Placed> {
        let inside = self.starting_in(range);
        let mut found = Vec::new();
        for numbers in [0..inside.start, inside] {
            let full = found.len() + most;
            let mut numbers = numbers;
            // Many tags on one passage are passed over at once.
            while found.len() < full {
                let mut run = self.overlapping(numbers.clone(), range);
                let mut last: Option<&Placed> = None;
                let same = loop {
                    match run.next() {
                        Some(it) if last.is_some_and(|last| last.range == it.range) => {
                            break Some(it.range);
                        }
                        Some(it) if found.len() < full => {
                            found.push(it);
                            last = Some(it);
                        }
                        _ => break None,
                    }
                };
                let Some(same) = same else { break };
                numbers.start = self.exactly(same).end.max(numbers.start);
            }
        }
        found
    }
}
