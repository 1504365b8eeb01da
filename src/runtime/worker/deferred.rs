//! Reads the deferred annotations of a document that is shown without them.
//!
//! On the thread that saves, in its order: a rescan that was asked for before has
//! nothing to compare with, and one that is asked for after compares with what was
//! read.

use std::time::Instant;

use crate::annotation::AnnotationSet;
use crate::app::{
    Access, AnnotationIndex, DeferredAnnotations, DeferredProgress, IndexRequest, Message,
};

use super::super::event::TOLD_EVERY;
use super::context::IoContext;
use super::load::{access_and_notices, opened_annotations};

/// Reads them, and finds where they are. Tells nothing more once the reader leaves.
pub(super) fn read(context: &IoContext, wanted: &IndexRequest, tell: &mut dyn FnMut(Message)) {
    let id = wanted.document;
    let Ok(path) = context.registry.path(id) else {
        return;
    };
    let file = context.corpus.workspace().annotation_path(&path);
    let size = context.corpus.store.size(&path);
    let mut told = Instant::now();
    let loaded = context.corpus.store.load_watched(&file, &mut |read| {
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            tell(Message::AnnotationsRead(
                id,
                DeferredProgress::Bytes(read as u64, size),
            ));
        }
        !context.is_leaving()
    });
    let Some(loaded) = loaded else { return };
    // Where an annotation is can be found once the text is counted.
    loop {
        let so_far = wanted.text.count_on();
        if so_far.bytes >= so_far.of {
            break;
        }
        if context.is_leaving() {
            return;
        }
    }
    let set = loaded.file.set.clone();
    let known = opened_annotations(&loaded);
    let (access, notices) = access_and_notices(loaded);
    let mut annotation_index = AnnotationIndex::by_position(&wanted.text, &set);
    annotation_index.count_checked(&wanted.structure);
    let registry = &context.registry;
    registry.change_opened(id, |opened| opened.annotations = Some(known));
    tell(message(wanted, set, annotation_index, access, notices));
}

/// What is told where an error of the program's own keeps them from being read:
/// nothing is ever written then.
pub(super) fn failed(wanted: &IndexRequest, words: String) -> Message {
    let access = Access::ReadOnly(words.clone());
    let (none, nowhere) = (AnnotationSet::new(), AnnotationIndex::default());
    message(wanted, none, nowhere, access, vec![words])
}

fn message(
    wanted: &IndexRequest,
    set: AnnotationSet,
    annotation_index: AnnotationIndex,
    access: Access,
    notices: Vec<String>,
) -> Message {
    let tags = DeferredAnnotations {
        text: wanted.text.clone(),
        structure: wanted.structure.clone(),
        set,
        annotation_index,
        access,
        notices,
    };
    Message::AnnotationsRead(wanted.document, DeferredProgress::Done(Box::new(tags)))
}
