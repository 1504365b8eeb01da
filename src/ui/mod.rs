//! Layer 5, the screen: draws a model, changes nothing.
//!
//! One file per pane. Strings come into cells as their visible form
//! ([`crate::text::visible`]), by way of `canvas`.
//!
//! Must not know: storage, where bytes come from, what keys do.

mod annotations;
mod canvas;
mod documents;
mod line;
mod marks;
mod note;
mod overlays;
mod prompt;
mod status;
mod text;
pub mod theme;
mod top;
pub(crate) mod underline;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Layout, Mode, Model};

use theme::Theme;

/// Draws the whole screen; returns where the terminal's cursor belongs, if it is to be
/// seen.
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
