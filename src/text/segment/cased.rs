//! The rules for languages that begin sentences with capitals, other than English, by the
//! words of each.
//!
//! Must not know: how stops are found, and which language has which words.

use super::english;
use super::lexicon::{self, Ordinals, Vocabulary, has};
use super::rules::Verdict;
use super::stop::Stop;
use super::token::{self, is_closer, is_opener};

/// A rule with the words of a language. The first that answers decides.
type Rule = fn(&Stop<'_>, &Vocabulary) -> Option<Verdict>;

const RULES: &[Rule] = &[
    glued,
    goes_on_plainly,
    list_marker,
    small_letter,
    ellipsis,
    abbreviation,
    ordinal,
    initial,
    acronym,
    before_capital,
    before_number,
    before_bracket,
];

pub(super) fn verdict(stop: &Stop<'_>, words: &Vocabulary) -> Option<Verdict> {
    RULES.iter().find_map(|rule| rule(stop, words))
}

/// The rules that need no words of a language. They leave what may be an abbreviation to
/// others.
const RULES_WITHOUT_WORDS: &[Rule] = &[
    goes_on_plainly,
    list_marker,
    small_letter,
    ellipsis,
    plain_word,
];

/// What can be said of a stop in a language of which we have no words.
pub(super) fn verdict_without_words(stop: &Stop<'_>) -> Option<Verdict> {
    let words = &Vocabulary::NONE;
    RULES_WITHOUT_WORDS
        .iter()
        .find_map(|rule| rule(stop, words))
}

/// After a plain word, a number or a quotation a full stop ends a sentence before a
/// capital, and any other mark does.
fn plain_word(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    let word = stop.word();
    let is_plain = word.chars().count() > 4 && word.chars().all(char::is_lowercase);
    let is_closed = stop.close > stop.mark_end || stop.mark() != ".";
    let begins = letter_after(stop).is_some_and(char::is_uppercase) && !stop.is_glued();
    (begins && (is_plain || is_closed)).then_some(Verdict::Ends)
}

/// Without white space a sentence ends only where that was forgotten.
fn glued(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    english::glued(stop)
}

/// A comma or a closing bracket after the mark goes on with the sentence.
fn goes_on_plainly(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    let next = stop.after().chars().next()?;
    (matches!(next, ',' | ';' | ':' | ')' | ']' | '/')).then_some(Verdict::GoesOn)
}

/// The number of a list item stays with its item: at the start, or after a sentence.
fn list_marker(stop: &Stop<'_>, words: &Vocabulary) -> Option<Verdict> {
    let word = stop.word();
    let is_number = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let before = stop.before().strip_suffix(word)?.trim_end();
    let item = before.strip_suffix('.').map(token::last_word);
    let ends_item = item.is_some_and(|last| {
        let is_plain = last.chars().count() > 3 && last.chars().all(char::is_lowercase);
        is_plain && !has(words.before_word, last) && !has(words.before_number, last)
    });
    let begins = before.is_empty() || before.ends_with([':', ';', '?', '!']) || ends_item;
    (stop.mark() == "." && is_number && begins).then_some(Verdict::GoesOn)
}

/// A small letter goes on: `z. B. so`, `« Quoi ? » dit-il`, `«Да!» — сказал он`.
fn small_letter(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    letter_after(stop)
        .is_some_and(char::is_lowercase)
        .then_some(Verdict::GoesOn)
}

/// The first letter of what follows, past quotes, brackets and a dash.
fn letter_after(stop: &Stop<'_>) -> Option<char> {
    let is_before =
        |c: char| is_opener(c) || c.is_whitespace() || matches!(c, '—' | '–' | '-' | '`');
    let near = token::head(stop.after(), 16);
    near.chars().find(|&character| !is_before(character))
}

/// After an ellipsis a capital begins a sentence, unless the ellipsis stands apart, for
/// words left out.
fn ellipsis(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    let mark = stop.mark();
    if !mark.contains('…') && !mark.starts_with("..") && !mark.starts_with(". .") {
        return None;
    }
    let opens = stop.before().ends_with(is_opener) || stop.before().trim_end().is_empty();
    Some(Verdict::ends_if(
        !opens && letter_after(stop).is_none_or(char::is_uppercase),
    ))
}

/// The words before a full stop, in small letters, as the vocabulary has them.
fn words_before(stop: &Stop<'_>) -> String {
    let near = token::tail(stop.before(), 24).trim_start_matches(is_opener);
    near.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ")
}

/// Whether a text ends with a word of a list. One that begins with `*` may end a longer
/// word: `Hauptstr.`
fn ends_with_one(text: &str, list: &str) -> bool {
    lexicon::words(list).any(|word| match word.strip_prefix('*') {
        Some(end) => text.ends_with(end),
        None => text
            .strip_suffix(word)
            .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '.')),
    })
}

