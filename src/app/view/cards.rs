//! What stands in the annotation pane and where, so that drawing and mouse agree.
//!
//! ```text
//! ┌ This passage ────────────────┐
//! │▌NEEDS SOURCE                 │
//! │▌                             │
//! │▌Note  says who?              │
//! │▌                             │
//! │▌Source  unsourced       S add│
//! │▌                             │
//! │▌ana 28 Nov 2026              │
//! │──────── in view ─────────────│
//! │ O International Organization…│
//! │ N These grants from the U.S.…│
//! │   a digit is missing         │
//! └──────────────────────────────┘
//! ```

use crate::annotation::{Anchor, Annotation, VERDICT};
use crate::app::view::card::{CardForm, cut, why_lost};
use crate::app::view::card_room::{CardRoom, fit};
use crate::app::view::open_card::{First, Told};
use crate::app::view::signs::sign_words;
use crate::app::view::sources::is_unsourced;
use crate::app::view::words::{filter_words, on_one_line, wrap_after};
use crate::app::view::{conflicts, viewport};
use crate::app::{
    Area, Card, CardLine, Cards, CardsEdge, Command, Layout, LineKind, Model, OpenDocument, Pane,
    PlacedAnnotation,
};
use crate::text::visible::columns;
use crate::text::{TextRange, in_thousands};

/// In fewer rows, a card begins with what is to be done.
const FEW_ROWS: u16 = 10;
/// The least columns of a pane whose quotes have two rows.
const WIDE: u16 = 42;

/// The cards of the annotation pane: the one under the cursor in full, then the other
/// annotations in view, in reading order.
///
/// Only those that the pane has room for are made, however many are in view.
pub fn annotation_cards(model: &Model, areas: &Layout) -> Cards {
    let (Some(mut area), Some(opened)) = (areas.cards(), model.open_document()) else {
        return Cards::default();
    };
    let document_note = document_note(opened, area);
    if let Some((rule, _)) = &document_note {
        area.height = rule - area.y;
    }
    let pane = Cardboard {
        model,
        opened,
        area,
        edge: areas.cards_edge,
        view: viewport::visible_range(model, areas),
    };
    let mut cards = Cards {
        document_note,
        ..Cards::default()
    };
    let current = opened.current();
    let open = current.map(|annotation| pane.open_card(annotation));
    cards.title = match (&open, current, pane.edge) {
        (Some(_), Some(annotation), CardsEdge::Rule) => pane.told().in_the_rule(annotation),
        (Some(_), ..) => "This passage".to_owned(),
        (None, ..) => String::new(),
    };
    let mut used = 0;
    let is_open = open.is_some();
    if let Some(mut card) = open {
        used = u16::try_from(card.lines.len()).unwrap_or(area.height);
        card.y = area.y;
        cards.cards.push(card);
    }
    let ruled = u16::from(used > 0);
    let rows = area.height.saturating_sub(used + ruled);
    if rows == 0 {
        return cards;
    }
    let (others, numbers) = pane.others(usize::from(rows));
    let filter = model.filter.as_ref();
    let which = filter.map_or_else(
        || which_are(opened, &others).to_owned(),
        |filter| format!("only {}", filter_words(&model.settings.tags, filter)),
    );
    let words = in_view(&which, numbers, area.width.saturating_sub(RULE_ENDS));
    match is_open {
        false => cards.title = words,
        true if ruled == 0 || others.is_empty() => {}
        true => cards.rule = Some((area.y + used, words)),
    }
    let mut y = area.y + used + ruled;
    for mut card in others {
        card.lines.truncate(usize::from(area.y + area.height - y));
        card.y = y;
        y += u16::try_from(card.lines.len()).unwrap_or(0);
        cards.cards.push(card);
    }
    cards
}

/// What cards are those of: of what is in view, or of what has no place any more.
fn which_are(opened: &OpenDocument, cards: &[Card]) -> &'static str {
    let index = opened.annotation_index();
    let lost = cards.iter().filter(|card| index.is_lost(&card.id)).count();
    match lost {
        0 => "in view",
        all if all == cards.len() => "lost",
        _ => "in view, and lost",
    }
}

