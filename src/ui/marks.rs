//! What tags look like in the text and in its margin.
//!
//! ```text
//! ▎F▎C   a letter where the passage begins, a stripe beside all of it
//! ▎ ▎ +  there are more here than columns
//! ▎F+19k very many more
//! ```
//!
//! Found once for a frame, at a cost that does not grow with the number of tags on one
//! passage.
//!
//! Must not know: how the index finds the tags of a range.

use std::collections::{BTreeSet, HashMap};

use ratatui::style::Style;

use super::canvas::{Canvas, width_of};
use super::theme::Theme;
use crate::annotation::{AnnotationId, TagId, TagSet};
use crate::app::{
    LaneIndex, Layout, MARGIN_LANE_COLUMNS, Model, OpenDocument, PlacedAnnotation, ViewRow,
};
use crate::text::TextRange;

/// The most different extents that are underlined of those that begin on one screen, and
/// of those that begin before it: more than a screen has words.
const MOST_EXTENTS: usize = 2048;
/// The least number of tags without a column that is shown: below it, the letters of the
/// tags that fit say more.
const MANY: usize = 100;

#[derive(Debug, Clone)]
struct TagLook {
    letter: String,
    stripe: Style,
    underline: Style,
}

/// How each tag is drawn, looked up once for a frame.
struct TagLooks<'a> {
    tags: &'a TagSet,
    theme: &'a Theme,
    known: HashMap<&'a TagId, TagLook>,
}

impl<'a> TagLooks<'a> {
    fn get(&mut self, tag: &'a TagId) -> &TagLook {
        self.known.entry(tag).or_insert_with(|| {
            let found = self.tags.look_up(tag);
            TagLook {
                stripe: self.theme.tag(&found),
                underline: self.theme.underline(&found),
                letter: found.letter,
            }
        })
    }
}

/// A tag with a column in the margin.
#[derive(Debug)]
struct Stripe<'a> {
    placed: &'a PlacedAnnotation,
    lane: u16,
    look: TagLook,
}

#[derive(Debug)]
pub(super) struct Marks<'a> {
    shown: &'a LaneIndex,
    view: TextRange,
    /// Where the text is underlined, in order, and how.
    underlined: Vec<(TextRange, Style)>,
    stripes: Vec<Stripe<'a>>,
    /// Whether some tags in view have no column.
    more: bool,
    pointed: Option<&'a AnnotationId>,
    strong: Style,
}

