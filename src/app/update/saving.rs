//! What came of a save.

use crate::annotation::{AnnotationSet, Conflict, merge};

use crate::app::document::{DocumentId, OnDisk, SaveState};
use crate::app::state::Model;
use crate::app::state::notice::Notice;
use crate::app::view::conflicts;

use super::outcome::Outcome;
use super::{leaving, travel};

/// A revision is on disk, merged with what stood there.
pub fn saved(
    model: &mut Model,
    id: DocumentId,
    revision: u64,
    (sent, stored): (&AnnotationSet, &AnnotationSet),
    conflicts: &[Conflict],
) -> Outcome {
    let Some(opened) = model.opened_mut(id) else {
        return Outcome::none();
    };
    if sent != stored {
        // Somebody else has written meanwhile: what is here now and what is
        // there now both come from what was sent.
        let (merged, _) = merge(sent, opened.set(), stored);
        take_in(model, id, &merged);
    }
    let Some(opened) = model.opened_mut(id) else {
        return Outcome::none();
    };
    opened.acknowledged = revision;
    let is_last = opened.revision == revision;
    if is_last {
        opened.save = SaveState::Saved;
    }
    let mut outcome = Outcome::none();
    if !conflicts.is_empty() {
        let words = conflicts::notice_words(model, conflicts.len());
        outcome = outcome.and(Notice::problem(words));
    }
    outcome = outcome.and(model.recovery.saved(id, revision));
    if model.leaving && model.save_state() == SaveState::Saved {
        outcome = outcome.and(leaving::leave(model));
    } else if is_last {
        outcome = outcome.and(travel::keep_if_moved(model));
    }
    outcome.and(leaving::follow(model))
}

/// A revision could not be saved.
pub fn failed(
    model: &mut Model,
    id: DocumentId,
    revision: u64,
    (reason, kept): (&str, bool),
) -> Outcome {
    let Some(opened) = model.opened_mut(id) else {
        return Outcome::none();
    };
    if revision < opened.revision {
        // The save of a later change is on its way, and says more.
        return Outcome::none();
    }
    opened.save = SaveState::Failed(reason.to_owned());
    opened.kept = kept;
    // Why has to be seen: what was said of the change stands in its place, and that
    // the document is gone in the sidebar.
    let disk = model.documents[id].disk;
    let gone = matches!(disk, OnDisk::Gone | OnDisk::Unreadable);
    let said = model.notice.take();
    model.notice = said.filter(|said| said.is_problem() && !gone);
    if std::mem::take(&mut model.leaving) {
        leaving::ask(model, reason);
        Outcome::none()
    } else {
        leaving::follow(model)
    }
}

/// Takes in a set that holds what others changed: what can be undone is brought
/// over to it.
pub fn take_in(model: &mut Model, document: DocumentId, merged: &AnnotationSet) {
    let Some(opened) = model.opened_mut(document) else {
        return;
    };
    let before = opened.set().clone();
    opened.replace_set(merged.clone());
    for step in model.history.steps_mut() {
        if step.document == document {
            step.inverse.rebase(&before, merged);
        }
    }
}
