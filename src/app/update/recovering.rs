//! Recovered items: what an earlier run could not save or did not finish, annotations
//! and drafts of notes.

use crate::annotation::{AnnotationSet, Change, merge};
use crate::app::message::recovery::PendingRestore;
use crate::app::state::notice::Notice;
use crate::app::state::picker::{PickerAction, RecoveryChoice};
use crate::app::state::prompt::NoteEditor;
use crate::app::state::recovery::Recovery;
use crate::app::state::travel::Arrival;
use crate::app::view::words::on_one_line;
use crate::app::{
    Command, Document, DocumentId, Documents, Effect, Env, Mode, Model, OpenDocument, Pane, Picker,
    PickerRow, Recovered, RecoveredItem, Unit,
};
use crate::session::Draft;
use crate::text::counted;

use super::drafts;
use super::editing::editing;
use super::opening;
use super::outcome::Outcome;

/// How many characters of a note or a passage a row of the picker shows.
const SHOWN: usize = 60;

/// Offers recovered items at once, unless somebody has pressed keys already and might
/// press one that was meant for something else.
pub fn offer(model: &mut Model, items: Vec<RecoveredItem>) -> Outcome {
    model.recovery.items = items;
    if model.recovery.items.is_empty() {
        Outcome::none()
    } else if matches!(model.mode, Mode::Reading) && !model.begun {
        show(&model.recovery, &model.documents, &mut model.mode)
    } else {
        Outcome::problem("There is unsaved work to recover: R shows it")
    }
}

/// A note whose annotation is gone was stored: it is one of the recovered items, and is
/// shown when they are asked for.
pub fn parked(
    recovery: &mut Recovery,
    note: RecoveredItem,
    instead_of: Option<String>,
) -> Option<Effect> {
    recovery.items.push(note);
    instead_of.map(|id| recovery.forget(&id))
}

pub fn show(recovery: &Recovery, documents: &Documents, mode: &mut Mode) -> Outcome {
    if recovery.items.is_empty() {
        return Outcome::plain("Nothing to recover");
    }
    mode.show_picker(items(recovery, documents.all()));
    Outcome::none()
}

fn items(recovery: &Recovery, documents: &[Document]) -> Picker {
    let mut rows = Vec::from_iter(tags_row(recovery, documents));
    let notes = recovery.notes();
    rows.extend(notes.map(|(id, draft)| note_row(recovery, documents, id, draft)));
    for item in &recovery.items {
        if let Recovered::Unusable(why) = &item.what {
            rows.push(PickerRow::new(why, PickerAction::Stay));
        }
    }
    let later = "later: R shows this list, and the next start does";
    rows.push(PickerRow::new(later, PickerAction::Stay));
    for item in &recovery.items {
        let words = format!("discard {}", words_for(documents, item));
        rows.push(choice(&words, RecoveryChoice::ThrowAway(item.id.clone())));
    }
    Picker::new("Recover unsaved work", rows)
}

fn words_for(documents: &[Document], item: &RecoveredItem) -> String {
    match &item.what {
        Recovered::Tags { document, .. } => format!("the tags of {}", path(documents, *document)),
        Recovered::Note(draft) => format!("the note “{}”", shown(&draft.note)),
        Recovered::Unusable(_) => "what cannot be used".to_owned(),
    }
}

/// Asks once more before a recovered item is thrown away: there is no other copy.
fn ask_again(documents: &[Document], item: &RecoveredItem) -> Picker {
    let what = words_for(documents, item);
    let rows = vec![
        PickerRow::new("keep", PickerAction::Command(Command::Recover)),
        choice("discard", RecoveryChoice::Lose(item.id.clone())),
    ];
    Picker::new(format!("Discard {what}? This cannot be undone"), rows)
}

