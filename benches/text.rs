//! Prints what the parts of a large text cost: `cargo bench --bench text`.
//!
//! The text is made from a seed, 64 MiB in memory, so that no disk is measured. Each
//! row is done at places all over the text, cold: nothing of the place is known.
//! docs/BENCHMARKS.md explains the rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

#[path = "../tests/support/chance.rs"]
mod chance;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chance::Chance;
use postil::text::layout::{Measure, rows_before, rows_from};
use postil::text::segment::{ParagraphMode, Structure};
use postil::text::{CodePoint, Text};

const BYTES: usize = 64 << 20;
const PLACES: usize = 200;
const ROWS: usize = 38;
const MEASURE: Measure = Measure {
    columns: 72,
    tab: 8,
};

fn main() {
    println!("{} MiB, {PLACES} places; times in µs\n", BYTES >> 20);
    println!("| what | p50 | p99 | largest |\n|---|---:|---:|---:|");
    for (name, end) in [("paragraphs", "\n\n"), ("one line", " ")] {
        let content: Arc<[u8]> = content(end).into();
        rows(name, &content);
    }
    let content: Arc<[u8]> = content("\n\n").into();
    let text = paged(&content);
    let time = timed(|| while text.count_on().bytes < text.len() {});
    let rate = BYTES as f64 / time.as_secs_f64() / 1e9;
    println!("\nindex: lines and code points counted at {rate:.1} GB/s");
    let piece = Text::new(String::from_utf8_lossy(&content[..1 << 20]).into_owned());
    let time = timed(|| drop(Structure::new(&piece, ParagraphMode::Auto, "en")));
    let rate = piece.len() as f64 / time.as_secs_f64() / 1e6;
    println!("segment: paragraphs and sentences found at {rate:.0} MB/s");
}

/// What a jump to a place needs, by parts.
fn rows(name: &str, content: &Arc<[u8]>) {
    let mut chance = Chance(7);
    let places: Vec<usize> = (0..PLACES).map(|_| chance.below(BYTES)).collect();
    let cold = || {
        let text = paged(content);
        let structure = Structure::new(&text, ParagraphMode::Auto, "en");
        (structure.set(text), structure)
    };
    row(
        &format!("{name}: the sentence at a place"),
        &places,
        |place| {
            let (_, structure) = cold();
            timed(|| {
                std::hint::black_box(structure.sentences_from(place).next());
            })
        },
    );
    row(
        &format!("{name}: {ROWS} rows from there, sentences known"),
        &places,
        |place| {
            let (text, structure) = cold();
            let _ = structure.sentences_from(place).next();
            timed(|| drop(rows_from(&text, place, ROWS, MEASURE)))
        },
    );
    row(
        &format!("{name}: {ROWS} rows before it, after those"),
        &places,
        |place| {
            let (text, _) = cold();
            let _ = rows_from(&text, place, ROWS, MEASURE);
            timed(|| drop(rows_before(&text, place, ROWS, MEASURE)))
        },
    );
    let (text, _) = cold();
    let all = text.code_points().0;
    row(
        &format!("{name}: a code point to its byte, counted"),
        &places,
        |place| {
            timed(|| {
                std::hint::black_box(text.byte_of(CodePoint(place * all / BYTES)));
            })
        },
    );
}

fn row(name: &str, places: &[usize], measure: impl Fn(usize) -> Duration) {
    let mut times: Vec<f64> = places
        .iter()
        .map(|place| measure(*place).as_secs_f64() * 1e6)
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!(
        "| {name} | {:.0} | {:.0} | {:.0} |",
        at(50),
        at(99),
        at(100)
    );
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn paged(content: &Arc<[u8]>) -> Text {
    Text::paged(Arc::new(Shared(Arc::clone(content))), content.len())
}

#[derive(Debug)]
struct Shared(Arc<[u8]>);

impl postil::text::Source for Shared {
    fn read_at(&self, offset: usize, into: &mut [u8]) -> std::io::Result<usize> {
        let rest = self.0.get(offset..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

/// Sentences of 6 to 28 words of 1 to 12 letters, in paragraphs of 2 to 7.
fn content(end: &str) -> Vec<u8> {
    let mut chance = Chance(3);
    let mut content = String::with_capacity(BYTES + 4096);
    while content.len() < BYTES {
        for _ in 0..2 + chance.below(6) {
            for word in 0..6 + chance.below(23) {
                if word > 0 {
                    content.push(' ');
                }
                for letter in 0..=chance.below(12) {
                    let first = if word + letter == 0 { b'A' } else { b'a' };
                    content.push(char::from(first + u8::try_from(chance.below(26)).unwrap()));
                }
            }
            content.push_str(". ");
        }
        content.pop();
        content.push_str(end);
    }
    content.truncate(BYTES);
    content.into_bytes()
}
