//! Re-anchoring in the background: finding passages again that are not where they were
//! marked, where that would take too long at the keys.
//!
//! What the reader sees: the text at once, with all tags that stand where they were;
//! the header says how many others are still being looked for, and how many of them
//! have moved or are lost as they are found.
//!
//! Must not know: who looks for them.

use crate::app::{DocumentId, Documents, Effect, Model, ReanchorRequest, ReanchorResult};

use super::arriving;
use super::outcome::Outcome;

/// Asks for the anchors that are still pending in a document that is shown.
pub fn ask(documents: &mut Documents, document: DocumentId, requests: &mut u64) -> Option<Effect> {
    let number = *requests + 1;
    let opened = documents.get_opened_mut(document)?;
    // Most of them are only pending until the document is indexed.
    if opened.indexing {
        return None;
    }
    let annotations = opened.passages_to_reanchor(number)?;
    let text = opened.text.clone();
    let earlier = opened.annotation_index().earlier().to_vec();
    let set = opened.set().clone();
    *requests = number;
    Some(Effect::Reanchor(Box::new(ReanchorRequest {
        number,
        document,
        text,
        earlier,
        set,
        annotations,
    })))
}

/// Places what was found; says what became of the tags once all are found.
pub fn apply(model: &mut Model, result: &ReanchorResult) -> Outcome {
    let Some(opened) = model.documents.get_opened_mut(result.document) else {
        return Outcome::none();
    };
    let before = opened.pending();
    opened.place_reanchored(result.number, &result.found);
    if before == 0 || opened.pending() > 0 {
        return Outcome::none();
    }
    let displaced = opened.displaced();
    if displaced.lost + displaced.changed == 0 {
        return Outcome::none();
    }
    let annotator = model.annotator.as_deref();
    arriving::notice_about(&model.documents, annotator, result.document, None).into()
}
