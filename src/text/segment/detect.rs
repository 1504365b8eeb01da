//! The language of a text that nobody has named: by its script, and among those of the
//! Latin script by the `whichlang` crate and by its common words.
//!
//! Looks at a few kilobytes at fixed places of the text, so that the answer depends on
//! nothing but the text and costs the same for any.
//!
//! Must not know: the rules of the languages.

use std::borrow::Cow;

use unicode_script::{Script, UnicodeScript};
use whichlang::Lang;

use super::abbreviation::is_in;
use super::language::{AUTO_LANGUAGE, primary_subtag};
use super::lexicon;
use crate::text::Text;

/// How many pieces of a text are looked at.
const PIECES: usize = 8;
/// The bytes of each.
const PIECE: usize = 256;

/// The bytes of the beginning of a paged text.
const BEGINNING: usize = 128 << 10;

/// What is taken for the language where nothing says another one.
const DEFAULT: &str = "en";

/// Scripts with the language that is written in each, or whose rules serve all of them; the first
/// is that of ASCII.
const SCRIPTS: &[(Script, &str)] = &[
    (Script::Latin, DEFAULT),
    (Script::Cyrillic, "ru"),
    (Script::Arabic, "ar"),
    (Script::Han, "zh"),
    (Script::Hiragana, "ja"),
    (Script::Katakana, "ja"),
    (Script::Hangul, "ko"),
    (Script::Devanagari, "hi"),
    (Script::Bengali, "bn"),
    (Script::Gurmukhi, "pa"),
    (Script::Gujarati, "gu"),
    (Script::Tamil, "ta"),
    (Script::Telugu, "te"),
    (Script::Kannada, "kn"),
    (Script::Malayalam, "ml"),
    (Script::Greek, "el"),
    (Script::Armenian, "hy"),
    (Script::Georgian, "ka"),
    (Script::Hebrew, "he"),
    (Script::Ethiopic, "am"),
    (Script::Thai, "th"),
    (Script::Lao, "lo"),
    (Script::Khmer, "km"),
    (Script::Myanmar, "my"),
];

/// The common words of English.
#[rustfmt::skip]
const ENGLISH: &str = "the|of|and|to|that|it|for|with|he|she|this|from|are";

/// Languages of the Latin script with words that are in nearly any of their texts, and in
/// few of the others. A language is believed only where it has more of them than English.
#[rustfmt::skip]
const COMMON: &[(Lang, &str, &str)] = &[
    (Lang::Deu, "de", "der|die|das|und|ist|nicht|ein|eine|mit|von|zu|den|im|am|auf|für|sich|er|es|sie|ich|war|zum|zur|dem|des|als|bei|nach|oder|wie|aber|wird|wurde|sind|sehr|auch|nur|noch|wir|kann|einen|einem|einer|vom|beim|über|hier|aus"),
    (Lang::Fra, "fr", "le|la|les|et|est|une|un|dans|pour|que|qui|des|du|pas|sur|avec|il|elle|ne|au|je|ce|se|sont|plus|par|à|aux|son|sa|ses|nous|vous|cette|de|ou|mais"),
    (Lang::Spa, "es", "el|la|los|las|y|es|una|un|en|que|por|con|para|se|del|al|su|qué|está|de|lo|como|más|o|fue|sus|este|esta|son|muy|pero|si|sí"),
    (Lang::Ita, "it", "il|la|che|di|un|una|per|non|con|del|della|è|sono|si|gli"),
    (Lang::Por, "pt", "o|os|que|de|um|uma|não|com|para|da|em|é|se|ao"),
    (Lang::Nld, "nl", "de|het|een|en|van|is|niet|met|voor|dat|zijn|op|te|ik"),
    (Lang::Swe, "sv", "och|att|det|som|en|är|på|för|inte|av|den|med|jag"),
    (Lang::Tur, "tr", "ve|bir|bu|için|ile|da|de|olarak|çok|daha"),
    (Lang::Vie, "vi", "là|của|và|không|có|một|những|được|cho|trong"),
];

