//! Makes the summaries of documents: what the list of documents shows of one.
//!
//! Must not know: which of them are in view.

use crate::annotation::{Budget, Conflicts, resolve_annotations};
use crate::app::{Displaced, DocumentId, Message, Summary};
use crate::storage::{Document, FileStamp, Reach};
use crate::text::{title, touched};

use super::super::report::guarded;
use super::{context::IoContext, load, registry::FileStamps};

/// Makes the summary of a document, and keeps how its files stood before.
pub(super) fn summarise(context: &IoContext, id: DocumentId) -> Message {
    let stamps = file_stamps(context, id);
    let summary = guarded(|| read_and_summarise(context, id)).and_then(|summary| summary);
    let summary = summary.map_err(|words| without_path(context, id, &words));
    context.registry.keep_summarised(id, stamps);
    Message::DocumentSummarised(id, summary.map(Box::new))
}

pub(super) fn file_stamps(context: &IoContext, id: DocumentId) -> FileStamps {
    let Ok(path) = context.registry.path(id) else {
        return FileStamps::default();
    };
    let workspace = context.corpus.workspace();
    FileStamps {
        document: FileStamp::read(&workspace.documents_dir().join(path.native())),
        annotations: FileStamp::read(&workspace.annotation_path(&path)),
    }
}

fn read_and_summarise(context: &IoContext, id: DocumentId) -> Result<Summary, String> {
    if let Some(opened) = context.registry.opened(id) {
        // Its annotations are known where it is open, or will be.
        return Ok(of_text(&opened.document));
    }
    let path = context.registry.path(id)?;
    let document = load::open(context, &path)?;
    let file = context.corpus.store.load(&path).file;
    let (set, named) = (file.set, file.document.sha256);
    let structure = context.corpus.structure(&document.text);
    let mut places = Vec::new();
    let (mut lost, mut displaced) = (Vec::new(), Displaced::default());
    let annotations = set.iter().map(AsRef::as_ref);
    let earlier = match document.known_sha256() {
        Some(_) => context
            .corpus
            .store
            .earlier_texts(&document, &[&named], &set, Reach::AtHand),
        None => Vec::new(),
    };
    let resolutions = resolve_annotations(annotations, &document.text, &earlier, Budget::AT_ONCE);
    for (annotation, resolution) in set.iter().zip(resolutions) {
        // What would take too long is looked for when the document is opened.
        let Some(anchor) = resolution.anchor() else {
            continue;
        };
        match anchor.range() {
            Some(range) => places.push(range),
            // The mark of a sentence that is not there any more says nothing.
            None if annotation.tag.is_mark() => {}
            None => lost.push(annotation.id.clone()),
        }
        if !annotation.tag.is_mark() {
            displaced = displaced.with(anchor);
        }
    }
    lost.sort();
    let count_checked = || touched(structure.checkable(), places.into_iter());
    let all = structure.checkable_count();
    Ok(Summary {
        checked: all.map(|checkable| (count_checked(), checkable)),
        conflicts: Conflicts::new(&set),
        set,
        lost,
        displaced,
        ..of_text(&document)
    })
}

fn of_text(document: &Document) -> Summary {
    Summary {
        title: title(&document.text),
        version: document.known_sha256().map(str::to_owned),
        bytes: document.text.len(),
        ..Summary::default()
    }
}

/// Why a document cannot be read, without its path: that stands above it.
fn without_path(context: &IoContext, id: DocumentId, words: &str) -> String {
    let shortened = || {
        let path = context.registry.path(id).ok()?;
        let folder = context.corpus.workspace().documents_dir();
        let path = folder.join(path.native());
        let (before, after) = words.split_once(&path.display().to_string())?;
        let after = after.trim_start_matches([' ', ':']);
        Some(match before.trim_end() {
            "" => after.to_owned(),
            before => format!("{before}: {after}"),
        })
    };
    shortened().unwrap_or_else(|| words.to_owned())
}
