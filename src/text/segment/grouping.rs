//! Joins the lines of a text to paragraphs, by the rule that
//! [`Structure::new`](super::Structure::new) documents.
//!
//! Must not know: sentences.

use super::decoration::{self, Piece};
use super::line::{LineFeatures, LineKind};
use super::paragraph::{Paragraph, ParagraphMode, Role};
use super::trim::trimmed;
use super::wrapping::{Measures, WIDEST_MEASURE, fills, fills_closely, in_one_block, is_caseless};
use crate::text::content::Text;
use crate::text::in_memory::InMemoryText;
use crate::text::range::TextRange;

#[derive(Debug, Default)]
pub(super) struct Grouped {
    pub paragraphs: Vec<Paragraph>,
    /// Whether they run over line ends.
    pub is_wrapped: bool,
}

pub(super) fn group(text: &InMemoryText, mode: ParagraphMode) -> Grouped {
    let lines: Vec<LineFeatures<'_>> = text
        .lines()
        .map(|line| LineFeatures::new(line, text.slice(line.content)))
        .collect();
    let measures = Measures::find(&lines);
    let is_wrapped = match mode {
        ParagraphMode::Auto => measures.are_known(),
        ParagraphMode::Lines => false,
        ParagraphMode::Wrapped => true,
    };
    let grouping = Grouping {
        mode,
        measures,
        lines: &lines,
    };
    Grouped {
        paragraphs: grouping.paragraphs(&Text::from(text.clone())),
        is_wrapped,
    }
}

/// The lines of one text, and what their ends are judged by.
struct Grouping<'l> {
    mode: ParagraphMode,
    measures: Measures,
    lines: &'l [LineFeatures<'l>],
}

