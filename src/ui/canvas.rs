//! Writes strings, frames and blanks into the buffer.
//!
//! Must not know: what stands in a pane.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::theme::Theme;
use crate::app::{Area, Mode, Model, Pane};
use crate::text::visible::{columns, is_plain, visible_within};

/// Whether a pane or an overlay has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    Focused,
    Unfocused,
}

impl Focus {
    pub(super) fn of_pane(model: &Model, pane: Pane) -> Self {
        match model.mode {
            Mode::Overlay(_) | Mode::Prompt(_) | Mode::Note(_) => Self::Unfocused,
            _ if model.pane == pane => Self::Focused,
            _ => Self::Unfocused,
        }
    }
}

/// Writes the visible form of a string, cut to `width` columns; returns the columns it
/// takes.
pub(super) fn put(
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

/// Writes a string that is its own visible form, cut to `width` columns, which the buffer
/// must have; returns the columns it takes.
pub(super) fn set(
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
    // As `set_stringn`, without looking for clusters and widths.
    let room = usize::from(width.min(buffer.area.right().saturating_sub(x)));
    let cells = buffer.index_of(x, y);
    let letters = (0..words.len().min(room)).map(|at| &words[at..=at]);
    for (cell, letter) in buffer.content[cells..].iter_mut().zip(letters) {
        cell.set_symbol(letter).set_style(style);
    }
    u16::try_from(words.len().min(room)).unwrap_or(u16::MAX)
}

pub(super) fn width_of(words: &str) -> u16 {
    u16::try_from(columns(words)).unwrap_or(u16::MAX)
}

pub(super) fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// Draws the frame of a pane with its title. A focused frame is heavy, so that it differs
/// without colour.
pub(super) fn frame(buffer: &mut Buffer, area: Area, title: &str, focus: Focus, theme: &Theme) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
    let (symbols, style, title_style) = match focus {
        Focus::Focused => (["┏", "┓", "┗", "┛", "━", "┃"], theme.focus, theme.focus),
        Focus::Unfocused => (["┌", "┐", "└", "┘", "─", "│"], theme.border, theme.title),
    };
    let [top_left, top_right, bottom_left, bottom_right, across, down] = symbols;
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
    line(area.x, area.y, top_left);
    line(right, area.y, top_right);
    line(area.x, bottom, bottom_left);
    line(right, bottom, bottom_right);
    let title = format!(" {title} ");
    let at = (area.x + 1, area.y);
    put(buffer, at, area.width - 2, &title, title_style);
}

/// Blanks an area, for what is drawn over others.
pub(super) fn clear(buffer: &mut Buffer, area: Area) {
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
