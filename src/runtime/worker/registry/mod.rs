//! What the workers know of the documents: one record each, all under one lock.
//!
//! The lock does not leave this file: whoever reads or parses a file does so before or
//! after, never while it is held. What has to be told in the order in which it comes
//! to be known is told under the lock, by the `tell` that is handed in.
//!
//! Must not know: files, and how documents are read.

mod ids;
mod record;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::{DocumentId, KnownAnnotations};
use crate::storage::{DocumentPath, Entry, FileStamp, Workspace};

use ids::DocumentIds;
use record::Record;

pub(super) use record::{AnnotationsRead, FileStamps, Lost, Opened, OpenedAnnotations};

/// What the workers know of the documents. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub(super) struct Registry(Arc<Mutex<Records>>);

/// The documents by id. More may come: they are put at the end, so that an id means the
/// same document as long as the reader runs.
#[derive(Debug)]
struct Records {
    records: Vec<Record>,
    /// Follows the records when it is asked, and so not before the first screen.
    ids: DocumentIds,
}

impl Registry {
    pub(super) fn new(workspace: Arc<Workspace>, paths: Vec<DocumentPath>) -> Self {
        Self(Arc::new(Mutex::new(Records {
            records: paths.into_iter().map(Record::new).collect(),
            ids: DocumentIds::new(workspace),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn len(&self) -> usize {
        self.lock().records.len()
    }

    pub(super) fn paths(&self) -> Vec<DocumentPath> {
        let records = self.lock();
        let paths = records.records.iter().map(|record| record.path.clone());
        paths.collect()
    }

    /// The path of a document; where there is none, what is told of that.
    pub(super) fn path(&self, id: DocumentId) -> Result<DocumentPath, String> {
        let path = self.get(id, |record| Some(record.path.clone()));
        path.ok_or_else(|| "the document is not in the list any more".to_owned())
    }

    pub(super) fn contains(&self, path: &DocumentPath) -> bool {
        self.lock().ids().of(path).is_some()
    }

    pub(super) fn document_at(&self, path: &Path) -> Option<DocumentId> {
        self.lock().ids().of_document_at(path)
    }

    pub(super) fn annotations_at(&self, path: &Path) -> Option<DocumentId> {
        self.lock().ids().of_annotations_at(path)
    }

    /// Adds those of the documents that are not known. `tell` gets them with the id of
    /// the first, before anyone can learn of their ids in another way: what is said of
    /// them comes after.
    pub(super) fn add(&self, mut found: Vec<Entry>, tell: impl FnOnce(DocumentId, Vec<Entry>)) {
        let mut records = self.lock();
        let first = DocumentId(records.records.len());
        found.retain(|entry| records.add(&entry.path));
        tell(first, found);
    }

    pub(super) fn keep_summarised(&self, id: DocumentId, stamps: FileStamps) {
        self.change(id, |record| record.summarised = Some(Box::new(stamps)));
    }

    pub(super) fn summarised(&self, id: DocumentId) -> Option<FileStamps> {
        self.get(id, |record| record.summarised.as_deref().copied())
    }

    pub(super) fn all_summarised(&self) -> Vec<DocumentId> {
        self.all(|record| record.summarised.is_some())
    }

    pub(super) fn annotations(&self, id: DocumentId) -> Option<FileStamp> {
        self.get(id, |record| record.annotations.as_deref().copied())
    }

    pub(super) fn all_with_annotations(&self) -> Vec<DocumentId> {
        self.all(|record| record.annotations.is_some())
    }

    /// Keeps how annotation files stood, and gives `tell` what was read of them. Those
    /// of which something else was told since they were known as they were before are
    /// answered instead: nobody can say which is newer.
    pub(super) fn keep_annotations(
        &self,
        read: Vec<AnnotationsRead>,
        tell: impl FnOnce(Vec<(DocumentId, Box<KnownAnnotations>)>),
    ) -> Vec<DocumentId> {
        let mut records = self.lock();
        let (mut told, mut outrun) = (Vec::with_capacity(read.len()), Vec::new());
        for read in read {
            let Some(record) = records.records.get_mut(read.document.0) else {
                continue;
            };
            if record.annotations.as_deref().copied() == read.before {
                record.annotations = read.now.map(Box::new);
                told.push((read.document, read.content));
            } else {
                outrun.push(read.document);
            }
        }
        tell(told);
        outrun
    }

    pub(super) fn is_lost(&self, id: DocumentId) -> bool {
        self.get(id, |record| Some(record.lost.is_some())) == Some(true)
    }

    /// Keeps whether a document can be read; answers what was known of that.
    pub(super) fn keep_lost(&self, id: DocumentId, lost: Option<Lost>) -> Option<Lost> {
        let keep = |record: &mut Record| std::mem::replace(&mut record.lost, lost.map(Box::new));
        self.change(id, keep).flatten().map(|lost| *lost)
    }

    pub(super) fn open(&self, id: DocumentId, opened: Opened) {
        self.change(id, |record| {
            record.lost = None;
            record.open = Some(Box::new(opened));
        });
    }

    pub(super) fn opened(&self, id: DocumentId) -> Option<Opened> {
        self.get(id, |record| record.open.as_deref().cloned())
    }

    pub(super) fn is_open(&self, id: DocumentId) -> bool {
        self.get(id, |record| Some(record.open.is_some())) == Some(true)
    }

    pub(super) fn all_open(&self) -> Vec<DocumentId> {
        self.all(|record| record.open.is_some())
    }

    pub(super) fn change_opened<T>(
        &self,
        id: DocumentId,
        change: impl FnOnce(&mut Opened) -> T,
    ) -> Option<T> {
        self.change(id, |record| record.open.as_deref_mut().map(change))?
    }

    /// Changes what is known of the annotations of an open document; `None` where it
    /// is not open, or they are still to be read.
    pub(super) fn change_annotations<T>(
        &self,
        id: DocumentId,
        change: impl FnOnce(&mut OpenedAnnotations) -> T,
    ) -> Option<T> {
        self.change_opened(id, |opened| opened.annotations.as_mut().map(change))?
    }

    fn get<T>(&self, id: DocumentId, get: impl FnOnce(&Record) -> Option<T>) -> Option<T> {
        self.lock().records.get(id.0).and_then(get)
    }

    fn change<T>(&self, id: DocumentId, change: impl FnOnce(&mut Record) -> T) -> Option<T> {
        self.lock().records.get_mut(id.0).map(change)
    }

    fn all(&self, wanted: impl Fn(&Record) -> bool) -> Vec<DocumentId> {
        let records = self.lock();
        let numbered = records.records.iter().enumerate();
        let wanted = numbered.filter(|(_, record)| wanted(record));
        wanted.map(|(number, _)| DocumentId(number)).collect()
    }
}

impl Records {
    /// The index, made complete.
    fn ids(&mut self) -> &DocumentIds {
        for record in self.records.iter().skip(self.ids.len()) {
            self.ids.push(&record.path);
        }
        &self.ids
    }

    fn add(&mut self, path: &DocumentPath) -> bool {
        let is_new = self.ids().of(path).is_none();
        if is_new {
            self.records.push(Record::new(path.clone()));
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::context::IoContext;
    use super::super::context::tests::{context, tagged};
    use super::super::load::load;
    use super::super::rescan::rescan;
    use super::super::save::{self, Save};
    use super::super::summary::summarise;
    use super::*;
    use crate::annotation::AnnotationSet;
    use crate::app::{DiskChange, Message};
    use crate::storage::FsChanges;
    use crate::text::Text;

    fn stamp(folder: &Path, content: &str) -> FileStamp {
        let file = folder.join("a.txt.json");
        std::fs::write(&file, content).unwrap();
        FileStamp::read(&file).unwrap()
    }

    fn registry(folder: &Path, names: &[&str]) -> Registry {
        let workspace = Arc::new(Workspace::open(folder, None).unwrap());
        let paths = names.iter().map(|name| DocumentPath::new(Path::new(name)));
        Registry::new(workspace, paths.map(Option::unwrap).collect())
    }

    fn read(before: Option<FileStamp>, now: Option<FileStamp>) -> Vec<AnnotationsRead> {
        vec![AnnotationsRead {
            document: DocumentId(0),
            before,
            now,
            content: Box::default(),
        }]
    }

    /// Two threads read annotation files: the slower one must not tell older counts.
    #[test]
    fn what_was_told_meanwhile_of_an_annotation_file_is_not_told_over() {
        let folder = tempfile::tempdir().unwrap();
        let registry = registry(folder.path(), &["a.txt"]);
        let [old, new] = ["1", "22"].map(|content| stamp(folder.path(), content));
        let keep = |before, now| {
            let mut count = 0;
            let outrun = registry.keep_annotations(read(before, now), |told| count = told.len());
            (count, outrun.len())
        };
        assert_eq!(keep(None, Some(old)), (1, 0));
        assert_eq!(keep(Some(old), Some(new)), (1, 0));
        assert_eq!(keep(Some(old), Some(old)), (0, 1), "it was outrun");
        assert_eq!(registry.annotations(DocumentId(0)), Some(new));
        assert_eq!(keep(Some(new), None), (1, 0));
        assert_eq!(registry.all_with_annotations(), []);
    }

    #[test]
    fn documents_that_come_get_the_next_ids_and_keep_them() {
        let folder = tempfile::tempdir().unwrap();
        let registry = registry(folder.path(), &["m.txt"]);
        let entry = |name: &str| Entry {
            path: DocumentPath::new(Path::new(name)).unwrap(),
            unreadable: None,
            left_out: None,
        };
        let add = |names: &[&str]| {
            let mut told = None;
            let found = names.iter().map(|name| entry(name)).collect();
            registry.add(found, |first, new| told = Some((first.0, new.len())));
            told.unwrap()
        };
        assert_eq!(add(&["z.txt", "m.txt", "a.txt"]), (1, 2));
        assert_eq!(add(&["z.txt"]), (3, 0));
        let long = "l".repeat(254);
        assert_eq!(add(&[&long]), (3, 1));
        let workspace = Workspace::open(folder.path(), None).unwrap();
        for (number, path) in registry.paths().iter().enumerate() {
            let id = Some(DocumentId(number));
            let document = workspace.documents_dir().join(path.native());
            assert_eq!(registry.document_at(&document), id, "{path}");
            let annotations = workspace.annotation_path(path);
            assert_eq!(registry.annotations_at(&annotations), id, "{path}");
        }
    }

    /// What can happen to a document while it is read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Happens {
        Loaded,
        Summarised,
        Gone,
        Back,
        Saved,
    }

    /// All orders of some things.
    fn orders(things: &[Happens]) -> Vec<Vec<Happens>> {
        if things.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for (number, first) in things.iter().enumerate() {
            let mut others = things.to_vec();
            others.remove(number);
            let rest = orders(&others).into_iter();
            all.extend(rest.map(|rest| [&[*first][..], &rest].concat()));
        }
        all
    }

    /// One document with its files, and what is expected of its record.
    struct Desk {
        _folder: tempfile::TempDir,
        context: IoContext,
        document: PathBuf,
        annotations: PathBuf,
        is_there: bool,
        is_open: bool,
        was_summarised: bool,
        set: AnnotationSet,
    }

    impl Desk {
        const ID: DocumentId = DocumentId(0);
        const CONTENT: &str = "One two three four.\n";

        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let document = folder.path().join("a.txt");
            std::fs::write(&document, Self::CONTENT).unwrap();
            let text = Text::new(Self::CONTENT);
            Self {
                context: context(folder.path()),
                document,
                annotations: folder.path().join("annotations/a.txt.json"),
                _folder: folder,
                is_there: true,
                is_open: false,
                was_summarised: false,
                set: AnnotationSet::from_annotations([tagged("ours", &text, 4)]).0,
            }
        }

        /// Rescans both files; answers what was told of the document itself.
        fn rescan(&self) -> Vec<String> {
            let changes = FsChanges {
                paths: [self.document.clone(), self.annotations.clone()].into(),
                ..FsChanges::default()
            };
            let mut told = Vec::new();
            rescan(&self.context, &changes, &mut |message| {
                if let Message::DiskChanged(
                    news @ (DiskChange::Deleted(_) | DiskChange::Restored(_)),
                ) = message
                {
                    told.push(format!("{news:?}"));
                }
            });
            if !self.is_open {
                let stamp = self.context.registry.annotations(Self::ID);
                assert_eq!(stamp, FileStamp::read(&self.annotations));
            }
            told
        }

        fn let_happen(&mut self, what: Happens) {
            match what {
                Happens::Loaded => {
                    let loaded = load(&self.context, Self::ID);
                    let is_loaded = matches!(loaded, Message::DocumentLoaded(_, Ok(_)));
                    assert_eq!(is_loaded, self.is_there, "{loaded:?}");
                    self.is_open |= is_loaded;
                }
                Happens::Summarised => {
                    let summary = summarise(&self.context, Self::ID);
                    let is_made = matches!(summary, Message::DocumentSummarised(_, Ok(_)));
                    assert_eq!(is_made, self.is_there || self.is_open, "{summary:?}");
                    self.was_summarised = true;
                }
                Happens::Gone => {
                    std::fs::remove_file(&self.document).unwrap();
                    self.is_there = false;
                    assert_eq!(self.rescan(), ["Deleted(DocumentId(0))"]);
                }
                Happens::Back => {
                    std::fs::write(&self.document, Self::CONTENT).unwrap();
                    let told = self.rescan();
                    let expected: &[&str] = match self.is_there {
                        false => &["Restored(DocumentId(0))"],
                        true => &[],
                    };
                    assert_eq!(told, expected);
                    self.is_there = true;
                }
                Happens::Saved => {
                    let request = Save {
                        document: Self::ID,
                        set: self.set.clone(),
                        revision: 1,
                        acknowledged: 0,
                        base: None,
                    };
                    let saved = save::save(&self.context, &request);
                    let is_saved = matches!(saved, Message::Saved { .. });
                    assert_eq!(is_saved, self.is_open, "{saved:?}");
                }
            }
        }

        fn on_disk(&self) -> AnnotationSet {
            let path = self.context.registry.path(Self::ID).unwrap();
            self.context.corpus.store.load(&path).file.set
        }

        fn check(&self) {
            let registry = &self.context.registry;
            assert_eq!(registry.paths().len(), 1);
            assert_eq!(registry.document_at(&self.document), Some(Self::ID));
            assert_eq!(registry.annotations_at(&self.annotations), Some(Self::ID));
            assert_eq!(registry.is_lost(Self::ID), !self.is_there);
            assert_eq!(registry.summarised(Self::ID).is_some(), self.was_summarised);
            let opened = registry.opened(Self::ID);
            assert_eq!(opened.is_some(), self.is_open);
            if let Some(opened) = opened {
                let known = opened.annotations.unwrap();
                assert_eq!(*known.merge_base.known(), self.on_disk());
                assert_eq!(known.read_only, None);
                assert_eq!(opened.document.text.len(), Self::CONTENT.len());
            }
        }
    }

    /// The workers hear of things in any order: what one of them keeps, no other may
    /// overwrite or contradict.
    #[test]
    fn one_record_of_a_document_is_right_in_whatever_order_things_happen() {
        let all = [
            Happens::Loaded,
            Happens::Summarised,
            Happens::Gone,
            Happens::Back,
            Happens::Saved,
        ];
        for order in orders(&all) {
            let mut desk = Desk::new();
            for what in &order {
                desk.let_happen(*what);
                desk.check();
            }
        }
    }
}
