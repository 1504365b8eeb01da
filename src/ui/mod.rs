//! Layer 5, the screen: draws a model, changes nothing.
//!
//! One file per pane. Strings come into cells as their visible form
//! ([`crate::text::visible`]), by way of `canvas`.
//!
//! Must not know: storage, where bytes come from, what keys do.

mod annotations;
mod canvas;
mod colour;
mod documents;
mod marks;
mod note;
mod overlays;
mod prompt;
mod saving;
mod status;
mod text;
pub mod theme;
mod top;
pub(crate) mod underline;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Layout, Mode, Model};

use canvas::Canvas;
use theme::Theme;

/// Draws the whole screen; returns where the terminal's cursor belongs, which screen readers
/// and braille lines follow: where one types, on what is chosen in a list, else where the
/// current sentence begins.
pub fn draw(model: &Model, areas: &Layout, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let canvas = &mut Canvas { buffer, theme };
    if let Some(area) = areas.top {
        top::draw(model, areas, area, canvas);
    }
    let document = documents::draw(model, areas, canvas);
    let sentence = text::draw(model, areas, canvas);
    let tag = annotations::draw(model, areas, canvas);
    if let Some(area) = areas.welcome {
        top::draw_welcome(model, area, canvas);
    }
    let note = areas.note.and_then(|area| note::draw(model, area, canvas));
    let line = status::draw(model, areas, canvas);
    if let Mode::Overlay(overlay) = &model.mode {
        return overlays::draw(model, areas, overlay, canvas);
    }
    let corner = Position::new(areas.text.x, areas.text.y);
    let is_there = areas.screen.contains(corner.x, corner.y);
    let elsewhere = note.or(line).or(document).or(tag).or(sentence);
    elsewhere.or(is_there.then_some(corner))
}
