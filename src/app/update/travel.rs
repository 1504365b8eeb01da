//! The place is kept for the next start while one reads, not only at the end: a kill
//! asks nobody, and a power cut neither.
//!
//! What the reader sees: nothing. After a kill the next start begins where the last
//! change was saved, or at most a few moves before the end.
//!
//! No clock tells when: that would wake an idle program. What happens anyhow does.
//!
//! Must not know: where and how it is kept.

use crate::app::document::OpenDocument;
use crate::app::message::Effect;
use crate::app::state::Model;

/// After so many moves the place is kept, if nothing else was a reason to.
const MOVES: u32 = 16;

/// After anything that happened: counts moves, and keeps the place after some of them.
pub fn follow(model: &mut Model, effects: &[Effect]) -> Option<Effect> {
    let place = model.open_document().map(OpenDocument::place);
    model.travel.note(model.documents.open.zip(place));
    let kept = |effect: &Effect| matches!(effect, Effect::Remember(_));
    if effects.iter().any(kept) {
        model.travel.moves = 0;
    }
    (model.travel.moves >= MOVES).then(|| keep(model))
}

/// Keeps the place where that has changed: a change was saved, and whoever tags here
/// wants to go on here.
pub fn keep_if_moved(model: &mut Model) -> Option<Effect> {
    (model.travel.moves > 0).then(|| keep(model))
}

fn keep(model: &mut Model) -> Effect {
    model.travel.moves = 0;
    Effect::Remember(model.remembered())
}
