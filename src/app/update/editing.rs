//! Changing the annotations of a document: what is changed can be undone and is saved.

use std::collections::BTreeSet;

use crate::annotation;
use crate::annotation::{
    Annotation, AnnotationId, Change, ChangeError, Deed, History, Part, Selector, TagId, TagSet,
};
use crate::app::documents::LinksTo;
use crate::app::state::notice::Notice;
use crate::app::view::words::name_of;
use crate::app::{
    Command, Document, DocumentId, Documents, Effect, Env, Keymap, Model, OpenDocument, Pane,
    SaveState,
};
use crate::session::Access;
use crate::text::{Text, TextRange, counted};

use super::outcome::Outcome;

/// An open document whose annotations are being changed, with all that this takes.
pub struct Editing<'a> {
    pub document: DocumentId,
    pub opened: &'a mut OpenDocument,
    /// The links that lead to its annotations, as they were when this began.
    pub links: LinksTo<'a>,
    pub history: &'a mut History<DocumentId, TextRange>,
    pub tags: &'a TagSet,
    pub keymap: &'a Keymap,
    pub annotator: &'a str,
    pub env: &'a dyn Env,
    /// What the changes are, where they do not tell it themselves.
    pub deed: Deed,
}

/// Begins to change the annotations of a document, if that is open.
pub fn editing<'a>(
    model: &'a mut Model,
    document: DocumentId,
    env: &'a dyn Env,
) -> Option<Editing<'a>> {
    let (opened, links) = model.documents.opened_with_links(document)?;
    Some(Editing {
        document,
        opened,
        links,
        history: &mut model.history,
        tags: &model.settings.tags,
        keymap: &model.settings.keymap,
        annotator: model.annotator.as_deref().unwrap_or_default(),
        env,
        deed: Deed::Change,
    })
}