/// The rows at the foot of the pane for the note on the whole document: a third of it at
/// most, and none in a low pane, where the tags matter more.
fn document_note(opened: &OpenDocument, area: Area) -> Option<(u16, Vec<String>)> {
    let note = opened.set().facts().note.trim();
    let most = area.height / 3;
    if note.is_empty() || most < 2 {
        return None;
    }
    let columns = area.width.saturating_sub(2);
    let (most, room) = (usize::from(most - 1), usize::from(columns));
    // No more of a long note is looked at than may be shown.
    let some: String = note.chars().take((most + 1) * room).collect();
    let mut rows = wrap_after("", &some, columns, columns);
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            *last = cut(&format!("{last} …"), columns);
        }
    }
    let height = u16::try_from(rows.len() + 1).ok()?;
    Some((area.y + area.height - height, rows))
}

/// The columns of a rule that words in it leave free.
const RULE_ENDS: u16 = 6;

/// What stands within so many columns of the rule over the cards in view: which tags they are
/// of, and which of them are shown, unless all are.
fn in_view(which: &str, numbers: Option<[usize; 3]>, room: u16) -> String {
    let are_some = |&[first, last, of]: &[usize; 3]| last + 1 - first < of;
    let Some([first, last, of]) = numbers.filter(are_some) else {
        return which.to_owned();
    };
    let [first, last, of] = [first, last, of].map(in_thousands);
    let numbers = match first == last {
        true => format!("{first} of {of}"),
        false => format!("{first}–{last} of {of}"),
    };
    let long = format!("{which} {numbers}");
    match columns(&long) <= usize::from(room) {
        true => long,
        false => numbers,
    }
}

/// What cards are made from, and what they are made for.
struct Cardboard<'a> {
    model: &'a Model,
    opened: &'a OpenDocument,
    area: Area,
    edge: CardsEdge,
    /// The bytes in view; `None` where the pane has the whole screen and no text is shown.
    view: Option<TextRange>,
}

impl<'a> Cardboard<'a> {
    /// The bytes whose tags are listed.
    fn listed(&self) -> TextRange {
        self.view.unwrap_or_else(|| self.opened.text.full_range())
    }

    /// As many cards of the other annotations in view as fit into so many rows, those behind
    /// the one under the cursor before those above it; and the numbers of the first and the last
    /// of them among all, from 1, and how many those are.
    fn others(&self, rows: usize) -> (Vec<Card>, Option<[usize; 3]>) {
        let shown = self.opened.annotation_index().shown();
        let view = self.listed();
        let current = self.opened.current();
        let open = current.and_then(|one| shown.number_of(self.opened.place_of(&one.id)?));
        let after = open.map_or(0, |open| open + 1);
        let mut behind = shown
            .overlapping(after..shown.len(), view)
            .map(|placed| self.small_card(placed))
            .chain(self.lost_cards())
            .peekable();
        let mut used = 0;
        let mut fits = |card: &Card, most: usize| {
            let fits = used + card.lines.len() <= most;
            used += if fits { card.lines.len() } else { 0 };
            fits
        };
        let mut cards = Vec::new();
        let two_thirds = rows - rows / 3;
        while let Some(card) = behind.next_if(|card| fits(card, two_thirds)) {
            cards.push(card);
        }
        let mut above = Vec::new();
        for placed in shown.overlapping_backward(0..open.unwrap_or(0), view) {
            let card = self.small_card(placed);
            if !fits(&card, rows) {
                break;
            }
            above.push(card);
        }
        above.reverse();
        above.append(&mut cards);
        while let Some(card) = behind.next_if(|card| fits(card, rows)) {
            above.push(card);
        }
        // A part of the next one is more than nothing.
        if used < rows {
            above.extend(behind.next());
        }
        let numbers = self.numbers(&above, open);
        (above, numbers)
    }

    /// Annotations without a passage do not count.
    fn numbers(&self, cards: &[Card], open: Option<usize>) -> Option<[usize; 3]> {
        let shown = self.opened.annotation_index().shown();
        let view = self.listed();
        let number = |card: &Card| shown.number_of(self.opened.place_of(&card.id)?);
        let mut placed = cards.iter().filter_map(number);
        let first = placed.next()?;
        let last = placed.next_back().unwrap_or(first);
        let is_listed = |number: &usize| {
            shown
                .get(*number)
                .is_some_and(|one| one.range.overlaps(view))
        };
        let open = open.filter(is_listed);
        let upto = |number: usize| {
            let with_open = open.is_some_and(|open| open < number);
            shown.count_overlapping(0..number, view) - usize::from(with_open)
        };
        Some([upto(first) + 1, upto(last + 1), upto(shown.len())])
    }

