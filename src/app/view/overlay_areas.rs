//! Where what stands over the panes is: in the middle, at the bottom, or beside the sentence
//! that it is about.
//!
//! Must not know: what is listed.

use crate::app::state::picker::Acts;
use crate::app::view::cited::{sentences_around, told_passage};
use crate::app::view::viewport::rows_of;
use crate::app::{Area, CardsEdge, Layout, Letters, Model, Overlay, Picker, PickerRow, wrap};
use crate::text::visible;

/// The most rows of a picker that is a small choice.
const FEW_ROWS: usize = 9;

/// How an overlay stands over the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayForm {
    /// In the middle, with the edges of the panes around it: what is long, or grows.
    Large,
    /// A few rows at the bottom, over the text.
    Small,
    /// As high as what it lists, beside the sentence that this is about.
    Beside,
}

/// The least rows of a list beside a sentence, with its border.
const LEAST_BESIDE: u16 = 4;

impl OverlayForm {
    /// The form of an overlay. That of a picker does not change as one types.
    pub fn of(overlay: &Overlay) -> Self {
        match overlay {
            Overlay::Picker(picker) if picker.letters == Letters::Act(Acts::Cited) => Self::Beside,
            Overlay::Picker(picker) if picker.is_choice() && picker.rows.len() <= FEW_ROWS => {
                Self::Small
            }
            Overlay::Picker(_) | Overlay::Help { .. } => Self::Large,
        }
    }
}

/// Where an overlay stands: between the first row and the last, which tell what is open, whether
/// all is saved, and the keys.
pub fn overlay_area(model: &Model, areas: &Layout, overlay: &Overlay) -> Area {
    let mut over = areas.screen;
    over.split_bottom(areas.status.map_or(0, |status| status.height));
    over.split_top(areas.top.map_or(0, |top| top.height));
    match (OverlayForm::of(overlay), overlay) {
        (OverlayForm::Small, Overlay::Picker(picker)) => small_area(areas, over, picker),
        (OverlayForm::Beside, Overlay::Picker(picker)) => {
            let area = small_area(areas, over, picker);
            told_rows(model, areas).map_or(area, |told| beside(told, over, area))
        }
        (_, Overlay::Picker(picker)) if picker.open.is_some() && has_card_beside(areas, over) => {
            beside_cards(areas, over)
        }
        _ => {
            let width = if over.width < 60 {
                over.width
            } else {
                (over.width - over.width / 6).min(110)
            };
            let height = if over.height < 16 {
                over.height
            } else {
                over.height - over.height / 6
            };
            Area {
                x: (over.width - width) / 2,
                y: over.y + (over.height - height) / 2,
                width,
                height,
            }
        }
    }
}

/// The least rows and columns that the cards leave for a list whose chosen item they show.
const LEAST_BESIDE_CARDS: (u16, u16) = (8, 40);

/// Whether there is room for a list and the card of its chosen item.
fn has_card_beside(areas: &Layout, over: Area) -> bool {
    let left = beside_cards(areas, over);
    let (rows, columns) = LEAST_BESIDE_CARDS;
    areas.cards().is_some_and(|cards| !cards.is_empty())
        && left.height >= rows
        && left.width >= columns
}

/// All that the cards leave.
fn beside_cards(areas: &Layout, mut over: Area) -> Area {
    let cards = areas.annotations.unwrap_or_default();
    match areas.cards_edge {
        CardsEdge::Box => over.width = cards.x.saturating_sub(over.x).min(over.width),
        CardsEdge::Rule => over.height = cards.y.saturating_sub(over.y).min(over.height),
    }
    over
}

/// Where a small picker begins, and its columns: as wide as the text.
fn small_columns(areas: &Layout) -> (u16, u16) {
    const LEAST: u16 = 60;
    let screen = areas.screen.width;
    let (x, width) = match areas.text.is_empty() {
        true => (0, screen),
        false => (areas.margin.x, areas.margin.width + areas.text.width + 1),
    };
    let width = width.max(screen.min(LEAST)).min(screen);
    (x.min(screen - width), width)
}

