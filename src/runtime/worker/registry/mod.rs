//! What the workers know of the documents: one record each, all under one lock.
//!
//! The lock does not leave this file: whoever reads or parses a file does so before or
//! after, never while it is held. What has to be told in the order in which it comes
//! to be known is told under the lock, by the `tell` that is handed in.
//!
//! Must not know: files, and how documents are read.

mod ids;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::{DocumentId, KnownAnnotations};
use crate::storage::{Document, DocumentPath, Entry, FileStamp, MergeBase, Workspace};

use ids::DocumentIds;

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

/// What is known of one document. What few documents have stands apart: there may be a
/// hundred thousand.
#[derive(Debug)]
struct Record {
    path: DocumentPath,
    /// How its files stood when its summary was last made.
    summarised: Option<Box<FileStamps>>,
    /// How its annotation file stood when the reader was last told what is in it;
    /// `None` where it was told nothing, or that there is no file.
    annotations: Option<Box<FileStamp>>,
    /// Why it cannot be read any more, as the reader was told.
    lost: Option<Box<Lost>>,
    /// What its saves need, once it has been opened.
    open: Option<Box<Opened>>,
}

/// How the files of a document stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FileStamps {
    pub(super) document: Option<FileStamp>,
    pub(super) annotations: Option<FileStamp>,
}

/// Why a document cannot be read any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lost {
    /// It is not there.
    Gone,
    /// It is there; why, and the way out, without its name.
    Unreadable(String),
}

/// What the saves of an open document need.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The document that was annotated, as the reader has it, whatever has become of
    /// it on disk.
    pub(super) document: Document,
    /// `None` while its annotations are still to be read: nothing is saved until then,
    /// and what is on disk by then is what they are.
    pub(super) annotations: Option<OpenedAnnotations>,
}

/// What is known of the annotations of an open document.
#[derive(Debug, Clone)]
pub(super) struct OpenedAnnotations {
    pub(super) merge_base: MergeBase,
    /// Why their file cannot be written over, as the reader was told.
    pub(super) read_only: Option<String>,
}

/// An annotation file that was read for the counts of a document.
#[derive(Debug)]
pub(super) struct AnnotationsRead {
    pub(super) document: DocumentId,
    /// What was known of the file before it was read.
    pub(super) before: Option<FileStamp>,
    /// How it stood when it was read; `None` where there is none.
    pub(super) now: Option<FileStamp>,
    pub(super) content: Box<KnownAnnotations>,
}

impl Registry {
    /// A registry of documents of which nothing else is known.
    pub(super) fn new(workspace: Arc<Workspace>, paths: Vec<DocumentPath>) -> Self {
        Self(Arc::new(Mutex::new(Records {
            records: paths.into_iter().map(Record::new).collect(),
            ids: DocumentIds::new(workspace),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many documents there are: the id of the next.
    pub(super) fn len(&self) -> usize {
        self.lock().records.len()
    }

    /// The documents by id.
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

    /// Whether a document is known.
    pub(super) fn contains(&self, path: &DocumentPath) -> bool {
        self.lock().ids().of(path).is_some()
    }

    /// The document that stands at a path.
    pub(super) fn document_at(&self, path: &Path) -> Option<DocumentId> {
        self.lock().ids().of_document_at(path)
    }

    /// The document whose annotation file stands at a path.
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

    /// Keeps how the files of a document stood when its summary was made.
    pub(super) fn keep_summarised(&self, id: DocumentId, stamps: FileStamps) {
        self.change(id, |record| record.summarised = Some(Box::new(stamps)));
    }

    /// How the files of a document stood when its summary was last made.
    pub(super) fn summarised(&self, id: DocumentId) -> Option<FileStamps> {
        self.get(id, |record| record.summarised.as_deref().copied())
    }

    /// The documents of which a summary was made.
    pub(super) fn all_summarised(&self) -> Vec<DocumentId> {
        self.all(|record| record.summarised.is_some())
    }

    /// How an annotation file stood when the reader was last told what is in it.
    pub(super) fn annotations(&self, id: DocumentId) -> Option<FileStamp> {
        self.get(id, |record| record.annotations.as_deref().copied())
    }

    /// The documents of which the reader was told that they have an annotation file.
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

    /// Whether the reader was told that a document cannot be read any more.
    pub(super) fn is_lost(&self, id: DocumentId) -> bool {
        self.get(id, |record| Some(record.lost.is_some())) == Some(true)
    }

    /// Keeps whether a document can be read; answers what was known of that.
    pub(super) fn keep_lost(&self, id: DocumentId, lost: Option<Lost>) -> Option<Lost> {
        let keep = |record: &mut Record| std::mem::replace(&mut record.lost, lost.map(Box::new));
        self.change(id, keep).flatten().map(|lost| *lost)
    }

    /// Keeps what the saves of a document need that was just read.
    pub(super) fn open(&self, id: DocumentId, opened: Opened) {
        self.change(id, |record| {
            record.lost = None;
            record.open = Some(Box::new(opened));
        });
    }

    /// What the saves of a document need, if it is open.
    pub(super) fn opened(&self, id: DocumentId) -> Option<Opened> {
        self.get(id, |record| record.open.as_deref().cloned())
    }

    /// Whether a document is open.
    pub(super) fn is_open(&self, id: DocumentId) -> bool {
        self.get(id, |record| Some(record.open.is_some())) == Some(true)
    }

    /// The documents that are open.
    pub(super) fn all_open(&self) -> Vec<DocumentId> {
        self.all(|record| record.open.is_some())
    }

    /// Changes what is known of an open document; `None` where it is not open.
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

    /// Adds a document, unless it is there.
    fn add(&mut self, path: &DocumentPath) -> bool {
        let is_new = self.ids().of(path).is_none();
        if is_new {
            self.records.push(Record::new(path.clone()));
        }
        is_new
    }
}

impl Record {
    fn new(path: DocumentPath) -> Self {
        Self {
            path,
            summarised: None,
            annotations: None,
            lost: None,
            open: None,
        }
    }
}