fn abbreviation(stop: &Stop<'_>, words: &Vocabulary) -> Option<Verdict> {
    if stop.mark() != "." || !stop.closers().is_empty() {
        return None;
    }
    let before = words_before(stop);
    let number = letter_after(stop).is_some_and(char::is_numeric);
    let is_one = |list| ends_with_one(&before, list);
    if is_one(words.may_end) {
        return stop.capital_follows().then_some(Verdict::Ends);
    }
    if is_one(words.before_starter) {
        return Some(Verdict::ends_if(starter_follows(stop, words)));
    }
    (is_one(words.before_word) || (number && is_one(words.before_number)))
        .then_some(Verdict::GoesOn)
}

fn starter_follows(stop: &Stop<'_>, words: &Vocabulary) -> bool {
    let next = stop.next_word().trim_start_matches(is_opener);
    let next = next.split(['\'', '’']).next().unwrap_or(next);
    let starter = next.trim_end_matches(|c: char| !c.is_alphanumeric());
    // A single letter before a full stop is an initial.
    let is_initial = next.ends_with('.') && starter.chars().nth(1).is_none();
    !is_initial && has(words.starters, starter)
}

/// An ordinal goes on, before a noun with a capital, too: `Der 1. FC`, `im 19. Jahrhundert`,
/// `Ludwig XIV. von`. A year is none.
fn ordinal(stop: &Stop<'_>, words: &Vocabulary) -> Option<Verdict> {
    let word = stop.word().trim_start_matches(is_opener);
    let is_number = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let is_roman = (1..=6).contains(&word.len()) && word.bytes().all(|b| b"IVXL".contains(&b));
    (words.ordinals == Ordinals::WithStop
        && stop.mark() == "."
        && stop.closers().is_empty()
        && (is_number || is_roman))
        .then(|| Verdict::ends_if(starter_follows(stop, words)))
}

/// An initial goes on with the name: `J. S. Bach`, `А. С. Пушкин`, `J.-J. Rousseau`.
fn initial(stop: &Stop<'_>, words: &Vocabulary) -> Option<Verdict> {
    let letter = stop.word().rsplit(['.', '-']).next().unwrap_or_default();
    let mut letters = letter.chars().filter(|c| !is_opener(*c));
    let (Some(first), None) = (letters.next(), letters.next()) else {
        return None;
    };
    let is_initial = stop.mark() == "." && stop.closers().is_empty() && first.is_alphabetic();
    is_initial.then(|| Verdict::ends_if(starter_follows(stop, words)))
}

/// An acronym with full stops (`S.A.`, `C.D.U.`) ends a sentence before a starter.
fn acronym(stop: &Stop<'_>, words: &Vocabulary) -> Option<Verdict> {
    let word = stop.word();
    let is_part = |part: &str| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic);
    (stop.mark() == "." && word.contains('.') && word.split('.').all(is_part))
        .then(|| Verdict::ends_if(starter_follows(stop, words)))
}

/// Any other mark before a capital ends a sentence, within quotes and brackets, too, and
/// before a dash that begins what somebody says.
fn before_capital(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    letter_after(stop)
        .is_some_and(char::is_uppercase)
        .then_some(Verdict::Ends)
}

/// A full stop after a word ends a sentence before a number, too.
fn before_number(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    let is_word =
        stop.word().chars().count() > 2 || stop.mark() != "." || stop.close > stop.mark_end;
    (is_word && letter_after(stop).is_some_and(char::is_numeric)).then_some(Verdict::Ends)
}

/// So does any mark before what opens a quotation or a bracket, and at the end.
fn before_bracket(stop: &Stop<'_>, _: &Vocabulary) -> Option<Verdict> {
    let next = stop.after().chars().next()?;
    (is_opener(next) && !is_closer(next)).then_some(Verdict::Ends)
}