    /// They have no place of their own: they stand after what is in view.
    fn lost_cards(&self) -> impl Iterator<Item = Card> {
        let lost = self.opened.annotation_index().lost();
        let open = self.opened.current().map(|open| &open.id);
        lost.filter(|annotation| self.model.shows(annotation))
            .filter(move |annotation| open != Some(&annotation.id))
            .map(|annotation| {
                let why = why_lost(self.opened, &annotation.id);
                self.listed_card(annotation, "lost", &why)
            })
    }

    fn small_card(&self, placed: &PlacedAnnotation) -> Card {
        let annotation = &placed.annotation;
        if let Some(by) = conflicts::on_list(self.opened, annotation) {
            return self.listed_card(annotation, "conflict", &by);
        }
        let verdict = self.told().said(annotation, VERDICT);
        let state = if let Anchor::Changed { .. } = placed.anchor {
            placed.anchor.state().name()
        } else if is_unsourced(self.model, annotation) {
            "unsourced"
        } else if placed.is_in_question() {
            placed.anchor.state().name()
        } else {
            verdict.as_str()
        };
        let mut note = annotation.note.trim().lines();
        let mut first = note.next().unwrap_or_default().to_owned();
        if note.next().is_some() {
            first.push_str(" …");
        }
        self.listed_card(annotation, state, &first)
    }

    /// The card of an annotation that is not under the cursor: its words in a row or two with
    /// what is to be done about it, and a row of more, such as what its note begins with.
    fn listed_card(&self, annotation: &Annotation, state: &str, more: &str) -> Card {
        const FIRST: u16 = 3;
        let tags = &self.model.settings.tags;
        let mut words = on_one_line(&annotation.selector.quote);
        if !tags.knows(&annotation.tag) {
            words = format!("{}: {words}", on_one_line(annotation.tag.as_str()));
        }
        let room = self.area.width.saturating_sub(FIRST);
        let signs = match self.model.documents.open {
            Some(document) => sign_words(self.model, document, annotation),
            None => String::new(),
        };
        let state = format!("{signs} {state}").trim().to_owned();
        let aside = match state.as_str() {
            "" => 0,
            state => u16::try_from(columns(state) + 2).unwrap_or(u16::MAX),
        };
        let first = room.saturating_sub(aside);
        let mut lines = Vec::new();
        let mut rest = words;
        if self.edge == CardsEdge::Box && self.area.width >= WIDE {
            let rows = crate::app::wrap(&rest, first);
            if let [begun, ..] = rows.as_slice() {
                let behind = rest
                    .get(begun.len()..)
                    .unwrap_or_default()
                    .trim_start()
                    .to_owned();
                lines.push(CardLine::new(LineKind::Quote, FIRST, begun.clone()));
                rest = behind;
            }
        }
        if lines.is_empty() || !rest.is_empty() {
            let room = if lines.is_empty() { first } else { room };
            lines.push(CardLine::new(LineKind::Quote, FIRST, cut(&rest, room)));
        }
        lines[0].aside = state;
        if !more.is_empty() {
            let room = room.saturating_sub(1);
            lines.push(CardLine::new(LineKind::About, FIRST + 1, cut(more, room)));
        }
        Card::of(annotation, lines)
    }

    /// The card of the annotation under the cursor, in the room that the pane has.
    fn open_card(&self, annotation: &Annotation) -> Card {
        let told = self.told();
        let place = self.opened.place_of(&annotation.id);
        let is_hidden = |view: TextRange| place.is_none_or(|placed| !placed.range.overlaps(view));
        let quote = self.view.is_none_or(is_hidden);
        let quote = quote.then(|| told.quote(annotation));
        // In a few rows, what is to be done comes before what helps with it.
        let first = match self.edge == CardsEdge::Rule || self.area.height < FEW_ROWS {
            true => First::Sources,
            false => First::Cited,
        };
        let keymap = &self.model.settings.keymap;
        let room = CardRoom {
            rows: usize::from(self.area.height),
            columns: self.area.width,
            edge: self.edge,
            key: keymap.shown_key(Pane::Text, Command::Peek),
        };
        let (lines, extent) = fit(told.groups(annotation, quote, first), &room);
        Card {
            open: true,
            extent,
            ..Card::of(annotation, lines)
        }
    }

    fn told(&self) -> Told<'a> {
        Told {
            model: self.model,
            opened: self.opened,
            edge: self.edge,
            form: CardForm {
                width: self.area.width,
            },
        }
    }
}