impl Grouping<'_> {
    fn paragraphs(&self, text: &Text) -> Vec<Paragraph> {
        let lines = self.lines;
        let mut pieces: Vec<Piece> = Vec::new();
        // A fence that is never closed fences nothing.
        let fences = lines
            .iter()
            .filter(|line| line.kind == LineKind::Fence)
            .count();
        let mut fences = fences / 2 * 2;
        let mut fenced = false;
        let mut at = 0;
        while at < lines.len() {
            let first = at;
            at += 1;
            if lines[first].kind == LineKind::Fence && fences > 0 {
                fences -= 1;
                fenced = !fenced;
            } else if !fenced {
                while at < lines.len() && self.runs_on(first, at) {
                    at += 1;
                }
            }
            let range = TextRange::between(lines[first].range.start(), lines[at - 1].range.end());
            if let Some(range) = trimmed(text, range) {
                let words = text.slice(range);
                let is_decoration = decoration::is_decoration(&words);
                let opens_fence = lines[first].kind == LineKind::Fence && fenced;
                // In code, a bullet is part of what is written.
                let item = lines[first].item_start();
                let item = item.filter(|_| !fenced && self.is_numbered_for_certain(first));
                let item = item.map(|start| TextRange::between(start, range.end()));
                let item = item.and_then(|item| trimmed(text, item));
                let range = item.unwrap_or(range);
                pieces.push(Piece {
                    is_item: item.is_some(),
                    paragraph: Paragraph {
                        range,
                        core: range,
                        is_one_sentence: fenced || is_one_sentence(&lines[first], &words),
                        role: match fenced {
                            true => Role::Code,
                            false => role(&lines[first], &words),
                        },
                    },
                    lines: first..at,
                    is_decoration,
                    belongs_below: is_decoration
                        && (opens_fence || lines[first].kind == LineKind::Blank),
                });
            }
        }
        decoration::join(pieces, lines)
    }

    /// Whether the number of a list item is one: a letter is where others stand near it.
    fn is_numbered_for_certain(&self, at: usize) -> bool {
        /// Lines on either side.
        const NEAR: usize = 12;
        let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(self.lines.len());
        let mut others = near.filter(|other| *other != at);
        !self.lines[at].is_lettered() || others.any(|other| self.lines[other].is_lettered())
    }

    /// Whether the paragraph that begins with line `first` goes on with line `at`.
    fn runs_on(&self, first: usize, at: usize) -> bool {
        let (line, next) = (&self.lines[at - 1], &self.lines[at]);
        let joined = in_one_block(line, next) || self.is_number_in_prose(first, at);
        joined
            && match self.mode {
                ParagraphMode::Wrapped => true,
                ParagraphMode::Auto => self.is_soft(first, at),
                ParagraphMode::Lines => false,
            }
    }

    /// Whether line `at` only looks like a list item: "in chapter / 5. The" is prose
    /// whose number happens to begin a line. It is where a filled line runs into it
    /// without a stop, outside of a list.
    fn is_number_in_prose(&self, first: usize, at: usize) -> bool {
        let (line, next) = (&self.lines[at - 1], &self.lines[at]);
        next.is_list_item()
            && line.kind == LineKind::Prose
            && line.quoted == next.quoted
            && next.indent <= line.indent
            && !line.ends_with_stop()
            && !self.lines[first].is_list_item()
            && self.measures.document.is_some()
            && fills(self.measures.of_line[at - 1], line, next)
    }

    /// Whether a line end of a hard-wrapped document lies within a paragraph.
    fn is_soft(&self, first: usize, at: usize) -> bool {
        let (line, next) = (&self.lines[at - 1], &self.lines[at]);
        if line.width > WIDEST_MEASURE && !line.is_one_word() {
            return false;
        }
        // Old books indent the first line of a paragraph instead of setting a blank
        // line. Under a list item, an indented line belongs to the item.
        let hangs = at - 1 == first && self.lines[first].is_list_item();
        if next.indent >= line.indent + 2 && !hangs && line.ends_with_stop() {
            return false;
        }
        if is_caseless(line, next) {
            return self.is_soft_between_caseless(line, next);
        }
        if self.measures.document.is_none() {
            return false;
        }
        let measure = self.measures.of_line[at - 1];
        fills(measure, line, next)
            || (line.width * 2 >= measure && (next.begins_small() || self.is_ragged(at)))
    }

    /// Whether a line end between letters without case lies within a paragraph: no letter
    /// says so, but the line is full.
    fn is_soft_between_caseless(&self, line: &LineFeatures<'_>, next: &LineFeatures<'_>) -> bool {
        let speaks = line.ends_with_stop() && next.begins_with_speaker();
        let begins = next.indent >= line.indent + 2 && line.ends_with_stop();
        let measure = self.measures.caseless.or(self.measures.document);
        !speaks && !begins && measure.is_some_and(|measure| fills_closely(measure, line, next))
    }

    /// Whether the line before `at` is a short one among filled ones, as in a mail that
    /// was edited after it was wrapped. Looks at neighbours alone, so that the time for
    /// a block is proportional to its lines.
    fn is_ragged(&self, at: usize) -> bool {
        let near = at.saturating_sub(3)..(at + 3).min(self.lines.len());
        !self.lines[at - 1].ends_with_stop()
            && near.clone().skip(1).any(|index| {
                let (line, next) = (&self.lines[index - 1], &self.lines[index]);
                in_one_block(line, next) && fills(self.measures.of_line[index - 1], line, next)
            })
    }
}

fn is_one_sentence(first: &LineFeatures<'_>, words: &str) -> bool {
    match first.kind {
        LineKind::Heading | LineKind::Rule | LineKind::Fence | LineKind::TableRow => true,
        LineKind::Numbered => is_reference(words),
        LineKind::Blank | LineKind::Bullet | LineKind::Prose => false,
    }
}

fn role(first: &LineFeatures<'_>, words: &str) -> Role {
    match first.kind {
        LineKind::Heading => Role::Heading,
        LineKind::Fence => Role::Code,
        LineKind::Numbered if is_reference(words) => Role::Reference,
        LineKind::Bullet | LineKind::Numbered => Role::Item,
        LineKind::Blank | LineKind::Prose | LineKind::TableRow | LineKind::Rule => Role::Words,
    }
}

/// Whether a numbered list item is a bibliographic reference: it ends with a web address, and
/// has a title in quotes that ends with a mark, or says when the address was visited.
fn is_reference(words: &str) -> bool {
    let address = words.split_whitespace().next_back().unwrap_or_default();
    let ends_with_address = address.contains("://") || address.starts_with("www.");
    let has_title = [".”", ".\"", ".’", "?”", "!”", ",”", ",\""]
        .iter()
        .any(|end| words.contains(end));
    let has_date = ["Accessed", "Retrieved", "accessed", "retrieved"]
        .iter()
        .any(|word| words.contains(word));
    ends_with_address && (has_title || has_date)
}
