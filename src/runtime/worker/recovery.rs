//! Keeps notes for the next start, and finds what an earlier reader has kept.
//!
//! Must not know: when notes are kept, and how what is found is offered.

use crate::annotation::merge;
use crate::app::{DocumentId, RecoveredItem};
use crate::session::{self, Draft, Recovered};
use crate::storage::DocumentPath;

use super::context::IoContext;

pub(super) fn keep_draft(context: &IoContext, draft: &Draft) -> Result<(), String> {
    let kept = context.recovery.keep_draft(draft);
    kept.map_err(|error| error.to_string())
}

pub(super) fn keep_orphaned_draft(
    context: &IoContext,
    draft: Draft,
) -> Result<RecoveredItem, String> {
    let parked = context.recovery.park_draft(&draft);
    let what = Recovered::Note(draft);
    let parked = parked.map(|id| RecoveredItem { id, what });
    parked.map_err(|error| error.to_string())
}

/// What an earlier reader has kept. What has come to the disk after all is forgotten.
pub(super) fn find(context: &IoContext) -> Vec<RecoveredItem> {
    let mut found = Vec::new();
    for item in context.recovery.recover() {
        let item = identify(context, item);
        // It may be of a document that is not listed now.
        let is_elsewhere = matches!(item.what, Recovered::Unusable(_));
        if is_elsewhere && context.corpus.workspace().is_part() {
            continue;
        }
        if is_on_disk(context, &item.what) {
            context.recovery.forget(&item.id);
        } else {
            found.push(item);
        }
    }
    found
}

fn is_on_disk(context: &IoContext, what: &Recovered<DocumentId>) -> bool {
    let stored = |path: &DocumentPath| context.corpus.store.load(path).file.set;
    match what {
        Recovered::Tags {
            document,
            base,
            ours,
        } => context.registry.path(*document).is_ok_and(|path| {
            let stored = stored(&path);
            merge(base, ours, &stored).0 == stored
        }),
        Recovered::Note(draft) => {
            let mut paths = context.registry.paths().into_iter();
            let path = paths.find(|path| path.is_called(&draft.document));
            let set = path.as_ref().map(stored).unwrap_or_default();
            set.note(&draft.annotation) == Some(&draft.note)
        }
        Recovered::Unusable(_) => false,
    }
}

/// Puts the number of its document in the place of the path that annotation files name it
/// by, if the document is still there.
fn identify(context: &IoContext, item: session::RecoveredItem<String>) -> RecoveredItem {
    let what = match item.what {
        Recovered::Note(mut draft) => {
            let mut paths = context.registry.paths().into_iter();
            if let Some(path) = paths.find(|path| path.is_called(&draft.document)) {
                path.as_str().clone_into(&mut draft.document);
            }
            Recovered::Note(draft)
        }
        Recovered::Unusable(why) => Recovered::Unusable(why),
        Recovered::Tags {
            document,
            base,
            ours,
        } => {
            let workspace = context.corpus.workspace();
            let paths = context.registry.paths();
            let mut paths = paths.iter();
            match paths.position(|path| workspace.is_path_in_file(path, &document)) {
                Some(number) => Recovered::Tags {
                    document: DocumentId(number),
                    base,
                    ours,
                },
                None => Recovered::Unusable(format!(
                    "{document} is not here any more; its tags are kept in {}",
                    context.recovery.file(&item.id).display()
                )),
            }
        }
    };
    RecoveredItem { id: item.id, what }
}
