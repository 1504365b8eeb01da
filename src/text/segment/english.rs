//! The rules for English.
//!
//! Must not know: how stops are found.

use super::mark::is_opener;
use super::rules::{Rule, Verdict};
use super::stop::Stop;
use super::token;
use super::vocabulary::{
    BEFORE_NUMBER, BEFORE_WORD, MARKED_NAMES, MAY_END, SAYING, STARTERS, TITLES,
};

/// The rules for English, asked after those for any language.
pub(super) const RULES: &[Rule] = &[
    broken_off,
    emoticon,
    goes_on_plainly,
    parenthesis,
    list_marker,
    caption,
    attribution,
    ellipsis,
    glued,
    before_number,
    before_name,
    born,
    clock_or_et_cetera,
    initial,
    may_end,
    mark_in_name,
    before_capital,
    after_word,
    shouted,
];

/// The word before a full stop in small letters, as in the vocabulary.
fn abbreviation(stop: &Stop<'_>) -> Option<String> {
    let word = stop.word();
    (stop.mark() == "." && !word.is_empty() && word.len() <= 12).then(|| word.to_lowercase())
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Whether the next word begins sentences and no names. `I.` and `A.` are initials.
fn starter_follows(stop: &Stop<'_>) -> bool {
    let next = stop.next_word().trim_start_matches(is_opener);
    is_in(STARTERS, next.trim_end_matches([',', ';', ':', '”', '"']))
}

fn capital_follows(stop: &Stop<'_>) -> bool {
    stop.next_letter().is_some_and(char::is_uppercase)
}

fn ends_if(condition: bool) -> Verdict {
    if condition {
        Verdict::Ends
    } else {
        Verdict::GoesOn
    }
}

/// A dash before a capital that begins sentences breaks one off: `He was — Well,
/// you know.` Before a name, and before `I`, it is a dash within a sentence.
fn broken_off(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.mark().starts_with(['—', '–', '-']) {
        return None;
    }
    let before = stop.paragraph[..stop.mark].trim_end();
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
    Some(ends_if(speaks || (starter_follows(stop) && !is_self)))
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
    let before = token::tail(&stop.paragraph[..stop.mark], 80);
    let before = before[..before.len() - word.len()]
        .trim_end_matches(['*', '#'])
        .trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', ')', '”', '"']);
    let counts_on = (before.ends_with(" and") || before.ends_with(" or"))
        && stop.next_letter().is_some_and(char::is_lowercase);
    (begins || counts_on).then_some(Verdict::GoesOn)
}

/// `Figure 1. Original and mutant application.` at the start of a paragraph.
fn caption(stop: &Stop<'_>) -> Option<Verdict> {
    let mut words = stop.paragraph[..stop.mark].split_whitespace();
    if stop.mark > 24 {
        return None;
    }
    let (label, number, rest) = (words.next()?, words.next()?, words.next());
    let is_label = matches!(
        label,
        "Figure"
            | "Fig."
            | "Table"
            | "Listing"
            | "Chapter"
            | "Section"
            | "Part"
            | "Appendix"
            | "Box"
    );
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    (is_label && is_number && rest.is_none()).then_some(Verdict::GoesOn)
}

/// `“Why?” Betty asked.` and `“Stop!” he said.` are one sentence.
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
    let before = &stop.paragraph[..stop.mark];
    let opens = before
        .strip_suffix('"')
        .is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    if opens || before.ends_with(['“', '‘', '(']) {
        return Some(Verdict::GoesOn);
    }
    if capital_follows(stop) {
        let apart = before.ends_with(char::is_whitespace);
        return (!apart).then_some(Verdict::Ends);
    }
    Some(Verdict::GoesOn)
}

/// Without white space a sentence ends only where the writer forgot it: `illegal
/// immigrants.The United`.
fn glued(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.is_glued() {
        return None;
    }
    let word = stop.word();
    let mut next = stop.after().chars();
    let is_word = word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    let is_start =
        next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    Some(ends_if(is_word && is_start))
}

