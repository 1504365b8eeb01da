//! A save succeeded, or failed.

use crate::annotation::{AnnotationSet, Conflict, History};
use crate::app::state::adopting::{AdoptedNews, Adopting};
use crate::app::view::conflicts;
use crate::app::{DocumentId, Model, OnDisk, OpenDocument, SaveState};
use crate::text::TextRange;

use super::leaving;
use super::outcome::{Next, Outcome};

/// Takes in what a save has stored, and notes that it did.
pub fn stored(
    model: &mut Model,
    (document, revision): (DocumentId, u64),
    (sent, stored): (AnnotationSet, AnnotationSet),
    conflicts: Vec<Conflict>,
) -> Option<Outcome> {
    if sent == stored {
        return saved(model, document, revision, &conflicts);
    }
    // Somebody else has written meanwhile. What was sent is the merge base of what
    // is here now and what is on disk now.
    let before = model.documents.get_opened(document)?.set().clone();
    let adopting = Adopting {
        document,
        from: sent,
        to: stored,
        after: None,
        before,
        conflicts: Vec::new(),
        news: AdoptedNews::Saved(revision, conflicts),
    };
    Some(Outcome::next(Next::Adopt(Box::new(adopting))))
}

/// Notes that a revision is saved, and says so.
pub fn saved(
    model: &mut Model,
    id: DocumentId,
    revision: u64,
    conflicts: &[Conflict],
) -> Option<Outcome> {
    let opened = model.documents.get_opened_mut(id)?;
    opened.acknowledged = revision;
    let is_last = opened.revision == revision;
    if is_last {
        opened.save = SaveState::Saved;
    }
    let keymap = &model.settings.keymap;
    let notice = conflicts::notice(keymap, conflicts.len());
    let mut outcome = Outcome::from(notice).and(model.recovery.saved(id, revision));
    if model.leaving && model.documents.save_state() == SaveState::Saved {
        outcome.next.push(Next::Leave);
    } else if is_last && model.travel.has_moved() {
        // Whoever tags here wants to go on here.
        outcome.next.push(Next::Remember);
    }
    let asked = leaving::ask_again(
        &model.documents,
        &mut model.mode,
        &model.settings,
        model.pane,
    );
    Some(outcome.and(asked))
}

pub fn failed(
    model: &mut Model,
    id: DocumentId,
    revision: u64,
    (reason, kept): (&str, bool),
) -> Option<Outcome> {
    let opened = model.documents.get_opened_mut(id)?;
    if revision < opened.revision {
        // A later revision is being saved, and its answer says more.
        return None;
    }
    opened.save = SaveState::Failed(reason.to_owned());
    opened.kept = kept;
    // The reason has to be seen, and a notice would stand in its place; that the
    // document is gone, the sidebar says too.
    let disk = model.documents[id].disk;
    let gone = matches!(disk, OnDisk::Gone | OnDisk::Unreadable);
    let said = model.notice.take();
    model.notice = said.filter(|said| said.is_problem() && !gone);
    let (documents, mode) = (&model.documents, &mut model.mode);
    Some(if std::mem::take(&mut model.leaving) {
        leaving::ask(documents, mode, reason)
    } else {
        leaving::ask_again(documents, mode, &model.settings, model.pane)
    })
}

/// Puts a merged set in the place of the document's own, and rebases on it what can be
/// undone.
pub fn adopt(
    document: DocumentId,
    opened: &mut OpenDocument,
    history: &mut History<DocumentId, TextRange>,
    merged: &AnnotationSet,
) {
    let before = opened.set().clone();
    opened.replace_set(merged.clone());
    for part in history.parts_mut() {
        if part.document == document {
            part.inverse.rebase(&before, merged);
        }
    }
}
