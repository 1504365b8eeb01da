//! Paragraphs from lines: the rule that [`Structure::new`] documents.
//!
//! [`Structure::new`]: super::Structure::new

use super::drawn::{self, Piece};
use super::line::{Kind, Look};
use super::{ParagraphMode, trimmed};
use crate::text::whole::Whole;
use crate::text::{Text, TextRange};

/// Lines of more columns than this were not wrapped by hand or by a mailer.
const WIDEST_MEASURE: usize = 100;
/// Lines of fewer columns say nothing about a measure: verse, addresses, lists.
const NARROWEST_MEASURE: usize = 40;

/// One paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph {
    pub range: TextRange,
    /// The part that is cut into sentences: all but drawn lines (`=====`) at its
    /// ends, which go with the sentences they touch.
    pub core: TextRange,
    /// Whether it is one unit whatever marks it holds: a heading, a line of
    /// code, a bibliographic reference.
    pub whole: bool,
}

/// What the lines of a document come to.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub paragraphs: Vec<Paragraph>,
    pub wrapped: bool,
}

/// Groups the lines of a text into paragraphs.
pub(super) fn paragraphs(whole: &Whole, mode: ParagraphMode) -> Found {
    let looks: Vec<Look<'_>> = whole
        .lines()
        .map(|line| Look::new(line, whole.slice(line.content)))
        .collect();
    let measures = Measures::of(&looks);
    let wrapped = match mode {
        ParagraphMode::Auto => measures.document.is_some(),
        ParagraphMode::Lines => false,
        ParagraphMode::Wrapped => true,
    };
    let grouping = Grouping {
        mode,
        measures,
        looks: &looks,
    };
    Found {
        paragraphs: grouping.paragraphs(&Text::from(whole.clone())),
        wrapped,
    }
}

/// Whether the first word of `next` would not, or hardly, have fitted on `line`:
/// people who wrap by hand break an eighth of the measure early.
fn fills(measure: usize, line: &Look<'_>, next: &Look<'_>) -> bool {
    line.width + 1 + next.first_word() + measure / 8 > measure
}

/// The measures, in columns, at which a document and its blocks were wrapped.
struct Measures {
    /// That of the document, when it is hard-wrapped: the widest that is
    /// common, line for line, among its filled blocks.
    document: Option<usize>,
    /// That of the block of each line.
    of_line: Vec<usize>,
}

/// What the line ends inside blocks say for and against wrapping. The widest
/// line of a block sets the measure and so fills it; it says nothing unless a
/// small letter follows.
#[derive(Default, Clone, Copy)]
struct Evidence {
    ends: usize,
    filled: usize,
    run_on: usize,
}

impl Evidence {
    fn of(block: &[Look<'_>], measure: usize) -> Self {
        let mut evidence = Self::default();
        let widest = block.iter().position(|look| look.width == measure);
        for (index, pair) in block.windows(2).enumerate() {
            let runs_on = pair[1].begins_small();
            if Some(index) != widest || runs_on {
                evidence.ends += 1;
                evidence.filled += usize::from(fills(measure, &pair[0], &pair[1]));
                evidence.run_on += usize::from(runs_on);
            }
        }
        evidence
    }

    fn add(&mut self, other: Self) {
        self.ends += other.ends;
        self.filled += other.filled;
        self.run_on += other.run_on;
    }

    /// Six line ends in ten are filled and a small letter follows one in four.
    fn is_wrapped(self) -> bool {
        self.ends > 0 && self.filled * 10 >= self.ends * 6 && self.run_on * 4 >= self.ends
    }
}

impl Measures {
    fn of(looks: &[Look<'_>]) -> Self {
        let mut of_line = Vec::with_capacity(looks.len());
        let mut own = Vec::with_capacity(looks.len());
        let mut evidence = Evidence::default();
        let mut common: Vec<usize> = Vec::new();
        for block in looks.chunk_by(|line, next| in_one_block(line, next)) {
            let measure = block.iter().map(|look| look.width).max().unwrap_or(0);
            let is_measure = (NARROWEST_MEASURE..=WIDEST_MEASURE).contains(&measure);
            let found = if is_measure {
                Evidence::of(block, measure)
            } else {
                Evidence::default()
            };
            evidence.add(found);
            if found.is_wrapped() {
                common.extend(std::iter::repeat_n(measure, block.len()));
            }
            of_line.extend(std::iter::repeat_n(measure, block.len()));
            own.extend(std::iter::repeat_n(found.is_wrapped(), block.len()));
        }
        common.sort_unstable();
        let document = common
            .get(common.len() * 3 / 4)
            .copied()
            .filter(|_| evidence.is_wrapped());
        // A block that does not show a measure of its own, and is much narrower
        // than the document, was not wrapped: an address, verse.
        if let Some(document) = document {
            for (measure, own) in of_line.iter_mut().zip(own) {
                if !own && *measure * 5 < document * 4 {
                    *measure = document;
                }
            }
        }
        Self { document, of_line }
    }
}

/// Whether two lines may belong to one paragraph by their looks alone.
fn in_one_block(line: &Look<'_>, next: &Look<'_>) -> bool {
    let stands_alone = |look: &Look<'_>| {
        matches!(
            look.kind,
            Kind::Blank | Kind::Heading | Kind::Rule | Kind::Fence | Kind::TableRow
        )
    };
    !stands_alone(line) && !stands_alone(next) && line.quoted == next.quoted && !next.is_list_item()
}

/// How the line ends of one document are judged.
struct Grouping<'l> {
    mode: ParagraphMode,
    measures: Measures,
    looks: &'l [Look<'l>],
}

