//! Clauses: what stands between the marks inside a sentence.

use crate::text::{Text, TextRange};

use super::trimmed;

/// The clauses of a sentence, in order: the stretches between commas (not those
/// inside numbers), semicolons, colons before white space, dashes (`–`, `—`, a
/// hyphen between spaces), brackets and quotation marks.
///
/// A clause begins and ends with what a reader would tag: marks at its ends
/// are left out, but for a currency sign before and `%` and the like after it,
/// and a full stop that belongs to an abbreviation. A sentence without any
/// letter or digit is one clause.
pub fn clauses(text: &Text, sentence: TextRange) -> Vec<TextRange> {
    let words = super::words(text, sentence);
    let content = text.slice(sentence);
    let mut clauses: Vec<TextRange> = Vec::new();
    let mut open = false;
    let mut previous: Option<TextRange> = None;
    for word in words {
        let word = TextRange::between(
            word.start().max(sentence.start()),
            word.end().min(sentence.end()),
        );
        let parted = previous.is_none_or(|before: TextRange| {
            let between = before.end().min(word.start())..word.start();
            parts(&content[between.start - sentence.start()..between.end - sentence.start()])
        });
        match clauses.last_mut() {
            Some(last) if open && !parted => *last = TextRange::between(last.start(), word.end()),
            _ => clauses.push(word),
        }
        open = true;
        previous = Some(word);
    }
    if clauses.is_empty() {
        clauses.extend(trimmed(text, sentence));
    }
    clauses
}

/// Whether what stands between two words parts two clauses.
fn parts(between: &str) -> bool {
    let spaced = |mark: char| {
        between.starts_with(char::is_whitespace)
            && between.ends_with(char::is_whitespace)
            && between.contains(mark)
    };
    between.contains([
        ';', '–', '—', '―', '(', ')', '[', ']', '{', '}', '"', '“', '”', '„', '«', '»', '‹', '›',
        '、', '，', '；', '：', '（', '）', '「', '」', '『', '』',
    ]) || spaced('-')
        || between.contains("--")
        || (between.contains([',', ':']) && between.contains(char::is_whitespace))
}
