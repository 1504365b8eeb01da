//! Makes the summaries of documents: what the list of documents shows of one.
//!
//! Must not know: which of them are in view.

use crate::annotation::{AnchorState, AnnotationSet, Budget, Resolution, resolve_annotations};
use crate::app::{Displaced, DocumentId, KnownAnnotations, Message, Places, Summary};
use crate::storage::{Document, FileStamp, Reach};
use crate::text::{TextRange, title, touched};

use super::super::report::guarded;
use super::{context::IoContext, load, registry::FileStamps};

/// Makes the summary of a document, and keeps how its files stood before.
pub(super) fn summarise(context: &IoContext, id: DocumentId) -> Message {
    let summary = summarise_within(context, id, Budget::AT_ONCE);
    Message::DocumentSummarised(id, summary.map(Box::new))
}

/// The same, with so much reading for passages that are not where they were marked.
pub(super) fn summarise_within(
    context: &IoContext,
    id: DocumentId,
    budget: Budget,
) -> Result<Summary, String> {
    let stamps = file_stamps(context, id);
    let summary = guarded(|| read_and_summarise(context, id, budget)).and_then(|summary| summary);
    let summary = summary.map_err(|words| without_path(context, id, &words));
    context.registry.keep_summarised(id, stamps);
    summary
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

fn read_and_summarise(
    context: &IoContext,
    id: DocumentId,
    budget: Budget,
) -> Result<Summary, String> {
    let reach = match budget {
        Budget::Bytes(_) => Reach::AtHand,
        Budget::Unlimited => Reach::History,
    };
    if let Some(opened) = context.registry.opened(id) {
        // Its annotations are known where it is open, or will be.
        return Ok(of_text(&opened.document));
    }
    let path = context.registry.path(id)?;
    let document = load::open(context, &path)?;
    let loaded = context.corpus.store.load(&path);
    let (file, trouble) = (loaded.file, loaded.trouble);
    let (set, named) = (file.set, file.document.sha256);
    let structure = context.corpus.structure(&document.text);
    let annotations = set.iter().map(AsRef::as_ref);
    let earlier = match document.known_sha256() {
        Some(_) => context
            .corpus
            .store
            .earlier_texts(&document, &[&named], &set, reach),
        None => Vec::new(),
    };
    let resolutions = resolve_annotations(annotations, &document.text, &earlier, budget);
    let (touching, places, displaced) = places(&set, resolutions);
    let version = document
        .known_sha256()
        .map(str::to_owned)
        .unwrap_or_default();
    let known = KnownAnnotations::at(set, &places).with_trouble(trouble);
    let count_checked = || touched(structure.checkable(), touching.into_iter());
    let all = structure.checkable_count();
    Ok(Summary {
        checked: all.map(|checkable| (count_checked(), checkable)),
        displaced,
        known: Some(Box::new(known.of_version(version))),
        places,
        ..of_text(&document)
    })
}

/// What annotations touch, where they stand, and how many are not where they were marked.
fn places(
    set: &AnnotationSet,
    resolutions: Vec<Resolution>,
) -> (Vec<TextRange>, Places, Displaced) {
    let mut touching = Vec::new();
    let (mut elsewhere, mut pending) = (Vec::new(), 0);
    let mut displaced = Displaced::default();
    for (annotation, resolution) in set.iter().zip(resolutions) {
        // What would take too long here is looked for in the background, or when it is opened.
        let Some(anchor) = resolution.anchor() else {
            pending += 1;
            continue;
        };
        touching.extend(anchor.range());
        // The mark of a sentence that is not there any more says nothing.
        if annotation.tag.is_mark() {
            continue;
        }
        displaced = displaced.with(anchor);
        displaced.lost += usize::from(anchor.range().is_none());
        if anchor.state() != AnchorState::Exact {
            elsewhere.push((annotation.id.clone(), anchor));
        }
    }
    (touching, Places::found(elsewhere, pending), displaced)
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
