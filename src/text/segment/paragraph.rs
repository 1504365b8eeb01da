//! Paragraphs from lines: the rule that [`Structure::new`] documents.
//!
//! [`Structure::new`]: super::Structure::new

use super::line::{Kind, Look};
use super::{ParagraphMode, trimmed};
use crate::text::{Text, TextRange};

/// Lines of more columns than this were not wrapped by hand or by a mailer.
const WIDEST_MEASURE: usize = 100;
/// Lines of fewer columns say nothing about a measure: verse, addresses, lists.
const NARROWEST_MEASURE: usize = 40;

/// One paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph {
    pub range: TextRange,
    /// Whether it is one unit whatever marks it holds: a heading, a line of
    /// code, a bibliographic reference.
    pub whole: bool,
}

/// What the lines of a document come to.
#[derive(Debug)]
pub(super) struct Found {
    pub paragraphs: Vec<Paragraph>,
    pub wrapped: bool,
}

/// The measure of a hard-wrapped document, in columns.
#[derive(Debug, Clone, Copy)]
struct Measure(usize);

impl Measure {
    /// Whether the first word of `next` would not have fitted on `line`.
    fn fills(self, line: &Look<'_>, next: &Look<'_>) -> bool {
        line.width + 1 + next.first_word() > self.0
    }
}

/// Groups the lines of a text into paragraphs.
pub(super) fn paragraphs(text: &Text, mode: ParagraphMode) -> Found {
    let whole = text.slice(text.full_range());
    let looks: Vec<Look<'_>> = text
        .lines()
        .map(|line| Look::new(line, &whole[line.content.start()..line.content.end()]))
        .collect();
    let measure = measure(&looks);
    let wrapped = match mode {
        ParagraphMode::Auto => measure.is_some(),
        ParagraphMode::Lines => false,
        ParagraphMode::Wrapped => true,
    };
    let grouping = Grouping { mode, measure };
    Found {
        paragraphs: grouping.paragraphs(text, &looks),
        wrapped,
    }
}

