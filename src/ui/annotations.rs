//! The annotation pane: the tags in view, the one under the cursor in full.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::app::{Area, Card, CardLine, Layout, Model, Pane, annotation_cards};

use super::theme::Theme;
use super::{frame, has_keys, put};

/// Draws the pane.
pub fn draw(model: &Model, areas: &Layout, theme: &Theme, buffer: &mut Buffer) {
    let Some(area) = areas.annotations else {
        return;
    };
    frame(
        buffer,
        area,
        "Annotations",
        has_keys(model, Pane::Annotations),
        theme,
    );
    let inner = area.inner();
    let cards = annotation_cards(model, areas);
    for card in &cards {
        draw_card(model, card, inner, theme, buffer);
    }
    if cards.is_empty() && !inner.is_empty() {
        let words = if model.filter.is_some() {
            "no such tag in view"
        } else {
            "no tag in view"
        };
        put(buffer, (inner.x, inner.y), inner.width, words, theme.dim);
    }
}

fn draw_card(model: &Model, card: &Card, inner: Area, theme: &Theme, buffer: &mut Buffer) {
    let tag = model.settings.tags.look_up(&card.tag);
    let (x, room) = (inner.x + 3, inner.width.saturating_sub(3));
    for (line, y) in card.lines.iter().zip(card.y..) {
        if card.open && *line != CardLine::Blank {
            put(buffer, (inner.x, y), 1, "▌", theme.tag(&tag));
        }
        match line {
            CardLine::Quote { first, words } => {
                if *first {
                    put(buffer, (inner.x + 1, y), 1, &tag.letter, theme.tag(&tag));
                }
                let style = if card.open {
                    theme.strong
                } else {
                    Style::new()
                };
                put(buffer, (x, y), room, words, style);
            }
            CardLine::Note(words) => {
                let style = Style::new().add_modifier(Modifier::ITALIC);
                put(buffer, (x, y), room, words, style);
            }
            CardLine::Source(words) => {
                put(buffer, (x, y), room, words, theme.good);
            }
            CardLine::Missing => {
                put(buffer, (x, y), room, "no source yet", theme.problem);
            }
            CardLine::Conflict(words) => {
                put(buffer, (x, y), room, words, theme.problem);
            }
            CardLine::About(words) => {
                put(buffer, (x, y), room, words, theme.dim);
            }
            CardLine::Blank => {}
        }
    }
}
