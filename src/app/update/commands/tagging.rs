//! Tagging a passage, and changing what it is tagged as.
//!
//! A passage mostly has one tag of one's own. So a tag's key puts that tag on a passage
//! without one, changes the one that is there, which keeps its note, sources and links, and
//! takes it off where it is that tag already. A second one beside it has a key before it.
//! What somebody else has tagged stays theirs: there, the key adds one's own.

use crate::annotation::{Annotation, AnnotationId, Change, DocumentFacts, Source, Tag};
use crate::app::input::command::Direction;
use crate::app::state::notice::Notice;
use crate::app::view::card::why_lost;
use crate::app::view::words::{name_of, on_one_line};
use crate::app::{Command, DocumentId, Env, Mode, Model, OpenDocument, Pane, TagFor, Unit};
use crate::text::TextRange;

use super::super::editing::{Editing, current_own_first, in_open_document, removed_words};
use super::super::outcome::Outcome;
use super::moving;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It stays on the passage.
    Stay,
    /// It goes on to the next sentence; in the annotation pane, to the next tag.
    GoOn,
}

/// Why nothing can be tagged while the extent of a tag is being changed.
pub const RESIZING: &str = "A tag is being resized: Enter saves, Esc cancels";

/// What a tag's key does to a passage.
enum Deed {
    Add(TextRange),
    Change(AnnotationId),
    /// It has that tag already.
    HasIt(AnnotationId),
}

/// Does what the key of the tag at `index` does here, or says why it cannot.
pub fn tag(model: &mut Model, index: usize, then: Then, env: &dyn Env) -> Outcome {
    with_tag(model, index, then, env, |editing, tag, pane| {
        match deed(editing, tag, pane)? {
            Deed::Add(passage) => Ok(insert(editing, tag, passage, None)),
            Deed::Change(id) => change(editing, &id, tag),
            // Going on over a tagged passage leaves it tagged.
            Deed::HasIt(_) if then == Then::GoOn => Ok(Outcome::none()),
            Deed::HasIt(id) => take_off(editing, &id),
        }
    })
}

/// Adds the tag at `index` beside those that the passage has already, with a source if there is
/// one; where the passage has that tag, goes to it.
pub fn add(
    model: &mut Model,
    index: usize,
    source: Option<Source>,
    then: Then,
    env: &dyn Env,
) -> Outcome {
    with_tag(model, index, then, env, |editing, tag, pane| {
        let passage = match chosen(editing.opened, pane) {
            Some(chosen) => match editing.opened.place_of(&chosen.id) {
                Some(placed) => placed.range,
                None => return Err(why_lost(editing.opened, &chosen.id)),
            },
            None => passage(editing)?,
        };
        if let Some(id) = own(editing, tag, passage) {
            editing.opened.pointed = Some(id);
            let words = format!("This passage is tagged as {} already", tag.name);
            return Ok(Outcome::plain(words));
        }
        Ok(insert(editing, tag, passage, source))
    })
}

/// Waits for the key of a second tag.
pub fn begin_second(model: &mut Model) -> Outcome {
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    if opened.resizing.is_some() {
        return Outcome::problem(RESIZING);
    }
    if chosen(opened, model.pane).is_none() && opened.passage().is_none() {
        return Outcome::problem(nothing_to_tag(opened));
    }
    model.mode = Mode::ChooseTag(TagFor::Second);
    Outcome::none()
}

/// Asks for a tag for something else, unless there is nothing that could have one.
pub fn ask(model: &mut Model, what_for: TagFor) -> Outcome {
    let opened = model.open_document();
    let blank = opened.filter(|opened| opened.passage().is_none());
    match blank {
        Some(opened) => Outcome::problem(nothing_to_tag(opened)),
        None => {
            model.mode = Mode::ChooseTag(what_for);
            Outcome::none()
        }
    }
}

