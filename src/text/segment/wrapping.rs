//! Whether a document was wrapped by hand, and at what measure.
//!
//! Must not know: which lines become a paragraph.

use super::line::{LineFeatures, LineKind};

/// Lines of more columns than this were not wrapped by hand or by a mail program.
pub(super) const WIDEST_MEASURE: usize = 100;
/// Lines of fewer columns say nothing about a measure: verse, addresses, lists.
const NARROWEST_MEASURE: usize = 40;

/// Whether the first word of `next` would not, or only just, have fitted on `line`:
/// people who wrap by hand break up to an eighth of the measure early.
pub(super) fn fills(measure: usize, line: &LineFeatures<'_>, next: &LineFeatures<'_>) -> bool {
    line.width + 1 + next.first_word() + measure / 8 > measure
}

/// Whether a line between letters without case is filled as closely as they break: within
/// a mark or two of its measure, or the word that follows.
pub(super) fn fills_closely(
    measure: usize,
    line: &LineFeatures<'_>,
    next: &LineFeatures<'_>,
) -> bool {
    let unit = next.first_unit() + usize::from(line.ends_spaced());
    line.width + unit + CLOSELY > measure && line.width.max(next.width) <= measure + CLOSELY
}

/// How many columns a line may be off the measure: a mark that may not begin a line goes
/// with the ideograph before it, or hangs after it.
const CLOSELY: usize = 4;

/// The measures, in columns, at which a document and its blocks were wrapped.
pub(super) struct Measures {
    /// The measure of the document, if it is hard-wrapped: the upper quartile of the
    /// measures of its wrapped blocks, counted line for line.
    pub document: Option<usize>,
    /// The measure at which its lines without case were wrapped, if they were.
    pub caseless: Option<usize>,
    /// The measure of the block of each line.
    pub of_line: Vec<usize>,
}

/// What the line ends inside blocks say for and against wrapping. The widest line of a
/// block sets the measure and so is filled; it counts only if a small letter follows.
#[derive(Default, Clone, Copy)]
struct Evidence {
    /// The line ends that count.
    ends: usize,
    /// Those of filled lines.
    filled: usize,
    /// Those that a small letter follows.
    run_on: usize,
}

