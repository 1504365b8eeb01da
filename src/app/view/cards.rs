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
use crate::app::view::card::{CardForm, RULE_ENDS, cut, in_view, why_lost};
use crate::app::view::card_room::{CardRoom, fit};
use crate::app::view::open_card::{First, Told};
use crate::app::view::signs::sign_words;
use crate::app::view::sources::is_unsourced;
use crate::app::view::suggested::{decision_lines, suggested_words};
use crate::app::view::words::{filter_words, on_one_line, wrap_after};
use crate::app::view::{conflicts, viewport};
use crate::app::{
    Area, Card, CardLine, Cards, CardsEdge, Command, DocumentId, Layout, LineKind, Model,
    OpenDocument, Pane, PlacedAnnotation,
};
use crate::text::TextRange;
use crate::text::visible::columns;

/// The rows of a passage that is not beside its card.
const HIDDEN_QUOTE_ROWS: usize = 2;
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
    let pane = Cardboard::of_text(model, opened, areas, area);
    let mut cards = Cards {
        document_note,
        ..Cards::default()
    };
    let open;
    (open, cards.title) = pane.open(opened);
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
    let (others, numbers) = pane.others(opened, usize::from(rows));
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

/// What cards are made from, and what they are made for.
pub(super) struct Cardboard<'a> {
    pub model: &'a Model,
    pub document: Option<DocumentId>,
    /// Where it is open: what is told of the text is not known otherwise.
    pub opened: Option<&'a OpenDocument>,
    pub area: Area,
    pub edge: CardsEdge,
    /// The bytes in view; `None` where the pane has the whole screen and no text is shown.
    pub view: Option<TextRange>,
    /// The rows of a passage that is not in view, at most.
    pub quote_rows: usize,
}

impl<'a> Cardboard<'a> {
    /// For the tags of the document that is read.
    fn of_text(model: &'a Model, opened: &'a OpenDocument, areas: &Layout, area: Area) -> Self {
        Self {
            model,
            document: model.documents.open,
            opened: Some(opened),
            area,
            edge: areas.cards_edge,
            view: viewport::visible_range(model, areas),
            quote_rows: HIDDEN_QUOTE_ROWS,
        }
    }

    /// The bytes whose tags are listed.
    fn listed(&self, opened: &OpenDocument) -> TextRange {
        self.view.unwrap_or_else(|| opened.text.full_range())
    }

    /// As many cards of the other annotations in view as fit into so many rows, those behind
    /// the one under the cursor before those above it; and the numbers of the first and the last
    /// of them among all, from 1, and how many those are.
    fn others(&self, opened: &OpenDocument, rows: usize) -> (Vec<Card>, Option<[usize; 3]>) {
        let shown = opened.annotation_index().shown();
        let view = self.listed(opened);
        let current = opened.current();
        let open = current.and_then(|one| shown.number_of(opened.place_of(&one.id)?));
        let after = open.map_or(0, |open| open + 1);
        let mut behind = shown
            .overlapping(after..shown.len(), view)
            .map(|placed| self.small_card(opened, placed))
            .chain(self.suggested_cards(opened))
            .chain(self.lost_cards(opened))
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
            let card = self.small_card(opened, placed);
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
        let numbers = self.numbers(opened, &above, open);
        (above, numbers)
    }

