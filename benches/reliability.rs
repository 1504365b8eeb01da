//! Prints what keeping tags safe costs: `cargo bench --bench reliability`.
//!
//! Saving must not be felt at the keys, many tags must be checked quickly, and no
//! document may be slow to open. docs/BENCHMARKS.md explains the rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use support::desk::Desk;
use support::timed::{Timed, milliseconds, quantile, verdict};
use support::view::View;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const DOCUMENT: &str = "a.txt";

/// The tags that are made in one run, and how often it is run anew.
const TAGS: usize = 100;
const RUNS: usize = 10;
const DOCUMENTS: usize = 100;
/// Saves begin in a pause at the keys (`runtime/worker/stillness.rs`): so long after
/// a tag its save is at work.
const INTO_THE_SAVE: Duration = Duration::from_millis(27);

/// The bounds that are held to.
const MOST_FOR_SAVING: f64 = 1.1;
const MOST_TO_CHECK: Duration = Duration::from_secs(1);
const MOST_TO_OPEN: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let mut met = saving();
    met &= checking();
    met &= opening();
    if met {
        ExitCode::SUCCESS
    } else {
        println!("\na bound was missed");
        ExitCode::FAILURE
    }
}

fn sentence(number: usize) -> String {
    format!("The sentence of the number {number} says what it says.")
}

