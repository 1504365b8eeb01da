//! Prints what very many tags cost: `cargo bench --bench annotations`.
//!
//! First what the parts cost by themselves, with a thousand tags and with up to a
//! million; then what the keys cost at the terminal with a hundred thousand, beside
//! the same keys with none and with so few that the same ones are on the screen. A
//! number after `--` is the most tags the parts are tried with. docs/BENCHMARKS.md
//! explains the rows.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;
#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fixture::numbered;
use postil::annotation::{Annotation, AnnotationSet, Change, Selector, merge};
use postil::app::{AnnotationIndex, Units};
use postil::formats::DocumentInfo;
use postil::formats::native::{self, AnnotationFile};
use postil::storage::{DocumentPath, Store, Workspace};
use postil::text::segment::{ParagraphMode, Structure};
use postil::text::{Text, TextRange};
use support::chance::Chance;
use support::desk::Desk;
use support::process::peak_memory;
use support::pty::Pty;
use support::timed::{Timed, milliseconds, quantile, verdict};
use support::view::View;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const DOCUMENT: &str = "a.txt";
const KINDS: [&str; 4] = ["fact", "claim", "opinion", "needs-source"];

const SIZES: [usize; 4] = [1000, 10_000, 100_000, 1_000_000];
/// How many times a question is asked of the parts.
const QUESTIONS: usize = 1000;
/// The tags of the document at the terminal, and how many of them are on the
/// screens that are looked at.
const MANY: usize = 100_000;
const FEW: usize = 1000;
const ROUNDS: usize = 120;
/// The shares of the keys that are told: half, nearly all, and all.
const SHARES: [f64; 3] = [0.5, 0.99, 1.0];

/// How often each document is opened.
const OPENINGS: usize = 15;

/// The bounds that are held to.
const MOST_OF_NONE: f64 = 1.1;
const MOST_OF_A_KEY: Duration = Duration::from_millis(16);
/// The most memory that reading and saving may take, of the annotation file.
const MOST_OF_THE_FILE: f64 = 5.0;

fn main() -> ExitCode {
    let most = std::env::args().filter_map(|it| it.parse().ok()).next();
    let most: usize = most.unwrap_or(SIZES[3]);
    parts(most);
    let opened = openings();
    let met = keys();
    if met && opened {
        ExitCode::SUCCESS
    } else {
        println!("\na bound was missed");
        ExitCode::FAILURE
    }
}

fn sentence(number: usize) -> String {
    format!("The sentence of the number {number:07} says what it says. ")
}

/// So many sentences, four to a paragraph.
fn text(sentences: usize) -> String {
    let mut text = String::new();
    for number in 0..sentences {
        text.push_str(&sentence(number));
        if number % 4 == 3 {
            text.push('\n');
        }
    }
    text
}

/// A tag for each of so many sentences: on some words of it, on all of it, or, one of
/// a hundred, on it and those behind it.
fn tags(text: &Text, count: usize, seed: u64) -> AnnotationSet {
    let mut chance = Chance(seed);
    let length = sentence(0).len();
    let annotations = (0..count).map(|number| {
        let at = number * length + number / 4;
        let start = at + chance.below(20);
        let end = match chance.below(100) {
            0 => start + 40 * length,
            1..50 => start + 10 + chance.below(20),
            _ => at + length - 1,
        };
        annotation(text, number, (start, end.min(text.len())))
    });
    AnnotationSet::from_annotations(annotations).0
}

fn annotation(text: &Text, number: usize, (start, end): (usize, usize)) -> Annotation {
    let selector = Selector::new(text, TextRange::between(start, end));
    numbered(number, KINDS[number % KINDS.len()], selector)
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let done = black_box(work());
    (begin.elapsed(), done)
}

/// The mean time of many questions, in microseconds.
fn each(mut ask: impl FnMut(usize)) -> f64 {
    let (time, ()) = timed(|| (0..QUESTIONS).for_each(&mut ask));
    #[allow(clippy::cast_precision_loss)]
    let count = QUESTIONS as f64;
    time.as_secs_f64() * 1e6 / count
}