impl<'a> Marks<'a> {
    pub(super) fn new(
        model: &'a Model,
        opened: &'a OpenDocument,
        view: TextRange,
        (areas, theme): (&Layout, &'a Theme),
    ) -> Self {
        let shown = opened.annotation_index().shown();
        let mut looks = TagLooks {
            tags: &model.settings.tags,
            theme,
            known: HashMap::new(),
        };
        let stripes: Vec<Stripe<'a>> = shown
            .with_lanes(view)
            .filter_map(|(placed, lane)| {
                let lane = u16::from(lane);
                (lane < areas.lanes).then(|| Stripe {
                    placed,
                    lane,
                    look: looks.get(&placed.annotation.tag).clone(),
                })
            })
            .collect();
        let extents = shown.extents(view, MOST_EXTENTS);
        let runs = shortest(&extents).into_iter();
        let underlined = runs.map(|(range, number)| {
            let look = looks.get(&extents[number].annotation.tag);
            (range, look.underline)
        });
        Self {
            shown,
            view,
            underlined: underlined.collect(),
            more: shown.count_overlapping(0..shown.len(), view) > stripes.len(),
            stripes,
            pointed: opened.current().map(|annotation| &annotation.id),
            strong: theme.strong,
        }
    }

    pub(super) fn underlined_from(&self, byte: usize) -> &[(TextRange, Style)] {
        let from = self
            .underlined
            .partition_point(|(range, _)| range.end() <= byte);
        &self.underlined[from..]
    }

    /// Draws the margin beside a row; returns how many tags of the row have no column.
    /// `above` is that of the row above.
    pub(super) fn draw_margin(
        &self,
        areas: &Layout,
        row: &ViewRow,
        above: usize,
        canvas: &mut Canvas<'_>,
    ) -> usize {
        if areas.lanes == 0 {
            return 0;
        }
        let seen = if row.row.shown.is_empty() {
            row.row.whole
        } else {
            row.row.shown
        };
        let mut fitting = 0;
        let here = self.stripes.iter();
        for stripe in here.filter(|stripe| stripe.placed.range.overlaps(seen)) {
            fitting += 1;
            let start = stripe.placed.range.start();
            let x = areas.margin.x + stripe.lane * MARGIN_LANE_COLUMNS;
            let pointed = self.pointed == Some(&stripe.placed.annotation.id);
            let symbol = if pointed { "▌" } else { "▎" };
            canvas.put((x, row.y), 1, symbol, stripe.look.stripe);
            let begins = row.row.whole.contains(start);
            let first_in_view = start < self.view.start() && seen.start() <= self.view.start();
            if begins || first_in_view {
                let letter = &stripe.look.letter;
                canvas.put((x + 1, row.y), 1, letter, stripe.look.stripe);
            }
        }
        if !self.more {
            return 0;
        }
        let all = self.shown.count_overlapping(0..self.shown.len(), seen);
        let more = all.saturating_sub(fitting);
        if more > 0 {
            let words = beyond(more, above, areas.lanes);
            let width = width_of(&words);
            let x = areas.margin.x + areas.lanes * MARGIN_LANE_COLUMNS - width;
            canvas.put((x, row.y), width, &words, self.strong);
        }
        more
    }
}

/// What says that there are more tags than columns: their number, if they are very many and
/// the row above does not say so. The first column stays free.
fn beyond(more: usize, above: usize, lanes: u16) -> String {
    let room = usize::from(lanes.saturating_sub(1) * MARGIN_LANE_COLUMNS);
    let words = match more {
        0..MANY => return "+".to_owned(),
        MANY..1000 => format!("+{more}"),
        1000..100_000 => format!("+{}k", more / 1000),
        _ => ">99k".to_owned(),
    };
    if more != above && words.len() <= room {
        words
    } else {
        "+".to_owned()
    }
}

/// The runs of text in which one extent is the shortest, with its index; the first of
/// equally short ones. Of overlapping tags that one is underlined: the others have their
/// stripes, and their own underlines beside it.
fn shortest(extents: &[&PlacedAnnotation]) -> Vec<(TextRange, usize)> {
    let mut ends: Vec<(usize, bool, usize)> = Vec::with_capacity(2 * extents.len());
    for (number, placed) in extents.iter().enumerate() {
        if !placed.range.is_empty() {
            ends.push((placed.range.start(), true, number));
            ends.push((placed.range.end(), false, number));
        }
    }
    ends.sort_unstable();
    let mut open: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut runs: Vec<(TextRange, usize)> = Vec::new();
    let mut from = 0;
    for (byte, begins, number) in ends {
        if let Some((_, shortest)) = open.first().filter(|_| from < byte) {
            runs.push((TextRange::between(from, byte), *shortest));
        }
        from = byte;
        let key = (extents[number].range.len(), number);
        if begins {
            open.insert(key);
        } else {
            open.remove(&key);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_beyond_is_said_once_and_leaves_a_column() {
        for (more, above, lanes, words) in [
            (1, 0, 3, "+"),
            (99, 0, 3, "+"),
            (100, 0, 3, "+100"),
            (100, 100, 3, "+"),
            (19_990, 0, 3, "+19k"),
            (19_990, 0, 2, "+"),
            (19_990, 0, 1, "+"),
            (1_000_000, 0, 3, ">99k"),
        ] {
            assert_eq!(beyond(more, above, lanes), words, "{more} {lanes}");
        }
    }
}
