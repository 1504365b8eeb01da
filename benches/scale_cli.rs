//! Prints what the command line costs on many tags: `cargo bench --bench scale_cli`.
//!
//! Time and peak memory of `list`, `check`, `stats` and `export` on corpora that are
//! made from a seed in a temporary folder; with `POSTIL_LONG=1` on a million tags, too.
//! docs/BENCHMARKS.md explains the rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

#[cfg(target_os = "linux")]
#[path = "../tests/support/corpus.rs"]
mod corpus;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("peak memory is measured on Linux only");
}

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::env;
    use std::path::Path;
    use std::process::{Command, ExitCode, Stdio};
    use std::time::Instant;

    use nix::sys::resource::{UsageWho, getrusage};

    use crate::corpus;

    const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
    const SEED: usize = 4;
    /// The word for a run of this program that only measures another one: the system
    /// tells the peak memory of all children, so that each has to be the only one.
    const MEASURE: &str = "--measure";

    const COMMANDS: [&[&str]; 9] = [
        &["list", "--format", "jsonl"],
        &["list"],
        &["stats"],
        &["stats", "--json"],
        &["check"],
        &["export", "--format", "csv"],
        &["export", "--format", "jsonl"],
        &["export", "--format", "json"],
        &["export", "--format", "markdown"],
    ];

    /// The bounds: how many times the memory that many documents of the same size may
    /// take of what few take, and what a tag of one large document may take.
    const MOST_GROWTH: f64 = 1.5;
    const MOST_BYTES_A_TAG: f64 = 2048.0;

    /// Documents and tags in each.
    type Shape = (usize, usize);
    const FEW: Shape = (100, 100);
    const MANY: [Shape; 1] = [(1000, 100)];
    const MANY_LONG: [Shape; 2] = [(1000, 100), (10_000, 100)];
    const LARGER: Shape = (10, 1000);
    const LARGER_LONG: Shape = (1000, 1000);
    const ONE: Shape = (1, 10_000);
    const ONE_LONG: [Shape; 2] = [(1, 100_000), (1, 1_000_000)];

    /// Seconds, and the peak in bytes.
    type Cost = (f64, f64);

    pub fn main() -> ExitCode {
        let mut arguments = env::args().skip(1);
        if arguments.next().as_deref() == Some(MEASURE) {
            return measure(&arguments.collect::<Vec<_>>());
        }
        let is_long = env::var_os("POSTIL_LONG").is_some();
        let mut met = true;
        let few = costs(FEW);
        for shape in if is_long { &MANY_LONG[..] } else { &MANY } {
            met &= compare(FEW, &few, *shape);
        }
        if is_long {
            let few = costs(LARGER);
            met &= compare(LARGER, &few, LARGER_LONG);
        }
        for shape in if is_long { &ONE_LONG[..] } else { &[ONE] } {
            met &= by_tag(*shape);
        }
        if met {
            return ExitCode::SUCCESS;
        }
        println!("\na bound was missed");
        ExitCode::FAILURE
    }

    /// Runs a program and prints what it costs.
    fn measure(words: &[String]) -> ExitCode {
        let [program, arguments @ ..] = words else {
            return ExitCode::FAILURE;
        };
        let started = Instant::now();
        let mut command = Command::new(program);
        let command = command.args(arguments).stdout(Stdio::null());
        let status = command.stderr(Stdio::null()).status().unwrap();
        let seconds = started.elapsed().as_secs_f64();
        let kib = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
        println!("{seconds} {}", kib * 1024);
        if status.success() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn cost(folder: &Path, arguments: &[&str]) -> Cost {
        let mut command = Command::new(env::current_exe().unwrap());
        command.arg(MEASURE).arg(PROGRAM).args(arguments);
        command.current_dir(folder).env_clear().env("HOME", folder);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        let words = String::from_utf8(output.stdout).unwrap();
        let (seconds, bytes) = words.trim().split_once(' ').unwrap();
        (seconds.parse().unwrap(), bytes.parse().unwrap())
    }

    /// Of each command, on a corpus of its own.
    fn costs((documents, tags): Shape) -> Vec<Cost> {
        let folder = tempfile::tempdir().unwrap();
        corpus::write(folder.path(), documents, tags, SEED);
        let costs = COMMANDS.iter().map(|it| cost(folder.path(), it));
        costs.collect()
    }

    fn verdict(met: bool) -> &'static str {
        if met { "met" } else { "MISSED" }
    }

    fn mib(bytes: f64) -> f64 {
        bytes / f64::from(1 << 20)
    }

    fn compare(few_shape: Shape, few: &[Cost], shape: Shape) -> bool {
        let many = costs(shape);
        let of = |(documents, tags): Shape| format!("{documents} × {tags} tags");
        let (one, other) = (of(few_shape), of(shape));
        println!("\n| memory by documents | {one}: s | MB | {other}: s | MB | ratio | bound | |");
        println!("|---|---:|---:|---:|---:|---:|---:|---|");
        let mut all_met = true;
        for ((arguments, few), many) in COMMANDS.iter().zip(few).zip(&many) {
            let ratio = many.1 / few.1;
            let met = ratio <= MOST_GROWTH;
            all_met &= met;
            println!(
                "| `{}` | {:.2} | {:.1} | {:.2} | {:.1} | {ratio:.2} | {MOST_GROWTH} | {} |",
                arguments.join(" "),
                few.0,
                mib(few.1),
                many.0,
                mib(many.1),
                verdict(met)
            );
        }
        all_met
    }

    fn by_tag(shape: Shape) -> bool {
        let (_, tags) = shape;
        // What the program takes by itself counts for nothing.
        let empty = costs((1, 1));
        println!("\n| one document, {tags} tags | s | MB | bytes a tag | bound | |");
        println!("|---|---:|---:|---:|---:|---|");
        let mut all_met = true;
        for ((arguments, empty), one) in COMMANDS.iter().zip(&empty).zip(&costs(shape)) {
            let tags = u32::try_from(tags).unwrap();
            let bytes = (one.1 - empty.1) / f64::from(tags);
            let met = bytes <= MOST_BYTES_A_TAG;
            all_met &= met;
            println!(
                "| `{}` | {:.2} | {:.1} | {bytes:.0} | {MOST_BYTES_A_TAG} | {} |",
                arguments.join(" "),
                one.0,
                mib(one.1),
                verdict(met)
            );
        }
        all_met
    }
}
