//! What stands around a bare number, and whether it makes it a call-out: `migration.” 2 IOM`,
//! `patients 8 , and`, `structures.3 Excellent`, but not `Title 42` and `55 side events`.
//!
//! Must not know: which references there are.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::label::is_digit;
use super::words::{ABBREVIATIONS, COUNTS, FOLLOWS, JOINS, NUMBERED, TAKES};
use crate::text::script::has_case;

/// How sure the words around a number are that it is a call-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// It may be one in a text that is full of them.
    Perhaps,
    Likely,
}

/// How far the words around a number are looked at, in bytes.
const NEAR: usize = 48;

/// What a bare number stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A mark, or a closing quote or bracket.
    Mark,
    /// A word, with white space and a mark behind the number: it stood above the line.
    Above,
    /// A word.
    Word,
    /// The value of a line such as `Assets: none 35`, which stands out of order.
    Value,
}

/// Judges a number by the line before it and after it.
pub(super) fn judge(before: &str, after: &str) -> Option<(Sureness, Place)> {
    let before = tail(before);
    let after = head(after);
    let words = before.trim_end();
    let is_apart = words.len() < before.len();
    let mark = words.chars().next_back()?;
    let next = Next::of(after)?;
    let sureness = match mark {
        '.' | '!' | '?' | '…' | '。' | '؟' | '।' => behind_stop(words, is_apart, next, after),
        '”' | '’' | '»' | '"' | '\'' | ')' | ']' | '％' | '%' | '“' => {
            behind_close(words, is_apart, next, after)
        }
        ',' | ';' | ':' => behind_comma(words, is_apart, next, after),
        _ if mark.is_alphanumeric() => {
            let place = match next {
                Next::End if is_value(before) => return Some((Sureness::Likely, Place::Value)),
                Next::MarkApart => Place::Above,
                _ => Place::Word,
            };
            let sureness = behind_word(words, is_apart, next, after)?;
            return Some((sureness, place));
        }
        _ => None,
    };
    sureness.map(|sureness| (sureness, Place::Mark))
}

/// What follows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    End,
    /// A mark that touches the number.
    Mark,
    /// A mark after white space: the number stood above the line.
    MarkApart,
    Capital,
    /// A capital by itself, as of an element: `13 C`.
    Letter,
    Opener,
    Small,
    Number,
}

impl Next {
    fn of(after: &str) -> Option<Self> {
        let words = after.trim_start();
        let is_apart = words.len() < after.len();
        let Some(first) = words.chars().next() else {
            return Some(Self::End);
        };
        let closes = ".,;:)]!?”’»\"'".contains(first);
        match first {
            _ if closes && is_apart => Some(Self::MarkApart),
            _ if closes => {
                let next = words[first.len_utf8()..].chars().next();
                // A decimal, a time or a thousand goes on.
                (!next.is_some_and(is_digit)).then_some(Self::Mark)
            }
            _ if !is_apart => None,
            _ if "([“‘«\"'$€£¿¡#@†*–—-".contains(first) => Some(Self::Opener),
            _ if is_digit(first) => Some(Self::Number),
            _ if first.is_lowercase() => Some(Self::Small),
            'B'..='H' | 'J'..='Z'
                if !words[1..].starts_with(|next: char| {
                    next.is_alphabetic() || next == '.' || next == '-'
                }) =>
            {
                Some(Self::Letter)
            }
            _ if first.is_alphabetic() => Some(Self::Capital),
            _ => None,
        }
    }
}

