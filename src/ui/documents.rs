//! The sidebar: the documents under their folders.
//!
//! ```text
//! ┌ Documents ───────────┐
//! │▸003_b5f3d605578c6aa0 │
//! │   International Orga…│
//! │   ▰▱▱▱▱▱▱▱  1F 5C 2N │
//! └──────────────────────┘
//! ```
//!
//! Folders stand above their documents, which are indented: `- letters/   12`, or with a
//! `+` if they are folded.
//!
//! Must not know: which rows there are.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::{Canvas, Focus, width_of};
use crate::app::{
    Area, Document, DocumentId, Folder, Layout, Model, OnDisk, Pane, Row, SidebarEntry,
    sidebar_entries,
};

/// The cells of a progress bar.
const BAR: u16 = 8;
/// The deepest indentation, in folders: names matter more.
const DEEPEST: u16 = 6;

/// Draws the sidebar; returns where its cursor stands, when it has the keys.
pub(super) fn draw(model: &Model, areas: &Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = areas.documents?;
    let entries = sidebar_entries(model, areas);
    let count = model.documents.all().len();
    let mut ranks = entries.iter().filter_map(|entry| match entry.row {
        Row::Document { rank, .. } => Some(rank + 1),
        Row::Folder(_) => None,
    });
    let title = match ranks.next() {
        Some(first) => {
            let last = ranks.next_back().unwrap_or(first);
            if last + 1 - first < count {
                let which = format!("{first}–{last} of {count}");
                let whole = format!("Documents {which}");
                // With a blank on either side, and the corners.
                let fits = width_of(&whole) + 4 <= area.width;
                if fits { whole } else { which }
            } else {
                "Documents".to_owned()
            }
        }
        None => "Documents".to_owned(),
    };
    let focus = Focus::of_pane(model, Pane::Documents);
    canvas.frame(area, &title, focus);
    let inner = area.inner();
    let mut cursor = None;
    for entry in entries {
        if model.documents.cursor == entry.at && focus == Focus::Focused {
            cursor = Some(Position::new(inner.x, entry.y));
        }
        draw_entry(model, entry, inner, canvas);
    }
    if model.documents.all().is_empty() {
        let words = if model.documents.walking {
            "looking for documents …"
        } else {
            "no documents here"
        };
        canvas.put_in(inner, (0, inner.y), words, canvas.theme.dim);
    }
    cursor
}

/// Draws a folder or a document, indented by the folders around it.
fn draw_entry(model: &Model, entry: SidebarEntry, inner: Area, canvas: &mut Canvas<'_>) {
    let focus = Focus::of_pane(model, Pane::Documents);
    let under_cursor = model.documents.cursor == entry.at && focus == Focus::Focused;
    if under_cursor {
        canvas.paint((inner.x, entry.y), inner.width, canvas.theme.chosen);
    }
    let indented = |depth: u16| {
        let indent = depth.min(DEEPEST).min(inner.width);
        Area {
            x: inner.x + indent,
            width: inner.width - indent,
            ..inner
        }
    };
    let chosen = under_cursor.then_some(canvas.theme.chosen);
    match entry.row {
        Row::Folder(number) => {
            if let Some(folder) = model.documents.folder(number) {
                let area = indented(folder.depth);
                draw_folder(folder, (area.x, entry.y), area.width, chosen, canvas);
            }
        }
        Row::Document { id, depth, .. } => {
            let area = indented(depth);
            draw_document(model, (id, entry), area, chosen, canvas);
        }
    }
}

/// Draws a folder: `- letters/            12`, or with `+` if it is folded.
fn draw_folder(
    folder: &Folder,
    (x, y): (u16, u16),
    room: u16,
    chosen: Option<Style>,
    canvas: &mut Canvas<'_>,
) {
    let count = folder.documents.to_string();
    let width = width_of(&count);
    let mark = if folder.folded { "+ " } else { "- " };
    let name = chosen.unwrap_or(canvas.theme.title);
    let used = canvas.put((x, y), room, mark, name);
    let for_name = room.saturating_sub(used + width + 1);
    canvas.put((x + used, y), for_name, folder.name(), name);
    if width < room {
        let dim = chosen.unwrap_or(canvas.theme.dim);
        canvas.put((x + room - width, y), width, &count, dim);
    }
}

