//! Linking two passages.
//!
//! What is pressed and seen: `L` on a tagged passage begins a link, and the last row says so
//! until it is made; then anywhere, by any way of going, `L` on the other passage lists the
//! relations, and the key of one makes the link. A passage without a tag is asked for one
//! first. `Esc` gives it up.
//!
//! Must not know: what relations mean.

use crate::annotation::{Extra, Link, PassageRef};
use crate::app::state::linking::{ChosenRelation, LinkEnd, ListedLink};
use crate::app::view::linked::{is_answered, picker};
use crate::app::{Command, Document, Env, Key, Model, Pane, TagFor};

use super::commands::tagging;
use super::editing::{editing, read_only};
use super::outcome::Outcome;
use super::passages;

const LINKED_ALREADY: &str = "The two are linked like that already";

/// Begins a link at the annotation under the cursor, or asks for the relation of the one that
/// was begun elsewhere.
pub fn link(model: &mut Model) -> Outcome {
    if let Some(refused) = passages::refusal(model) {
        return refused;
    }
    let (document, annotation) = match tagging::current_or_ask(model, TagFor::Link) {
        Ok(current) => current,
        Err(outcome) => return outcome,
    };
    let here = LinkEnd {
        document,
        annotation: annotation.id,
    };
    let gone = model
        .linking
        .as_ref()
        .and_then(|from| why_gone(model, from));
    match model.linking.take().filter(|_| gone.is_none()) {
        None => {
            if let Some(why) = read_only(model) {
                return Outcome::problem(why);
            }
            model.linking = Some(here);
            let key = model.settings.keymap.shown_key(model.pane, Command::Link);
            let go_on = format!("go to the other passage and press {key}; Esc cancels");
            Outcome::plain(match gone {
                None => format!("Link: {go_on}"),
                Some(why) => format!("{why}. The link begins here now: {go_on}"),
            })
        }
        Some(from) if from == here => {
            model.linking = Some(from);
            Outcome::plain("A tag cannot be linked to itself: go to another passage; Esc cancels")
        }
        Some(from) => {
            let picker = picker(model, &from, &here);
            model.linking = Some(from);
            model.mode.show_picker(picker);
            Outcome::none()
        }
    }
}

/// Gives up the link that was begun, unless what one did on the way is to be left first.
pub fn cancel(model: &mut Model) -> Option<Outcome> {
    if passages::is_on_the_way(model) {
        return None;
    }
    model.linking.take()?;
    Some(Outcome::plain("Cancelled; nothing was linked"))
}

/// Handles a letter in the list of relations; `None` for a key that does there what it does in
/// every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    let letter = key.letter()?;
    let relations = model.settings.relations.iter();
    let row = relations
        .map(|relation| relation.key)
        .position(|key| key == letter);
    let picker = model.mode.picker_mut()?;
    let chosen = picker.rows.get(row?)?.target.link()?.clone();
    model.closed.push(model.mode.take_picker()?);
    Some(choose(model, chosen, env))
}

/// Why a link cannot lead from where it was begun, or to where it was to lead.
fn why_gone(model: &Model, end: &LinkEnd) -> Option<&'static str> {
    let document = model.documents.get(end.document);
    match document.and_then(Document::opened) {
        None => Some("The document of the first passage is not open any more"),
        Some(opened) if !opened.has_annotations() => None,
        Some(opened) => {
            let is_there = opened.set().contains(&end.annotation);
            (!is_there).then_some("The first tag was deleted meanwhile")
        }
    }
}

/// Makes the link. What cannot be made leaves it begun, to be ended at another passage.
pub fn choose(model: &mut Model, chosen: ChosenRelation, env: &dyn Env) -> Outcome {
    let ChosenRelation { from, to, relation } = chosen;
    if let Some(why) = why_gone(model, &from) {
        model.linking = None;
        return Outcome::problem(format!("{why}; nothing was linked"));
    }
    if is_answered(model, &from, (&to, &relation)) {
        model.linking = None;
        return Outcome::plain(LINKED_ALREADY);
    }
    let document = model.documents.get(to.document);
    let is_there = |document: &Document| {
        let set = document.set();
        set.is_some_and(|set| set.contains(&to.annotation))
    };
    let Some(path) = document
        .filter(|document| is_there(document))
        .map(|document| document.path.clone())
    else {
        return Outcome::problem(
            "This tag was deleted meanwhile; the link waits for another passage (Esc cancels)",
        );
    };
    let Some(mut editing) = editing(model, from.document, env) else {
        return Outcome::none();
    };
    if let Some(why) = editing.opened.read_only() {
        let words = format!("Nothing was linked: {why}");
        return Outcome::problem(words);
    }
    let link = Link {
        to: PassageRef::new(&path, &to.annotation),
        rel: relation.clone(),
        extra: Extra::new(),
    };
    let is_same = |other: &Link| other.to == link.to && other.rel == link.rel;
    let tag = editing.opened.set().get(&from.annotation);
    if tag.is_some_and(|tag| tag.links.iter().any(is_same)) {
        model.linking = None;
        return Outcome::plain(LINKED_ALREADY);
    }
    let undo = editing.key(Command::Undo);
    let edited = editing.edit(&from.annotation, |annotation| annotation.links.push(link));
    model.linking = None;
    Outcome::plain(format!("Linked: {relation}; {undo} undoes")).and(edited)
}

/// Whether the other end of a link has one that says the same, as files from elsewhere may.
fn is_said_there(model: &Model, link: &ListedLink, relation: &str) -> bool {
    let mut ends = model.documents.ends(&link.to);
    ends.any(|(document, annotation)| {
        let there = LinkEnd {
            document,
            annotation,
        };
        is_answered(model, &link.from, (&there, relation))
    })
}

/// Removes a link that was listed at one of its ends.
pub fn remove(model: &mut Model, link: &ListedLink, env: &dyn Env) -> Outcome {
    let Some(relation) = &link.relation else {
        let key = model.settings.keymap.shown_key(Pane::Text, Command::Source);
        return Outcome::plain(format!(
            "No link: the other tag has this passage as its source; {key} there removes it"
        ));
    };
    let document = model.documents.get(link.from.document);
    let is_read = document.and_then(Document::opened);
    let Some(opened) = is_read.filter(|opened| opened.has_annotations()) else {
        let words = "The document that has this link is not read yet; go there to remove it";
        return Outcome::problem(words);
    };
    if let Some(why) = opened.read_only() {
        return Outcome::problem(format!("Nothing was removed: {why}"));
    }
    let is_it = |one: &Link| one.to == link.to && one.rel == *relation;
    let tag = opened.set().get(&link.from.annotation);
    let Some(at) = tag.and_then(|tag| tag.links.iter().position(is_it)) else {
        return Outcome::problem("This link is gone: it was removed elsewhere");
    };
    let rest = match is_said_there(model, link, relation) {
        true => ", and the other tag still has it: once more removes that",
        false => "",
    };
    let Some(mut editing) = editing(model, link.from.document, env) else {
        return Outcome::none();
    };
    let undo = editing.key(Command::Undo);
    let edited = editing.edit(&link.from.annotation, |tag| drop(tag.links.remove(at)));
    Outcome::plain(format!("Removed the link: {relation}{rest}; {undo} undoes")).and(edited)
}
