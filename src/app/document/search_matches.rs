//! The hits of a search in one document, as far as they are known.
//!
//! A document may be a gigabyte: what is near the reader is looked through at
//! once, the rest by a worker that sends what it finds piece by piece, and no more
//! than [`MOST_HITS`] are kept. So of every place it must be said whether it has
//! been looked through: only then is the hit after it known.
//!
//! Must not know: who searches, and how.

use crate::text::search::Query;
use crate::text::{TextRange, plural};

/// The hits that are kept of one search. No reader goes through more of them, and
/// the memory for them is bounded: a search that reaches it stops, and goes on
/// from where the reader is when the last of them is left behind.
pub const MOST_MATCHES: usize = 10_000;

/// Where a search leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the first hit at this byte or after it.
    From(usize),
    /// To the hit after a passage.
    After(TextRange),
    /// To the hit before a passage.
    Before(TextRange),
}

impl Step {
    /// Whether it leads towards the end of the document.
    pub fn is_forward(self) -> bool {
        !matches!(self, Self::Before(_))
    }

    /// The byte from which it leads away.
    pub fn origin(self) -> usize {
        match self {
            Self::From(byte) => byte,
            Self::After(range) | Self::Before(range) => range.start(),
        }
    }
}

/// What is known of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It leads to this hit; whether over an end of the document.
    Hit(TextRange, bool),
    /// There is no hit.
    Nothing,
    /// Not enough has been looked through.
    Unknown,
}

/// A step that waits for what is still to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The step.
    pub step: Step,
    /// What was selected when it was asked for: whoever has gone elsewhere since
    /// does not want it any more.
    pub selected: TextRange,
}

/// The hits of a search in one document, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct SearchMatches {
    query: Query,
    /// In order, not overlapping.
    hits: Vec<TextRange>,
    /// The stretches that were looked through, in order, not touching.
    covered: Vec<TextRange>,
    /// The length of the document in bytes.
    len: usize,
    /// The number of the search that goes on.
    running: Option<u64>,
    /// A step that waits for it.
    pub waiting: Option<Waiting>,
}

impl SearchMatches {
    /// What is known at the beginning of a search: the hits of one stretch of a
    /// document of so many bytes.
    pub fn new(query: Query, len: usize, near: TextRange, hits: Vec<TextRange>) -> Self {
        Self {
            query,
            hits,
            covered: vec![near],
            len,
            running: None,
            waiting: None,
        }
    }

    /// The search goes on by this number.
    pub fn run(&mut self, search: u64) {
        self.running = Some(search);
    }

    /// The number of the search that goes on.
    pub fn running(&self) -> Option<u64> {
        self.running
    }

    /// Stops the search; what was found stays.
    pub fn stop(&mut self) {
        self.running = None;
        self.waiting = None;
    }

    /// The search has come to its end.
    pub fn finish(&mut self) {
        self.running = None;
    }

    /// What was searched for.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// How many hits are known.
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Whether as many are known as are kept.
    pub fn is_full(&self) -> bool {
        self.hits.len() >= MOST_MATCHES
    }

    /// Whether the whole document has been looked through.
    pub fn is_complete(&self) -> bool {
        self.is_covered(0, self.len)
    }

    /// The hits that lie in a range, wholly or in part.
    pub fn within(&self, range: TextRange) -> &[TextRange] {
        let from = self.hits.partition_point(|it| it.end() <= range.start());
        let to = self.hits.partition_point(|it| it.start() < range.end());
        &self.hits[from..to.max(from)]
    }

    /// Takes in the hits of a stretch that was looked through.
    pub fn take(&mut self, covered: TextRange, hits: Vec<TextRange>) {
        let at = self.hits.partition_point(|it| it.start() < covered.start());
        // At the edges of what was known before, a hit may be known twice, or run
        // into the next stretch.
        let from = at
            .checked_sub(1)
            .map_or(0, |before| self.hits[before].end());
        let to = self.hits.get(at).map_or(usize::MAX, |after| after.start());
        let new = hits.into_iter();
        let new = new.filter(|it| it.start() >= from && it.end() <= to);
        self.hits.splice(at..at, new);
        self.covered.push(covered);
        self.covered.sort_unstable();
        let mut joined: Vec<TextRange> = Vec::with_capacity(self.covered.len());
        for next in self.covered.drain(..) {
            match joined.last_mut() {
                Some(last) if next.start() <= last.end() => *last = last.union(next),
                _ => joined.push(next),
            }
        }
        self.covered = joined;
    }

