//! What in a text may deceive the one who reads it: characters that change the
//! order of others ("Trojan source", CVE-2021-42574), and words of letters from
//! several scripts that look alike (UTS #39, "mixed-script confusables").
//!
//! Must not know: how it is told.

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::visible::is_bidi_control;
use super::{Text, TextRange};

/// How much of a paged text is looked at, in bytes: what takes a second.
const LOOKED_AT: usize = 64 << 20;
const WINDOW: usize = 64 << 10;

/// What may deceive in one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suspicions {
    /// How many bidirectional controls there are, and the first.
    pub bidi_controls: Option<(usize, TextRange)>,
    /// How many words mix scripts whose letters look alike, and the first.
    pub mixed_words: Option<(usize, TextRange)>,
}

impl Suspicions {
    /// Looks at a whole text, of a paged one at the first so many bytes. Takes time
    /// in its length; plain ASCII is passed over at the speed of memory.
    pub fn of(text: &Text) -> Self {
        let mut suspicions = Self::default();
        if text.is_paged() {
            suspicions.look_through(text);
            return suspicions;
        }
        for line in text.lines() {
            let words = text.slice(line.content);
            if !words.is_ascii() {
                suspicions.look_at(&words, line.content.start());
            }
        }
        suspicions
    }

    /// By windows, past what is kept of the text for the screen. A word that is cut
    /// by one is two.
    fn look_through(&mut self, text: &Text) {
        let until = text.len().min(LOOKED_AT);
        for start in (0..until).step_by(WINDOW) {
            let bytes = text.bytes(start..until.min(start + WINDOW));
            if bytes.is_ascii() {
                continue;
            }
            let mut at = start;
            for chunk in bytes.utf8_chunks() {
                self.look_at(chunk.valid(), at);
                at += chunk.valid().len() + chunk.invalid().len();
            }
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.bidi_controls.is_none() && self.mixed_words.is_none()
    }

    fn look_at(&mut self, line: &str, start: usize) {
        let mut has_lookalikes = false;
        for (at, character) in line.char_indices() {
            if is_bidi_control(character) {
                let range = TextRange::between(start + at, start + at + character.len_utf8());
                count(&mut self.bidi_controls, range);
            }
            // The first letter of Greek; Latin and its accents stand before.
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

/// The script of a letter, where it is one of those that have letters of the
/// same shape: of the scripts of UTS #39, section 4, those that are written
/// without joining and with capitals.
fn lookalike(character: char) -> Option<Script> {
    // Letters in formulas are Greek by script and meant to be single.
    let script = character.script();
    let is_one = matches!(
        script,
        Script::Latin
            | Script::Cyrillic
            | Script::Greek
            | Script::Armenian
            | Script::Cherokee
            | Script::Coptic
            | Script::Lisu
    );
    (is_one && character.is_alphabetic()).then_some(script)
}

/// Whether letters of several such scripts stand in one word. A single Greek
/// letter at either end of a Latin word is a sign, not a disguise: `TNFα`, `Δt`.
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
    let is_sign = greek == 1
        && match letters.as_slice() {
            [Script::Greek, rest @ ..] | [rest @ .., Script::Greek] => others_agree(rest),
            _ => false,
        };
    !is_sign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str) -> Suspicions {
        Suspicions::of(&Text::new(words))
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
            let found = of(words).mixed_words.map(|(_, range)| range);
            let shown = found.map(|range| &words[range.start()..range.end()]);
            assert_eq!(shown, mixed, "{words}");
        }
    }

    #[test]
    fn controls_of_direction_are_counted_and_the_first_is_placed() {
        assert!(of("plain\nשלום\n“quoted”").is_empty());
        let found = of("a\nb\u{202e}c\u{2066}\n").bidi_controls;
        let (count, range) = found.expect("there are two");
        assert_eq!((count, range.start(), range.end()), (2, 3, 6));
    }

    #[test]
    fn words_that_mix_are_counted() {
        let found = of("p\u{430}y one\np\u{430}y two p\u{430}y").mixed_words;
        assert_eq!(found.map(|(count, _)| count), Some(3));
    }
}