/// The annotation under the cursor to which something is to be added, and its document; where
/// there is none, asks for a tag first. The cursor stays on that annotation, whatever happens
/// meanwhile.
pub fn current_or_ask(
    model: &mut Model,
    what_for: TagFor,
) -> Result<(DocumentId, Annotation), Outcome> {
    let (open, tags) = (model.documents.open, &model.settings.tags);
    let Some((document, opened)) = open.zip(model.documents.open_document_mut()) else {
        return Err(Outcome::none());
    };
    let annotator = model.annotator.as_deref().unwrap_or_default();
    match current_own_first(opened, tags, annotator) {
        Ok(annotation) => {
            opened.pointed = Some(annotation.id.clone());
            Ok((document, annotation))
        }
        Err(notice) if opened.resizing.is_some() => Err(notice.into()),
        Err(_) => Err(match opened.read_only() {
            Some(why) => Outcome::problem(why),
            // Words that are typed at once must not be taken for commands.
            None => ask(model, what_for),
        }),
    }
}

/// Does something with the tag at `index` in the open document; what cannot be done is told.
/// Nobody needs to be welcomed any more then.
fn with_tag(
    model: &mut Model,
    index: usize,
    then: Then,
    env: &dyn Env,
    does: impl FnOnce(&mut Editing<'_>, &Tag, Pane) -> Result<Outcome, String>,
) -> Outcome {
    let Some(tag) = model.settings.tags.iter().nth(index).cloned() else {
        return Outcome::none();
    };
    let pane = model.pane;
    let mut begun = false;
    let outcome = in_open_document(model, env, |editing| {
        if editing.opened.resizing.is_some() {
            return Outcome::problem(RESIZING);
        }
        let outcome = match does(editing, &tag, pane) {
            Ok(outcome) => outcome,
            Err(words) => return Outcome::problem(words),
        };
        begun = true;
        match then {
            Then::Stay => outcome,
            Then::GoOn => go_on(editing.opened, pane, outcome),
        }
    });
    model.welcome &= !begun;
    outcome
}

/// Whether the filter hides the tag that was just made or changed.
fn is_hidden(opened: &OpenDocument) -> bool {
    let now = opened.pointed.as_ref();
    let now = now.and_then(|id| opened.set().get(id));
    now.is_some_and(|now| opened.annotation_index().is_hidden(now))
}

/// What is said of a tag that the filter hides.
const HIDDEN: &str = "which the filter hides";
/// How it is seen.
const SHOW_ALL: &str = "; Esc shows all tags";

/// Goes on to the next sentence; in the annotation pane, to the next tag. At the last one it
/// stays there.
fn go_on(opened: &mut OpenDocument, pane: Pane, outcome: Outcome) -> Outcome {
    if pane == Pane::Annotations {
        let moved = moving::by_tag(Some(opened), Direction::Forward);
        let said = outcome.notice.clone();
        return outcome.and(moved).and(said);
    }
    opened.cursor.keep();
    opened.pointed = None;
    moving::change_cursor(opened, |cursor, units| {
        cursor.step(Unit::Sentence, Direction::Forward, units);
    });
    outcome
}

pub fn nothing_to_tag(opened: &OpenDocument) -> &'static str {
    match opened.cursor.range().is_empty() {
        true => "Nothing to tag here",
        false => "Only blanks are selected: nothing to tag",
    }
}

/// The annotation that was chosen in the annotation pane, while that has the keys.
fn chosen(opened: &OpenDocument, pane: Pane) -> Option<&Annotation> {
    let chosen = opened.current();
    chosen.filter(|_| pane == Pane::Annotations)
}

