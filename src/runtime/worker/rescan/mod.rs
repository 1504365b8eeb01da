//! Compares what is on disk with what is known of it, when something there may have
//! changed.
//!
//! Must not know: how changes are noticed.

mod closed;
mod open;

use std::collections::BTreeSet;
use std::path::Path;

use crate::app::{DiskChange, DocumentId, Message};
use crate::storage::FsChanges;

use super::scan::{read_annotations, unread};
use super::{context::IoContext, load::is_there, summary::summarise};

pub(super) use open::read_again;

pub(super) fn rescan(context: &IoContext, changes: &FsChanges, tell: &mut dyn FnMut(Message)) {
    let config = context.corpus.workspace().config_file();
    if changes.all || changes.paths.contains(&config) {
        let said = context.changed_config().into_iter();
        said.for_each(|words| tell(Message::Warned(words)));
    }
    // What is new is told with all there is to say of it.
    let known = context.registry.len();
    add_new(context, changes, tell);
    let open: BTreeSet<DocumentId> = context.registry.all_open().into_iter().collect();
    let (texts, annotations) = concerned(context, changes, known, &open);
    for &id in &open {
        let all = changes.all || changes.begun;
        let Ok(path) = context.registry.path(id) else {
            continue;
        };
        if all || texts.contains(&id) {
            open::compare_text(context, id, &path, tell);
        }
        if all || annotations.contains(&id) {
            open::compare_annotations(context, id, &path, tell);
        }
    }
    let closed = |ids: &BTreeSet<DocumentId>| ids.difference(&open).copied().collect::<Vec<_>>();
    closed::rescan_annotations(context, &closed(&annotations), tell);
    closed::rescan_texts(context, &closed(&texts), tell);
    for id in to_summarise(context, changes, &(&texts | &annotations)) {
        let summary = summarise(context, id);
        // What cannot be read has been told.
        if matches!(summary, Message::DocumentSummarised(_, Ok(_))) {
            tell(summary);
        }
    }
}

/// Looks at all files as if anything could have changed.
pub(super) fn look_again(context: &IoContext, tell: &mut dyn FnMut(Message)) {
    let all = FsChanges {
        all: true,
        ..FsChanges::default()
    };
    rescan(context, &all, tell);
    let registry = &context.registry;
    let ids = (0..registry.len()).map(DocumentId);
    // What came back with its folder is told by nobody else.
    let came = ids.filter(|id| {
        let is_known = registry.is_open(*id) || registry.annotations(*id).is_some();
        !is_known && closed::has_annotations(context, *id)
    });
    read_annotations(context, &came.collect::<Vec<_>>(), tell);
}

/// Looks at the files of an open document.
pub(super) fn look_at(context: &IoContext, id: DocumentId, tell: &mut dyn FnMut(Message)) {
    if let Ok(path) = context.registry.path(id) {
        open::compare_text(context, id, &path, tell);
        open::compare_annotations(context, id, &path, tell);
    }
}

/// Looks at those annotation files of open documents that are not where they were saved.
/// Those that are there are not read for it: what others wrote is no reason to stay.
pub(super) fn look_for_missing(context: &IoContext, tell: &mut dyn FnMut(Message)) {
    let is_as_it_was = context.corpus.store.is_as_it_was();
    for id in context.registry.all_open() {
        let Ok(path) = context.registry.path(id) else {
            continue;
        };
        let file = context.corpus.workspace().annotation_path(&path);
        if !is_as_it_was || !is_there(&file) {
            open::compare_annotations(context, id, &path, tell);
        }
    }
}

/// Whether documents may have changed, come or gone that are not named.
fn may_be_any(changes: &FsChanges) -> bool {
    changes.all || changes.begun || changes.listing
}

/// Of the first `known` documents, those whose text and those whose annotation file may
/// have changed.
fn concerned(
    context: &IoContext,
    changes: &FsChanges,
    known: usize,
    open: &BTreeSet<DocumentId>,
) -> (BTreeSet<DocumentId>, BTreeSet<DocumentId>) {
    let registry = &context.registry;
    let is_known = |id: &DocumentId| id.0 < known;
    let paths = || changes.paths.iter();
    let texts = paths().filter_map(|path| registry.document_at(path));
    let mut texts: BTreeSet<DocumentId> = texts.filter(is_known).collect();
    let annotations = paths().filter_map(|path| registry.annotations_at(path));
    let annotations = annotations.filter(is_known).collect();
    if changes.listing || changes.all {
        // A folder that went took its documents along, and one that came back brings
        // them.
        let folder = context.corpus.workspace().documents_dir();
        let paths = registry.paths().into_iter().take(known);
        texts.extend(paths.enumerate().filter_map(|(number, path)| {
            let id = DocumentId(number);
            let exists = folder.join(path.native()).exists();
            let was_lost = registry.is_lost(id);
            (exists == was_lost || !exists && open.contains(&id)).then_some(id)
        }));
    }
    (texts, annotations)
}

fn add_new(context: &IoContext, changes: &FsChanges, tell: &mut dyn FnMut(Message)) {
    let registry = &context.registry;
    let workspace = context.corpus.workspace();
    let folder = workspace.documents_dir();
    let is_new_document = |path: &Path| {
        path.starts_with(folder)
            && registry.document_at(path).is_none()
            && workspace.is_listed(path)
            && is_there(path)
    };
    // Whatever has tags is a document.
    let is_new = |path: &Path| match workspace.annotated(path) {
        Some(document) if registry.annotations_at(path).is_none() => {
            is_there(path) && is_there(&folder.join(document.native()))
        }
        Some(_) => false,
        None => is_new_document(path),
    };
    // To list them all takes a while in a large folder.
    if !may_be_any(changes) && !changes.paths.iter().any(|path| is_new(path)) {
        return;
    }
    let mut found = workspace.documents_unordered();
    // One that went while they were listed would stay in the list.
    found.retain(|entry| {
        !registry.contains(&entry.path) && is_there(&folder.join(entry.path.native()))
    });
    let mut ids = Vec::new();
    registry.add(found, |first, new| {
        ids.extend((first.0..first.0 + new.len()).map(DocumentId));
        if !new.is_empty() {
            tell(Message::DiskChanged(DiskChange::Added(first, unread(&new))));
        }
    });
    ids.retain(|id| closed::has_annotations(context, *id));
    read_annotations(context, &ids, tell);
}

