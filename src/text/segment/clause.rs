//! Clauses: what stands between the marks inside a sentence.
//!
//! Must not know: how sentences are found.

use super::trim::trimmed;
use super::word::words;
use crate::text::content::Text;
use crate::text::range::TextRange;
use crate::text::reading::Reading;

/// The clauses of a sentence, in order: what stands between commas (not those inside
/// numbers), semicolons, colons before white space, dashes (`–`, `—`, a hyphen between
/// spaces), brackets and quotation marks.
///
/// A clause begins and ends with a [word](words()): other marks at its ends are left
/// out. A sentence without words is one clause.
pub fn clauses(text: &Text, sentence: TextRange) -> Vec<TextRange> {
    let words = words(text, sentence);
    let content = text.slice(sentence);
    let mut clauses: Vec<TextRange> = Vec::new();
    let mut previous: Option<TextRange> = None;
    for word in words {
        let word = TextRange::between(
            word.start().max(sentence.start()),
            word.end().min(sentence.end()),
        );
        let is_separated = previous.is_none_or(|before: TextRange| {
            let between = before.end().min(word.start())..word.start();
            let between = between.start - sentence.start()..between.end - sentence.start();
            separates(&Reading::of_sentences(&content[between]).words)
        });
        match clauses.last_mut() {
            Some(last) if !is_separated => *last = TextRange::between(last.start(), word.end()),
            _ => clauses.push(word),
        }
        previous = Some(word);
    }
    if clauses.is_empty() {
        clauses.extend(trimmed(text, sentence));
    }
    clauses
}

/// Whether what stands between two words separates two clauses.
fn separates(between: &str) -> bool {
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