/// What the key of a tag does here.
fn deed(editing: &Editing<'_>, tag: &Tag, pane: Pane) -> Result<Deed, String> {
    if let Some(chosen) = chosen(editing.opened, pane) {
        return deed_on(editing, chosen, tag);
    }
    let passage = passage(editing)?;
    let pointed = pointed_at(editing, passage);
    if let Some(pointed) = pointed.filter(|pointed| pointed.tag == tag.id) {
        return Ok(Deed::HasIt(pointed.id.clone()));
    }
    if let Some(id) = own(editing, tag, passage) {
        return Ok(Deed::HasIt(id));
    }
    if let Some(pointed) = pointed {
        return Ok(Deed::Change(pointed.id.clone()));
    }
    let index = editing.opened.annotation_index();
    let mut all = index.all_of(passage, editing.annotator);
    // Of several, none is meant more than the others before one of them is chosen.
    match (all.next(), all.next()) {
        (Some(only), None) => Ok(Deed::Change(only.annotation.id.clone())),
        _ => Ok(Deed::Add(passage)),
    }
}

/// What the key of a tag does to the annotation that was chosen in its pane.
fn deed_on(editing: &Editing<'_>, chosen: &Annotation, tag: &Tag) -> Result<Deed, String> {
    if chosen.creator != editing.annotator {
        let by = on_one_line(&chosen.creator);
        let name = editing.tags.look_up(&chosen.tag).name;
        let second = editing.key(Command::SecondTag);
        return Err(format!(
            "This {name} is by {by}: {second} and a tag's key adds yours beside it"
        ));
    }
    if chosen.tag == tag.id {
        return Ok(Deed::HasIt(chosen.id.clone()));
    }
    let placed = editing.opened.place_of(&chosen.id);
    match placed.and_then(|placed| own(editing, tag, placed.range)) {
        Some(_) => Err(format!(
            "This passage is tagged as {} already; {} deletes the chosen tag",
            tag.name,
            editing.key(Command::Delete)
        )),
        None => Ok(Deed::Change(chosen.id.clone())),
    }
}

/// The passage that is tagged: what is selected without the blanks at its ends, but exactly
/// the passage of a tag that was chosen.
fn passage(editing: &Editing<'_>) -> Result<TextRange, String> {
    let selected = editing.opened.cursor.range();
    if pointed_at(editing, selected).is_some() {
        return Ok(selected);
    }
    let passage = editing.opened.passage();
    passage.ok_or_else(|| nothing_to_tag(editing.opened).to_owned())
}

/// The annotator's own tag that was chosen, if it has exactly that passage.
fn pointed_at<'a>(editing: &'a Editing<'_>, passage: TextRange) -> Option<&'a Annotation> {
    let placed = editing.opened.place_of(editing.opened.pointed.as_ref()?)?;
    let is_meant = placed.range == passage && placed.annotation.creator == editing.annotator;
    is_meant.then_some(&*placed.annotation)
}

/// The annotator's own tag of that kind on exactly that passage.
fn own(editing: &Editing<'_>, tag: &Tag, range: TextRange) -> Option<AnnotationId> {
    let index = editing.opened.annotation_index();
    let own = index.one_of(range, &tag.id, editing.annotator)?;
    Some(own.annotation.id.clone())
}

/// Tags a passage, and says so where it has tags already: others of one's own, else what is
/// seen of another annotator.
fn insert(
    editing: &mut Editing<'_>,
    tag: &Tag,
    passage: TextRange,
    source: Option<Source>,
) -> Outcome {
    let index = editing.opened.annotation_index();
    let mut others = index.all_of(passage, editing.annotator);
    let beside = others.next().map(|first| match others.count() {
        0 => editing.tags.look_up(&first.annotation.tag).name,
        more => format!("{} other tags of yours", more + 1),
    });
    let beside = beside.or_else(|| {
        let mut theirs = index.shown_at(passage);
        let first = &theirs.next()?.annotation;
        Some(match theirs.count() {
            0 => name_of(editing.tags, first, editing.annotator),
            more => format!("{} tags of others", more + 1),
        })
    });
    let mut annotation = editing.new_annotation(tag.id.clone(), passage);
    annotation.sources.extend(source);
    let facts = settled_with(editing, passage);
    editing.opened.cursor.keep();
    editing.opened.pointed = Some(annotation.id.clone());
    let insert = Change::Insert(annotation);
    let change = match facts {
        Some(facts) => Change::Batch(vec![Change::Document(facts), insert]),
        None => insert,
    };
    let applied = editing.apply(change, passage);
    let name = &tag.name;
    let words = match (beside, is_hidden(editing.opened)) {
        (None, false) => return applied,
        (None, true) => format!("Tagged as {name}, {HIDDEN}{SHOW_ALL}"),
        (Some(beside), false) => format!("Added {name} beside {beside}"),
        // What is hidden is named before what it stands beside.
        (Some(beside), true) => format!("Added {name}, {HIDDEN}, beside {beside}{SHOW_ALL}"),
    };
    applied.and(Notice::plain(words))
}

