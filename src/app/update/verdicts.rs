//! The verdict on a tag, and who says it, when, how sure one is, and why it needs a source.
//!
//! What is pressed and seen: `Y` lists them at the tag under the cursor. One key gives a
//! verdict and leaves; the same key again takes it away; so does one key in the list of reasons.
//! The other rows ask for words. All but a verdict come back to the list. Each is one undo step.
//!
//! Must not know: what a verdict means for what is open.

use crate::annotation::{
    Annotation, AnnotationId, AttributeValue, Attributes, REASON, SPEAKER, SUPPORTED, TagId,
    VERDICT,
};
use crate::app::state::verdict::{AttributeAsk, AttributeRow, SetAttribute};
use crate::app::view::sources::has_any;
use crate::app::view::verdict::{picker, reasons};
use crate::app::view::words::on_one_line;
use crate::app::{
    Ask, Command, DocumentId, Env, Key, Mode, Model, Pane, PickerRow, Prompt, TagFor, Unit,
};
use crate::text::{TextRange, suggested_speaker};

use super::commands::tagging;
use super::editing::{Editing, editing, read_only};
use super::outcome::Outcome;

/// Lists what can be said about the annotation under the cursor; asks for a tag where there is
/// none.
pub fn show(model: &mut Model) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let (document, annotation) = match tagging::current_or_ask(model, TagFor::Verdict) {
        Ok(current) => current,
        Err(outcome) => return outcome,
    };
    let picker = picker(model, document, &annotation);
    model.mode.show_picker(picker);
    Outcome::none()
}

/// Handles a letter in the list; `None` for a key that does there what it does in every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    let letter = key.letter()?;
    let picker = model.mode.picker_mut()?;
    let is_it = |row: &&PickerRow| row.mark.starts_with(letter);
    let row = picker.rows.iter().find(is_it)?;
    let row = row.target.attribute()?.clone();
    model.closed.push(model.mode.take_picker()?);
    Some(choose(model, row, env))
}

/// Does what a row of the list says.
pub fn choose(model: &mut Model, row: AttributeRow, env: &dyn Env) -> Outcome {
    match row.set {
        SetAttribute::Verdict(verdict) => give(model, &row, verdict, env),
        SetAttribute::Reasons => show_reasons(model, &row),
        SetAttribute::Reason(reason) => give_reason(model, &row, reason, env),
        SetAttribute::Ask(name) => ask(model, row, name),
    }
}

fn show_reasons(model: &mut Model, row: &AttributeRow) -> Outcome {
    let opened = model.documents.get_opened(row.document);
    let annotation = opened.and_then(|opened| opened.set().get(&row.annotation));
    let Some(annotation) = annotation.cloned() else {
        return Outcome::problem(GONE);
    };
    let picker = reasons(model, row.document, &annotation);
    model.mode.show_picker(picker);
    Outcome::none()
}

/// Says why a source is needed, and comes back to what else can be said.
fn give_reason(
    model: &mut Model,
    row: &AttributeRow,
    reason: &'static str,
    env: &dyn Env,
) -> Outcome {
    let Some(mut editing) = editing(model, row.document, env) else {
        return Outcome::none();
    };
    let Some(annotation) = editing.opened.set().get(&row.annotation) else {
        return Outcome::problem(GONE);
    };
    let said = annotation.attributes.get(REASON);
    let is_said = said.is_some_and(|said| said.to_words() == reason);
    let value = (!is_said).then(|| AttributeValue::Text(reason.into()));
    let edited = editing.edit(&row.annotation, |annotation| {
        annotation.attributes.set(REASON, value);
    });
    leave(model, row.document, &row.annotation);
    edited
}

fn give(model: &mut Model, row: &AttributeRow, verdict: &'static str, env: &dyn Env) -> Outcome {
    let pane = model.pane;
    let opened = model.documents.get_opened(row.document);
    let annotation = opened.and_then(|opened| opened.set().get(&row.annotation));
    let Some(annotation) = annotation.cloned() else {
        return Outcome::problem(GONE);
    };
    let is_sourced = has_any(model, (row.document, &annotation));
    let Some(mut editing) = editing(model, row.document, env) else {
        return Outcome::none();
    };
    let value = AttributeValue::Name(verdict);
    let place = editing.opened.place_of(&row.annotation);
    let place = place.map(|placed| (&editing.opened.text, placed.anchor));
    // One that was given on other words is looked at again.
    let is_given = annotation.attributes.get(VERDICT) == Some(&value)
        && annotation.stale_verdict(place).is_none();
    let now = place.and_then(|(text, anchor)| Some(text.slice(anchor.range()?).into_owned()));
    let edited = editing.edit(&row.annotation, |annotation| {
        let value = (!is_given).then_some(value);
        annotation.attributes.set(VERDICT, value);
        let words = now.unwrap_or_else(|| annotation.selector.quote.clone());
        *annotation = annotation.clone().with_verdict_on(&words);
    });
    let undo = editing.key(Command::Undo);
    let shown = verdict.replace('-', " ");
    let words = match is_given {
        true => format!("Removed the verdict {shown}; {undo} undoes"),
        false if verdict == SUPPORTED && annotation.tag.as_str() == TagId::CLAIM => {
            let add = editing.key(Command::Source);
            match (is_sourced, annotation.sources.is_empty()) {
                (true, _) => {
                    let on = fact_words(&editing, &annotation, pane);
                    format!("Verdict: {shown}; {on}{undo} undoes")
                }
                (false, true) => {
                    format!("Verdict: {shown}, but unsourced: {add} adds a source; {undo} undoes")
                }
                (false, false) => format!(
                    "Verdict: {shown}, but its source is not there: {add} lists it; {undo} undoes"
                ),
            }
        }
        false => format!("Verdict: {shown}; {undo} undoes"),
    };
    Outcome::plain(words).and(edited)
}

