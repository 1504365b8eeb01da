//! Deferred annotations: a document with very many of them is shown before they are read.
//!
//! What the reader sees: the text at once, with all keys that move, select and search;
//! the last row says how much of the annotation file has been read. A key that has to
//! do with tags waits until they are there (`waiting.rs`). What is wrong with the
//! annotation file is said once it has been read, as with any other.
//!
//! Until they are there, nothing is saved: a set that is not complete must never be
//! taken for one that is.
//!
//! Must not know: who reads them.

use crate::app::Env;
use crate::app::document::{AnnotationsState, DocumentId, OpenDocument};
use crate::app::message::Effect;
use crate::app::message::background::{DeferredProgress, IndexRequest};
use crate::app::state::Model;
use crate::app::state::notice::Notice;

use super::outcome::Outcome;
use super::{arriving, indexing, recovering};

/// Asks for the annotations of a document that was read without them.
pub fn ask(opened: Option<&mut OpenDocument>, id: DocumentId) -> Option<Effect> {
    let opened = opened.filter(|opened| !opened.has_annotations())?;
    Some(Effect::ReadAnnotations(Box::new(IndexRequest {
        document: id,
        text: opened.text.clone(),
        structure: opened.structure.clone(),
        annotation_index: None,
    })))
}

/// Receives the annotations, or how far they have been read.
pub fn receive(
    model: &mut Model,
    id: DocumentId,
    news: DeferredProgress,
    env: &dyn Env,
) -> Outcome {
    let opened = model.documents.get_opened_mut(id);
    let Some(opened) = opened.filter(|opened| !opened.has_annotations()) else {
        return Outcome::none();
    };
    let found = match news {
        DeferredProgress::Bytes(read, of) => {
            opened.annotations = AnnotationsState::Loading(read, of);
            return Outcome::none();
        }
        DeferredProgress::Done(found) => *found,
    };
    if !opened.text.ptr_eq(&found.text) {
        // They were placed in a text that has changed since: place them in this one.
        return ask(Some(opened), id).into();
    }
    opened.access = found.access;
    let notice = found.notices.first().cloned().map(Notice::problem);
    opened.notices.splice(..0, found.notices);
    opened.set_annotations(found.set, found.annotation_index, &found.structure);
    model.documents.note_opened(id);
    let mut outcome = Outcome::none();
    if model.documents.open == Some(id) {
        let displaced = || arriving::orphaned_notice(&model.documents, id);
        outcome = notice.or_else(displaced).into();
    }
    outcome
        .and(recovering::document_loaded(model, id, env))
        .and(indexing::begin(&mut model.documents, id))
        .and(arriving::where_wanted(
            &mut model.travel,
            model.documents.open,
            id,
        ))
}