pub fn in_open_document(
    model: &mut Model,
    env: &dyn Env,
    change: impl FnOnce(&mut Editing<'_>) -> Outcome,
) -> Outcome {
    let open = model.documents.open;
    let editing = open.and_then(|document| editing(model, document, env));
    editing.map_or_else(Outcome::none, |mut editing| change(&mut editing))
}

/// Why the annotations of the open document may not be written, where they may not.
pub fn read_only(model: &Model) -> Option<&str> {
    model.open_document()?.read_only()
}

/// Asks for the annotations of a document to be saved, unless they are still being read.
pub fn save(document: DocumentId, opened: &mut OpenDocument) -> Vec<Effect> {
    if !opened.has_annotations() {
        return Vec::new();
    }
    opened.save = SaveState::Saving;
    vec![Effect::Save {
        document,
        set: opened.set().clone(),
        revision: opened.revision,
        acknowledged: opened.acknowledged,
    }]
}

impl Editing<'_> {
    /// Applies a change, keeps its inverse for undo, and asks for a save.
    ///
    /// A tag on a sentence that one has marked as having nothing to check takes the place
    /// of the mark, in the same step.
    pub fn apply(&mut self, change: Change, place: TextRange) -> Outcome {
        match self.try_apply(change, place) {
            Ok(effects) => effects.into(),
            Err(error) => Outcome::problem(error.to_string()),
        }
    }

    /// Applies a change as [`apply`](Self::apply) does, for those who have to know whether it
    /// was.
    ///
    /// # Errors
    /// When the change does not fit; the annotations are as they were.
    pub fn try_apply(
        &mut self,
        change: Change,
        place: TextRange,
    ) -> Result<Vec<Effect>, ChangeError> {
        let change = self.without_marks(change);
        let inverse = self.opened.apply(change)?;
        self.history.push(Part {
            document: self.document,
            inverse,
            place,
            deed: self.deed,
        });
        Ok(save(self.document, self.opened))
    }

    /// Applies a change as a part of the step over many documents that is being taken, and
    /// asks for a save. A step that is taken back or again knows what becomes of marks.
    ///
    /// # Errors
    /// When the change does not fit; the annotations are as they were.
    pub fn apply_part(
        &mut self,
        change: Change,
        place: TextRange,
        new: Newness,
    ) -> Result<Vec<Effect>, ChangeError> {
        let change = match new {
            Newness::New => self.without_marks(change),
            Newness::FromHistory => change,
        };
        let inverse = self.opened.apply(change)?;
        self.history.add(Part {
            document: self.document,
            inverse,
            place,
            deed: self.deed,
        });
        Ok(save(self.document, self.opened))
    }

    /// A change that takes off one's own marks, too, from what it puts tags on.
    fn without_marks(&self, change: Change) -> Change {
        let marks = self.opened.annotation_index().marks();
        if marks.is_empty() {
            return change;
        }
        let mut tagged = Vec::new();
        add_tagged(&change, &self.opened.text, &mut tagged);
        let touched = tagged.iter().flat_map(|range| {
            let touched = marks.overlapping(0..marks.len(), *range);
            touched.filter(|mark| mark.annotation.creator == self.annotator)
        });
        let mut ids: BTreeSet<_> = touched.map(|mark| &mark.annotation.id).collect();
        // Some changes take marks off by themselves.
        forget_removed(&change, &mut ids);
        if ids.is_empty() {
            return change;
        }
        // The marks first, so that undoing speaks of the tag.
        let mut changes: Vec<_> = ids.into_iter().cloned().map(Change::Remove).collect();
        match change {
            Change::Batch(more) => changes.extend(more),
            one => changes.push(one),
        }
        Change::Batch(changes)
    }

    /// Edits the note on an annotation, or on the whole document; `None` leaves it.
    pub fn edit_note(
        &mut self,
        on: &AnnotationId,
        edit: impl FnOnce(&str) -> Option<String>,
    ) -> Outcome {
        if !on.is_whole_document() {
            return self.edit(on, |annotation| {
                if let Some(note) = edit(&annotation.note) {
                    annotation.note = note;
                }
            });
        }
        let facts = self.opened.set().facts();
        let note = edit(&facts.note).filter(|note| *note != facts.note);
        let Some(note) = note else {
            return Outcome::none();
        };
        let change = Change::Document(facts.clone().with_note(note));
        let here = self.opened.cursor.range();
        self.apply(change, here)
    }

    pub fn edit(&mut self, id: &AnnotationId, edit: impl FnOnce(&mut Annotation)) -> Outcome {
        let place = self.place_of(id);
        let Some(before) = self.opened.set().get(id).cloned() else {
            return Outcome::problem("The tag was deleted elsewhere");
        };
        let mut after = (*before).clone();
        edit(&mut after);
        if after == *before {
            return Outcome::none();
        }
        self.note_edit(&mut after, &before);
        self.apply(Change::Replace(after), place)
    }

    /// Notes when an annotation was changed, and by whom where that is not who made it.
    pub fn note_edit(&self, after: &mut Annotation, before: &Annotation) {
        after.modified = self.env.now();
        after.note_edit(before, self.annotator, &after.modified.clone());
    }

    /// The key of a command, to be named in a notice.
    pub fn key(&self, command: Command) -> String {
        self.keymap.shown_key(Pane::Text, command)
    }

    /// Where an annotation is; for an orphaned one, where the reader is.
    pub fn place_of(&self, id: &AnnotationId) -> TextRange {
        let placed = self.opened.place_of(id);
        placed.map_or_else(|| self.opened.cursor.range(), |placed| placed.range)
    }

    pub fn new_annotation(&self, tag: TagId, range: TextRange) -> Annotation {
        let selector = Selector::new(&self.opened.text, range);
        let creator = self.annotator.to_owned();
        Annotation::new(self.env.new_id(), tag, selector, creator, self.env.now())
    }

    /// Keeps one version of an annotation in conflict, as one step.
    fn keep(&mut self, kept: &AnnotationId, place: TextRange) -> Outcome {
        let Some(change) = annotation::keep(self.opened.set(), kept, &self.env.now()) else {
            return Outcome::none();
        };
        self.opened.pointed = None;
        self.apply(change, place)
    }
}

/// Whether a change was just made, or is taken from the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newness {
    New,
    FromHistory,
}

/// Leaves out the annotations that a change removes.
fn forget_removed(change: &Change, ids: &mut BTreeSet<&AnnotationId>) {
    match change {
        Change::Remove(id) => {
            ids.remove(id);
        }
        Change::Batch(changes) => {
            for change in changes {
                forget_removed(change, ids);
            }
        }
        Change::Insert(_) | Change::Replace(_) | Change::Document(_) => {}
    }
}

/// Adds where a change puts tags.
fn add_tagged(change: &Change, text: &Text, tagged: &mut Vec<TextRange>) {
    match change {
        Change::Insert(annotation) if !annotation.tag.is_mark() => {
            let selector = &annotation.selector;
            let bytes = text.byte_of(selector.start).zip(text.byte_of(selector.end));
            tagged.extend(bytes.and_then(|(start, end)| text.range(start, end).ok()));
        }
        Change::Batch(changes) => {
            for change in changes {
                add_tagged(change, text, tagged);
            }
        }
        _ => {}
    }
}

pub fn current(opened: &OpenDocument, tags: &TagSet) -> Result<Annotation, Notice> {
    or_none_yet(opened.current().cloned(), tags)
}

/// The annotation that is written to: the one under the cursor; where that is another
/// annotator's and was not chosen, one's own of the same passage.
pub fn current_own_first(
    opened: &OpenDocument,
    tags: &TagSet,
    annotator: &str,
) -> Result<Annotation, Notice> {
    let current = opened.current();
    let unchosen = current.filter(|_| opened.pointed.is_none());
    let placed = unchosen.and_then(|current| opened.place_of(&current.id));
    let own = placed.and_then(|placed| {
        let mut here = opened.annotation_index().shown_at(placed.range);
        here.find(|placed| placed.annotation.creator == annotator)
    });
    let own = own.map(|placed| &*placed.annotation);
    or_none_yet(own.or(current).cloned(), tags)
}

