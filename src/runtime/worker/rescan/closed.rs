//! Looks at the files of documents that are listed and not open.
//!
//! Must not know: documents that are open.

use std::collections::BTreeSet;

use crate::app::{DiskChange, DocumentId, Message};

use super::super::load::{is_there, reopen};
use super::super::{context::IoContext, scan::read_annotations, summary::file_stamps};

pub(super) fn rescan_annotations(
    context: &IoContext,
    ids: &[DocumentId],
    tell: &mut dyn FnMut(Message),
) {
    let mut without = ids.to_vec();
    without.retain(|id| !has_annotations(context, *id));
    // Before the counts are told in which they are missing.
    if !without.is_empty() && context.corpus.store.can_tell_deletion() {
        let change = DiskChange::OthersWithoutAnnotations(without);
        tell(Message::DiskChanged(change));
    }
    read_annotations(context, ids, tell);
}

pub(super) fn has_annotations(context: &IoContext, id: DocumentId) -> bool {
    let path = context.registry.path(id);
    path.is_ok_and(|path| is_there(&context.corpus.workspace().annotation_path(&path)))
}

/// Looks at texts. Those that were never summarised are not read for it.
pub(super) fn rescan_texts(context: &IoContext, ids: &[DocumentId], tell: &mut dyn FnMut(Message)) {
    for &id in ids {
        let Ok(path) = context.registry.path(id) else {
            continue;
        };
        let documents = context.corpus.workspace().documents_dir();
        let exists = documents.join(path.native()).exists();
        let is_read = context.registry.summarised(id).is_some() || !exists;
        let lost = is_read.then(|| reopen(context, &path).err()).flatten();
        let was_lost = context.registry.keep_lost(id, lost.clone()).is_some();
        tell(match lost {
            Some(lost) => lost.message(id),
            // What went and came back is most often as it was.
            None if was_lost => Message::DiskChanged(DiskChange::Restored(id)),
            None => Message::DiskChanged(DiskChange::OtherChanged(id)),
        });
    }
}

/// The documents that were summarised and whose files stand otherwise now.
pub(super) fn outdated(context: &IoContext) -> BTreeSet<DocumentId> {
    let now = |id| Some(file_stamps(context, id));
    let registry = &context.registry;
    let mut outdated = registry.all_summarised();
    outdated.retain(|id| registry.summarised(*id) != now(*id));
    outdated.into_iter().collect()
}
