//! Going on with what was kept of an earlier time.

use crate::annotation::{AnnotationId, AnnotationSet, Change, merge};
use crate::app::document::selection::Unit;
use crate::app::document::{Access, DocumentId};
use crate::app::input::command::Command;
use crate::app::input::command::Pane;
use crate::app::message::Effect;
use crate::app::message::recovery::{Draft, PendingRestore, Recovered, RecoveredItem};
use crate::app::state::picker::{Overlay, Picker, PickerAction, PickerRow, RecoveryChoice};
use crate::app::state::prompt::NoteEditor;
use crate::app::state::{Arrival, Mode, Model};
use crate::app::update::arrive;
use crate::app::view::cards::on_one_line;

use crate::app::update::commands::drafts;
use crate::app::update::commands::leaving::row;
use crate::app::update::commands::tagging;

/// The code points of a note or a passage that a row of the list shows.
const SHOWN: usize = 60;

/// Something was kept: it is offered at once, unless somebody is at the keys, who would
/// press them for what was on the screen.
pub fn arrived(model: &mut Model, leftovers: Vec<RecoveredItem>) -> Vec<Effect> {
    model.recovered = leftovers;
    if model.recovered.is_empty() {
    } else if matches!(model.mode, Mode::Reading) && !model.begun {
        show(model);
    } else {
        model.notify_error("something was kept of the last time: R shows it");
    }
    Vec::new()
}

/// A note that lost its tag is kept: it is among the others, and not offered
/// before it is asked for.
pub fn parked(model: &mut Model, note: RecoveredItem, instead_of: Option<String>) -> Vec<Effect> {
    model.recovered.push(note);
    instead_of.map_or_else(Vec::new, |id| forget(model, &id))
}

/// Shows what was kept.
pub fn show(model: &mut Model) {
    if model.recovered.is_empty() {
        model.notify_info("nothing was kept of an earlier time: all was saved");
        return;
    }
    let mut rows = Vec::new();
    rows.extend(tags_row(model));
    let notes = || model.recovered.iter().filter_map(note_of);
    rows.extend(notes().map(|(id, draft)| note_row(model, id, draft)));
    for leftover in &model.recovered {
        if let Recovered::Unusable(why) = &leftover.what {
            rows.push(row(why, PickerAction::Stay));
        }
    }
    rows.push(row(
        "later: R shows this list again, and the next start does",
        PickerAction::Stay,
    ));
    for leftover in &model.recovered {
        rows.push(choice(
            &format!("throw away {}", words_for(model, leftover)),
            RecoveryChoice::ThrowAway(leftover.id.clone()),
        ));
    }
    let list = Picker::new("Kept from the last time", rows);
    model.mode = Mode::Overlay(Overlay::Picker(list));
}

fn words_for(model: &Model, leftover: &RecoveredItem) -> String {
    match &leftover.what {
        Recovered::Tags { document, .. } => format!("the tags of {}", path(model, *document)),
        Recovered::Note(draft) => format!("the note “{}”", shown(&draft.note)),
        Recovered::Unusable(_) => "what cannot be used".to_owned(),
    }
}

/// Asks once more whether something is to be thrown away: it is nowhere else.
fn ask_again(model: &mut Model, id: String) {
    let Some(leftover) = model.recovered.iter().find(|it| it.id == id) else {
        return;
    };
    let what = words_for(model, leftover);
    let title = format!("Throw away {what}: nothing brings it back");
    let rows = vec![
        row("keep it", PickerAction::Command(Command::Recover)),
        choice("throw it away", RecoveryChoice::Lose(id)),
    ];
    model.mode = Mode::Overlay(Overlay::Picker(Picker::new(title, rows)));
}

/// Does what was chosen.
pub fn choose(model: &mut Model, choice: RecoveryChoice) -> Vec<Effect> {
    match choice {
        RecoveryChoice::PutBack => put_back(model),
        RecoveryChoice::GoOn(id) => go_on(model, id),
        RecoveryChoice::Copy(id) => {
            let words = model
                .recovered
                .iter()
                .filter(|it| it.id == id)
                .find_map(note_of);
            let words = words.map(|(_, draft)| draft.note.clone());
            model.notify_info("copied; R still offers it, or throws it away");
            words.map(Effect::Copy).into_iter().collect()
        }
        RecoveryChoice::ThrowAway(id) => {
            ask_again(model, id);
            Vec::new()
        }
        RecoveryChoice::Lose(id) => {
            model.notify_info("thrown away");
            let effects = forget(model, &id);
            if !model.recovered.is_empty() {
                show(model);
            }
            effects
        }
    }
}

/// A document was read: the tags that wait for it are put back.
pub fn document_loaded(model: &mut Model, document: DocumentId) -> Vec<Effect> {
    let waits = |it: &&PendingRestore| it.document == document && it.revision.is_none();
    let ids: Vec<String> = model
        .pending_restores
        .iter()
        .filter(waits)
        .map(|it| it.id.clone())
        .collect();
    ids.into_iter()
        .flat_map(|id| put_back_one(model, &id))
        .collect()
}

