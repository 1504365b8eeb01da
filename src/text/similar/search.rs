//! The search: all sentences are scored roughly, and the best of them exactly.
//!
//! Must not know: documents beyond their names.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::grams::each_gram;
use super::index::Index;
use super::prepared::Prepared;
use super::top::Top;
use super::words::each_word;

/// The parameters of BM25.
const K1: f32 = 1.5;
const B: f32 = 0.75;
/// What words side by side count beside the other two, which count 1.
const PAIRS: f32 = 0.1;
/// What the better one of the sentences around a sentence counts: a statement is often made in
/// two of them.
const CONTEXT: f32 = 0.3;
/// So many sentences are scored exactly for each of the two rough scores, at least.
const CANDIDATES: usize = 60;
const MOST_CANDIDATES: usize = 5000;
/// The words of a query that are looked at: more are no sentence.
const MOST_WORDS: usize = 1000;
/// A sentence that shares no stem is close to a query from this cosine on.
const CLOSE: f32 = 0.1;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The sentence.
    pub text: &'a str,
    /// The name of the document that is left out.
    pub without: Option<&'a str>,
    /// How many sentences are wanted, at most.
    pub most: usize,
}

/// A sentence that says something close.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'a> {
    /// The name of its document.
    pub document: &'a str,
    /// Its number there, from 0.
    pub sentence: usize,
    /// Its bytes there.
    pub start: usize,
    /// The end of them.
    pub end: usize,
    /// How close it is: above 0, and 1 for the same words. Sentences are in the order of this.
    pub score: f32,
    /// The part of what the query says, by the rareness of its stems, that it says, too.
    pub covered: f32,
}