/// What the key of a fact does about a claim that is one: somebody else's stays as it is.
fn fact_words(editing: &Editing<'_>, claim: &Annotation, pane: Pane) -> String {
    let Some(key) = fact_key(editing) else {
        return String::new();
    };
    let is_chosen = pane == Pane::Annotations;
    let place = editing.opened.place_of(&claim.id);
    let is_passage = place.is_some_and(|one| editing.opened.passage() == Some(one.range));
    match claim.creator.as_str() {
        // The key is about the whole of what is selected: of a claim on a part, it says nothing.
        _ if !is_chosen && !is_passage => String::new(),
        own if own == editing.annotator => format!("{key} makes it a fact, "),
        // There the key does nothing to what is somebody else's.
        _ if is_chosen => String::new(),
        "" => format!("{key} adds your fact beside it, "),
        other => {
            let other = on_one_line(other);
            format!("the claim is by {other}: {key} adds your fact beside it, ")
        }
    }
}

/// The key that makes a fact of a tag, if there is one.
fn fact_key(editing: &Editing<'_>) -> Option<String> {
    let mut tags = editing.tags.iter();
    let index = tags.position(|tag| tag.id.as_str() == TagId::FACT)?;
    Some(editing.key(Command::Tag(index))).filter(|key| !key.is_empty())
}

const GONE: &str = "The tag is gone: it was deleted elsewhere";

fn ask(model: &mut Model, row: AttributeRow, name: &'static str) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let opened = model.documents.get_opened(row.document);
    let annotation = opened.and_then(|opened| opened.set().get(&row.annotation));
    let Some(annotation) = annotation else {
        return Outcome::problem(GONE);
    };
    let said = annotation.attributes.get(name);
    let line = match (said, opened) {
        (Some(value), _) => value.to_words().into_owned(),
        // Who says it often stands in the sentence.
        (None, Some(opened)) if name == SPEAKER => {
            let place = opened.place_of(&row.annotation);
            let sentence = place.map(|place| {
                let first = opened.units().at(Unit::Sentence, place.range.start());
                TextRange::between(first.start(), first.end().max(place.range.end()))
            });
            let words = sentence.map(|range| opened.text.slice(range).into_owned());
            words
                .and_then(|words| suggested_speaker(&words))
                .unwrap_or_default()
        }
        _ => String::new(),
    };
    let ask = AttributeAsk {
        document: row.document,
        annotation: row.annotation,
        name,
        error: None,
    };
    model.mode = Mode::Prompt(Prompt::proposing(Ask::Attribute(Box::new(ask)), &line));
    Outcome::none()
}

/// Takes the words that were typed for an attribute, and comes back to the list.
pub fn accept(model: &mut Model, ask: AttributeAsk, line: &str, env: &dyn Env) -> Outcome {
    let value = match Attributes::typed(ask.name, line) {
        Ok(value) => value,
        Err(error) => {
            let error = Some(error);
            let ask = AttributeAsk { error, ..ask };
            model.mode = Mode::Prompt(Prompt::new(Ask::Attribute(Box::new(ask)), line));
            return Outcome::none();
        }
    };
    let Some(mut editing) = editing(model, ask.document, env) else {
        return Outcome::none();
    };
    if !editing.opened.set().contains(&ask.annotation) {
        return Outcome::problem(GONE);
    }
    let edited = editing.edit(&ask.annotation, |annotation| {
        annotation.attributes.set(ask.name, value);
    });
    leave(model, ask.document, &ask.annotation);
    edited
}

/// Comes back to the list.
pub fn leave(model: &mut Model, document: DocumentId, annotation: &AnnotationId) {
    let opened = model.documents.get_opened(document);
    let annotation = opened
        .and_then(|opened| opened.set().get(annotation))
        .cloned();
    if let Some(annotation) = annotation {
        let picker = picker(model, document, &annotation);
        model.mode.show_picker(picker);
    }
}