/// A document could not be read: what was to be put back into it stays recoverable.
pub fn document_unreadable(model: &mut Model, document: DocumentId, reason: &str) {
    let before = model.pending_restores.len();
    model
        .pending_restores
        .retain(|pending| pending.document != document || pending.revision.is_some());
    if model.pending_restores.len() < before {
        model.notify_error(format!(
            "the tags are still kept, and not put back: {reason}"
        ));
    }
}

/// A change was saved: what was put back with it needs to be kept no longer.
pub fn saved(model: &mut Model, document: DocumentId, revision: u64) -> Vec<Effect> {
    let is_saved = |it: &PendingRestore| {
        it.document == document && it.revision.is_some_and(|it| it <= revision)
    };
    let (done, rest) = std::mem::take(&mut model.pending_restores)
        .into_iter()
        .partition(is_saved);
    model.pending_restores = rest;
    let done: Vec<PendingRestore> = done;
    done.iter().flat_map(|it| forget(model, &it.id)).collect()
}

/// The note that was kept for an annotation.
pub fn draft_for(model: &Model, document: DocumentId, id: &AnnotationId) -> Option<String> {
    let path = path(model, document);
    let fits = |draft: &Draft| draft.document == path && draft.annotation == *id;
    let mut notes = model.recovered.iter().filter_map(note_of);
    notes
        .find(|(_, draft)| fits(draft))
        .map(|(id, _)| id.to_owned())
}

/// Opens the editor of the note that was kept, in the document that is open now.
pub fn open_note(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(draft) = model
        .recovered
        .iter()
        .filter(|it| it.id == id)
        .find_map(note_of)
    else {
        return Vec::new();
    };
    let draft = draft.1.clone();
    let Some(document) = model.documents.open else {
        return Vec::new();
    };
    let Some(loaded) = model.open_document_mut() else {
        return Vec::new();
    };
    if let Access::ReadOnly(reason) = loaded.access.clone() {
        model.notify_error(reason);
        return Vec::new();
    }
    let Some(annotation) = loaded.set().get(&draft.annotation).cloned() else {
        model.notify_error("the tag of this note is gone: R offers its words to copy");
        return Vec::new();
    };
    if let Some(range) = loaded.place_of(&annotation.id).map(|it| it.range) {
        loaded.cursor.keep();
        loaded.cursor.go(range, Unit::Passage);
    }
    loaded.pointed = Some(annotation.id.clone());
    let now = annotation.note.as_str();
    let (words, title) = if now == draft.before || now.is_empty() || now == draft.note {
        (draft.note.clone(), "Kept note")
    } else {
        let both = format!("{now}\n\n{}", draft.note);
        (both, "Both notes")
    };
    let mut editor = NoteEditor::new(document, annotation.id.clone(), &words, model.note_edits);
    now.clone_into(&mut editor.before);
    editor.title = title;
    editor.resumed = Some(id.to_owned());
    model.mode = Mode::Note(Box::new(editor));
    drafts::changed(model)
}

/// Forgets what was kept.
pub fn forget(model: &mut Model, id: &str) -> Vec<Effect> {
    model.recovered.retain(|it| it.id != id);
    vec![Effect::ForgetRecovered(id.to_owned())]
}

fn put_back(model: &mut Model) -> Vec<Effect> {
    let wanted: Vec<(String, DocumentId)> = model
        .recovered
        .iter()
        .filter_map(|it| match it.what {
            Recovered::Tags { document, .. } => Some((it.id.clone(), document)),
            _ => None,
        })
        .filter(|(id, _)| !model.pending_restores.iter().any(|it| it.id == *id))
        .collect();
    let mut effects = Vec::new();
    if let Some((_, first)) = wanted.first() {
        model.pane = Pane::Text;
        effects.extend(model.open(*first));
    }
    for (id, document) in wanted {
        model.pending_restores.push(PendingRestore {
            id: id.clone(),
            document,
            revision: None,
        });
        let opened = model.opened_mut(document);
        if opened.is_some_and(|opened| opened.has_annotations()) {
            effects.extend(put_back_one(model, &id));
        } else {
            effects.extend(model.load(document));
        }
    }
    effects
}

