//! What a single character is the same as.
//!
//! Must not know: the text it stands in.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use unicode_script::{Script, UnicodeScript};

use super::rules::{Accents, Case, Rules};
use crate::text::invisible::{SOFT_HYPHEN, is_skipped_in_search};

const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();
const CASE: CaseMapperBorrowed<'static> = CaseMapper::new();
const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
    CanonicalCombiningClassMapBorrowed::new();

/// HYPHEN, which is for hyphens alone.
pub(super) const HYPHEN: char = '\u{2010}';
/// COMBINING GREEK YPOGEGRAMMENI, which full case folding makes a letter.
pub(super) const IOTA_BELOW: char = '\u{345}';
/// COMBINING BREVE.
const BREVE: char = '\u{306}';

/// Letters that Unicode does not decompose, but the tables of collation (UTS #10) take for
/// others with an accent, or for two.
const MADE_OF: [(char, &str); 22] = [
    ('Æ', "AE"),
    ('æ', "ae"),
    ('Œ', "OE"),
    ('œ', "oe"),
    ('Ø', "O"),
    ('ø', "o"),
    ('Đ', "D"),
    ('đ', "d"),
    ('Ħ', "H"),
    ('ħ', "h"),
    ('Ł', "L"),
    ('ł', "l"),
    ('Ŧ', "T"),
    ('ŧ', "t"),
    ('Ƶ', "Z"),
    ('ƶ', "z"),
    ('Ɨ', "I"),
    ('ɨ', "i"),
    ('Ƀ', "B"),
    ('ƀ', "b"),
    ('Ǥ', "G"),
    ('ǥ', "g"),
];

/// Whether a character counts for nothing wherever it stands.
pub(super) fn is_ignorable(c: char) -> bool {
    const TATWEEL: char = '\u{640}';
    !c.is_ascii() && (c == TATWEEL || is_skipped_in_search(c))
}

/// Whether a character counts for nothing, and the marks after it still belong to the letter
/// before it (Grapheme_Cluster_Break is Extend): joiners, variation selectors, tags.
pub(super) fn is_ignored_in_cluster(c: char) -> bool {
    matches!(
        c,
        '\u{34f}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180d}'
            | '\u{180f}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0020}'..='\u{e007f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether a character stands after the letter it belongs to, in canonical order.
pub(super) fn is_mark(c: char) -> bool {
    combining_class(c) != 0
}

pub(super) fn combining_class(c: char) -> u8 {
    match c {
        ..'\u{300}' => 0,
        _ => CLASSES.get_u8(c),
    }
}

/// Whether a mark leaves the letter before it the same one to those who ignore accents:
/// accents, points and vowel signs of Hebrew and Arabic, the nukta of Indic scripts. By
/// canonical combining class (UAX #44): the vowels, tones and voicing marks of others have
/// classes of their own, and й is no и.
pub(super) fn is_accent(c: char, before: Option<char>) -> bool {
    let is_short_i = c == BREVE && matches!(before, Some('и' | 'И'));
    !is_short_i && matches!(combining_class(c), 7 | 10..=36 | 200..=240)
}

/// Whether a letter counts as one with an accent, although it is one character.
pub(super) fn is_made_of_others(c: char) -> bool {
    MADE_OF.iter().any(|(letter, _)| *letter == c)
}

/// Whether a mark makes another character of that before it, so that nothing may end
/// between them: a voicing mark, a stroke through a sign, the breve of й.
pub(super) fn changes_the_one_before(c: char) -> bool {
    matches!(combining_class(c), 1 | 8) || c == BREVE
}

/// Whether a character is a vowel or a final consonant of a Hangul syllable.
pub(super) fn is_hangul_tail(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
}

/// Whether a hyphen here may have been put in where a word was broken.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | HYPHEN | SOFT_HYPHEN)
}

/// Whether a script is written without spaces, so that the lines of a paragraph are joined
/// without one.
pub(super) fn is_unspaced(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            c.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Bopomofo
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        )
        // Their punctuation is common to several.
        || matches!(c, '\u{3001}'..='\u{3011}' | '\u{ff01}' | '\u{ff0c}' | '\u{ff1a}'..='\u{ff1f}' | 'ー')
}

/// Calls `each` with the characters that a character is decomposed into.
pub(super) fn decompose(c: char, each: &mut impl FnMut(char)) {
    if c.is_ascii() || is_quotation_mark(c) {
        return each(c);
    }
    let mut decomposed = NFKD.normalize_iter(std::iter::once(c)).peekable();
    // An accent that stands by itself has a space in it, but is none.
    match decomposed.peek() {
        Some(' ') if !c.is_whitespace() => NFD.normalize_iter(std::iter::once(c)).for_each(each),
        _ => decomposed.for_each(each),
    }
}

/// Calls `each` with what one decomposed character is by these rules. Accents stay: whether
/// something is one depends on what stands before it.
pub(super) fn fold(c: char, rules: Rules, each: &mut impl FnMut(char)) {
    if c.is_ascii() {
        return each(rules.case.of_ascii(c));
    }
    let made_of = match rules.accents {
        Accents::Ignored => MADE_OF.iter().find(|(letter, _)| *letter == c),
        Accents::Significant => None,
    };
    match (c, rules.case, made_of) {
        (_, Case::Ignored, Some((_, letters))) => letters.to_lowercase().chars().for_each(each),
        (_, Case::Significant, Some((_, letters))) => letters.chars().for_each(each),
        ('ı', Case::Ignored, _) => each('i'),
        ('ı', Case::Significant, _) if rules.accents == Accents::Ignored => each('i'),
        ('ß', Case::Significant, _) => "ss".chars().for_each(each),
        ('ẞ', Case::Significant, _) => "SS".chars().for_each(each),
        ('ς', Case::Significant, _) => each('σ'),
        (_, Case::Significant, _) => each(c),
        (_, Case::Ignored, _) => {
            let mut bytes = [0; 4];
            CASE.fold_string(c.encode_utf8(&mut bytes))
                .chars()
                .for_each(each);
        }
    }
}

/// The other characters that a search without regard to case takes for this one.
pub(super) fn in_other_case(c: char) -> impl Iterator<Item = char> {
    [CASE.simple_lowercase(c), CASE.simple_uppercase(c)]
        .into_iter()
        .filter(move |other| CASE.simple_fold(*other) == CASE.simple_fold(c))
}

/// Quotation marks and primes, of which some would be decomposed into two.
fn is_quotation_mark(c: char) -> bool {
    stand_ins('\'').contains(&c) || stand_ins('"').contains(&c)
}

/// What a character on a keyboard stands for when it is typed, besides itself.
pub(super) fn stand_ins(typed: char) -> &'static [char] {
    match typed {
        '\'' => &['‘', '’', '‚', '‛', 'ʼ', '′'],
        '"' => &['“', '”', '„', '‟', '«', '»', '″'],
        // U+2010 HYPHEN to U+2015 HORIZONTAL BAR, and MINUS SIGN.
        '-' => &[
            '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}',
        ],
        // NON-BREAKING HYPHEN.
        HYPHEN => &['\u{2011}'],
        // FRACTION SLASH, of which `½` is made, and DIVISION SLASH.
        '/' => &['\u{2044}', '\u{2215}'],
        _ => &[],
    }
}