fn behind_stop(words: &str, is_apart: bool, next: Next, after: &str) -> Option<Sureness> {
    let sentence = words.trim_end_matches(['.', '!', '?', '…', '。', '؟', '।']);
    let word = last_word(sentence);
    let lower = word.to_lowercase();
    if !lower.is_empty() && ABBREVIATIONS.contains(&lower.as_str()) {
        return None;
    }
    if word.chars().all(is_digit) && !word.is_empty() && !is_apart {
        return None;
    }
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if !is_apart && !is_plain(word) && !sentence.ends_with([')', ']', '”', '"', '’']) {
        return None;
    }
    match next {
        // What counts may go on to count.
        Next::Capital if is_apart && ends_in_quantity(sentence) => Some(Sureness::Perhaps),
        Next::End | Next::Capital | Next::Opener | Next::Number if !is_initial => {
            Some(Sureness::Likely)
        }
        Next::Small if lower == "al" => Some(Sureness::Likely),
        // `2 spoons are enough.`
        Next::Small if is_apart && !is_joint(after) => None,
        Next::Number | Next::Letter => None,
        _ => Some(Sureness::Perhaps),
    }
}

fn behind_close(words: &str, is_apart: bool, next: Next, after: &str) -> Option<Sureness> {
    let sentence = words.trim_end_matches(['”', '’', '»', '"', '\'', ')', ']', '“']);
    let ends = sentence.ends_with(['.', '!', '?', '…', ',']);
    if words.ends_with(')') && !ends && !is_prose_in_parentheses(words) {
        return Some(Sureness::Perhaps);
    }
    match next {
        Next::Letter => None,
        Next::Small if COUNTS.contains(&first_word(after).as_str()) => None,
        Next::End | Next::Capital | Next::Opener | Next::MarkApart if ends || is_apart => {
            Some(Sureness::Likely)
        }
        Next::Small | Next::Mark | Next::Number if is_apart => Some(Sureness::Likely),
        _ => Some(Sureness::Perhaps),
    }
}

/// Whether what a parenthesis closes is more than a part of a formula: `Fe(OAc)`.
fn is_prose_in_parentheses(words: &str) -> bool {
    let Some(open) = words.rfind('(') else {
        return true;
    };
    let touches = words[..open].ends_with(|sign: char| !sign.is_whitespace());
    let inner = &words[open + 1..words.len() - 1];
    !touches && inner.chars().count() > 2
}

fn behind_comma(words: &str, is_apart: bool, next: Next, after: &str) -> Option<Sureness> {
    let clause = words.trim_end_matches([',', ';', ':']);
    let word = last_word(clause);
    let is_number = !word.is_empty() && word.chars().all(is_digit);
    if word.is_empty() && !clause.ends_with([')', ']', '”', '"', '’']) {
        return None;
    }
    if !is_apart {
        return (is_plain(word) && next != Next::Number).then_some(Sureness::Likely);
    }
    let following = first_word(after);
    match next {
        Next::Opener if after.trim_start().starts_with('(') => Some(Sureness::Perhaps),
        Next::Opener if !is_number => Some(Sureness::Likely),
        Next::Small if COUNTS.contains(&following.as_str()) => None,
        Next::Small if is_joint_of_numbers(after) => None,
        Next::Small if matches!(following.as_str(), "or" | "to") => Some(Sureness::Perhaps),
        Next::Small
            if is_joint(after) && (clause.len() + 1 == words.len() && words.ends_with(';')) =>
        {
            Some(Sureness::Likely)
        }
        Next::Small if following == "and" => Some(Sureness::Perhaps),
        Next::Small if is_joint(after) && !word.contains(is_digit) => Some(Sureness::Likely),
        Next::Small if is_number && !is_joint(after) => None,
        Next::Small | Next::Capital | Next::End | Next::MarkApart => Some(Sureness::Perhaps),
        Next::Mark | Next::Number | Next::Letter | Next::Opener => None,
    }
}

fn behind_word(words: &str, is_apart: bool, next: Next, after: &str) -> Option<Sureness> {
    let word = last_word(words);
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    if matches!(lower, "ref" | "refs" | "reference" | "references") {
        return Some(Sureness::Likely);
    }
    if JOINS.contains(&lower) || ABBREVIATIONS.contains(&lower) || NUMBERED.contains(&lower) {
        return None;
    }
    if !is_apart {
        return (is_plain(word) && word.len() > 4).then_some(Sureness::Perhaps);
    }
    if is_joint_of_numbers(after) {
        return None;
    }
    let is_word = is_plain(word) || !lower.is_ascii();
    match next {
        _ if may_be_formula(word) => None,
        Next::MarkApart if is_word || word.chars().all(char::is_alphabetic) => {
            Some(Sureness::Likely)
        }
        Next::Small if is_joint(after) && is_word => Some(Sureness::Likely),
        Next::Number | Next::Letter => None,
        Next::Small if asks_how_many(lower) => None,
        _ => Some(Sureness::Perhaps),
    }
}

