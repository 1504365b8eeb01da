//! What a search needs to know of all sentences together: how rare each stem and n-gram is,
//! and which words have it. Found anew when documents have changed, from the vocabulary and
//! one pass over the sentences.
//!
//! Must not know: the query.

use foldhash::HashMap;

use super::document::Document;
use super::grams::each_gram;
use super::stem::StemLanguage;
use super::vocabulary::Vocabulary;

/// The n-grams of a vocabulary fall into so many buckets for each of its words, and those of
/// one bucket are taken for the same.
const BUCKETS_A_WORD: usize = 8;
const FEWEST_BUCKETS: usize = 1 << 14;
const MOST_BUCKETS: usize = 1 << 22;

#[derive(Debug, Clone)]
pub(super) struct Prepared {
    /// The number of the first sentence of each document among all sentences, and the end.
    pub firsts: Vec<u32>,
    /// Words a sentence, for those that have any.
    pub average: f32,
    pub languages: Vec<StemLanguage>,
    stems: HashMap<Box<str>, u32>,
    /// How rare each stem is: its inverse document frequency in BM25.
    pub stem_idf: Vec<f32>,
    pub stem_words: Groups,
    /// That of a stem that is nowhere.
    pub unknown_idf: f32,
    /// The words with an n-gram of a bucket, once for each.
    pub gram_words: Groups,
    pub gram_idf: Vec<f32>,
    /// What each word is worth to the query at hand.
    pub worth: Vec<Worth>,
}

/// What a word is worth to a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    /// The product of its n-grams with those of the query.
    pub grams: f32,
    /// The squared length of its n-grams, for any query.
    pub length: f32,
    /// The number of its stem among those of the query, from 1; or 0.
    pub slot: u16,
}

