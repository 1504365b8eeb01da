//! The annotation pane: the tags in view, the one under the cursor in full.
//!
//! Must not know: which tags have a card.

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use super::canvas::{Canvas, Focus, width_of};
use crate::app::{
    Area, Card, CardLine, Cards, Layout, Model, Pane, annotation_cards, filter_words,
};
use crate::text::in_thousands;

/// Draws the pane; returns where the tag under the cursor stands, when it has the keys.
pub(super) fn draw(model: &Model, areas: &Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = areas.annotations?;
    let inner = area.inner();
    let Cards { cards, numbers } = annotation_cards(model, areas);
    let shown = model.filter.as_ref();
    let shown = shown.map(|filter| filter_words(&model.settings.tags, filter));
    let title = title(shown.as_deref(), numbers, area.width.saturating_sub(4));
    let focus = Focus::of_pane(model, Pane::Annotations);
    canvas.frame(area, &title, focus);
    for card in &cards {
        draw_card(model, card, inner, canvas);
    }
    if cards.is_empty() && !inner.is_empty() {
        let words = if model
            .open_document()
            .is_some_and(|opened| !opened.has_annotations())
        {
            "tags are being read"
        } else if model.filter.is_some() {
            "no such tag in view"
        } else {
            "no tag in view"
        };
        canvas.put_in(inner, (0, inner.y), words, canvas.theme.dim);
    }
    let mut open = cards.iter().filter(|card| card.open);
    let has_keys = focus == Focus::Focused;
    let chosen = open.next().filter(|_| has_keys)?;
    Some(Position::new(inner.x, chosen.y))
}

/// The title of the pane within so many columns: with what a filter shows, and the numbers
/// of the shown cards, unless all are shown.
fn title(shown: Option<&str>, numbers: Option<[usize; 3]>, room: u16) -> String {
    let name = shown.map_or_else(|| "Annotations".to_owned(), |shown| format!("Only {shown}"));
    let are_some = |&[first, last, of]: &[usize; 3]| last + 1 - first < of;
    let Some([first, last, of]) = numbers.filter(are_some) else {
        return name;
    };
    let [first, last, of] = [first, last, of].map(in_thousands);
    let numbers = if first == last {
        format!("{first} of {of}")
    } else {
        format!("{first}–{last} of {of}")
    };
    let short = if shown.is_some() { "Only" } else { "Tags" };
    let long = [name.as_str(), short].map(|word| format!("{word} {numbers}"));
    let fitting = long.into_iter().find(|title| width_of(title) <= room);
    fitting.unwrap_or(numbers)
}

fn draw_card(model: &Model, card: &Card, inner: Area, canvas: &mut Canvas<'_>) {
    let tag = model.settings.tags.look_up(&card.tag);
    let (x, room) = (inner.x + 3, inner.width.saturating_sub(3));
    for (line, y) in card.lines.iter().zip(card.y..) {
        if card.open && *line != CardLine::Blank {
            canvas.put((inner.x, y), 1, "▌", canvas.theme.tag(&tag));
        }
        match line {
            CardLine::Quote { first, words } => {
                if *first {
                    canvas.put((inner.x + 1, y), 1, &tag.letter, canvas.theme.tag(&tag));
                }
                let style = if card.open {
                    canvas.theme.strong
                } else {
                    Style::new()
                };
                canvas.put((x, y), room, words, style);
            }
            CardLine::Note(words) => {
                let style = Style::new().add_modifier(Modifier::ITALIC);
                canvas.put((x, y), room, words, style);
            }
            CardLine::Source(words) => {
                canvas.put((x, y), room, words, canvas.theme.good);
            }
            CardLine::Missing => {
                canvas.put((x, y), room, "unsourced", canvas.theme.problem);
            }
            CardLine::Conflict(words) => {
                canvas.put((x, y), room, words, canvas.theme.problem);
            }
            CardLine::About(words) => {
                canvas.put((x, y), room, words, canvas.theme.dim);
            }
            CardLine::Blank => {}
        }
    }
}
