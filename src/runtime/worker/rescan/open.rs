//! Compares the files of an open document with what the reader has of them.
//!
//! Must not know: documents that are not open.

use crate::annotation::{AnnotationSet, CommonEnds};
use crate::app::{AnnotationIndex, AnnotationsOnDisk, DiskChange, DocumentId, Message, TextOnDisk};
use crate::storage::{Document, DocumentPath, Reach};
use crate::text::Text;

use super::super::load::{is_there, reopen};
use super::super::registry::{Opened, OpenedAnnotations};
use super::super::{context::IoContext, summary::summarise, warnings::Warnings};

pub(super) fn compare_text(
    context: &IoContext,
    id: DocumentId,
    path: &DocumentPath,
    tell: &mut dyn FnMut(Message),
) {
    let Some(opened) = context.registry.opened(id) else {
        return;
    };
    let document = match reopen(context, path) {
        Ok(document) => document,
        Err(lost) => {
            let known = context.registry.keep_lost(id, Some(lost.clone()));
            if known.as_ref() != Some(&lost) {
                tell(lost.message(id));
            }
            return;
        }
    };
    if context.registry.keep_lost(id, None).is_some() {
        tell(Message::DiskChanged(DiskChange::Restored(id)));
    }
    if document.is_same_as(&opened.document) {
        return;
    }
    replace_text(context, id, &opened, document, Reason::Changed, tell);
    tell(summarise(context, id));
}

/// Reads a large document again that turned out not to be UTF-8 throughout.
pub(crate) fn read_again(context: &IoContext, id: DocumentId, tell: &mut dyn FnMut(Message)) {
    let (Some(opened), Ok(path)) = (context.registry.opened(id), context.registry.path(id)) else {
        return;
    };
    match Document::load(context.corpus.workspace(), &path) {
        Ok(document) => replace_text(context, id, &opened, document, Reason::OtherEncoding, tell),
        Err(error) => tell(Message::Warned(error.to_string())),
    }
}

/// Why a text takes the place of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Changed,
    /// The same file is read in another encoding.
    OtherEncoding,
}

fn replace_text(
    context: &IoContext,
    id: DocumentId,
    opened: &Opened,
    document: Document,
    reason: Reason,
    tell: &mut dyn FnMut(Message),
) {
    let old = &opened.document;
    let common = if document.shares_file_with(old) && reason == Reason::Changed {
        // Most such files are logs that grow.
        CommonEnds {
            prefix: old.text.len().min(document.text.len()),
            suffix: 0,
        }
    } else {
        CommonEnds::new(&old.text, &document.text)
    };
    let warnings = Warnings::for_document(&document);
    let structure = context.corpus.structure(&document.text);
    let set = known_annotations(opened);
    let earlier = earlier_texts(context, opened, &document, &set);
    let mut annotation_index = AnnotationIndex::new(&document.text, &set, earlier);
    annotation_index.count_checked(&structure);
    let text = TextOnDisk {
        document: id,
        structure: (context.corpus.paragraphs, structure),
        annotation_index,
        common,
        read_again: reason == Reason::OtherEncoding,
        text: document.text.clone(),
        encoding: document.encoding,
        version: document.known_sha256().map(str::to_owned),
        notices: warnings.sentences,
        warnings: warnings.words,
    };
    tell(Message::DiskChanged(DiskChange::Text(Box::new(text))));
    let registry = &context.registry;
    registry.change_opened(id, |opened| opened.document = document);
}

