//! The rules for marks that end sentences in scripts without case, and for Arabic.
//!
//! Must not know: how stops are found.

use super::rules::{Rule, Verdict};
use super::stop::Stop;
use super::token::{self, is_closer};
use crate::text::script::{Spacing, is_terminal, spacing};

/// The rules for marks of such scripts, in a text of any language.
pub(super) const RULES: &[Rule] = &[ideographic, other_script];

/// What may follow a quotation in Japanese and goes on with the sentence: `「…？」と彼は`.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "と", "って", "っと", "など", "なんて", "なん", "だ", "です", "の", "を", "は", "が", "に", "へ", "も",
    "で", "や", "か", "から", "まで", "より", "だけ", "ばかり", "ほど", "くらい", "ぐらい", "風", "系", "型", "的",
];

/// Words that begin sentences, and only look as if they began with a particle.
#[rustfmt::skip]
const NOT_PARTICLES: &[&str] = &[
    "とて", "とに", "とき", "とう", "とり", "とん", "とも", "ところ", "だが", "だから", "だって", "だけど", "ですが", "ですから",
    "のち", "のぞ", "はい", "はじ", "はた", "はっ", "はや", "はる", "がん", "がっ", "にも", "にわ", "もう", "もし", "もっ", "もち", "もの",
    "でも", "では", "やが", "やは", "やっ", "やり", "から", "かつ", "かな", "かれ", "かの", "かく", "から", "まで", "より", "へえ", "へい",
];

/// Verbs of saying in Chinese, of which one stands soon after the speech: `“…？”他问。`
#[rustfmt::skip]
const SAYING_CHINESE: &[char] = &['说', '說', '问', '問', '喊', '答', '嚷', '吼', '叹', '嘆'];

/// Those that are parts of many other words: they count before a mark.
const SAYING_BEFORE_MARK: &[char] = &['道', '叫', '想', '写', '寫'];

/// Verbs of saying in Arabic.
#[rustfmt::skip]
const SAYING_ARABIC: &[&str] = &[
    "قال", "قالت", "قالوا", "يقول", "تقول", "سأل", "سألت", "يسأل", "أضاف", "أضافت", "أجاب", "أجابت", "رد", "ردت",
    "صرخ", "صرخت", "تابع", "تابعت", "أوضح", "أوضحت", "أكد", "أكدت", "هتف", "صاح", "تساءل", "تساءلت", "كتب", "كتبت",
];

/// Abbreviations in Arabic that are not the end: titles, pages, `ق.م`.
#[rustfmt::skip]
const ABBREVIATIONS_ARABIC: &[&str] = &[
    "د", "أ", "أ.د", "أ. د", "م", "ص", "ج", "ط", "ت", "ه", "هـ", "ع", "س", "ش", "ب", "ق.م", "ق", "ص.ب", "ص. ب", "ا", "ف", "ك",
];

/// Names of which a mark is a part.
const MARKED_NAMES: &[&str] = &["モーニング娘。", "ゲスの極み乙女。", "藤岡弘、"];

/// A mark of Chinese or Japanese, full-width or half-width.
fn ideographic(stop: &Stop<'_>) -> Option<Verdict> {
    let mark = stop.mark().chars().next()?;
    // A shortcut for nearly every stop of other scripts.
    if mark.is_ascii() && stop.before().as_bytes().last().is_none_or(u8::is_ascii) {
        return None;
    }
    let after = stop.paragraph[stop.close..].trim_start();
    let is_wide = is_terminal(mark) && spacing(mark) == Spacing::Ideographs;
    if !is_wide && !is_among_ideographs(stop, after) {
        return None;
    }
    let next = after.chars().next();
    if next.is_some_and(|next| is_continuing(next) || is_closer(next)) {
        return Some(Verdict::GoesOn);
    }
    if is_ellipsis(stop) && stop.closers().is_empty() {
        return Some(Verdict::GoesOn);
    }
    if is_number_before_mark(stop, after) || is_part_of_title(stop) {
        return Some(Verdict::GoesOn);
    }
    if !stop.closers().is_empty() && (particle_follows(after) || speaker_follows(after)) {
        return Some(Verdict::GoesOn);
    }
    Some(Verdict::Ends)
}

/// Whether the mark is an ellipsis, which goes on where no capital can follow.
fn is_ellipsis(stop: &Stop<'_>) -> bool {
    let mark = stop.mark();
    mark.contains(['…', '⋯']) || (mark.len() > 1 && mark.bytes().all(|byte| byte == b'.'))
}

/// Whether a narrow mark (`!`, `?`, `…`) stands among ideographs: before it and after it.
fn is_among_ideographs(stop: &Stop<'_>, after: &str) -> bool {
    let is_one = |character: Option<char>| {
        character.is_some_and(|character| spacing(character) == Spacing::Ideographs)
    };
    let near = token::tail(stop.before(), 16).trim_end();
    let last = near.chars().rev().find(|c| !is_closer(*c));
    is_one(last) && (after.is_empty() || is_one(after.chars().next()) || stop.is_glued())
}

