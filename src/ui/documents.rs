//! The sidebar.
//!
//! ```text
//! ┌ Documents ───────────┐
//! │▸003_b5f3d605578c6aa0 │
//! │   International Orga…│
//! │   ▰▱▱▱▱▱▱▱  1F 5C 2N │
//! └──────────────────────┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::{Area, Document, Layout, Model, OnDisk, Pane, SidebarEntry, sidebar_entries};

use super::theme::Theme;
use super::{frame, has_keys, put, width_of};

/// The cells of a progress bar.
const BAR: u16 = 8;

/// Draws the sidebar.
pub fn draw(model: &Model, areas: &Layout, theme: &Theme, buffer: &mut Buffer) {
    let Some(area) = areas.documents else { return };
    let entries = sidebar_entries(model, areas);
    let count = model.catalogue.documents.len();
    let title = match (entries.first(), entries.last()) {
        (Some(first), Some(last)) if entries.len() < count => {
            format!("Documents {}–{} of {count}", first.id.0 + 1, last.id.0 + 1)
        }
        _ => "Documents".to_owned(),
    };
    frame(
        buffer,
        area,
        &title,
        has_keys(model, Pane::Documents),
        theme,
    );
    let inner = area.inner();
    for entry in entries {
        draw_entry(model, entry, inner, theme, buffer);
    }
    if model.catalogue.documents.is_empty() {
        put(
            buffer,
            (inner.x, inner.y),
            inner.width,
            "no documents here",
            theme.dim,
        );
    }
}

fn draw_entry(model: &Model, entry: SidebarEntry, inner: Area, theme: &Theme, buffer: &mut Buffer) {
    let Some(document) = model.catalogue.documents.get(entry.id.0) else {
        return;
    };
    let open = model.catalogue.open == Some(entry.id);
    let under_cursor = model.catalogue.cursor == entry.id.0 && has_keys(model, Pane::Documents);
    let name = if under_cursor {
        theme.chosen
    } else if open {
        theme.strong
    } else {
        Style::new()
    };
    if under_cursor {
        for x in inner.x..inner.x + inner.width {
            buffer[(x, entry.y)].set_style(theme.chosen);
        }
    }
    let mark = match document.disk {
        _ if open => "▸",
        OnDisk::Same => " ",
        OnDisk::Changed => "~",
        OnDisk::Gone => "×",
    };
    put(buffer, (inner.x, entry.y), 1, mark, name);
    let room = inner.width.saturating_sub(1);
    put(
        buffer,
        (inner.x + 1, entry.y),
        room,
        &document_name(&document.path, room),
        name,
    );
    let bottom = inner.y + inner.height;
    if entry.rows < 3 {
        return;
    }
    let (x, room) = (inner.x + 3.min(inner.width), inner.width.saturating_sub(3));
    if let Some(problem) = &document.problem {
        if entry.y + 1 < bottom {
            put(buffer, (x, entry.y + 1), room, problem, theme.problem);
        }
        return;
    }
    if entry.y + 1 < bottom {
        let said = match document.disk {
            OnDisk::Same => "",
            OnDisk::Changed => "changed · ",
            OnDisk::Gone => "gone from disk · ",
        };
        let said = put(buffer, (x, entry.y + 1), room, said, theme.problem);
        let title = document.summary.as_ref().map_or("", |it| it.title.as_str());
        let at = (x + said, entry.y + 1);
        put(buffer, at, room.saturating_sub(said), title, theme.dim);
    }
    if entry.y + 2 < bottom {
        draw_progress(model, document, (x, entry.y + 2), room, theme, buffer);
    }
}

/// The name without its folder and, where it does not fit, its ending cut off:
/// the beginning tells documents apart.
fn document_name(path: &str, room: u16) -> String {
    if width_of(path) <= room {
        return path.to_owned();
    }
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.to_owned()
}

/// How far it was read as a bar; then the counts by tag.
fn draw_progress(
    model: &Model,
    document: &Document,
    (x, y): (u16, u16),
    room: u16,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    if document.is_empty() {
        put(buffer, (x, y), room, "empty", theme.dim);
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
    // A document that was begun shows it, and one that is not done too.
    let full = match full {
        0 if read > 0.0 => 1,
        full if full == cells && read < 1.0 => cells - 1,
        full => full,
    };
    for cell in 0..cells {
        let symbol = if cell < full { "▰" } else { "▱" };
        put(buffer, (x + cell, y), 1, symbol, theme.bar);
    }
    let mut at = x + cells + 1;
    let end = x + room;
    let Some(set) = document.set() else { return };
    for tag in &model.settings.tags {
        let count = set.count_of(&tag.id);
        if count > 0 {
            let words = format!("{count}{}", tag.letter);
            if at + width_of(&words) > end {
                put(buffer, (end.saturating_sub(1), y), 1, "…", theme.dim);
                break;
            }
            at += put(buffer, (at, y), end - at, &words, theme.tag(tag)) + 1;
        }
    }
    if let Some((judged, sentences)) = document.judged() {
        let words = format!("{judged}/{sentences}");
        let width = width_of(&words);
        if at + width < end {
            put(buffer, (end - width, y), width, &words, theme.dim);
        }
    }
}
