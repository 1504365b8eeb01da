//! Annotations in reading order, and the questions that are asked of them.

use std::cmp::Reverse;
use std::ops::Range;

use crate::annotation::{Item, Select, SumTree};
use crate::text::TextRange;

use super::placed::{Extent, PlacedAnnotation};

/// Annotations in reading order. Every question costs the logarithm of how many
/// there are, and what it answers.
#[derive(Debug, Clone, Default)]
pub struct LaneIndex(pub(super) SumTree<PlacedAnnotation>);

impl LaneIndex {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &PlacedAnnotation> {
        self.0.iter()
    }

    pub fn get(&self, number: usize) -> Option<&PlacedAnnotation> {
        self.0.get(number)
    }

    pub(crate) fn number_of(&self, placed: &PlacedAnnotation) -> Option<usize> {
        let number = self.0.rank(|other| other.order(placed).is_lt());
        let there = self.0.get(number)?;
        there.order(placed).is_eq().then_some(number)
    }

    /// The numbers of those that begin in a range.
    pub(crate) fn starting_in(&self, range: TextRange) -> Range<usize> {
        let upto = |byte| self.0.rank(|placed| placed.range.start() < byte);
        upto(range.start())..upto(range.end())
    }

    /// The numbers of those with exactly that range.
    pub fn exactly(&self, range: TextRange) -> Range<usize> {
        let key = |range: TextRange| (range.start(), Reverse(range.end()));
        let from = self.0.rank(|placed| key(placed.range) < key(range));
        let to = self.0.rank(|placed| key(placed.range) <= key(range));
        from..to
    }

    /// The first from a number on about which something is still to be done.
    pub(crate) fn next_open(&self, from: usize) -> Option<&PlacedAnnotation> {
        let mut may_be = self.0.select(from..self.len(), |known| known.any_open);
        may_be.find(|placed| placed.is_open)
    }

    /// Those with these numbers that share a byte with a range.
    pub fn overlapping(
        &self,
        numbers: Range<usize>,
        range: TextRange,
    ) -> impl Iterator<Item = &PlacedAnnotation> {
        self.select(numbers, range)
            .filter(move |placed| placed.range.overlaps(range))
    }

    /// Those with these numbers that share a byte with a range, the last one first.
    pub(crate) fn overlapping_backward(
        &self,
        numbers: Range<usize>,
        range: TextRange,
    ) -> impl Iterator<Item = &PlacedAnnotation> {
        self.select(numbers, range)
            .backward()
            .filter(move |placed| placed.range.overlaps(range))
    }

    fn select(
        &self,
        numbers: Range<usize>,
        range: TextRange,
    ) -> Select<'_, PlacedAnnotation, impl Fn(&Extent) -> bool> {
        let to = self.starting_in(range).end.min(numbers.end);
        self.0.select(numbers.start..to, move |known| {
            known.last_end > range.start()
        })
    }

    /// Those with a lane that share a byte with a range, each with its lane.
    pub fn with_lanes(&self, range: TextRange) -> impl Iterator<Item = (&PlacedAnnotation, u8)> {
        let numbers = 0..self.starting_in(range).end;
        let may = move |known: &Extent| known.lanes.iter().any(|end| *end > range.start());
        let here = self.0.select(numbers, may);
        let here = here.filter(move |placed| placed.range.overlaps(range));
        here.filter_map(|placed| placed.lane.map(|lane| (placed, lane)))
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
        self.0.count(numbers.start..to, all_count, |placed| {
            placed.range.end() > from
        })
    }

    /// The shortest that covers a range and shares a byte with it, the first of
    /// those that are equally short.
    pub(crate) fn shortest_around(&self, range: TextRange) -> Option<&PlacedAnnotation> {
        let numbers = 0..self.starting_in(range).end;
        let is_around =
            |placed: &PlacedAnnotation| placed.range.covers(range) && placed.range.overlaps(range);
        let may = |known: &Extent| known.last_end >= range.end() && known.last_end > range.start();
        let (shortest, _) = self.0.least(
            numbers.clone(),
            |known| may(known).then_some(known.shortest),
            |placed| is_around(placed).then(|| placed.range.len()),
        )?;
        self.0
            .select(numbers, |known| may(known) && known.shortest <= shortest)
            .find(|placed| is_around(placed) && placed.range.len() == shortest)
    }

    /// Those that share a byte with a range, one of each extent, at most so many
    /// of those that begin in it and of those that begin before it.
    pub fn extents(&self, range: TextRange, most: usize) -> Vec<&PlacedAnnotation> {
        let inside = self.starting_in(range);
        let mut found = Vec::new();
        for numbers in [0..inside.start, inside] {
            let full = found.len() + most;
            let mut numbers = numbers;
            // Many tags on one passage are passed over at once.
            while found.len() < full {
                let mut run = self.overlapping(numbers.clone(), range);
                let mut last: Option<&PlacedAnnotation> = None;
                let same = loop {
                    match run.next() {
                        Some(next) if last.is_some_and(|last| last.range == next.range) => {
                            break Some(next.range);
                        }
                        Some(next) if found.len() < full => {
                            found.push(next);
                            last = Some(next);
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
