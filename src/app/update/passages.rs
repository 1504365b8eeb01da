//! A passage elsewhere as the source of a tag.
//!
//! What is pressed and seen: `p` in the list of sources, or Ctrl-o where a source is asked for,
//! begins it, and the last row says so until it is done; then anywhere, by any way of going, `S`
//! on the other passage takes it. A passage without a tag is asked for one first. `Esc` gives
//! it up.
//!
//! Must not know: what else a source may be.

use crate::annotation::{AnnotationId, PassageRef, Source, SourceTarget, id_named};
use crate::app::state::linking::LinkEnd;
use crate::app::state::notice::Notice;
use crate::app::view::words::on_one_line;
use crate::app::{Command, DocumentId, Documents, Env, Model, Pane};
use crate::text::visible::visible_within;

use super::editing::{editing, read_only};
use super::outcome::Outcome;

/// How many columns of the passage name it in a notice.
const FIRST_WORDS: usize = 50;

/// Begins to choose a passage as a source of an annotation.
pub fn begin(model: &mut Model, of: LinkEnd) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    model.linking = None;
    model.sourcing = Some(of);
    let key = take_key(model);
    Outcome::plain(format!(
        "Source: go to the passage and press {key}; Esc cancels"
    ))
}

/// Whether something is to be left before what one goes elsewhere for: a list with the keys, a
/// selection, the matches of a search.
pub fn is_on_the_way(model: &Model) -> bool {
    model.pane != Pane::Text
        || model
            .open_document()
            .is_some_and(|opened| opened.cursor.is_extending() || !opened.matches.is_empty())
}

fn take_key(model: &Model) -> String {
    model.settings.keymap.shown_key(Pane::Text, Command::Source)
}

/// Gives up what was begun, unless what one did on the way is to be left first.
pub fn cancel(model: &mut Model) -> Option<Outcome> {
    if is_on_the_way(model) {
        return None;
    }
    model.sourcing.take()?;
    Some(Outcome::plain("Cancelled; no source was added"))
}

/// Why no link can be begun now: a source is being chosen.
pub fn refusal(model: &Model) -> Option<Outcome> {
    model.sourcing.as_ref()?;
    let key = take_key(model);
    Some(Outcome::plain(format!(
        "A source is being chosen: {key} takes this passage; Esc cancels"
    )))
}

/// Takes a passage as the source that was begun elsewhere; `None` where none was.
pub fn take(model: &mut Model, here: &LinkEnd, env: &dyn Env) -> Option<Outcome> {
    let from = model.sourcing.clone()?;
    if from == *here {
        let words = "A tag is no source of itself: go to another passage; Esc cancels";
        return Some(Outcome::plain(words));
    }
    let path = model.documents.get(here.document)?.path.clone();
    let passage = PassageRef::new(&path, &here.annotation);
    let quote = model
        .documents
        .get(here.document)?
        .set()?
        .get(&here.annotation)?;
    let quote = on_one_line(&quote.selector.quote);
    let Some(mut editing) = editing(model, from.document, env) else {
        let words = "The first passage is not open any more; begin again there";
        return Some(Outcome::problem(words));
    };
    if let Some(why) = editing.opened.read_only() {
        let words = format!("No source was added: {why}");
        return Some(Outcome::problem(words));
    }
    let source = Source::new(SourceTarget::Passage(passage));
    let tag = editing.opened.set().get(&from.annotation);
    let Some(tag) = tag else {
        model.sourcing = None;
        let words = "The first tag is gone: it was deleted meanwhile";
        return Some(Outcome::problem(words));
    };
    if tag.sources.iter().any(|one| one.target == source.target) {
        model.sourcing = None;
        return Some(Outcome::plain(
            "This passage is a source of that tag already",
        ));
    }
    let undo = editing.key(Command::Undo);
    let added = editing.edit(&from.annotation, |tag| tag.sources.push(source));
    model.sourcing = None;
    let quote = visible_within(&quote, FIRST_WORDS);
    Some(Outcome::plain(format!("Source: “{quote}”; {undo} undoes")).and(added))
}

/// The sources that somebody typed for a tag, among them passages by the ends of their ids.
///
/// # Errors
/// That it would be a source of itself.
pub fn typed(
    model: &Model,
    (document, annotation): (DocumentId, &AnnotationId),
    line: &str,
) -> Result<Vec<Source>, String> {
    let find = |path: &str, id: &str| find(&model.documents, path, id);
    let sources = Source::from_words_among(line, find);
    let is_own = |source: &Source| {
        let mut ends = source
            .passage()
            .into_iter()
            .flat_map(|to| model.documents.ends(to));
        ends.any(|(at, id)| at == document && id == *annotation)
    };
    match sources.iter().any(is_own) {
        true => Err("A tag is no source of itself".to_owned()),
        false => Ok(sources),
    }
}

fn find(documents: &Documents, path: &str, id: &str) -> Option<AnnotationId> {
    let set = documents.get(documents.called(path)?)?.set()?;
    id_named(id, set.iter().map(|one| &one.id))
}

/// Which sources were meant for passages of documents, and lead nowhere, in words.
pub fn leading_nowhere(model: &Model, sources: &[Source]) -> Option<Notice> {
    let documents = &model.documents;
    let words = sources.iter().find_map(|source| {
        let meant = source.meant_passage(|name| documents.find(name).is_some());
        let (name, kept) = match source.passage() {
            Some(passage) if documents.end_of(passage).is_none() => {
                (passage.as_str().rsplit_once('#')?.0, "all the same")
            }
            _ => (meant?.0, "as words"),
        };
        let shown = visible_within(name, FIRST_WORDS);
        let Some(document) = documents.find(name) else {
            return Some(format!("There is no document {shown}; kept {kept}"));
        };
        // What is still being read may well be there.
        documents.get(document)?.set()?;
        Some(format!("{shown} has no such tag; kept {kept}"))
    });
    words.map(Notice::plain)
}

/// The annotation to which a source leads, if it is there.
pub fn end_of(model: &Model, source: &Source) -> Option<(DocumentId, AnnotationId)> {
    let (document, annotation) = model.documents.end_of(source.passage()?)?;
    Some((document, annotation.id.clone()))
}
