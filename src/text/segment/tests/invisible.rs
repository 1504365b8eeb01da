//! Sentences, paragraphs, words and clauses with characters that nobody sees.

use super::*;
use crate::text::invisible::is_outside_edges;

/// Format characters and others that UAX #29 (SB5) skips.
const SKIPPED: [char; 23] = [
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{180e}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{202a}',
    '\u{202c}',
    '\u{202e}',
    '\u{2060}',
    '\u{2062}',
    '\u{2066}',
    '\u{2067}',
    '\u{2069}',
    '\u{206a}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{fff9}',
    '\u{1d173}',
    '\u{e0001}',
];

#[test]
fn no_rule_for_sentences_sees_a_format_character() {
    for marked in [
        "He went.@| Then she left.",
        "He went.| @Then she left.",
        "He went.@@@| @@Then she left.@",
        "@He went@.| Then she left@.",
        "“He went.@”| Then she left.",
        "He went@!@?| Then she left.",
        "Mr.@ Smith went.@| Dr.@ Who left.",
        "He went.@[12]@| Then she left.",
    ] {
        for mark in SKIPPED {
            let with = marked.replace('@', &mark.to_string());
            let text = Text::new(with.replace('|', ""));
            let structure = Structure::new(&text, ParagraphMode::Auto, "en");
            let found = pieces(&text, &sentences(&structure));
            let expected = with.split('|');
            // Some belong to the cluster before them, and stay with it.
            let belongs = Text::new(format!("a{mark}")).floor_grapheme(1) == 0;
            let (found, expected): (Vec<String>, Vec<String>) = match belongs {
                true => (
                    found.iter().map(|words| words.replace(mark, "")).collect(),
                    expected
                        .map(|words| words.replace(mark, "").trim().to_owned())
                        .collect(),
                ),
                false => (
                    found,
                    expected
                        .map(|words| words.trim_matches(is_outside_edges).to_owned())
                        .collect(),
                ),
            };
            assert_eq!(found, expected, "{mark:?}: {marked}");
        }
    }
}

#[test]
fn lines_are_told_apart_whatever_nobody_sees_in_them() {
    check_paragraphs(
        "\u{feff}# One\nTwo.",
        ParagraphMode::Wrapped,
        &["# One", "Two."],
    );
    check_paragraphs(
        "\u{feff}- One\n\u{200f}- Two",
        ParagraphMode::Wrapped,
        &["One", "Two"],
    );
    check_paragraphs(
        "One\n\u{200b}\nTwo",
        ParagraphMode::Wrapped,
        &["One", "Two"],
    );
    check_paragraphs("\u{feff}\nOne", ParagraphMode::Lines, &["One"]);
    check_paragraphs("\u{feff}", ParagraphMode::Lines, &[]);
    // A bold line of a manual is no wider than its letters.
    let bold = |words: &str| -> String { words.chars().map(|c| format!("{c}\u{8}{c}")).collect() };
    let line = bold("words that fill a line of some sixty columns of a page here\n");
    let line = line.replace("\n\u{8}\n", "\n");
    let text = Text::new(line.repeat(6));
    assert!(Structure::new(&text, ParagraphMode::Auto, "en").is_wrapped());
}

#[test]
fn words_end_before_what_nobody_sees() {
    check_words("\u{feff}‹First› ‹Ge\u{ad}samt›\u{ad}, ‹$5›\u{200f} ‹U.S.›\u{200f}");
    check_words("‹left›\u{200b}‹right›");
    check_words("‹N\u{8}NA\u{8}AM\u{8}ME\u{8}E› ‹_\u{8}x›");
    check_clauses(
        "He went\u{2069}, \u{2067}she left",
        &["He went", "she left"],
    );
}

#[test]
fn letters_struck_over_each_other_end_together() {
    let text = Text::new("x _\u{8}N\u{8}N\u{8} y");
    for end in [3, 5, 7] {
        let range = trim::trimmed(&text, TextRange::between(2, end)).expect("it holds letters");
        assert_eq!(text.slice(range), "_\u{8}N\u{8}N", "{end}");
    }
}

#[test]
fn a_sentence_of_a_manual_is_cut_as_it_is_read() {
    check_sentences(
        "H\u{8}He\u{8}e _\u{8}w_\u{8}e_\u{8}n_\u{8}t.| T\u{8}Th\u{8}he\u{8}en.\u{8}.| End.",
    );
}