/// The primary subtag of the language that a text is most likely written in.
pub(super) fn detect(content: &str) -> &'static str {
    let sample = sample(content);
    if sample.is_ascii() {
        let has_letters = sample.bytes().any(|byte| byte.is_ascii_alphabetic());
        return if has_letters { latin(&sample) } else { DEFAULT };
    }
    let mut letters = [0usize; SCRIPTS.len()];
    // Most are these, and looking up the script of one takes a search.
    letters[0] = sample.bytes().filter(u8::is_ascii_alphabetic).count();
    let others = sample
        .chars()
        .filter(|c| !c.is_ascii() && c.is_alphabetic());
    for character in others {
        let script = character.script();
        if let Some(index) = SCRIPTS.iter().position(|(known, _)| *known == script) {
            // A word has fewer ideographs than letters.
            letters[index] += if character >= '\u{2e80}' { 2 } else { 1 };
        }
    }
    let of = |script| {
        let index = SCRIPTS.iter().position(|(known, _)| *known == script);
        index.map_or(0, |index| letters[index])
    };
    let kana = of(Script::Hiragana) + of(Script::Katakana);
    let ideographs = of(Script::Han) + kana;
    let most = letters.iter().copied().max().unwrap_or(0);
    if ideographs > 0 && ideographs >= most {
        return if kana * 20 > ideographs { "ja" } else { "zh" };
    }
    let found = letters.iter().position(|&count| count == most && count > 0);
    match found.map(|index| SCRIPTS[index]) {
        Some((Script::Latin, _)) => latin(&sample),
        Some((Script::Cyrillic, _)) if sample.contains(['і', 'ї', 'є', 'ґ']) => "uk",
        Some((_, language)) => language,
        None => DEFAULT,
    }
}

/// The primary subtag of the language of a text where `named` is its BCP 47 tag, or
/// [`AUTO_LANGUAGE`]. Of a paged text its beginning tells.
pub(crate) fn language_of(text: &Text, named: &str) -> Cow<'static, str> {
    if named != AUTO_LANGUAGE {
        return Cow::Owned(primary_subtag(named));
    }
    let end = text.floor_char(text.len().min(BEGINNING));
    let beginning = text.range(0, end);
    let beginning = beginning.unwrap_or_else(|_| text.full_range());
    Cow::Borrowed(detect(&text.slice(beginning)))
}

/// All of a short text, else pieces that are spread over it.
fn sample(content: &str) -> Cow<'_, str> {
    if content.len() <= PIECES * PIECE {
        return Cow::Borrowed(content);
    }
    let step = (content.len() - PIECE) / (PIECES - 1);
    let pieces = (0..PIECES).map(|number| {
        let start = content.floor_char_boundary(number * step);
        let end = content.floor_char_boundary(number * step + PIECE);
        &content[start..end]
    });
    Cow::Owned(pieces.collect::<Vec<_>>().join(" "))
}

/// The language of a sample in the Latin script. Where it has as many common words of
/// English as English has, `whichlang` is not asked: most documents are English.
fn latin(sample: &str) -> &'static str {
    let Err(english) = check_english(sample) else {
        return DEFAULT;
    };
    let found = whichlang::detect_language(sample);
    let known = COMMON.iter().find(|(lang, ..)| *lang == found);
    match known {
        Some((_, language, common)) => {
            // Prose has one in ten and more; the words of a program are of any language.
            let (count, words) = count_common(sample, common);
            let is_prose = count > english && count * 20 >= words;
            if is_prose { language } else { DEFAULT }
        }
        None => DEFAULT,
    }
}

/// Checks that a sample has as many common words of English as English has.
///
/// # Errors
/// How many it has, where it has fewer.
fn check_english(sample: &str) -> Result<(), usize> {
    let is_enough = |(common, words): (usize, usize)| common * 12 >= words && common > 1;
    let (head, tail) = between_words(sample, sample.len() / 3 * 2);
    let (common, words) = count_common(head, ENGLISH);
    // Most often the beginning tells, whatever words are in the rest.
    if is_enough((common, words + tail.len().div_ceil(2))) {
        return Ok(());
    }
    let rest = count_common(tail, ENGLISH);
    let all = (common + rest.0, words + rest.1);
    is_enough(all).then_some(()).ok_or(all.0)
}

/// A sample in two, near `byte` and between words.
fn between_words(sample: &str, byte: usize) -> (&str, &str) {
    let head = &sample[..sample.floor_char_boundary(byte)];
    let end = head.rfind(|c: char| !c.is_alphanumeric());
    sample.split_at(end.unwrap_or(0))
}

