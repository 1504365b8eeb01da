//! Cuts paragraphs into sentences: by our rules, and by the `sentencex` crate where no
//! rule decides.
//!
//! Must not know: how paragraphs are found.

use std::borrow::Cow;
use std::ops::Range;

use super::language::{Language, primary_subtag};
use super::paragraph::Paragraph;
use super::rules::{RULES, Verdict};
use super::stop::{Stop, stops};
use super::trim::{ceil_cluster, trimmed};
use super::{cased, caseless, english, label, line, token};
use crate::text::content::Text;
use crate::text::line::{has_line_end, is_line_end};
use crate::text::range::TextRange;
use crate::text::reading::Reading;

/// The most bytes that `sentencex` gets at once: its time grows with the square of what
/// stands between quotation marks that do not match.
const WINDOW: usize = 4096;
/// How many bytes two windows share, so that every place is judged by its surroundings.
const OVERLAP: usize = 512;

/// Cuts the paragraphs of a text in some language.
#[derive(Debug)]
pub(super) struct Cutter {
    /// For `sentencex`.
    subtag: String,
    language: Language,
}

impl Cutter {
    pub(super) fn new(tag: &str) -> Self {
        let subtag = primary_subtag(tag);
        let language = Language::from_subtag(&subtag);
        Self { subtag, language }
    }

    pub(super) fn sentences(&self, text: &Text, paragraph: &Paragraph) -> Vec<TextRange> {
        let words = text.slice(paragraph.core);
        let reading = Reading::of_sentences(&words);
        let cuts = if paragraph.is_one_sentence {
            Vec::new()
        } else {
            self.cuts(&reading.words)
        };
        let mut sentences = Vec::with_capacity(cuts.len() + 1);
        let mut start = paragraph.range.start();
        for cut in cuts {
            let end = ceil_cluster(text, paragraph.core.start() + reading.end(cut));
            sentences.extend(trimmed(text, TextRange::between(start, end)));
            start = end;
        }
        let rest = TextRange::between(start, paragraph.range.end());
        sentences.extend(trimmed(text, rest));
        sentences
    }

    /// What the first rule that answers says of a stop.
    fn verdict(&self, stop: &Stop<'_>) -> Option<Verdict> {
        RULES
            .iter()
            .chain(caseless::RULES)
            .find_map(|rule| rule(stop))
            .or_else(|| match self.language {
                Language::English => english::RULES.iter().find_map(|rule| rule(stop)),
                Language::Cased(words) => cased::verdict(stop, words),
                Language::Arabic => caseless::arabic(stop),
                Language::Other => cased::verdict_without_words(stop),
            })
    }

    /// Where the sentences of a paragraph end, except the last one, ascending.
    fn cuts(&self, paragraph: &str) -> Vec<usize> {
        let flat = without_line_ends(paragraph);
        let mut cuts = Vec::new();
        let mut undecided: Vec<Stop<'_>> = Vec::new();
        let mut start = 0;
        for stop in stops(&flat, self.language) {
            match self.verdict(&stop) {
                Some(Verdict::GoesOn) => {}
                Some(Verdict::Ends) => {
                    self.ask_sentencex(&flat, start..stop.cite, &undecided, &mut cuts);
                    cuts.push(stop.cite);
                    undecided.clear();
                    start = stop.cite;
                }
                None => undecided.push(stop),
            }
        }
        self.ask_sentencex(&flat, start..flat.len(), &undecided, &mut cuts);
        if self.language.is_english() {
            label::add_cuts(&flat, &mut cuts);
            cuts.sort_unstable();
        }
        cuts
    }

    /// Lets `sentencex` judge what lies between two certain cuts: the stops that no rule
    /// decides, and the marks of other scripts, for which there are no stops.
    fn ask_sentencex(
        &self,
        flat: &str,
        range: Range<usize>,
        undecided: &[Stop<'_>],
        cuts: &mut Vec<usize>,
    ) {
        let piece = &flat[range.clone()];
        let is_foreign = !piece.is_ascii() && piece.contains(is_foreign_mark);
        if undecided.is_empty() && !is_foreign {
            return;
        }
        let mut votes = self
            .votes(piece)
            .into_iter()
            .map(|vote| range.start + vote)
            .peekable();
        for stop in undecided {
            while let Some(vote) = votes.next_if(|&vote| vote <= stop.mark) {
                cuts.extend(foreign_cut(flat, vote, cuts));
            }
            let mut is_cut = false;
            while votes.next_if(|&vote| vote <= stop.word_start()).is_some() {
                is_cut = true;
            }
            if is_cut {
                cuts.push(stop.cite);
            }
        }
        for vote in votes {
            cuts.extend(foreign_cut(flat, vote, cuts));
        }
    }

    /// Where `sentencex` lets sentences begin, except the first one, ascending.
    fn votes(&self, piece: &str) -> Vec<usize> {
        let mut votes = Vec::new();
        let mut start = 0;
        loop {
            let end = piece.floor_char_boundary(start + WINDOW);
            let is_last = end == piece.len();
            // Places near the end of a window are judged in the next one.
            let until = if is_last { end } else { end - OVERLAP / 2 };
            let from = votes.last().copied().unwrap_or(0).max(if start == 0 {
                0
            } else {
                start + OVERLAP / 2
            });
            let window = &piece[start..end];
            let mut at = 0;
            for sentence in sentencex::segment(&self.subtag, window) {
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

/// The cut for a vote of `sentencex` without a stop: after the mark of another script.
fn foreign_cut(flat: &str, vote: usize, cuts: &[usize]) -> Option<usize> {
    let end = flat[..vote].trim_end().len();
    let near = token::tail(&flat[..end], 16);
    let is_new = cuts.last().is_none_or(|&last| last < end);
    (is_new && near.contains(is_foreign_mark)).then_some(end)
}

/// Whether a character may end sentences in another script, and is no mark that we know.
fn is_foreign_mark(character: char) -> bool {
    character >= '\u{37e}'
        && !character.is_alphanumeric()
        && !character.is_whitespace()
        && !token::is_mark(character)
        && !matches!(character, '\u{60c}' | '\u{61b}' | '\u{640}')
        && !('\u{2000}'..'\u{2e00}').contains(&character)
        && !('\u{3000}'..'\u{3040}').contains(&character)
        && !('\u{fe30}'..'\u{ffef}').contains(&character)
}

/// The paragraph with a space for each byte of its line ends and marks of quotation.
fn without_line_ends(paragraph: &str) -> Cow<'_, str> {
    if !has_line_end(paragraph) {
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