pub fn choose(model: &mut Model, choice: RecoveryChoice, env: &dyn Env) -> Outcome {
    match choice {
        RecoveryChoice::PutBack => restore(model, env),
        RecoveryChoice::GoOn(id) => go_on(model, id, env),
        RecoveryChoice::Copy(id) => {
            let note = model.recovery.note(&id);
            let what = Some("the note (R still recovers or discards it)");
            let copy = note.map(|draft| Effect::Copy(draft.note.clone(), what));
            Outcome::none().and(copy)
        }
        RecoveryChoice::ThrowAway(id) => {
            if let Some(item) = model.recovery.get(&id) {
                let picker = ask_again(model.documents.all(), item);
                model.mode.show_picker(picker);
            }
            Outcome::none()
        }
        RecoveryChoice::Lose(id) => {
            let forget = model.recovery.forget(&id);
            let thrown = Outcome::plain("Discarded").and(forget);
            if model.recovery.items.is_empty() {
                thrown
            } else {
                thrown.and(show(&model.recovery, &model.documents, &mut model.mode))
            }
        }
    }
}

/// A document was read: restores the annotations that waited for it.
pub fn document_loaded(model: &mut Model, document: DocumentId, env: &dyn Env) -> Outcome {
    let ids = model.recovery.waiting_for(document).into_iter();
    ids.filter_map(|id| restore_item(model, &id, env))
        .fold(Outcome::none(), Outcome::and)
}

pub fn not_restored(reason: &str) -> Outcome {
    let words = format!("The tags are kept, but not recovered: {reason}");
    Outcome::problem(words)
}

/// Opens a recovered note in the editor, in the document that is open.
pub fn open_note(model: &mut Model, id: &str) -> Option<Outcome> {
    let (open, opened_at) = (model.documents.open, model.note_edits);
    let draft = model.recovery.note(id)?.clone();
    let (document, opened) = open.zip(model.documents.open_document_mut())?;
    if let Some(reason) = opened.read_only() {
        return Some(Outcome::problem(reason));
    }
    let on = draft.annotation.clone();
    let Some(now) = opened.set().note(&on).map(str::to_owned) else {
        let words = "The tag of this note is gone: R lets you copy the note";
        return Some(Outcome::problem(words));
    };
    if let Some(range) = opened.place_of(&on).map(|placed| placed.range) {
        opened.cursor.keep();
        opened.cursor.go(range, Unit::Passage);
    }
    opened.pointed = Some(on.clone()).filter(|on| !on.is_whole_document());
    let (words, title) = if now == draft.before || now.is_empty() || now == draft.note {
        (draft.note.clone(), "Saved draft")
    } else {
        let both = format!("{now}\n\n{}", draft.note);
        (both, "Both notes")
    };
    let mut editor = NoteEditor::new(document, on, &words, opened_at);
    editor.before = now;
    editor.title = title;
    editor.resumed = Some(id.to_owned());
    let changed = drafts::changed(&mut editor, &model.documents, &mut model.note_edits);
    model.mode = Mode::Note(Box::new(editor));
    changed.map(Outcome::from)
}

/// Restores all recovered annotations; those of documents that are not open, once these
/// have been read.
fn restore(model: &mut Model, env: &dyn Env) -> Outcome {
    let wanted = model.recovery.tags_to_restore();
    let mut outcome = Outcome::none();
    if let Some((_, first)) = wanted.first() {
        model.pane = Pane::Text;
        outcome = opening::open(model, *first, None);
    }
    for (id, document) in wanted {
        model.recovery.pending.push(PendingRestore {
            id: id.clone(),
            document,
            revision: None,
        });
        outcome = outcome.and(opening::load(&mut model.documents, document));
        let Some(wanted) = model.documents.get(document) else {
            continue;
        };
        if let Some(reason) = wanted.problem() {
            outcome = outcome.and(not_restored(reason));
            model.recovery.give_up(&id);
        } else if wanted.opened().is_some_and(OpenDocument::has_annotations) {
            outcome = outcome.and(restore_item(model, &id, env).unwrap_or_default());
        }
    }
    outcome
}

