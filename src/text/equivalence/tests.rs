//! The official data of Unicode, and what holds for any text.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;

use super::characters::{decompose, fold, is_ignorable};
use super::units::Units;
use super::*;
use crate::text::Text;
use crate::text::search::Matcher;
use crate::text::visible::tests::nasty;

const NORMALIZATION: &str = include_str!("../../../tests/data/unicode/NormalizationTest_18.txt");
const CASE_FOLDING: &str = include_str!("../../../tests/data/unicode/CaseFolding_15.txt");

const FOLDED: Rules = Rules {
    case: Case::Ignored,
    accents: Accents::Significant,
};

fn units(words: &str, rules: Rules) -> Vec<char> {
    let units = Units::new(words.as_bytes(), 0, rules);
    units.map(|unit| unit.c).collect()
}

fn rows(file: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = file.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split(';').collect())
}

fn characters(hexadecimal: &str) -> String {
    let codes = hexadecimal.split_whitespace();
    let code = |code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    codes
        .map(|hexadecimal| code(hexadecimal).expect("a scalar value"))
        .collect()
}

#[test]
fn canonical_and_compatibility_equivalents_are_the_same() {
    let mut count = 0;
    for row in rows(NORMALIZATION) {
        let mut forms = vec![characters(row[0])];
        for index in 1..5 {
            let field = row.get(index).filter(|field| !field.is_empty());
            forms.push(field.map_or_else(|| forms[index - 1].clone(), |field| characters(field)));
        }
        // An accent or a prime that stands by itself is no space and no two primes.
        let keeps = |c: char| {
            let mut first = None;
            decompose(c, &mut |part| first = first.or(Some(part)));
            !c.is_ascii() && first == Some(c)
        };
        let stands_alone =
            forms[2].chars().any(keeps) && forms[4].starts_with([' ', '\u{2032}', '\u{2035}']);
        for rules in [Rules::STRICT, FOLDED, Rules::LOOSE] {
            let [source, nfc, nfd, nfkc, nfkd] =
                [0, 1, 2, 3, 4].map(|index| units(&forms[index], rules));
            assert_eq!((&source, &source), (&nfc, &nfd), "{row:?} {rules:?}");
            assert_eq!(nfkc, nfkd, "{row:?} {rules:?}");
            assert!(stands_alone || source == nfkd, "{row:?} {rules:?}");
        }
        count += 1;
    }
    assert!(count > 8000, "{count}");
}

#[test]
fn full_case_folding_is_that_of_unicode() {
    let mut count = 0;
    for row in rows(CASE_FOLDING) {
        let [code, status, mapping] = row[..] else {
            panic!("{row:?}");
        };
        let (code, mapping) = (characters(code), characters(mapping));
        let rules = match status {
            "C" | "F" => FOLDED,
            // The Turkish dotted and dotless letters differ in no more than an accent.
            "T" => Rules::LOOSE,
            _ => continue,
        };
        assert_eq!(units(&code, rules), units(&mapping, rules), "{row:?}");
        count += 1;
    }
    assert!(count > 1400, "{count}");
}

#[test]
fn what_was_folded_stays_the_same_when_it_is_folded_again() {
    let is_by_itself = |c: &char| matches!(c, '㐀'..='鿿' | '\u{ac00}'..='\u{d7a3}' | '\u{e000}'..='\u{f8ff}' | '\u{17000}'..='\u{1afff}' | '\u{20000}'..='\u{2f7ff}');
    for c in ('\0'..='\u{2fa1f}').filter(|c| !is_by_itself(c)) {
        for rules in [Rules::STRICT, FOLDED, Rules::LOOSE] {
            let once: String = units(c.encode_utf8(&mut [0; 4]), rules).iter().collect();
            // The iota below a letter may be one beside it, but need not.
            let folds_to_optional = once.contains('ι') && rules == Rules::LOOSE;
            let again: String = units(&once, rules).iter().collect();
            assert!(
                folds_to_optional || once == again,
                "{c:?} {once:?} {again:?} {rules:?}"
            );
        }
    }
}

