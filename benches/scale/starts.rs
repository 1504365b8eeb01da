//! Spawn to first full screen.

use std::time::Duration;

use crate::corpora::{Corpus, Document};
use crate::readers::{LESS, NVIM, POSTIL, Reader, STREAMPAGER};
use crate::table::{Table, median};

const ROUNDS: usize = 11;
/// Those that read it all are only told, and take long.
const FEW_ROUNDS: usize = 3;
const MOST_OF_LESS: f64 = 1.25;
const MOST_OF_THE_SMALLEST: f64 = 1.1;

pub fn measure(corpus: &Corpus) -> bool {
    let mut table = Table::begin("start to first full screen");
    let mut smallest = None;
    for document in corpus.documents.iter().chain([&corpus.one_line]) {
        let what = document.size;
        let [mut ours, mut less] = starts(corpus, document, [&POSTIL, &LESS], ROUNDS);
        let ours = median(&mut ours).unwrap();
        table.beside(
            what,
            ours,
            (LESS.name, median(&mut less)),
            Some(MOST_OF_LESS),
        );
        // On one line nvim takes minutes, and streampager stops at its beginning.
        for reader in [&STREAMPAGER, &NVIM] {
            if document.name != corpus.one_line.name {
                let [mut times] = starts(corpus, document, [reader], FEW_ROUNDS);
                table.beside(what, ours, (reader.name, median(&mut times)), None);
            }
        }
        let smallest = *smallest.get_or_insert(ours);
        if document.name == corpus.largest().name {
            let other = format!("our own {}", corpus.documents[0].size);
            let most = Some(MOST_OF_THE_SMALLEST);
            table.beside(what, ours, (&other, Some(smallest)), most);
        }
    }
    let [mut tagged, mut plain] = [(); 2].map(|()| Vec::new());
    for _ in 0..FEW_ROUNDS {
        tagged.push(corpus.open(&POSTIL, &corpus.tagged).1);
        plain.push(corpus.open(&POSTIL, &corpus.documents[1]).1);
    }
    let plain = ("none", median(&mut plain));
    table.beside(
        "100 MB, 100,000 tags",
        median(&mut tagged).unwrap(),
        plain,
        None,
    );
    table.met
}

/// The times of some readers, in turn; none where one is not installed.
fn starts<const N: usize>(
    corpus: &Corpus,
    document: &Document,
    readers: [&Reader; N],
    rounds: usize,
) -> [Vec<Duration>; N] {
    let mut times = [(); N].map(|()| Vec::new());
    for _ in 0..rounds {
        for (reader, times) in readers.iter().zip(&mut times) {
            if reader.is_installed() {
                times.push(corpus.open(reader, document).1);
            }
        }
    }
    times
}
