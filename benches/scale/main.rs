//! Prints how the reader does at any size, beside `less`, streampager (`sp`), `nvim`
//! and `rg`: `cargo bench --bench scale`; with `POSTIL_LONG=1` on a gigabyte, too.
//!
//! With `POSTIL_EARLIER=path/to/postil`, the table `earlier` has this build beside that
//! one.
//!
//! All run on the same documents, made from a seed in a temporary folder, in
//! pseudo-terminals of 140 columns and 40 rows, one after the other in rounds, so that
//! what else the machine does falls on all alike. docs/BENCHMARKS.md explains the rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

mod corpora;
mod earlier;
mod jumps;
mod keys;
mod many;
mod readers;
mod rest;
mod starts;
mod table;

#[path = "../../tests/support/mod.rs"]
mod support;

use std::process::ExitCode;

use corpora::Corpus;
use support::desk::SIZE;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");

/// Prints a table; answers whether its bounds were met.
type Measure = fn(&Corpus) -> bool;

/// The tables by the words after `--` that choose them; `many` is one more.
const TABLES: [(&str, Measure); 6] = [
    ("starts", starts::measure),
    ("keys", keys::measure),
    ("tags", keys::measure_tagged),
    ("jumps", jumps::measure),
    ("rest", rest::measure),
    ("earlier", earlier::measure),
];

fn main() -> ExitCode {
    let is_long = std::env::var_os("POSTIL_LONG").is_some();
    println!(
        "{} x {} cells, warm page cache, medians; times in ms\n",
        SIZE.0, SIZE.1
    );
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with('-'))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| it == name);
    let mut met = true;
    if TABLES.iter().any(|it| is_wanted(it.0)) {
        let corpus = Corpus::make(is_long);
        for (name, measure) in TABLES {
            met &= !is_wanted(name) || measure(&corpus);
        }
    }
    met &= !is_wanted("many") || many::measure();
    if met {
        ExitCode::SUCCESS
    } else {
        println!("\na bound was missed, or could not be measured");
        ExitCode::FAILURE
    }
}