/// Merges tags that were kept into their document, which has been read.
fn put_back_one(model: &mut Model, id: &str) -> Vec<Effect> {
    let leftover = model.recovered.iter().find(|it| it.id == id);
    let Some(Recovered::Tags {
        document,
        base,
        ours,
    }) = leftover.map(|it| it.what.clone())
    else {
        return Vec::new();
    };
    let Some(loaded) = model.opened_mut(document) else {
        return Vec::new();
    };
    if let Access::ReadOnly(reason) = loaded.access.clone() {
        model.pending_restores.retain(|it| it.id != id);
        model.notify_error(format!(
            "the tags are still kept, and not put back: {reason}"
        ));
        return Vec::new();
    }
    let (merged, conflicts) = merge(&base, &ours, loaded.set());
    let changes = changes(loaded.set(), &merged);
    let here = loaded.cursor.range();
    if changes.is_empty() {
        model.pending_restores.retain(|it| it.id != id);
        model.notify_info("all of these tags are saved already");
        return forget(model, id);
    }
    let count = changes.len();
    let effects = tagging::apply(model, document, Change::Several(changes), here);
    let revision = model.opened_mut(document).map(|it| it.revision);
    for one in model.pending_restores.iter_mut().filter(|it| it.id == id) {
        one.revision = revision;
    }
    let both = if conflicts.is_empty() {
        ""
    } else {
        "; what was changed elsewhere too is there in both versions"
    };
    let words = format!(
        "put back: {} (u takes it off again){both}",
        changes_words(count)
    );
    model.notify_info(words);
    effects
}

fn go_on(model: &mut Model, id: String) -> Vec<Effect> {
    let Some((_, draft)) = model
        .recovered
        .iter()
        .filter(|it| it.id == id)
        .find_map(note_of)
    else {
        return Vec::new();
    };
    let (wanted, annotation) = (draft.document.clone(), draft.annotation.clone());
    // Its tag may be one of those that were not saved.
    let is_kept = |it: &RecoveredItem| matches!(&it.what, Recovered::Tags { ours, .. } if ours.contains(&annotation));
    let mut effects = Vec::new();
    if model.recovered.iter().any(is_kept) {
        effects.extend(put_back(model));
    }
    let documents = &model.documents.all();
    let Some(index) = documents.iter().position(|it| it.path == wanted) else {
        model.notify_error(format!("{wanted} is not here any more"));
        return effects;
    };
    model.pane = Pane::Text;
    effects.extend(model.open(DocumentId(index)));
    if model.open_document().is_some() {
        effects.extend(arrive(model, &Arrival::Note(id)));
    } else {
        model.arrival = Some((DocumentId(index), Arrival::Note(id)));
    }
    effects
}

/// The steps from one set to another.
fn changes(from: &AnnotationSet, to: &AnnotationSet) -> Vec<Change> {
    let gone = from.iter().filter(|it| !to.contains(&it.id));
    let mut changes: Vec<Change> = gone.map(|it| Change::Remove(it.id.clone())).collect();
    for annotation in to.iter() {
        match from.get(&annotation.id) {
            None => changes.push(Change::Insert((**annotation).clone())),
            Some(before) if before != annotation => {
                changes.push(Change::Replace((**annotation).clone()));
            }
            Some(_) => {}
        }
    }
    changes
}

fn tags_row(model: &Model) -> Option<PickerRow> {
    let mut paths = Vec::new();
    let mut count = 0;
    for leftover in &model.recovered {
        if let Recovered::Tags {
            document,
            base,
            ours,
        } = &leftover.what
        {
            count += changes(base, ours).len();
            paths.push(path(model, *document));
        }
    }
    paths.dedup();
    let of = match paths[..] {
        [] => return None,
        [one] => one.to_owned(),
        _ => format!("{} documents", paths.len()),
    };
    Some(choice(
        &format!(
            "put back {} of {of} that could not be saved: merged with what is there",
            changes_words(count)
        ),
        RecoveryChoice::PutBack,
    ))
}

fn changes_words(count: usize) -> String {
    let unit = if count == 1 { "change" } else { "changes" };
    format!("{count} {unit}")
}

fn note_row(model: &Model, id: &str, draft: &Draft) -> PickerRow {
    let documents = &model.documents.all();
    let document = documents.iter().find(|it| it.path == draft.document);
    let set = document.map(|it| it.set());
    let kept = model.recovered.iter().any(
        |it| matches!(&it.what, Recovered::Tags { ours, .. } if ours.contains(&draft.annotation)),
    );
    // While a document has not been looked into, nothing is known of its tags.
    let gone = match set {
        None => true,
        Some(None) => false,
        Some(Some(set)) => !set.contains(&draft.annotation) && !kept,
    };
    let note = shown(&draft.note);
    if gone {
        return choice(
            &format!("copy the note “{note}”: its tag is gone"),
            RecoveryChoice::Copy(id.to_owned()),
        );
    }
    choice(
        &format!("go on with the note “{note}” on “{}”", shown(&draft.quote)),
        RecoveryChoice::GoOn(id.to_owned()),
    )
}

fn choice(text: &str, choice: RecoveryChoice) -> PickerRow {
    row(text, PickerAction::Recovery(choice))
}

fn note_of(leftover: &RecoveredItem) -> Option<(&str, &Draft)> {
    match &leftover.what {
        Recovered::Note(draft) => Some((&leftover.id, draft)),
        _ => None,
    }
}

fn path(model: &Model, document: DocumentId) -> &str {
    let document = model.documents.get(document);
    document.map_or("", |it| it.path.as_str())
}

/// The beginning of some words, on one line.
fn shown(words: &str) -> String {
    let line = on_one_line(words);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
