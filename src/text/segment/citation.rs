//! Citations after the mark that ends a sentence: `[12]`, `[^note]`, `²`, `(3)`, `12`.
//!
//! Must not know: whether a sentence ends there.

use super::language::Language;
use super::token::{self, is_emoticon, is_opener};
use super::vocabulary::BEFORE_NUMBER;
use crate::text::references::raised_digit;

/// Where the citations after byte `close` end.
///
/// Bracketed numbers (`[12]`), superscripts and footnote signs are citations in any
/// language. Bare numbers are in English alone: other languages begin sentences with a
/// number and a capital noun.
pub(super) fn citations(paragraph: &str, close: usize, language: Language) -> usize {
    let mut end = close;
    // A shortcut for nearly every stop: no citation begins like a word, and of emoticons only those
    // that begin like `XD` and `o_O`.
    let next = paragraph[close..].trim_start().bytes().next();
    if next.is_none_or(|next| next.is_ascii_alphabetic() && !matches!(next, b'x' | b'X' | b'o')) {
        return end;
    }
    loop {
        let rest = &paragraph[end..];
        let found = bracketed(rest)
            .or_else(|| parenthesised(paragraph, rest))
            .or_else(|| signs(rest))
            .or_else(|| emoticon(rest));
        match found {
            Some(bytes) => end += bytes,
            None => break,
        }
    }
    match language {
        Language::English => bare_numbers(paragraph, end),
        _ => end,
    }
}

/// The bytes of a citation in brackets with the white space before it: `[12]`, `[a]`,
/// `[^note]`, `[note 3]`, `[citation needed]`, one with a page (`[12]:45`), the next in a row
/// (`[1]–[3]`). `[...]` stands for what was left out after the sentence.
fn bracketed(rest: &str) -> Option<usize> {
    let words = rest.trim_start();
    let words = words
        .strip_prefix(['–', '-', ',', ';'])
        .map(str::trim_start)
        .filter(|words| words.starts_with('['))
        .unwrap_or(words);
    let inner = words.strip_prefix('[')?;
    let end = token::head(inner, 32).find(']')?;
    let after = &inner[end + 1..];
    // Where a footnote is said: `[^note]: The first.`
    if inner.starts_with('^') && after.starts_with(':') {
        return None;
    }
    is_citation_key(&inner[..end]).then(|| rest.len() - after.len() + page(after))
}

fn is_citation_key(key: &str) -> bool {
    if let Some(note) = key.strip_prefix('^') {
        return !note.is_empty() && !note.contains(char::is_whitespace);
    }
    let is_of_numbers = |sign: char| sign.is_ascii_digit() || " ,;-–".contains(sign);
    // A part has a letter behind its number: `[12a]`.
    let numbers = key.strip_suffix(|sign: char| sign.is_ascii_lowercase());
    let numbers = numbers.filter(|words| words.ends_with(|sign: char| sign.is_ascii_digit()));
    let numbers = numbers.unwrap_or(key);
    let numbers =
        numbers.bytes().any(|byte| byte.is_ascii_digit()) && numbers.chars().all(is_of_numbers);
    let remark = ["note ", "nb ", "fn "]
        .iter()
        .any(|label| key.starts_with(label))
        || key.ends_with(" needed")
        || (key.ends_with('?') && key.starts_with(char::is_lowercase));
    let left_out = matches!(key, "..." | "…" | ". . .");
    numbers || remark || left_out || key.chars().count() == 1
}

/// The bytes of the page number (`:45`, `:12–14`) that touches a citation.
fn page(rest: &str) -> usize {
    let Some(number) = rest.strip_prefix(':') else {
        return 0;
    };
    let after = number.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '–');
    if after.len() < number.len() && !after.starts_with(char::is_alphanumeric) {
        rest.len() - after.len()
    } else {
        0
    }
}

