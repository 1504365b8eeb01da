//! What stands in the annotation pane and where, so that drawing and mouse agree.

use crate::annotation::Annotation;
use crate::app::view::card::{CardForm, why_lost};
use crate::app::view::words::on_one_line;
use crate::app::view::{conflicts, viewport};
use crate::app::{
    Area, Card, CardLine, Cards, Layout, Model, OpenDocument, PlacedAnnotation, Settings, wrap,
};
use crate::text::TextRange;

const QUOTE_ROWS: usize = 12;

/// The cards of the annotation pane: the annotations in view in reading order, the one
/// under the cursor open in full and never cut off before the others.
///
/// Only those that the pane has room for are made, however many are in view.
pub fn annotation_cards(model: &Model, areas: &Layout) -> Cards {
    let (Some(area), Some(opened)) = (areas.annotations.map(Area::inner), model.open_document())
    else {
        return Cards::default();
    };
    let closed = CardForm::closed(area.width);
    let view = view_of(model, opened, areas);
    let shown = opened.annotation_index().shown();
    let current = opened.current();
    let open = current.and_then(|annotation| shown.number_of(opened.place_of(&annotation.id)?));
    // One that was gone to by name and has no place.
    let open_lost = current.filter(|annotation| opened.annotation_index().is_lost(&annotation.id));
    let make = |placed: &PlacedAnnotation| {
        let there = open.and_then(|number| shown.get(number));
        let is_open = there.is_some_and(|other| other.annotation.id == placed.annotation.id);
        let form = if is_open { closed.opened() } else { closed };
        placed_card(model, opened, placed, form)
    };
    let fits = usize::from(area.height);
    let settings = &model.settings;
    let open_lost =
        open_lost.map(|annotation| lost_card(settings, opened, annotation, closed.opened()));
    let mut cards: Vec<Card> = open_lost.into_iter().collect();
    let mut rows: usize = cards.iter().map(|card| card.lines.len()).sum();
    let mut from = 0;
    if let Some(open) = open {
        // As many of those before it as let it be whole.
        cards.extend(shown.get(open).map(make));
        rows = cards.iter().map(|card| card.lines.len()).sum();
        for placed in shown.overlapping_backward(0..open, view) {
            let card = make(placed);
            if rows + card.lines.len() > fits {
                break;
            }
            rows += card.lines.len();
            cards.push(card);
        }
        cards.reverse();
        from = open + 1;
    }
    let behind = shown.overlapping(from..shown.len(), view).map(make);
    let lost = lost_cards(model, opened, closed);
    for card in behind.chain(lost) {
        if rows >= fits {
            break;
        }
        rows += card.lines.len();
        cards.push(card);
    }
    let cards = stack(cards, area);
    let numbers = numbers(opened, &cards, view);
    Cards { cards, numbers }
}

/// The numbers of the first and the last card among all annotations in view, from 1, and how
/// many those are; annotations without a passage do not count.
fn numbers(opened: &OpenDocument, cards: &[Card], view: TextRange) -> Option<[usize; 3]> {
    let shown = opened.annotation_index().shown();
    let number = |card: &Card| shown.number_of(opened.place_of(&card.id)?);
    let mut placed = cards.iter().filter_map(number);
    let first = placed.next()?;
    let last = placed.next_back().unwrap_or(first);
    // The open one stands there also where its passage is not in view.
    let open = cards.iter().find(|card| card.open).and_then(number);
    let is_hidden = |placed: &PlacedAnnotation| !placed.range.overlaps(view);
    let beside = open.filter(|number| shown.get(*number).is_some_and(is_hidden));
    let upto = |number: usize| {
        let beside = beside.is_some_and(|number_of_open| number_of_open < number);
        shown.count_overlapping(0..number, view) + usize::from(beside)
    };
    Some([upto(first) + 1, upto(last + 1), upto(shown.len())])
}

/// The bytes in view; all bytes where the pane has the whole screen and no text is shown.
fn view_of(model: &Model, opened: &OpenDocument, areas: &Layout) -> TextRange {
    viewport::visible_range(model, areas).unwrap_or_else(|| opened.text.full_range())
}

fn placed_card(
    model: &Model,
    opened: &OpenDocument,
    placed: &PlacedAnnotation,
    form: CardForm,
) -> Card {
    let annotation = &placed.annotation;
    let form = CardForm {
        moved: !placed.exact,
        ..form
    };
    let mut lines = card_lines(&model.settings, annotation, form);
    conflicts::add_to_card(model, opened, annotation, form, &mut lines);
    card(annotation, form, lines)
}

