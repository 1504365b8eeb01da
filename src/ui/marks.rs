//! What tags look like in the text and in its margin.
//!
//! Found once for a frame, at a cost that does not grow with the number of tags on one
//! passage.
//!
//! Must not know: how the index finds the tags of a range, and which stand where in the margin.

use std::collections::{BTreeSet, HashMap};

use ratatui::style::Style;

use super::canvas::{Canvas, width_of};
use super::theme::Theme;
use crate::annotation::{Annotation, TagId, TagSet};
use crate::app::{
    DocumentId, Layout, Look, MARGIN_LANE_COLUMNS, Margin, MarginCell, Model, OpenDocument,
    PlacedAnnotation, Sign, SignTone, ViewRow, signs_of,
};
use crate::text::TextRange;

/// The most different extents that are underlined of those that begin on one screen, and
/// of those that begin before it: more than a screen has words.
const MOST_EXTENTS: usize = 2048;
#[derive(Debug, Clone)]
struct TagLook {
    letter: String,
    /// The letter where the tag is only suggested, and its style.
    suggested: (String, Style),
    stripe: Style,
    underline: Style,
}

/// How each tag is drawn, looked up once for a frame.
#[derive(Debug)]
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
                suggested: (
                    suggested_letter(&found.letter),
                    self.theme.suggested_sign(&found),
                ),
                letter: found.letter,
            }
        })
    }
}

#[derive(Debug)]
pub(super) struct Marks<'a> {
    model: &'a Model,
    document: DocumentId,
    /// Where the text is underlined, in order, and how.
    underlined: Vec<(TextRange, Style)>,
    margin: Margin<'a>,
    looks: TagLooks<'a>,
    strong: Style,
    /// The cells of the row above, and where it stands.
    above: (Vec<Option<MarginCell<'a>>>, u16),
}

impl<'a> Marks<'a> {
    pub(super) fn new(
        model: &'a Model,
        (document, opened, look): (DocumentId, &'a OpenDocument, &Look),
        view: TextRange,
        (areas, theme): (&Layout, &'a Theme),
    ) -> Self {
        let mut looks = TagLooks {
            tags: &model.settings.tags,
            theme,
            known: HashMap::new(),
        };
        let shown = opened.annotation_index().shown();
        let mut extents = shown.extents(view, MOST_EXTENTS);
        let tags = extents.len();
        if let Some(suggested) = opened.placed_suggestions() {
            extents.extend(suggested.extents(view, MOST_EXTENTS));
        }
        let runs = shortest(&extents, tags).into_iter();
        let underlined = runs.map(|(range, number)| {
            let underline = match number < tags {
                true => looks.get(&extents[number].annotation.tag).underline,
                false => theme.suggested,
            };
            (range, underline)
        });
        Self {
            model,
            document,
            underlined: underlined.collect(),
            margin: Margin::new(opened, opened.current_in(look), view, areas),
            looks,
            strong: theme.strong,
            above: (Vec::new(), 0),
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
        &mut self,
        areas: &Layout,
        row: &ViewRow,
        above: usize,
        canvas: &mut Canvas<'_>,
    ) -> usize {
        if areas.lanes == 0 {
            return 0;
        }
        let (model, document) = (self.model, self.document);
        let mut beside = self.margin.row(&row.row, above);
        let known = |tag: &Annotation| signs_of(model, document, tag);
        self.margin.add_known(&mut beside, known);
        if self.above.1 + 2 == row.y {
            self.draw_through(areas, &beside.cells, row.y - 1, canvas);
        }
        for (cell, x) in beside.cells.iter().zip(areas.margin.x..) {
            if let Some(cell) = cell {
                self.draw_cell(*cell, (x, row.y), canvas);
            }
        }
        let theme = canvas.theme;
        for (column, sign) in &beside.known {
            let column = u16::try_from(*column).unwrap_or(u16::MAX);
            let style = match sign.tone() {
                SignTone::Good => theme.good,
                SignTone::Bad => theme.problem,
                SignTone::Neutral => theme.dim,
            };
            let symbol = sign.symbol(model.settings.signs);
            canvas.put((areas.margin.x + column, row.y), 1, symbol, style);
        }
        self.above = (beside.cells, row.y);
        let width = width_of(&beside.count);
        let x = areas.margin.x + areas.lanes * MARGIN_LANE_COLUMNS - width;
        canvas.put((x, row.y), width, &beside.count, self.strong);
        beside.beyond
    }

    fn draw_cell(&mut self, cell: MarginCell<'a>, at: (u16, u16), canvas: &mut Canvas<'_>) {
        let annotation = &cell.placed.annotation;
        let look = self.looks.get(&annotation.tag);
        let (symbol, style) = match cell.sign {
            Sign::Suggested => (look.suggested.0.as_str(), look.suggested.1),
            Sign::Letter => (look.letter.as_str(), look.stripe),
            Sign::Stripe if self.margin.is_current(&annotation.id) => ("▌", look.stripe),
            Sign::Stripe => ("▎", look.stripe),
        };
        canvas.put(at, 1, symbol, style);
    }

    /// Draws the stripes of tags that go on through a blank row between two paragraphs.
    fn draw_through(
        &mut self,
        areas: &Layout,
        below: &[Option<MarginCell<'a>>],
        y: u16,
        canvas: &mut Canvas<'_>,
    ) {
        let above = std::mem::take(&mut self.above.0);
        for ((above, below), x) in above.iter().zip(below).zip(areas.margin.x..) {
            if let (Some(above), Some(below)) = (above, below)
                && above.sign == Sign::Stripe
                && below.sign == Sign::Stripe
                && above.placed.annotation.id == below.placed.annotation.id
            {
                self.draw_cell(*below, (x, y), canvas);
            }
        }
    }
}

/// The letter of a tag that is only suggested: a small one, where there is one.
pub(super) fn suggested_letter(letter: &str) -> String {
    let small = letter.to_lowercase();
    match small == letter {
        true => "?".to_owned(),
        false => small,
    }
}

/// The runs of text in which one extent is the shortest, with its index; the first of
/// equally short ones. The first `tags` are those of tags, which come before what is only
/// suggested. Of overlapping tags that one is underlined: the others have their
/// stripes, and their own underlines beside it.
fn shortest(extents: &[&PlacedAnnotation], tags: usize) -> Vec<(TextRange, usize)> {
    let mut ends: Vec<(usize, bool, usize)> = Vec::with_capacity(2 * extents.len());
    for (number, placed) in extents.iter().enumerate() {
        if !placed.range.is_empty() {
            ends.push((placed.range.start(), true, number));
            ends.push((placed.range.end(), false, number));
        }
    }
    ends.sort_unstable();
    let mut open: BTreeSet<(bool, usize, usize)> = BTreeSet::new();
    let mut runs: Vec<(TextRange, usize)> = Vec::new();
    let mut from = 0;
    for (byte, begins, number) in ends {
        if let Some((_, _, shortest)) = open.first().filter(|_| from < byte) {
            runs.push((TextRange::between(from, byte), *shortest));
        }
        from = byte;
        let key = (number >= tags, extents[number].range.len(), number);
        if begins {
            open.insert(key);
        } else {
            open.remove(&key);
        }
    }
    runs
}
