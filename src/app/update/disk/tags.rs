//! The annotation file of a document has changed.

use crate::annotation::{AnnotationSet, DocumentFacts};
use crate::app::state::adopting::{AdoptedNews, Adopting};
use crate::app::state::notice::Notice;
use crate::app::view::conflicts;
use crate::app::{
    AnnotationsOnDisk, DocumentId, Documents, Effect, Model, OnDisk, OpenDocument, SaveState,
};
use crate::session::Access;
use crate::text::counted;

use super::super::editing::save;
use super::super::outcome::{Next, Outcome};
use super::words::{is_or_are, of_document, quietly};

/// How many deleted annotations are a problem, if they are most of those there were: the
/// notice then stays until a key is pressed.
const MANY_DELETED: usize = 10;

/// Takes in what was found.
pub fn changed(model: &mut Model, found: AnnotationsOnDisk) -> Outcome {
    let document = found.document;
    model.documents.note_trouble(document, None);
    let Some(opened) = model.documents.get_opened_mut(document) else {
        return Outcome::none();
    };
    opened.access = Access::Writable;
    let adopting = Adopting {
        document,
        from: found.from.clone(),
        to: found.to.clone(),
        after: None,
        before: opened.set().clone(),
        conflicts: Vec::new(),
        news: AdoptedNews::Found(Box::new(found)),
    };
    Outcome::next(Next::Adopt(Box::new(adopting)))
}

/// Says what came in, and saves what is not on disk. `before` is what the reader had.
pub fn adopted(
    model: &mut Model,
    found: &AnnotationsOnDisk,
    before: &AnnotationSet,
    conflicts: usize,
) -> Option<Outcome> {
    let (documents, keymap) = (&mut model.documents, &model.settings.keymap);
    let id = found.document;
    let opened = documents.get_opened_mut(id)?;
    let merged = opened.set().clone();
    let effects = settle(id, opened, &found.to);
    let notice = if found.returned {
        let ours = merged.diff(&found.to);
        let more = ours.filter(|(_, there)| there.is_none()).count();
        Some(returned(documents, id, more))
    } else {
        let notice = conflicts::notice(keymap, conflicts);
        // Of one that is gone, it is told who has them now.
        let is_there = documents[id].disk != OnDisk::Gone;
        let came = || came(documents, id, before, &merged).filter(|_| is_there);
        notice.or_else(came)
    };
    // After the save, which was made from what was known before. Where nothing was
    // merged, this is not said: the next save does not know of it.
    let took_in = Effect::AcknowledgeRescan(id, found.rescan);
    Some(Outcome::from(effects).and(notice).and(took_in))
}

/// Saves what is not on disk, unless a save is on its way. What could not be saved is
/// tried again, since the file is another one now.
fn settle(id: DocumentId, opened: &mut OpenDocument, disk: &AnnotationSet) -> Vec<Effect> {
    let saved = opened.set() == disk;
    match opened.save {
        SaveState::Saved if saved => return Vec::new(),
        SaveState::Saving => return Vec::new(),
        SaveState::Saved | SaveState::Failed(_) => {}
    }
    // Also where nothing differs: a save is what makes the kept copy be forgotten.
    opened.revision += 1;
    save(id, opened)
}

