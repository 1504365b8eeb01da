//! What holds of any text, and that texts of any length come to an end.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::text::invisible::is_outside_edges;

/// The hardest texts to cut: marks of every kind, joined, spaced and repeated.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,6}",
        "[.!?…]{1,3}",
        "[\"'“”‘’()\\[\\]»«]",
        "[ \t]{1,3}",
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n> ".to_owned()),
        Just("\n- ".to_owned()),
        Just("\n```\n".to_owned()),
        "[。！？．」「』《》、؟।]",
        "[ก-๏]{1,6}",
        "[ぁ-ヶｦ-ﾟ一-丳]{1,5}",
        "[א-תا-ي]{1,4}",
        Just("\u{2028}".to_owned()),
        Just("\u{301}".to_owned()),
        Just("\u{200d}".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("\u{200f}".to_owned()),
        Just("\u{ad}".to_owned()),
        Just("N\u{8}N".to_owned()),
        Just("_\u{8}".to_owned()),
        Just("🇩🇪👩‍👧".to_owned()),
        Just(" :) ".to_owned()),
        "[0-9]{1,3}",
        "[$€%@#°,;:-]",
        "\\PC",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// A vowel sign that forms a cluster with a struck sign is a letter of some word.
#[test]
fn a_letter_that_forms_a_cluster_with_a_struck_sign_is_in_a_word() {
    for content in ["_\u{8}！ำ\u{e31}", "_\u{8}๏ำำ", "_\u{8}！ำ"] {
        let text = Text::new(content);
        let found = words(&text, text.full_range());
        check_ranges(&text, &found);
        for (at, _) in content.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let is_in = |word: &TextRange| word.start() <= at && at < word.end();
            assert!(found.iter().any(is_in), "{content:?} at {at}: {found:?}");
        }
    }
}

#[test]
fn words_that_end_inside_a_cluster_do_not_overlap() {
    let text = Text::new("2J\u{600}漢字");
    let found: Vec<_> = words(&text, text.full_range())
        .into_iter()
        .map(|word| text.slice(word).into_owned())
        .collect();
    assert_eq!(found, ["2J\u{600}漢", "字"]);
}

fn mode() -> impl Strategy<Value = ParagraphMode> {
    prop::sample::select(vec![
        ParagraphMode::Auto,
        ParagraphMode::Lines,
        ParagraphMode::Wrapped,
    ])
}

/// Sorted, not overlapping, on clusters, without white space at the ends.
fn check_ranges(text: &Text, ranges: &[TextRange]) {
    let mut end = 0;
    for &range in ranges {
        assert!(
            range.start() >= end && !range.is_empty(),
            "{range:?} after {end}"
        );
        end = range.end();
        assert_eq!(text.floor_grapheme(range.start()), range.start());
        assert_eq!(text.floor_grapheme(range.end()), range.end());
        let words = text.slice(range);
        let is_white = |cluster: Option<&str>| {
            cluster.is_none_or(|cluster| cluster.chars().all(is_outside_edges))
        };
        assert!(!is_white(words.graphemes(true).next()));
        assert!(!is_white(words.graphemes(true).next_back()));
    }
}

