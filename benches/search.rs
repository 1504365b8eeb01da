//! Prints how fast words are found: `cargo bench --bench search`, with
//! `POSTIL_LONG=1` on a document of 1 GB in place of 100 MB.
//!
//! First the windows beside one look at the whole, in memory and on one core; then
//! the reader at its terminal beside `rg -c` and `nvim --headless`, where they are
//! installed. The documents are made from a seed. docs/BENCHMARKS.md explains it.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program that prints figures and gives up on the first error"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use postil::text::Text;
use postil::text::search::{Matcher, Query};
use support::desk::{Desk, SIZE};
use support::process::peak_memory;
use support::pty::Pty;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const DOCUMENTS: usize = 10_000;
const BYTES_OF_ONE: usize = 5_000;
const ROUNDS: usize = 5;

/// The bounds, as ratios in one run.
const MOST_OF_RG: f64 = 3.0;
const MOST_OF_NVIM: f64 = 0.25;
/// No key may take longer.
const MOST_OF_A_KEY: Duration = Duration::from_millis(16);

const WORDS: &[&str] = &[
    "people",
    "source",
    "report",
    "budget",
    "river",
    "council",
    "article",
    "member",
    "election",
    "figure",
    "claim",
    "minister",
    "water",
    "agency",
    "statement",
    "evidence",
    "public",
    "number",
    "record",
    "hearing",
    "naïve",
    "“quoted”",
    "–",
];

fn main() -> ExitCode {
    let long = std::env::var_os("POSTIL_LONG").is_some();
    let bytes = if long { 1_000_000_000 } else { 100_000_000 };
    windows();
    println!(
        "\n| at the terminal | ms | `rg -c` | ratio | bound | nvim | ratio | bound | slowest key | |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|");
    let mut met = one_document(bytes);
    met &= all_documents();
    if met {
        ExitCode::SUCCESS
    } else {
        println!("\na bound was missed, or could not be measured");
        ExitCode::FAILURE
    }
}

/// Sentences of words from a seed (a linear congruential generator, Knuth's
/// constants), the same each time.
struct Sentences(u64);

impl Sentences {
    fn word(&mut self) -> &'static str {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        WORDS[usize::try_from(self.0 >> 33).unwrap() % WORDS.len()]
    }

    fn write(&mut self, bytes: usize, out: &mut impl std::io::Write) {
        let (mut written, mut number) = (0, 0);
        while written < bytes {
            let words: Vec<&str> = (0..11).map(|_| self.word()).collect();
            number += 1;
            let end = if number % 6 == 0 { "\n\n" } else { " " };
            let sentence = format!("Number{number}: the {}.{end}", words.join(" "));
            out.write_all(sentence.as_bytes()).unwrap();
            written += sentence.len();
        }
    }
}

fn query(pattern: &str, regex: bool) -> Query {
    Query {
        pattern: pattern.to_owned(),
        regex,
    }
}

