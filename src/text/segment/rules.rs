//! The rules that hold in any language: citations, and what is never cut.

use super::stop::{Stop, is_opener};
use super::token;

/// What a rule says of a place where a sentence may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A sentence ends here.
    Ends,
    /// It goes on.
    GoesOn,
}

/// A rule, asked in the order of its table: the first that answers decides, and
/// where none does `sentencex` does.
pub(super) type Rule = fn(&Stop<'_>) -> Option<Verdict>;

/// The rules for any language.
pub(super) const RULES: &[Rule] = &[address, citation_ends];

/// An address or a file name is never cut.
fn address(stop: &Stop<'_>) -> Option<Verdict> {
    (stop.is_glued() && token::is_address(token::around(stop.paragraph, stop.mark)))
        .then_some(Verdict::GoesOn)
}

/// A citation closes its sentence: `migration.” 2 IOM works`.
fn citation_ends(stop: &Stop<'_>) -> Option<Verdict> {
    (stop.cite > stop.close && !stop.is_glued()).then_some(Verdict::Ends)
}

/// Where the citations after byte `close` end. Bracketed numbers (`[12]`),
/// superscripts and footnote signs are citations in any language; bare numbers
/// are in English alone, as other languages begin sentences with a number and
/// a capital noun.
pub(super) fn citations(paragraph: &str, close: usize, bare: bool) -> usize {
    let mut end = close;
    loop {
        let rest = &paragraph[end..];
        let found = bracketed(rest)
            .or_else(|| signs(rest))
            .or_else(|| emoticon(rest));
        match found {
            Some(bytes) => end += bytes,
            None => break,
        }
    }
    if bare {
        bare_numbers(paragraph, end)
    } else {
        end
    }
}

/// The bytes of `[12]`, `[a]`, `[note 3]`, with the white space before.
fn bracketed(rest: &str) -> Option<usize> {
    let words = rest.trim_start();
    let inner = words.strip_prefix('[')?;
    let end = token::head(inner, 24).find(']')?;
    let key = &inner[..end];
    let is_citation = key.bytes().any(|byte| byte.is_ascii_digit())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b" ,-".contains(&byte))
        || key.starts_with("note ")
        || key.len() == 1
        || key == "citation needed";
    is_citation.then(|| rest.len() - words.len() + end + 2)
}

/// The bytes of superscript digits and footnote signs that touch the mark.
fn signs(rest: &str) -> Option<usize> {
    let bytes: usize = rest
        .chars()
        .take_while(|sign| matches!(sign, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '†' | '‡'))
        .map(char::len_utf8)
        .sum();
    (bytes > 0).then_some(bytes)
}

/// The bytes of an emoticon or emoji (`:-)`, `^_^`, `🙂`) after white space: it
/// is said of the sentence before.
fn emoticon(rest: &str) -> Option<usize> {
    let words = rest.trim_start();
    let word = token::head(words, 32).split(char::is_whitespace).next()?;
    (words.len() < rest.len() && is_emoticon(word)).then(|| rest.len() - words.len() + word.len())
}

fn is_emoticon(word: &str) -> bool {
    if matches!(word, "^_^" | "^^" | "<3" | "xD" | "XD" | "x.x" | "o_O") {
        return true;
    }
    if word
        .chars()
        .next()
        .is_some_and(|first| ('\u{2600}'..'\u{27c0}').contains(&first) || first >= '\u{1f300}')
    {
        return !word.contains(char::is_alphanumeric);
    }
    let Some(face) = word
        .trim_start_matches('>')
        .strip_prefix([':', ';', '=', '8'])
    else {
        return false;
    };
    let mouth = face.trim_start_matches(['-', '\'', '^', 'o']);
    let is_mouth = |character| {
        matches!(
            character,
            ')' | '(' | 'D' | 'P' | 'p' | 'O' | '/' | '|' | ']' | '[' | '*'
        )
    };
    !mouth.is_empty() && mouth.len() <= 6 && mouth.chars().all(is_mouth)
}

/// Where bare citation numbers (`” 2 IOM`, `35 10`) after `close` end: up to
/// three digits each, and a sentence or nothing after them.
fn bare_numbers(paragraph: &str, close: usize) -> usize {
    let mut end = close;
    for word in token::head(&paragraph[close..], 64).split_inclusive(char::is_whitespace) {
        let number = word.trim_end();
        let is_number = (1..=3).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !number.starts_with('0');
        if number.is_empty() {
            end += word.len();
        } else if is_number {
            end += word.len();
        } else {
            break;
        }
    }
    let numbers = paragraph[close..end].trim_end();
    if numbers.trim_start().is_empty() || !numbers.starts_with(char::is_whitespace) {
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
