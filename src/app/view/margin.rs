//! The margin beside a row: which tags have a stripe there, and which a letter.
//!
//! ```text
//! ▎F▎C    two tags that overlap, each with its stripe and the letter where it begins
//! ▎FCON   four that begin in one row, one behind the other
//! FCONFC  six of them: letters say more than stripes
//! FCON+3  seven of them
//! ▎ ▎ +   going on, one of them without a column
//! ▎F+19k  very many
//! ▎N ≠✓  one that is linked and has a verdict (`signs.rs`), where no letter needs the room
//!  f      one that is only suggested, where nothing else needs the room
//!  ·      none, and there is nothing to check in a sentence that begins here
//! ```
//!
//! Must not know: how a letter or a stripe looks.

use crate::annotation::{Annotation, AnnotationId};
use crate::app::{LaneIndex, Layout, MARGIN_LANE_COLUMNS, OpenDocument, PlacedAnnotation, TagSign};
use crate::text::TextRange;
use crate::text::layout::Row;

/// The least number of tags without a column that is shown where tags go on: below it,
/// their letters have told them where they begin.
const MANY: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Its passage is beside here.
    Stripe,
    /// Its passage begins beside here.
    Letter,
    /// The passage of one that is only suggested begins beside here.
    Suggested,
}

/// One column of the margin, where a tag has a sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarginCell<'a> {
    pub placed: &'a PlacedAnnotation,
    pub sign: Sign,
}

type Cells<'a> = Vec<Option<MarginCell<'a>>>;

/// What stands beside one row.
#[derive(Debug)]
pub(crate) struct MarginRow<'a> {
    /// From the left.
    pub cells: Cells<'a>,
    /// What stands over the last of them: that there are more tags, perhaps how many.
    pub count: String,
    /// How many tags of the row have no sign.
    pub beyond: usize,
    /// What else is known of those whose letters stand here, each at its column.
    pub known: Vec<(usize, TagSign)>,
}

/// The tags in view that have a lane, found once for all rows.
#[derive(Debug)]
pub(crate) struct Margin<'a> {
    shown: &'a LaneIndex,
    marks: &'a LaneIndex,
    suggested: Option<&'a LaneIndex>,
    view: TextRange,
    laned: Vec<(&'a PlacedAnnotation, usize)>,
    /// Whether these are all tags in view, so that no row has to look for others.
    has_all: bool,
    columns: usize,
    current: Option<&'a PlacedAnnotation>,
}

/// The tags of one row.
struct Here<'a> {
    /// Those with a lane, by reading order, those that begin here among them.
    laned: Vec<(&'a PlacedAnnotation, usize)>,
    /// Those with a lane that began above.
    continuing: Vec<&'a PlacedAnnotation>,
    /// The first of those whose letters stand here, the current one among them.
    beginning: Vec<&'a PlacedAnnotation>,
    /// How many have their letter here.
    beginnings: usize,
    all: usize,
}

impl<'a> Margin<'a> {
    pub(crate) fn new(
        opened: &'a OpenDocument,
        current: Option<&Annotation>,
        view: TextRange,
        areas: &Layout,
    ) -> Self {
        let shown = opened.annotation_index().shown();
        let lanes = usize::from(areas.lanes);
        let laned = shown.with_lanes(view);
        let laned = laned.map(|(placed, lane)| (placed, usize::from(lane)));
        let laned: Vec<_> = laned.filter(|(_, lane)| *lane < lanes).collect();
        Self {
            shown,
            marks: opened.annotation_index().marks(),
            suggested: opened.placed_suggestions(),
            view,
            has_all: laned.len() == shown.count_overlapping(0..shown.len(), view),
            laned,
            columns: lanes * usize::from(MARGIN_LANE_COLUMNS),
            current: current.and_then(|current| opened.place_of(&current.id)),
        }
    }

    pub(crate) fn is_current(&self, id: &AnnotationId) -> bool {
        let current = self.current.map(|placed| &placed.annotation.id);
        current == Some(id)
    }

