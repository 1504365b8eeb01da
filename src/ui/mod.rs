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
mod lines;
mod links;
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

pub use lines::{HELP, Topic, TopicName, TypedWords, topics};
pub use links::Link;

use canvas::Canvas;
use theme::Theme;

/// What there is to say of a screen besides its cells.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Where the terminal's cursor belongs.
    pub cursor: Option<Position>,
    /// The cells that are part of an address, in the order of the screen.
    pub links: Vec<Link>,
}

/// Draws the whole screen. The terminal's cursor, which screen readers and braille lines
/// follow, belongs where one types, on what is chosen in a list, else where the current
/// sentence begins.
pub fn draw(model: &Model, areas: &Layout, theme: &Theme, buffer: &mut Buffer) -> Drawn {
    let mut links = Vec::new();
    let canvas = &mut Canvas { buffer, theme };
    if let Some(area) = areas.top {
        top::draw(model, areas, area, canvas);
    }
    let document = documents::draw(model, areas, canvas);
    let sentence = text::draw(model, areas, canvas, &mut links);
    let tag = annotations::draw(model, areas, canvas);
    if let Some(area) = areas.welcome {
        top::draw_welcome(model, area, canvas);
    }
    let note = areas.note.and_then(|area| note::draw(model, area, canvas));
    let line = status::draw(model, areas, canvas);
    if let Mode::Overlay(overlay) = &model.mode {
        let cursor = overlays::draw(model, areas, overlay, canvas);
        links.clear();
        links::of_list(model, canvas.buffer, &mut links);
        links::sort(&mut links);
        return Drawn { cursor, links };
    }
    if let Some((area, opened)) = areas.annotations.zip(model.open_document())
        && let Some(annotation) = opened.current()
    {
        links::of_card(annotation, area.inner(), canvas.buffer, &mut links);
    }
    links::sort(&mut links);
    let corner = Position::new(areas.text.x, areas.text.y);
    let is_there = areas.screen.contains(corner.x, corner.y);
    let elsewhere = note.or(line).or(document).or(tag).or(sentence);
    let cursor = elsewhere.or(is_there.then_some(corner));
    Drawn { cursor, links }
}
