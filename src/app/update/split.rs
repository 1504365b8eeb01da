//! Two documents side by side.
//!
//! What is pressed and seen: `|` divides the text; both panes show where one is, and the keys
//! are in the new one, to go anywhere. `Tab` in the text, `Ctrl-w` or a click changes panes; `|`
//! again leaves the one with the keys. `Ctrl-e` scrolls both together, or each alone again. `;`
//! on a linked tag shows its other end in the other pane, and again, that of its next link. All
//! other keys do in the pane with the cursor what they always do: `L` here and `L` there link
//! the two.
//!
//! Must not know: where the panes stand.

use crate::annotation::Edit;
use crate::app::document::Look;
use crate::app::document::selection::Cursor;
use crate::app::input::command::Direction;
use crate::app::state::places::{Jump, Places};
use crate::app::state::split::{OtherPane, Scrolling, Side, Split};
use crate::app::state::travel::Arrival;
use crate::app::view::card::why_lost;
use crate::app::view::linked::{Linked, linked, why_missing};
use crate::app::view::text_areas::{LEAST_SPLIT, LEFT_AND_RIGHT};
use crate::app::view::viewport::{self, TextFrame};
use crate::app::view::words::on_one_line;
use crate::app::{Command, DocumentId, Effect, Layout, Model, OpenDocument, Pane, Unit, layout};

use super::commands::panes;
use super::opening;
use super::outcome::{Next, Outcome};

/// The most screens of text that the other pane is scrolled along by rows; beyond them, it goes
/// to the same share of its text.
const MOST_SCREENS: usize = 4;

/// Divides the text in two, or shows one document again: the one with the cursor.
pub fn toggle(model: &mut Model) -> Outcome {
    if model.split.take().is_some() {
        return Outcome::none();
    }
    let Some(document) = model.documents.open else {
        return Outcome::none();
    };
    let look = model.open_document().map(Look::of);
    // The keys are in the new pane, and what one has read stays in the old one.
    let places = model.places.clone();
    model.split = Some(split(document, (look, places), Side::Second));
    if layout(model).other.is_none() {
        model.split = None;
        return no_room();
    }
    model.pane = Pane::Text;
    let key = |command| model.settings.keymap.shown_key(Pane::Text, command);
    let (tab, split) = (key(Command::NextPane), key(Command::TwoDocuments));
    Outcome::plain(format!(
        "Two panes: go anywhere in this one; {tab} changes panes, {split} leaves one"
    ))
}

fn split(document: DocumentId, (look, places): (Option<Look>, Places), active: Side) -> Split {
    Split {
        other: OtherPane {
            document,
            look,
            place: None,
            arrival: None,
            link: None,
            places,
        },
        active,
        scrolling: Scrolling::Alone,
        stood: None,
    }
}

/// Divides the text as in the last session, once both documents are found; where one of them is
/// not any more, or another one was asked for, there is one pane.
pub fn restore(model: &mut Model) -> Outcome {
    let Some(before) = model.beside.take() else {
        return Outcome::none();
    };
    let found = model.documents.find(&before.document);
    let Some((_, document)) = model.documents.open.zip(found) else {
        // It may still be found.
        model.beside = Some(before).filter(|_| model.documents.walking);
        return Outcome::none();
    };
    let active = match before.active {
        1 => Side::First,
        _ => Side::Second,
    };
    let mut divided = split(document, (None, Places::default()), active);
    divided.other.place = Some(before.place);
    if before.together {
        divided.scrolling = Scrolling::Together;
    }
    model.split = Some(divided);
    opening::load(&mut model.documents, document).into()
}

fn no_room() -> Outcome {
    let (columns, rows) = LEAST_SPLIT;
    Outcome::problem(format!(
        "No room for two documents: they need {columns} columns and {rows} rows of text, \
         {LEFT_AND_RIGHT} columns side by side"
    ))
}

/// Goes to the other pane of text.
pub fn change(model: &mut Model) -> Outcome {
    if model.split.is_none() {
        let key = model
            .settings
            .keymap
            .shown_key(Pane::Text, Command::TwoDocuments);
        return Outcome::plain(format!("Only one document is shown; {key} shows two"));
    }
    model.pane = Pane::Text;
    activate_other(model)
}

/// Goes to the next pane, or the one before. From one of two panes of text, the next one is the
/// other of them; the way back leads to the lists.
pub fn step(model: &mut Model, direction: Direction) -> Outcome {
    let is_beside = model.pane == Pane::Text && model.split.is_some();
    match direction {
        Direction::Forward if is_beside => activate_other(model),
        _ => panes::step(&mut model.pane, direction),
    }
}

