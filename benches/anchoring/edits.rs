//! The cases as they are: real edits to real documents.

use std::collections::BTreeMap;

use crate::cases::{Pair, Points};
use crate::peers::{Job, Peer};
use crate::program::{Found, Tagged};
use crate::score::{self, Tally, judge};

/// What was found of each case of each pair.
type Places = Vec<Vec<Option<Points>>>;

pub fn measure(pairs: &[Pair], peers: &[Peer]) {
    let mut with_snapshot = Vec::new();
    let mut without_snapshot = Vec::new();
    for pair in pairs {
        let passages: Vec<Points> = pair.cases.iter().map(|case| case.old.clone()).collect();
        let tagged = Tagged::new(&pair.old, &passages);
        tagged.replace(&pair.new);
        with_snapshot.push(tagged.list());
        tagged.forget();
        without_snapshot.push(tagged.list());
    }
    score::begin("real edits");
    score::row("postil", &tally(pairs, &places(&with_snapshot)));
    let jobs: Vec<Job> = pairs.iter().map(Job::of_pair).collect();
    for peer in peers {
        for (method, places) in peer.find(&jobs) {
            score::row(&method, &tally(pairs, &places));
        }
    }
    score::begin("real edits, without the state folder");
    score::row("postil", &tally(pairs, &places(&without_snapshot)));
    by_state("by what `list` says", pairs, &with_snapshot);
    by_state(
        "the same without the state folder",
        pairs,
        &without_snapshot,
    );
}

fn places(found: &[Vec<Found>]) -> Places {
    let place = |found: &Found| found.at.clone();
    let of_pair = |found: &Vec<Found>| found.iter().map(place).collect();
    found.iter().map(of_pair).collect()
}

fn tally(pairs: &[Pair], places: &Places) -> Tally {
    let mut tally = Tally::default();
    for (pair, places) in pairs.iter().zip(places) {
        for (case, place) in pair.cases.iter().zip(places) {
            let verdict = judge(case.kind, case.truth.as_ref(), place.as_ref());
            tally.add(case.kind, verdict);
        }
    }
    tally
}

/// How far each word of the program can be relied on.
fn by_state(title: &str, pairs: &[Pair], found: &[Vec<Found>]) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (pair, found) in pairs.iter().zip(found) {
        for (case, found) in pair.cases.iter().zip(found) {
            let verdict = judge(case.kind, case.truth.as_ref(), found.at.as_ref());
            let tally = tallies.entry(&found.state).or_default();
            tally.add(case.kind, verdict);
        }
    }
    score::begin(title);
    for (state, tally) in tallies {
        score::row(state, &tally);
    }
}
