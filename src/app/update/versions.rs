//! Which version of a large document is open: its bytes are read for that only where
//! somebody is done with it, or wants to be.
//!
//! Must not know: how a version is identified.

use crate::app::{DocumentId, Documents, Effect, Env, Identifying, Model};

use super::commands::finishing;
use super::outcome::Outcome;

/// Asks for the version of the open document where marks are there that may be about
/// another one.
pub fn ask(documents: &mut Documents) -> Option<Effect> {
    let id = documents.open?;
    let opened = documents.get_opened_mut(id)?;
    let is_wanted = opened.version.is_none()
        && opened.identifying == Identifying::NotAsked
        && opened.has_annotations()
        && !opened.set().facts().done().is_empty();
    is_wanted.then(|| {
        opened.identifying = Identifying::ToKnow;
        Effect::Identify(id, opened.replaced)
    })
}

/// The version of a document was found, or why it was not; where that was waited for, it is
/// marked as done.
pub fn found(
    model: &mut Model,
    id: DocumentId,
    replaced: u64,
    version: Result<String, String>,
    env: &dyn Env,
) -> Outcome {
    let opened = model.documents.get_opened_mut(id);
    let Some(opened) = opened.filter(|opened| opened.replaced == replaced) else {
        return Outcome::none();
    };
    let wanted = std::mem::replace(&mut opened.identifying, Identifying::Failed);
    match version {
        Ok(version) => {
            opened.version = Some(version);
            opened.identifying = Identifying::NotAsked;
        }
        Err(why) if wanted == Identifying::ToMark => return Outcome::problem(why),
        Err(_) => return Outcome::none(),
    }
    match wanted {
        Identifying::ToMark => finishing::mark_done(model, id, env),
        _ => finishing::done_before(model, id).into(),
    }
}
