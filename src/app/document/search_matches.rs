//! The matches of a search in one document, as far as they are known.
//!
//! A document may be a gigabyte: what is near the cursor is searched at once, the rest by a
//! worker that sends what it finds piece by piece, and no more than [`MOST_MATCHES`] are
//! kept. So it is recorded which stretches have been searched: only behind these is the next
//! match known.
//!
//! Must not know: who searches, and how.

use crate::text::search::Query;
use crate::text::{TextRange, in_thousands, plural};

/// The most matches that are kept of one search. Nobody goes through more of them, and their
/// memory is bounded: a search that reaches this number stops, and is begun again from the
/// cursor when one moves past the last match.
pub const MOST_MATCHES: usize = 10_000;

/// Where a search leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the first match at this byte or after it.
    From(usize),
    After(TextRange),
    Before(TextRange),
}

impl Step {
    /// Whether it leads towards the end of the document.
    pub fn is_forward(self) -> bool {
        !matches!(self, Self::Before(_))
    }

    /// The byte from which it leads away.
    pub(crate) fn origin(self) -> usize {
        match self {
            Self::From(byte) => byte,
            Self::After(range) | Self::Before(range) => range.start(),
        }
    }
}

/// Where a step leads, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Match(TextRange),
    /// It leads to this match, past an end of the document.
    Wrapped(TextRange),
    Nothing,
    Unknown,
}

/// A step that waits until it is known where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub step: Step,
    /// What was selected when it was asked for: whoever has moved since does not want it any
    /// more.
    pub selected: TextRange,
}

/// The matches of a search in one document, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct SearchMatches {
    query: Query,
    /// In order, not overlapping.
    matches: Vec<TextRange>,
    /// The stretches that were searched, in order, not touching.
    covered: Vec<TextRange>,
    /// The length of the document in bytes.
    len: usize,
    /// The number of the search that is running.
    pub running: Option<u64>,
    /// A step that waits for it.
    pub waiting: Option<Waiting>,
}

impl SearchMatches {
    /// Begins with the matches of one stretch, in a document of `len` bytes.
    pub fn new(query: Query, len: usize, near: TextRange, matches: Vec<TextRange>) -> Self {
        Self {
            query,
            matches,
            covered: vec![near],
            len,
            running: None,
            waiting: None,
        }
    }

    /// Stops the search, and keeps what was found.
    pub fn stop(&mut self) {
        self.running = None;
        self.waiting = None;
    }

    pub fn query(&self) -> &Query {
        &self.query
    }

    pub fn len(&self) -> usize {
        self.matches.len()
    }

    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// Whether no more matches are kept.
    pub(crate) fn is_full(&self) -> bool {
        self.matches.len() >= MOST_MATCHES
    }

