//! Prints how tags find their passages again after a document has changed:
//! `cargo bench --bench anchoring -- DIR`, or with `POSTIL_ANCHORING=DIR`.
//!
//! DIR holds `cases.jsonl` and `revisions/`: passages of earlier revisions of public
//! documents, and where each of them stands in a later one. All of it goes the way of a
//! user: the built program tags the earlier revision, the later one is put in its place,
//! and what `postil list --format jsonl` says is scored. Peers that are installed
//! (`scripts/anchoring/README.md`) get the same cases and the same score.
//!
//! The words `edits`, `formatting` and `speed` after `--` choose tables. The peer that
//! takes minutes for one look at all cases is in `formatting` only with `POSTIL_LONG=1`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

mod cases;
mod edits;
mod formatting;
mod peers;
mod program;
mod score;
mod speed;
mod variants;

#[path = "../../tests/support/mod.rs"]
mod support;

use cases::Pair;
use peers::Peer;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const FOLDER: &str = "POSTIL_ANCHORING";

/// Prints some tables.
type Measure = fn(&[Pair], &[Peer]);

/// The tables by the words that choose them.
const TABLES: [(&str, Measure); 3] = [
    ("edits", edits::measure),
    ("formatting", formatting::measure),
    ("speed", speed::measure),
];

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let is_table = |word: &str| TABLES.iter().any(|(name, _)| *name == word);
    let named = words.iter().find(|word| !is_table(word)).cloned();
    let Some(folder) = named.or_else(|| std::env::var(FOLDER).ok()) else {
        println!(
            "This benchmark needs a folder with cases.jsonl and revisions/, \
             after `--` or in {FOLDER}."
        );
        return;
    };
    let pairs = cases::read(folder.as_ref());
    let peers = peers::installed();
    let wanted: Vec<&String> = words.iter().filter(|word| is_table(word)).collect();
    for (name, measure) in TABLES {
        if wanted.is_empty() || wanted.iter().any(|word| *word == name) {
            measure(&pairs, &peers);
        }
    }
}
