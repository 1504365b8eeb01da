//! Sentences of paragraphs: our rules first, `sentencex` where they are silent.

use std::borrow::Cow;
use std::ops::Range;

use super::paragraph::Paragraph;
use super::rules::{self, Rule, Verdict};
use super::stop::{self, Stop};
use super::{ceil_cluster, english, label, line, token, trimmed};
use crate::text::{Text, TextRange};

/// The most bytes that `sentencex` is shown at once. It takes time in the
/// square of what stands between quotation marks that do not match.
const WINDOW: usize = 4096;
/// How much of one window is shown again in the next, so that every place is
/// judged with what stands around it.
const OVERLAP: usize = 512;

/// The sentences of a paragraph, in order.
pub(super) fn sentences(text: &Text, paragraph: &Paragraph, language: &str) -> Vec<TextRange> {
    let words = text.slice(paragraph.core);
    let cuts = if paragraph.whole {
        Vec::new()
    } else {
        Cutter::new(language).cuts(&words)
    };
    let mut sentences = Vec::with_capacity(cuts.len() + 1);
    let mut start = paragraph.range.start();
    for cut in cuts {
        let end = ceil_cluster(text, paragraph.core.start() + cut);
        sentences.extend(trimmed(text, TextRange::between(start, end)));
        start = end;
    }
    let rest = TextRange::between(start, paragraph.range.end());
    sentences.extend(trimmed(text, rest));
    sentences
}

/// Cuts paragraphs of one language.
struct Cutter<'l> {
    language: &'l str,
    english: bool,
    rules: Vec<Rule>,
}

impl<'l> Cutter<'l> {
    fn new(tag: &'l str) -> Self {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        let english = language.eq_ignore_ascii_case("en");
        let mut rules = rules::RULES.to_vec();
        if english {
            rules.extend_from_slice(english::RULES);
        }
        Self {
            language,
            english,
            rules,
        }
    }

    /// Where the sentences of a paragraph but the last end, ascending.
    fn cuts(&self, paragraph: &str) -> Vec<usize> {
        let flat = flat(paragraph);
        let stops = stop::stops(&flat, self.english, |paragraph, close| {
            rules::citations(paragraph, close, self.english)
        });
        let mut cuts = Vec::new();
        let mut open: Vec<&Stop<'_>> = Vec::new();
        let mut start = 0;
        for stop in &stops {
            match self.rules.iter().find_map(|rule| rule(stop)) {
                Some(Verdict::GoesOn) => {}
                Some(Verdict::Ends) => {
                    self.ask(&flat, start..stop.cite, &open, &mut cuts);
                    cuts.push(stop.cite);
                    open.clear();
                    start = stop.cite;
                }
                None => open.push(stop),
            }
        }
        self.ask(&flat, start..flat.len(), &open, &mut cuts);
        if self.english {
            label::cuts(&flat, &mut cuts);
            cuts.sort_unstable();
        }
        cuts
    }

    /// Lets `sentencex` judge the stops between two certain cuts that no rule
    /// decides, and the marks of other scripts, which are no stops of ours.
    fn ask(&self, flat: &str, range: Range<usize>, open: &[&Stop<'_>], cuts: &mut Vec<usize>) {
        let piece = &flat[range.clone()];
        let foreign = !piece.is_ascii() && piece.contains(is_foreign_mark);
        if open.is_empty() && !foreign {
            return;
        }
        let mut votes = self
            .votes(piece)
            .into_iter()
            .map(|vote| range.start + vote)
            .peekable();
        for stop in open {
            while let Some(vote) = votes.next_if(|&vote| vote <= stop.mark) {
                cuts.extend(foreign_cut(flat, vote, cuts));
            }
            let mut voted = false;
            while votes.next_if(|&vote| vote <= stop.word_start()).is_some() {
                voted = true;
            }
            if voted {
                cuts.push(stop.cite);
            }
        }
        for vote in votes {
            cuts.extend(foreign_cut(flat, vote, cuts));
        }
    }

    /// Where `sentencex` begins sentences after the first, ascending.
    fn votes(&self, piece: &str) -> Vec<usize> {
        let mut votes = Vec::new();
        let mut start = 0;
        loop {
            let end = piece.floor_char_boundary(start + WINDOW);
            let is_last = end == piece.len();
            // What stands near the end of a window is judged in the next.
            let until = if is_last { end } else { end - OVERLAP / 2 };
            let from = votes.last().copied().unwrap_or(0).max(if start == 0 {
                0
            } else {
                start + OVERLAP / 2
            });
            let window = &piece[start..end];
            let mut at = 0;
            for sentence in sentencex::segment(self.language, window) {
                at += sentence.len();
                let rest = &window[at..];
                let vote = start + at + (rest.len() - rest.trim_start().len());
                if vote > from && vote <= until && vote < piece.len() {
                    votes.push(vote);
                }
            }
            if is_last {
                return votes;
            }
            start = piece.ceil_char_boundary(end - OVERLAP);
        }
    }
}

/// A vote for a place that is no stop of ours counts where the mark of another
/// script stands before it; the cut is where that mark ends.
fn foreign_cut(flat: &str, vote: usize, cuts: &[usize]) -> Option<usize> {
    let end = flat[..vote].trim_end().len();
    let near = token::tail(&flat[..end], 16);
    let is_new = cuts.last().is_none_or(|&last| last < end);
    (is_new && near.contains(is_foreign_mark)).then_some(end)
}

/// Whether a character may end sentences in another script (`。`, `।`, `؟`).
fn is_foreign_mark(character: char) -> bool {
    character >= '\u{37e}'
        && !character.is_alphanumeric()
        && !character.is_whitespace()
        && !('\u{2000}'..'\u{2e00}').contains(&character)
}

/// The paragraph with its line ends, and the marks of quotation after them, as
/// spaces, byte for byte.
fn flat(paragraph: &str) -> Cow<'_, str> {
    let is_line_end =
        |character| matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    // The first bytes of the line ends: most paragraphs hold none of them.
    let may_hold_one = paragraph
        .bytes()
        .any(|byte| matches!(byte, b'\n' | b'\r' | 0xc2 | 0xe2));
    if !may_hold_one || !paragraph.contains(is_line_end) {
        return Cow::Borrowed(paragraph);
    }
    let mut flat = String::with_capacity(paragraph.len());
    for piece in paragraph.split_inclusive(is_line_end) {
        let words = piece.trim_end_matches(is_line_end);
        let (_, prefix) = line::quotation(words);
        flat.extend(std::iter::repeat_n(' ', prefix));
        flat.push_str(&words[prefix..]);
        flat.extend(std::iter::repeat_n(' ', piece.len() - words.len()));
    }
    Cow::Owned(flat)
}