    /// What stands beside a row; `above` is how many tags have no sign in the one above.
    pub(crate) fn row(&self, row: &Row, above: usize) -> MarginRow<'a> {
        let mut beside = self.tags(row, above);
        let is_free = beside.beyond == 0 && beside.cells.iter().all(Option::is_none);
        let letters = usize::from(MARGIN_LANE_COLUMNS) - 1;
        if let (true, Some(cell)) = (is_free, beside.cells.get_mut(letters)) {
            let first = self.marks.starting_in(row.whole).next();
            *cell = first.and_then(|first| self.marks.get(first)).map(letter_of);
        }
        self.add_suggested(&mut beside, row);
        beside
    }

    /// Puts the letters of suggestions that begin in a row where nothing is.
    fn add_suggested(&self, beside: &mut MarginRow<'a>, row: &Row) {
        let Some(suggested) = self.suggested.filter(|_| beside.count.is_empty()) else {
            return;
        };
        let first = suggested.starting_in(row.whole).take(self.columns);
        let mut first = first.filter_map(|number| suggested.get(number));
        // In the column of letters first.
        let (stripes, letters) = beside.cells.split_at_mut(1.min(self.columns));
        let cells = letters.iter_mut().chain(stripes);
        for (cell, placed) in cells.filter(|cell| cell.is_none()).zip(&mut first) {
            *cell = Some(MarginCell {
                placed,
                sign: Sign::Suggested,
            });
        }
    }

    /// Puts what else is known of the tags whose letters stand beside a row behind these, where
    /// nothing is: that of the current tag first, then the more important.
    pub(crate) fn add_known(
        &self,
        beside: &mut MarginRow<'a>,
        known: impl Fn(&Annotation) -> Vec<TagSign>,
    ) {
        let cells = beside.cells.iter().flatten();
        let letters = cells.filter(|cell| cell.sign == Sign::Letter);
        let tags = letters.map(|cell| &*cell.placed.annotation);
        let tags: Vec<&Annotation> = tags.filter(|tag| !tag.tag.is_mark()).collect();
        let (current, others): (Vec<&Annotation>, Vec<&Annotation>) =
            tags.iter().partition(|tag| self.is_current(&tag.id));
        let signs = |tags: Vec<&Annotation>| -> Vec<TagSign> {
            let mut signs: Vec<TagSign> = tags.into_iter().flat_map(&known).collect();
            signs.sort_unstable();
            signs.dedup();
            signs
        };
        let mut all = signs(current);
        for sign in signs(others) {
            if !all.contains(&sign) {
                all.push(sign);
            }
        }
        if all.is_empty() || !beside.count.is_empty() {
            return;
        }
        // The letter says that the tag begins here: in the narrowest margin its stripe gives way.
        if let [Some(stripe), Some(letter)] = beside.cells[..]
            && stripe.sign == Sign::Stripe
            && is_same(stripe.placed, letter.placed)
        {
            beside.cells = vec![Some(letter), None];
        }
        let used = beside.cells.iter().rposition(Option::is_some);
        let first = used.map_or(0, |last| last + 1);
        let room = self.columns.saturating_sub(first);
        let gap = usize::from(room > all.len());
        all.truncate(room);
        beside.known = (first + gap..).zip(all).collect();
    }

    fn tags(&self, row: &Row, above: usize) -> MarginRow<'a> {
        let here = self.here(row);
        let plain = self.columns > 0 && here.beginnings == here.beginning.len();
        let ways = [Self::side_by_side, Self::behind_a_stripe, Self::letters];
        let ways = ways.iter().filter(|_| plain);
        let whole = ways.filter_map(|way| way(self, &here)).find_map(|cells| {
            let signs = here.continuing.len() + here.beginnings;
            let beyond = here.all.saturating_sub(signs);
            let count = self.count_over(&cells, beyond, above)?;
            Some(MarginRow {
                cells,
                count,
                beyond,
                known: Vec::new(),
            })
        });
        whole.unwrap_or_else(|| self.cut_off(&here))
    }

    fn here(&self, row: &Row) -> Here<'a> {
        let seen = match row.shown.is_empty() {
            true => row.whole,
            false => row.shown,
        };
        let begin = TextRange::between(row.whole.start(), seen.end());
        let is_first = seen.start() <= self.view.start();
        let laned = self.laned.iter().copied();
        let laned: Vec<_> = laned.filter(|(one, _)| one.range.overlaps(seen)).collect();
        let before = laned.iter().map(|(placed, _)| *placed);
        let before = before.filter(|placed| placed.range.start() < begin.start());
        // What began above the screen has its letter in the first row.
        let (mut beginning, continuing): (Vec<_>, Vec<_>) = before.partition(|_| is_first);
        // A tag of nothing but what is hidden before the first row is not in view.
        let knows_all = self.has_all && !is_first;
        let (count, first) = self.first_of(begin, knows_all);
        let beginnings = beginning.len() + count;
        beginning.extend(first);
        beginning.truncate(self.columns.max(1));
        if let Some(current) = self.current
            && begin.contains(current.range.start())
            && !beginning.iter().any(|one| is_same(one, current))
            && self.shown.number_of(current).is_some()
            && let Some(last) = beginning.last_mut()
        {
            *last = current;
        }
        let all = match knows_all {
            true => laned.len(),
            false => self.shown.count_overlapping(0..self.shown.len(), seen),
        };
        Here {
            laned,
            continuing,
            beginning,
            beginnings,
            all,
        }
    }

    /// How many tags begin in a range, and the first of them, as far as they may have
    /// letters; `knows_all` where they are among those with a lane.
    fn first_of(&self, range: TextRange, knows_all: bool) -> (usize, Vec<&'a PlacedAnnotation>) {
        let most = self.columns + 1;
        if knows_all {
            let laned = self.laned.iter().map(|(placed, _)| *placed);
            let mut all: Vec<_> = laned
                .filter(|placed| range.contains(placed.range.start()))
                .collect();
            let count = all.len();
            all.truncate(most);
            return (count, all);
        }
        let numbers = self.shown.starting_in(range);
        let first = numbers.clone().take(most);
        let first = first.filter_map(|number| self.shown.get(number));
        (numbers.len(), first.collect())
    }

    /// Each stripe in its lane with its letter beside it, further letters where nothing is.
    fn side_by_side(&self, here: &Here<'a>) -> Option<Cells<'a>> {
        let mut cells = vec![None; self.columns];
        let lane_columns = usize::from(MARGIN_LANE_COLUMNS);
        for (placed, lane) in &here.laned {
            let stripe = &mut cells[lane * lane_columns];
            if stripe.is_none() || self.is_current(&placed.annotation.id) {
                *stripe = Some(stripe_of(placed));
            }
        }
        let mut further = Vec::new();
        for placed in &here.beginning {
            let lane = here.laned.iter().find(|(one, _)| is_same(one, placed));
            let beside = lane.map(|(_, lane)| lane * lane_columns + 1);
            match beside.and_then(|column| cells.get_mut(column)) {
                Some(cell @ None) => *cell = Some(letter_of(placed)),
                _ => further.push(*placed),
            }
        }
        for placed in further {
            let free = cells.iter_mut().find(|cell| cell.is_none())?;
            *free = Some(letter_of(placed));
        }
        Some(cells)
    }

    /// The stripes of what goes on, or of the first tag, and all letters.
    fn behind_a_stripe(&self, here: &Here<'a>) -> Option<Cells<'a>> {
        let first = here
            .beginning
            .first()
            .filter(|_| here.continuing.is_empty());
        self.packed(here, first.copied())
    }

    fn letters(&self, here: &Here<'a>) -> Option<Cells<'a>> {
        self.packed(here, None)
    }

    fn packed(&self, here: &Here<'a>, stripe: Option<&'a PlacedAnnotation>) -> Option<Cells<'a>> {
        let stripes = stripe.into_iter().chain(here.continuing.iter().copied());
        let letters = here.beginning.iter().copied();
        let cells = stripes.map(stripe_of).chain(letters.map(letter_of));
        let mut cells: Cells<'a> = cells.map(Some).collect();
        let fits = cells.len() <= self.columns;
        cells.resize(self.columns, None);
        fits.then_some(cells)
    }

    /// What says that there are more tags than signs, where that covers no letter and not
    /// the first column.
    fn count_over(&self, cells: &Cells<'a>, beyond: usize, above: usize) -> Option<String> {
        if beyond == 0 {
            return Some(String::new());
        }
        let number = (beyond >= MANY && beyond != above).then(|| number(beyond));
        let covers_none = |words: &String| {
            let from = self.columns.saturating_sub(words.len());
            let is_letter = |cell: &Option<MarginCell<'_>>| {
                cell.as_ref().is_some_and(|cell| cell.sign == Sign::Letter)
            };
            let covered = cells.get(from..).unwrap_or_default();
            from >= 1 && !covered.iter().any(is_letter)
        };
        let words = number.into_iter().chain(["+".to_owned()]);
        words.into_iter().find(covers_none)
    }

    /// As many letters as fit beside the number of all others.
    fn cut_off(&self, here: &Here<'a>) -> MarginRow<'a> {
        let mut cut = MarginRow {
            cells: vec![None; self.columns],
            count: String::new(),
            beyond: here.all,
            known: Vec::new(),
        };
        if self.columns == 0 {
            return cut;
        }
        // The letters of a few of very many tell little, and a stripe is seen sooner.
        let mut stripes = match here.all {
            0..MANY => Vec::new(),
            _ => here.continuing.clone(),
        };
        if here.all >= MANY && stripes.is_empty() {
            stripes.extend(here.beginning.first());
        }
        for stripes in [stripes.as_slice(), &[]] {
            let most = here.beginning.len().min(self.columns);
            for letters in (1..=most).rev() {
                let signs = here.continuing.len().min(stripes.len()) + letters;
                let beyond = here.all.saturating_sub(signs);
                let number = number(beyond);
                if stripes.len() + letters + number.len() > self.columns {
                    continue;
                }
                let letters = self.first_letters(here, letters);
                let signs = stripes.iter().copied().map(stripe_of).chain(letters);
                for (cell, sign) in cut.cells.iter_mut().zip(signs) {
                    *cell = Some(sign);
                }
                (cut.count, cut.beyond) = (number, beyond);
                return cut;
            }
        }
        // No room for their number.
        let letter = self.first_letters(here, 1).next();
        let stripe = letter.map(|letter| stripe_of(letter.placed));
        let signs = stripe
            .into_iter()
            .filter(|_| self.columns > 2)
            .chain(letter);
        for (cell, sign) in cut.cells.iter_mut().zip(signs) {
            *cell = Some(sign);
        }
        cut.beyond = here.all.saturating_sub(1);
        cut.count = "+".to_owned();
        cut
    }

    /// The first letters of a row; the current tag's is the last of them, where it is one
    /// that would be left out.
    fn first_letters(
        &self,
        here: &Here<'a>,
        letters: usize,
    ) -> impl Iterator<Item = MarginCell<'a>> {
        let is_current = |placed: &&&PlacedAnnotation| self.is_current(&placed.annotation.id);
        let mut first = here.beginning[..letters.min(here.beginning.len())].to_vec();
        let hidden = here.beginning[first.len()..].iter().find(is_current);
        if let Some((last, hidden)) = first.last_mut().zip(hidden) {
            *last = hidden;
        }
        first.into_iter().map(letter_of)
    }
}

fn is_same(one: &PlacedAnnotation, other: &PlacedAnnotation) -> bool {
    one.annotation.id == other.annotation.id
}

fn stripe_of(placed: &PlacedAnnotation) -> MarginCell<'_> {
    MarginCell {
        placed,
        sign: Sign::Stripe,
    }
}

fn letter_of(placed: &PlacedAnnotation) -> MarginCell<'_> {
    MarginCell {
        placed,
        sign: Sign::Letter,
    }
}

/// A number in at most four columns.
fn number(beyond: usize) -> String {
    match beyond {
        0..1000 => format!("+{beyond}"),
        1000..100_000 => format!("+{}k", beyond / 1000),
        _ => ">99k".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_at_most_four_columns() {
        for (beyond, words) in [
            (3, "+3"),
            (99, "+99"),
            (100, "+100"),
            (19_990, "+19k"),
            (1_000_000, ">99k"),
        ] {
            assert_eq!(number(beyond), words);
        }
    }
}
