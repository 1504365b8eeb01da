//! The annotation pane: the tag under the cursor in full, the others in view in a row or two.
//!
//! Must not know: which tags have a card.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::{Canvas, Focus, width_of};
use super::marks::suggested_letter;
use crate::app::{
    Area, Card, CardLine, Cards, CardsEdge, Layout, LineKind, Model, Pane, annotation_cards,
};

/// Draws the pane; returns where the tag under the cursor stands, when it has the keys.
pub(super) fn draw(model: &Model, areas: &Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
    let (area, inner) = (areas.annotations?, areas.cards()?);
    let Cards {
        title,
        cards,
        rule,
        document_note,
    } = annotation_cards(model, areas);
    let title = match title.as_str() {
        "" => "Annotations",
        "in view" if areas.cards_edge == CardsEdge::Box => "In view",
        "in view, and lost" if areas.cards_edge == CardsEdge::Box => "In view, and lost",
        "lost" if areas.cards_edge == CardsEdge::Box => "Lost",
        title => title,
    };
    let focus = Focus::of_pane(model, Pane::Annotations);
    match areas.cards_edge {
        CardsEdge::Box => canvas.frame(area, title, focus),
        CardsEdge::Rule => canvas.rule(Area { height: 1, ..area }, title, focus),
    }
    if let Some((y, words)) = rule {
        let row = Area {
            y,
            height: 1,
            ..inner
        };
        canvas.rule(row, &words, Focus::Unfocused);
    }
    if let Some((y, rows)) = document_note {
        let row = Area {
            y,
            height: 1,
            ..inner
        };
        canvas.rule(row, "on this document", Focus::Unfocused);
        for (words, y) in rows.iter().zip(y + 1..) {
            canvas.put_in(inner, (1, y), words, Style::new());
        }
    }
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
        canvas.put_in(inner, (1, inner.y), words, canvas.theme.dim);
    }
    let mut open = cards.iter().filter(|card| card.open);
    let has_keys = focus == Focus::Focused;
    let chosen = open.next().filter(|_| has_keys)?;
    Some(Position::new(inner.x, chosen.y))
}

fn draw_card(model: &Model, card: &Card, inner: Area, canvas: &mut Canvas<'_>) {
    let tag = model.settings.tags.look_up(&card.tag);
    let (letter, of_tag) = match card.suggested {
        true => (
            suggested_letter(&tag.letter),
            canvas.theme.suggested_sign(&tag),
        ),
        false => (tag.letter.clone(), canvas.theme.tag(&tag)),
    };
    for ((at, line), y) in card.lines.iter().enumerate().zip(card.y..) {
        if card.open {
            canvas.put((inner.x, y), 1, "▌", of_tag);
        } else if at == 0 {
            canvas.put((inner.x + 1, y), 1, &letter, of_tag);
        }
        draw_line(line, of_tag, (inner, y), canvas);
    }
}

fn draw_line(line: &CardLine, of_tag: Style, (inner, y): (Area, u16), canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let style = match line.kind {
        LineKind::Name => of_tag,
        LineKind::Quote | LineKind::Note | LineKind::Blank => Style::new(),
        LineKind::Source => theme.good,
        LineKind::Unsourced | LineKind::Conflict => theme.problem,
        LineKind::About => theme.dim,
    };
    let aside = match line.kind {
        LineKind::Unsourced => theme.dim,
        LineKind::Name => theme.strong,
        _ => theme.problem,
    };
    let end = inner.x + inner.width;
    let width = width_of(&line.aside).min(inner.width);
    let mut row = canvas.line((inner.x + line.column, y), end.saturating_sub(width));
    let (label, words) = line.words.split_at(line.label.min(line.words.len()));
    row.words(label, theme.dim);
    row.words(words, style);
    if row.x + width < end {
        canvas.put((end - width, y), width, &line.aside, aside);
    }
}
