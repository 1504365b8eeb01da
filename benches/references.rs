//! Prints how many call-outs of references are found, and how fast.
//!
//! `cargo bench --bench references -- FILE [--errors] [--folds]`: the file holds one JSON object
//! a line, `id`, `text` and `callouts` (`start` and `end` in code points). One is found when
//! something found overlaps it, and what was found is right when it overlaps one. `--errors`
//! lists what is wrong and what is missing; `--folds` counts every other text by itself, so that
//! one sees whether the figures rest on a few. Without a file, only the speed is printed.
//!
//! The rules must not be tuned to a file: they go by how a text itself is written.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use postil::text::references::References;
use postil::text::{CodePoint, Text, TextRange};
use serde::Deserialize;

#[derive(Deserialize)]
struct Paper {
    id: String,
    text: String,
    callouts: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    start: usize,
    end: usize,
}

/// How many were right of those found, and found of those that are there.
#[derive(Clone, Copy, Default)]
struct Score {
    right: usize,
    predicted: usize,
    found: usize,
    gold: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }

    #[allow(clippy::cast_precision_loss)]
    fn print(self, name: &str) {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        println!(
            "{name:24} precision {:.4} ({}/{})  recall {:.4} ({}/{})",
            share(self.right, self.predicted),
            self.right,
            self.predicted,
            share(self.found, self.gold),
            self.found,
            self.gold
        );
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let mut all = Score::default();
    let mut folds = [Score::default(); 2];
    let files = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"));
    for file in files {
        let content = std::fs::read_to_string(file).unwrap();
        for (number, line) in content.lines().enumerate() {
            let paper: Paper = serde_json::from_str(line).unwrap();
            let score = score(&paper, has("--errors"));
            score.print(&paper.id.chars().take(24).collect::<String>());
            all.add(score);
            folds[number % 2].add(score);
        }
    }
    if all.gold > 0 {
        all.print("all");
    }
    if has("--folds") {
        folds[0].print("every other from the 1st");
        folds[1].print("every other from the 2nd");
    }
    speed();
}

fn score(paper: &Paper, lists_errors: bool) -> Score {
    let text = Text::new(paper.text.as_str());
    let references = References::of(&text);
    let byte = |at: usize| text.byte_of(CodePoint(at)).unwrap();
    let gold = paper.callouts.iter();
    let gold: Vec<_> = gold
        .map(|gold| TextRange::between(byte(gold.start), byte(gold.end)))
        .collect();
    let found: Vec<_> = references.callouts().iter().map(|one| one.range).collect();
    let touches =
        |ranges: &[TextRange], range: &TextRange| ranges.iter().any(|one| one.overlaps(*range));
    if lists_errors {
        let wrong = found.iter().filter(|range| !touches(&gold, range));
        wrong.for_each(|range| println!("  wrong   {}", around(&text, *range)));
        let missing = gold.iter().filter(|range| !touches(&found, range));
        missing.for_each(|range| println!("  missing {}", around(&text, *range)));
    }
    Score {
        right: found.iter().filter(|range| touches(&gold, range)).count(),
        predicted: found.len(),
        found: gold.iter().filter(|range| touches(&found, range)).count(),
        gold: gold.len(),
    }
}

/// A range in its surroundings, on one line.
fn around(text: &Text, range: TextRange) -> String {
    let near = |byte: usize| text.range(0, byte).map_or(0, |_| byte);
    let mut start = range.start().saturating_sub(40);
    while near(start) != start {
        start -= 1;
    }
    let mut end = (range.end() + 20).min(text.len());
    while near(end) != end {
        end += 1;
    }
    let slice = |start, end| {
        text.slice(TextRange::between(start, end))
            .replace('\n', "⏎")
    };
    format!(
        "{}«{}»{}",
        slice(start, range.start()),
        slice(range.start(), range.end()),
        slice(range.end(), end)
    )
}

/// Ten thousand call-outs, and a sentence of a large text.
fn speed() {
    let mut content = String::new();
    for number in 0..10_000 {
        let label = number % 500 + 1;
        writeln!(
            content,
            "A sentence that says something of 3 words. {label} Another one."
        )
        .unwrap();
    }
    content.push_str("\nReferences\n");
    for label in 1..=500 {
        writeln!(content, "{label}. Smith, 2019.").unwrap();
    }
    let text = Text::new(content.as_str());
    let begun = Instant::now();
    let found = black_box(References::of(&text)).callouts().len();
    println!(
        "{found} call-outs in {} KB: {:.1?}",
        content.len() / 1000,
        begun.elapsed()
    );
    let large = content.repeat(20).into_bytes().into_boxed_slice();
    let len = large.len();
    let text = Text::paged(std::sync::Arc::new(large), len);
    let begun = Instant::now();
    let references = black_box(References::of(&text));
    println!("lists of {} MB: {:.1?}", len / 1_000_000, begun.elapsed());
    let begun = Instant::now();
    black_box(references.callouts_in(TextRange::between(1000, 1100)));
    println!("call-outs of a sentence of it: {:.1?}", begun.elapsed());
}