    /// Annotations without a passage do not count.
    fn numbers(
        &self,
        opened: &OpenDocument,
        cards: &[Card],
        open: Option<usize>,
    ) -> Option<[usize; 3]> {
        let shown = opened.annotation_index().shown();
        let view = self.listed(opened);
        let number = |card: &Card| shown.number_of(opened.place_of(&card.id)?);
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

    /// The card of what is under the cursor, if anything is, and what stands over it.
    fn open(&self, opened: &OpenDocument) -> (Option<Card>, String) {
        let tags = &self.model.settings.tags;
        match (opened.current(), opened.current_suggestion(), self.edge) {
            (Some(current), _, CardsEdge::Rule) => {
                let title = self.told().in_the_rule(current);
                (Some(self.open_card(current)), title)
            }
            (Some(current), _, CardsEdge::Box) => {
                (Some(self.open_card(current)), "This passage".to_owned())
            }
            (None, Some(placed), CardsEdge::Rule) => {
                let title = suggested_words(tags, &placed.annotation);
                (Some(self.suggested_card(placed)), title)
            }
            (None, Some(placed), CardsEdge::Box) => {
                (Some(self.suggested_card(placed)), "Suggestion".to_owned())
            }
            (None, None, _) => (None, String::new()),
        }
    }

    /// The cards of the suggestions in view, but for the one under the cursor.
    fn suggested_cards(&self, opened: &OpenDocument) -> impl Iterator<Item = Card> {
        let open = opened.current_suggestion();
        let open = open.map(|placed| &placed.annotation.id);
        let all = opened.placed_suggestions().into_iter();
        let view = self.listed(opened);
        let here = all.flat_map(move |all| all.overlapping(0..all.len(), view));
        here.filter(move |placed| Some(&placed.annotation.id) != open)
            .map(|placed| {
                let suggestion = &placed.annotation;
                let score = suggestion.score();
                let state = score.map_or_else(|| "?".to_owned(), |score| format!("{score:.2} ?"));
                Card {
                    suggested: true,
                    ..self.listed_card(suggestion, &state, "")
                }
            })
    }

    /// The card of the suggestion under the cursor.
    fn suggested_card(&self, placed: &PlacedAnnotation) -> Card {
        let form = CardForm {
            width: self.area.width,
        };
        let suggestion = &placed.annotation;
        let settings = &self.model.settings;
        let mut lines = Vec::new();
        if self.edge == CardsEdge::Box {
            let words = suggested_words(&settings.tags, suggestion);
            lines.extend(form.rows(LineKind::Name, "", &words));
        }
        if self.view.is_none_or(|view| !placed.range.overlaps(view)) {
            lines.extend(form.quote_rows(&suggestion.selector.quote, self.quote_rows));
        }
        if !suggestion.note.trim().is_empty() {
            lines.extend(form.rows(LineKind::Note, "Note", &suggestion.note));
        }
        lines.extend(decision_lines(&settings.keymap, form));
        lines.truncate(usize::from(self.area.height));
        Card {
            open: true,
            suggested: true,
            ..Card::of(suggestion, lines)
        }
    }

    /// They have no place of their own: they stand after what is in view.
    fn lost_cards(&self, opened: &OpenDocument) -> impl Iterator<Item = Card> {
        let lost = opened.annotation_index().lost();
        let open = opened.current().map(|open| &open.id);
        lost.filter(|annotation| self.model.shows(annotation))
            .filter(move |annotation| open != Some(&annotation.id))
            .map(move |annotation| {
                let why = why_lost(opened, &annotation.id);
                self.listed_card(annotation, "lost", &why)
            })
    }

    fn small_card(&self, opened: &OpenDocument, placed: &PlacedAnnotation) -> Card {
        let annotation = &placed.annotation;
        if let Some(by) = conflicts::on_list(opened, annotation) {
            return self.listed_card(annotation, "conflict", &by);
        }
        let verdict = self.told().said(annotation, VERDICT);
        let state = if let Anchor::Changed { .. } = placed.anchor {
            placed.anchor.state().name()
        } else if is_unsourced(self.model, self.document, annotation) {
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
        let signs = match self.document {
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
    pub(super) fn open_card(&self, annotation: &Annotation) -> Card {
        let told = self.told();
        let place = told.place_of(annotation);
        let is_hidden = |view: TextRange| place.is_none_or(|placed| !placed.range.overlaps(view));
        let quote = self.view.is_none_or(is_hidden);
        let quote = quote.then(|| told.quote(annotation, self.quote_rows));
        // In a few rows, what is to be done comes before what helps with it.
        let first = match self.edge == CardsEdge::Rule || self.area.height < FEW_ROWS {
            true => First::Sources,
            false => First::Cited,
        };
        // The keys of a list are others.
        let keymap = &self.model.settings.keymap;
        let list = self.model.mode.picker();
        let is_listed = list.is_some_and(|list| list.open.is_some());
        let key = match is_listed {
            true => String::new(),
            false => keymap.shown_key(Pane::Text, Command::Peek),
        };
        let room = CardRoom {
            rows: usize::from(self.area.height),
            columns: self.area.width,
            edge: self.edge,
            key,
        };
        let (lines, extent) = fit(told.groups(annotation, quote, first), &room);
        Card {
            open: true,
            extent,
            ..Card::of(annotation, lines)
        }
    }

    pub(super) fn told(&self) -> Told<'a> {
        Told {
            model: self.model,
            document: self.document,
            opened: self.opened,
            edge: self.edge,
            form: CardForm {
                width: self.area.width,
            },
        }
    }
}
