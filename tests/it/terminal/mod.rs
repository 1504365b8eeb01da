//! The whole program on a real pseudo-terminal: keys and mouse in, a screen out,
//! annotation files on disk.
//!
//! Each test has a workspace and a home of its own and never writes elsewhere.

mod cursor;
mod disk;
mod evidence;
mod finding;
mod importing;
mod keys;
mod large;
mod late;
mod leaving;
mod links;
mod many;
mod open;
mod opening;
mod place;
mod plain;
mod progress;
mod reload;
mod renaming;
mod safety;
mod screen;
mod searching;
mod suggestions;
mod surviving;
mod tagging;

use crate::support::desk::Desk;

const FIRST_TITLE: &str = "An international organization";
const SECOND_TITLE: &str = "The United States of America";
const THIRD_TITLE: &str = "The Trump administration";
const FIRST: &str = "000_ee65b8998efc0b3c.txt";
const SECOND: &str = "001_9e977106d7cbec04.txt";
const THIRD: &str = "002_1047998fc3285d85.txt";

/// A workspace with a copy of the documents of this repository.
fn seeds() -> Desk {
    Desk::with_seeds(env!("CARGO_BIN_EXE_postil"))
}

/// A workspace with these documents.
fn documents(documents: &[(&str, &[u8])]) -> Desk {
    Desk::with_documents(env!("CARGO_BIN_EXE_postil"), documents)
}
