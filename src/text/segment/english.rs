//! The rules for English.
//!
//! Must not know: how stops are found.

use super::abbreviation::{self, abbreviation, is_clock, is_in, is_known, starter_follows};
use super::rules::{Rule, Verdict};
use super::stop::Stop;
use super::token::{self, is_opener};
use super::vocabulary::{BEFORE_NUMBER, BEFORE_WORD, MARKED_NAMES, SAYING, STARTERS};

/// The rules for English, asked after those for any language.
pub(super) const RULES: &[Rule] = &[
    ends_plainly,
    broken_off,
    emoticon,
    goes_on_plainly,
    parenthesis,
    list_marker,
    caption,
    attribution,
    ellipsis,
    glued,
    abbreviation::before_number,
    abbreviation::before_name,
    abbreviation::born,
    abbreviation::clock_or_et_cetera,
    abbreviation::initial,
    abbreviation::may_end,
    mark_in_name,
    before_capital,
    after_word,
    shouted,
];

/// A full stop between a word in small letters and a capital, as most are: none of the rules below
/// would say anything else, and each would look at the words again.
fn ends_plainly(stop: &Stop<'_>) -> Option<Verdict> {
    /// All shorter ones that may be abbreviations are left to the rules.
    const SHORTEST: usize = 4;
    let word = stop.word();
    let is_plain = stop.mark() == "."
        && stop.closers().is_empty()
        && !stop.is_glued()
        && stop
            .after()
            .starts_with(|next: char| next.is_ascii_uppercase())
        && word.len() >= SHORTEST
        && word.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_plain && !is_in(BEFORE_WORD, word)).then_some(Verdict::Ends)
}

/// A dash before a capital that begins sentences breaks one off: `He was — Well,
/// you know.` Before a name, and before `I`, it is a dash within a sentence.
fn broken_off(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.mark().starts_with(['—', '–', '-']) {
        return None;
    }
    let before = stop.before().trim_end();
    let place = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let is_place = place.len() > 1 && place.bytes().all(|byte| byte.is_ascii_uppercase());
    if !before.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '-')
        || is_place
        || is_dateline(before)
    {
        return Some(Verdict::GoesOn);
    }
    let is_self = stop.after().starts_with('I');
    let speaks = matches!(
        stop.next_word().trim_end_matches(','),
        "Well" | "Okay" | "Yeah" | "That's" | "That’s"
    );
    Some(Verdict::ends_if(
        speaks || (starter_follows(stop) && !is_self),
    ))
}

/// Whether the text from the start of a paragraph to a dash says where and when a report
/// was written: `WASHINGTON, May 3 (AP) — The`.
fn is_dateline(text: &str) -> bool {
    text.len() < 60
        && text
            .split_whitespace()
            .all(|word| !word.starts_with(char::is_lowercase) && !is_in(STARTERS, word))
}

/// An emoticon before a capital ends a sentence that has no other mark.
fn emoticon(stop: &Stop<'_>) -> Option<Verdict> {
    stop.mark()
        .starts_with([':', ';', '='])
        .then_some(Verdict::Ends)
}

/// A comma, a dash or a closing bracket after the mark goes on with the sentence.
fn goes_on_plainly(stop: &Stop<'_>) -> Option<Verdict> {
    let next = stop.after().chars().next()?;
    matches!(next, ',' | ';' | ':' | ')' | ']' | '—' | '–').then_some(Verdict::GoesOn)
}

/// A parenthesis belongs to the sentence if the sentence goes on after it (`Viva Maria!
/// (1965), and`) or it explains an abbreviation (`5 p.m. (CDT)`).
fn parenthesis(stop: &Stop<'_>) -> Option<Verdict> {
    let inner = stop.after().strip_prefix('(')?;
    if abbreviation(stop).is_some_and(|word| is_clock(&word) || is_known(stop, &word)) {
        let mut letters = inner.chars();
        let is_sentence = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase);
        return (!is_sentence).then_some(Verdict::GoesOn);
    }
    if stop.mark() == "." {
        return None;
    }
    let (_, after) = token::head(inner, 160).split_once(')')?;
    let goes_on = after.starts_with([',', ';'])
        || after
            .strip_prefix(' ')
            .is_some_and(|next| next.starts_with(char::is_lowercase));
    goes_on.then_some(Verdict::GoesOn)
}

/// The number of a list item stays with its item: `follows: 1. Save up. 2. Ask.` A number
/// is one of a list item if it begins a sentence.
fn list_marker(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word().trim_start_matches(['*', '#']);
    let is_number = !word.is_empty()
        && word.len() <= 6
        && word
            .split('.')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if stop.mark() != "." || !(is_number || matches!(word, "a" | "b" | "c" | "d" | "e")) {
        return None;
    }
    let before = token::tail(stop.before(), 80);
    let before = before[..before.len() - word.len()]
        .trim_end_matches(['*', '#'])
        .trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', ')', '”', '"']);
    let counts_on = (before.ends_with(" and") || before.ends_with(" or"))
        && stop.next_letter().is_some_and(char::is_lowercase);
    (begins || counts_on).then_some(Verdict::GoesOn)
}

/// The number of a figure at the start of a paragraph goes on with its caption: `Figure 1.
/// Original and mutant application.`
fn caption(stop: &Stop<'_>) -> Option<Verdict> {
    let mut words = stop.before().split_whitespace();
    if stop.mark > 24 {
        return None;
    }
    let (label, number, rest) = (words.next()?, words.next()?, words.next());
    let labels = [
        "Figure", "Fig.", "Table", "Listing", "Chapter", "Section", "Part", "Appendix", "Box",
    ];
    let is_label = labels.contains(&label);
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    (is_label && is_number && rest.is_none()).then_some(Verdict::GoesOn)
}

