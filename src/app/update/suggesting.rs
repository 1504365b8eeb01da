//! Working through what models suggest.
//!
//! What is pressed and seen: `)` goes to the next suggestion, `(` to the one before; `a` makes a
//! tag of the one under the cursor, `x` rejects it, and either goes on to the next. Where there
//! is a tag under the cursor that was not left for a suggestion, these keys are about the tag.
//! From the palette, all suggestions of the document are accepted or rejected, or those from a
//! score on. Each is one undo step.
//!
//! Must not know: where suggestions come from.

use std::collections::VecDeque;

use crate::annotation::{AnnotationId, Change};
use crate::app::input::command::Direction;
use crate::app::state::everywhere::{Decision, Purpose, Task};
use crate::app::state::notice::Notice;
use crate::app::view::words::on_one_line;
use crate::app::{
    Ask, Command, Env, LaneIndex, Mode, Model, OpenDocument, Pane, PlacedAnnotation, Prompt,
};
use crate::text::TextRange;

use super::commands::moving;
use super::deciding::changes;
use super::editing::{editing, read_only};
use super::everywhere;
use super::outcome::Outcome;

/// Goes to the next suggestion, or to the one before.
pub fn go(opened: Option<&mut OpenDocument>, direction: Direction) -> Outcome {
    let Some(opened) = opened else {
        return Outcome::none();
    };
    let target = opened.suggestion_from_here(direction);
    match target.map(chosen) {
        Some((id, range)) => {
            moving::point_to(opened, id, range);
            Outcome::none()
        }
        None => Outcome::plain(none_words(opened, direction)),
    }
}

fn chosen(placed: &PlacedAnnotation) -> (AnnotationId, TextRange) {
    (placed.annotation.id.clone(), placed.range)
}

/// That there are no more suggestions that way: `No more suggestions; 3 are not in the text any
/// more`.
fn none_words(opened: &OpenDocument, direction: Direction) -> String {
    let shown = opened.placed_suggestions().map_or(0, LaneIndex::len);
    let words = match direction {
        _ if opened.suggestions().waiting().is_empty() => "Nothing is suggested for this document",
        _ if shown == 0 => "No suggestion is shown",
        Direction::Forward => "No more suggestions in this document",
        Direction::Backward => "No earlier suggestions in this document",
    };
    match opened.lost_suggestions() {
        0 => words.to_owned(),
        1 => format!("{words}; 1 is not in the text any more"),
        lost => format!("{words}; {lost} are not in the text any more"),
    }
}

/// Makes a tag of the suggestion that keys are about; `None` where there is none.
pub fn accept(model: &mut Model, env: &dyn Env) -> Option<Outcome> {
    decide(model, Decision::Accept, env)
}

/// Rejects the suggestion that keys are about; `None` where there is none.
pub fn reject(model: &mut Model, env: &dyn Env) -> Option<Outcome> {
    decide(model, Decision::Reject, env)
}

fn decide(model: &mut Model, decision: Decision, env: &dyn Env) -> Option<Outcome> {
    let document = model.documents.open?;
    let mut editing = editing(model, document, env)?;
    if editing.opened.resizing.is_some() {
        return None;
    }
    let placed = editing.opened.current_suggestion()?;
    let ((id, place), tag) = (chosen(placed), placed.annotation.tag.clone());
    let changes = changes(&editing, decision, std::slice::from_ref(&id));
    let name = on_one_line(&editing.tags.look_up(&tag).name);
    let undo = editing.key(Command::Undo);
    let outcome = editing.apply(Change::Batch(changes), place);
    let opened = &mut *editing.opened;
    opened.pointed = None;
    let next = opened.suggestion_behind(place.start()).map(chosen);
    if let Some((id, range)) = next {
        moving::point_to(opened, id, range);
    }
    let left = match opened.suggestions().len() - opened.lost_suggestions() {
        0 => "none left".to_owned(),
        left => format!("{left} left"),
    };
    let done = match decision {
        Decision::Accept => format!("Accepted {name}"),
        Decision::Reject => format!("Rejected {name}"),
    };
    Some(outcome.and(Notice::plain(format!("{done}; {left}; {undo} undoes"))))
}

/// Asks from which score on suggestions are accepted, or below which they are rejected.
pub fn ask(model: &mut Model, decision: Decision) -> Outcome {
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    if opened.placed_suggestions().is_none_or(LaneIndex::is_empty) {
        return Outcome::plain(none_words(opened, Direction::Forward));
    }
    let error = None;
    let ask = Ask::Suggestions { decision, error };
    model.mode = Mode::Prompt(Prompt::new(ask, ""));
    Outcome::none()
}

/// What is wrong with a score that was typed, if anything is.
pub fn wrong_score(line: &str) -> Option<String> {
    let is_wrong = !line.trim().is_empty() && score(line).is_none();
    is_wrong.then(|| format!("\"{line}\" is not a score: type a number from 0 to 1"))
}

fn score(line: &str) -> Option<f64> {
    let score = line.trim().replace(',', ".").parse::<f64>().ok();
    score.filter(|score| (0.0..=1.0).contains(score))
}

/// Accepts or rejects the suggestions of the open document that stand in the text: all, where
/// no score was typed.
pub fn decide_all(model: &mut Model, decision: Decision, line: &str, env: &dyn Env) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let Some((document, opened)) = model.documents.open.zip(model.open_document()) else {
        return Outcome::none();
    };
    let asked = score(line);
    let is_meant = |placed: &&PlacedAnnotation| match (asked, placed.annotation.score()) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(least), Some(score)) if decision == Decision::Accept => score >= least,
        (Some(below), Some(score)) => score < below,
    };
    let placed = opened.placed_suggestions().into_iter();
    let meant = placed.flat_map(LaneIndex::iter).filter(is_meant);
    let ids: VecDeque<AnnotationId> = meant.map(|placed| placed.annotation.id.clone()).collect();
    if ids.is_empty() {
        return Outcome::plain("No suggestion has such a score");
    }
    model.pane = Pane::Text;
    let task = Task {
        document,
        passages: [].into(),
    };
    everywhere::begin(model, Purpose::Suggestions(decision, ids), vec![task], env)
}