    /// Where a step leads.
    pub fn answer(&self, step: Step) -> Answer {
        if self.hits.is_empty() && self.is_complete() {
            return Answer::Nothing;
        }
        let origin = step.origin();
        let at = self.hits.partition_point(|it| it.start() < origin);
        let hit = match step {
            Step::From(_) => self.hits.get(at),
            // A hit that was grown to its sentence is still the one to go on from.
            Step::After(here) => self.hits[at..].iter().find(|hit| {
                hit.start() > here.start() && (hit.start() >= here.end() || !here.covers(**hit))
            }),
            Step::Before(_) => at.checked_sub(1).map(|before| &self.hits[before]),
        };
        let (start, end) = (|hit: &TextRange| hit.start(), self.len);
        let known = match (hit, step.is_forward()) {
            (Some(hit), true) => self.is_covered(origin, start(hit)),
            (Some(hit), false) => self.is_covered(start(hit), origin),
            (None, true) => {
                let first = self.hits.first().map_or(origin, start);
                self.is_covered(origin, end) && self.is_covered(0, first)
            }
            (None, false) => {
                let last = self.hits.last().map_or(origin, start);
                self.is_covered(0, origin) && self.is_covered(last, end)
            }
        };
        let over = if step.is_forward() {
            self.hits.first()
        } else {
            self.hits.last()
        };
        match (known, hit, over) {
            (true, Some(hit), _) => Answer::Hit(*hit, false),
            (true, None, Some(hit)) => Answer::Hit(*hit, true),
            _ => Answer::Unknown,
        }
    }

    /// Whether what goes on will tell where a step leads, and nearer hits first:
    /// it began before the step's origin, and has come at least there.
    pub fn leads_to(&self, step: Step) -> bool {
        let origin = step.origin();
        self.running.is_some() && step.is_forward() && self.is_covered(origin, origin)
    }

    fn is_covered(&self, from: usize, to: usize) -> bool {
        let covers = |it: &TextRange| it.start() <= from && it.end() >= to;
        self.covered.iter().any(covers)
    }

    /// How many hits there are, as far as that is known: `12 hits so far, 40 %`,
    /// `hit 3 of 120`, `10,000+ hits`. Nothing where nothing was searched for.
    pub fn words(&self, selected: TextRange) -> Option<String> {
        if self.query.pattern.is_empty() || (self.is_empty() && self.running.is_none()) {
            return None;
        }
        let hits = self.hits.len();
        let unit = plural(hits, "hit");
        if self.running.is_some() {
            let percent = self.percent();
            return Some(format!("{hits} {unit} so far, {percent} %"));
        }
        let number = self.hits.binary_search(&selected).ok();
        let of = if self.is_full() {
            most()
        } else {
            hits.to_string()
        };
        let counted = self.is_covered(0, selected.start());
        Some(match number {
            _ if !self.is_full() && !self.is_complete() => {
                format!("{hits} {unit} in {} %", self.percent())
            }
            Some(number) if counted => format!("hit {} of {of}", number + 1),
            Some(_) => format!("one of {of} hits"),
            None => format!("{of} {unit}"),
        })
    }

    /// How much has been looked through, in whole percent.
    fn percent(&self) -> usize {
        let covered: usize = self.covered.iter().map(|it| it.len()).sum();
        (covered.saturating_mul(100))
            .checked_div(self.len)
            .map_or(100, |it| it.min(100))
    }
}