/// Exchanges the two panes: what is active stays in view, and the other one gets the cursor.
pub fn activate_other(model: &mut Model) -> Outcome {
    let Some(open) = model.documents.open else {
        return Outcome::none();
    };
    let left = model.documents.get_opened_mut(open).map(|opened| {
        if opened.resizing.take().is_some() {
            let sentence = opened.cursor.sentence(opened.units());
            opened.cursor.keep();
            opened.cursor.go(sentence, Unit::Sentence);
        }
        Look::of(opened)
    });
    let arrival = model.travel.arrival.take_if(|(id, _)| *id == open);
    let Some(split) = &mut model.split else {
        return Outcome::none();
    };
    let here = OtherPane {
        document: open,
        look: left,
        place: None,
        arrival: arrival.map(|(_, arrival)| arrival),
        link: None,
        places: std::mem::take(&mut model.places),
    };
    let there = std::mem::replace(&mut split.other, here);
    model.places = there.places;
    split.active = split.active.other();
    split.stood = None;
    model.drag = None;
    // To change panes is no jump from which one could come back.
    model.places.pending = Some(Jump::Place);
    if !model.documents.go_to(there.document) {
        return Outcome::none();
    }
    if let (Some(look), Some(opened)) = (there.look, model.documents.open_document_mut()) {
        opened.take_up(look);
    }
    let outcome = Outcome::from(opening::load(&mut model.documents, there.document))
        .and(Effect::Remember(model.remembered()));
    match there.arrival {
        Some(arrival) if model.open_document().is_some() => {
            outcome.and(Outcome::next(Next::Arrive(arrival)))
        }
        Some(arrival) => {
            model.travel.arrival = Some((there.document, arrival));
            outcome
        }
        None => outcome,
    }
}

/// Goes to the other pane if that shows a document, and this one does not.
pub fn activate_showing(model: &mut Model, document: DocumentId) -> Option<Outcome> {
    let split = model.split.as_ref()?;
    let is_there = split.other.document == document && model.documents.open != Some(document);
    is_there.then(|| activate_other(model))
}

/// Scrolls both panes together from now on, or each alone.
pub fn scroll_together(model: &mut Model) -> Outcome {
    let Some(split) = &mut model.split else {
        return change(model);
    };
    split.stood = None;
    let (scrolling, words) = match split.scrolling {
        Scrolling::Alone => (Scrolling::Together, "The panes scroll together"),
        Scrolling::Together => (Scrolling::Alone, "Each pane scrolls alone"),
    };
    split.scrolling = scrolling;
    Outcome::plain(words)
}

/// Shows the other end of a link of the tag under the cursor in the other pane; again, that of
/// its next link.
pub fn open_link(model: &mut Model) -> Outcome {
    let Some((open, opened)) = model.documents.open.zip(model.open_document()) else {
        return Outcome::none();
    };
    let Some(tag) = opened.current() else {
        return Outcome::plain("No tag here whose link could be followed");
    };
    let links: Vec<Linked> = linked(model, open, tag).collect();
    if links.is_empty() {
        let key = model.settings.keymap.shown_key(Pane::Text, Command::Link);
        return Outcome::plain(format!("This tag has no links; {key} makes one"));
    }
    let shown = model
        .split
        .as_ref()
        .and_then(|split| shown_by(split, &links));
    let first = shown.map_or(0, |shown| (shown + 1) % links.len());
    let mut numbers = (first..links.len()).chain(0..first);
    // Broken ones are told on the way to the next that leads somewhere.
    let broken = Some(&links[first]).filter(|link| link.other.is_none());
    let broken = broken.map(|link| {
        let why = why_missing(model, &link.written);
        format!("{}: {why}", on_one_line(&link.says))
    });
    let there = numbers.find_map(|number| Some((number, links[number].other.as_ref()?)));
    let Some((number, (document, end))) = there else {
        return Outcome::problem(broken.unwrap_or_default());
    };
    let document = *document;
    let title = on_one_line(&model.documents.title_or_path(document));
    let which = match links.len() {
        1 => String::new(),
        all => format!(" ({} of {all})", number + 1),
    };
    let broken = broken.map_or_else(String::new, |broken| format!("; {broken}"));
    let says = on_one_line(&links[number].says);
    let words = format!("{says}: {title}{which}{broken}");
    let arrival = Some(Arrival::Annotation(end.id.clone()));
    let before = model.split.take();
    let mut divided = before
        .clone()
        .unwrap_or_else(|| split(document, (None, model.places.clone()), Side::First));
    divided.other = OtherPane {
        document,
        look: None,
        place: None,
        arrival,
        link: Some(number),
        places: divided.other.places,
    };
    divided.stood = None;
    model.split = Some(divided);
    if layout(model).other.is_none() {
        model.split = before;
        return no_room();
    }
    Outcome::from(opening::load(&mut model.documents, document)).and(Outcome::plain(words))
}

/// The number of the link whose other end is in the other pane: of several to the same, that
/// which led there.
fn shown_by(split: &Split, links: &[Linked]) -> Option<usize> {
    let other = &split.other;
    let pointed = other.look.as_ref().and_then(|look| look.pointed.as_ref());
    let arriving = other.arrival.as_ref().and_then(Arrival::annotation);
    let there = arriving.or(pointed)?;
    let is_shown = |number: &usize| {
        let end = links.get(*number).and_then(|link| link.other.as_ref());
        end.is_some_and(|(document, end)| *document == other.document && end.id == *there)
    };
    let led = other.link.filter(is_shown);
    led.or_else(|| (0..links.len()).find(is_shown))
}

