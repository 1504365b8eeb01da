//! The areas of a pane of text, and how two of them share the room.
//!
//! Must not know: what stands around them.

use super::area::Area;
use crate::app::Model;

/// The columns of one annotation in the margin: a stripe and a letter.
pub const MARGIN_LANE_COLUMNS: u16 = 2;

/// The columns from which on two documents stand side by side, and not one above the other.
pub(crate) const LEFT_AND_RIGHT: u16 = 96;
/// The least columns and rows of two documents.
pub(crate) const LEAST_SPLIT: (u16, u16) = (24, 8);

/// The areas of a pane of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextAreas {
    /// All of it.
    pub whole: Area,
    /// The name of its document.
    pub header: Option<Area>,
    /// The margin left of its text.
    pub margin: Area,
    /// Its text.
    pub text: Area,
    /// The annotations that fit side by side in its margin.
    pub lanes: u16,
}

/// The areas of two panes of text, and of the column between them; `None` where there is no
/// room for both.
pub(super) fn halves(mut rest: Area) -> Option<(Area, Area, Option<Area>)> {
    let (columns, rows) = LEAST_SPLIT;
    if rest.width < columns || rest.height < rows {
        return None;
    }
    if rest.width < LEFT_AND_RIGHT {
        let first = rest.split_top(rest.height / 2);
        return Some((first, rest, None));
    }
    let first = rest.split_left(rest.width / 2);
    let between = rest.split_left(1);
    Some((first, rest, Some(between)))
}

/// The areas of one of two panes of text.
pub(super) fn text_areas(model: &Model, whole: Area) -> TextAreas {
    let mut rest = whole;
    let header = rest.split_top(1);
    TextAreas {
        whole,
        header: Some(header),
        ..text_in(model, rest)
    }
}

/// Where a text stands in an area.
pub(super) fn text_in(model: &Model, mut rest: Area) -> TextAreas {
    let whole = rest;
    let lanes = match rest.width {
        0..24 => 0,
        24..50 => 1,
        50..72 => 2,
        _ => 3,
    };
    // A column before the text holds the mark of a sentence that begins a row;
    // one after it, the mark of one that ends it.
    let beside = u16::from(rest.width >= 12);
    let margin = lanes * MARGIN_LANE_COLUMNS + beside;
    let columns = rest
        .width
        .saturating_sub(margin + beside)
        .clamp(1, model.settings.measure.columns.max(1));
    let spare = rest.width.saturating_sub(margin + columns + beside);
    rest.split_left(spare / 2);
    TextAreas {
        whole,
        header: None,
        margin: rest.split_left(margin),
        text: rest.split_left(columns),
        lanes,
    }
}