fn parts(most: usize) {
    println!(
        "| tags | file MB | read ms | place ms | on a screen us | under the cursor us | \
         tag and take off us | merge 10 and 10 us | merge with the file ms | save ms |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for count in SIZES.into_iter().filter(|it| *it <= most) {
        parts_of(count);
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one figure after the other, of the same set"
)]
fn parts_of(count: usize) {
    let text = Text::new(text(count));
    let structure = Structure::new(&text, ParagraphMode::Lines, "en");
    let units = Units {
        text: &text,
        structure: &structure,
    };
    let set = tags(&text, count, 1);
    let file = AnnotationFile {
        set: set.clone(),
        ..AnnotationFile::default()
    };
    let bytes = native::write(&file);
    let (read, parsed) = timed(|| native::parse(&bytes));
    let (place, mut annotation_index) = timed(|| AnnotationIndex::new(&text, &set, Vec::new()));
    annotation_index.count_checked(&structure);
    let mut chance = Chance(2);
    let screen = 2500;
    let at: Vec<usize> = (0..QUESTIONS)
        .map(|_| chance.below(text.len() - screen))
        .collect();
    let on_screen = each(|question| {
        let view = TextRange::between(at[question], at[question] + screen);
        let shown = annotation_index.shown();
        black_box(shown.extents(view, 2048));
        black_box(shown.with_lanes(view).count());
        black_box(shown.count_overlapping(0..shown.len(), view));
    });
    let under = each(|question| {
        let start = at[question];
        black_box(annotation_index.under(TextRange::between(start, start + 5)));
    });
    let mut changed = set.clone();
    let change = each(|question| {
        let start = at[question];
        // Another one holds the set, as a save does.
        let held = changed.clone();
        let new = annotation(&text, count + question, (start, start + 30));
        let undo = changed.apply(Change::Insert(new)).unwrap();
        annotation_index.follow(units, &changed);
        changed.apply(undo).unwrap();
        annotation_index.follow(units, &changed);
        black_box(held);
    });
    let mut side = |seed: usize| {
        let mut side = set.clone();
        for number in 0..10 {
            let start = chance.below(text.len() - screen);
            let new = annotation(&text, count + seed + number, (start, start + 9));
            side.apply(Change::Insert(new)).unwrap();
        }
        side
    };
    let (ours, theirs) = (side(0), side(10));
    let merging = each(|_| {
        black_box(merge(&set, &ours, &theirs));
    });
    let (with_file, _) = timed(|| merge(&set, &ours, &parsed.file.set));
    let saved = save(&text, &set, &ours);
    println!(
        "| {count} | {:.1} | {:.1} | {:.1} | {on_screen:.1} | {under:.1} | {change:.1} | \
         {merging:.1} | {:.1} | {:.1} |",
        bytes.len() as f64 / 1e6,
        milliseconds(read),
        milliseconds(place),
        milliseconds(with_file),
        milliseconds(saved),
    );
}

/// A save of a set over its base: lock, read, merge, write, read back, sync.
fn save(text: &Text, base: &AnnotationSet, ours: &AnnotationSet) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(DOCUMENT),
        &*text.slice(text.full_range()),
    )
    .unwrap();
    let workspace = Workspace::open(folder.path(), None).unwrap();
    let store = Store::new(Arc::new(workspace));
    let path = DocumentPath::new(Path::new(DOCUMENT)).unwrap();
    let info = DocumentInfo {
        path: DOCUMENT.to_owned(),
        ..DocumentInfo::default()
    };
    let none = AnnotationSet::new();
    store.save(&path, &info, &none, base).unwrap();
    let (time, saved) = timed(|| store.save(&path, &info, base, ours));
    assert!(saved.unwrap().written);
    time
}

