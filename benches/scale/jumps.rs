//! To the end, to the middle, and to a rare word, right after a start.

use std::time::{Duration, Instant};

use crate::corpora::{Corpus, Document, RARE, numbers};
use crate::readers::{LESS, NVIM, POSTIL, Reader, is_installed};
use crate::support::timed::milliseconds;
use crate::support::view::View;
use crate::table::{Table, median};

const ROUNDS: usize = 11;
const FEW_ROUNDS: usize = 5;
const MOST_OF_LESS: f64 = 1.0;
const MOST_OF_NVIM: f64 = 0.25;
const MOST_OF_RG: f64 = 3.0;
const MOST_OF_A_KEY: f64 = 16.0;

pub fn measure(corpus: &Corpus) -> bool {
    let document = corpus.largest();
    let mut table = Table::begin(&format!("from a cold start, {}", document.size));
    let last = document.lines - 1;
    let at_end = |view: &View<'_>| numbers(view).contains(&last);
    jump(&mut table, corpus, ("`G`", ["G", "G"]), at_end);
    let middle = document.lines / 100 * 48..document.lines / 100 * 52;
    let at_middle = |view: &View<'_>| {
        let numbers = numbers(view);
        numbers.len() > 1 && numbers.iter().all(|it| middle.contains(it))
    };
    jump(&mut table, corpus, ("`50%`", ["%50\r", "50%"]), at_middle);
    search(&mut table, corpus, document);
    table.met
}

/// The keys of a jump are ours and those of `less`.
fn jump(
    table: &mut Table,
    corpus: &Corpus,
    (what, keys): (&str, [&str; 2]),
    there: impl Fn(&View<'_>) -> bool,
) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((reader, keys), times) in [&POSTIL, &LESS].iter().zip(keys).zip(&mut times) {
            if reader.is_installed() {
                let mut timed = corpus.open(reader, corpus.largest()).0;
                // The last row comes last.
                let full = |view: &View<'_>| there(view) && !view.status().trim().is_empty();
                times.push(timed.press_until(keys, full).0);
            }
        }
    }
    let [ours, less] = &mut times;
    let ours = median(ours).unwrap();
    table.beside(what, ours, ("less -n", median(less)), Some(MOST_OF_LESS));
}

fn search(table: &mut Table, corpus: &Corpus, document: &Document) {
    let [mut ours, mut nvim, mut rg] = [(); 3].map(|()| Vec::new());
    let mut slowest = Duration::ZERO;
    for _ in 0..FEW_ROUNDS {
        ours.push(find(corpus, &POSTIL, document));
        if NVIM.is_installed() {
            nvim.push(find(corpus, &NVIM, document));
        }
        if is_installed("rg") {
            let begin = Instant::now();
            let path = Corpus::path(document);
            let found = corpus.desk().run_program("rg", &["-c", RARE, &path]);
            rg.push(begin.elapsed());
            assert_eq!(found.stdout, b"1\n");
        }
        slowest = slowest.max(press_meanwhile(corpus, document));
    }
    let ours = median(&mut ours).unwrap();
    let what = "search for a rare word from the top";
    table.beside(
        what,
        ours,
        (NVIM.name, median(&mut nvim)),
        Some(MOST_OF_NVIM),
    );
    table.beside(what, ours, ("rg -c", median(&mut rg)), Some(MOST_OF_RG));
    let slowest = milliseconds(slowest);
    table.limit("line down meanwhile: the slowest", slowest, MOST_OF_A_KEY);
}

fn find(corpus: &Corpus, reader: &Reader, document: &Document) -> Duration {
    let mut timed = corpus.open(reader, document).0;
    let there = |view: &View<'_>| {
        // In the last row it is what was typed.
        (0..view.size().1 - 1).any(|row| view.row(row).contains(RARE))
    };
    timed.press_until(&format!("/{RARE}\r"), there).0
}

/// The slowest key while a search goes on.
fn press_meanwhile(corpus: &Corpus, document: &Document) -> Duration {
    let mut pty = corpus.open(&POSTIL, document).0.pty;
    pty.send(format!("/{RARE}\r"));
    pty.wait_for("the search", |view| {
        let status = view.status();
        !status.starts_with('/') && status.contains("match")
    });
    let mut slowest = Duration::ZERO;
    while pty.view().status().contains("so far") {
        if let Some(pressed) = pty.press("j") {
            slowest = slowest.max(pressed.took);
        }
    }
    slowest
}
