//! Where words stand in a text about so: with some of them gone, and others between them.
//!
//! Must not know: which of the words are a passage, and which its context.

use std::collections::HashMap;
use std::ops::Range;

use super::alignment::Alignment;
use super::target::Target;
use super::tokens::{Token, Vocabulary};

/// A word that was found: its number among those that were looked for, and in the text.
pub(super) type Pair = (usize, usize);

/// What a word costs that is missing, and one that has come between; a word that is there
/// earns its weight.
const MISSING: f32 = 0.15;
const ADDED: f32 = 0.1;
/// The part of its weight that a word earns in another case.
const ALIKE: f32 = 0.4;

/// Up to this many tokens of a text are looked at closely; of more, the parts that have
/// most of the words.
const CLOSE: usize = 4096;
/// More words than this are laid beside the text by their differences alone.
const MANY: usize = 512;

/// The words that stand in a part of a text in the same order, closest together: a local
/// alignment (Smith and Waterman 1981).
pub(super) fn find(words: &[Token], within: Range<usize>, target: &Target<'_>) -> Vec<Pair> {
    let mut best = (0.0, Vec::new());
    for part in likely(words, within, target) {
        let found = match words.len() > MANY {
            true => by_difference(words, part, target),
            false => by_score(words, part, target),
        };
        if found.0 > best.0 {
            best = found;
        }
    }
    best.1
}

/// The parts of a text that have most of the words, in the order of these.
fn likely(words: &[Token], within: Range<usize>, target: &Target<'_>) -> Vec<Range<usize>> {
    /// The tokens that the beginnings of one passage may be apart.
    const BUCKET: usize = 64;
    /// How often a word may stand in the text that tells where to look.
    const TELLING: usize = 256;
    /// How many parts are looked at closely.
    const PARTS: usize = 3;
    if within.len() <= CLOSE {
        return vec![within];
    }
    let mut votes: HashMap<usize, f32> = HashMap::new();
    for (number, word) in words.iter().enumerate() {
        let places = target.places().of(word.form);
        let from = places.partition_point(|place| (*place as usize) < within.start);
        let end = places.partition_point(|place| (*place as usize) < within.end);
        if end - from > TELLING {
            continue;
        }
        for place in &places[from..end] {
            let begins = (*place as usize).saturating_sub(number) / BUCKET;
            // What begins near the edge of a bucket counts for the next one, too.
            for bucket in [begins, begins + 1] {
                *votes.entry(bucket).or_default() += target.vocabulary.weight(word.form);
            }
        }
    }
    let mut votes: Vec<(usize, f32)> = votes.into_iter().collect();
    votes.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    votes.truncate(PARTS);
    let part = |(bucket, _): (usize, f32)| {
        let begins = bucket * BUCKET;
        let from = begins.saturating_sub(BUCKET + words.len());
        let end = begins + BUCKET + 2 * words.len();
        from.max(within.start)..end.min(within.end)
    };
    votes.into_iter().map(part).collect()
}

fn by_difference(words: &[Token], part: Range<usize>, target: &Target<'_>) -> (f32, Vec<Pair>) {
    let here = &target.tokens.0[part.clone()];
    let alignment = Alignment::new(words, here, &target.vocabulary);
    let pairs = (0..words.len())
        .filter_map(|number| Some((number, part.start + alignment.new_of(number)?)));
    let pairs: Vec<Pair> = pairs.collect();
    let found = pairs.iter().map(|(number, _)| words[*number].form);
    (
        found.map(|form| target.vocabulary.weight(form)).sum(),
        pairs,
    )
}

fn by_score(words: &[Token], part: Range<usize>, target: &Target<'_>) -> (f32, Vec<Pair>) {
    let here = &target.tokens.0[part.clone()];
    let scores = Scores::new(words, here, &target.vocabulary);
    let mut pairs = scores.trace(words, here, &target.vocabulary);
    for (_, place) in &mut pairs {
        *place += part.start;
    }
    (scores.best.0, pairs)
}

/// The best score of an alignment that ends at each pair of a word and a token.
struct Scores {
    scores: Vec<f32>,
    width: usize,
    /// The best of all, and where it ends.
    best: (f32, usize, usize),
}

impl Scores {
    fn new(words: &[Token], here: &[Token], vocabulary: &Vocabulary) -> Self {
        let width = here.len() + 1;
        let mut all = Self {
            scores: vec![0.0; (words.len() + 1) * width],
            width,
            best: (0.0, 0, 0),
        };
        for (word, row) in words.iter().zip(1..) {
            let weight = vocabulary.weight(word.form);
            for (token, column) in here.iter().zip(1..) {
                let gap = (all.at(row - 1, column) - MISSING).max(all.at(row, column - 1) - ADDED);
                let score = if word.form == token.form {
                    gap.max(all.at(row - 1, column - 1) + weight)
                } else if vocabulary.are_alike(*word, *token) {
                    gap.max(all.at(row - 1, column - 1) + weight * ALIKE)
                } else {
                    gap.max(0.0)
                };
                all.scores[row * width + column] = score;
                if score > all.best.0 {
                    all.best = (score, row, column);
                }
            }
        }
        all
    }

    fn at(&self, row: usize, column: usize) -> f32 {
        self.scores[row * self.width + column]
    }

    /// The pairs of the best alignment, in order.
    fn trace(&self, words: &[Token], here: &[Token], vocabulary: &Vocabulary) -> Vec<Pair> {
        let (_, mut row, mut column) = self.best;
        let mut pairs = Vec::new();
        while row > 0 && column > 0 && self.at(row, column) > 0.0 {
            let (missing, added) = (self.at(row - 1, column), self.at(row, column - 1));
            let gap = (missing - MISSING).max(added - ADDED);
            let is_pair = vocabulary.are_alike(words[row - 1], here[column - 1]);
            if is_pair && self.at(row, column) > gap {
                (row, column) = (row - 1, column - 1);
                pairs.push((row, column));
            } else if missing - MISSING >= added - ADDED {
                row -= 1;
            } else {
                column -= 1;
            }
        }
        pairs.reverse();
        pairs
    }
}
