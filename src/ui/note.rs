//! The editor of a note.
//!
//! Must not know: what keys do in it.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

use super::canvas::{Canvas, Focus, rect};
use crate::app::{Area, Mode, Model, annotation_name};
use crate::text::visible::{is_joiner, symbol_width, visible};

/// Draws the editor; returns where its cursor stands, which is a reversed cell, too.
pub(super) fn draw(model: &Model, area: Area, canvas: &mut Canvas<'_>) -> Option<Position> {
    let Mode::Note(editor) = &model.mode else {
        return None;
    };
    canvas.clear(area);
    let opened = model.open_document()?;
    let annotation = opened.set().get(&editor.annotation);
    let title = annotation.map_or_else(
        || editor.title.to_owned(),
        |annotation| {
            format!(
                "{} on this {}",
                editor.title,
                annotation_name(model, annotation)
            )
        },
    );
    canvas.frame(area, &title, Focus::Focused);
    let mut widget = editor.area.clone();
    widget.set_cursor_line_style(Style::new());
    widget.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
    let inside = rect(area.inner()).intersection(canvas.buffer.area);
    (&widget).render(inside, canvas.buffer);
    close_gaps(inside, canvas.buffer);
    // The widget replaces control characters, but not others that hide.
    for position in inside.positions() {
        let cell = &mut canvas.buffer[position];
        if is_shown_as_is(cell.symbol()) {
            continue;
        }
        // A joiner has no effect here, where each letter has a cell of its own.
        let characters = cell.symbol().chars();
        let bare: String = characters.filter(|c| !is_joiner(*c)).collect();
        if bare.is_empty() || !is_shown_as_is(&bare) {
            cell.set_char(char::REPLACEMENT_CHARACTER);
        } else {
            cell.set_symbol(&bare);
        }
    }
    let is_cursor = |position: &Position| {
        let modifier = canvas.buffer[*position].modifier;
        modifier.contains(Modifier::REVERSED)
    };
    inside.positions().find(is_cursor)
}

/// Moves what follows a sound mark of half-width katakana to the left: ratatui counts such
/// a mark twice, and leaves a column blank after it.
fn close_gaps(area: Rect, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        let mut to = area.left();
        let mut from = area.left();
        while from < area.right() {
            let counted = buffer[(from, y)].cell_width().max(1);
            let width = symbol_width(buffer[(from, y)].symbol()).clamp(1, counted);
            for column in 0..width.min(area.right() - from) {
                if to < from {
                    buffer[(to + column, y)] = buffer[(from + column, y)].clone();
                }
            }
            from = from.saturating_add(counted);
            to += width;
        }
        for x in to.min(area.right())..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

fn is_shown_as_is(words: &str) -> bool {
    matches!(visible(words), Cow::Borrowed(_))
}
