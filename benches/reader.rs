//! Prints how fast the reader is at its terminal, beside `less` where that can
//! be compared: `cargo bench --bench reader`.
//!
//! Both run in pseudo-terminals of 140 columns and 40 rows, one after the other
//! in pairs, so that what else the machine does falls on both alike. Times are
//! taken where the bytes arrive. docs/BENCHMARKS.md explains the rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::process::{Command, ExitCode};
use std::time::Duration;

use support::desk::{Desk, SIZE};
use support::pty::Pty;
use support::timed::{Pressed, Timed, milliseconds, quantile, verdict};
use support::view::View;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const DOCUMENTS: [&str; 4] = [
    "000_ee65b8998efc0b3c.txt",
    "001_9e977106d7cbec04.txt",
    "002_1047998fc3285d85.txt",
    "003_b5f3d605578c6aa0.txt",
];
const PAIRS: usize = 25;
const TAGS: usize = 1000;
const ROUNDS: usize = 40;
const REST: Duration = Duration::from_secs(5);

/// The bounds that are held to.
const MOST_OF_LESS: f64 = 2.0;
const MOST_OF_A_KEY: Duration = Duration::from_millis(8);

fn main() -> ExitCode {
    let mut met = true;
    println!(
        "{} x {} cells, warm page cache, times in ms\n",
        SIZE.0, SIZE.1
    );
    met &= starts();
    let desk = tagged_desk();
    met &= keys(&desk);
    met &= rest(&desk);
    if met {
        ExitCode::SUCCESS
    } else {
        println!("\na bound was missed, or could not be measured");
        ExitCode::FAILURE
    }
}

/// Spawn to first full screen, beside `less`.
fn starts() -> bool {
    println!("| start to the first full screen | postil | less | ratio | bound | |");
    println!("|---|---:|---:|---:|---:|---|");
    let less = Command::new("less").arg("--version").output().is_ok();
    let mut met = less;
    for document in DOCUMENTS {
        let desk = Desk::with_seeds(PROGRAM);
        desk.has_been_here();
        let path = format!("iom/seeds/{document}");
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for _ in 0..PAIRS {
            ours.push(start(&desk, PROGRAM, &path, |view| {
                view.says_saved() && view.row(1).contains(document)
            }));
            if less {
                theirs.push(start(&desk, "less", &path, |view| {
                    // Its prompt, the name or the end, comes after all rows;
                    // of a short document it stands right below them.
                    view.shows(document) || view.shows("(END)")
                }));
            }
        }
        let ours = milliseconds(quantile(&mut ours, 0.5));
        if !less {
            println!(
                "| {document} | {ours:.2} | not installed | - | {MOST_OF_LESS} | NOT MEASURED |"
            );
            continue;
        }
        let theirs = milliseconds(quantile(&mut theirs, 0.5));
        let ratio = ours / theirs;
        met &= ratio <= MOST_OF_LESS;
        let verdict = verdict(ratio <= MOST_OF_LESS);
        println!(
            "| {document} | {ours:.2} | {theirs:.2} | {ratio:.2} | {MOST_OF_LESS} | {verdict} |"
        );
    }
    met
}

/// The time until a screen is as wanted.
fn start(desk: &Desk, program: &str, path: &str, full: impl Fn(&View<'_>) -> bool) -> Duration {
    let (mut timed, took) = Timed::start(desk.command(program, &[path]), full);
    timed.pty.send("q");
    timed.pty.wait_for_exit();
    took
}

/// A workspace in which the longest document has a thousand tags.
fn tagged_desk() -> Desk {
    let desk = Desk::with_seeds(PROGRAM);
    desk.has_been_here();
    let document = DOCUMENTS[3];
    let characters: Vec<char> = desk.text(document).chars().collect();
    let tags = ["fact", "claim", "opinion", "needs-source"];
    let mut lines = Vec::new();
    for number in 0..TAGS {
        let start = number * (characters.len() - 160) / TAGS;
        let end = start + 8 + number * 37 % 150;
        let annotation = serde_json::json!({
            "id": format!("019ab000-0000-7000-8000-{number:012}"),
            "tag": tags[number % tags.len()],
            "start": start,
            "end": end,
            "quote": characters[start..end].iter().collect::<String>(),
            "prefix": characters[start.saturating_sub(32)..start].iter().collect::<String>(),
            "suffix": characters[end..].iter().take(32).collect::<String>(),
            "note": if number % 5 == 0 { "a note" } else { "" },
            "creator": "bench",
            "created": "2026-01-01T00:00:00Z",
            "modified": "2026-01-01T00:00:00Z",
        });
        lines.push(annotation.to_string());
    }
    let file = format!(
        "{{\"format\":\"postil\",\"version\":1,\"document\":{{\"path\":\"seeds/{document}\",\
         \"sha256\":\"\",\"length\":{}}},\"annotations\":[\n{}\n]}}\n",
        characters.len(),
        lines.join(",\n")
    );
    let folder = desk.root().join("annotations");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{document}.json")), file).unwrap();
    desk
}

fn open_tagged(desk: &Desk) -> Pty {
    let path = format!("iom/seeds/{}", DOCUMENTS[3]);
    let mut pty = Pty::spawn(desk.command(PROGRAM, &[&path]), SIZE);
    pty.wait_for("all tags", |view| {
        view.counts(TAGS, "tags") && view.says_saved()
    });
    pty
}

/// One kind of key: what it is called, what is typed, and what is typed
/// between two of them, unmeasured, so that each has something to do.
struct Kind {
    name: &'static str,
    key: &'static str,
    back: &'static str,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "next sentence",
        key: "j",
        back: "",
    },
    Kind {
        name: "next word",
        key: "l",
        back: "",
    },
    Kind {
        name: "next paragraph",
        key: "}",
        back: "",
    },
    Kind {
        name: "next tag",
        key: "]",
        back: "",
    },
    Kind {
        name: "page down",
        key: " ",
        back: "",
    },
    Kind {
        name: "page up",
        key: "b",
        back: " ",
    },
    Kind {
        name: "end",
        key: "G",
        back: "g",
    },
    Kind {
        name: "grow",
        key: "+",
        back: "l",
    },
    Kind {
        name: "hints",
        key: "w",
        back: "\x1b",
    },
    Kind {
        name: "list of all tags",
        key: "t",
        back: "\x1b",
    },
    Kind {
        name: "help",
        key: "?",
        back: "\x1b",
    },
    Kind {
        name: "search, a letter",
        key: "e",
        back: "\x1b/",
    },
    Kind {
        name: "wheel down",
        key: "\x1b[<65;60;20M",
        back: "",
    },
    Kind {
        name: "tag (and take off)",
        key: "f",
        back: "",
    },
];

