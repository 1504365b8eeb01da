//! The index as a whole: what is found, and what any text does to it.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::text::Text;
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::visible::tests::nasty;

fn sentences(text: &str, language: &str) -> DocumentSentences {
    let text = Text::new(text);
    let structure = Structure::new(&text, ParagraphMode::Lines, language);
    DocumentSentences::of(&text, &structure, StemLanguage::from_subtag(language))
}

fn version(byte: u8) -> Version {
    Version([byte; 16])
}

fn index(documents: &[(&str, &str, &str)]) -> Index {
    let mut index = Index::default();
    for (name, language, text) in documents {
        index.insert(name, version(1), &sentences(text, language));
    }
    index
}

fn all(text: &str) -> Wanted<'_> {
    Wanted {
        text,
        without: None,
        most: 100,
    }
}

/// The documents and numbers of what is found.
fn found(index: &mut Index, wanted: &Wanted<'_>) -> Vec<String> {
    let found = index.search(wanted).into_iter();
    found
        .map(|one| format!("{}{}", one.document, one.sentence))
        .collect()
}

const AGENCY: &str = "The agency was founded in 1951. It rains. Nobody came.";
const GERMAN: &str = "Die Häuser der Stadt sind alt. Es regnet. Er ging.";
const JAPANESE: &str = "彼は東京都に住んでいます。雨が降る。";

#[test]
fn the_sentence_that_says_the_same_comes_first() {
    let mut index = index(&[
        ("a", "en", AGENCY),
        ("b", "de", GERMAN),
        ("c", "ja", JAPANESE),
        (
            "d",
            "en",
            "They found agencies. A rain of founding fathers fell in 1950.",
        ),
    ]);
    for (text, expected) in [
        ("The agency was founded in 1951.", "a0"),
        ("In 1951, somebody founded that agency.", "a0"),
        ("It was raining.", "a1"),
        ("Das Haus einer Stadt war älter.", "b0"),
        ("東京都の天気", "c0"),
        // Neither the stem nor the word is the same.
        ("foundingfathers", "d1"),
    ] {
        assert_eq!(found(&mut index, &all(text))[0], expected, "{text}");
    }
    for text in ["", " ", "?!", "Zzyzx qwfp"] {
        assert_eq!(found(&mut index, &all(text)), [""; 0], "{text}");
    }
}

#[test]
fn the_same_words_score_one_and_others_less() {
    let mut index = index(&[
        ("a", "en", AGENCY),
        ("b", "en", "Agencies were founded in 1960."),
    ]);
    let scores: Vec<(f32, f32)> = index
        .search(&all("THE AGENCY WAS FOUNDED IN 1951"))
        .iter()
        .map(|found| (found.score, found.covered))
        .collect();
    assert!((scores[0].0 - 1.0).abs() < 1e-4 && (scores[0].1 - 1.0).abs() < 1e-4);
    assert!(scores[1].0 < 0.8 && scores[1].1 < 0.8, "{scores:?}");
}

#[test]
fn a_document_is_left_out_replaced_and_removed() {
    let mut index = index(&[("a", "en", AGENCY), ("b", "en", AGENCY)]);
    let text = "The agency was founded in 1951.";
    assert_eq!(found(&mut index, &all(text))[..2], ["a0", "b0"]);
    let without = Wanted {
        without: Some("a"),
        most: 1,
        ..all(text)
    };
    assert_eq!(found(&mut index, &without), ["b0"]);
    index.insert("b", version(2), &sentences("He left. An agency.", "en"));
    assert_eq!(index.version("b"), Some(version(2)));
    assert_eq!(found(&mut index, &without), ["b1"]);
    assert!(index.retain(|name| name == "b") && !index.retain(|name| name == "b"));
    assert_eq!(found(&mut index, &all(text)), ["b1"]);
    assert_eq!((index.version("a"), index.sentence_count()), (None, 2));
}

#[test]
fn what_is_around_a_sentence_decides_between_two_that_say_as_much() {
    let mut index = index(&[
        ("a", "en", "He was clear on it. The weather is bad."),
        (
            "b",
            "en",
            "He was clear on it. The auto companies went bankrupt.",
        ),
    ]);
    let text = "He was clear on it when the companies were bankrupt.";
    let found = found(&mut index, &all(text));
    let place = |name: &str| found.iter().position(|one| one == name);
    assert!(place("b0") < place("a0"), "{found:?}");
}

#[test]
fn bytes_of_another_version_or_none_are_no_index() {
    let bytes = index(&[("a", "en", AGENCY)]).to_bytes();
    assert!(Index::from_bytes(&bytes).is_some());
    for len in 0..bytes.len() {
        assert!(Index::from_bytes(&bytes[..len]).is_none(), "{len}");
    }
    let mut other = bytes.clone();
    let digit = other.iter().position(u8::is_ascii_digit).unwrap();
    other[digit] += 1;
    assert!(Index::from_bytes(&other).is_none());
    let mut longer = bytes;
    longer.push(0);
    assert!(Index::from_bytes(&longer).is_none());
}

proptest! {
    #[test]
    fn any_text_is_indexed_kept_and_searched(
        documents in vec(nasty(), 0..5),
        query in nasty(),
    ) {
        let mut index = Index::default();
        for (number, text) in documents.iter().enumerate() {
            let language = ["en", "de", "ja", "ar"][number % 4];
            index.insert(&number.to_string(), version(1), &sentences(text, language));
        }
        let bytes = index.to_bytes();
        let mut read = Index::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read.to_bytes(), bytes);
        for text in documents.iter().chain([&query]) {
            let found = index.search(&all(text));
            let mut last = 1.0_f32 + 1e-4;
            for one in &found {
                prop_assert!(one.score.is_finite() && one.score > 0.0 && one.score <= last);
                prop_assert!((0.0..=1.0).contains(&one.covered));
                let of = &documents[one.document.parse::<usize>().unwrap()];
                prop_assert!(of.get(one.start..one.end).is_some_and(|words| !words.is_empty()));
                last = one.score;
            }
            prop_assert_eq!(found, read.search(&all(text)));
        }
    }

    #[test]
    fn damaged_bytes_are_no_index_or_one_that_can_be_searched(
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = index(&[("a", "en", AGENCY), ("b", "de", GERMAN)]).to_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Some(mut index) = Index::from_bytes(&bytes) {
            index.search(&all("The agency was founded in 1951."));
        }
    }
}
