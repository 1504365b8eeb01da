//! Writes strings, rows, frames and blanks into the buffer.
//!
//! Must not know: what stands in a pane.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::theme::Theme;
use crate::app::{Area, Mode, Model, Pane};
use crate::text::visible::{clusters, columns, plain_start, visible_within};

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

/// What is drawn on: the cells of the screen and the styles that they get.
pub(super) struct Canvas<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) theme: &'a Theme,
}

impl Canvas<'_> {
    /// A row to fill from here on, up to the column `end`.
    pub(super) fn line(&mut self, (x, y): (u16, u16), end: u16) -> Line<'_> {
        let canvas = Canvas {
            buffer: self.buffer,
            theme: self.theme,
        };
        Line { canvas, x, y, end }
    }

    /// Writes the visible form of a string, cut to `width` columns; returns the columns it
    /// takes.
    pub(super) fn put(&mut self, at: (u16, u16), width: u16, words: &str, style: Style) -> u16 {
        let (x, y) = at;
        let room = width.min(self.buffer.area.right().saturating_sub(x));
        let shown = visible_within(words, usize::from(room));
        self.set((x, y), room, &shown, style)
    }

    /// Writes into a row of an area, from a column of it to its right edge.
    pub(super) fn put_in(&mut self, area: Area, at: (u16, u16), words: &str, style: Style) {
        let (column, y) = at;
        let room = area.width.saturating_sub(column);
        self.put((area.x + column, y), room, words, style);
    }

    /// Writes a string that is its own visible form, cut to `width` columns; returns the columns
    /// it takes.
    pub(super) fn set(&mut self, at: (u16, u16), width: u16, words: &str, style: Style) -> u16 {
        let ((x, y), buffer) = (at, &mut self.buffer);
        if !buffer.area.contains(Position { x, y }) {
            return 0;
        }
        let room = width.min(buffer.area.right().saturating_sub(x));
        let cells = buffer.index_of(x, y);
        let cells = &mut buffer.content[cells..];
        // The same as the rest, without looking for clusters and widths.
        let plain = plain_start(words);
        let taken = plain.len().min(usize::from(room));
        let letters = (0..taken).map(|at| &plain[at..=at]);
        for (cell, letter) in cells.iter_mut().zip(letters) {
            cell.set_symbol(letter).set_style(style);
        }
        let width = u16::try_from(taken).unwrap_or(room);
        let rest = &words[plain.len()..];
        if taken < plain.len() || rest.is_empty() {
            return width;
        }
        width + set_clusters(&mut cells[taken..], room - width, rest, style)
    }

    /// Gives a style to so many cells of a row, as far as the buffer has them.
    pub(super) fn paint(&mut self, (x, y): (u16, u16), width: u16, style: Style) {
        let cells = Rect::new(x, y, width, 1);
        self.buffer
            .set_style(cells.intersection(self.buffer.area), style);
    }

    /// Draws the frame of a pane with its title. A focused frame is heavy, so that it differs
    /// without colour.
    pub(super) fn frame(&mut self, area: Area, title: &str, focus: Focus) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
        let theme = self.theme;
        let (symbols, style, title_style) = match focus {
            Focus::Focused => (["┏", "┓", "┗", "┛", "━", "┃"], theme.focus, theme.focus),
            Focus::Unfocused => (["┌", "┐", "└", "┘", "─", "│"], theme.border, theme.title),
        };
        let [top_left, top_right, bottom_left, bottom_right, across, down] = symbols;
        let mut line = |x, y, symbol| {
            if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
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
        self.put(at, area.width - 2, &title, title_style);
    }

    /// Draws a rule across a row, with words in it: `──── in view ────`. A focused one is heavy.
    pub(super) fn rule(&mut self, row: Area, words: &str, focus: Focus) {
        let theme = self.theme;
        let (across, style, words_style) = match focus {
            Focus::Focused => ("━", theme.focus, theme.focus),
            Focus::Unfocused => ("─", theme.border, theme.title),
        };
        for x in row.x..row.x + row.width {
            self.set((x, row.y), 1, across, style);
        }
        let before = 2.min(row.width);
        let words = format!(" {words} ");
        let room = row.width.saturating_sub(before);
        self.put((row.x + before, row.y), room, &words, words_style);
    }

    /// Blanks an area, for what is drawn over others.
    pub(super) fn clear(&mut self, area: Area) {
        let buffer = &mut self.buffer;
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
}

/// Writes the clusters of a string into cells, as far as there is room, with the widths
/// that the layout has given them: those of ratatui's own way are others. Returns the
/// columns that they take.
fn set_clusters(cells: &mut [Cell], room: u16, words: &str, style: Style) -> u16 {
    let mut column = 0;
    for shown in clusters(words) {
        let end = column + shown.width;
        if end > room {
            break;
        }
        let (first, covered) = (usize::from(column), usize::from(end));
        cells[first].set_symbol(&shown.symbol).set_style(style);
        cells[first + 1..covered].iter_mut().for_each(Cell::reset);
        column = end;
    }
    column
}

/// A row of the screen that is filled from the left with words and keys.
pub(super) struct Line<'a> {
    pub(super) canvas: Canvas<'a>,
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) end: u16,
}

impl Line<'_> {
    /// Writes words, as far as there is room.
    pub(super) fn words(&mut self, words: &str, style: Style) {
        let room = self.end.saturating_sub(self.x);
        self.x += self.canvas.put((self.x, self.y), room, words, style);
    }

    /// Writes a key and what it does, if both fit.
    pub(super) fn key(&mut self, key: &str, does: &str) {
        let width = width_of(key) + 1 + width_of(does);
        if key.is_empty() || self.x + width > self.end {
            return;
        }
        self.words(key, self.canvas.theme.key);
        self.words(" ", Style::new());
        self.words(does, self.canvas.theme.dim);
        self.x += 2;
    }
}

pub(super) fn width_of(words: &str) -> u16 {
    u16::try_from(columns(words)).unwrap_or(u16::MAX)
}

pub(super) fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
