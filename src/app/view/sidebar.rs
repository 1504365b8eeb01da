//! What stands in the sidebar and where, and which documents have to be summarised for it.

use crate::app::{Area, DocumentId, Documents, Effect, Layout, Model, Row};

/// One row of the sidebar on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SidebarEntry {
    /// Its index among the rows.
    pub at: usize,
    /// What it is.
    pub row: Row,
    /// Its first screen row.
    pub y: u16,
    /// How many screen rows it has: 3, or 1 for a folder and in a low sidebar.
    pub rows: u16,
}

const ENTRY_ROWS: u16 = 3;
/// Up to this number, all documents are summarised, so that they are found by their titles and
/// their lost passages are known; of more documents, those in view.
const FEW: usize = 256;

/// The rows of the sidebar that are in view, around its cursor.
pub fn sidebar_entries(model: &Model, areas: &Layout) -> Vec<SidebarEntry> {
    let area = areas.documents.map(Area::inner);
    let Some(area) = area.filter(|area| !area.is_empty()) else {
        return Vec::new();
    };
    let rows = model.documents.rows();
    let low = area.height < ENTRY_ROWS * 2 && rows.len() > 1;
    let height = |row: &Row| match row {
        Row::Document { .. } if !low => ENTRY_ROWS,
        _ => 1,
    };
    let of_document = if low { 1 } else { ENTRY_ROWS };
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
    let tall = entries.filter(|entry| entry.rows == ENTRY_ROWS);
    let wanted = tall.filter_map(|entry| match entry.row {
        Row::Document { id, .. } => {
            let document = &model.documents[id];
            (document.summary.is_none() && document.is_readable()).then_some(id)
        }
        Row::Folder(_) => None,
    });
    wanted.collect()
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
