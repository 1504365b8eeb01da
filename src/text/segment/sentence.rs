//! Sentences of paragraphs: our rules first, `sentencex` where they are silent.

use std::borrow::Cow;

use super::paragraph::Paragraph;
use super::rules::{self, Rule, Verdict};
use super::stop::{self, Stop};
use super::{ceil_cluster, english, line, trimmed};
use crate::text::{Text, TextRange};

/// The sentences of all paragraphs, in order.
pub(super) fn sentences(text: &Text, paragraphs: &[Paragraph], language: &str) -> Vec<TextRange> {
    let cutter = Cutter::new(language);
    let mut sentences = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        if paragraph.whole {
            sentences.push(paragraph.range);
            continue;
        }
        let words = text.slice(paragraph.range);
        let mut start = paragraph.range.start();
        for cut in cutter.cuts(&words) {
            let end = ceil_cluster(text, paragraph.range.start() + cut);
            sentences.extend(trimmed(text, TextRange::between(start, end)));
            start = end;
        }
        sentences.extend(trimmed(
            text,
            TextRange::between(start, paragraph.range.end()),
        ));
    }
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
        let stops = stop::stops(&flat, |paragraph, close| {
            rules::citations(paragraph, close, self.english)
        });
        let votes = self.votes(&flat);
        let mut votes = votes.iter().copied().peekable();
        let mut cuts = Vec::new();
        for stop in &stops {
            // A vote before the mark is one for a place that is no stop of
            // ours: the mark of another script.
            while let Some(vote) = votes.next_if(|&vote| vote <= stop.mark) {
                cuts.push(vote);
            }
            let mut voted = false;
            while votes.next_if(|&vote| vote <= stop.word_start()).is_some() {
                voted = true;
            }
            if self.ends(stop, voted) {
                cuts.push(stop.cite);
            }
        }
        cuts.extend(votes);
        cuts.dedup();
        cuts
    }

    fn ends(&self, stop: &Stop<'_>, voted: bool) -> bool {
        let verdict = self.rules.iter().find_map(|rule| rule(stop));
        verdict.map_or(voted, |verdict| verdict == Verdict::Ends)
    }

    /// Where `sentencex` begins sentences after the first.
    fn votes(&self, paragraph: &str) -> Vec<usize> {
        let mut votes = Vec::new();
        let mut at = 0;
        for sentence in sentencex::segment(self.language, paragraph) {
            let rest = &paragraph[at..];
            if at > 0 {
                votes.push(at + (rest.len() - rest.trim_start().len()));
            }
            at += sentence.len();
        }
        votes
    }
}

/// The paragraph with its line ends, and the marks of quotation after them, as
/// spaces, byte for byte.
fn flat(paragraph: &str) -> Cow<'_, str> {
    let is_line_end =
        |character| matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !paragraph.contains(is_line_end) {
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
