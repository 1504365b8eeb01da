//! Scripts, as far as lines, words and sentences depend on them: whether letters have
//! case, whether spaces stand between words, and which marks end sentences.
//!
//! Must not know: lines, words, sentences.

use unicode_script::{Script, UnicodeScript};

/// How the words of a script are told from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// By white space, as in Latin, Arabic or Hangul.
    Spaces,
    /// By nothing: Chinese and Japanese, whose rows may end after any character.
    Ideographs,
    /// By nothing: Thai, Lao, Khmer, Burmese and their like, whose rows end after words.
    Syllables,
}

/// How words are told around a character; marks go by the scripts that they belong to.
pub(super) fn spacing(character: char) -> Spacing {
    // Nothing below Thai is written without spaces.
    if character < '\u{e00}' {
        return Spacing::Spaces;
    }
    match character.script() {
        Script::Han
        | Script::Hiragana
        | Script::Katakana
        | Script::Bopomofo
        | Script::Yi
        | Script::Tangut => Spacing::Ideographs,
        Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar
        | Script::Tai_Le
        | Script::New_Tai_Lue
        | Script::Tai_Tham
        | Script::Tai_Viet
        | Script::Tibetan => Spacing::Syllables,
        Script::Common | Script::Inherited => match character {
            // Marks, full-width letters and digits, and the marks of kana.
            '\u{3001}'..='\u{30ff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff9f}' => {
                Spacing::Ideographs
            }
            _ => Spacing::Spaces,
        },
        // Full-width letters.
        _ if ('\u{ff01}'..='\u{ff60}').contains(&character) => Spacing::Ideographs,
        _ => Spacing::Spaces,
    }
}

/// Whether a letter is one of two cases that a writer chooses between. Georgian has
/// capitals for headlines alone, and begins sentences with small letters.
pub(super) fn has_case(letter: char) -> bool {
    let is_georgian = ('\u{10d0}'..='\u{10ff}').contains(&letter);
    (letter.is_lowercase() || letter.is_uppercase()) && !is_georgian
}

/// Whether a character is a letter without case, such as an ideograph.
pub(super) fn is_caseless(character: char) -> bool {
    character.is_alphabetic() && !has_case(character)
}

/// Whether a character ends sentences in any script: full stops, question marks and
/// exclamation marks, not the semicolon or the colon.
pub(super) fn is_terminal(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '‽' | '⁇' | '⁈' | '⁉')
        // Chinese and Japanese, with the half-width and the full-width forms.
        || matches!(character, '。' | '｡' | '．' | '！' | '？' | '︒' | '﹒' | '﹖' | '﹗')
        // Arabic, Persian, Urdu, Syriac; Armenian; Ethiopic; Greek has a semicolon.
        || matches!(character, '؟' | '۔' | '؝' | '\u{700}'..='\u{702}' | '։' | '፧' | '።' | '፨')
        // Indic scripts, Tibetan, Burmese, Khmer, Mongolian.
        || matches!(character, '।' | '॥' | '།' | '༎' | '၊' | '။' | '។' | '៕' | '᠃' | '᠉' | '꩝'..='꩟')
}

/// Whether no space stands between two characters when the line end between them goes.
pub(super) fn join_without_space(before: char, after: char) -> bool {
    // Quotes, dashes and the ellipsis are shared by all scripts.
    let is_shared = |character| ('\u{2010}'..='\u{2027}').contains(&character);
    let is_unspaced = |character| spacing(character) != Spacing::Spaces;
    match (is_unspaced(before), is_unspaced(after)) {
        (true, true) => true,
        (true, false) => is_shared(after),
        (false, true) => is_shared(before),
        (false, false) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_case_and_scripts_without_spaces_are_told() {
        for (character, caseless, expected) in [
            ('a', false, Spacing::Spaces),
            ('Я', false, Spacing::Spaces),
            ('1', false, Spacing::Spaces),
            ('“', false, Spacing::Spaces),
            ('ა', true, Spacing::Spaces),
            ('א', true, Spacing::Spaces),
            ('ع', true, Spacing::Spaces),
            ('क', true, Spacing::Spaces),
            ('한', true, Spacing::Spaces),
            ('አ', true, Spacing::Spaces),
            ('漢', true, Spacing::Ideographs),
            ('か', true, Spacing::Ideographs),
            ('ｶ', true, Spacing::Ideographs),
            ('ﾞ', true, Spacing::Ideographs),
            ('ー', true, Spacing::Ideographs),
            ('。', false, Spacing::Ideographs),
            ('「', false, Spacing::Ideographs),
            ('！', false, Spacing::Ideographs),
            ('Ａ', false, Spacing::Ideographs),
            ('ก', true, Spacing::Syllables),
            ('ລ', true, Spacing::Syllables),
            ('ក', true, Spacing::Syllables),
            ('က', true, Spacing::Syllables),
        ] {
            assert_eq!(is_caseless(character), caseless, "{character}");
            assert_eq!(spacing(character), expected, "{character}");
        }
    }
}
