//! Prints what exports and imports cost: `cargo bench --bench exchange`.
//!
//! Each format is written by the program from a workspace that is made from a seed, and read by
//! it into the same documents without tags; with `POSTIL_LONG=1`, 100,000 tags in 1,000
//! documents. docs/BENCHMARKS.md explains the rows.

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
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::path::Path;
    use std::process::{Command, ExitCode, Stdio};
    use std::time::Instant;

    use nix::sys::resource::{Usage, UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    use postil::formats::{Format, Shape};
    use serde_json::Value;

    use crate::corpus;

    const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
    /// The word for a run of this program that only measures another one: the system tells the
    /// peak memory of all children, so that each has to be the only one.
    const MEASURE: &str = "--measure";
    const TAGS_A_DOCUMENT: usize = 100;
    const DOCUMENTS: usize = 100;
    const DOCUMENTS_LONG: usize = 1000;
    /// What a format writes that is one stream, and what each reader reads, in a second.
    const LEAST_MEGABYTES: f64 = 50.0;
    const LEAST_TAGS: f64 = 20_000.0;

    /// How often each is exported and imported. The median counts: no machine is equally fast all
    /// the time.
    const EXPORTS: usize = 5;
    const IMPORTS: usize = 3;

    /// What has no tags here: a fact check needs a verdict, and a codebook has kinds alone.
    const WITHOUT_TAGS: [&str; 2] = ["claim-review", "refi-codebook"];

    struct Cost {
        seconds: f64,
        /// Of all processors together, in the program and in the system.
        processor: f64,
        peak: f64,
    }

    pub fn main() -> ExitCode {
        let mut arguments = env::args().skip(1);
        if arguments.next().as_deref() == Some(MEASURE) {
            return measure(&arguments.collect::<Vec<_>>());
        }
        let documents = match env::var_os("POSTIL_LONG") {
            Some(_) => DOCUMENTS_LONG,
            None => DOCUMENTS,
        };
        let tags = f64::from(u32::try_from(documents * TAGS_A_DOCUMENT).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        corpus::write(&from, documents, TAGS_A_DOCUMENT, 4);
        println!("{documents} documents, {tags} tags\n");
        println!(
            "| export | MB | s | of processors, s | MB/s | bound | peak, MB |\n\
             |---|---:|---:|---:|---:|---:|---:|"
        );
        let mut met = true;
        for format in written() {
            met &= export(folder.path(), format);
        }
        println!(
            "\n| import | s | of processors, s | tags/s | bound | peak, MB |\n\
             |---|---:|---:|---:|---:|---:|"
        );
        for format in written() {
            if Format::readable().any(|one| one.name == format.name) {
                met &= import(folder.path(), format, tags);
            }
        }
        println!();
        compare(folder.path());
        match met {
            true => ExitCode::SUCCESS,
            false => {
                println!("\na bound was missed");
                ExitCode::FAILURE
            }
        }
    }

    /// What the same takes others: reading all annotation files with `serde_json`, and writing five
    /// cells of each tag with `csv`, on one processor, without a text, a place or a sentence; and
    /// what this machine takes to read a gigabyte that is in memory.
    fn compare(folder: &Path) {
        let from = folder.join("from");
        let table = ["export", "--format", "table", "--output"];
        let again = folder.join("again");
        let ours = median(EXPORTS, || {
            remove(&again);
            cost(folder, &table, [&again, &from])
        });
        let started = Instant::now();
        let mut writer = csv::Writer::from_path(folder.join("peer.csv")).unwrap();
        for file in fs::read_dir(from.join("annotations")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let read: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let document = read["document"]["path"].as_str().unwrap_or_default();
            for tag in read["annotations"].as_array().unwrap() {
                let cell = |name: &str| tag[name].as_str().unwrap_or_default();
                let cells = ["tag", "quote", "creator", "created"].map(cell);
                writer.write_field(document).unwrap();
                writer.write_record(cells).unwrap();
            }
        }
        writer.flush().unwrap();
        let peer = started.elapsed().as_secs_f64();
        println!(
            "serde_json and csv alone, without any text: {peer:.2} s; `table`: {:.2} s, {:.1} times as fast",
            ours.seconds,
            peer / ours.seconds
        );
        println!("a gigabyte from the page cache: {:.2} s", gigabyte(folder));
    }

    fn gigabyte(folder: &Path) -> f64 {
        const PIECE: usize = 1 << 20;
        let path = folder.join("gigabyte");
        let mut piece = vec![0; PIECE];
        let mut file = fs::File::create(&path).unwrap();
        (0..64).for_each(|_| file.write_all(&piece).unwrap());
        let started = Instant::now();
        for _ in 0..16 {
            let mut file = fs::File::open(&path).unwrap();
            while file.read(&mut piece).unwrap() > 0 {}
        }
        started.elapsed().as_secs_f64()
    }

    fn written() -> impl Iterator<Item = &'static Format> {
        Format::written().filter(|format| !WITHOUT_TAGS.contains(&format.name))
    }

    fn export(folder: &Path, format: &Format) -> bool {
        let output = folder.join(format.name);
        let arguments = ["export", "--format", format.name, "--output"];
        let cost = median(EXPORTS, || {
            remove(&output);
            cost(folder, &arguments, [&output, &folder.join("from")])
        });
        let megabytes = bytes(&output) / 1e6;
        let speed = megabytes / cost.seconds;
        let is_stream = !matches!(format.shape, Shape::Files(_));
        let (bound, met) = match is_stream {
            true => (LEAST_MEGABYTES.to_string(), speed >= LEAST_MEGABYTES),
            false => (String::new(), true),
        };
        println!(
            "| `{}` | {megabytes:.1} | {:.2} | {:.2} | {speed:.0} | {bound} | {:.1} |",
            format.name, cost.seconds, cost.processor, cost.peak
        );
        met
    }

    /// Into the same documents, which have no tags there.
    fn import(folder: &Path, format: &Format, tags: f64) -> bool {
        let into = folder.join(format!("into-{}", format.name));
        let file = folder.join(format.name);
        let cost = median(IMPORTS, || {
            remove(&into);
            fs::create_dir_all(into.join("seeds")).unwrap();
            for document in fs::read_dir(folder.join("from/seeds")).unwrap() {
                let document = document.unwrap();
                let copy = into.join("seeds").join(document.file_name());
                fs::copy(document.path(), copy).unwrap();
            }
            cost(folder, &["import", "--format", format.name], [&file, &into])
        });
        let speed = tags / cost.seconds;
        println!(
            "| `{}` | {:.2} | {:.2} | {speed:.0} | {LEAST_TAGS} | {:.1} |",
            format.name, cost.seconds, cost.processor, cost.peak
        );
        speed >= LEAST_TAGS
    }

    /// The cost of the run with the median time.
    fn median(times: usize, mut run: impl FnMut() -> Cost) -> Cost {
        let mut all: Vec<Cost> = (0..times).map(|_| run()).collect();
        all.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
        all.swap_remove(times / 2)
    }

    /// Removes what an earlier run has written, if one has.
    fn remove(path: &Path) {
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else if path.exists() {
            fs::remove_file(path).unwrap();
        }
    }

    /// The size of a file, or of those in a folder.
    fn bytes(path: &Path) -> f64 {
        if path.is_file() {
            let kilobytes = fs::metadata(path).unwrap().len() / 1000;
            return 1000.0 * f64::from(u32::try_from(kilobytes).unwrap());
        }
        let entries = fs::read_dir(path).unwrap();
        entries.map(|entry| bytes(&entry.unwrap().path())).sum()
    }

    fn cost(folder: &Path, arguments: &[&str], paths: [&Path; 2]) -> Cost {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .arg(MEASURE)
            .arg(PROGRAM)
            .args(arguments)
            .args(paths);
        command.current_dir(folder).env_clear().env("HOME", folder);
        // A sync of the program would write what others have left to be written, too.
        let _ = Command::new("sync").status();
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        let words = String::from_utf8(output.stdout).unwrap();
        let numbers: Vec<f64> = words.split(' ').map(|word| word.parse().unwrap()).collect();
        let [seconds, processor, peak] = numbers[..] else {
            panic!("{words}");
        };
        Cost {
            seconds,
            processor,
            peak,
        }
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
        let usage: Usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
        let processor =
            usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
        let processor = f64::from(i32::try_from(processor).unwrap()) / 1000.0;
        let kib = f64::from(i32::try_from(usage.max_rss()).unwrap());
        print!("{seconds} {processor} {}", kib / 1024.0);
        // Passages that stand in a document twice are told, and are no failure here.
        match status.code() {
            Some(0 | 1) => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}
