//! What it costs to find very many tags again in a large document with many edits.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::cases::{Kind, Pair, Points};
use crate::peers::Peer;
use crate::program::{Found, Tagged};
use crate::score::{Tally, Verdict, judge};
use crate::support::chance::Chance;
use crate::support::timed::{milliseconds, quantile};

const BYTES: usize = 10_000_000;
const TAGS: usize = 10_000;
const EDITS: usize = 1000;
const ROUNDS: usize = 5;
/// No further round is begun after so long.
const LONG: Duration = Duration::from_secs(60);
const SEED: u64 = 13;

/// A document before and after its edits.
struct Edited {
    old: String,
    new: String,
    passages: Vec<Points>,
    /// Where the passages stand that no edit has touched.
    truths: Vec<Option<Points>>,
}

pub fn measure(pairs: &[Pair], _: &[Peer]) {
    let edited = edited(pairs);
    let [unchanged, changed] = [(); 2].map(|()| Tagged::new(&edited.old, &edited.passages));
    changed.replace(&edited.new);
    let mut times: [Vec<Duration>; 3] = Default::default();
    let mut told = [Vec::new(), Vec::new()];
    let begin = Instant::now();
    for round in 0..ROUNDS {
        if round > 0 && begin.elapsed() > LONG {
            break;
        }
        times[0].push(timed(&unchanged).0);
        let (time, found) = timed(&changed);
        times[1].push(time);
        told[0] = found;
    }
    changed.forget();
    for round in 0..times[1].len() {
        if round > 0 && begin.elapsed() > 2 * LONG {
            break;
        }
        let (time, found) = timed(&changed);
        times[2].push(time);
        told[1] = found;
    }
    let [same, with, without] = times.map(|mut times| milliseconds(quantile(&mut times, 0.5)));
    println!(
        "\n| `list`, {TAGS} tags, {} MB, {EDITS} edits | ms | of unchanged | states \
         | untouched right, % |",
        edited.old.len() / 1_000_000
    );
    println!("|---|---:|---:|---|---:|");
    println!("| unchanged | {same:.0} | 1.00 | | |");
    for (name, time, found) in [
        ("changed", with, &told[0]),
        ("changed, no state folder", without, &told[1]),
    ] {
        let (states, right) = (states(found), untouched(&edited, found));
        let ratio = time / same;
        println!("| {name} | {time:.0} | {ratio:.2} | {states} | {right:.2} |");
    }
}

fn timed(tagged: &Tagged) -> (Duration, Vec<Found>) {
    let begin = Instant::now();
    let output = tagged.run();
    let took = begin.elapsed();
    (took, tagged.told(&output))
}

fn states(found: &[Found]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in found {
        *counts.entry(&tag.state).or_default() += 1;
    }
    let counts = counts
        .iter()
        .map(|(state, count)| format!("{count} {state}"));
    counts.collect::<Vec<_>>().join(", ")
}

fn untouched(edited: &Edited, found: &[Found]) -> f64 {
    let mut tally = Tally::default();
    for (truth, found) in edited.truths.iter().zip(found) {
        if truth.is_some() {
            let verdict = judge(Kind::Kept, truth.as_ref(), found.at.as_ref());
            tally.add(Kind::Kept, verdict);
        }
    }
    tally.percent(Verdict::Right)
}

/// Sentences of words of the revisions, each word with what comes after it.
fn words(pairs: &[Pair]) -> Vec<(&str, &'static str)> {
    let stock: Vec<&str> = pairs
        .iter()
        .flat_map(|pair| pair.old.split_whitespace())
        .collect();
    let mut chance = Chance(SEED);
    let mut words = Vec::new();
    let (mut bytes, mut left) = (0, 10);
    while bytes < BYTES {
        let word = stock[chance.below(stock.len())];
        left -= 1;
        let gap = match left {
            0 if chance.below(4) == 0 => ".\n\n",
            0 => ". ",
            _ => " ",
        };
        if left == 0 {
            left = 8 + chance.below(16);
        }
        bytes += word.len() + gap.len();
        words.push((word, gap));
    }
    words
}

/// The document, its tags in even distances and its edits in even ones, too.
fn edited(pairs: &[Pair]) -> Edited {
    let words = words(pairs);
    let mut chance = Chance(SEED + 1);
    let edits = spread(&mut chance, EDITS, words.len());
    let mut edited = Edited {
        old: String::new(),
        new: String::new(),
        passages: Vec::new(),
        truths: Vec::new(),
    };
    let [mut old, mut new] = [(); 2].map(|()| Vec::with_capacity(words.len()));
    let [mut old_length, mut new_length] = [0, 0];
    for (at, &(word, gap)) in words.iter().enumerate() {
        let points = word.chars().count();
        old.push(old_length..old_length + points);
        new.push(new_length..new_length + points);
        edited.old.push_str(word);
        edited.old.push_str(gap);
        old_length += points + gap.len();
        let before = edited.new.len();
        let other = words[chance.below(words.len())].0;
        match (edits.contains(&at), at % 3) {
            (false, _) => edited.new.extend([word, gap]),
            (true, 0) => edited.new.extend([word, " ", other, gap]),
            (true, 1) => edited.new.extend([other, gap]),
            (true, _) => {}
        }
        new_length += edited.new[before..].chars().count();
    }
    let starts = spread(&mut chance, TAGS, words.len() - 40);
    for first in starts {
        let last = first + 2 + chance.below(20);
        edited.passages.push(old[first].start..old[last].end);
        let is_touched = edits.range(first..=last).next().is_some();
        let truth = (!is_touched).then(|| new[first].start..new[last].end);
        edited.truths.push(truth);
    }
    edited
}

/// So many numbers below a limit, one in each of as many equal stretches.
fn spread(chance: &mut Chance, count: usize, limit: usize) -> BTreeSet<usize> {
    let stretch = limit / count;
    (0..count)
        .map(|number| number * stretch + chance.below(stretch))
        .collect()
}