/// Merges recovered annotations into their document, which has been read.
fn restore_item(model: &mut Model, id: &str, env: &dyn Env) -> Option<Outcome> {
    let Recovered::Tags {
        document,
        base,
        ours,
    } = model.recovery.get(id)?.what.clone()
    else {
        return None;
    };
    let mut editing = editing(model, document, env)?;
    if let Some(reason) = editing.opened.read_only().map(str::to_owned) {
        model.recovery.give_up(id);
        return Some(not_restored(&reason));
    }
    let (merged, conflicts) = merge(&base, &ours, editing.opened.set());
    let changes = changes(editing.opened.set(), &merged);
    let here = editing.opened.cursor.range();
    if changes.is_empty() {
        model.recovery.give_up(id);
        let forget = model.recovery.forget(id);
        return Some(Outcome::plain("All of these tags are already saved").and(forget));
    }
    let count = changes.len();
    let applied = match editing.try_apply(Change::Batch(changes), here) {
        Ok(effects) => Outcome::from(effects),
        // What is kept stays for the next time.
        Err(error) => {
            model.recovery.give_up(id);
            return Some(not_restored(&error.to_string()));
        }
    };
    let revision = editing.opened.revision;
    for pending in &mut model.recovery.pending {
        if pending.id == id {
            pending.revision = Some(revision);
        }
    }
    let both = match conflicts.is_empty() {
        true => "",
        false => "; what was also changed elsewhere is there in both versions",
    };
    let count = counted(count, "change");
    let words = format!("Recovered: {count} (u undoes){both}");
    Some(applied.and(Notice::plain(words)))
}

fn go_on(model: &mut Model, id: String, env: &dyn Env) -> Outcome {
    let Some(draft) = model.recovery.note(&id) else {
        return Outcome::none();
    };
    let (wanted, annotation) = (draft.document.clone(), draft.annotation.clone());
    // Its annotation may be one of those that were not saved.
    let outcome = match model.recovery.holds(&annotation) {
        true => restore(model, env),
        false => Outcome::none(),
    };
    let Some(document) = model.documents.find(&wanted) else {
        return outcome.and(Notice::problem(format!("{wanted} is not here any more")));
    };
    model.pane = Pane::Text;
    outcome.and(opening::open(model, document, Some(Arrival::Note(id))))
}

fn changes(from: &AnnotationSet, to: &AnnotationSet) -> Vec<Change> {
    let gone = from.iter().filter(|before| !to.contains(&before.id));
    let removed = gone.map(|before| Change::Remove(before.id.clone()));
    let others = to.iter().filter_map(|after| match from.get(&after.id) {
        None => Some(Change::Insert((**after).clone())),
        Some(before) => (before != after).then(|| Change::Replace((**after).clone())),
    });
    let facts = (!from.has_facts_of(to)).then(|| Change::Document(to.facts().clone()));
    removed.chain(others).chain(facts).collect()
}

fn tags_row(recovery: &Recovery, documents: &[Document]) -> Option<PickerRow> {
    let mut paths = Vec::new();
    let mut count = 0;
    for item in &recovery.items {
        if let Recovered::Tags {
            document,
            base,
            ours,
        } = &item.what
        {
            count += changes(base, ours).len();
            paths.push(path(documents, *document));
        }
    }
    paths.dedup();
    let of = match paths[..] {
        [] => return None,
        [one] => one.to_owned(),
        _ => format!("{} documents", paths.len()),
    };
    let count = counted(count, "change");
    let words =
        format!("recover {count} of {of} that could not be saved: merged with what is there");
    Some(choice(&words, RecoveryChoice::PutBack))
}

fn note_row(recovery: &Recovery, documents: &[Document], id: &str, draft: &Draft) -> PickerRow {
    let mut documents = documents.iter();
    let document = documents.find(|document| document.path == draft.document);
    let on = &draft.annotation;
    // While a document has not been looked into, nothing is known of its tags.
    let gone = match document.map(Document::set) {
        None => true,
        Some(None) => false,
        Some(Some(set)) => set.note(on).is_none() && !recovery.holds(on),
    };
    let note = shown(&draft.note);
    if gone {
        let words = format!("copy the note “{note}”: its tag is gone");
        return choice(&words, RecoveryChoice::Copy(id.to_owned()));
    }
    let passage = match on.is_whole_document() {
        true => format!("the document {}", draft.document),
        false => format!("“{}”", shown(&draft.quote)),
    };
    let words = format!("go on with the note “{note}” on {passage}");
    choice(&words, RecoveryChoice::GoOn(id.to_owned()))
}

fn choice(text: &str, choice: RecoveryChoice) -> PickerRow {
    PickerRow::new(text, PickerAction::Recovery(choice))
}

fn path(documents: &[Document], document: DocumentId) -> &str {
    let document = documents.get(document.0);
    document.map_or("", |document| document.path.as_str())
}

/// The beginning of some words, on one line.
fn shown(words: &str) -> String {
    let line = on_one_line(words);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