/// Paragraphs of four sentences.
fn text(count: usize) -> String {
    let numbers: Vec<usize> = (1..=count).collect();
    let paragraphs = numbers.chunks(4).map(|numbers| {
        let sentences: Vec<_> = numbers.iter().map(|it| sentence(*it)).collect();
        sentences.join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The same key with a tag to be saved, and without one, in turn; and, without a
/// bound, when the save is most likely being written.
#[expect(
    clippy::too_many_lines,
    reason = "one run, in the order in which keys and times alternate"
)]
fn saving() -> bool {
    let mut with = Vec::new();
    let mut without = Vec::new();
    let mut midst = Vec::new();
    let mut under_way = 0;
    for _ in 0..RUNS {
        let all = 2 * TAGS + 8;
        let desk = Desk::with_documents(PROGRAM, &[(DOCUMENT, text(all).as_bytes())]);
        desk.has_been_here();
        let mut pty = desk.read();
        pty.wait_until_ready();
        let mut reader = Timed::new(pty);
        let at = |number: usize| {
            move |view: &View<'_>| view.status().contains(&format!("sentence {number}/"))
        };
        for round in 0..TAGS {
            let here = 2 * round + 1;
            let count = |tags: usize| {
                move |view: &View<'_>| view.row(0).contains(&format!(" · {tags} tag"))
            };
            reader.press_until("f", count(2 * round + 1));
            let (time, status) = reader.press_until("j", at(here + 1));
            with.push(time);
            under_way += usize::from(status.contains("saving"));
            reader.pty.wait_until_saved();
            // The same step off the same tag, right after another key, too.
            reader.press_until("k", at(here));
            without.push(reader.press_until("j", at(here + 1)).0);
            reader.press_until("f", count(2 * round + 2));
            std::thread::sleep(INTO_THE_SAVE);
            midst.push(reader.press_until("j", at(here + 2)).0);
            reader.pty.wait_until_saved();
        }
        reader.pty.quit();
    }
    let share = 100 * under_way / with.len();
    println!("| next sentence, key to finished screen | keys | p50 ms | p99 ms | max ms |");
    println!("|---|---:|---:|---:|---:|");
    let row = |name: &str, times: &mut [Duration]| {
        let figures = [0.5, 0.99, 1.0].map(|it| milliseconds(quantile(times, it)));
        let [half, most, max] = figures;
        println!(
            "| {name} | {} | {half:.2} | {most:.2} | {max:.2} |",
            times.len()
        );
        most
    };
    let without = row("nothing to save", &mut without);
    let with = row(
        &format!("a tag just made ({share} % not saved at the end)"),
        &mut with,
    );
    let name = format!("{} ms after a tag", INTO_THE_SAVE.as_millis());
    row(&name, &mut midst);
    let ratio = with / without;
    let met = ratio <= MOST_FOR_SAVING;
    println!("\n| saving off the key path | figure | bound | |");
    println!("|---|---:|---:|---|");
    println!(
        "| p99 with a save, of that without | {ratio:.2} | {MOST_FOR_SAVING} | {} |",
        verdict(met)
    );
    met
}

/// A workspace with many tags.
fn tagged_desk() -> Desk {
    let desk = Desk::with_documents(PROGRAM, &[]);
    let folder = desk.root().join("annotations");
    std::fs::create_dir_all(&folder).unwrap();
    let text = text(TAGS);
    let kinds = ["fact", "claim", "opinion", "needs-source"];
    for document in 0..DOCUMENTS {
        let name = format!("d{document:03}.txt");
        std::fs::write(desk.documents().join(&name), &text).unwrap();
        let annotations: Vec<_> = (0..TAGS)
            .map(|number| {
                let quote = sentence(number + 1);
                let start = text.find(&quote).unwrap();
                let end = start + quote.len();
                serde_json::json!({
                    "id": format!("019ab000-0000-7000-8000-{document:06}{number:06}"),
                    "tag": kinds[number % kinds.len()],
                    "start": start,
                    "end": end,
                    "quote": quote,
                    "prefix": &text[start.saturating_sub(32)..start],
                    "suffix": &text[end..text.len().min(end + 32)],
                    "creator": "bench",
                    "created": "2026-01-01T00:00:00Z",
                    "modified": "2026-01-01T00:00:00Z",
                })
            })
            .collect();
        let file = serde_json::json!({
            "format": "postil",
            "version": 1,
            "document": {"path": format!("seeds/{name}"), "sha256": "", "length": text.len()},
            "annotations": annotations,
        });
        std::fs::write(folder.join(format!("{name}.json")), file.to_string()).unwrap();
    }
    desk
}

/// `postil check` on all of it.
fn checking() -> bool {
    let desk = tagged_desk();
    // Nothing is printed where nothing is wrong: count what there is.
    let listed = desk.run(&["list", "iom", "--format", "jsonl"]).stdout;
    let lines = listed.iter().filter(|it| **it == b'\n').count();
    assert_eq!(lines, TAGS * DOCUMENTS);
    let mut times: Vec<Duration> = (0..11)
        .map(|_| {
            let begin = Instant::now();
            let checked = desk.run(&["check", "iom"]);
            let took = begin.elapsed();
            assert!(checked.status.success(), "{checked:?}");
            took
        })
        .collect();
    let half = quantile(&mut times, 0.5);
    let most = quantile(&mut times, 1.0);
    let met = most <= MOST_TO_CHECK;
    println!(
        "\n| `postil check`, {} tags in {DOCUMENTS} documents | p50 ms | max ms | bound ms | |",
        TAGS * DOCUMENTS
    );
    println!("|---|---:|---:|---:|---|");
    println!(
        "| 11 runs | {:.0} | {:.0} | {:.0} | {} |",
        milliseconds(half),
        milliseconds(most),
        milliseconds(MOST_TO_CHECK),
        verdict(met)
    );
    met
}

/// Documents that are large or odd, until their first full screen.
fn opening() -> bool {
    let first = "Honest words stand first.\n\n";
    let documents: [(&str, String); 6] = [
        ("a megabyte without a space", "x".repeat(1 << 20)),
        ("a megabyte of sentences", text(1 << 14)),
        ("100,000 empty lines", "\n".repeat(100_000)),
        ("20,000 wide characters in a line", "字".repeat(20_000)),
        (
            "5,000 marks on a letter",
            "a".to_owned() + &"\u{301}".repeat(5000),
        ),
        ("5,000 escape sequences", "\x1b]0;x\x07".repeat(5000)),
    ];
    println!("\n| start to the first full screen | p50 ms | max ms | bound ms | |");
    println!("|---|---:|---:|---:|---|");
    let mut all_met = true;
    for (name, hostile) in documents {
        let words = format!("{first}{hostile}\n\nAnd they end it.\n");
        let desk = Desk::with_documents(PROGRAM, &[(DOCUMENT, words.as_bytes())]);
        desk.has_been_here();
        let mut times: Vec<Duration> = (0..11).map(|_| open(&desk)).collect();
        let half = milliseconds(quantile(&mut times, 0.5));
        let most = quantile(&mut times, 1.0);
        let met = most <= MOST_TO_OPEN;
        all_met &= met;
        println!(
            "| {name} | {half:.1} | {:.1} | {:.0} | {} |",
            milliseconds(most),
            milliseconds(MOST_TO_OPEN),
            verdict(met)
        );
    }
    all_met
}

fn open(desk: &Desk) -> Duration {
    let full = |view: &View<'_>| view.shows("Honest words") && view.says_saved();
    let (mut reader, took) = Timed::start(desk.reading(&[]), full);
    reader
        .pty
        .wait_for("who tags", |view| view.row(0).contains("tester"));
    reader.pty.quit();
    took
}
