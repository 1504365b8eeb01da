//! Layer 4, the screen: draws a model, changes nothing.
//!
//! One file per pane. Every string goes through the visible form
//! ([`crate::text::visible`]) on its way into a cell: `put` is the only way.
//!
//! Must not know: storage, where bytes come from, what keys do.

mod annotations;
mod documents;
mod marks;
mod note;
mod overlays;
mod status;
mod text;
pub mod theme;
mod top;
pub mod underline;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::{Area, Layout, Mode, Model, Pane};
use crate::text::visible::{columns, is_plain, visible_within};

use theme::Theme;

/// Draws the whole screen; answers where the terminal's cursor belongs, if it
/// is to be seen.
pub fn draw(model: &Model, areas: &Layout, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    if let Some(area) = areas.top {
        top::draw(model, area, theme, buffer);
    }
    documents::draw(model, areas, theme, buffer);
    text::draw(model, areas, theme, buffer);
    annotations::draw(model, areas, theme, buffer);
    if let Some(area) = areas.welcome {
        top::draw_welcome(model, area, theme, buffer);
    }
    let note = areas
        .note
        .and_then(|area| note::draw(model, area, theme, buffer));
    let line = areas
        .status
        .and_then(|area| status::draw(model, area, theme, buffer));
    if let Mode::Overlay(overlay) = &model.mode {
        return overlays::draw(model, areas, overlay, theme, buffer);
    }
    note.or(line)
}

/// Writes the visible form of some words, at most `width` columns; answers how
/// many columns it took.
pub(crate) fn put(
    buffer: &mut Buffer,
    at: (u16, u16),
    width: u16,
    words: &str,
    style: Style,
) -> u16 {
    let (x, y) = at;
    if !buffer.area.contains(Position { x, y }) {
        return 0;
    }
    let room = width.min(buffer.area.right().saturating_sub(x));
    let shown = visible_within(words, usize::from(room));
    set(buffer, (x, y), room, &shown, style)
}

/// Writes words that are their own visible form, at most `width` columns, which
/// there has to be room for; answers how many columns it took.
pub(crate) fn set(
    buffer: &mut Buffer,
    at: (u16, u16),
    width: u16,
    words: &str,
    style: Style,
) -> u16 {
    let (x, y) = at;
    if !is_plain(words) {
        let (end, _) = buffer.set_stringn(x, y, words, usize::from(width), style);
        return end - x;
    }
    // What set_stringn does, without looking for clusters and widths.
    let room = usize::from(width.min(buffer.area.right().saturating_sub(x)));
    let cells = buffer.index_of(x, y);
    let letters = (0..words.len().min(room)).map(|at| &words[at..=at]);
    for (cell, letter) in buffer.content[cells..].iter_mut().zip(letters) {
        cell.set_symbol(letter).set_style(style);
    }
    u16::try_from(words.len().min(room)).unwrap_or(u16::MAX)
}

/// The columns some words take on the screen.
pub(crate) fn width_of(words: &str) -> u16 {
    u16::try_from(columns(words)).unwrap_or(u16::MAX)
}

pub(crate) fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// Draws the frame of a pane with its title; a pane that has the keys has a
/// stronger one.
pub(crate) fn frame(buffer: &mut Buffer, area: Area, title: &str, focused: bool, theme: &Theme) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let style = if focused { theme.focus } else { theme.border };
    let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
    // A focused frame is heavy, so that it differs without colour.
    let [corner_1, corner_2, corner_3, corner_4, across, down] = if focused {
        ["┏", "┓", "┗", "┛", "━", "┃"]
    } else {
        ["┌", "┐", "└", "┘", "─", "│"]
    };
    let mut line = |x, y, symbol| {
        if let Some(cell) = buffer.cell_mut(Position { x, y }) {
            cell.set_symbol(symbol).set_style(style);
        }
    };
    for x in area.x + 1..right {
        line(x, area.y, across);
        line(x, bottom, across);
    }
    for y in area.y + 1..bottom {
        line(area.x, y, down);
        line(right, y, down);
    }
    line(area.x, area.y, corner_1);
    line(right, area.y, corner_2);
    line(area.x, bottom, corner_3);
    line(right, bottom, corner_4);
    let title = format!(" {title} ");
    put(
        buffer,
        (area.x + 1, area.y),
        area.width - 2,
        &title,
        if focused { theme.focus } else { theme.title },
    );
}

/// Blanks an area, also of what is drawn under an overlay.
pub(crate) fn clear(buffer: &mut Buffer, area: Area) {
    let area = rect(area).intersection(buffer.area);
    for y in area.top()..area.bottom() {
        // A wide symbol that reaches into the area would hide its first cell.
        if let Some(x) = area.left().checked_sub(1)
            && width_of(buffer[(x, y)].symbol()) > 1
        {
            buffer[(x, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

pub(crate) fn has_keys(model: &Model, pane: Pane) -> bool {
    model.pane == pane
        && !matches!(
            model.mode,
            Mode::Overlay(_) | Mode::Prompt(_) | Mode::Note(_)
        )
}
