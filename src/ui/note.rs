//! The note being written.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

use crate::app::{Area, Mode, Model};
use crate::text::visible::{REPLACEMENT, is_joiner, visible};

use super::theme::Theme;
use super::{clear, frame, rect};

/// Draws the note; its cursor is a reversed cell of its own.
pub fn draw(model: &Model, area: Area, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let Mode::Note(editor) = &model.mode else {
        return None;
    };
    clear(buffer, area);
    let loaded = model.open_document()?;
    let tag = loaded
        .set()
        .get(&editor.annotation)
        .map(|it| it.tag.clone());
    let title = tag.map_or_else(
        || editor.title.to_owned(),
        |tag| {
            let name = model.settings.tags.look_up(&tag).name;
            format!("{} on this {name}", editor.title)
        },
    );
    frame(buffer, area, &title, true, theme);
    let mut widget = editor.area.clone();
    widget.set_cursor_line_style(Style::new());
    widget.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
    let inside = rect(area.inner()).intersection(buffer.area);
    (&widget).render(inside, buffer);
    // The widget knows of control characters only; others hide as well.
    for position in inside.positions() {
        let cell = &mut buffer[position];
        if is_shown_as_is(cell.symbol()) {
            continue;
        }
        // A joiner does its work between two letters, and here each has a cell of
        // its own.
        let bare: String = cell.symbol().chars().filter(|it| !is_joiner(*it)).collect();
        if bare.is_empty() || !is_shown_as_is(&bare) {
            cell.set_char(REPLACEMENT);
        } else {
            cell.set_symbol(&bare);
        }
    }
    None
}

fn is_shown_as_is(words: &str) -> bool {
    matches!(visible(words), Cow::Borrowed(_))
}