impl Grouping<'_> {
    fn paragraphs(&self, text: &Text) -> Vec<Paragraph> {
        let looks = self.looks;
        let mut pieces: Vec<Piece> = Vec::new();
        // A fence that is never closed fences nothing.
        let fences = looks.iter().filter(|look| look.kind == Kind::Fence).count();
        let mut fences = fences / 2 * 2;
        let mut fenced = false;
        let mut at = 0;
        while at < looks.len() {
            let first = at;
            at += 1;
            if looks[first].kind == Kind::Fence && fences > 0 {
                fences -= 1;
                fenced = !fenced;
            } else if !fenced {
                while at < looks.len() && self.runs_on(first, at) {
                    at += 1;
                }
            }
            let range = TextRange::between(looks[first].range.start(), looks[at - 1].range.end());
            if let Some(range) = trimmed(text, range) {
                let words = text.slice(range);
                let is_drawn = drawn::is_drawn(&words);
                let opens_fence = looks[first].kind == Kind::Fence && fenced;
                pieces.push(Piece {
                    paragraph: Paragraph {
                        range,
                        core: range,
                        whole: fenced || is_whole(&looks[first], &words),
                    },
                    lines: first..at,
                    is_drawn,
                    opens: is_drawn && (opens_fence || looks[first].kind == Kind::Blank),
                });
            }
        }
        drawn::join(pieces, looks)
    }

    /// Whether the paragraph that begins with line `first` runs over the line
    /// end before line `at`.
    fn runs_on(&self, first: usize, at: usize) -> bool {
        let (line, next) = (&self.looks[at - 1], &self.looks[at]);
        let joined = in_one_block(line, next) || self.is_number_in_prose(first, at);
        joined
            && match self.mode {
                ParagraphMode::Wrapped => true,
                ParagraphMode::Auto => self.measures.document.is_some() && self.is_soft(first, at),
                ParagraphMode::Lines => false,
            }
    }

    /// Whether line `at` only looks like a list item: "in chapter / 5. The" is
    /// prose whose number came to stand at the beginning of a line. It does
    /// where a filled line runs into it without a stop and no list is under way.
    fn is_number_in_prose(&self, first: usize, at: usize) -> bool {
        let (line, next) = (&self.looks[at - 1], &self.looks[at]);
        next.is_list_item()
            && line.kind == Kind::Prose
            && line.quoted == next.quoted
            && next.indent <= line.indent
            && !line.ends_with_stop()
            && !self.looks[first].is_list_item()
            && self.measures.document.is_some()
            && fills(self.measures.of_line[at - 1], line, next)
    }

    /// Whether a line end of a hard-wrapped document lies within a paragraph.
    fn is_soft(&self, first: usize, at: usize) -> bool {
        let (line, next) = (&self.looks[at - 1], &self.looks[at]);
        if line.width > WIDEST_MEASURE && !line.is_one_word() {
            return false;
        }
        // Old books set no blank line but indent the first line of a paragraph;
        // under a list item it is the item's own words that hang.
        let hangs = at - 1 == first && self.looks[first].is_list_item();
        if next.indent >= line.indent + 2 && !hangs && line.ends_with_stop() {
            return false;
        }
        let measure = self.measures.of_line[at - 1];
        fills(measure, line, next)
            || (line.width * 2 >= measure && (next.begins_small() || self.is_ragged(at)))
    }

    /// Whether the line before `at` is a short one amid filled ones, as in a
    /// mail that was edited after it was wrapped. Only its neighbours are looked
    /// at, so that a long block costs no more than its lines.
    fn is_ragged(&self, at: usize) -> bool {
        let near = at.saturating_sub(3)..(at + 3).min(self.looks.len());
        !self.looks[at - 1].ends_with_stop()
            && near.clone().skip(1).any(|index| {
                let (line, next) = (&self.looks[index - 1], &self.looks[index]);
                in_one_block(line, next) && fills(self.measures.of_line[index - 1], line, next)
            })
    }
}

/// Whether a paragraph is one sentence whatever it holds.
fn is_whole(first: &Look<'_>, words: &str) -> bool {
    match first.kind {
        Kind::Heading | Kind::Rule | Kind::Fence | Kind::TableRow => true,
        Kind::Numbered => is_reference(words),
        Kind::Blank | Kind::Bullet | Kind::Prose => false,
    }
}

/// Whether a numbered list item is a bibliographic reference: it ends with a
/// web address and has a title in quotes that ends with a stop of its own, or
/// says when the address was visited.
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
