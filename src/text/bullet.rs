//! The signs that list items begin with.

/// Whether a character is a bullet, where white space follows it.
pub(crate) fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '•' | '◦'
            | '▪'
            | '▫'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '□'
            | '∙'
            | '⁃'
            | '·'
            | '-'
            | '–'
            | '*'
            | '+'
            | '►'
            | '▶'
            | '▸'
            | '➢'
            | '➤'
            | '❖'
            | '◆'
            | '◇'
            | '✓'
            | '✔'
            | '✗'
            | '✘'
            | '☐'
            | '☑'
            | '☒'
    ) || is_symbol_bullet(character)
}

/// The bullets of the fonts Symbol and Wingdings, as they come out of word processors.
fn is_symbol_bullet(character: char) -> bool {
    matches!(
        character,
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f076}'
    )
}
