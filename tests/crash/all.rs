//! The tests, and which of them need the tracer.

#[path = "../support/mod.rs"]
mod support;

#[path = "disk.rs"]
mod disk;
#[path = "import.rs"]
mod import;
#[path = "power.rs"]
mod power;
#[path = "reader.rs"]
mod reader;
#[path = "rename.rs"]
mod rename;
#[path = "scene.rs"]
mod scene;
#[path = "tag.rs"]
mod tag;
#[path = "trace.rs"]
mod trace;
#[path = "two.rs"]
mod two;

use std::io::Write;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial, run};

/// A test by its name.
macro_rules! test {
    ($room:ident :: $name:ident) => {
        (
            concat!(stringify!($room), "::", stringify!($name)),
            $room::$name as fn(),
        )
    };
}

const TRACED: [(&str, fn()); 14] = [
    test!(tag::tag_killed_at_every_call_keeps_what_it_said),
    test!(tag::tag_told_of_an_error_at_every_call_harms_nothing),
    test!(tag::tags_are_saved_where_the_file_system_gives_no_lock),
    test!(tag::the_harness_finds_what_a_naive_writer_loses),
    test!(power::a_power_cut_after_any_call_leaves_the_whole_old_file_or_the_whole_new_one),
    test!(power::the_model_finds_the_faults_of_naive_ways_to_write),
    test!(rename::a_rename_taken_over_again_after_any_kill_doubles_no_tag),
    test!(rename::swapped_names_set_right_again_after_any_kill_double_no_tag),
    test!(import::an_import_killed_at_any_call_is_done_again_or_taken_back),
    test!(import::an_import_that_fails_at_any_call_changes_nothing),
    test!(import::an_export_that_finds_no_room_leaves_nothing),
    test!(import::an_export_whose_disk_fails_leaves_what_was_there),
    test!(reader::the_reader_killed_at_a_call_keeps_what_it_called_saved),
    test!(reader::the_reader_told_of_an_error_says_so_and_saves_later),
];
const OTHERS: [(&str, fn()); 4] = [
    test!(import::an_import_that_is_interrupted_is_put_back),
    test!(trace::a_line_of_the_tracer_is_taken_apart),
    test!(two::two_readers_that_tag_at_once_lose_no_tag),
    test!(two::two_storms_of_tags_lose_none),
];

pub fn main() -> ExitCode {
    let why_not = trace::why_not();
    if let Some(why) = &why_not {
        tell(&format!(
            "NOT RUN: {} tests of kills, errors and power cuts, because {why}",
            TRACED.len()
        ));
    }
    let trial = |(name, test): (&str, fn())| {
        Trial::test(name, move || {
            // A panic has been printed, with its place.
            std::panic::catch_unwind(test).map_err(|_| Failed::without_message())
        })
    };
    let traced = TRACED.map(|it| trial(it).with_ignored_flag(why_not.is_some()));
    let trials = traced.into_iter().chain(OTHERS.map(trial)).collect();
    run(&Arguments::from_args(), trials).exit_code()
}

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
