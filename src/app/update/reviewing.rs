//! Reviewing the tags of a document whose text has changed.
//!
//! What is pressed and seen: `~` lists those that stand elsewhere or with other words, the
//! surest first, and then those that are lost, each with what it was and what it is. `a`
//! accepts the chosen one, `A` all from the first down to it, `x` says that it is not this
//! passage, `s` puts it on what is selected in the text, Enter goes there, and `u` undoes. The
//! list stays open until nothing is left in it. Each is one undo step; nothing is written
//! before.
//!
//! The list is made anew whenever the text, the tags or their places are others. Where that
//! was not the reader's own doing, the next of these letters only says so: it was pressed for
//! what stood there before.
//!
//! Must not know: how passages are found.

use crate::annotation::{AnnotationId, Deed, Selector, accepted};
use crate::app::input::command::Direction;
use crate::app::state::everywhere::{AsShown, Purpose, Task};
use crate::app::state::notice::Notice;
use crate::app::state::picker::{Kept, PickerAction};
use crate::app::state::review::{Review, Unseen, Wait};
use crate::app::view::review::{in_order, picker, waits};
use crate::app::{Command, DocumentId, Env, Key, KeyCode, Model, Picker};

use super::commands::history;
use super::editing::{editing, read_only};
use super::everywhere;
use super::outcome::Outcome;

const NONE: &str = "Every tag is where it was marked, as it was";

/// Lists the tags of the open document that are not where they were marked, or not as they
/// were.
pub fn show(model: &mut Model) -> Outcome {
    match picker(model) {
        Some(list) => match list.review.as_ref().and_then(|review| review.waits) {
            Some(waits @ (Wait::Found | Wait::Read)) => Outcome::plain(waits.words()),
            Some(Wait::Changed) | None => {
                model.mode.show_picker(list);
                Outcome::none()
            }
        },
        None if model.open_document().is_none() => Outcome::none(),
        None => Outcome::plain(NONE),
    }
}

/// Who has changed what the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// The reader, by a key in the list.
    Key,
    /// Somebody else, or what was found meanwhile.
    News,
}

/// Makes the list anew where it is shown and out of date.
pub fn keep_current(model: &mut Model) {
    let list = model.mode.picker();
    let Some(review) = list.and_then(|list| list.review.as_deref()) else {
        return;
    };
    if !is_current(model, review) {
        // While tags are changed piece by piece, that is what was asked for.
        let by = match review.waits {
            Some(Wait::Changed) => By::Key,
            _ => By::News,
        };
        make_anew(model, by);
    }
}

fn is_current(model: &Model, review: &Review) -> bool {
    let is_open = model.documents.open == Some(review.document);
    let opened = model.open_document().filter(|_| is_open);
    opened.is_some_and(|opened| {
        let waits = waits(model, opened);
        waits == review.waits && (waits.is_some() || opened.placing() == review.placing)
    })
}

/// Lists what is left, if anything is, and says so where nothing is.
fn make_anew(model: &mut Model, by: By) {
    let Some(before) = model.mode.take_picker() else {
        return;
    };
    let Some(was) = &before.review else {
        return;
    };
    if model.documents.open != Some(was.document) {
        return;
    }
    let Some(mut list) = picker(model) else {
        let went_wrong = model.notice.as_ref().is_some_and(Notice::is_problem);
        if by == By::News && !went_wrong && model.open_document().is_some() {
            model.notice = Some(Notice::plain(NONE));
        }
        return;
    };
    let kept = match was.waits {
        None => kept(&before),
        Some(_) => before.kept.clone(),
    };
    if let Some(kept) = &kept {
        let there = list.rows.iter().position(|row| row.target == kept.chosen);
        let there = there.filter(|_| by == By::News);
        let last = list.rows.len().saturating_sub(1);
        list.chosen = there.unwrap_or(kept.number).min(last);
    }
    let changed = match by {
        By::Key => None,
        By::News => what_changed(was, kept.as_deref(), &list),
    };
    if let Some(review) = &mut list.review {
        review.unseen = changed.or(was.unseen);
    }
    list.kept = kept;
    model.mode.show_picker(list);
}

fn kept(list: &Picker) -> Option<Box<Kept>> {
    Some(Box::new(Kept {
        chosen: list.chosen_row()?.target.clone(),
        number: list.chosen,
        rows: list.rows[..=list.chosen].to_vec(),
    }))
}

/// What is not as it was shown, of the chosen row and those above.
fn what_changed(was: &Review, kept: Option<&Kept>, list: &Picker) -> Option<Unseen> {
    let is = list.review.as_ref()?;
    if !is.text.ptr_eq(&was.text) {
        return Some(Unseen::Text);
    }
    if is.waits.is_some() {
        return None;
    }
    let shown = kept.map_or(&[][..], |kept| &kept.rows);
    let down_to = list.rows.len().min(list.chosen + 1);
    (!shown.is_empty() && list.rows[..down_to] != *shown).then_some(Unseen::Tags)
}