/// What is said of the document once a passage is tagged for which something was suggested: that
/// was settled by who has looked at it, whichever tag it was given.
fn settled_with(editing: &Editing<'_>, passage: TextRange) -> Option<DocumentFacts> {
    let waiting = editing.opened.suggestions_on(passage);
    let ids: Vec<AnnotationId> = waiting.map(|one| one.annotation.id.clone()).collect();
    let facts = editing.opened.set().facts();
    let suggestions = || facts.suggestions.clone().rejecting(&ids);
    (!ids.is_empty()).then(|| facts.clone().with_suggestions(suggestions()))
}

/// The words that say of an annotation that the filter hides it; none where it is seen.
fn unseen(opened: &OpenDocument, id: &AnnotationId, words: &'static str) -> &'static str {
    let annotation = opened.set().get(id);
    let is_hidden = annotation.is_some_and(|one| opened.annotation_index().is_hidden(one));
    if is_hidden { words } else { "" }
}

/// Makes another tag of an annotation, which keeps all else.
fn change(editing: &mut Editing<'_>, id: &AnnotationId, tag: &Tag) -> Result<Outcome, String> {
    let name = settled(editing, id)?;
    let unseen = unseen(editing.opened, id, ", which the filter hid");
    editing.opened.cursor.keep();
    editing.opened.pointed = Some(id.clone());
    let (by, now) = (editing.annotator, editing.env.now());
    let changed = editing.edit(id, |annotation| annotation.retag(&tag.id, by, &now));
    let hidden = match is_hidden(editing.opened) {
        true => format!(", {HIDDEN}{SHOW_ALL}"),
        false => String::new(),
    };
    let words = format!("{name} → {}{unseen}{hidden}", tag.name);
    Ok(changed.and(Notice::plain(words)))
}

fn take_off(editing: &mut Editing<'_>, id: &AnnotationId) -> Result<Outcome, String> {
    settled(editing, id)?;
    let place = editing.place_of(id);
    let annotation = editing.opened.set().get(id);
    let unseen = unseen(editing.opened, id, " hidden");
    let words = annotation.map(|annotation| {
        let gone = format!("Removed{unseen}");
        removed_words(editing, &gone, annotation)
    });
    editing.opened.cursor.keep();
    editing.opened.pointed = None;
    let removed = editing.apply(Change::Remove(id.clone()), place);
    Ok(removed.and(words.map(Notice::plain)))
}

/// The name of the tag of an annotation; of one in conflict, that its versions come first: to
/// change one of them would make the conflict harder to see.
fn settled(editing: &Editing<'_>, id: &AnnotationId) -> Result<String, String> {
    let annotation = editing.opened.set().get(id);
    let name = annotation.map_or_else(String::new, |annotation| {
        editing.tags.look_up(&annotation.tag).name
    });
    if editing.opened.conflicts().others(id).next().is_none() {
        return Ok(name);
    }
    Err(format!(
        "This {name} has another version: {} keeps the one under the cursor, {} deletes it",
        editing.key(Command::KeepVersion),
        editing.key(Command::Delete)
    ))
}
