//! A document with very many tags is shown before they are read.
//!
//! What the reader sees: the text at once, with all keys that move, select and search;
//! the last row says how much of the annotation file has been read. A key that has to
//! do with tags waits until they are there (`waiting.rs`). What is wrong with the
//! annotation file is told when it has been read, as with any other.
//!
//! As long as they are not there, nothing is saved: no set of tags is taken for all of
//! them that is not.
//!
//! Must not know: who reads them.

use crate::app::Env;
use crate::app::document::{AnnotationsState, DocumentId, OpenDocument};
use crate::app::message::Effect;
use crate::app::message::deferred::DeferredProgress;
use crate::app::message::indexing::IndexRequest;
use crate::app::state::Model;
use crate::app::state::notice::Notice;

use super::outcome::Outcome;
use super::{arriving, indexing, recovering};

/// Asks for the tags of a document that was read without them.
pub fn ask(opened: Option<&mut OpenDocument>, id: DocumentId) -> Option<Effect> {
    let opened = opened.filter(|opened| !opened.has_annotations())?;
    Some(Effect::ReadAnnotations(Box::new(IndexRequest {
        document: id,
        text: opened.text.clone(),
        structure: opened.structure.clone(),
        annotation_index: None,
    })))
}

/// Takes in what was heard of them.
pub fn take(model: &mut Model, id: DocumentId, news: DeferredProgress, env: &dyn Env) -> Outcome {
    let opened = model.opened_mut(id);
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
        // Where they are in the text that is here now is another question.
        return ask(Some(opened), id).into();
    }
    opened.access = found.access;
    let notice = found.notices.first().cloned().map(Notice::problem);
    opened.notices.splice(..0, found.notices);
    opened.set_annotations(found.set, found.annotation_index, &found.structure);
    model.documents.note_opened(id);
    let mut outcome = Outcome::none();
    if model.documents.open == Some(id) {
        let displaced = || arriving::displaced(&model.documents, id);
        outcome = notice.or_else(displaced).into();
    }
    outcome
        .and(recovering::document_loaded(model, id, env))
        .and(indexing::begin(&mut model.documents, id))
        .and(arriving::where_wanted(model, id))
}
