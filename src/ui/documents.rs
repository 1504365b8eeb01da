//! The sidebar: the documents under their folders.
//!
//! ```text
//! ┌ Documents ────────────────┐
//! │▸Non-profit: International…│
//! │  003_b5f3…   checked 32/95│
//! │  5N open   10F 11C 6O     │
//! │                           │
//! │ Open                    29│
//! │  unsourced              28│
//! │  lost                    1│
//! └───────────────────────────┘
//! ```
//!
//! Folders stand above their documents, which are indented: `- letters/   12`, or with a
//! `+` if they are folded.
//!
//! Must not know: which rows there are.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::{Canvas, Focus, width_of};
use crate::annotation::{AnnotationSet, TagId, TagSet};
use crate::app::{
    Area, Command, Document, DocumentId, Folder, Layout, Model, OnDisk, OpenBlock, Pane, Row,
    SidebarEntry, Tally, open_block, sidebar_entries,
};
use crate::text::in_thousands;

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
                let [first, last, count] = [first, last, count].map(in_thousands);
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
    if let Some(block) = open_block(model, areas) {
        draw_open(model, &block, canvas);
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
    let count = in_thousands(folder.documents);
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
    let style = match chosen {
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
    let (x, y, room) = (inner.x, entry.y, inner.width);
    let mut used = canvas.put((x, y), room, mark, style);
    let end = x + room;
    if entry.rows == 1 {
        // What is open is not cut; the rest is the title's.
        let count = document.tally().map_or(0, Tally::open);
        let count = match (document.trouble(), count) {
            (Some(trouble), _) => format!(" {}", trouble.label()),
            (None, 0) => String::new(),
            (None, count) => format!(" {count} open"),
        };
        let width = width_of(&count).min(room - used);
        let problem = chosen.unwrap_or(canvas.theme.problem);
        canvas.put((end - width, y), width, &count, problem);
        used += width;
    }
    let title = model.documents.title(id);
    let at = (x + width_of(mark).min(room), y);
    match &title {
        Some(title) => canvas.put(at, room - used, title, style),
        None => canvas.put(
            at,
            room - used,
            document_name(&document.path, room - used),
            style,
        ),
    };
    if entry.rows > 1 {
        let below = Area {
            x: x + 2.min(room),
            y: y + 1,
            width: room - 2.min(room),
            height: (inner.y + inner.height).saturating_sub(y + 1).min(2),
        };
        draw_summary(model, document, title.is_some(), below, canvas);
    }
}

/// Draws the rows under the title of a document: its name and how much of it is checked, then
/// what is open in it, and its tags.
fn draw_summary(
    model: &Model,
    document: &Document,
    has_title: bool,
    area: Area,
    canvas: &mut Canvas<'_>,
) {
    let (x, y, room) = (area.x, area.y, area.width);
    if area.is_empty() {
        return;
    }
    if let Some(problem) = document.problem() {
        canvas.put((x, y), room, problem, canvas.theme.problem);
        return;
    }
    let is_done = document.done(model.annotator.as_deref().unwrap_or_default());
    let checked = match (is_done.by_me, document.disk) {
        (true, _) => format!("done {}", checked_words(document, 0)),
        (false, OnDisk::Same) => checked_words(document, room),
        // What has become of it needs the room.
        (false, _) => checked_words(document, 0),
    };
    let style = match is_done.by_me {
        true => canvas.theme.good,
        false => canvas.theme.dim,
    };
    let width = width_of(&checked).min(room);
    canvas.put((x + room - width, y), width, &checked, style);
    let room = room.saturating_sub(width + 1);
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
    if has_title {
        let name = document_name(&document.path, room - used);
        canvas.put((x + used, y), room - used, name, canvas.theme.dim);
    }
    if area.height > 1 {
        draw_counts(model, document, (x, y + 1), area.width, canvas);
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

/// How much of a document is checked, in words where they leave room for its name.
fn checked_words(document: &Document, room: u16) -> String {
    if document.is_empty() {
        return "empty".to_owned();
    }
    let Some((checked, of)) = document.checked() else {
        return String::new();
    };
    let [checked, of] = [checked, of].map(in_thousands);
    let long = format!("checked {checked}/{of}");
    match width_of(&long) + 8 <= room {
        true => long,
        false => format!("{checked}/{of}"),
    }
}

/// Draws how much is open in a document, which is never cut, then how many tags it has of each
/// kind, as far as there is room.
fn draw_counts(
    model: &Model,
    document: &Document,
    (x, y): (u16, u16),
    room: u16,
    canvas: &mut Canvas<'_>,
) {
    let end = x + room;
    if let Some(trouble) = document.trouble() {
        let words = format!("tags: {}", trouble.label());
        canvas.put((x, y), room, &words, canvas.theme.problem);
        return;
    }
    let at = match document.set().zip(document.tally()) {
        Some(known) => draw_tags(model, known, (x, y), end, canvas),
        // Its tags are not known yet.
        None => x,
    };
    let read = format!("read {:.0} %", (document.read() * 100.0).floor());
    let width = width_of(&read);
    if at + 2 + width <= end {
        canvas.put((end - width, y), width, &read, canvas.theme.dim);
    }
}

/// Draws how much is open and how many tags there are of each kind; answers where that ends.
fn draw_tags(
    model: &Model,
    (set, tally): (&AnnotationSet, Tally),
    (x, y): (u16, u16),
    end: u16,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let tags = &model.settings.tags;
    let (words, style) = match open_words(tags, tally) {
        _ if set.is_empty() => (String::new(), canvas.theme.dim),
        (words, Open::Some) => (words, canvas.theme.problem),
        (words, Open::None) => (words, canvas.theme.dim),
    };
    let mut at = x + canvas.put((x, y), end - x, &words, style) + 2;
    for tag in tags.iter() {
        let unsourced = match tag.id.as_str() {
            // Where they are all that is open, they are told as such.
            TagId::NEEDS_SOURCE if tally.open() == tally.unsourced => tally.unsourced,
            _ => 0,
        };
        let count = set.count_of(&tag.id).saturating_sub(unsourced);
        if count > 0 {
            let words = format!("{}{}", in_thousands(count), tag.letter);
            if at + width_of(&words) > end {
                break;
            }
            at += canvas.put((at, y), end - at, &words, canvas.theme.tag(tag)) + 1;
        }
    }
    at
}

/// Whether anything is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Some,
    None,
}

/// How much is open: `5N open` where all of it needs a source, else `6 open`.
fn open_words(tags: &TagSet, tally: Tally) -> (String, Open) {
    let open = in_thousands(tally.open());
    match tally.open() {
        0 => (format!("{open} open"), Open::None),
        all if all == tally.unsourced => {
            let letter = tags.look_up(&TagId::from(TagId::NEEDS_SOURCE)).letter;
            (format!("{open}{letter} open"), Open::Some)
        }
        _ => (format!("{open} open"), Open::Some),
    }
}

/// Draws what is open in all documents, what it is made of, and the key that leads to it.
fn draw_open(model: &Model, block: &OpenBlock, canvas: &mut Canvas<'_>) {
    let Area { x, y, width, .. } = block.area;
    let columns = width_of(&block.total).min(width);
    let strong = canvas.theme.strong;
    canvas.put((x + width - columns, y), columns, &block.total, strong);
    let room = width.saturating_sub(columns + 2);
    canvas.put((x + 1, y), room, "Open", strong);
    let kinds = block.kinds.iter();
    let kinds: Vec<_> = kinds
        .map(|(words, count)| (*words, in_thousands(*count)))
        .collect();
    let widest = |cell: fn(&(&str, String)) -> u16| kinds.iter().map(cell).max().unwrap_or(0);
    let words = widest(|kind| width_of(kind.0));
    let end = (words + widest(|kind| width_of(&kind.1)) + 4).min(width);
    for ((words, count), y) in kinds.iter().zip(y + 1..) {
        let columns = width_of(count).min(end);
        canvas.put((x + end - columns, y), columns, count, canvas.theme.dim);
        let room = end.saturating_sub(columns + 3);
        canvas.put((x + 2, y), room, words, canvas.theme.dim);
    }
    let key = model
        .settings
        .keymap
        .shown_key(Pane::Text, Command::NextOpen);
    let columns = width_of(&key) + width_of(" next");
    if !kinds.is_empty() && end + columns < width {
        let at = (x + width - columns, y + 1);
        let used = canvas.put(at, columns, &key, canvas.theme.key);
        canvas.put((at.0 + used, at.1), columns, " next", canvas.theme.dim);
    }
}