#[test]
fn characters_that_nobody_sees_are_left_out() {
    let unseen = "\u{ad}\u{34f}\u{61c}\u{115f}\u{17b4}\u{180b}\u{180e}\u{200b}\u{200c}\u{200d}\
        \u{200e}\u{202e}\u{2060}\u{2064}\u{2069}\u{3164}\u{fe00}\u{fe0f}\u{feff}\u{ffa0}\
        \u{1d173}\u{e0001}\u{e0041}\u{e0100}";
    assert!(unseen.chars().all(is_ignorable));
    for seen in [
        'a', ' ', 'é', '\u{301}', '\u{600}', '\u{3000}', '👩', '\u{8}',
    ] {
        assert!(!is_ignorable(seen), "{seen:?}");
        let mut parts = 0;
        decompose(seen, &mut |part| {
            fold(part, Rules::STRICT, &mut |_| parts += 1);
        });
        assert!(parts > 0, "{seen:?}");
    }
}

#[test]
fn names_are_the_same_in_any_spelling_and_differ_in_case() {
    for (one, other, expected) in [
        ("José", "Jose\u{301}", true),
        ("José", "Jose", false),
        ("José", "josé", false),
        ("a b", "a\u{a0}b", true),
        ("ana", "a\u{200b}na", true),
        ("", "", true),
        ("ﬁ", "fi", true),
    ] {
        assert_eq!(same(one, other, Rules::STRICT), expected, "{one} {other}");
    }
    assert!(same("OPINION", "opinion", FOLDED));
    assert!(same("Straße", "STRASSE", FOLDED));
    assert_eq!(
        plain_form("Cafe\u{301}  au lait", Rules::LOOSE),
        "cafe au lait"
    );
    assert_eq!(plain_form("Cafe\u{301}", Rules::STRICT), "Café");
}

#[test]
fn a_phrase_is_put_on_one_line() {
    for (words, expected) in [
        ("a  b\n c", "a b c"),
        ("myster-\n  ious end", "myster\u{ad}ious end"),
        ("Co\u{ad}operation", "Co\u{ad}operation"),
        ("1914-\n1918", "1914- 1918"),
        ("a - \nb", "a - b"),
        ("", ""),
    ] {
        assert_eq!(on_one_line(words), expected);
    }
}

/// The ways to write a slice of a text.
fn spellings(slice: &str, mixed: bool) -> Vec<String> {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(slice);
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(slice);
    let clusters = unicode_segmentation::UnicodeSegmentation::graphemes(slice, true);
    let strewn = clusters.collect::<Vec<_>>().join("\u{ad}");
    let mut spellings = vec![
        slice.to_owned(),
        composed.to_string(),
        decomposed.to_string(),
        strewn,
    ];
    if mixed {
        spellings.push(composed.to_uppercase());
        spellings.push(composed.to_lowercase());
    }
    spellings
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        6 => "[a-zA-Z ,.'-]{1,8}",
        6 => prop::sample::select(&[
            "é", "e\u{301}", "ǆ", "ﬁ", "ﬃ", "ß", "ẞ", "İ", "ı", "Σ", "ς", "ᾅ", "ŉ", "ﾞ", "ｶﾞ", "が",
            "한", "\u{1112}\u{1161}\u{11ab}", "ệ", "ê\u{323}", "½", "…", "“", "–", "㎢", "Å", "й", "ø",
            "æ", "漢", "字", "\n", "-\n", "\r\n", "\u{ad}", "\u{200b}", "\u{feff}", "❤\u{fe0f}", "क़",
            "مُحَمَّد", "שָׁ", "ไทย", "≠", "=\u{338}", "\u{a0}", "ﷺ",
        ][..]).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(pieces, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_piece_of_any_text_is_found_there_in_any_spelling(
        content in prop_oneof![text(), nasty()], from in 0usize..80, len in 1usize..20, mixed: bool,
    ) {
        // A piece of what is struck over is no piece of what is read.
        prop_assume!(!content.contains('\u{8}'));
        let text = Text::new(content.as_str());
        let start = text.floor_grapheme(from);
        let end = text.ceil_grapheme(from + len);
        let slice = &content[start..end];
        let is_seen = |c: char| !c.is_whitespace() && !is_ignorable(c);
        let (Some(first), Some(last)) = (slice.find(is_seen), slice.rfind(is_seen)) else {
            return Ok(());
        };
        let rules = match mixed {
            true => FOLDED,
            false => Rules::smart(slice),
        };
        for spelling in spellings(slice, mixed) {
            let matcher = Matcher::literal(&spelling, rules).unwrap();
            let found = matcher.find_within(&text, start..end);
            let is_there = found.iter().any(|range| {
                range.start() <= start + first && range.end() > start + last
            });
            prop_assert!(is_there, "{:?} in {:?}: {:?}", spelling, slice, found);
        }
    }
}