/// A card that has no place on the screen yet.
fn card(annotation: &Annotation, form: CardForm, lines: Vec<CardLine>) -> Card {
    Card {
        id: annotation.id.clone(),
        tag: annotation.tag.clone(),
        open: form.open,
        y: 0,
        lines,
    }
}

fn lost_cards(model: &Model, opened: &OpenDocument, form: CardForm) -> impl Iterator<Item = Card> {
    // They have no place of their own: they stand after what is in view.
    let lost = opened.annotation_index().lost();
    let open = opened.current().map(|open| &open.id);
    lost.filter(|annotation| model.shows(annotation))
        .filter(move |annotation| open != Some(&annotation.id))
        .map(move |annotation| lost_card(&model.settings, opened, annotation, form))
}

fn lost_card(
    settings: &Settings,
    opened: &OpenDocument,
    annotation: &Annotation,
    form: CardForm,
) -> Card {
    let mut lines = card_lines(settings, annotation, form);
    let why = why_lost(opened, &annotation.id);
    let why = wrap(&why, form.columns()).into_iter().map(CardLine::About);
    let end = lines.len() - 1;
    lines.splice(end..end, why);
    card(annotation, form, lines)
}

fn stack(cards: Vec<Card>, area: Area) -> Vec<Card> {
    let fits = usize::from(area.height);
    let mut stacked = Vec::new();
    let mut row = 0usize;
    for mut card in cards {
        let Some(left) = fits.checked_sub(row).filter(|left| *left > 0) else {
            break;
        };
        card.y = area.y + u16::try_from(row).unwrap_or(u16::MAX);
        row += card.lines.len();
        card.lines.truncate(left);
        stacked.push(card);
    }
    stacked
}

fn card_lines(settings: &Settings, annotation: &Annotation, form: CardForm) -> Vec<CardLine> {
    let mut quote = form.rows_of(&format!("\"{}\"", on_one_line(&annotation.selector.quote)));
    if quote.len() > QUOTE_ROWS {
        quote.truncate(QUOTE_ROWS - 1);
        quote.push("…".to_owned());
    }
    let quote = quote.into_iter().enumerate().map(|(index, words)| {
        let first = index == 0;
        CardLine::Quote { first, words }
    });
    let mut lines: Vec<CardLine> = quote.collect();
    if !settings.tags.knows(&annotation.tag) {
        let name = on_one_line(annotation.tag.as_str());
        let words = match form.open {
            true => format!("{name}: a tag that is not in the configuration"),
            false => name,
        };
        lines.extend(form.rows_of(&words).into_iter().map(CardLine::About));
    }
    note_lines(&annotation.note, form, &mut lines);
    for source in &annotation.sources {
        let rows = form.rows_of(&source.to_words()).into_iter();
        lines.extend(rows.map(CardLine::Source));
    }
    if annotation.is_unsourced() {
        lines.push(CardLine::Missing);
    }
    if form.open {
        about_lines(settings, annotation, form, &mut lines);
    } else if form.moved {
        lines.push(CardLine::About("moved".to_owned()));
    }
    lines.push(CardLine::Blank);
    lines
}

fn note_lines(note: &str, form: CardForm, lines: &mut Vec<CardLine>) {
    let mut shown: Vec<String> = note.lines().map(str::to_owned).collect();
    if !form.open && shown.len() > 1 {
        shown.truncate(1);
        shown[0].push_str(" …");
    }
    let rows = shown.iter().flat_map(|line| form.rows_of(line));
    lines.extend(rows.map(CardLine::Note));
}

const ON_CARD: [&str; 2] = ["verdict", "speaker"];

fn about_lines(
    settings: &Settings,
    annotation: &Annotation,
    form: CardForm,
    lines: &mut Vec<CardLine>,
) {
    let attributes = &annotation.attributes;
    let said = ON_CARD.into_iter().filter_map(|name| {
        let attribute = attributes.table().get(name)?;
        Some(attribute.phrase(attributes.get(name)?))
    });
    let mut about: Vec<String> = said.collect();
    let day = (settings.local_day)(&annotation.created);
    about.push(format!("{} {day}", annotation.creator).trim().to_owned());
    if form.moved {
        about.push("moved: the document has changed".to_owned());
    }
    for words in about.into_iter().filter(|words| !words.is_empty()) {
        let rows = form.rows_of(&words).into_iter();
        lines.extend(rows.map(CardLine::About));
    }
}