/// The measure of the document, when it is hard-wrapped.
fn measure(looks: &[Look<'_>]) -> Option<Measure> {
    let inner: Vec<(&Look<'_>, &Look<'_>)> = looks
        .windows(2)
        .map(|pair| (&pair[0], &pair[1]))
        .filter(|(line, next)| {
            matches!(line.kind, Kind::Prose | Kind::Bullet | Kind::Numbered)
                && next.kind == Kind::Prose
                && line.quoted == next.quoted
                && (NARROWEST_MEASURE..=WIDEST_MEASURE).contains(&line.width)
        })
        .collect();
    let mut widths: Vec<usize> = inner.iter().map(|(line, _)| line.width).collect();
    widths.sort_unstable();
    let measure = Measure(*widths.get((widths.len() * 9).div_ceil(10).checked_sub(1)?)?);
    let filled = inner
        .iter()
        .filter(|(line, next)| measure.fills(line, next))
        .count();
    let run_on = inner.iter().filter(|(_, next)| next.begins_small()).count();
    (filled * 10 >= inner.len() * 6 && run_on * 4 >= inner.len()).then_some(measure)
}

/// How line ends are judged in one document.
struct Grouping {
    mode: ParagraphMode,
    measure: Option<Measure>,
}

impl Grouping {
    fn paragraphs(&self, text: &Text, looks: &[Look<'_>]) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        // A fence that is never closed fences nothing.
        let mut fences = looks.iter().filter(|look| look.kind == Kind::Fence).count() / 2 * 2;
        let mut fenced = false;
        let mut at = 0;
        while at < looks.len() {
            let first = at;
            at += 1;
            if looks[first].kind == Kind::Fence && fences > 0 {
                fences -= 1;
                fenced = !fenced;
            } else if !fenced {
                while at < looks.len()
                    && self.runs_on(
                        &looks[first],
                        &looks[at - 1],
                        &looks[at],
                        block_is_filled(self.measure, looks, at),
                    )
                {
                    at += 1;
                }
            }
            let range = TextRange::between(looks[first].range.start(), looks[at - 1].range.end());
            if let Some(range) = trimmed(text, range) {
                let whole = fenced || is_whole(&looks[first], &text.slice(range));
                paragraphs.push(Paragraph { range, whole });
            }
        }
        paragraphs
    }

    /// Whether the line end between `line` and `next` lies within a paragraph
    /// that begins with `first`.
    fn runs_on(&self, first: &Look<'_>, line: &Look<'_>, next: &Look<'_>, block: bool) -> bool {
        if self.is_wall(first, line, next) {
            return false;
        }
        match (self.mode, self.measure) {
            (ParagraphMode::Wrapped, _) => true,
            (ParagraphMode::Auto, Some(measure)) => is_soft(measure, first, line, next, block),
            (ParagraphMode::Auto, None) | (ParagraphMode::Lines, _) => false,
        }
    }

    /// Whether the line end stands in any mode.
    fn is_wall(&self, first: &Look<'_>, line: &Look<'_>, next: &Look<'_>) -> bool {
        let stands_alone = |look: &Look<'_>| {
            matches!(
                look.kind,
                Kind::Blank | Kind::Heading | Kind::Rule | Kind::Fence | Kind::TableRow
            )
        };
        stands_alone(line)
            || stands_alone(next)
            || line.quoted != next.quoted
            || (next.is_list_item() && self.begins_item(first, line, next))
    }

    /// Whether a line that looks like a list item is one. "in chapter / 5. The"
    /// may be prose whose number came to stand at the beginning of a line:
    /// where a filled line runs into it without a stop, and no list is under way.
    fn begins_item(&self, first: &Look<'_>, line: &Look<'_>, next: &Look<'_>) -> bool {
        let filled = self
            .measure
            .is_some_and(|measure| measure.fills(line, next));
        first.is_list_item() || !filled || line.ends_with_stop() || next.indent > line.indent
    }
}

/// Whether a line end of a hard-wrapped document lies within a paragraph.
fn is_soft(
    measure: Measure,
    first: &Look<'_>,
    line: &Look<'_>,
    next: &Look<'_>,
    block: bool,
) -> bool {
    if line.width > WIDEST_MEASURE && !line.is_one_word() {
        return false;
    }
    // Old books set no blank line but indent the first line of a paragraph;
    // under a list item it is the item's own words that hang.
    let indented =
        next.indent >= line.indent + 2 && !(first.is_list_item() && first.range == line.range);
    if indented && line.ends_with_stop() {
        return false;
    }
    if measure.fills(line, next) {
        return true;
    }
    if line.width * 2 < measure.0 {
        return false;
    }
    next.begins_small() || (block && !line.ends_with_stop())
}

/// Whether a line near line `at` of the same block is filled. Only the
/// neighbours are looked at, so that a long block costs no more than its lines.
fn block_is_filled(measure: Option<Measure>, looks: &[Look<'_>], at: usize) -> bool {
    let Some(measure) = measure else {
        return false;
    };
    let near = at.saturating_sub(3)..(at + 3).min(looks.len());
    looks[near].windows(2).any(|pair| {
        pair[0].kind == Kind::Prose
            && pair[1].kind == Kind::Prose
            && measure.fills(&pair[0], &pair[1])
    })
}

/// Whether a paragraph is one sentence whatever it holds.
fn is_whole(first: &Look<'_>, words: &str) -> bool {
    match first.kind {
        Kind::Heading | Kind::Rule | Kind::Fence | Kind::TableRow => true,
        Kind::Numbered => {
            words.contains("://") || words.contains(" doi:") || words.contains("www.")
        }
        Kind::Blank | Kind::Bullet | Kind::Prose => false,
    }
}
