//! Marks, and words that are told by their form: web addresses, host names, e-mail
//! addresses, file names and handles, which are never cut, and emoticons.
//!
//! Must not know: sentences.

use std::ops::Range;

use crate::text::script::{Spacing, is_terminal, spacing};

/// Whether a character may end a sentence: a terminal of any script, or an ellipsis.
pub(super) fn is_mark(character: char) -> bool {
    is_terminal(character) || matches!(character, '…' | '⋯')
}

/// Whether a mark is one of the general punctuation, which all scripts share.
pub(super) fn is_general(mark: char) -> bool {
    matches!(mark, '‽' | '⁇' | '⁈' | '⁉')
}

/// Whether a mark opens a quotation, a bracket, emphasis or a Spanish sentence.
pub(super) fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '‘'
            | '«'
            | '„'
            | '‚'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '*'
            | '_'
            | '‹'
            | '»'
            | '›'
            | '「'
            | '『'
            | '（'
            | '《'
            | '〈'
            | '【'
    )
}

/// Whether a mark closes a quotation or a bracket and nothing else.
pub(super) fn is_closer(character: char) -> bool {
    matches!(
        character,
        '”' | '’'
            | '»'
            | ')'
            | ']'
            | '}'
            | '›'
            | '）'
            | '］'
            | '】'
            | '〕'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '｣'
    )
}

/// The last bytes of `text`, at most `most`, on a character boundary.
pub(super) fn tail(text: &str, most: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(most))..]
}

/// The first bytes of `text`, at most `most`, on a character boundary.
pub(super) fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The word after the last white space; of a long one, the last 64 bytes.
pub(super) fn last_word(text: &str) -> &str {
    let near = tail(text, 64);
    near.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// How many bytes of a word are looked at on either side. A longer one (an address with
/// a tracking code) still shows its kind by the part around the mark.
const REACH: usize = 256;

/// The word around byte `at`: what stands between white space, or ideographs.
pub(super) fn around(paragraph: &str, at: usize) -> Range<usize> {
    let before = tail(&paragraph[..at], REACH);
    let start = at - before.len()
        + before
            .char_indices()
            .rev()
            .find(|(_, character)| is_between_words(*character))
            .map_or(0, |(offset, character)| offset + character.len_utf8());
    let after = head(&paragraph[at..], REACH);
    let end = at + after.find(is_between_words).unwrap_or(after.len());
    start..end
}

fn is_between_words(character: char) -> bool {
    character.is_whitespace() || spacing(character) == Spacing::Ideographs
}

/// Whether a word is an address, a file name or the like, which goes on after a full stop.
pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '/');
    word.contains("://")
        || word.contains('@')
        || word.contains('\\')
        || word.starts_with("www.")
        || (word.contains('/') && word.contains('.'))
        || is_host_or_file(word)
}

/// Whether a word consists of names joined by full stops, the last of them short and
/// without capitals: `USASpending.gov`, `README.md`, `archive.tar.gz`.
fn is_host_or_file(word: &str) -> bool {
    let mut labels = word.rsplit('.');
    let last = labels.next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let short = (1..=6).contains(&last.len())
        && last
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let mut count = 0;
    short
        && labels.all(|label| {
            count += 1;
            is_label(label)
        })
        && count > 0
}

/// Whether a word is an emoticon or consists of emoji.
pub(super) fn is_emoticon(word: &str) -> bool {
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
    let is_mouth = |character| ")(DPpO/|][*".contains(character);
    !mouth.is_empty() && mouth.len() <= 6 && mouth.chars().all(is_mouth)
}