/// From a key to the end of its frame, on the document with the tags.
fn keys(desk: &Desk) -> bool {
    println!(
        "\n| key to finished screen, {TAGS} tags | keys | p50 | p99 | max | bytes, p50 | bound on p99 | |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---|");
    // The same machine in the same minute: how much of a tail is its own.
    for (name, key) in [("less: line down", "j"), ("less: page down", " ")] {
        match press_less(desk, key) {
            Some(mut pressed) => row(name, &mut pressed, None),
            None => {
                println!("| {name} | not installed | | | | | | NOT MEASURED |");
                false
            }
        };
    }
    for (name, key) in [("no tags: next sentence", "j"), ("no tags: page down", " ")] {
        let desk = Desk::with_seeds(PROGRAM);
        desk.has_been_here();
        let path = format!("iom/seeds/{}", DOCUMENTS[3]);
        let mut pty = Pty::spawn(desk.command(PROGRAM, &[&path, "--as", "bench"]), SIZE);
        pty.wait_until_ready();
        row(name, &mut press_often(&mut pty, key, "g"), None);
    }
    let mut all = Vec::new();
    for kind in KINDS {
        let mut pressed = press_kind(desk, kind);
        row(kind.name, &mut pressed, None);
        all.append(&mut pressed);
    }
    row("all of them", &mut all, Some(MOST_OF_A_KEY))
}

fn press_kind(desk: &Desk, kind: &Kind) -> Vec<Pressed> {
    let mut pty = open_tagged(desk);
    let mut pressed = Vec::new();
    for round in 0..ROUNDS {
        if round % 10 == 9 && kind.back.is_empty() && !matches!(kind.key, "f") {
            pty.press("g");
        }
        for key in kind.back.split_inclusive(|_: char| true) {
            pty.press(key);
        }
        pressed.extend(pty.press(kind.key));
        if kind.key == "f" {
            // Saving writes to the last row: it is no part of the next key.
            pty.wait_until_saved();
        }
    }
    pressed
}

/// Presses a key many times, and one that goes back now and then.
fn press_often(pty: &mut Pty, key: &str, back: &str) -> Vec<Pressed> {
    let mut pressed = Vec::new();
    for round in 0..ROUNDS {
        if round % 3 == 0 {
            pty.press_until_silent(back);
        }
        pressed.extend(pty.press_until_silent(key));
    }
    pressed
}

/// The same for `less` on the same document; none where there is no `less`.
fn press_less(desk: &Desk, key: &str) -> Option<Vec<Pressed>> {
    Command::new("less").arg("--version").output().ok()?;
    let path = format!("iom/seeds/{}", DOCUMENTS[3]);
    let mut pty = Pty::spawn(desk.command("less", &[&path]), SIZE);
    pty.wait_for("its prompt", |view| view.shows(DOCUMENTS[3]));
    Some(press_often(&mut pty, key, "g"))
}

/// Prints a row; answers whether the bound was met, where there is one.
fn row(name: &str, pressed: &mut [Pressed], bound: Option<Duration>) -> bool {
    let mut times: Vec<Duration> = pressed.iter().map(|it| it.took).collect();
    let mut bytes: Vec<usize> = pressed.iter().map(|it| it.bytes.len()).collect();
    let p99 = quantile(&mut times, 0.99);
    let met = bound.is_none_or(|bound| p99 <= bound);
    let told = bound.map_or_else(
        || "|".to_owned(),
        |bound| format!("{} | {}", milliseconds(bound), verdict(met)),
    );
    println!(
        "| {name} | {} | {:.2} | {:.2} | {:.2} | {} | {told} |",
        times.len(),
        milliseconds(quantile(&mut times, 0.5)),
        milliseconds(p99),
        milliseconds(quantile(&mut times, 1.0)),
        quantile(&mut bytes, 0.5),
    );
    met
}

/// Bytes and wake-ups while nobody does anything.
fn rest(desk: &Desk) -> bool {
    let mut pty = open_tagged(desk);
    let (bytes, woken) = pty.rest(REST);
    println!("\n| at rest for {} s | figure | bound | |", REST.as_secs());
    println!("|---|---:|---:|---|");
    println!(
        "| bytes to the terminal | {bytes} | 0 | {} |",
        verdict(bytes == 0)
    );
    let mut words = String::from("not told by this system");
    if let Some(woken) = woken {
        words.clear();
        let _ = write!(words, "{woken}");
    }
    println!(
        "| wake-ups of all threads | {words} | 0 | {} |",
        verdict(woken == Some(0))
    );
    bytes == 0 && woken == Some(0)
}
