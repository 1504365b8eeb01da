//! The place is kept for the next start while one reads, not only at the end: a kill
//! asks nobody, and a power cut neither.
//!
//! What the reader sees: nothing. After a kill the next start begins where the last
//! change was saved, or at most a few moves before the end.
//!
//! No clock tells when: that would wake an idle program. What happens anyhow does.
//!
//! Must not know: where and how it is kept.

use crate::app::document::{DocumentId, OpenDocument, Place};
use crate::app::message::Effect;
use crate::app::state::Model;

/// After so many moves the place is kept, if nothing else was a reason to.
const MOVES: u32 = 16;

/// How far the place has gone from the one that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// The place after the last message.
    here: Option<(DocumentId, Place)>,
    /// How many messages have changed it since it was kept.
    moves: u32,
}

/// After anything that happened: counts moves, and keeps the place after some of them.
pub fn follow(model: &mut Model, effects: &[Effect]) -> Option<Effect> {
    let here = model
        .documents
        .open
        .zip(model.open_document().map(OpenDocument::place));
    if here != model.moved.here {
        // Where a document is come to is no move.
        let before = model
            .moved
            .here
            .is_some_and(|it| here.is_some_and(|here| it.0 == here.0));
        model.moved.here = here;
        model.moved.moves += u32::from(before);
    }
    if effects.iter().any(|it| matches!(it, Effect::Remember(_))) {
        model.moved.moves = 0;
    }
    (model.moved.moves >= MOVES).then(|| keep(model))
}

/// Keeps the place where that has changed: a change was saved, and whoever tags here
/// wants to go on here.
pub fn keep_if_moved(model: &mut Model) -> Option<Effect> {
    (model.moved.moves > 0).then(|| keep(model))
}

fn keep(model: &mut Model) -> Effect {
    model.moved.moves = 0;
    Effect::Remember(model.remembered())
}
