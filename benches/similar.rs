//! Prints how well, how fast and in how many bytes sentences are found that say something
//! close.
//!
//! `cargo bench --bench similar [-- SET.json... FOLDER...]`: each file holds `docs` (id to text) and
//! `queries` (`text`, and `relevant`: the ids of the documents that repeat it). The score is the
//! mean average precision at 5, of documents by their best sentence: once with the sentences
//! as they are cut, and once with each document on a line of its own, as one.
//!
//! The times are those of one processor, which it works for nobody else meanwhile. They are
//! of made-up documents with a vocabulary like that of English, or of the texts in a folder
//! that is given instead of a set.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_possible_truncation
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use postil::text::Text;
use postil::text::segment::{ParagraphMode, Structure};
use postil::text::similar::{DocumentSentences, Index, StemLanguage, Version, Wanted};
use serde::Deserialize;

const LANGUAGE: &str = "en";
const DEPTH: usize = 5;
const SENTENCES: usize = 100_000;

#[derive(Deserialize)]
struct Set {
    docs: BTreeMap<String, String>,
    queries: Vec<Query>,
}

#[derive(Deserialize)]
struct Query {
    text: String,
    relevant: Vec<String>,
}

fn main() {
    let files = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    for file in files {
        if Path::new(&file).is_dir() {
            speed(&file, &texts(Path::new(&file)));
            continue;
        }
        let set: Set = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        println!(
            "{file}: {} documents, {} queries; MAP@5 {:.4} by sentences, {:.4} by lines",
            set.docs.len(),
            set.queries.len(),
            precision(&set, str::to_owned),
            precision(&set, without_stops),
        );
    }
    speed("made up", &documents(SENTENCES / 200));
}

/// The processor time since a start.
struct Watch(Duration);

impl Watch {
    fn start() -> Self {
        Self(Self::now())
    }

    fn now() -> Duration {
        let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
        let times = [usage.user_time(), usage.system_time()];
        times
            .iter()
            .map(|time| Duration::new(time.tv_sec() as u64, 1000 * time.tv_usec() as u32))
            .sum()
    }

    fn elapsed(&self) -> Duration {
        Self::now() - self.0
    }
}

/// The texts in a folder.
fn texts(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let texts = entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()));
    texts.filter_map(Result::ok).collect()
}

/// A text that is cut nowhere.
fn without_stops(text: &str) -> String {
    text.replace(['.', '!', '?', '\n', ':'], " ")
}

fn sentences(text: &str) -> DocumentSentences {
    let text = Text::new(text);
    let structure = Structure::new(&text, ParagraphMode::Lines, LANGUAGE);
    DocumentSentences::of(&text, &structure, StemLanguage::from_subtag(LANGUAGE))
}

/// The mean average precision of a set whose documents are read by `read`.
fn precision(set: &Set, read: fn(&str) -> String) -> f64 {
    let mut index = Index::default();
    for (id, text) in &set.docs {
        index.insert(id, Version([0; 16]), &sentences(&read(text)));
    }
    let mut sum = 0.0;
    for query in &set.queries {
        let found = index.search(&Wanted {
            text: &query.text,
            without: None,
            most: 10 * DEPTH,
        });
        let mut ids: Vec<&str> = Vec::new();
        for one in found {
            if !ids.contains(&one.document) {
                ids.push(one.document);
            }
        }
        let (mut hits, mut precision) = (0.0, 0.0);
        for (rank, id) in (1..=DEPTH).zip(ids) {
            if query.relevant.iter().any(|relevant| relevant == id) {
                hits += 1.0;
                precision += hits / rank as f64;
            }
        }
        sum += precision / query.relevant.len().min(DEPTH) as f64;
    }
    sum / set.queries.len() as f64
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A word by its rank: some syllables.
fn word(rank: u64) -> String {
    const STARTS: &[u8] = b"bcdfghklmnprstvwz";
    const MIDDLES: &[u8] = b"aeiouy";
    const ENDS: &[u8] = b"nrstlm";
    let mut rest = rank.wrapping_mul(0x9e37) % 200_003;
    let mut word = String::new();
    loop {
        for letters in [STARTS, MIDDLES, ENDS] {
            let count = letters.len() as u64;
            word.push(char::from(letters[(rest % count) as usize]));
            rest /= count;
        }
        if rest == 0 {
            return word;
        }
    }
}

/// Documents of 200 sentences, with words by Zipf's law out of 200,000.
fn documents(count: usize) -> Vec<String> {
    let mut random = Random(1);
    let sentence = |random: &mut Random| {
        let words = 8 + random.next() % 25;
        let words = (0..words).map(|_| word((200_000_f64.powf(random.part())) as u64));
        let words = words.collect::<Vec<_>>().join(" ");
        format!("{}{}.", words[..1].to_uppercase(), &words[1..])
    };
    let paragraph = |random: &mut Random| {
        let sentences = (0..5).map(|_| sentence(random)).collect::<Vec<_>>();
        sentences.join(" ")
    };
    let document = |_| {
        let paragraphs = (0..40).map(|_| paragraph(&mut random)).collect::<Vec<_>>();
        paragraphs.join("\n\n")
    };
    (0..count).map(document).collect()
}

fn speed(name: &str, documents: &[String]) {
    let bytes: usize = documents.iter().map(String::len).sum();
    let megabytes = bytes as f64 / 1e6;
    let start = Watch::start();
    let language = StemLanguage::from_subtag(LANGUAGE);
    let mut index = Index::default();
    let mut cutting = Duration::ZERO;
    for (number, document) in documents.iter().enumerate() {
        let text = Text::new(document.as_str());
        let structure = Structure::new(&text, ParagraphMode::Lines, LANGUAGE);
        let cut = Watch::start();
        structure.sentences().count();
        cutting += cut.elapsed();
        let sentences = DocumentSentences::of(&text, &structure, language);
        index.insert(&format!("{number:05}"), Version([0; 16]), &sentences);
    }
    let made = start.elapsed();
    println!(
        "{name}: {} sentences, {megabytes:.1} MB: made at {:.0} MB/s, of which sentences are cut at {:.0} MB/s",
        index.sentence_count(),
        megabytes / made.as_secs_f64(),
        megabytes / cutting.as_secs_f64(),
    );
    let start = Watch::start();
    let kept = index.to_bytes();
    let written = start.elapsed();
    let start = Watch::start();
    let mut index = Index::from_bytes(&kept).unwrap();
    println!(
        "kept: {:.2} MB per MB of text; to bytes {written:.0?}, from bytes {:.0?}",
        kept.len() as f64 / bytes as f64,
        start.elapsed()
    );
    let queries: Vec<&str> = documents
        .iter()
        .filter_map(|text| text.lines().find(|line| line.len() > 60))
        .collect();
    let ask = |index: &mut Index, text: &str| {
        let start = Watch::start();
        let found = index.search(&Wanted {
            text,
            without: None,
            most: DEPTH,
        });
        std::hint::black_box(found);
        start.elapsed()
    };
    let first = ask(&mut index, queries[0]);
    let mut times: Vec<Duration> = queries
        .iter()
        .take(200)
        .map(|text| ask(&mut index, text))
        .collect();
    times.sort();
    println!(
        "a query: the first {first:.1?}, then {:.1?} in the middle, {:.1?} at most",
        times[times.len() / 2],
        times[times.len() - 1]
    );
}
