//! The rules for abbreviations and initials in English.
//!
//! Must not know: how stops are found.

use std::borrow::Cow;

use super::lexicon::in_small_letters;
use super::rules::Verdict;
use super::stop::Stop;
use super::token::{self, is_opener};
use super::vocabulary::{BEFORE_NUMBER, BEFORE_WORD, MAY_END, STARTERS, TITLES};

/// The word before a full stop in small letters, as in the vocabulary.
pub(super) fn abbreviation<'t>(stop: &Stop<'t>) -> Option<Cow<'t, str>> {
    let word = stop.word();
    let may_be_one = stop.mark() == "." && !word.is_empty() && word.len() <= 12;
    may_be_one.then(|| in_small_letters(word))
}

pub(super) fn is_in(list: &[&str], word: &str) -> bool {
    let first = word.as_bytes().first();
    // Most are told apart by their lengths, which are at hand.
    let is_alike = |known: &&&str| known.len() == word.len() && known.as_bytes().first() == first;
    list.iter().filter(is_alike).any(|known| *known == word)
}

/// Whether the next word begins sentences and no names. `I.` and `A.` are initials.
pub(super) fn starter_follows(stop: &Stop<'_>) -> bool {
    let next = stop.next_word().trim_start_matches(is_opener);
    is_in(STARTERS, next.trim_end_matches([',', ';', ':', '”', '"']))
}

/// An abbreviation that stands before numbers goes on with one: `No. 5`, `Jan. 3`, `p. 12`.
pub(super) fn before_number(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    let number = stop
        .next_letter()
        .is_some_and(|next| next.is_ascii_digit() || next == '#');
    (number && is_in(BEFORE_NUMBER, &word)).then_some(Verdict::GoesOn)
}

/// A title or a word such as `e.g.` goes on: `Dr. X`, `e.g. Mars`, `Roe v. Wade`.
pub(super) fn before_name(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    let is_title = stop.word().starts_with(char::is_uppercase) && is_in(TITLES, &word);
    // "IE" and "CA" in capitals are other words.
    let is_name = word.len() > 1 && stop.word().chars().all(char::is_uppercase);
    (is_title || (!is_name && is_in(BEFORE_WORD, &word))).then_some(Verdict::GoesOn)
}

/// The letter for born, died or married goes on: `(b. March 2009)`.
pub(super) fn born(stop: &Stop<'_>) -> Option<Verdict> {
    let head = stop.before();
    (stop.mark() == "."
        && ["(b", "(d", "(m", " b", " d"]
            .iter()
            .any(|born| head.ends_with(born)))
    .then_some(Verdict::GoesOn)
}

/// A time of day and `etc.` end a sentence before a capital (`5 p.m. Tom left`), unless a day
/// or a time zone follows (`5 p.m. Monday`, `5 a.m. EST`).
pub(super) fn clock_or_et_cetera(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    if !(is_clock(&word) || word == "etc") || !stop.capital_follows() {
        return None;
    }
    let next = stop
        .next_word()
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_zone = is_clock(&word)
        && (2..=4).contains(&next.len())
        && next.bytes().all(|b| b.is_ascii_uppercase());
    let is_day = is_clock(&word) && next.ends_with("day");
    Some(Verdict::ends_if(!is_zone && !is_day))
}

/// Whether a word is `a.m.` or `p.m.` without its last full stop.
pub(super) fn is_clock(word: &str) -> bool {
    matches!(word, "a.m" | "p.m")
}

/// An initial (`Howard G. Buffett`, `J. R. R. Tolkien`) ends a sentence only before a
/// word that begins sentences, or if it is the word `I`: `so do I. Mary`.
pub(super) fn initial(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word();
    let letter = word.rsplit(['.', '-']).next().unwrap_or(word);
    let mut letters = letter.chars();
    let (Some(first), None) = (letters.next(), letters.next()) else {
        return None;
    };
    if stop.mark() != "." || !first.is_uppercase() || !stop.capital_follows() {
        return None;
    }
    if word.len() == first.len_utf8() && (first == 'I' || starter_follows(stop)) {
        let before = stop.paragraph[..stop.mark - word.len()].trim_end();
        let before = token::tail(before, 32)
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let follows_small = before.starts_with(char::is_lowercase);
        return Some(Verdict::ends_if(
            starter_follows(stop) || (follows_small && first == 'I'),
        ));
    }
    Some(Verdict::ends_if(starter_follows(stop)))
}

/// A known abbreviation (`Inc.`, `U.S.`, `Jr.`, `Ph.D.`) ends a sentence before a word that
/// begins sentences, and goes on before another capital or a small letter.
pub(super) fn may_end(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    if !is_known(stop, &word) {
        return None;
    }
    if stop.next_letter().is_some_and(char::is_lowercase) {
        return Some(Verdict::GoesOn);
    }
    stop.capital_follows()
        .then(|| Verdict::ends_if(starter_follows(stop)))
}

/// Whether a word of the vocabulary, or an acronym with full stops, may end a sentence.
pub(super) fn is_known(stop: &Stop<'_>, word: &str) -> bool {
    // "No. I refuse." is an answer; "Mass." is a state and "mass." is a word.
    let is_word = word == stop.word()
        && !is_in(
            &["al", "seq", "pp", "p", "vs", "hrs", "lbs", "oz", "sq"],
            word,
        );
    let is_part = |part: &str| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic);
    let is_acronym = word.contains('.') && word.split('.').all(is_part);
    is_acronym || (!is_word && word != "no" && is_in(MAY_END, word))
}