/// The columns that the words of a row have in a small picker.
pub(super) fn small_room(areas: &Layout) -> u16 {
    let (_, width) = small_columns(areas);
    width.saturating_sub(2 + ROW_EDGES)
}

/// What is in view of the sentences that a list is about.
fn told_rows(model: &Model, areas: &Layout) -> Option<Area> {
    let opened = model.open_document()?;
    let told = sentences_around(opened, told_passage(opened));
    rows_of(model, areas, told)
}

/// The rows at the bottom; where these would hide the sentence that the list is about, those
/// above it. Where neither has room for all, it has those that are more.
fn beside(told: Area, over: Area, area: Area) -> Area {
    let end = over.y + over.height;
    let below = end.saturating_sub(told.y + told.height);
    let above = told.y.saturating_sub(over.y);
    let (y, height) = match area.height {
        height if height <= below => (area.y, height),
        height if height <= above => (told.y - height, height),
        height if below.max(above) < LEAST_BESIDE => (area.y, height),
        _ if above > below => (over.y, above),
        _ => (end - below, below),
    };
    Area { y, height, ..area }
}

/// The rows at the bottom.
fn small_area(areas: &Layout, over: Area, picker: &Picker) -> Area {
    let rows = u16::try_from(picker.rows.len().max(1)).unwrap_or(u16::MAX);
    let (x, width) = small_columns(areas);
    let foot = foot_rows(picker, width.saturating_sub(2));
    let height = rows.saturating_add(2 + foot).min(over.height);
    Area {
        x,
        y: over.y + over.height - height,
        width,
        height,
    }
}

/// The rows of a picker that its choices stand in: in a large one, what was typed stands above
/// them, in a small one beside its title. Below those of a small one stands its [`foot`].
pub fn choices_area(model: &Model, areas: &Layout, overlay: &Overlay) -> Area {
    let mut inner = overlay_area(model, areas, overlay).inner();
    match (OverlayForm::of(overlay), overlay) {
        (OverlayForm::Small, Overlay::Picker(picker)) => {
            let foot = foot_rows(picker, inner.width);
            // Where there is no room for both, the choices have it.
            let rows = u16::try_from(picker.rows.len()).unwrap_or(u16::MAX);
            inner.split_bottom(foot.min(inner.height.saturating_sub(rows)));
        }
        (OverlayForm::Beside, _) => {}
        _ => {
            inner.split_top(1);
        }
    }
    inner
}

/// The columns before the words of a row of a picker, and the blank behind them.
const ROW_EDGES: u16 = 4;

/// The columns on the right of a row of a picker that its detail has: what the words leave, and
/// a quarter at least. A long name tells less than the words.
pub fn detail_columns(row: &PickerRow, width: u16) -> u16 {
    let columns = |words| u16::try_from(visible::columns(words)).unwrap_or(u16::MAX);
    let taken = columns(&row.text).saturating_add(ROW_EDGES + 1);
    let left = width.saturating_sub(taken);
    columns(&row.detail).min(left.max(width / 4))
}

/// The most rows of a foot.
const FOOT_ROWS: usize = 6;

/// The whole words of a row of a small picker where they do not fit into it: a long address,
/// say.
pub fn foot(row: &PickerRow, width: u16) -> Vec<String> {
    let room = width.saturating_sub(detail_columns(row, width) + ROW_EDGES);
    if visible::columns(&row.text) <= usize::from(room) {
        return Vec::new();
    }
    let mut rows = wrap(&row.text, width.saturating_sub(ROW_EDGES));
    rows.truncate(FOOT_ROWS);
    rows
}

/// The rows that the longest foot of a small picker takes, so that nothing moves as one steps.
fn foot_rows(picker: &Picker, width: u16) -> u16 {
    let rows = picker.rows.iter().map(|row| foot(row, width).len());
    rows.max()
        .map_or(0, |rows| u16::try_from(rows).unwrap_or(0))
}
