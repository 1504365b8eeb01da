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

/// The measures, in columns, at which a document and its blocks were wrapped.
pub(super) struct Measures {
    /// The measure of the document, if it is hard-wrapped: the upper quartile of the
    /// measures of its wrapped blocks, counted line for line.
    pub document: Option<usize>,
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

impl Measures {
    pub fn find(lines: &[LineFeatures<'_>]) -> Self {
        let mut of_line = Vec::with_capacity(lines.len());
        let mut is_wrapped = Vec::with_capacity(lines.len());
        let mut evidence = Evidence::default();
        let mut common: Vec<usize> = Vec::new();
        for block in lines.chunk_by(|line, next| in_one_block(line, next)) {
            let measure = block.iter().map(|line| line.width).max().unwrap_or(0);
            let is_measure = (NARROWEST_MEASURE..=WIDEST_MEASURE).contains(&measure);
            let found = match is_measure {
                true => Evidence::in_block(block, measure),
                false => Evidence::default(),
            };
            evidence.add(found);
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
        Self { document, of_line }
    }
}

/// Whether a line and the next may belong to one paragraph, by their kinds alone.
pub(super) fn in_one_block(line: &LineFeatures<'_>, next: &LineFeatures<'_>) -> bool {
    use LineKind::{Blank, Fence, Heading, Rule, TableRow};
    let stands_alone =
        |line: &LineFeatures<'_>| matches!(line.kind, Blank | Heading | Rule | Fence | TableRow);
    !stands_alone(line) && !stands_alone(next) && line.quoted == next.quoted && !next.is_list_item()
}
