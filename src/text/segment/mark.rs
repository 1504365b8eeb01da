//! The marks that end and open sentences.
//!
//! Must not know: the words around them.

/// Whether a character ends sentences in the scripts that set white space after them.
/// The marks of other scripts (`。`) are left to `sentencex`, which knows them.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '‽' | '⁇' | '⁈' | '⁉')
}

/// Whether a mark opens a quotation, a bracket, emphasis or a Spanish sentence.
pub(super) fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '«' | '„' | '‚' | '(' | '[' | '{' | '¿' | '¡' | '*' | '_' | '‹'
    )
}