/// Whether what stands before a list item can be the end of its bullet or number, perhaps
/// with decorative lines above it.
fn is_bullet(words: &str) -> bool {
    words
        .chars()
        .filter(|character| character.is_alphanumeric())
        .count()
        <= 12
        && words
            .split_whitespace()
            .all(|word| word.chars().count() <= 14 || !word.contains(char::is_alphanumeric))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn paragraphs_and_sentences_keep_their_promises(
        content in hard_text(),
        mode in mode(),
        language in prop::sample::select(vec!["en", "de", "fr", "es", "ru", "ar", "ja", "zh", "hi", "", "zz", "auto"]),
    ) {
        let text = Text::new(content.clone());
        let structure = Structure::new(&text, mode, language);
        let (paragraphs, sentences) = (paragraphs(&structure), sentences(&structure));
        check_ranges(&text, &paragraphs);
        check_ranges(&text, &sentences);
        for sentence in &sentences {
            prop_assert!(paragraphs.iter().any(|paragraph| paragraph.covers(*sentence)));
        }
        for ranges in [&paragraphs, &sentences] {
            for (at, character) in content.char_indices() {
                let held = ranges.iter().any(|range| range.start() <= at && at < range.end());
                let before_item = || {
                    let item = ranges.iter().find(|range| range.start() > at);
                    item.is_some_and(|item| is_bullet(&content[at..item.start()]))
                };
                let is_outside = is_outside_edges(character) || before_item();
                prop_assert!(held || is_outside, "{:?} at {}", character, at);
            }
        }
        for (index, sentence) in sentences.iter().enumerate() {
            prop_assert_eq!(structure.sentence_number(sentence.start()), Some(index));
            let before = sentences[..=index].iter().rev().copied();
            prop_assert!(structure.sentences_upto(sentence.start()).eq(before));
            let after = sentences[index..].iter().copied();
            prop_assert!(structure.sentences_from(sentence.end()).eq(after));
        }
    }

    #[test]
    fn words_and_clauses_keep_their_promises(content in hard_text(), from in 0usize..80, len in 0usize..80) {
        let text = Text::new(content.clone());
        check_ranges(&text, &words(&text, text.full_range()));
        let structure = Structure::new(&text, ParagraphMode::Auto, "en");
        let found = words(&text, text.full_range());
        for (at, character) in content.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let held = found.iter().any(|word| word.start() <= at && at < word.end());
            prop_assert!(held, "{:?} at {}", character, at);
        }
        for sentence in structure.sentences() {
            let clauses = clauses(&text, sentence);
            prop_assert!(!clauses.is_empty());
            check_ranges(&text, &clauses);
            for clause in clauses {
                prop_assert!(sentence.start() <= clause.start() && clause.end() <= sentence.end());
            }
        }
        let range = TextRange::between(text.floor_char(from), text.floor_char(from + len));
        for word in words(&text, range) {
            prop_assert!(word.start() < range.end() && range.start() < word.end());
        }
    }
}

/// The worst that was found, in one paragraph of 128 KiB. It is not timed: what
/// takes time in the square of its length takes minutes instead of a second.
#[test]
fn a_very_long_paragraph_comes_to_an_end() {
    for piece in [
        "a",
        "“a. ",
        "' ",
        "x.y",
        "\n",
        "- a\n",
        "=\n",
        ">\n",
        "(a: b. ",
        "Monday, ",
        "漢",
        "「あ。",
        "《？",
        "１．",
        "ก",
        "ｶﾞ!",
        "م. ",
        "1. ",
        "… ",
        "। ",
    ] {
        let text = Text::new(piece.repeat((1 << 17) / piece.len()));
        let languages: &[&str] = match piece.is_ascii() {
            true => &["en", "de"],
            false => &["ar", "zz", "auto"],
        };
        for language in languages {
            let structure = Structure::new(&text, ParagraphMode::Auto, language);
            assert_eq!(structure.sentences().next().is_none(), piece == "\n");
        }
        let middle = TextRange::between(text.floor_grapheme(1 << 16), text.len());
        assert_eq!(
            words(&text, middle).is_empty(),
            !piece.contains(char::is_alphanumeric)
        );
    }
}

#[test]
fn the_words_of_very_many_addresses_come_to_an_end() {
    let text = Text::new("a.bc/d ".repeat(1 << 14));
    assert_eq!(words(&text, text.full_range()).len(), 1 << 14);
}

#[test]
fn blanks_at_the_ends_are_left_out_of_passages_of_any_length() {
    for blanks in [0, 1, 10, 5000, 20_000] {
        for inside in [0, 1, 10_000] {
            let blank = " ".repeat(blanks);
            let words = format!("a{}b", "x y ".repeat(inside));
            let text = Text::new(format!("{blank}{words}{blank}"));
            let found =
                without_blanks(&text, text.full_range()).expect("a passage that is not blank");
            assert_eq!(text.slice(found), words, "{blanks} {inside}");
        }
        let text = Text::new(" ".repeat(blanks));
        assert_eq!(without_blanks(&text, text.full_range()), None);
    }
}

#[test]
fn the_words_of_a_text_without_white_space_come_to_an_end() {
    let text = Text::new("1,".repeat(1 << 15));
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    let sentences = sentences(&structure);
    assert_eq!(sentences.len(), 1);
    assert!(!clauses(&text, sentences[0]).is_empty());
}
