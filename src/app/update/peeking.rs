//! Looking at the references that are cited here, and at what is linked, without leaving.
//!
//! What is pressed and seen: `i` shows the words of what the current sentence, or the passage
//! of the tag under the cursor, cites, and those of the other ends of the tag's links, within
//! their sentences. Enter goes there, and `<` comes back; `s` makes it a source of the tag; `x`
//! removes a link; Esc goes on reading.
//!
//! Must not know: how references are found.

use crate::annotation::{PassageRef, Source, SourceTarget};
use crate::app::state::cited::CitedSource;
use crate::app::state::notice::Notice;
use crate::app::state::picker::{Acts, PickerAction};
use crate::app::view::peek::peek;
use crate::app::{
    Command, DocumentId, Documents, Effect, Env, Key, KeyCode, Letters, Model, Pane, Picker, TagFor,
};

use super::commands::tagging;
use super::editing::{editing, read_only};
use super::outcome::Outcome;
use super::{linking, opening};

const NOT_THERE: &str = "This one is not there: nothing to go to, and no source";
/// The most documents that are read for one look.
const MOST_READ: usize = 8;

/// Shows what is cited here, and the other ends of the links of the tag. The documents of
/// those that are not open are read for it.
pub fn show(model: &mut Model) -> Outcome {
    let Some(peek) = peek(model) else {
        return Outcome::none();
    };
    if peek.is_empty() {
        let opened = model.open_document();
        let is_tagged = opened.is_some_and(|opened| opened.current().is_some());
        let is_known = opened.is_some_and(|opened| opened.known_references().is_some());
        return Outcome::plain(match (is_known, is_tagged) {
            (false, _) => "The references of this text are still being read",
            (true, true) => "This sentence cites no reference, and its tag has no links",
            (true, false) => "This sentence cites no reference",
        });
    }
    let others = peek.links.iter().filter_map(|link| link.other.as_ref());
    let others: Vec<DocumentId> = others.map(|(document, _)| *document).collect();
    model.mode.show_picker(peek.picker(model));
    let read = others.into_iter().take(MOST_READ);
    let effects = read.filter_map(|document| opening::load(&mut model.documents, document));
    effects.collect::<Vec<Effect>>().into()
}

/// Brings the list up to date after news, if it is shown: a document was read, or its tags.
pub fn refresh(model: &mut Model) {
    let is_shown = |picker: &&Picker| picker.letters == Letters::Act(Acts::Cited);
    let Some(shown) = model.mode.picker().filter(is_shown) else {
        return;
    };
    let chosen = shown.chosen_row().map(|row| row.target.clone());
    let number = shown.chosen;
    let Some(peek) = peek(model).filter(|peek| !peek.is_empty()) else {
        return;
    };
    let mut picker = peek.picker(model);
    if picker.rows == shown.rows {
        return;
    }
    let rows = &picker.rows;
    let is_chosen = |at: &usize| rows.get(*at).map(|row| &row.target) == chosen.as_ref();
    let same = Some(number).filter(is_chosen);
    let same = same.or_else(|| (0..rows.len()).find(is_chosen));
    picker.chosen = same.unwrap_or(0);
    if let Some(before) = model.mode.take_picker() {
        model.closed.push(before);
    }
    model.mode.show_picker(picker);
}

/// Handles a letter in the list; `None` for a key that does there what it does in every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    if key.ctrl || key.alt {
        return None;
    }
    let is_used = matches!(key.code, KeyCode::Enter | KeyCode::Char('s'));
    let picker = model.mode.picker()?;
    let why_not = match picker.chosen_row().map(|row| &row.target) {
        Some(PickerAction::Linked(link)) if link.shown.is_none() => Some(NOT_THERE),
        Some(PickerAction::Stay) => Some(NOT_THERE),
        Some(PickerAction::Told) => Some("Nothing to go to: choose a reference or a link"),
        _ => None,
    };
    if let Some(why) = why_not.filter(|_| is_used) {
        return Some(Outcome::problem(why));
    }
    let KeyCode::Char(letter) = key.code else {
        return None;
    };
    let opens = model.settings.keymap.keys_of(Pane::Text, Command::Peek);
    let picker = model.mode.picker_mut()?;
    match letter {
        's' => {
            let target = picker.chosen_row()?.target.clone();
            let cited = source_of(&model.documents, &target)?;
            model.closed.push(model.mode.take_picker()?);
            return Some(make_source(model, cited, env));
        }
        // The key that has opened it.
        'x' => {
            let PickerAction::Linked(link) = &picker.chosen_row()?.target else {
                return None;
            };
            let link = link.clone();
            model.closed.push(model.mode.take_picker()?);
            return Some(linking::remove(model, &link, env));
        }
        _ if opens.contains(&key) => model.closed.push(model.mode.take_picker()?),
        _ => return None,
    }
    Some(Outcome::none())
}

/// What a row makes a source of, and what that is called: a reference by its label, a passage
/// by its document.
fn source_of(documents: &Documents, target: &PickerAction) -> Option<CitedSource> {
    match target {
        PickerAction::Reference(cited) => {
            let label = cited.label.clone();
            let called = format!("[{label}]");
            let mut source = Source::new(SourceTarget::Reference(label));
            let opened = documents.get_opened(cited.document);
            if let Some((opened, references)) = opened.and_then(|opened| {
                let references = opened.known_references()?;
                Some((opened, references))
            }) {
                source.remember_words(&opened.text, references, cited.place.start());
            }
            Some(CitedSource { source, called })
        }
        PickerAction::Linked(link) => {
            let end = link.shown.as_ref()?;
            let path = &documents.get(end.document)?.path;
            let passage = SourceTarget::Passage(PassageRef::new(path, &end.annotation));
            Some(CitedSource {
                source: Source::new(passage),
                called: format!("a passage of {path}"),
            })
        }
        _ => None,
    }
}

/// Gives the tag here a source; asks for a tag where there is none.
fn make_source(model: &mut Model, cited: CitedSource, env: &dyn Env) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let (document, annotation) = match tagging::current_or_ask(model, TagFor::Cited) {
        Ok(current) => current,
        Err(outcome) => {
            model.cited_source = Some(cited);
            return outcome;
        }
    };
    let CitedSource { source, called } = cited;
    if annotation
        .sources
        .iter()
        .any(|one| one.target == source.target)
    {
        return Outcome::plain(format!("{called} is a source of this tag already"));
    }
    let Some(mut editing) = editing(model, document, env) else {
        return Outcome::none();
    };
    let undo = editing.key(Command::Undo);
    let edited = editing.edit(&annotation.id, |annotation| annotation.sources.push(source));
    Outcome::plain(format!("Source: {called}; {undo} undoes")).and(edited)
}

/// What is said of a tag that was made for a source.
pub fn taken_words(model: &Model, tag: usize, called: &str) -> Notice {
    let tag = model.settings.tags.iter().nth(tag);
    let name = tag.map_or("", |tag| tag.name.as_str());
    let undo = model.settings.keymap.shown_key(Pane::Text, Command::Undo);
    Notice::plain(format!("Tagged as {name}, source: {called}; {undo} undoes"))
}