/// Whether a character after a mark goes on with the sentence, as a comma does.
fn is_continuing(character: char) -> bool {
    matches!(
        character,
        '、' | '，'
            | '；'
            | '：'
            | '･'
            | '・'
            | '—'
            | '―'
            | '─'
            | '～'
            | '〜'
            | ','
            | ';'
            | ':'
    )
}

/// Whether the mark is the point of a number (`3．5`) or follows that of a list (`１．はじめに`).
fn is_number_before_mark(stop: &Stop<'_>, after: &str) -> bool {
    let word = stop.word();
    let is_point = matches!(stop.mark(), "．" | ".");
    let is_digit = |c: char| c.is_numeric();
    let number = word.len() - word.trim_end_matches(is_digit).len();
    let is_list = stop.before().chars().all(is_digit);
    is_point && number > 0 && (after.starts_with(is_digit) || is_list)
}

/// Whether a title in `《》` or a name goes on around the mark: `《你好！李焕英》`.
fn is_part_of_title(stop: &Stop<'_>) -> bool {
    let head = token::tail(&stop.paragraph[..stop.mark_end], 96);
    let opened = head.rfind(['《', '〈', '『']);
    let closed = head.rfind(['》', '〉', '』']);
    let is_short = |open: usize| {
        let inner = token::head(&stop.paragraph[stop.mark_end..], 48);
        let close = match head[open..].chars().next() {
            Some('《') => '》',
            Some('〈') => '〉',
            _ => return false,
        };
        inner.contains(close)
    };
    stop.closers().is_empty()
        && (opened.is_some_and(|open| closed.is_none_or(|close| close < open) && is_short(open))
            || MARKED_NAMES.iter().any(|name| head.ends_with(name)))
}

fn particle_follows(after: &str) -> bool {
    let begins = |list: &[&str]| list.iter().any(|word| after.starts_with(word));
    begins(PARTICLES) && !begins(NOT_PARTICLES)
}

/// Whether who speaks follows: a verb of saying within a few ideographs.
fn speaker_follows(after: &str) -> bool {
    let is_end = |character| is_continuing(character) || is_terminal(character);
    let near: Vec<char> = after.chars().take(10).collect();
    let end = near.iter().position(|character| is_end(*character));
    let clause = &near[..end.unwrap_or(near.len())];
    // A colon announces what the next one says: `“你好！”李小姐说：“你好！”`
    if end.is_some_and(|end| matches!(near[end], '：' | ':')) {
        return false;
    }
    let before_mark = clause.last().filter(|_| end.is_some());
    clause.iter().any(|verb| SAYING_CHINESE.contains(verb))
        || before_mark.is_some_and(|verb| SAYING_BEFORE_MARK.contains(verb))
}

/// A mark of another script than these: `।`, `؟`, `۔`, `።`, `။`, `։`.
fn other_script(stop: &Stop<'_>) -> Option<Verdict> {
    let mark = stop.mark().chars().next()?;
    if !is_terminal(mark) || mark.is_ascii() || token::is_general(mark) {
        return None;
    }
    Some(arabic_or_alike(stop))
}

fn arabic_or_alike(stop: &Stop<'_>) -> Verdict {
    let next = stop.after().chars().next();
    let goes_on = next.is_some_and(|next| matches!(next, '،' | '؛' | ',' | ';' | ':' | ')' | ']'));
    let said = !stop.closers().is_empty() && says_arabic(stop.next_word());
    Verdict::ends_if(!goes_on && !said)
}

fn says_arabic(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let bare = word
        .strip_prefix('و')
        .or(word.strip_prefix('ف'))
        .unwrap_or(word);
    SAYING_ARABIC.contains(&word) || SAYING_ARABIC.contains(&bare)
}

/// Any mark in Arabic.
pub(super) fn arabic(stop: &Stop<'_>) -> Option<Verdict> {
    let is_stop = stop.mark() == ".";
    let word = stop.word();
    let is_abbreviation = is_stop
        && stop.closers().is_empty()
        && (ABBREVIATIONS_ARABIC.contains(&word) || is_initials(word));
    if is_stop && is_era(stop, word) {
        return Some(arabic_or_alike(stop));
    }
    let is_list = is_stop
        && !word.is_empty()
        && word == stop.before().trim()
        && word.chars().all(char::is_numeric);
    if is_abbreviation || is_list || (is_ellipsis(stop) && stop.closers().is_empty()) {
        return Some(Verdict::GoesOn);
    }
    let letter = stop.next_letter();
    if stop.is_glued() && letter.is_some() {
        let is_word = word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
        let follows = letter.is_some_and(|letter| !letter.is_ascii() && letter.is_alphabetic());
        return Some(Verdict::ends_if(is_word && follows));
    }
    if letter.is_some_and(char::is_lowercase) {
        return Some(Verdict::GoesOn);
    }
    Some(arabic_or_alike(stop))
}

/// Whether the letter of an era or a measure stands after a number: `2010 م.`
fn is_era(stop: &Stop<'_>, word: &str) -> bool {
    let before = stop.before().strip_suffix(word).unwrap_or_default();
    matches!(word, "م" | "ه" | "هـ") && before.trim_end().ends_with(char::is_numeric)
}

/// Whether a word consists of single letters and full stops: `ق.م`, `ز`.
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() <= 1)
}
