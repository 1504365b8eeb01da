//! Taking in annotations from disk.
//!
//! What the reader sees: few come in at once. Many, such as those of a colleague's commit or
//! of a `postil reanchor` in another terminal, come in a piece at a time while keys do what
//! they always do; what became of them is said once all are here.
//!
//! A piece is a merge of its own, with what came in before in its base. A save that is made
//! between two pieces therefore needs nothing special: what came in is, in its base, a change
//! that both sides made. News of the disk and answers to saves wait for the last piece, since
//! they tell of what is there after it.
//!
//! Must not know: how sets are merged.

use crate::annotation::merge;
use crate::app::state::adopting::{AdoptedNews, Adopting};
use crate::app::{Message, Model};

use super::outcome::Outcome;
use super::{disk, saving};

/// How many annotations come in before keys get their turn: some milliseconds.
const AT_ONCE: usize = 200;

/// Whether a message tells of annotations as they are once all have come in.
pub fn must_wait(model: &Model, message: &Message) -> bool {
    let Some(adopting) = &model.adopting else {
        return false;
    };
    let of = match message {
        Message::Saved { document, .. } | Message::SaveFailed { document, .. } => Some(*document),
        Message::AnnotationsRead(document, _) | Message::DocumentLoaded(document, _) => {
            Some(*document)
        }
        Message::DiskChanged(news) => news.of_open_document(),
        _ => None,
    };
    of == Some(adopting.document)
}

/// Takes in the first piece of a set.
pub fn begin(model: &mut Model, adopting: Box<Adopting>) -> Outcome {
    let before = complete(model);
    model.adopting = Some(adopting);
    before.and(go_on(model))
}

/// Takes in all that is left.
pub fn complete(model: &mut Model) -> Outcome {
    let mut outcome = Outcome::none();
    while model.adopting.is_some() {
        outcome = outcome.and(go_on(model));
    }
    outcome
}

/// Takes in the next piece, if there is one.
pub fn go_on(model: &mut Model) -> Outcome {
    let Some(mut adopting) = model.adopting.take() else {
        return Outcome::none();
    };
    let id = adopting.document;
    let Some(opened) = model.documents.get_opened_mut(id) else {
        return Outcome::none();
    };
    let from = adopting.from.clone();
    let after = adopting.after.take();
    adopting.after = adopting.from.follow(&adopting.to, after.as_ref(), AT_ONCE);
    let (merged, conflicts) = merge(&from, opened.set(), &adopting.from);
    saving::adopt(id, opened, &mut model.history, &merged);
    adopting.conflicts.extend(conflicts);
    if adopting.after.is_some() {
        model.adopting = Some(adopting);
        return Outcome::none();
    }
    let Adopting {
        before,
        conflicts,
        news,
        ..
    } = *adopting;
    match news {
        AdoptedNews::Saved(revision, conflicts) => saving::saved(model, id, revision, &conflicts),
        AdoptedNews::Found(found) => disk::adopted(model, &found, &before, conflicts.len()),
    }
    .unwrap_or_default()
}
