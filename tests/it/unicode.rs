//! The segmentation that this program stands on, against the official test
//! files of Unicode 17, so that an update that gets worse is seen.

use std::collections::BTreeMap;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_segmentation::UnicodeSegmentation;

/// One line of a test file: a text, and the bytes at which it may be broken.
struct Case {
    text: String,
    breaks: Vec<usize>,
    line: String,
}

/// Reads a test file: code points in hexadecimal, with ÷ where a boundary is
/// and × where none is between them.
fn cases(file: &str) -> Vec<Case> {
    let is_case = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let cases: Vec<Case> = file
        .lines()
        .filter(is_case)
        .map(|line| {
            let mut text = String::new();
            let mut breaks = Vec::new();
            let fields = line.split('#').next().unwrap_or_default();
            for field in fields.split_whitespace() {
                match field {
                    "÷" => breaks.push(text.len()),
                    "×" => {}
                    code => {
                        let code = u32::from_str_radix(code, 16).expect("hexadecimal");
                        text.push(char::from_u32(code).expect("a scalar value"));
                    }
                }
            }
            Case {
                text,
                breaks,
                line: line.to_owned(),
            }
        })
        .collect();
    assert!(cases.len() > 500, "the file holds {} cases", cases.len());
    cases
}

/// The bytes at which pieces begin and end.
fn boundaries<'t>(pieces: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut at = 0;
    let mut found = vec![0];
    for piece in pieces {
        at += piece.len();
        found.push(at);
    }
    found
}

fn check_all(file: &str, find: impl Fn(&str) -> Vec<usize>) {
    for case in cases(file) {
        assert_eq!(find(&case.text), case.breaks, "{}", case.line);
    }
}

#[test]
fn grapheme_clusters_agree_wholly() {
    check_all(
        include_str!("../data/unicode/GraphemeBreakTest_17.txt"),
        |text| boundaries(text.graphemes(true)),
    );
}

#[test]
fn words_agree_wholly() {
    check_all(
        include_str!("../data/unicode/WordBreakTest_17.txt"),
        |text| boundaries(text.split_word_bounds()),
    );
}

#[test]
fn sentences_agree_wholly() {
    check_all(
        include_str!("../data/unicode/SentenceBreakTest_17.txt"),
        |text| boundaries(text.split_sentence_bounds()),
    );
}

/// Why a case fails, as far as its characters tell.
fn cause(text: &str) -> &'static str {
    let is_complex = |c: char| matches!(c, '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    if text.contains(is_complex) {
        "Thai, Lao, Burmese, Khmer: broken with a dictionary, which is not built in"
    } else if text.contains(['\u{1f8ff}', '\u{efffd}']) {
        "code points kept free for pictographs"
    } else {
        "others"
    }
}

#[test]
#[allow(clippy::print_stdout)]
fn line_breaks_agree_but_for_a_few() {
    let cases = cases(include_str!("../data/unicode/LineBreakTest_17.txt"));
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut failed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in &cases {
        // The file has no boundary at the start of a text, the crate has one.
        let found: Vec<usize> = segmenter.segment_str(&case.text).skip(1).collect();
        if found != case.breaks {
            failed
                .entry(cause(&case.text))
                .or_default()
                .push(&case.line);
        }
    }
    let count: usize = failed.values().map(Vec::len).sum();
    println!(
        "line breaks: {} of {} cases pass",
        cases.len() - count,
        cases.len()
    );
    for (cause, lines) in &failed {
        println!("{:5} {cause}, such as {}", lines.len(), lines[0]);
    }
    assert!(count * 100 <= cases.len() * 2, "{count} cases fail");
}