/// Whether a word says what is done to so many: `counted 5 cats`.
fn asks_how_many(word: &str) -> bool {
    TAKES.contains(&word) || (word.len() > 4 && word.ends_with("ed"))
}

/// Whether words end in so many of something: `for 30 minutes`.
fn ends_in_quantity(words: &str) -> bool {
    let unit = last_word(words);
    let before = words[..words.len() - unit.len()].trim_end();
    COUNTS.contains(&unit.to_lowercase().as_str()) && before.ends_with(is_digit)
}

/// Whether a number behind a word may belong to it: `CDCl 3`, `acetone-d 6`, `cm 2`.
fn may_be_formula(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    let letters = last.chars().filter(|sign| sign.is_alphabetic());
    let capitals = letters.clone().filter(|letter| letter.is_uppercase());
    let (letters, capitals) = (letters.count(), capitals.count());
    let is_cased = last.chars().any(has_case);
    let is_mixed = capitals > 1 && capitals < letters;
    is_cased && (letters < 3 || is_mixed) && !word.contains('/')
}

/// Whether a line names something and then says it in a word or two that no number follows:
/// `Assets: none 35`.
fn is_value(line: &str) -> bool {
    let Some((_, value)) = line.rsplit_once(": ") else {
        return false;
    };
    let word = last_word(value.trim_end()).to_lowercase();
    let is_counted = JOINS.contains(&word.as_str())
        || ABBREVIATIONS.contains(&word.as_str())
        || NUMBERED.contains(&word.as_str());
    value.split_whitespace().count() <= 3 && !word.is_empty() && !is_counted
}

/// Whether another number follows behind a word that joins the two: `20 or 40`.
fn is_joint_of_numbers(after: &str) -> bool {
    let mut words = after.split_whitespace();
    let joins = words
        .next()
        .is_some_and(|word| matches!(word, "or" | "and" | "to" | "und" | "et"));
    joins && words.next().is_some_and(|word| word.starts_with(is_digit))
}

/// Whether a word follows that goes on after a call-out, and that no number counts.
fn is_joint(after: &str) -> bool {
    FOLLOWS.contains(&first_word(after).as_str())
}

fn first_word(after: &str) -> String {
    let word = after
        .trim_start()
        .split(|sign: char| !sign.is_alphanumeric());
    word.into_iter().next().unwrap_or_default().to_lowercase()
}

/// Whether it is a word of small letters, and none that a formula is made of.
fn is_plain(word: &str) -> bool {
    let mut last = word.chars().rev().take(3);
    word.chars().count() >= 3 && last.all(char::is_lowercase)
}

/// A number for the last word of a line, whether it names one or many.
pub(super) fn word_before(before: &str) -> u64 {
    let word = last_word(tail(before).trim_end()).to_lowercase();
    let mut hasher = DefaultHasher::new();
    word.trim_end_matches('s').hash(&mut hasher);
    hasher.finish()
}

/// Whether the last word of a line is all capitals.
pub(super) fn ends_in_capitals(before: &str) -> bool {
    let word = last_word(tail(before).trim_end());
    !word.is_empty() && word.chars().all(char::is_uppercase)
}

fn last_word(words: &str) -> &str {
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '\u{ad}' | '/');
    let rest = words.trim_end_matches(is_part);
    &words[rest.len()..]
}

fn tail(words: &str) -> &str {
    let mut start = words.len().saturating_sub(NEAR);
    while !words.is_char_boundary(start) {
        start += 1;
    }
    &words[start..]
}

fn head(words: &str) -> &str {
    let mut end = words.len().min(NEAR);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    &words[..end]
}
