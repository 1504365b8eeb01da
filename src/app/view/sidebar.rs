//! What stands in the sidebar and where, and which documents have to be summarised for it.

use crate::app::{Area, DocumentId, Documents, Effect, Layout, Model, Row, open_count};

/// One row of the sidebar on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SidebarEntry {
    /// Its index among the rows.
    pub at: usize,
    /// What it is.
    pub row: Row,
    /// Its first screen row.
    pub y: u16,
    /// How many screen rows it has: 3, or 1 for a folder and in a low sidebar; with a blank one
    /// behind them where there is room.
    pub rows: u16,
}

const ENTRY_ROWS: u16 = 3;
/// Up to this number, all documents are summarised, so that they are found by their titles and
/// their lost passages are known; of more documents, those in view.
pub(crate) const FEW: usize = 256;

/// What is open in all documents, at the foot of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBlock {
    /// Where it stands.
    pub area: Area,
    /// All of it: `29`, or `29+` while there may be more.
    pub total: String,
    /// What it is, by kind; those that there are, and none where there is no room.
    pub kinds: Vec<(&'static str, usize)>,
}

/// From this height on, a sidebar with more documents than fit has the block, too.
const TALL: u16 = 20;

/// What is open in all documents, where there is room for it.
pub fn open_block(model: &Model, areas: &Layout) -> Option<OpenBlock> {
    let inner = areas.documents.map(Area::inner)?;
    let known = model.documents.known();
    if known.tags == 0 {
        return None;
    }
    let kinds = known.open.kinds();
    let kinds: Vec<_> = kinds.map(|(why, count)| (why.words(), count)).collect();
    let rows = 1 + u16::try_from(kinds.len()).unwrap_or(0);
    // With a blank row above it.
    let needed = rows_needed(model, inner.height);
    let fits = needed.is_some_and(|needed| needed + rows < inner.height);
    if !fits && inner.height < TALL {
        return None;
    }
    let area = Area {
        y: inner.y + inner.height - rows,
        height: rows,
        ..inner
    };
    let total = open_count(model);
    Some(OpenBlock { area, total, kinds })
}

/// The screen rows that all rows of the sidebar need, without blank ones between them; `None`
/// where they are more than that.
fn rows_needed(model: &Model, most: u16) -> Option<u16> {
    let rows = model.documents.rows();
    if rows.len() > usize::from(most) {
        return None;
    }
    let needed: u16 = rows.iter().map(tall).sum();
    (needed <= most).then_some(needed)
}

/// The screen rows of a row that are not blank.
fn tall(row: &Row) -> u16 {
    match row {
        Row::Document { .. } => ENTRY_ROWS,
        Row::Folder(_) => 1,
    }
}

/// The screen rows of each document in a sidebar of this height: one where it is low, and a
/// blank one more where there is room for that behind each of them.
fn rows_of_document(model: &Model, height: u16) -> u16 {
    let rows = model.documents.rows();
    if height < ENTRY_ROWS * 2 && rows.len() > 1 {
        return 1;
    }
    let is_document = |row: &&Row| matches!(row, Row::Document { .. });
    let airy = rows_needed(model, height).is_some_and(|needed| {
        let blank = rows.iter().filter(is_document).count();
        usize::from(needed) + blank <= usize::from(height)
    });
    ENTRY_ROWS + u16::from(airy)
}

/// The rows of the sidebar that are in view, around its cursor.
pub fn sidebar_entries(model: &Model, areas: &Layout) -> Vec<SidebarEntry> {
    let area = areas.documents.map(Area::inner);
    let Some(mut area) = area.filter(|area| !area.is_empty()) else {
        return Vec::new();
    };
    if let Some(block) = open_block(model, areas) {
        area.height = (block.area.y - area.y).saturating_sub(1);
    }
    let rows = model.documents.rows();
    let of_document = rows_of_document(model, area.height);
    let height = |row: &Row| match row {
        Row::Document { .. } => of_document,
        Row::Folder(_) => 1,
    };
    let cursor = model.documents.cursor.min(rows.len().saturating_sub(1));
    // As much above the cursor as below it; at the ends, what there is.
    let mut above = (area.height / of_document).max(1) / 2 * of_document;
    let mut left = area.height;
    let mut first = cursor;
    while let Some(row) = first.checked_sub(1).map(|before| &rows[before]) {
        let Some(rest) = above.checked_sub(height(row)) else {
            break;
        };
        above = rest;
        left -= height(row);
        first -= 1;
    }
    let mut last = cursor;
    while let Some(row) = rows.get(last) {
        // The one under the cursor is shown even where it does not fit.
        let rest = left.checked_sub(height(row));
        let Some(rest) = rest.or((last == cursor).then_some(0)) else {
            break;
        };
        left = rest;
        last += 1;
    }
    while let Some(row) = first.checked_sub(1).map(|before| &rows[before]) {
        let Some(rest) = left.checked_sub(height(row)) else {
            break;
        };
        left = rest;
        first -= 1;
    }
    let mut y = area.y;
    (first..last)
        .map(|at| {
            let (row, rows) = (rows[at], height(&rows[at]));
            let entry = SidebarEntry { at, row, y, rows };
            y += rows;
            entry
        })
        .collect()
}

pub(crate) fn wanted(model: &Model, areas: &Layout) -> Vec<DocumentId> {
    let entries = sidebar_entries(model, areas).into_iter();
    let listed = entries.filter_map(|entry| match entry.row {
        Row::Document { id, .. } => Some(id),
        Row::Folder(_) => None,
    });
    // The title of the open one stands over its text, too.
    let open = model.documents.open;
    let mut wanted: Vec<_> = listed.collect();
    wanted.extend(open.filter(|open| !wanted.contains(open)));
    wanted.retain(|id| {
        let document = &model.documents[*id];
        document.summary.is_none() && document.is_readable()
    });
    wanted
}

/// Asks for the summaries of new documents, if there are few enough to summarise all.
pub(crate) fn summarise_if_few(
    documents: &Documents,
    new: impl Iterator<Item = usize>,
) -> Option<Effect> {
    let documents = documents.all();
    let few = documents.len() <= FEW;
    let can_be_read = |at: &usize| documents[*at].is_readable();
    let ids: Vec<DocumentId> = new.filter(can_be_read).map(DocumentId).collect();
    (few && !ids.is_empty()).then_some(Effect::SummariseRest(ids))
}