/// `10,000+`: more hits than are kept.
pub fn most() -> String {
    format!("{},{:03}+", MOST_MATCHES / 1000, MOST_MATCHES % 1000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query() -> Query {
        Query {
            pattern: "x".to_owned(),
            regex: false,
        }
    }

    fn hit(byte: usize) -> TextRange {
        TextRange::between(byte, byte + 1)
    }

    fn stretch(from: usize, to: usize) -> TextRange {
        TextRange::between(from, to)
    }

    #[test]
    fn what_comes_next_is_only_said_where_everything_before_it_is_known() {
        let near = vec![hit(52), hit(58)];
        let mut found = SearchMatches::new(query(), 100, stretch(50, 60), near);
        assert_eq!(found.answer(Step::From(51)), Answer::Hit(hit(52), false));
        assert_eq!(
            found.answer(Step::After(hit(52))),
            Answer::Hit(hit(58), false)
        );
        assert_eq!(found.answer(Step::After(hit(58))), Answer::Unknown);
        assert_eq!(found.answer(Step::Before(hit(52))), Answer::Unknown);
        assert_eq!(found.answer(Step::After(hit(10))), Answer::Unknown);
        found.take(stretch(60, 100), vec![hit(99)]);
        assert_eq!(
            found.answer(Step::After(hit(58))),
            Answer::Hit(hit(99), false)
        );
        assert_eq!(found.answer(Step::After(hit(99))), Answer::Unknown);
        found.take(stretch(0, 50), vec![hit(7)]);
        assert_eq!(
            found.answer(Step::After(hit(99))),
            Answer::Hit(hit(7), true)
        );
        assert_eq!(
            found.answer(Step::Before(hit(7))),
            Answer::Hit(hit(99), true)
        );
        assert!(found.is_complete());
    }

    #[test]
    fn how_far_it_is_stands_in_words() {
        let mut found = SearchMatches::new(query(), 200, stretch(0, 50), vec![hit(3)]);
        assert_eq!(found.words(hit(3)).unwrap(), "1 hit in 25 %");
        found.run(1);
        assert_eq!(found.words(hit(3)).unwrap(), "1 hit so far, 25 %");
        found.take(stretch(50, 200), vec![hit(70)]);
        found.stop();
        assert_eq!(found.words(hit(70)).unwrap(), "hit 2 of 2");
        assert_eq!(found.words(hit(71)).unwrap(), "2 hits");
        assert_eq!(SearchMatches::default().words(hit(0)), None);
        let many: Vec<TextRange> = (0..MOST_MATCHES).map(|it| hit(it * 2)).collect();
        let full = SearchMatches::new(query(), 1 << 20, stretch(0, 1 << 15), many);
        assert_eq!(full.words(hit(4)).unwrap(), "hit 3 of 10,000+");
        assert_eq!(full.words(hit(5)).unwrap(), "10,000+ hits");
    }

    proptest! {
        /// Whatever the order in which stretches come, the end is the same, and a
        /// step never leads past a hit that is not known yet.
        #[test]
        fn stretches_in_any_order_make_the_whole(
            bytes in prop::collection::btree_set(0usize..60, 0..20),
            cuts in prop::collection::btree_set(1usize..60, 0..5),
            shuffled: u64,
            from in 0usize..60,
        ) {
            let all: Vec<TextRange> = bytes.iter().map(|it| hit(*it)).collect();
            let mut edges: Vec<usize> = vec![0];
            edges.extend(&cuts);
            edges.push(60);
            let mut stretches: Vec<TextRange> =
                edges.windows(2).map(|it| stretch(it[0], it[1])).collect();
            stretches.sort_by_key(|it| (it.start() as u64 + 1).wrapping_mul(shuffled | 1));
            let of = |part: TextRange| {
                let within = all.iter().copied();
                within.filter(|it| part.contains(it.start())).collect::<Vec<_>>()
            };
            let mut parts = stretches.into_iter();
            let first = parts.next().unwrap();
            let mut found = SearchMatches::new(query(), 60, first, of(first));
            let forward = all.iter().copied().find(|it| it.start() >= from);
            let backward = all.iter().copied().rfind(|it| it.start() < from);
            loop {
                for (step, expected) in [
                    (Step::From(from), forward.or(all.first().copied())),
                    (Step::Before(hit(from)), backward.or(all.last().copied())),
                ] {
                    match found.answer(step) {
                        Answer::Hit(there, _) => prop_assert_eq!(Some(there), expected),
                        Answer::Nothing => prop_assert_eq!(None, expected),
                        Answer::Unknown => prop_assert!(!found.is_complete()),
                    }
                }
                let Some(next) = parts.next() else { break };
                found.take(next, of(next));
            }
            prop_assert!(found.is_complete());
            prop_assert_eq!(found.within(stretch(0, 60)), &all[..]);
        }
    }
}