impl Index {
    /// The sentences that say something close, best first.
    pub fn search(&mut self, wanted: &Wanted<'_>) -> Vec<Found<'_>> {
        let mut prepared = self.take_prepared();
        let found = self.search_prepared(wanted, &mut prepared);
        self.prepared = Some(prepared);
        let documents = &self.documents;
        let found = found.into_iter().map(|hit| {
            let document = &documents[hit.document];
            let sentence = &document.sentences[hit.sentence];
            Found {
                document: &document.name,
                sentence: hit.sentence,
                start: sentence.start as usize,
                end: sentence.end as usize,
                score: hit.score,
                covered: hit.covered,
            }
        });
        found.collect()
    }

    /// Finds what all questions need, so that the first one does not wait for it.
    pub fn prepare(&mut self) {
        self.prepared = Some(self.take_prepared());
    }

    fn take_prepared(&mut self) -> Prepared {
        let prepared = self.prepared.take();
        prepared.unwrap_or_else(|| Prepared::of(&self.vocabulary, &self.documents))
    }

    fn search_prepared(&self, wanted: &Wanted<'_>, prepared: &mut Prepared) -> Vec<Hit> {
        let query = Query::of(wanted.text, prepared);
        if query.grams.is_empty() || wanted.most == 0 {
            return Vec::new();
        }
        let without = wanted.without.and_then(|name| self.place(name).ok());
        let marked = query.mark(prepared);
        let candidates = self.candidates(&query, prepared, without, wanted.most);
        let mut hits: Vec<Hit> = candidates
            .into_iter()
            .filter_map(|number| self.score(number, &query, prepared))
            .collect();
        for word in marked {
            let worth = &mut prepared.worth[word as usize];
            (worth.grams, worth.slot) = (0.0, 0);
        }
        rank(&mut hits);
        hits.truncate(wanted.most);
        hits
    }

    /// The numbers of the sentences that may be among the best.
    fn candidates(
        &self,
        query: &Query,
        prepared: &Prepared,
        without: Option<usize>,
        most: usize,
    ) -> BTreeSet<u32> {
        let most = (2 * most).clamp(CANDIDATES, MOST_CANDIDATES);
        let (mut by_words, mut by_grams) = (Top::new(most), Top::new(most));
        let mut counts = Counts::new(query);
        for (place, document) in self.documents.iter().enumerate() {
            if Some(place) == without {
                continue;
            }
            for (number, (_, words)) in (prepared.firsts[place]..).zip(document.sentences()) {
                let (mut product, mut length) = (0.0, 0.0);
                for word in words {
                    let worth = &prepared.worth[*word as usize];
                    product += worth.grams;
                    length += worth.length;
                    counts.count(worth.slot);
                }
                if product > 0.0 {
                    by_grams.take(product * product / length, number);
                }
                if !counts.found.is_empty() {
                    by_words.take(counts.bm25(query, words.len(), prepared.average), number);
                    counts.clear();
                }
            }
        }
        by_words.numbers().chain(by_grams.numbers()).collect()
    }

    /// Scores a sentence exactly, as far as it can be scored without the others.
    fn score(&self, number: u32, query: &Query, prepared: &Prepared) -> Option<Hit> {
        let (document, sentence) = prepared.document_of(number);
        let words = self.documents[document].words_of(sentence);
        let mut counts = Counts::new(query);
        let mut pairs = BTreeSet::new();
        let mut before = 0;
        for word in words {
            let slot = prepared.worth[*word as usize].slot;
            counts.count(slot);
            if query.pairs.contains(&(before, slot)) {
                pairs.insert((before, slot));
            }
            before = slot;
        }
        let own = words.iter().map(|word| self.vocabulary.word(*word));
        let cosine = query.grams.cosine(&Grams::of(own, prepared));
        let bm25 = counts.bm25(query, words.len(), prepared.average);
        let covered = counts.found.iter().map(|slot| query.idf[*slot as usize]);
        let idf_of_pair =
            |pair: &(u16, u16)| query.idf[pair.0 as usize] + query.idf[pair.1 as usize];
        let sum_of_pairs: f32 = query.pairs.iter().map(idf_of_pair).sum();
        let shared: f32 = pairs.iter().map(idf_of_pair).sum();
        (bm25 > 0.0 || cosine >= CLOSE).then(|| Hit {
            document,
            sentence,
            bm25,
            cosine,
            pairs: if sum_of_pairs > 0.0 {
                shared / sum_of_pairs
            } else {
                0.0
            },
            covered: (covered.sum::<f32>() / query.idf_of_all).min(1.0),
            score: 0.0,
        })
    }
}

struct Hit {
    document: usize,
    sentence: usize,
    bm25: f32,
    cosine: f32,
    pairs: f32,
    covered: f32,
    score: f32,
}

/// Scores hits by the best of them, and puts them in order.
fn rank(hits: &mut [Hit]) {
    let best = |of: fn(&Hit) -> f32| hits.iter().map(of).fold(0.0, f32::max);
    let (bm25, cosine) = (best(|hit| hit.bm25), best(|hit| hit.cosine));
    let part = |value: f32, of: f32| if of > 0.0 { value / of } else { 0.0 };
    for hit in hits.iter_mut() {
        let sum = part(hit.bm25, bm25) + part(hit.cosine, cosine) + PAIRS * hit.pairs;
        hit.score = sum / (2.0 + PAIRS);
    }
    let alone = hits
        .iter()
        .map(|hit| ((hit.document, hit.sentence), hit.score));
    let alone: BTreeMap<(usize, usize), f32> = alone.collect();
    for hit in hits.iter_mut() {
        let around = [hit.sentence.wrapping_sub(1), hit.sentence + 1];
        let around = around.map(|sentence| alone.get(&(hit.document, sentence)).copied());
        let better = around.into_iter().flatten().fold(0.0, f32::max);
        hit.score += CONTEXT * better;
    }
    hits.sort_by(|one, other| {
        let place = |hit: &Hit| (hit.document, hit.sentence);
        let by_score = other.score.total_cmp(&one.score);
        by_score.then_with(|| place(one).cmp(&place(other)))
    });
    for hit in hits {
        // So that the scores of two queries can be compared.
        hit.score = hit.score.min(1.0) * cosine.max(f32::MIN_POSITIVE);
    }
}

/// What is known of a query before it meets a sentence.
struct Query {
    /// The idf of each of its stems that is in the index, by slot; the first is of none.
    idf: Vec<f32>,
    /// The stems of each slot.
    stems: Vec<Vec<u32>>,
    /// That of all its stems together.
    idf_of_all: f32,
    pairs: BTreeSet<(u16, u16)>,
    grams: Grams,
}

impl Query {
    fn of(text: &str, prepared: &Prepared) -> Self {
        let mut words: Vec<String> = Vec::new();
        each_word(text, |word, _| {
            if words.len() < MOST_WORDS {
                words.push(word.to_owned());
            }
        });
        let mut query = Self {
            idf: vec![0.0],
            stems: vec![Vec::new()],
            idf_of_all: 0.0,
            pairs: BTreeSet::new(),
            grams: Grams::of(words.iter().map(String::as_str), prepared),
        };
        let mut slots: BTreeMap<u32, u16> = BTreeMap::new();
        let mut unknown = HashSet::new();
        let mut before = 0;
        for word in &words {
            let slot = query.slot(word, prepared, &mut slots);
            if slot == 0 && unknown.insert(word) {
                query.idf_of_all += prepared.unknown_idf;
            }
            if before > 0 && slot > 0 {
                query.pairs.insert((before, slot));
            }
            before = slot;
        }
        query.idf_of_all += query.idf.iter().sum::<f32>();
        query
    }

