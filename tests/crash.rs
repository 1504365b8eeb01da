//! What the program has called saved is on disk, whatever happens to it: it is
//! killed at every call that changes a file, every such call is made to fail,
//! and the power is cut after each.
//!
//! Needs `strace`. A short form runs with the other tests; `POSTIL_LONG=1` runs
//! all points of the reader.

#![cfg(target_os = "linux")]

mod support;

#[path = "crash/disk.rs"]
mod disk;
#[path = "crash/power.rs"]
mod power;
#[path = "crash/reader.rs"]
mod reader;
#[path = "crash/scene.rs"]
mod scene;
#[path = "crash/tag.rs"]
mod tag;
#[path = "crash/trace.rs"]
mod trace;
#[path = "crash/two.rs"]
mod two;

use std::io::Write;

/// Whether there is time for all of it.
fn is_long() -> bool {
    std::env::var_os("POSTIL_LONG").is_some_and(|it| it == "1")
}

/// Says something also where the test passes: tests that pass are silent else.
fn tell(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// Points that were tried, and those at which a promise was broken.
#[derive(Debug, Default)]
struct Tally {
    points: usize,
    bad: Vec<String>,
}

impl Tally {
    fn add(&mut self, point: &str, result: Result<(), String>) {
        self.points += 1;
        if let Err(why) = result {
            let bad = format!("{point}: {why}");
            // At once, where it takes minutes to the end.
            if is_long() {
                tell(&format!("BAD: {bad}"));
            }
            self.bad.push(bad);
        }
    }

    /// Prints the counts; every point has to be good, and there have to be some.
    #[track_caller]
    fn close(self, what: &str, at_least: usize) {
        let Self { points, bad } = self;
        tell(&format!("{what}: {points} points, {} bad", bad.len()));
        assert!(bad.is_empty(), "{what}:\n{}", bad.join("\n"));
        assert!(points >= at_least, "{what}: only {points} points");
    }
}