fn or_none_yet(annotation: Option<Annotation>, tags: &TagSet) -> Result<Annotation, Notice> {
    annotation.ok_or_else(|| {
        let keys = tags.iter();
        let keys = keys.filter_map(|tag| tag.key.map(|key| format!("{key} {}", tag.name)));
        let keys: Vec<String> = keys.collect();
        Notice::plain(format!("No tag here yet: {}", keys.join(", ")))
    })
}

/// Says that an annotation is gone, whose it was if not one's own, what went with it, which
/// links lead nowhere now, and how to have it back: `Removed claim, with its note and 2 sources;
/// u undoes`, `Deleted claim; 2 links to it are broken now (u undoes)`.
pub fn removed_words(editing: &Editing<'_>, gone: &str, annotation: &Annotation) -> String {
    let name = name_of(editing.tags, annotation, editing.annotator);
    let with = annotation.belongings();
    let with = with.map_or_else(String::new, |all| format!(", with {all}"));
    let undo = editing.key(Command::Undo);
    match broken_words(editing.links.count(&annotation.id)) {
        None => format!("{gone} {name}{with}; {undo} undoes"),
        Some(broken) => format!("{gone} {name}{with}; {broken} ({undo} undoes)"),
    }
}

/// Says that so many links lead to a tag that is gone.
pub fn broken_words(links: usize) -> Option<String> {
    match links {
        0 => None,
        1 => Some("1 link to it is broken now".to_owned()),
        _ => Some(format!("{} to it are broken now", counted(links, "link"))),
    }
}

/// Deletes the annotation under the cursor; of two versions of one, the other stays.
pub fn delete(editing: &mut Editing<'_>) -> Outcome {
    let annotation = match current(editing.opened, editing.tags) {
        Ok(annotation) => annotation,
        Err(notice) => return notice.into(),
    };
    let place = editing.place_of(&annotation.id);
    let name = editing.tags.look_up(&annotation.tag).name;
    let only_other = {
        let mut others = editing.opened.conflicts().others(&annotation.id);
        others.next().filter(|_| others.next().is_none()).cloned()
    };
    let (deleted, words) = match only_other {
        Some(other) => (
            editing.keep(&other, place),
            format!(
                "Deleted this version of {name}; the other stays ({} undoes)",
                editing.key(Command::Undo)
            ),
        ),
        None => {
            let words = removed_words(editing, "Deleted", &annotation);
            let removed = editing.apply(Change::Remove(annotation.id), place);
            (removed, words)
        }
    };
    deleted.and(Notice::plain(words))
}

/// Keeps the version under the cursor of an annotation in conflict.
pub fn keep_version(editing: &mut Editing<'_>) -> Outcome {
    let annotation = match current(editing.opened, editing.tags) {
        Ok(annotation) => annotation,
        Err(notice) => return notice.into(),
    };
    let place = editing.place_of(&annotation.id);
    let name = editing.tags.look_up(&annotation.tag).name;
    let kept = editing.keep(&annotation.id, place);
    let words = if kept.effects.is_empty() {
        "This tag has no other version".to_owned()
    } else {
        format!(
            "Kept this version of {name}; deleted the others ({} undoes)",
            editing.key(Command::Undo)
        )
    };
    kept.and(Notice::plain(words))
}

/// Says that all is saved, where it is: what is not says so itself. Of a document that cannot
/// be annotated, why, since that is what one may have hoped to change.
pub fn looked_at_disk(documents: &Documents) -> Outcome {
    if documents.save_state() != SaveState::Saved {
        return Outcome::none();
    }
    let access = documents.open_document().map(|opened| &opened.access);
    match access.and_then(Access::why_not) {
        Some(why) => Outcome::problem(format!("Everything is saved; {why}")),
        None => Notice::quiet("Everything is saved").into(),
    }
}

/// Saves what could not be saved, once the files were looked at again.
pub fn save_again(documents: &mut Documents) -> Outcome {
    let is_failed = |document: &Document| {
        let opened = document.opened();
        opened.is_some_and(|opened| matches!(opened.save, SaveState::Failed(_)))
    };
    let failed = documents
        .opened()
        .filter(|(_, document)| is_failed(document));
    let failed: Vec<DocumentId> = failed.map(|(id, _)| id).collect();
    // What may be written again, and whether what was saved is still there, shows there.
    let mut effects = vec![Effect::LookAtDisk];
    for id in failed {
        if let Some(opened) = documents.get_opened_mut(id) {
            effects.extend(save(id, opened));
        }
    }
    effects.into()
}