/// Draws a document: its mark and name, then its summary.
fn draw_document(
    model: &Model,
    (id, entry): (DocumentId, SidebarEntry),
    inner: Area,
    chosen: Option<Style>,
    canvas: &mut Canvas<'_>,
) {
    let Some(document) = model.documents.get(id) else {
        return;
    };
    let open = model.documents.open == Some(id);
    let name = match chosen {
        Some(chosen) => chosen,
        None if open => canvas.theme.strong,
        None => Style::new(),
    };
    let mark = match document.disk {
        _ if open => "▸",
        OnDisk::Same => " ",
        OnDisk::Changed => "~",
        OnDisk::Gone | OnDisk::Unreadable => "×",
    };
    canvas.put((inner.x, entry.y), 1, mark, name);
    let room = inner.width.saturating_sub(1);
    let words = document_name(&document.path, room);
    canvas.put((inner.x + 1, entry.y), room, words, name);
    if entry.rows >= 3 {
        draw_summary(model, document, entry.y + 1, inner, canvas);
    }
}

/// Draws the two rows under the name of a document: its title or its problem, and how far
/// it was read.
fn draw_summary(model: &Model, document: &Document, y: u16, inner: Area, canvas: &mut Canvas<'_>) {
    let bottom = inner.y + inner.height;
    if y >= bottom {
        return;
    }
    let (x, room) = (inner.x + 3.min(inner.width), inner.width.saturating_sub(3));
    if let Some(problem) = document.problem() {
        canvas.put((x, y), room, problem, canvas.theme.problem);
        return;
    }
    let change = match document.disk {
        OnDisk::Same => "",
        OnDisk::Changed => "changed · ",
        OnDisk::Gone => "gone from disk · ",
        OnDisk::Unreadable => "cannot be read · ",
    };
    let mut used = canvas.put((x, y), room, change, canvas.theme.problem);
    if let Some(why) = document.left_out {
        let label = format!("{} · ", why.label());
        used += canvas.put((x + used, y), room - used, &label, canvas.theme.dim);
    }
    let title = document.summary.as_ref().map_or("", |found| &found.title);
    let room_left = room.saturating_sub(used);
    canvas.put((x + used, y), room_left, title, canvas.theme.dim);
    if y + 1 < bottom {
        draw_progress(model, document, (x, y + 1), room, canvas);
    }
}

/// The name of a document without its folder, which stands above it, and without its
/// extension if there is no room for that.
fn document_name(path: &str, room: u16) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    if width_of(name) <= room {
        return name;
    }
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Draws how far a document was read as a bar, then the counts by tag.
fn draw_progress(
    model: &Model,
    document: &Document,
    (x, y): (u16, u16),
    room: u16,
    canvas: &mut Canvas<'_>,
) {
    if document.is_empty() {
        canvas.put((x, y), room, "empty", canvas.theme.dim);
        return;
    }
    let cells = BAR.min(room);
    let read = document.read();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of eight cells"
    )]
    let full = (read * f64::from(cells)).round() as u16;
    // The bar is empty only for a document that was not begun, and full only for one that
    // was read to the end.
    let full = match full {
        0 if read > 0.0 => 1,
        full if full == cells && read < 1.0 => cells.saturating_sub(1),
        full => full,
    };
    for cell in 0..cells {
        let symbol = if cell < full { "▰" } else { "▱" };
        canvas.put((x + cell, y), 1, symbol, canvas.theme.bar);
    }
    let mut at = x + cells + 1;
    let end = x + room;
    let Some(set) = document.set() else { return };
    for tag in model.settings.tags.iter() {
        let count = set.count_of(&tag.id);
        if count > 0 {
            let words = format!("{count}{}", tag.letter);
            if at + width_of(&words) > end {
                canvas.put((end.saturating_sub(1), y), 1, "…", canvas.theme.dim);
                break;
            }
            at += canvas.put((at, y), end - at, &words, canvas.theme.tag(tag)) + 1;
        }
    }
    if let Some((checked, sentences)) = document.checked() {
        let words = format!("{checked}/{sentences}");
        let width = width_of(&words);
        if at + width < end {
            canvas.put((end - width, y), width, &words, canvas.theme.dim);
        }
    }
}
