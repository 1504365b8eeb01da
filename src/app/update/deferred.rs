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

use crate::app::{
    AnnotationsState, DeferredProgress, DocumentId, Effect, Env, IndexRequest, Model, OpenDocument,
};

use super::outcome::Outcome;
use super::{arriving, indexing, recovering};

/// Asks for the annotations of a document that was read without them.
pub fn ask(opened: Option<&mut OpenDocument>, id: DocumentId) -> Option<Effect> {
    let opened = opened.filter(|opened| !opened.has_annotations())?;
    Some(Effect::ReadAnnotations(Box::new(IndexRequest {
        document: id,
        text: opened.text.clone(),
        structure: opened.structure.clone(),
        references: opened.kept_references().clone(),
        annotation_index: None,
    })))
}

pub fn receive(
    model: &mut Model,
    id: DocumentId,
    news: DeferredProgress,
    env: &dyn Env,
) -> Option<Outcome> {
    let opened = model.documents.get_opened_mut(id);
    let opened = opened.filter(|opened| !opened.has_annotations())?;
    let found = match news {
        DeferredProgress::Bytes(read, of) => {
            opened.annotations = AnnotationsState::Loading(read, of);
            return None;
        }
        DeferredProgress::Done(found) => *found,
    };
    if !opened.text.ptr_eq(&found.text) {
        // They were placed in a text that has changed since: place them in this one.
        return ask(Some(opened), id).map(Outcome::from);
    }
    opened.access = found.access;
    let problem = found.notices.first().cloned();
    opened.notices.splice(..0, found.notices);
    opened.set_annotations(found.set, found.annotation_index, &found.structure);
    model.documents.note_opened(id);
    let notice = arriving::notice_about(&model.documents, model.annotator.as_deref(), id, problem);
    let outcome = Outcome::from(notice)
        .and(recovering::document_loaded(model, id, env))
        .and(indexing::begin(&mut model.documents, id));
    let wanted = arriving::where_wanted(&mut model.travel, &model.documents, id);
    Some(outcome.and(wanted))
}
