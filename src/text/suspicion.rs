//! Finds what in a text may deceive a reader: characters that change the order of others
//! ("Trojan source", CVE-2021-42574), and words that mix look-alike letters of several
//! scripts (UTS #39, "mixed-script confusables").
//!
//! Must not know: how the reader is told.

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::content::Text;
use super::range::TextRange;
use super::visible::is_bidi_control;

/// How many bytes of a paged text are searched: what takes a second.
const SEARCHED: usize = 64 << 20;

/// The bytes of a paged text that are read at once.
const WINDOW: usize = 64 << 10;

/// What may deceive the reader of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suspicions {
    /// How many bidirectional controls there are, and the first.
    pub bidi_controls: Option<(usize, TextRange)>,
    /// How many words mix scripts whose letters look alike, and the first.
    pub mixed_words: Option<(usize, TextRange)>,
}

impl Suspicions {
    /// Searches a text; only the first 64 MiB of a paged one. Takes time proportional to
    /// its length; ASCII is skipped at the speed of memory.
    pub fn find(text: &Text) -> Self {
        let mut suspicions = Self::default();
        if text.is_paged() {
            suspicions.search_windows(text);
            return suspicions;
        }
        for line in text.lines() {
            let words = text.slice(line.content);
            if !words.is_ascii() {
                suspicions.search_piece(&words, line.content.start());
            }
        }
        suspicions
    }

    /// Reads the bytes itself, so that the sections on the screen stay in the cache. A
    /// word that is cut by the end of a window counts as two.
    fn search_windows(&mut self, text: &Text) {
        let until = text.len().min(SEARCHED);
        for start in (0..until).step_by(WINDOW) {
            let bytes = text.bytes(start..until.min(start + WINDOW));
            if bytes.is_ascii() {
                continue;
            }
            let mut at = start;
            for chunk in bytes.utf8_chunks() {
                self.search_piece(chunk.valid(), at);
                at += chunk.valid().len() + chunk.invalid().len();
            }
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.bidi_controls.is_none() && self.mixed_words.is_none()
    }

    fn search_piece(&mut self, line: &str, start: usize) {
        let mut has_lookalikes = false;
        for (at, character) in line.char_indices() {
            if is_bidi_control(character) {
                let range = TextRange::between(start + at, start + at + character.len_utf8());
                count(&mut self.bidi_controls, range);
            }
            // A shortcut for Latin and its accents, which come before Greek.
            has_lookalikes |= character >= '\u{370}' && lookalike(character).is_some();
        }
        if !has_lookalikes {
            return;
        }
        for (at, word) in line.unicode_word_indices() {
            if is_mixed(word) {
                let range = TextRange::between(start + at, start + at + word.len());
                count(&mut self.mixed_words, range);
            }
        }
    }
}

fn count(found: &mut Option<(usize, TextRange)>, range: TextRange) {
    found.get_or_insert((0, range)).0 += 1;
}

/// The script of a letter, if it is one with look-alike letters: of the scripts of
/// UTS #39, section 4, those with capitals and without joined letters.
fn lookalike(character: char) -> Option<Script> {
    use Script::{Armenian, Cherokee, Coptic, Cyrillic, Greek, Latin, Lisu};
    let script = character.script();
    let is_one = matches!(
        script,
        Latin | Cyrillic | Greek | Armenian | Cherokee | Coptic | Lisu
    );
    (is_one && character.is_alphabetic()).then_some(script)
}

/// Whether a word mixes such scripts. A single Greek letter at either end of a Latin word
/// is a symbol, not a disguise: `TNFα`, `Δt`.
fn is_mixed(word: &str) -> bool {
    let letters: Vec<Script> = word.chars().filter_map(lookalike).collect();
    let Some(&first) = letters.first() else {
        return false;
    };
    if letters.iter().all(|script| *script == first) {
        return false;
    }
    let greek = letters
        .iter()
        .filter(|script| **script == Script::Greek)
        .count();
    let others_agree = |rest: &[Script]| rest.iter().all(|script| *script == Script::Latin);
    let is_symbol = greek == 1
        && match letters.as_slice() {
            [Script::Greek, rest @ ..] | [rest @ .., Script::Greek] => others_agree(rest),
            _ => false,
        };
    !is_symbol
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(words: &str) -> Suspicions {
        Suspicions::find(&Text::new(words))
    }

    #[test]
    fn letters_that_look_alike_within_a_word_are_found() {
        for (words, mixed) in [
            ("paypal", None),
            ("p\u{430}yp\u{430}l", Some("p\u{430}yp\u{430}l")),
            ("see \u{440}aypal.com", Some("\u{440}aypal.com")),
            ("g\u{3bf}\u{3bf}gle", Some("g\u{3bf}\u{3bf}gle")),
            ("g\u{3bf}ogle", Some("g\u{3bf}ogle")),
            ("Москва", None),
            ("Москва and London", None),
            ("Αθήνα", None),
            ("TNFα, Δt and β2", None),
            ("naïve café Łódź", None),
            ("日本語とEnglish", None),
            ("IBMの", None),
            ("\u{540}ello", Some("\u{540}ello")),
        ] {
            let found = find(words).mixed_words.map(|(_, range)| range);
            let shown = found.map(|range| &words[range.start()..range.end()]);
            assert_eq!(shown, mixed, "{words}");
        }
    }

    #[test]
    fn controls_of_direction_are_counted_and_the_first_is_placed() {
        assert!(find("plain\nשלום\n“quoted”").is_empty());
        let found = find("a\nb\u{202e}c\u{2066}\n").bidi_controls;
        let (count, range) = found.expect("there are two");
        assert_eq!((count, range.start(), range.end()), (2, 3, 6));
    }

    #[test]
    fn words_that_mix_are_counted() {
        let found = find("p\u{430}y one\np\u{430}y two p\u{430}y").mixed_words;
        assert_eq!(found.map(|(count, _)| count), Some(3));
    }
}