/// The documents whose summaries are to be made again: of those that may have changed,
/// and where others may have, too, of all whose files stand otherwise now.
fn to_summarise(
    context: &IoContext,
    changes: &FsChanges,
    changed: &BTreeSet<DocumentId>,
) -> BTreeSet<DocumentId> {
    let registry = &context.registry;
    let mut ids = match may_be_any(changes) {
        true => closed::outdated(context),
        false => BTreeSet::new(),
    };
    let changed = changed.iter().copied();
    ids.extend(changed.filter(|id| registry.summarised(*id).is_some()));
    // All is known of one that is open: where its text has changed, it was summarised.
    ids.retain(|id| !registry.is_lost(*id) && !registry.is_open(*id));
    ids
}

#[cfg(test)]
mod tests {
    use super::super::context::tests::context;
    use super::super::load::load;
    use super::*;

    /// A look at everything that may have changed; answers what was new, with the
    /// number of the first.
    fn new_in(context: &IoContext, changes: &FsChanges) -> Vec<(usize, Vec<String>)> {
        let mut new = Vec::new();
        rescan(context, changes, &mut |message| {
            if let Message::DiskChanged(DiskChange::Added(first, documents)) = message {
                let paths = documents.into_iter().map(|document| document.path);
                new.push((first.0, paths.collect()));
            }
        });
        new
    }

    #[test]
    fn what_has_come_is_told_once_in_one_word_and_keeps_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "One two three.\n").unwrap();
            path
        };
        write("m.txt");
        let context = context(folder.path());
        let paths = ["z.txt", "a.md", ".b.txt", "c.rs", "d.log"].map(write);
        std::fs::write(folder.path().join(".ignore"), "*.log\n").unwrap();
        let changes = FsChanges {
            paths: paths.into(),
            ..FsChanges::default()
        };
        let both = vec!["a.md".to_owned(), "z.txt".to_owned()];
        assert_eq!(new_in(&context, &changes), [(1, both)]);
        assert_eq!(new_in(&context, &changes), []);
        // One that was here before goes and comes back as what it was.
        std::fs::remove_file(folder.path().join("m.txt")).unwrap();
        write("b.txt");
        let listing = FsChanges {
            listing: true,
            ..FsChanges::default()
        };
        assert_eq!(new_in(&context, &listing), [(3, vec!["b.txt".to_owned()])]);
        write("m.txt");
        assert_eq!(new_in(&context, &listing), []);
        let names: Vec<_> = context
            .registry
            .paths()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(names, ["m.txt", "a.md", "z.txt", "b.txt"]);
    }

    /// What cannot be read was called gone, whatever stood there.
    #[cfg(unix)]
    #[test]
    fn a_document_that_is_there_and_cannot_be_read_is_told_with_the_reason() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let write = || std::fs::write(&path, "One two three.\n").unwrap();
        write();
        let context = context(folder.path());
        load(&context, DocumentId(0));
        let changes = FsChanges {
            paths: [path.clone()].into(),
            ..FsChanges::default()
        };
        let heard = || {
            let mut heard = Vec::new();
            rescan(&context, &changes, &mut |message| {
                if let Message::DiskChanged(news) = message {
                    heard.push(format!("{news:?}"));
                }
            });
            heard
        };
        std::fs::remove_file(&path).unwrap();
        assert_eq!(heard(), ["Deleted(DocumentId(0))"]);
        std::fs::create_dir(&path).unwrap();
        let told = heard();
        assert!(
            told.len() == 1 && told[0].contains("it is a folder, not a file"),
            "{told:?}"
        );
        assert_eq!(heard(), [""; 0], "it is told once");
        std::fs::remove_dir(&path).unwrap();
        symlink("nowhere", &path).unwrap();
        let told = heard();
        assert!(
            told.len() == 1 && told[0].contains("it is a link to nowhere, which does not exist"),
            "{told:?}"
        );
        std::fs::remove_file(&path).unwrap();
        symlink("a.txt", &path).unwrap();
        let told = heard();
        assert!(
            told.len() == 1 && told[0].contains("leads in a circle"),
            "{told:?}"
        );
        std::fs::remove_file(&path).unwrap();
        write();
        assert_eq!(heard(), ["Restored(DocumentId(0))"]);
    }

    #[test]
    fn nothing_is_said_of_a_document_before_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let context = context(folder.path());
        std::fs::write(folder.path().join("a.txt"), "One.\n").unwrap();
        std::fs::create_dir(folder.path().join("annotations")).unwrap();
        std::fs::write(folder.path().join("annotations/a.txt.json"), "{}").unwrap();
        let all = FsChanges {
            paths: [folder.path().join("a.txt")].into(),
            all: true,
            ..FsChanges::default()
        };
        let mut told = Vec::new();
        rescan(&context, &all, &mut |message| told.push(message));
        let [
            Message::DiskChanged(DiskChange::Added(first, _)),
            Message::AnnotationFilesRead(read),
        ] = &told[..]
        else {
            panic!("{told:?}");
        };
        assert_eq!(*first, read.known[0].0);
    }
}