/// A workspace with one document, of which so many sentences are tagged.
fn desk(words: &str, tagged: usize) -> Desk {
    let desk = Desk::with_documents(PROGRAM, &[(DOCUMENT, words.as_bytes())]);
    desk.has_been_here();
    if tagged > 0 {
        let text = Text::new(words);
        let file = AnnotationFile {
            document: DocumentInfo {
                path: format!("seeds/{DOCUMENT}"),
                ..DocumentInfo::default()
            },
            set: tags(&text, tagged, 3),
            ..AnnotationFile::default()
        };
        let folder = desk.root().join("annotations");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join(format!("{DOCUMENT}.json")),
            native::write(&file),
        )
        .unwrap();
    }
    desk
}

/// Opening the document without tags, with few, and with all, in turn: when the text
/// is there, when its tags are, and the memory it took until then.
fn openings() -> bool {
    let words = text(MANY);
    let desks = [0, FEW, MANY].map(|tagged| (tagged, desk(&words, tagged)));
    let mut texts = [Vec::new(), Vec::new(), Vec::new()];
    let mut tags = [Vec::new(), Vec::new(), Vec::new()];
    let mut peak = 0;
    for _ in 0..OPENINGS {
        for (at, (tagged, desk)) in desks.iter().enumerate() {
            let has_text = |view: &View<'_>| view.shows("of the number 0000000");
            let (mut timed, took) = Timed::start(desk.reading(&[]), has_text);
            texts[at].push(took);
            let count = format!(" {tagged} tag");
            timed.pty.wait_for("its tags", |view| {
                *tagged == 0 || view.row(0).contains(&count) && view.says_saved()
            });
            tags[at].push(timed.pty.started().elapsed());
            peak = peak.max(peak_memory(timed.pty.id()).unwrap_or_default());
            timed.pty.quit();
        }
    }
    println!("\n| opening, ms | text | its tags |");
    println!("|---|---:|---:|");
    let mut half = |at: usize| {
        let half = |it: &mut Vec<Duration>| milliseconds(quantile(it, 0.5));
        (half(&mut texts[at]), half(&mut tags[at]))
    };
    let (none, few, many) = (half(0), half(1), half(2));
    println!("| no tags | {:.2} | |", none.0);
    println!("| {FEW} tags | {:.2} | {:.1} |", few.0, few.1);
    println!("| {MANY} tags | {:.2} | {:.1} |", many.0, many.1);
    let met = many.0 / none.0 <= MOST_OF_NONE;
    println!(
        "\nthe text, of that without tags: {:.2} ({})",
        many.0 / none.0,
        verdict(met)
    );
    let file = desks[2]
        .1
        .root()
        .join(format!("annotations/{DOCUMENT}.json"));
    met & tell_memory("reading the tags", peak, &file)
}

fn tell_memory(what: &str, peak: u64, file: &Path) -> bool {
    if peak == 0 {
        return true;
    }
    #[allow(clippy::cast_precision_loss)]
    let (peak, file) = (peak as f64, std::fs::metadata(file).unwrap().len() as f64);
    let met = peak <= MOST_OF_THE_FILE * file;
    println!(
        "peak memory, {what}: {:.0} MB, {:.1} times the annotation file ({})",
        peak / 1e6,
        peak / file,
        verdict(met)
    );
    met
}

/// What is typed before a key, unmeasured, and how often the key is pressed then.
const KEYS: [(&str, &str, &str); 8] = [
    ("wheel down", "\x1b[<65;60;20M", ""),
    ("next sentence", "j", ""),
    ("page down", " ", ""),
    ("next tag", "]", ""),
    ("grow", "+", "l"),
    ("tag", "f", "j"),
    ("take a tag off", "f", "jf"),
    ("undo", "u", "jf"),
];

