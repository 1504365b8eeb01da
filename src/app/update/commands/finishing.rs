//! Finishing: what there is nothing to check in, what is done, and what is left to do.

use crate::annotation::{AnnotationId, Change, Done, TagId};
use crate::app::input::command::Direction;
use crate::app::state::notice::Notice;
use crate::app::state::prompt::NoteEditor;
use crate::app::{Command, DocumentId, Effect, Env, Identifying, Mode, Model, OpenDocument, Unit};
use crate::text::{TextRange, counted};

use super::super::arriving;
use super::super::editing::{self, Editing, editing, in_open_document};
use super::super::outcome::{Next, Outcome};
use super::super::recovering;
use super::{moving, tagging};

/// How many sentences one key marks, at most: nobody has read more of them at once.
const MOST_MARKED: usize = 1000;

/// Marks the sentence as having nothing to check, and goes on to the next one; where it is
/// marked already, takes the mark off. Of a longer selection, all sentences are.
pub fn nothing_to_check(model: &mut Model, env: &dyn Env) -> Outcome {
    let mut begun = false;
    let outcome = in_open_document(model, env, |editing| {
        if editing.opened.resizing.is_some() {
            return Outcome::problem(tagging::RESIZING);
        }
        let sentences = selected_sentences(editing.opened);
        if sentences.is_empty() {
            return Outcome::problem(tagging::nothing_to_tag(editing.opened));
        }
        if sentences.len() > MOST_MARKED {
            let words = format!("Select at most {MOST_MARKED} sentences to mark at once");
            return Outcome::problem(words);
        }
        begun = true;
        mark(editing, &sentences)
    });
    model.welcome &= !begun;
    outcome
}

fn mark(editing: &mut Editing<'_>, sentences: &[TextRange]) -> Outcome {
    let place = editing.opened.cursor.range();
    let marks: Vec<_> = sentences
        .iter()
        .map(|one| own_mark(editing, *one))
        .collect();
    let unmarked = sentences
        .iter()
        .zip(&marks)
        .filter(|(_, mark)| mark.is_none());
    let (mut new, mut tagged) = (Vec::new(), None);
    for (sentence, _) in unmarked {
        match own_tag(editing, *sentence) {
            Some(tag) => tagged = Some(tag),
            None => {
                let mark = editing.new_annotation(TagId::NO_CLAIM.into(), *sentence);
                new.push(Change::Insert(mark));
            }
        }
    }
    let off: Vec<_> = marks.into_iter().flatten().collect();
    // Of the others, each has a tag: all that can be marked is.
    if new.is_empty() && !off.is_empty() {
        return take_off(editing, off, place);
    }
    if let (true, Some(tag)) = (new.is_empty(), tagged) {
        let name = editing.tags.look_up(&tag).name;
        return Outcome::problem(format!("Already tagged as {name}; remove the tag first"));
    }
    let opened = &mut *editing.opened;
    opened.cursor.keep();
    opened.pointed = None;
    moving::change_cursor(opened, |cursor, units| {
        cursor.step(Unit::Sentence, Direction::Forward, units);
    });
    editing.apply(Change::Batch(new), place)
}

/// Takes one's own marks off the selection, if it has some.
fn remove_marks(editing: &mut Editing<'_>) -> Option<Outcome> {
    let place = editing.opened.cursor.range();
    let marks = editing.opened.annotation_index().marks();
    let here = marks.overlapping(0..marks.len(), place);
    let own = here.filter(|mark| mark.annotation.creator == editing.annotator);
    let off = own.map(|mark| Change::Remove(mark.annotation.id.clone()));
    let off: Vec<_> = off.collect();
    (!off.is_empty()).then(|| take_off(editing, off, place))
}

fn take_off(editing: &mut Editing<'_>, marks: Vec<Change>, place: TextRange) -> Outcome {
    let what = match marks.len() {
        1 => "the mark".to_owned(),
        several => counted(several, "mark"),
    };
    let undo = editing.key(Command::Undo);
    let words = format!("Removed {what}: nothing to check; {undo} undoes");
    let removed = editing.apply(Change::Batch(marks), place);
    removed.and(Notice::plain(words))
}

/// Deletes the tag under the cursor; where there is none, one's own marks.
pub fn delete(editing: &mut Editing<'_>) -> Outcome {
    let is_tagged = editing.opened.current().is_some();
    let marks = (!is_tagged).then(|| remove_marks(editing)).flatten();
    marks.unwrap_or_else(|| editing::delete(editing))
}

/// The sentences that the selection touches; one more than can be marked where there are
/// too many.
fn selected_sentences(opened: &OpenDocument) -> Vec<TextRange> {
    let units = opened.units();
    let selected = opened.cursor.range();
    let sentences = units.structure.sentences_from(selected.start());
    let sentences = sentences.skip_while(|one| one.end() <= selected.start());
    let within = |one: &TextRange| one.start() < selected.end();
    let touched: Vec<_> = sentences.take_while(within).take(MOST_MARKED + 1).collect();
    match touched.is_empty() {
        true => {
            let sentence = opened.cursor.sentence(units);
            Vec::from_iter((!sentence.is_empty()).then_some(sentence))
        }
        false => touched,
    }
}

