//! Finding passages again that are not where they were marked, where that would take too
//! long at once.
//!
//! What the reader sees: the text at once, with all tags that stand where they were;
//! the header says how many others are still being looked for, and how many of them
//! have moved or are lost as they are found.
//!
//! Must not know: who looks for them.

use crate::app::documents::Documents;
use crate::app::message::Effect;
use crate::app::message::reanchoring::{ReanchorRequest, ReanchorResult};
use crate::app::state::Model;

use super::outcome::Outcome;

/// Asks for what is not known yet of the document that is open.
pub fn ask(model: &mut Model) -> Option<Effect> {
    let document = model.documents.open?;
    let number = model.reanchor_requests + 1;
    let opened = model.open_document_mut()?;
    // Most are only waiting until a large document is counted.
    if opened.indexing {
        return None;
    }
    let annotations = opened.passages_to_reanchor(number)?;
    let text = opened.text.clone();
    model.reanchor_requests = number;
    Some(Effect::Reanchor(Box::new(ReanchorRequest {
        number,
        document,
        text,
        annotations,
    })))
}

/// Takes in where passages are.
pub fn take(documents: &mut Documents, result: &ReanchorResult) -> Outcome {
    let document = documents.get_mut(result.document);
    if let Some(opened) = document.and_then(|document| document.opened_mut()) {
        opened.place_reanchored(result.number, &result.found);
    }
    Outcome::none()
}