    /// Whether the whole document has been searched.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_covered(0, self.len)
    }

    /// The matches that lie in a range, wholly or in part.
    pub fn within(&self, range: TextRange) -> &[TextRange] {
        let from = self
            .matches
            .partition_point(|matched| matched.end() <= range.start());
        let to = self
            .matches
            .partition_point(|matched| matched.start() < range.end());
        &self.matches[from..to.max(from)]
    }

    pub fn add(&mut self, covered: TextRange, matches: Vec<TextRange>) {
        let at = self
            .matches
            .partition_point(|matched| matched.start() < covered.start());
        // At the edges of what was known before, a match may be known twice, or run
        // into the next stretch.
        let from = at
            .checked_sub(1)
            .map_or(0, |before| self.matches[before].end());
        let to = self
            .matches
            .get(at)
            .map_or(usize::MAX, |after| after.start());
        let new = matches.into_iter();
        let new = new.filter(|matched| matched.start() >= from && matched.end() <= to);
        self.matches.splice(at..at, new);
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

    pub fn answer(&self, step: Step) -> Answer {
        if self.matches.is_empty() && self.is_complete() {
            return Answer::Nothing;
        }
        let origin = step.origin();
        let matched = next_of(&self.matches, step).map(|at| &self.matches[at]);
        let (start, end) = (|matched: &TextRange| matched.start(), self.len);
        let known = match (matched, step.is_forward()) {
            (Some(matched), true) => self.is_covered(origin, start(matched)),
            (Some(matched), false) => self.is_covered(start(matched), origin),
            (None, true) => {
                let first = self.matches.first().map_or(origin, start);
                self.is_covered(origin, end) && self.is_covered(0, first)
            }
            (None, false) => {
                let last = self.matches.last().map_or(origin, start);
                self.is_covered(0, origin) && self.is_covered(last, end)
            }
        };
        let wrapped = if step.is_forward() {
            self.matches.first()
        } else {
            self.matches.last()
        };
        match (known, matched, wrapped) {
            (true, Some(matched), _) => Answer::Match(*matched),
            (true, None, Some(matched)) => Answer::Wrapped(*matched),
            _ => Answer::Unknown,
        }
    }

    /// Whether the running search will find where a step leads, the nearest matches first: it
    /// began before the step's origin and has reached it.
    pub(crate) fn leads_to(&self, step: Step) -> bool {
        let origin = step.origin();
        self.running.is_some() && step.is_forward() && self.is_covered(origin, origin)
    }

    fn is_covered(&self, from: usize, to: usize) -> bool {
        let covers = |stretch: &TextRange| stretch.start() <= from && stretch.end() >= to;
        self.covered.iter().any(covers)
    }

    /// How many matches there are, as far as that is known: `12 matches so far, 40 %`,
    /// `match 3 of 120`, `10,000+ matches`. Nothing where nothing was searched for.
    pub fn words(&self, selected: TextRange) -> Option<String> {
        if self.query.pattern.is_empty() || (self.is_empty() && self.running.is_none()) {
            return None;
        }
        let unit = plural(self.matches.len(), "match");
        let matches = in_thousands(self.matches.len());
        if self.running.is_some() {
            let percent = self.percent();
            return Some(format!("{matches} {unit} so far, {percent} %"));
        }
        let number = self.matches.binary_search(&selected).ok();
        let of = if self.is_full() {
            most()
        } else {
            matches.clone()
        };
        let counted = self.is_covered(0, selected.start());
        Some(match number {
            _ if !self.is_full() && !self.is_complete() => {
                format!("{matches} {unit} in {} %", self.percent())
            }
            Some(number) if counted => format!("match {} of {of}", in_thousands(number + 1)),
            Some(_) => format!("one of {of} matches"),
            None => format!("{of} {unit}"),
        })
    }

    /// All that are kept, in order.
    pub(crate) fn all(&self) -> &[TextRange] {
        &self.matches
    }

    /// The searched part of the document, in whole percent.
    pub(crate) fn percent(&self) -> usize {
        let covered: usize = self.covered.iter().map(|stretch| stretch.len()).sum();
        (covered.saturating_mul(100))
            .checked_div(self.len)
            .map_or(100, |percent| percent.min(100))
    }
}

/// The number of the match that a step leads to without passing an end, among matches in
/// order.
pub(crate) fn next_of(matches: &[TextRange], step: Step) -> Option<usize> {
    let origin = step.origin();
    let at = matches.partition_point(|matched| matched.start() < origin);
    match step {
        Step::From(_) => Some(at).filter(|at| *at < matches.len()),
        // A match that was grown to its sentence is still the one to go on from.
        Step::After(here) => {
            let is_after = |matched: &TextRange| {
                matched.start() > here.start()
                    && (matched.start() >= here.end() || !here.covers(*matched))
            };
            let next = matches[at..].iter().position(is_after);
            next.map(|next| at + next)
        }
        Step::Before(_) => at.checked_sub(1),
    }
}