/// After anything that happened: goes where the other pane was to go, scrolls it along, and
/// keeps its sentence in view.
pub fn follow(model: &mut Model, areas: &Layout) -> Outcome {
    let Some(mut split) = model.split.take() else {
        return Outcome::none();
    };
    let said = arrive(model, &mut split);
    if let Some(beside) = areas.of_other() {
        let frame = TextFrame::of(model, &beside);
        let along = scroll_along(model, &mut split, TextFrame::of(model, areas));
        let other = &mut split.other;
        // A file is empty for a moment while it is written anew: then its place is wanted again.
        let opened = model.documents.get_opened_mut(other.document);
        if let Some(opened) = opened.filter(|opened| !opened.text.is_empty()) {
            let place = other.place.take();
            let look = other.look.take().unwrap_or_else(|| match place {
                Some(place) => Look::at_place(opened, &place),
                None => Look::of(opened),
            });
            other.look = Some(opened.looked_at(look, |opened| {
                match along {
                    Along::Rows(0) => {}
                    Along::Rows(rows) => viewport::scroll(opened, frame, rows),
                    Along::Share(share) => go_to_share(opened, share),
                }
                viewport::follow_cursor(opened, frame);
            }));
        }
    }
    model.split = Some(split);
    said
}

/// Goes to the annotation that the other pane is to show, once it is there. Any other place is
/// gone to when the keys come back to that pane.
fn arrive(model: &Model, split: &mut Split) -> Outcome {
    let opened = model.documents.get_opened(split.other.document);
    let Some(opened) = opened.filter(|opened| opened.has_annotations()) else {
        return Outcome::none();
    };
    let wanted = split.other.arrival.as_ref().and_then(Arrival::annotation);
    let Some(id) = wanted.cloned() else {
        return Outcome::none();
    };
    split.other.arrival = None;
    match opened.place_of(&id) {
        Some(placed) => {
            split.other.look = Some(Look::at(opened, placed.range, Some(id)));
            Outcome::none()
        }
        None => Outcome::problem(format!("In the other pane, {}", why_lost(opened, &id))),
    }
}

/// How the other pane moves with the active one.
enum Along {
    Rows(isize),
    /// To this share of the text, in 65536ths.
    Share(usize),
}

fn scroll_along(model: &Model, split: &mut Split, active: TextFrame) -> Along {
    const WHOLE: usize = 1 << 16;
    let here = model.documents.open.zip(model.open_document());
    let Some((id, opened)) = here.filter(|_| split.scrolling == Scrolling::Together) else {
        return Along::Rows(0);
    };
    let now = (id, opened.top);
    let before = split.stood.replace(now);
    let Some((_, before)) = before.filter(|(document, top)| *document == id && *top != now.1)
    else {
        return Along::Rows(0);
    };
    let most = active.height.max(1) * MOST_SCREENS;
    let (from, to) = (before.min(now.1), before.max(now.1));
    match viewport::steps_between(opened, (from, to), active, most) {
        Some(steps) => {
            let steps = isize::try_from(steps).unwrap_or(isize::MAX);
            Along::Rows(if now.1 > before { steps } else { -steps })
        }
        None => Along::Share(now.1.saturating_mul(WHOLE) / opened.text.len().max(1)),
    }
}

fn go_to_share(opened: &mut OpenDocument, share: usize) {
    let len = opened.text.len();
    let byte = opened
        .text
        .floor_grapheme((len >> 16) * share + (((len & 0xffff) * share) >> 16));
    let sentence = opened.units().at(Unit::Sentence, byte);
    opened.pointed = None;
    opened.cursor.keep();
    opened.cursor.go(sentence, Unit::Sentence);
    opened.top = byte;
}

/// Scrolls the other pane alone: with the wheel over it.
pub fn scroll_other(model: &mut Model, areas: &Layout, rows: isize) {
    let Some(beside) = areas.of_other() else {
        return;
    };
    let frame = TextFrame::of(model, &beside);
    let Some(split) = &mut model.split else {
        return;
    };
    let other = &mut split.other;
    // As in `follow`: an empty text would make its place the first one.
    let opened = model.documents.get_opened_mut(other.document);
    if let Some(opened) = opened.filter(|opened| !opened.text.is_empty()) {
        let look = other.look.take().unwrap_or_else(|| Look::of(opened));
        other.look = Some(opened.looked_at(look, |opened| viewport::scroll(opened, frame, rows)));
    }
}

/// Carries the other pane over an edit of the text of a document.
pub fn carry(
    model: &mut Model,
    document: DocumentId,
    edit: &Edit,
    cursor_after: impl FnOnce(&Cursor, &OpenDocument) -> Cursor,
) {
    let Some(split) = &mut model.split else {
        return;
    };
    if split.stood.is_some_and(|(of, _)| of == document) {
        split.stood = None;
    }
    let Some(opened) = model.documents.get_opened(document) else {
        return;
    };
    let other = Some(&mut split.other).filter(|other| other.document == document);
    if let Some(look) = other.and_then(|other| other.look.as_mut())
        && !opened.text.is_empty()
    {
        look.cursor = cursor_after(&look.cursor, opened);
        look.top = edit.byte(look.top);
    }
}
