//! Reads a document with its annotations, so that it can be shown.
//!
//! Must not know: saving.

use std::path::Path;

use crate::annotation::AnnotationSet;
use crate::app::{Access, AnnotationsState, DocumentId, LoadedDocument, Message};
use crate::formats::Problem;
use crate::storage::{self, Document, DocumentPath, MergeBase};

use super::registry::{Lost, Opened, OpenedAnnotations};
use super::{context::IoContext, warnings::Warnings};

/// Reads a document with its annotations; those that take a while to be read are
/// deferred.
pub(crate) fn load(context: &IoContext, id: DocumentId) -> Message {
    Message::DocumentLoaded(id, load_document(context, id).map(Box::new))
}

fn load_document(context: &IoContext, id: DocumentId) -> Result<LoadedDocument, String> {
    let path = context.registry.path(id)?;
    let document = open(context, &path)?;
    let keep_open = |annotations| {
        let document = document.clone();
        let opened = Opened {
            document,
            annotations,
        };
        context.registry.open(id, opened);
    };
    if let Some(bytes) = context.corpus.store.takes_long(&path) {
        keep_open(None);
        return Ok(LoadedDocument {
            annotations: AnnotationsState::Loading(0, bytes),
            ..loaded_document(context, document, AnnotationSet::new(), "")
        });
    }
    let loaded = context.corpus.store.load(&path);
    let set = loaded.file.set.clone();
    keep_open(Some(opened_annotations(&loaded)));
    let named = loaded.file.document.sha256.clone();
    let trouble = loaded.trouble;
    let (access, mut notices) = access_and_notices(loaded);
    let loaded = loaded_document(context, document, set, &named);
    notices.extend(loaded.notices);
    Ok(LoadedDocument {
        access,
        trouble,
        notices,
        ..loaded
    })
}

/// A document as the reader wants it, with all that would take too long to find out on
/// the screen's thread.
fn loaded_document(
    context: &IoContext,
    document: Document,
    set: AnnotationSet,
    named: &str,
) -> LoadedDocument {
    let warnings = Warnings::for_document(&document);
    let structure = context.corpus.structure(&document.text);
    let mut annotation_index = context.index_of(&document, &set, named);
    annotation_index.count_checked(&structure);
    LoadedDocument {
        version: document.known_sha256().map(str::to_owned),
        structure: Some((context.corpus.paragraphs, structure)),
        text: document.text,
        encoding: document.encoding,
        set,
        annotation_index: Some(Box::new(annotation_index)),
        annotations: AnnotationsState::Ready,
        access: Access::Writable,
        trouble: None,
        notices: warnings.sentences,
        warnings: warnings.words,
    }
}

/// Keeps what a document says that has tags which are placed on just that, for the time when
/// it says something else: it may have come with its tags, and never been saved here.
pub(crate) fn keep_text(context: &IoContext, id: DocumentId) {
    let Some(opened) = context.registry.opened(id) else {
        return;
    };
    let named = opened.annotations.map(|known| known.named);
    let is_as_tagged = opened.document.known_sha256() == named.as_deref();
    if named.is_some_and(|named| !named.is_empty()) && is_as_tagged {
        context.corpus.store.keep_text(&opened.document);
    }
}

pub(super) fn open(context: &IoContext, path: &DocumentPath) -> Result<Document, String> {
    Document::open(context.corpus.workspace(), path).map_err(|error| error.to_string())
}

/// Opens a document that could be read before.
pub(super) fn reopen(context: &IoContext, path: &DocumentPath) -> Result<Document, Lost> {
    let workspace = context.corpus.workspace();
    let file = workspace.documents_dir().join(path.native());
    Document::open(workspace, path).map_err(|error| match is_there(&file) {
        true => Lost::Unreadable(error.why()),
        false => Lost::Gone,
    })
}

/// Whether anything stands at a path. A link that leads nowhere is not a file that is
/// gone, nor is one in a folder that may not be looked into.
pub(super) fn is_there(path: &Path) -> bool {
    storage::may_be_there(path)
}

/// What the saves of a document go back to whose annotations were just read.
pub(super) fn opened_annotations(loaded: &storage::LoadedAnnotations) -> OpenedAnnotations {
    OpenedAnnotations {
        merge_base: MergeBase::loaded(loaded.file.set.clone()),
        named: loaded.file.document.sha256.clone(),
        read_only: loaded.access.why_not().map(str::to_owned),
    }
}

/// Whether annotations may be written, and what the reader should know about their
/// file, the most important first.
pub(super) fn access_and_notices(loaded: storage::LoadedAnnotations) -> (Access, Vec<String>) {
    let file = loaded.path.display();
    let said = |problem: &Problem| format!("{file}, {}: {}", problem.place, problem.message);
    let mut notices: Vec<String> = loaded.problems.iter().map(said).collect();
    if let Some(reason) = loaded.access.why_not() {
        notices.insert(0, reason.to_owned());
    }
    (loaded.access, notices)
}