/// The bytes of a number in parentheses, or of several: `(3)`, `(1, 3–5)`. One that does not
/// touch the mark may number the next item, `(2) The second`: it is a citation only if the
/// paragraph ends with one.
fn parenthesised(paragraph: &str, rest: &str) -> Option<usize> {
    let words = rest.trim_start();
    let key = words.strip_prefix('(')?;
    let inner = &key[..token::head(key, 32).find(')')?];
    let mut numbers = inner.split([',', ';', '-', '–']).map(str::trim);
    if !numbers.all(|number| (1..=3).contains(&number.len()) && is_digits(number)) {
        return None;
    }
    let apart = words.len() < rest.len();
    (!apart || ends_with_citation(paragraph)).then(|| rest.len() - words.len() + inner.len() + 2)
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the paragraph ends with a mark and a number in parentheses.
fn ends_with_citation(paragraph: &str) -> bool {
    let Some(words) = token::tail(paragraph.trim_end(), 32).strip_suffix(')') else {
        return false;
    };
    let head = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let before = head.strip_suffix('(').map_or("", str::trim_end);
    head.len() < words.len() && before.ends_with(['.', '!', '?', '”', '"'])
}

/// The bytes of superscript digits, with what parts several (`¹,²`, `⁴⁻⁶`), and of footnote
/// signs that touch the mark.
fn signs(rest: &str) -> Option<usize> {
    let words = rest.trim_start();
    let is_digit = |sign| raised_digit(sign).is_some();
    let apart = words.len() < rest.len();
    let is_sign = |sign| is_digit(sign) || (!apart && matches!(sign, '†' | '‡'));
    let mut after = words.trim_start_matches(is_sign);
    while after.len() < words.len()
        && let Some(more) = after.strip_prefix([',', '-', '–', '⁻'])
        && more.starts_with(is_digit)
    {
        after = more.trim_start_matches(is_digit);
    }
    (after.len() < words.len()).then(|| rest.len() - after.len())
}

/// The bytes of white space and an emoticon or emoji, which end the sentence before.
fn emoticon(rest: &str) -> Option<usize> {
    let words = rest.trim_start();
    let word = token::head(words, 32).split(char::is_whitespace).next()?;
    (words.len() < rest.len() && is_emoticon(word)).then(|| rest.len() - words.len() + word.len())
}

/// Where bare citation numbers (`” 2 IOM`, `35 10`) after `close` end: up to three digits
/// each, then a sentence or nothing. The first may touch a mark after a plain word
/// (`it sank.12`), as in a page copied from a PDF.
fn bare_numbers(paragraph: &str, close: usize) -> usize {
    let mut end = close;
    for word in token::head(&paragraph[close..], 64).split_inclusive(char::is_whitespace) {
        if !word.trim_end().is_empty() && !is_citation_number(word.trim_end()) {
            break;
        }
        end += word.len();
    }
    let numbers = paragraph[close..end].trim_end();
    let touches = !numbers.starts_with(char::is_whitespace);
    let before = &paragraph[..close];
    if numbers.is_empty() || ends_before_number(before) || (touches && !ends_plain_word(before)) {
        return close;
    }
    let after = paragraph[end..]
        .chars()
        .find(|&character| !is_opener(character));
    if after.is_none_or(char::is_uppercase) {
        close + numbers.len()
    } else {
        close
    }
}

/// Whether the text ends with an abbreviation that a number follows: `Feb. 23 (AP)`.
fn ends_before_number(text: &str) -> bool {
    let word = text.strip_suffix('.').map_or("", |words| {
        let near = token::tail(words, 8);
        near.rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
    });
    BEFORE_NUMBER.contains(&word.to_lowercase().as_str())
}

fn is_citation_number(word: &str) -> bool {
    (1..=3).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && !word.starts_with('0')
}

/// Whether the text ends with a plain word of four letters or more and a mark, or with
/// a closing quote, unlike in `version 2.12` and `No.5`.
fn ends_plain_word(text: &str) -> bool {
    let words = text.trim_end_matches(['.', '!', '?']);
    let letters = token::tail(words, 32)
        .chars()
        .rev()
        .take_while(|character| character.is_lowercase())
        .count();
    text.ends_with(['”', '"', '’']) || (words.len() < text.len() && letters > 3)
}