/// `10,000+`, for more matches than are kept.
pub(crate) fn most() -> String {
    format!("{}+", in_thousands(MOST_MATCHES))
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

    fn matched(byte: usize) -> TextRange {
        TextRange::between(byte, byte + 1)
    }

    fn stretch(from: usize, to: usize) -> TextRange {
        TextRange::between(from, to)
    }

    #[test]
    fn what_comes_next_is_only_said_where_everything_before_it_is_known() {
        let near = vec![matched(52), matched(58)];
        let mut found = SearchMatches::new(query(), 100, stretch(50, 60), near);
        assert_eq!(found.answer(Step::From(51)), Answer::Match(matched(52)));
        assert_eq!(
            found.answer(Step::After(matched(52))),
            Answer::Match(matched(58))
        );
        assert_eq!(found.answer(Step::After(matched(58))), Answer::Unknown);
        assert_eq!(found.answer(Step::Before(matched(52))), Answer::Unknown);
        assert_eq!(found.answer(Step::After(matched(10))), Answer::Unknown);
        found.add(stretch(60, 100), vec![matched(99)]);
        assert_eq!(
            found.answer(Step::After(matched(58))),
            Answer::Match(matched(99))
        );
        assert_eq!(found.answer(Step::After(matched(99))), Answer::Unknown);
        found.add(stretch(0, 50), vec![matched(7)]);
        assert_eq!(
            found.answer(Step::After(matched(99))),
            Answer::Wrapped(matched(7))
        );
        assert_eq!(
            found.answer(Step::Before(matched(7))),
            Answer::Wrapped(matched(99))
        );
        assert!(found.is_complete());
    }

    #[test]
    fn how_far_it_is_stands_in_words() {
        let mut found = SearchMatches::new(query(), 200, stretch(0, 50), vec![matched(3)]);
        assert_eq!(found.words(matched(3)).unwrap(), "1 match in 25 %");
        found.running = Some(1);
        assert_eq!(found.words(matched(3)).unwrap(), "1 match so far, 25 %");
        found.add(stretch(50, 200), vec![matched(70)]);
        found.stop();
        assert_eq!(found.words(matched(70)).unwrap(), "match 2 of 2");
        assert_eq!(found.words(matched(71)).unwrap(), "2 matches");
        assert_eq!(SearchMatches::default().words(matched(0)), None);
        let many: Vec<TextRange> = (0..MOST_MATCHES)
            .map(|number| matched(number * 2))
            .collect();
        let full = SearchMatches::new(query(), 1 << 20, stretch(0, 1 << 15), many);
        assert_eq!(full.words(matched(4)).unwrap(), "match 3 of 10,000+");
        assert_eq!(full.words(matched(5)).unwrap(), "10,000+ matches");
    }

    proptest! {
        /// Whatever the order in which stretches come, the end is the same, and a
        /// step never leads past a match that is not known yet.
        #[test]
        fn stretches_in_any_order_make_the_whole(
            bytes in prop::collection::btree_set(0usize..60, 0..20),
            cuts in prop::collection::btree_set(1usize..60, 0..5),
            shuffled: u64,
            from in 0usize..60,
        ) {
            let all: Vec<TextRange> = bytes.iter().map(|byte| matched(*byte)).collect();
            let mut edges: Vec<usize> = vec![0];
            edges.extend(&cuts);
            edges.push(60);
            let mut stretches: Vec<TextRange> =
                edges.windows(2).map(|pair| stretch(pair[0], pair[1])).collect();
            stretches.sort_by_key(|stretch| (stretch.start() as u64 + 1).wrapping_mul(shuffled | 1));
            let of = |part: TextRange| {
                let within = all.iter().copied();
                within.filter(|matched| part.contains(matched.start())).collect::<Vec<_>>()
            };
            let mut parts = stretches.into_iter();
            let first = parts.next().unwrap();
            let mut found = SearchMatches::new(query(), 60, first, of(first));
            let forward = all.iter().copied().find(|matched| matched.start() >= from);
            let backward = all.iter().copied().rfind(|matched| matched.start() < from);
            loop {
                for (step, expected) in [
                    (Step::From(from), forward.or(all.first().copied())),
                    (Step::Before(matched(from)), backward.or(all.last().copied())),
                ] {
                    match found.answer(step) {
                        Answer::Match(there) | Answer::Wrapped(there) => prop_assert_eq!(Some(there), expected),
                        Answer::Nothing => prop_assert_eq!(None, expected),
                        Answer::Unknown => prop_assert!(!found.is_complete()),
                    }
                }
                let Some(next) = parts.next() else { break };
                found.add(next, of(next));
            }
            prop_assert!(found.is_complete());
            prop_assert_eq!(found.within(stretch(0, 60)), &all[..]);
        }
    }
}
