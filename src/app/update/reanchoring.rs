//! Finding passages that are not where they were marked, where that would take too
//! long at once.
//!
//! What the reader sees: the text at once, with all tags that stand where they were;
//! the header says how many others are still being looked for, and how many of them
//! have moved or are lost as they are found.
//!
//! Must not know: who looks for them.

use crate::app::message::Effect;
use crate::app::message::reanchoring::{ReanchorRequest, ReanchorResult};
use crate::app::state::Model;

/// Asks for the pending passages of the document that is open.
pub fn ask(model: &mut Model) -> Option<Effect> {
    let document = model.documents.open?;
    let number = model.reanchor_requests + 1;
    let loaded = model.open_document_mut()?;
    // Most are only waiting until a large document is counted.
    if loaded.indexing {
        return None;
    }
    let annotations = loaded.passages_to_reanchor(number)?;
    let text = loaded.text.clone();
    model.reanchor_requests = number;
    Some(Effect::Reanchor(Box::new(ReanchorRequest {
        number,
        document,
        text,
        annotations,
    })))
}

/// Takes in where passages are.
pub fn take(model: &mut Model, result: &ReanchorResult) -> Vec<Effect> {
    if let Some(loaded) = model.opened_mut(result.document) {
        loaded.take_reanchored(result.number, &result.found);
    }
    Vec::new()
}