/// Handles a key in the list; `None` for one that does there what it does in every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    if key.code == KeyCode::Esc && model.everywhere.is_some() {
        let cancelled = everywhere::cancel(model, env);
        make_anew(model, By::Key);
        return cancelled;
    }
    match key.code {
        KeyCode::Char(letter @ ('a' | 'A' | 'x' | 's')) if !key.ctrl && !key.alt => {
            Some(act(model, letter, env))
        }
        _ => match model.settings.keymap.get(model.pane, key)? {
            Command::Undo => Some(step(model, Direction::Backward, env)),
            Command::Redo => Some(step(model, Direction::Forward, env)),
            _ => None,
        },
    }
}

fn step(model: &mut Model, direction: Direction, env: &dyn Env) -> Outcome {
    let outcome = history::step(model, direction, env);
    make_anew(model, By::Key);
    outcome
}

/// Does what a letter is for, unless what it was meant for is not what was shown.
fn act(model: &mut Model, letter: char, env: &dyn Env) -> Outcome {
    keep_current(model);
    let Some(list) = model.mode.picker_mut() else {
        return Outcome::none();
    };
    if let Some(review) = &mut list.review {
        if let Some(waits) = review.waits {
            return Outcome::plain(waits.words());
        }
        if let Some(unseen) = review.unseen.take() {
            return Outcome::plain(unseen.words());
        }
    }
    let Some(target) = list.chosen_row().map(|row| row.target.clone()) else {
        return Outcome::none();
    };
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let outcome = match (letter, &target) {
        ('A', PickerAction::Displaced(document, id)) => {
            accept_down_to(model, *document, Some(id), env)
        }
        ('A', PickerAction::OtherDisplaced(document)) => {
            accept_down_to(model, *document, None, env)
        }
        ('a', PickerAction::Displaced(document, id)) => accept(model, *document, id, env),
        ('x', PickerAction::Displaced(document, id)) => reject(model, *document, id, env),
        ('s', PickerAction::Displaced(document, id)) => put_on_selection(model, *document, id, env),
        _ => return Outcome::problem("This row stands for several tags: only A does something"),
    };
    make_anew(model, By::Key);
    outcome
}

pub fn accept(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    env: &dyn Env,
) -> Outcome {
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let Some(placed) = editing.opened.place_of(id) else {
        return Outcome::problem("This tag is lost: s puts it on the selection");
    };
    let now = env.now();
    let text = &editing.opened.text;
    let Some(accepted) = accepted(&placed.annotation, placed.anchor, text, &now) else {
        return Outcome::none();
    };
    let stale = match accepted.stale_verdict(None) {
        Some(_) => "; its verdict was given on other words",
        None => "",
    };
    let undo = editing.key(Command::Undo);
    editing.deed = Deed::Accept;
    let outcome = editing.edit(id, |annotation| *annotation = accepted);
    let words = format!("Accepted where the tag stands now{stale}; {undo} undoes");
    Outcome::plain(words).and(outcome)
}

/// Accepts all that stand in the list down to a tag: of a lost one, or where none is named, all
/// that stand somewhere.
fn accept_down_to(
    model: &mut Model,
    document: DocumentId,
    id: Option<&AnnotationId>,
    env: &dyn Env,
) -> Outcome {
    let Some(opened) = model.documents.get_opened(document) else {
        return Outcome::none();
    };
    let placed = in_order(opened, usize::MAX);
    let last = placed
        .iter()
        .position(|placed| Some(&placed.annotation.id) == id);
    let down_to = last.map_or(placed.len(), |last| last + 1);
    let left = placed[..down_to].iter();
    let shown = AsShown {
        text: opened.text.clone(),
        left: left
            .map(|placed| (placed.annotation.clone(), placed.anchor))
            .collect(),
    };
    if shown.left.is_empty() {
        return Outcome::problem("These tags are lost: s puts one on the selection");
    }
    let task = Task {
        document,
        passages: [].into(),
    };
    everywhere::begin(model, Purpose::Accept(shown), vec![task], env)
}

/// Says that a tag is not what it was put on: it is lost, until that says something else.
pub fn reject(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    env: &dyn Env,
) -> Outcome {
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let Some(placed) = editing.opened.place_of(id) else {
        return Outcome::problem("This tag is lost already; x in the text deletes it");
    };
    let words = editing.opened.text.slice(placed.range).into_owned();
    let undo = editing.key(Command::Undo);
    editing.deed = Deed::Reject;
    let outcome = editing.edit(id, |annotation| {
        *annotation = annotation.clone().with_rejected(Some(&words));
    });
    Outcome::plain(format!("The tag is not put there; {undo} undoes")).and(outcome)
}

fn put_on_selection(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    env: &dyn Env,
) -> Outcome {
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let Some(passage) = editing.opened.passage() else {
        return Outcome::problem("Nothing is selected in the text");
    };
    let selector = Selector::new(&editing.opened.text, passage);
    let undo = editing.key(Command::Undo);
    editing.deed = Deed::Put;
    let outcome = editing.edit(id, |annotation| {
        *annotation = std::mem::take(annotation).put_on(selector);
    });
    Outcome::plain(format!("Put the tag on the selection; {undo} undoes")).and(outcome)
}
