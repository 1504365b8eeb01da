//! Emoticons and emoji.
//!
//! Must not know: the text around them.

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
    let is_mouth = |character| {
        matches!(
            character,
            ')' | '(' | 'D' | 'P' | 'p' | 'O' | '/' | '|' | ']' | '[' | '*'
        )
    };
    !mouth.is_empty() && mouth.len() <= 6 && mouth.chars().all(is_mouth)
}