/// A quotation goes on with who spoke: `“Why?” Betty asked.`, `“Stop!” he said.`
fn attribution(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.closers().contains(['"', '”', '’', '\'', '»']) || stop.is_glued() {
        return None;
    }
    if stop.next_letter().is_some_and(char::is_lowercase) {
        return Some(Verdict::GoesOn);
    }
    if stop.mark() == "." || stop.after().starts_with(is_opener) {
        return None;
    }
    let words = token::head(stop.after(), 48);
    let said = words
        .split_whitespace()
        .take(4)
        .take_while(|word| {
            !word.ends_with(['?', '!', ',']) || is_in(SAYING, word.trim_end_matches(','))
        })
        .skip(1)
        .map(|word| word.trim_end_matches([',', '.', ':', ';']))
        .any(|word| is_in(SAYING, word));
    said.then_some(Verdict::GoesOn)
}

/// After an ellipsis a capital begins a sentence; anything else goes on. One with white
/// space before it (`Seven Days ... Seven Nights`) stands for words left out.
fn ellipsis(stop: &Stop<'_>) -> Option<Verdict> {
    let mark = stop.mark();
    let is_ellipsis =
        mark.contains('…') || (mark.len() > 1 && mark.bytes().all(|b| b == b'.' || b == b' '));
    if !is_ellipsis || stop.is_glued() {
        return None;
    }
    // "“... Tyler!” a voice called": it stands for words before.
    let before = stop.before();
    let opens = before
        .strip_suffix('"')
        .is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    if opens || before.ends_with(['“', '‘', '(']) {
        return Some(Verdict::GoesOn);
    }
    if stop.capital_follows() {
        let apart = before.ends_with(char::is_whitespace);
        return (!apart).then_some(Verdict::Ends);
    }
    Some(Verdict::GoesOn)
}

/// Without white space a sentence ends only where that was forgotten: `immigrants.The`.
pub(super) fn glued(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.is_glued() {
        return None;
    }
    let word = stop.word();
    let mut next = stop.after().chars();
    let is_word = word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    let is_start =
        next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    Some(Verdict::ends_if(is_word && is_start))
}

/// The mark of a name goes on: `Yahoo! Answers`.
fn mark_in_name(stop: &Stop<'_>) -> Option<Verdict> {
    let head = &stop.paragraph[..stop.mark_end];
    MARKED_NAMES
        .iter()
        .any(|name| head.ends_with(name))
        .then_some(Verdict::GoesOn)
}

/// Any other mark before a capital ends a sentence, also within quotes and brackets.
fn before_capital(stop: &Stop<'_>) -> Option<Verdict> {
    stop.capital_follows().then_some(Verdict::Ends)
}

/// A full stop after a plain word of four letters or more ends a sentence also before a
/// number or a web address.
fn after_word(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word();
    let is_plain = word.chars().count() > 3 && word.chars().all(char::is_lowercase);
    let follows = stop.after().starts_with(|next: char| next.is_ascii_digit())
        || ["http://", "https://", "www."]
            .iter()
            .any(|scheme| stop.after().starts_with(scheme));
    (stop.mark() == "." && is_plain && follows && !is_in(BEFORE_NUMBER, word))
        .then_some(Verdict::Ends)
}

/// Several marks (`what???`) end a sentence even where a small letter follows.
fn shouted(stop: &Stop<'_>) -> Option<Verdict> {
    let marks = stop.mark().chars().filter(|&mark| mark != '.').count();
    (marks > 1 && stop.mark().contains(['!', '?']) && stop.closers().is_empty())
        .then_some(Verdict::Ends)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::segment::language::Language;
    use crate::text::segment::stop::stops;
    use crate::text::segment::vocabulary::{MAY_END, TITLES};

    /// How many stops end plainly; the other rules say the same of each.
    fn plain_ends(paragraph: &str) -> usize {
        let stops = stops(paragraph, Language::English);
        let plain = stops.filter(|stop| {
            let Some(verdict) = ends_plainly(stop) else {
                return false;
            };
            let others = RULES[1..].iter().find_map(|rule| rule(stop));
            assert_eq!(others, Some(verdict), "{} in {paragraph}", stop.word());
            true
        });
        plain.count()
    }

    #[test]
    fn what_ends_plainly_ends_by_the_other_rules() {
        let lists = [
            TITLES,
            BEFORE_WORD,
            BEFORE_NUMBER,
            MAY_END,
            STARTERS,
            SAYING,
        ];
        let more = [
            "etc", "al", "seq", "a.m", "figure", "section", "chapter", "more", "b", "ab",
        ];
        for word in lists.into_iter().flatten().chain(&more) {
            for word in [(*word).to_owned(), word.to_lowercase()] {
                for before in [
                    "",
                    "(",
                    "Figure ",
                    "They saw 3 ",
                    "He left. ",
                    "a b ",
                    "and ",
                ] {
                    for after in [
                        " The road.",
                        " PST again.",
                        " I",
                        " Monday",
                        "  Amy said.",
                        "\n“No.",
                    ] {
                        plain_ends(&format!("{before}{word}.{after}"));
                    }
                }
            }
        }
        assert_eq!(
            plain_ends("They left. The road is closed. Nobody knows."),
            2
        );
    }

    proptest! {
        #[test]
        fn whatever_ends_plainly_ends_by_the_other_rules(
            words in proptest::collection::vec(
                "(approx|incl|resp|seq|etc|figure|[a-z]{1,6}|[A-Z][a-z]{0,3}|[1-9]{1,2}|\\(b|“Yes)[.,!?:…)”-]{0,2}[ \n]{0,2}",
                1..12,
            ),
        ) {
            plain_ends(&words.concat());
        }
    }
}