/// The same keys in three readers, in turn.
fn keys() -> bool {
    let words = text(MANY);
    let readers = [0, FEW, MANY].map(|tagged| {
        let desk = desk(&words, tagged);
        let mut pty = desk.read();
        pty.wait_until_ready();
        let count = format!(" {tagged} tag");
        pty.wait_for("its tags", |view| {
            tagged == 0 || view.row(0).contains(&count)
        });
        (desk, pty)
    });
    let [none, few, many] = readers;
    let mut desks = Vec::new();
    let mut ptys = Vec::new();
    for (desk, pty) in [none, few, many] {
        desks.push(desk);
        ptys.push(pty);
    }
    println!(
        "\n| key to finished screen, ms | none p50 | {FEW} p50 | {MANY} p50 | p99 | max | of none | of few | |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---|");
    let mut met = true;
    for (name, key, before) in KEYS {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        for round in 0..ROUNDS {
            for (pty, times) in ptys.iter_mut().zip(&mut times) {
                if round % 12 == 0 {
                    pty.press("g");
                }
                for key in before.split_inclusive(|_: char| true) {
                    pty.press(key);
                }
                times.extend(pty.press(key).map(|it| it.took));
            }
        }
        met &= row(name, &mut times);
        for pty in &mut ptys {
            pty.wait_until_saved();
        }
    }
    met &= while_saving(&mut ptys);
    let peak = peak_memory(ptys[2].id()).unwrap_or_default();
    let file = desks[2].root().join(format!("annotations/{DOCUMENT}.json"));
    met &= tell_memory("saving", peak, &file);
    for mut pty in ptys {
        pty.quit();
    }
    drop(desks);
    met
}

fn row(name: &str, times: &mut [Vec<Duration>; 3]) -> bool {
    let halves = times.each_mut().map(|it| milliseconds(quantile(it, 0.5)));
    let [_, _, many] = times;
    let (most, max) = (quantile(many, 0.99), quantile(many, 1.0));
    let of_none = halves[2] / halves[0];
    let of_few = halves[2] / halves[1];
    // With few, the same tags are on the screen: that tells what drawing them costs.
    let met = of_none <= MOST_OF_NONE && max <= MOST_OF_A_KEY;
    println!(
        "| {name} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {of_none:.2} | {of_few:.2} | {} |",
        halves[0],
        halves[1],
        halves[2],
        milliseconds(most),
        milliseconds(max),
        verdict(met)
    );
    met
}

/// Keys while a save of all tags is being written, and how long that takes.
fn while_saving(ptys: &mut [Pty]) -> bool {
    let many = &mut ptys[2];
    let mut times = Vec::new();
    let mut saves = Vec::new();
    for _ in 0..5 {
        many.press("j");
        many.press("f");
        let begin = Instant::now();
        // The save begins in the pause after a key.
        std::thread::sleep(Duration::from_millis(40));
        loop {
            let saved = many.wait_map("the last row", |view| Some(view.says_saved()));
            if saved {
                break;
            }
            times.extend(many.press("j").map(|it| it.took));
            std::thread::sleep(Duration::from_millis(30));
        }
        saves.push(begin.elapsed());
        many.press("g");
    }
    let rest: Vec<Duration> = (0..100)
        .filter_map(|_| Some(many.press("j")?.took))
        .collect();
    let (mut rest, keys) = (rest, times.len());
    if times.is_empty() {
        println!("\nno key came while a save was written");
        return true;
    }
    let figures = SHARES.map(|it| milliseconds(quantile(&mut times, it)));
    let still = SHARES.map(|it| milliseconds(quantile(&mut rest, it)));
    println!("\n| next sentence, {MANY} tags | keys | p50 ms | p99 ms | max ms |");
    println!("|---|---:|---:|---:|---:|");
    println!(
        "| nothing to save | {} | {:.2} | {:.2} | {:.2} |",
        rest.len(),
        still[0],
        still[1],
        still[2]
    );
    println!(
        "| while a save is written | {keys} | {:.2} | {:.2} | {:.2} |",
        figures[0], figures[1], figures[2]
    );
    println!(
        "\nfrom a tag to saved, keys pressed meanwhile: {:.0} ms (half of the saves)",
        milliseconds(quantile(&mut saves, 0.5))
    );
    figures[2] <= milliseconds(MOST_OF_A_KEY)
}