/// Numbers in groups.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Groups {
    /// Groups what `each` gives twice: a group and a member.
    fn of(count: usize, each: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let mut starts = vec![0; count + 1];
        each(&mut |group, _| starts[group as usize + 1] += 1);
        for group in 0..count {
            starts[group + 1] += starts[group];
        }
        let mut members = vec![0; starts[count] as usize];
        let mut next = starts.clone();
        each(&mut |group, member| {
            let place = &mut next[group as usize];
            members[*place as usize] = member;
            *place += 1;
        });
        Self { starts, members }
    }

    pub fn of_group(&self, group: u32) -> &[u32] {
        let group = group as usize;
        &self.members[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

impl Prepared {
    pub fn of(vocabulary: &Vocabulary, documents: &[Document]) -> Self {
        let (stems, stem_of) = stems(vocabulary);
        let frequencies = Frequencies::count(documents, (vocabulary.len(), stems.len()), &stem_of);
        let count = frequencies.sentences;
        let idf = |found: u32| ((count - f32_of(found) + 0.5) / (f32_of(found) + 0.5)).ln_1p();
        let words = vocabulary.len();
        let buckets = (words * BUCKETS_A_WORD).next_power_of_two();
        let buckets = buckets.clamp(FEWEST_BUCKETS, MOST_BUCKETS);
        let mask = u32::try_from(buckets - 1).unwrap_or(u32::MAX);
        let gram_words = Groups::of(buckets, |each| {
            for (number, (_, word)) in (0..).zip(vocabulary.iter()) {
                each_gram(word, |gram| each(gram & mask, number));
            }
        });
        let gram_idf = gram_idf(&gram_words, &frequencies);
        let worth = vocabulary.iter().map(|(_, word)| Worth {
            grams: 0.0,
            length: length(word, &gram_idf),
            slot: 0,
        });
        Self {
            firsts: firsts(documents),
            average: (frequencies.words_in_all / count.max(1.0)).max(1.0),
            languages: vocabulary.languages().collect(),
            stem_idf: frequencies.stems.iter().map(|found| idf(*found)).collect(),
            stem_words: Groups::of(stems.len(), |each| {
                for (number, stem) in (0..).zip(&stem_of) {
                    each(*stem, number);
                }
            }),
            stems,
            unknown_idf: idf(0),
            worth: worth.collect(),
            gram_words,
            gram_idf,
        }
    }

    pub fn stem(&self, stem: &str) -> Option<u32> {
        self.stems.get(stem).copied()
    }

    /// The bucket that an n-gram falls into.
    pub fn bucket(&self, gram: u32) -> u32 {
        bucket(gram, &self.gram_idf)
    }

    /// The document of a sentence, and the number of the sentence in it.
    pub fn document_of(&self, sentence: u32) -> (usize, usize) {
        let after = self.firsts.partition_point(|first| *first <= sentence);
        let document = after.saturating_sub(1);
        (document, (sentence - self.firsts[document]) as usize)
    }
}

fn bucket(gram: u32, buckets: &[f32]) -> u32 {
    gram & u32::try_from(buckets.len() - 1).unwrap_or(u32::MAX)
}

/// The stems of all words, and the stem of each word.
fn stems(vocabulary: &Vocabulary) -> (HashMap<Box<str>, u32>, Vec<u32>) {
    let mut stems: HashMap<Box<str>, u32> = HashMap::default();
    let of_word = vocabulary.iter().map(|(language, word)| {
        let stem = language.stem(word);
        if let Some(number) = stems.get(&*stem) {
            return *number;
        }
        let number = u32::try_from(stems.len()).unwrap_or(u32::MAX);
        stems.insert(Box::from(&*stem), number);
        number
    });
    let of_word = of_word.collect();
    (stems, of_word)
}

fn firsts(documents: &[Document]) -> Vec<u32> {
    let counts = documents.iter().map(|document| document.sentences.len());
    let ends = counts.scan(0_u32, |end, count| {
        *end = end.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// In how many sentences something is.
struct Frequencies {
    /// Sentences with words.
    sentences: f32,
    words_in_all: f32,
    words: Vec<u32>,
    stems: Vec<u32>,
}

impl Frequencies {
    fn count(documents: &[Document], (words, stems): (usize, usize), stem_of: &[u32]) -> Self {
        let mut words = Counter::new(words);
        let mut by_stem = Counter::new(stems);
        let mut sentences = 0;
        let mut all = 0;
        for document in documents {
            for (_, numbers) in document.sentences() {
                if numbers.is_empty() {
                    continue;
                }
                sentences += 1;
                all += numbers.len();
                for number in numbers {
                    words.count(*number, sentences);
                    by_stem.count(stem_of[*number as usize], sentences);
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        let words_in_all = all as f32;
        Self {
            sentences: f32_of(sentences),
            words_in_all,
            words: words.counts,
            stems: by_stem.counts,
        }
    }
}

/// Counts each thing once a sentence.
struct Counter {
    counts: Vec<u32>,
    /// The sentence that counted a thing last.
    last: Vec<u32>,
}

impl Counter {
    fn new(things: usize) -> Self {
        Self {
            counts: vec![0; things],
            last: vec![0; things],
        }
    }

    fn count(&mut self, thing: u32, sentence: u32) {
        let thing = thing as usize;
        if self.last[thing] != sentence {
            self.last[thing] = sentence;
            self.counts[thing] += 1;
        }
    }
}

/// How rare n-grams are. That a sentence has an n-gram in several words is not known here:
/// it is taken to be in as many sentences as its words together.
fn gram_idf(gram_words: &Groups, frequencies: &Frequencies) -> Vec<f32> {
    let buckets = gram_words.starts.len() - 1;
    let idf = |bucket: usize| {
        let bucket = u32::try_from(bucket).unwrap_or(u32::MAX);
        let words = gram_words.of_group(bucket).iter();
        // In whole numbers, so that it is the same whatever the numbers of words are.
        let found: u64 = words
            .map(|word| u64::from(frequencies.words[*word as usize]))
            .sum();
        let found = u32::try_from(found).map_or(f32::MAX, f32_of);
        let count = frequencies.sentences;
        ((1.0 + count) / (1.0 + found.min(count))).ln() + 1.0
    };
    (0..buckets).map(idf).collect()
}

/// The squared length of the n-grams of a word.
fn length(word: &str, gram_idf: &[f32]) -> f32 {
    let mut sum = 0.0;
    each_gram(word, |gram| {
        let idf = gram_idf[bucket(gram, gram_idf) as usize];
        sum += idf * idf;
    });
    sum
}

#[expect(clippy::cast_precision_loss, reason = "a frequency")]
fn f32_of(count: u32) -> f32 {
    count as f32
}