impl Evidence {
    fn in_block(block: &[LineFeatures<'_>], measure: usize) -> Self {
        let mut evidence = Self::default();
        let widest = block.iter().position(|line| line.width == measure);
        for (index, pair) in block.windows(2).enumerate() {
            if is_caseless(&pair[0], &pair[1]) {
                continue;
            }
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

    /// Whether six lines in ten are filled and a small letter follows one in four.
    fn is_wrapped(self) -> bool {
        self.ends > 0 && self.filled * 10 >= self.ends * 6 && self.run_on * 4 >= self.ends
    }
}

/// The line before a line end, and the one after it.
type LineEnd<'l> = (&'l LineFeatures<'l>, &'l LineFeatures<'l>);

/// What the line ends between letters without case say: nothing but the widths of the
/// lines, and whether a mark ends them.
#[derive(Default)]
struct CaselessEvidence<'l> {
    ends: usize,
    /// Those after which a sentence may go on.
    open: Vec<LineEnd<'l>>,
    /// The blocks with such a line end.
    blocks: usize,
    /// Those whose last line ends with a stop, as a list of headings does not.
    closed: usize,
}

impl<'l> CaselessEvidence<'l> {
    fn add_block(&mut self, block: &'l [LineFeatures<'l>]) {
        let open_before = self.open.len();
        for pair in block.windows(2) {
            let (line, next) = (&pair[0], &pair[1]);
            if is_caseless(line, next) {
                self.ends += 1;
                if is_open(line, next) {
                    self.open.push((line, next));
                }
            }
        }
        if self.open.len() > open_before {
            self.blocks += 1;
            self.closed += usize::from(block.last().is_some_and(LineFeatures::is_closed));
        }
    }

    /// The measure, where at least two and at least half of the line ends follow open lines
    /// of nearly one width, three in four of the open lines that are no headings are such
    /// lines, and every other block ends with a stop.
    fn measure(&self) -> Option<usize> {
        let mut widths: Vec<usize> = self.open.iter().map(|(line, _)| line.width).collect();
        widths.sort_unstable();
        let measure = *widths.get(widths.len() * 9 / 10)?;
        let fills = |(line, next): &&LineEnd<'_>| fills_closely(measure, line, next);
        let even = self.open.iter().filter(fills).count();
        // A heading stands above a line that may be filled.
        let is_long = |(line, _): &&LineEnd<'_>| line.width * 2 >= measure;
        let long = self.open.iter().filter(is_long).count();
        let is_wrapped = (NARROWEST_MEASURE..=WIDEST_MEASURE).contains(&measure)
            && even >= 2
            && self.closed * 2 >= self.blocks
            && even * 4 >= long * 3
            && even * 2 >= self.ends;
        is_wrapped.then_some(measure)
    }
}

/// Whether the letters around a line end have no case, so that they prove nothing.
pub(super) fn is_caseless(line: &LineFeatures<'_>, next: &LineFeatures<'_>) -> bool {
    line.is_caseless() || next.is_caseless()
}

/// Whether a sentence may go on over a line end between letters without case.
fn is_open(line: &LineFeatures<'_>, next: &LineFeatures<'_>) -> bool {
    !line.ends_with_stop() && !next.begins_with_speaker() && next.indent < line.indent + 2
}

impl Measures {
    /// Whether any lines of the document were wrapped.
    pub fn are_known(&self) -> bool {
        self.document.or(self.caseless).is_some()
    }

    pub fn find(lines: &[LineFeatures<'_>]) -> Self {
        let mut of_line = Vec::with_capacity(lines.len());
        let mut is_wrapped = Vec::with_capacity(lines.len());
        let mut evidence = Evidence::default();
        let mut common: Vec<usize> = Vec::new();
        let mut caseless = CaselessEvidence::default();
        for block in lines.chunk_by(|line, next| in_one_block(line, next)) {
            let measure = block.iter().map(|line| line.width).max().unwrap_or(0);
            let is_measure = (NARROWEST_MEASURE..=WIDEST_MEASURE).contains(&measure);
            let found = match is_measure {
                true => Evidence::in_block(block, measure),
                false => Evidence::default(),
            };
            evidence.add(found);
            caseless.add_block(block);
            if found.is_wrapped() {
                common.extend(std::iter::repeat_n(measure, block.len()));
            }
            of_line.extend(std::iter::repeat_n(measure, block.len()));
            is_wrapped.extend(std::iter::repeat_n(found.is_wrapped(), block.len()));
        }
        common.sort_unstable();
        let document = common
            .get(common.len() * 3 / 4)
            .copied()
            .filter(|_| evidence.is_wrapped());
        // A much narrower block that does not show a measure of its own was not wrapped:
        // an address, verse.
        if let Some(document) = document {
            for (measure, is_wrapped) in of_line.iter_mut().zip(is_wrapped) {
                if !is_wrapped && *measure * 5 < document * 4 {
                    *measure = document;
                }
            }
        }
        Self {
            document,
            caseless: caseless.measure(),
            of_line,
        }
    }
}

/// Whether a line and the next may belong to one paragraph, by their kinds alone.
pub(super) fn in_one_block(line: &LineFeatures<'_>, next: &LineFeatures<'_>) -> bool {
    use LineKind::{Blank, Fence, Heading, Rule, TableRow};
    let stands_alone =
        |line: &LineFeatures<'_>| matches!(line.kind, Blank | Heading | Rule | Fence | TableRow);
    !stands_alone(line) && !stands_alone(next) && line.quoted == next.quoted && !next.is_list_item()
}