/// The text that the document had until now, and those that it had before.
fn earlier_texts(
    context: &IoContext,
    opened: &Opened,
    document: &Document,
    set: &AnnotationSet,
) -> Vec<Text> {
    let old = &opened.document.text;
    // What a large document said is read from its file, which may be another one now.
    let mut earlier: Vec<Text> = (!old.is_paged()).then(|| old.clone()).into_iter().collect();
    if document.known_sha256().is_some() {
        let named = opened.annotations.as_ref().map(|known| &*known.named);
        let named = opened.document.known_sha256().into_iter().chain(named);
        let named: Vec<&str> = named.collect();
        let kept = context
            .corpus
            .store
            .earlier_texts(document, &named, set, Reach::AtHand);
        let words = |text: &Text| text.slice(text.full_range()).into_owned();
        let is_new = |text: &Text| !old.is_paged() && words(text) == words(old);
        earlier.extend(kept.into_iter().filter(|text| !is_new(text)));
    }
    earlier
}

/// The annotations that the reader has once it hears of the new text.
fn known_annotations(opened: &Opened) -> AnnotationSet {
    let known = opened.annotations.as_ref();
    known.map_or_else(AnnotationSet::new, |known| known.merge_base.of_reader())
}

pub(super) fn compare_annotations(
    context: &IoContext,
    id: DocumentId,
    path: &DocumentPath,
    tell: &mut dyn FnMut(Message),
) {
    let registry = &context.registry;
    // What is still to be read is read after this, as it is by then.
    let Some(known) = registry.opened(id).and_then(|opened| opened.annotations) else {
        return;
    };
    let loaded = context.corpus.store.load(path);
    let out_of_reach = context.corpus.store.out_of_reach();
    let read_only = out_of_reach.or_else(|| loaded.access.why_not().map(str::to_owned));
    registry.change_annotations(id, |known| known.read_only.clone_from(&read_only));
    if let Some(reason) = read_only {
        if known.read_only.as_ref() != Some(&reason) {
            // Protected against writing, it still holds all that was saved.
            let holds_all = loaded.problems.is_empty()
                && is_there(&loaded.path)
                && loaded.file.set == *known.merge_base.known();
            let change = match holds_all {
                true => DiskChange::AnnotationsProtected(id, reason),
                false => DiskChange::AnnotationsUnusable(id, reason),
            };
            tell(Message::DiskChanged(change));
        }
        return;
    }
    let was_read_only = known.read_only.is_some();
    if !is_there(&loaded.path) {
        if context.corpus.store.can_tell_deletion()
            && (was_read_only || !known.merge_base.known().is_empty())
        {
            if stand_elsewhere(context, path, known.merge_base.known()) {
                return rescanned(context, id, AnnotationSet::new(), tell);
            }
            registry.change_annotations(id, |known| known.merge_base.vanished());
            tell(Message::DiskChanged(DiskChange::AnnotationsDeleted(id)));
        }
        return;
    }
    // Shared, so that to compare them again costs nothing.
    let disk = loaded.file.set.shared_with(known.merge_base.known());
    if disk == *known.merge_base.known() && !was_read_only {
        return;
    }
    rescanned(context, id, disk, tell);
}

/// Whether the annotations of a document that is gone with its annotation file were given to
/// another one: then they are not written again.
fn stand_elsewhere(context: &IoContext, path: &DocumentPath, set: &AnnotationSet) -> bool {
    let corpus = &context.corpus;
    let document = corpus.workspace().documents_dir().join(path.native());
    !is_there(&document) && corpus.has_all_elsewhere(path, set)
}

/// Tells what stands in an annotation file.
fn rescanned(
    context: &IoContext,
    id: DocumentId,
    disk: AnnotationSet,
    tell: &mut dyn FnMut(Message),
) {
    let registry = &context.registry;
    let rescan = |known: &mut OpenedAnnotations| known.merge_base.rescanned(disk.clone());
    let rescanned = registry.change_annotations(id, rescan);
    if let Some(rescan) = rescanned {
        let annotations = AnnotationsOnDisk {
            document: id,
            rescan: rescan.number,
            from: rescan.from,
            to: disk,
            returned: rescan.returned,
        };
        let change = DiskChange::Annotations(Box::new(annotations));
        tell(Message::DiskChanged(change));
    }
}