fn own_mark(editing: &Editing<'_>, sentence: TextRange) -> Option<Change> {
    let index = editing.opened.annotation_index();
    let own = index.one_of(sentence, &TagId::NO_CLAIM.into(), editing.annotator)?;
    Some(Change::Remove(own.annotation.id.clone()))
}

/// The first tag of one's own that touches a sentence.
fn own_tag(editing: &Editing<'_>, sentence: TextRange) -> Option<TagId> {
    let all = editing.opened.annotation_index().all();
    let mut touching = all.overlapping(0..all.len(), sentence);
    let own = touching.find(|placed| placed.annotation.creator == editing.annotator)?;
    Some(own.annotation.tag.clone())
}

/// Marks the document as done, or takes one's own mark off.
pub fn done(model: &mut Model, env: &dyn Env) -> Outcome {
    let Some(open) = model.documents.open else {
        return Outcome::none();
    };
    if let Some(opened) = model.documents.open_document_mut()
        && opened.version.is_none()
    {
        let is_asked = matches!(
            opened.identifying,
            Identifying::ToKnow | Identifying::ToMark
        );
        opened.identifying = Identifying::ToMark;
        let ask = (!is_asked).then(|| Effect::Identify(open, opened.replaced));
        return Outcome::plain("Reading the document to mark this version as done …").and(ask);
    }
    mark_done(model, open, env)
}

/// Marks a document whose version is known as done, or takes one's own mark off.
pub fn mark_done(model: &mut Model, document: DocumentId, env: &dyn Env) -> Outcome {
    let left = model.counts(document).checked;
    let left = left.map_or(0, |(checked, all)| all - checked.min(all));
    let marked = editing(model, document, env).map(|mut editing| {
        let Some(version) = editing.opened.version.clone() else {
            return Outcome::none();
        };
        let facts = editing.opened.set().facts();
        let is_done = facts.done_by(editing.annotator, &version).is_some();
        let mark = (!is_done).then(|| Done {
            by: editing.annotator.to_owned(),
            at: editing.env.now(),
            sha256: version,
            ..Done::default()
        });
        let words = match (is_done, left) {
            (true, _) => "No longer marked as done".to_owned(),
            (false, 0) => "Done with this document".to_owned(),
            (false, _) => {
                let left = counted(left, "sentence");
                format!("Done with this document; {left} not checked")
            }
        };
        let change = Change::Document(facts.marked(editing.annotator, mark));
        let place = editing.opened.cursor.range();
        editing.apply(change, place).and(Notice::plain(words))
    });
    marked.unwrap_or_default()
}

/// Says that the annotator was done with another version of the document that is open, where
/// nothing else is said.
pub fn done_before(model: &Model, id: DocumentId) -> Option<Notice> {
    let document = model.document()?;
    let is_open = model.documents.open == Some(id) && model.notice.is_none();
    let annotator = model.annotator.as_deref();
    let is_stale = is_open && arriving::is_done_with_another(document, annotator);
    is_stale.then(|| Notice::problem(arriving::DONE_BEFORE))
}

/// Opens the next document that is not done and has sentences left to check; after the last
/// one, the first.
pub fn next_unfinished(model: &Model) -> Outcome {
    let is_unfinished = |id: DocumentId| {
        let document = model.documents.get(id);
        document.is_some_and(|document| document.is_readable() && !document.is_empty())
            && model.counts(id).is_unfinished()
    };
    let ids = || model.documents.by_name().map(|(id, _)| id);
    let Some(open) = model.documents.open else {
        return Outcome::none();
    };
    let after = ids().skip_while(|id| *id != open).skip(1);
    let before = ids().take_while(|id| *id != open);
    match after.chain(before).find(|id| is_unfinished(*id)) {
        Some(next) => Outcome::next(Next::Open(next, None)),
        None if is_unfinished(open) => Outcome::plain("No other document is unfinished"),
        None => Outcome::plain("All documents are done"),
    }
}

/// Opens the note on the whole document.
pub fn document_note(model: &mut Model) -> Outcome {
    let opened_at = model.note_edits;
    let path = model.document().map(|document| document.path.clone());
    let open = model.documents.open.zip(model.documents.open_document());
    let Some(((document, opened), path)) = open.zip(path) else {
        return Outcome::none();
    };
    let whole = AnnotationId::whole_document();
    if let Some(left) = model.recovery.note_for(&path, &whole) {
        let left = left.to_owned();
        return recovering::open_note(model, &left).unwrap_or_default();
    }
    let mut editor = NoteEditor::new(document, whole, &opened.set().facts().note, opened_at);
    editor.title = "Note on the document";
    model.mode = Mode::Note(Box::new(editor));
    Outcome::none()
}
