//! Prints how well and how fast sentences are found, beside `sentencex` alone
//! and UAX #29 alone.
//!
//! `cargo bench --bench sentences [-- FILE...] [--errors] [--auto]`: each file holds one
//! JSON object a line, `text` and `starts` (code points at which each sentence
//! after the first begins), or is a treebank of Universal Dependencies, whose name begins
//! with its language (`de_gsd-ud-test.conllu`). `--errors` lists what ours gets wrong;
//! with `--auto` it is not told the language.
//!
//! The paragraphs of a treebank are those that it marks by `# newpar`, else ten sentences
//! each, with a space between sentences where the language sets spaces.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use postil::text::Text;
use postil::text::segment::{ParagraphMode, Structure};
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

const OURS: &str = "postil";
const DEVELOPMENT_SET: &str = "tests/data/sentences/ewt-dev.jsonl";

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    starts: Vec<usize>,
}

type Segmenter = fn(&str, &str) -> Vec<usize>;

const SEGMENTERS: [(&str, Segmenter); 3] = [
    (OURS, ours),
    ("sentencex", sentencex_alone),
    ("UAX #29", uax29_alone),
];

fn ours(language: &str, text: &str) -> Vec<usize> {
    let structure = Structure::new(&Text::new(text), ParagraphMode::Lines, language);
    structure
        .sentences()
        .skip(1)
        .map(postil::text::TextRange::start)
        .collect()
}

fn sentencex_alone(language: &str, text: &str) -> Vec<usize> {
    starts(text, &sentencex::segment(language, text))
}

fn uax29_alone(_: &str, text: &str) -> Vec<usize> {
    starts(text, &text.split_sentence_bounds().collect::<Vec<_>>())
}

/// Bytes at which the pieces after the first begin, white space left out.
fn starts(text: &str, pieces: &[&str]) -> Vec<usize> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    for piece in pieces {
        if at > 0 && !piece.trim().is_empty() {
            found.insert(text[at..].find(|c: char| !c.is_whitespace()).unwrap() + at);
        }
        at += piece.len();
    }
    found.into_iter().collect()
}

/// The paragraphs of a file.
fn read(file: &str) -> Vec<Paragraph> {
    let content = std::fs::read_to_string(file).unwrap();
    if !file.ends_with(".conllu") {
        let lines = content.lines();
        return lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
    }
    // Where a treebank marks no paragraphs, ten sentences are taken for one.
    let has_paragraphs = content.contains("\n# newpar");
    let space = match language(file) {
        "ja" | "zh" => "",
        _ => " ",
    };
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut is_new = true;
    for line in content.lines() {
        is_new |= has_paragraphs && (line.starts_with("# newpar") || line.starts_with("# newdoc"));
        let Some(sentence) = line.strip_prefix("# text = ") else {
            continue;
        };
        is_new |= !has_paragraphs && paragraphs.last().is_some_and(|last| last.starts.len() == 9);
        if std::mem::take(&mut is_new) || paragraphs.is_empty() {
            paragraphs.push(Paragraph {
                text: sentence.trim().to_owned(),
                starts: Vec::new(),
            });
        } else if let Some(last) = paragraphs.last_mut() {
            last.text.push_str(space);
            last.starts.push(last.text.chars().count());
            last.text.push_str(sentence.trim());
        }
    }
    paragraphs
}

/// The language of a file by its name; of others than treebanks, English.
fn language(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    match name.ends_with(".conllu") {
        true => name.split('_').next().unwrap_or("en"),
        false => "en",
    }
}

fn score(
    paragraphs: &[Paragraph],
    segment: impl Fn(&str) -> Vec<usize>,
    errors: bool,
) -> (f64, f64, f64) {
    let (mut right, mut found, mut wanted) = (0usize, 0usize, 0usize);
    for paragraph in paragraphs {
        let bytes: Vec<usize> = paragraph.text.char_indices().map(|(at, _)| at).collect();
        let gold: BTreeSet<usize> = paragraph.starts.iter().map(|&at| bytes[at]).collect();
        let ours: BTreeSet<usize> = segment(&paragraph.text).into_iter().collect();
        right += gold.intersection(&ours).count();
        found += ours.len();
        wanted += gold.len();
        if errors {
            for &at in gold.symmetric_difference(&ours) {
                let kind = if gold.contains(&at) {
                    "MISSED"
                } else {
                    "WRONG "
                };
                let before =
                    &paragraph.text[paragraph.text.floor_char_boundary(at.saturating_sub(70))..at];
                let after = &paragraph.text[at..paragraph.text.ceil_char_boundary(at + 50)];
                println!("{kind} {before}|{after}");
            }
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(right, found), share(right, wanted));
    (precision, recall, share(2 * right, found + wanted))
}

/// Bytes a second over paragraphs of the set, taken over at least a second.
fn throughput(paragraphs: &[Paragraph], segment: impl Fn(&str) -> Vec<usize>) -> f64 {
    let begin = Instant::now();
    let mut bytes = 0usize;
    while begin.elapsed() < Duration::from_secs(1) {
        for paragraph in paragraphs {
            black_box(segment(black_box(&paragraph.text)));
            bytes += paragraph.text.len();
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    bytes / begin.elapsed().as_secs_f64()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let auto = arguments.iter().any(|argument| argument == "--auto");
    let speed = !arguments.iter().any(|argument| argument == "--no-speed");
    let mut files: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    if files.is_empty() {
        files.push(DEVELOPMENT_SET);
    }
    for file in files {
        let paragraphs = read(file);
        let language = language(file);
        let told = if auto { "auto" } else { language };
        println!("{file}: {} paragraphs", paragraphs.len());
        let pace = speed.then(|| throughput(&paragraphs, |text| sentencex_alone(language, text)));
        for (name, segment) in SEGMENTERS {
            let told = if name == OURS { told } else { language };
            let segment = |text: &str| segment(told, text);
            let (precision, recall, f1) = score(&paragraphs, segment, errors && name == OURS);
            print!("  {name:<10} precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}");
            if let Some(pace) = pace {
                let own = throughput(&paragraphs, segment);
                print!("  {:6.2} MB/s  {:.2} of sentencex", own / 1e6, own / pace);
            }
            println!();
        }
    }
}