    /// The slot of a word: of what it is stemmed to in any of the languages of the documents,
    /// since that of a single sentence is not known well. 0 where the index has none of it.
    fn slot(&mut self, word: &str, prepared: &Prepared, slots: &mut BTreeMap<u32, u16>) -> u16 {
        let languages = prepared.languages.iter();
        let stems = languages.filter_map(|language| prepared.stem(&language.stem(word)));
        let stems: BTreeSet<u32> = stems.collect();
        if let Some(slot) = stems.iter().find_map(|stem| slots.get(stem)) {
            return *slot;
        }
        let Ok(slot) = u16::try_from(self.idf.len()) else {
            return 0;
        };
        let idf = stems.iter().map(|stem| prepared.stem_idf[*stem as usize]);
        let Some(idf) = idf.reduce(f32::min) else {
            return 0;
        };
        self.idf.push(idf);
        slots.extend(stems.iter().map(|stem| (*stem, slot)));
        self.stems.push(stems.into_iter().collect());
        slot
    }

    /// Notes what each word is worth to the query; answers which words are worth anything.
    fn mark(&self, prepared: &mut Prepared) -> Vec<u32> {
        let mut marked = Vec::new();
        for (bucket, weight) in &self.grams.weights {
            let product = weight * prepared.gram_idf[*bucket as usize];
            for word in prepared.gram_words.of_group(*bucket) {
                prepared.worth[*word as usize].grams += product;
                marked.push(*word);
            }
        }
        for (slot, stems) in (0..).zip(&self.stems) {
            for stem in stems {
                for word in prepared.stem_words.of_group(*stem) {
                    prepared.worth[*word as usize].slot = slot;
                    marked.push(*word);
                }
            }
        }
        marked
    }
}

/// How often each stem of a query is in a sentence.
struct Counts {
    by_slot: Vec<u16>,
    found: Vec<u16>,
}

impl Counts {
    fn new(query: &Query) -> Self {
        Self {
            by_slot: vec![0; query.idf.len()],
            found: Vec::new(),
        }
    }

    fn count(&mut self, slot: u16) {
        if slot > 0 {
            let count = &mut self.by_slot[usize::from(slot)];
            if *count == 0 {
                self.found.push(slot);
            }
            *count = count.saturating_add(1);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "the words of a sentence")]
    fn bm25(&self, query: &Query, words: usize, average: f32) -> f32 {
        let damped = K1 * (1.0 - B + B * words as f32 / average);
        let scores = self.found.iter().map(|slot| {
            let count = f32::from(self.by_slot[usize::from(*slot)]);
            query.idf[usize::from(*slot)] * count * (K1 + 1.0) / (count + damped)
        });
        scores.sum()
    }

    fn clear(&mut self) {
        for slot in self.found.drain(..) {
            self.by_slot[usize::from(slot)] = 0;
        }
    }
}

/// The n-grams of some words by TF-IDF.
struct Grams {
    /// By bucket.
    weights: Vec<(u32, f32)>,
    length: f32,
}

impl Grams {
    fn of<'a>(words: impl Iterator<Item = &'a str>, prepared: &Prepared) -> Self {
        let mut buckets = Vec::new();
        for word in words {
            each_gram(word, |gram| buckets.push(prepared.bucket(gram)));
        }
        buckets.sort_unstable();
        let weights = buckets.chunk_by(|one, other| one == other).map(|same| {
            #[expect(clippy::cast_precision_loss, reason = "the n-grams of a sentence")]
            let count = same.len() as f32;
            (same[0], count * prepared.gram_idf[same[0] as usize])
        });
        let weights: Vec<(u32, f32)> = weights.collect();
        let squares = weights.iter().map(|(_, weight)| weight * weight);
        Self {
            length: squares.sum::<f32>().sqrt(),
            weights,
        }
    }

    fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    fn cosine(&self, other: &Self) -> f32 {
        let mut product = 0.0;
        let mut others = other.weights.iter().peekable();
        for (bucket, weight) in &self.weights {
            while others.next_if(|(other, _)| other < bucket).is_some() {}
            if let Some((_, other)) = others.next_if(|(other, _)| other == bucket) {
                product += weight * other;
            }
        }
        let lengths = self.length * other.length;
        if lengths > 0.0 {
            (product / lengths).min(1.0)
        } else {
            0.0
        }
    }
}