/// `No. 5`, `Jan. 3`, `p. 12`.
fn before_number(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    let number = stop
        .next_letter()
        .is_some_and(|next| next.is_ascii_digit() || next == '#');
    (number && is_in(BEFORE_NUMBER, &word)).then_some(Verdict::GoesOn)
}

/// `Dr. X`, `e.g. Mars`, `Roe v. Wade`.
fn before_name(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    let is_title = stop.word().starts_with(char::is_uppercase) && is_in(TITLES, &word);
    // "IE" and "CA" in capitals are other words.
    let is_name = word.len() > 1 && stop.word().chars().all(char::is_uppercase);
    (is_title || (!is_name && is_in(BEFORE_WORD, &word))).then_some(Verdict::GoesOn)
}

/// `(b. March 2009)`: born, and likewise died, married.
fn born(stop: &Stop<'_>) -> Option<Verdict> {
    let head = &stop.paragraph[..stop.mark];
    (stop.mark() == "."
        && ["(b", "(d", "(m", " b", " d"]
            .iter()
            .any(|born| head.ends_with(born)))
    .then_some(Verdict::GoesOn)
}

/// An initial (`Howard G. Buffett`, `J. R. R. Tolkien`) ends a sentence only before a
/// word that begins sentences, or if it is the word `I`: `so do I. Mary`.
fn initial(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word();
    let letter = word.rsplit(['.', '-']).next().unwrap_or(word);
    let mut letters = letter.chars();
    let (Some(first), None) = (letters.next(), letters.next()) else {
        return None;
    };
    if stop.mark() != "." || !first.is_uppercase() || !capital_follows(stop) {
        return None;
    }
    if word.len() == first.len_utf8() && (first == 'I' || starter_follows(stop)) {
        let before = stop.paragraph[..stop.mark - word.len()].trim_end();
        let before = token::tail(before, 32)
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let follows_small = before.starts_with(char::is_lowercase);
        return Some(ends_if(
            starter_follows(stop) || (follows_small && first == 'I'),
        ));
    }
    Some(ends_if(starter_follows(stop)))
}

fn is_clock(word: &str) -> bool {
    matches!(word, "a.m" | "p.m")
}

/// `5 p.m. Tom left` and `and so on, etc. Tom left` end; `5 p.m. Monday` and
/// `5 a.m. EST` do not.
fn clock_or_et_cetera(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    if !(is_clock(&word) || word == "etc") || !capital_follows(stop) {
        return None;
    }
    let next = stop
        .next_word()
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_zone = is_clock(&word)
        && (2..=4).contains(&next.len())
        && next.bytes().all(|b| b.is_ascii_uppercase());
    let is_day = is_clock(&word) && next.ends_with("day");
    Some(ends_if(!is_zone && !is_day))
}

/// Whether a word is an abbreviation that may end a sentence: one of the vocabulary, or
/// an acronym with full stops.
fn is_known(stop: &Stop<'_>, word: &str) -> bool {
    // "No. I refuse." is an answer; "Mass." is a state and "mass." is a word.
    let is_word = word == stop.word()
        && !is_in(
            &["al", "seq", "pp", "p", "vs", "hrs", "lbs", "oz", "sq"],
            word,
        );
    let is_part = |part: &str| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic);
    let is_acronym = word.contains('.') && word.split('.').all(is_part);
    is_acronym || (is_in(MAY_END, word) && !is_word && word != "no")
}

/// `Inc.`, `U.S.`, `Jr.`, `Ph.D.`
fn may_end(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    if !is_known(stop, &word) {
        return None;
    }
    if stop.next_letter().is_some_and(char::is_lowercase) {
        return Some(Verdict::GoesOn);
    }
    capital_follows(stop).then(|| ends_if(starter_follows(stop)))
}

/// `Yahoo! Answers`.
fn mark_in_name(stop: &Stop<'_>) -> Option<Verdict> {
    let head = &stop.paragraph[..stop.mark_end];
    MARKED_NAMES
        .iter()
        .any(|name| head.ends_with(name))
        .then_some(Verdict::GoesOn)
}

/// Any other mark before a capital ends a sentence, also within quotes and brackets.
fn before_capital(stop: &Stop<'_>) -> Option<Verdict> {
    capital_follows(stop).then_some(Verdict::Ends)
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