/// Windows of a text beside one look at all of its bytes.
fn windows() {
    let mut bytes = Vec::new();
    Sentences(1).write(100_000_000, &mut bytes);
    let content = String::from_utf8(bytes).unwrap();
    let text = Text::new(content.as_str());
    println!("| one core, in memory, 100 MB | hits | windows, GB/s | at once, GB/s | ratio |");
    println!("|---|---:|---:|---:|---:|");
    for (name, pattern, expression, regex) in [
        ("a word, both cases", "zebra", "(?i)zebra", false),
        ("a word as written", "Zebra", "Zebra", false),
        (
            "two words, over lines",
            "zebra crossing",
            r"(?i)zebra\s+crossing",
            false,
        ),
        ("a common word", "minister", "(?i)minister", false),
        ("an expression", r"\bm\w+er\.$", r"(?i)\bm\w+er\.$", true),
    ] {
        let matcher = Matcher::new(&query(pattern, regex)).unwrap();
        let whole = regex::bytes::RegexBuilder::new(expression)
            .multi_line(true)
            .crlf(true)
            .build()
            .unwrap();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let (mut hits, mut expected) = (0, 0);
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            hits = 0;
            matcher.each(&text, 0..text.len(), |_| {
                hits += 1;
                true
            });
            ours.push(begin.elapsed());
            let begin = Instant::now();
            expected = black_box(whole.find_iter(content.as_bytes()).count());
            theirs.push(begin.elapsed());
        }
        assert_eq!(hits, expected, "{pattern}");
        let speed = |times| content.len() as f64 / median(times).as_secs_f64() / 1e9;
        let (ours, theirs) = (speed(ours), speed(theirs));
        let ratio = ours / theirs;
        println!("| {name} | {hits} | {ours:.2} | {theirs:.2} | {ratio:.2} |");
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// From the last letter of a rare word to the frame that says where it is.
fn one_document(bytes: usize) -> bool {
    let desk = Desk::with_documents(PROGRAM, &[]);
    desk.has_been_here();
    let file = desk.documents().join("long.txt");
    let mut out = BufWriter::new(fs::File::create(&file).unwrap());
    Sentences(2).write(bytes, &mut out);
    out.write_all(b"Here a Zebra stands.\n").unwrap();
    drop(out);
    let mut pty = Pty::spawn(desk.command(PROGRAM, &["iom", "--as", "bench"]), SIZE);
    patiently(&mut pty, "the text", "▌Number1:");
    patiently(&mut pty, "it looked into", " 0 tags");
    let before = peak_memory(pty.id());
    let mut met = true;
    for word in ["zebra", "Zebra"] {
        let (mut ours, mut rg, mut nvim) = (Vec::new(), Vec::new(), Vec::new());
        let mut slowest = Duration::ZERO;
        for _ in 0..ROUNDS {
            pty.send("g/");
            pty.wait_for("an empty line", |view| view.status().starts_with("/  "));
            let begin = Instant::now();
            pty.send(word);
            pty.wait_for("the hit", |view| view.status().contains(" 1 of 1 "));
            ours.push(begin.elapsed());
            pty.send("\x1b");
            pty.wait_for("reading", |view| view.shows("▌Number1:"));
            slowest = slowest.max(keys_meanwhile(&mut pty, word));
            rg.extend(time(Command::new("rg").args(["-cS", word]).arg(&file)));
            nvim.extend(nvim_search(&file, word));
        }
        let name = format!("`{word}` at the end of {} MB", bytes / 1_000_000);
        met &= row(&name, ours, &rg, Some(&nvim), slowest);
    }
    if let (Some(before), Some(after)) = (before, peak_memory(pty.id())) {
        println!("\npeak memory before the searches {before} bytes, after them {after}\n");
    }
    met
}

/// Searches, and presses a key as soon as the one before is answered: how long
/// the slowest took.
fn keys_meanwhile(pty: &mut Pty, word: &str) -> Duration {
    pty.send("/");
    pty.send(word);
    pty.send("\r");
    let mut slowest = Duration::ZERO;
    for sentence in 2..40 {
        let begin = Instant::now();
        pty.send("j");
        let place = format!("▌Number{sentence}:");
        let over = pty.wait_map("the next sentence", |view| {
            let there = view.shows(&place);
            there.then(|| !view.status().contains("so far"))
        });
        slowest = slowest.max(begin.elapsed());
        if over {
            break;
        }
    }
    // Not with Esc before it: that would be Alt.
    pty.send("g");
    pty.wait_for("the top", |view| view.shows("▌Number1:"));
    slowest
}

/// From Enter to the frame with all hits of a rare word in many documents.
fn all_documents() -> bool {
    let desk = Desk::with_documents(PROGRAM, &[]);
    desk.has_been_here();
    let mut sentences = Sentences(3);
    for number in 0..DOCUMENTS {
        let mut text = Vec::new();
        sentences.write(BYTES_OF_ONE, &mut text);
        if number % 1000 == 999 {
            text.extend(b"Here a zebra stands.\n");
        }
        let name = format!("{:02}/{number:05}.txt", number % 100);
        let file = desk.documents().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let mut pty = Pty::spawn(desk.command(PROGRAM, &["iom", "--as", "bench"]), SIZE);
    patiently(&mut pty, "the text", "▌Number1:");
    let (mut ours, mut rg) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        pty.send("\\zebra");
        pty.wait_for("the words", |view| view.status().contains("/zebra"));
        let begin = Instant::now();
        pty.send("\r");
        pty.wait_for("the hits", |view| view.shows(" 10 matches: zebra"));
        ours.push(begin.elapsed());
        pty.send("\x1b");
        pty.wait_for("no list", |view| !view.shows(" 10 matches: zebra"));
        rg.extend(time(
            Command::new("rg")
                .args(["-c", "zebra"])
                .arg(desk.documents()),
        ));
    }
    let name = format!("{DOCUMENTS} documents of {} kB", BYTES_OF_ONE / 1000);
    row(&name, ours, &rg, None, Duration::ZERO)
}

/// Waits longer than for a frame: for a long document, or very many.
fn patiently(pty: &mut Pty, what: &str, words: &str) {
    let end = Instant::now() + Duration::from_secs(600);
    while !pty.view().shows(words) {
        assert!(Instant::now() < end, "waited for {what}: in vain");
        pty.mark();
        let _ = pty.is_silent_for(Duration::from_millis(20));
    }
}

/// How long a program runs; none where it is not installed.
fn time(command: &mut Command) -> Option<Duration> {
    let begin = Instant::now();
    let output = command.output().ok()?;
    assert!(output.status.success(), "{output:?}");
    Some(begin.elapsed())
}

/// How long `nvim` searches, without what it takes to read the document.
fn nvim_search(file: &Path, word: &str) -> Option<Duration> {
    let script = format!(
        "set ignorecase smartcase | let b=reltime() | call search('{word}') | call writefile([printf('%.9f', reltimefloat(reltime(b)))], '/dev/stdout') | qa!"
    );
    let mut command = Command::new("nvim");
    command.args(["--headless", "-u", "NONE", "-i", "NONE", "-n"]);
    let output = command.args(["-c", &script]).arg(file).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    said.trim().parse().ok().map(Duration::from_secs_f64)
}

fn row(
    name: &str,
    ours: Vec<Duration>,
    rg: &[Duration],
    nvim: Option<&[Duration]>,
    slowest: Duration,
) -> bool {
    let ours = ms(median(ours));
    let mut met = slowest <= MOST_OF_A_KEY;
    let mut beside = |times: &[Duration], bound: f64| {
        if times.is_empty() {
            met = false;
            return format!("not installed | - | {bound}");
        }
        let theirs = ms(median(times.to_vec()));
        let ratio = ours / theirs;
        met &= ratio <= bound;
        format!("{theirs:.1} | {ratio:.2} | {bound}")
    };
    let rg = beside(rg, MOST_OF_RG);
    let nvim = nvim.map_or_else(|| " | | ".to_owned(), |it| beside(it, MOST_OF_NVIM));
    let key = if slowest.is_zero() {
        String::new()
    } else {
        format!("{:.1}", ms(slowest))
    };
    let verdict = if met { "met" } else { "MISSED" };
    println!("| {name} | {ours:.1} | {rg} | {nvim} | {key} | {verdict} |");
    met
}