/// The small letter of each letter, and each digit; nought for all else.
const SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        if byte.is_ascii_alphanumeric() {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// What [`count_common`] counts, of a sample in ASCII, at a fraction of the cost: each word of up
/// to eight letters and digits is a number, the same in capitals.
fn count_common_in_ascii(sample: &str, common: &str) -> (usize, usize) {
    let number = |word: &[u8]| {
        let add = |number: u64, byte: &u8| (number << 8) | u64::from(SMALL[usize::from(*byte)]);
        word.iter().fold(0, add)
    };
    let words = lexicon::words(common).map(str::as_bytes);
    let short = words.filter(|word| word.is_ascii() && word.len() <= size_of::<u64>());
    let short: Vec<&[u8]> = short.collect();
    let longest = short.iter().map(|word| word.len()).max().unwrap_or(0);
    let common: Vec<u64> = short.into_iter().map(number).collect();
    let (mut found, mut all) = (0, 0);
    for word in sample
        .as_bytes()
        .split(|byte| SMALL[usize::from(*byte)] == 0)
    {
        all += usize::from(!word.is_empty());
        let is_short = (1..=longest).contains(&word.len());
        found += usize::from(is_short && common.contains(&number(word)));
    }
    (found, all)
}

/// How many words of a sample are among some common ones, and how many there are.
fn count_common(sample: &str, common: &str) -> (usize, usize) {
    if sample.is_ascii() {
        return count_common_in_ascii(sample, common);
    }
    let common: Vec<&str> = lexicon::words(common).collect();
    let longest = common.iter().map(|word| word.len()).max().unwrap_or(0);
    let is_common = |word: &str| is_in(&common, &lexicon::in_small_letters(word));
    let (mut found, mut all) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphanumeric()) {
        all += usize::from(!word.is_empty());
        found += usize::from(!word.is_empty() && word.len() <= longest && is_common(word));
    }
    (found, all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_language_is_found_by_script_and_common_words() {
        for (content, expected) in [
            ("", "en"),
            ("12 345", "en"),
            ("It rains. He left.", "en"),
            ("Dr. X met Mr. Y.", "en"),
            ("fn main() { let x = 5; println!(\"hi\"); }", "en"),
            ("The El Niño is not a joke, said the German minister.", "en"),
            ("Der 1. FC Köln gewann.", "de"),
            ("Elle est là. « Il pleut. »", "fr"),
            ("El Sr. Pérez llegó. ¿Qué pasa?", "es"),
            ("Questo è un testo in italiano.", "it"),
            ("Den här texten är svensk, och det är bra.", "sv"),
            ("Dzień dobry, to jest zdanie po polsku.", "en"),
            ("Это русский текст.", "ru"),
            ("Це український текст, і він є.", "uk"),
            ("هذا نص عربي.", "ar"),
            ("これは日本語のテキストです。", "ja"),
            ("这是中文。", "zh"),
            ("这是一个 Kubernetes 的例子。", "zh"),
            ("이것은 한국어입니다.", "ko"),
            ("यह हिन्दी है।", "hi"),
            ("Αυτό είναι ελληνικό.", "el"),
            ("ภาษาไทย", "th"),
        ] {
            assert_eq!(detect(content), expected, "{content}");
        }
    }

    /// A sample in ASCII is counted as any other one.
    #[test]
    fn words_are_counted_by_their_numbers_as_by_their_letters() {
        let sample = "The OF and_to 12 that's IT (his), e of the1 a Der le\nnichts  und EINEM.";
        for common in [ENGLISH].into_iter().chain(COMMON.iter().map(|row| row.2)) {
            let ascii = lexicon::words(common).filter(|word| word.is_ascii());
            assert!(ascii.map(str::len).all(|bytes| bytes <= 8), "{common}");
            // The last sign makes it one with characters of other scripts.
            assert_eq!(
                count_common(sample, common),
                count_common(&format!("{sample}…"), common)
            );
        }
    }

    proptest! {
        #[test]
        fn what_the_beginning_tells_is_what_all_of_it_tells(
            words in proptest::collection::vec("(the|of|and|re|x|12|é|Müller|theory)[ ,.-]{0,2}", 0..40),
        ) {
            let sample = words.concat();
            let (common, all) = count_common(&sample, ENGLISH);
            let is_enough = common * 12 >= all && common > 1;
            prop_assert_eq!(check_english(&sample), if is_enough { Ok(()) } else { Err(common) });
        }
    }

    #[test]
    fn a_long_text_is_looked_at_everywhere() {
        let name = "Smith & Jones 1998. ".repeat(200);
        let german = "Der Mann ging nach Hause, und die Frau blieb. ".repeat(2000);
        assert_eq!(detect(&format!("{name}{german}")), "de");
    }
}