/// `2 tags came in from disk`, and what else there is to say.
fn came(
    documents: &Documents,
    id: DocumentId,
    before: &AnnotationSet,
    after: &AnnotationSet,
) -> Option<Notice> {
    let (mut added, mut changed, mut deleted) = (0, 0, 0);
    for (was, is) in before.diff(after) {
        match (was, is) {
            (None, _) => added += 1,
            (Some(_), Some(_)) => changed += 1,
            (Some(_), None) => deleted += 1,
        }
    }
    let counts = [
        (added, "came in from disk"),
        (changed, "changed on disk"),
        (deleted, "deleted on disk"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = counts
        .map(|(count, what)| format!("{} {what}", counted(count, "tag")))
        .chain(facts_that_came(before.facts(), after.facts()))
        .collect();
    if words.is_empty() {
        return None;
    }
    let words = words.join(", ");
    // So many are seldom deleted on purpose.
    if deleted >= MANY_DELETED && deleted * 2 > before.len() {
        let words = format!("{words}; postil restore brings back what was there before");
        return Some(Notice::problem(of_document(documents, id, words)));
    }
    Some(quietly(documents, id, words))
}

/// What else was said of the document elsewhere.
fn facts_that_came(before: &DocumentFacts, after: &DocumentFacts) -> Option<String> {
    let what = match (before.note != after.note, before.done() != after.done()) {
        (true, true) => "the note and the marks of the document",
        (true, false) => "the note on the document",
        (false, true) => "who is done with the document",
        (false, false) if before.suggestions != after.suggestions => "what is suggested",
        (false, false) => return None,
    };
    Some(format!("{what} changed on disk"))
}

fn returned(documents: &Documents, id: DocumentId, more: usize) -> Notice {
    let (tags, are) = (counted(more, "tag"), is_or_are(more));
    let meanwhile = match more {
        0 => String::new(),
        _ => format!("; {tags} made meanwhile {are} kept and saved again"),
    };
    let words = format!("The annotation file is back on disk{meanwhile}");
    quietly(documents, id, words)
}

/// The annotation file cannot be read in full any more.
pub fn unusable(documents: &mut Documents, id: DocumentId, reason: String) -> Option<Notice> {
    let opened = documents.get_opened_mut(id)?;
    if let Access::ReadOnly(why) = &mut opened.access {
        *why = reason;
        return None;
    }
    if opened.acknowledged < opened.revision {
        // A save is on its way, or has failed and is tried again: it says the same, and
        // how it ended.
        return None;
    }
    opened.save = SaveState::Failed(reason.clone());
    Some(Notice::problem(reason))
}

/// The annotation file may not be written any more. Where all is saved, nothing is lost by
/// that, and no more can be annotated.
pub fn protected(documents: &mut Documents, id: DocumentId, reason: String) -> Option<Notice> {
    let opened = documents.get_opened_mut(id)?;
    if opened.acknowledged < opened.revision || opened.save != SaveState::Saved {
        return unusable(documents, id, reason);
    }
    opened.access = Access::ReadOnly(reason.clone());
    Some(Notice::problem(reason))
}

/// The annotation file was deleted: it is written again.
pub fn gone(documents: &mut Documents, id: DocumentId) -> Option<Outcome> {
    documents.note_trouble(id, None);
    let opened = documents.get_opened_mut(id)?;
    opened.access = Access::Writable;
    if opened.set().is_empty() {
        opened.save = SaveState::Saved;
        return None;
    }
    let tags = opened.set().len();
    opened.revision += 1;
    let effects = save(id, opened);
    let (kept, are) = match tags {
        0 => ("the note and the marks of the document".to_owned(), "are"),
        _ => (counted(tags, "tag"), is_or_are(tags)),
    };
    let words =
        format!("The annotation file was deleted on disk: {kept} {are} kept and saved again");
    let notice = Notice::problem(of_document(documents, id, words));
    Some(Outcome::from(effects).and(notice))
}

/// Says how many annotations of documents that are not open are gone: they were only
/// counted, and cannot be saved again.
pub fn gone_of_others(
    documents: &Documents,
    said: &mut Option<Notice>,
    ids: &[DocumentId],
) -> Outcome {
    let documents = ids.iter().filter_map(|id| documents.get(*id));
    let unopened = documents.filter(|document| document.opened().is_none());
    let counts = unopened.filter_map(|document| document.set().map(AnnotationSet::len));
    let counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
    let tags: usize = counts.iter().sum();
    let (tags, are) = (counted(tags, "tag"), is_or_are(tags));
    let words = match counts.len() {
        0 => return Outcome::none(),
        1 => format!(
            "{tags} of another document {are} gone from disk: its annotation file was deleted"
        ),
        files => format!(
            "{tags} of {files} other documents {are} gone from disk: their annotation files were deleted"
        ),
    };
    // Together with the problem that is shown, such as that of the open document.
    let before = said.take().filter(Notice::is_problem);
    Outcome::problem(match before {
        Some(before) => format!("{words}; {}", before.words),
        None => words,
    })
}
