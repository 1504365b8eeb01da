//! Reading and saving one document.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::annotation::AnnotationSet;
use crate::app::{Access, AnnotationIndex, AnnotationsState, DocumentId, LoadedDocument, Message};
use crate::formats::{DocumentInfo, Problem};
use crate::storage::{
    self, Document, DocumentPath, FileStamp, MergeBase, Recovery, StateFile, Store,
};
use crate::text::segment::{ParagraphMode, Structure};

use super::numbers::Numbers;
use super::reload::Standing;
use super::remarks::Remarks;
use super::stillness::Stillness;
use super::titles::Looks;

/// What the workers know of the workspace.
#[derive(Debug, Clone)]
pub struct Workbench {
    /// The annotation files.
    pub store: Store,
    /// The documents by number.
    documents: Arc<Mutex<Numbers>>,
    /// The state file.
    pub state: StateFile,
    /// What is kept for the next start.
    pub(super) recovery: Arc<Recovery>,
    /// How paragraphs are told, and the language.
    pub reading: (ParagraphMode, String),
    /// What was read of the documents that are open.
    open: Arc<Mutex<HashMap<DocumentId, Opened>>>,
    /// The documents that were looked into without being opened, with how their
    /// files were then.
    looked: Arc<Mutex<HashMap<DocumentId, Looks>>>,
    /// The annotation files that were read, as they were then.
    tagged: Arc<Mutex<HashMap<DocumentId, FileStamp>>>,
    /// The documents of which it was told that they cannot be read any more.
    gone: Arc<Mutex<HashSet<DocumentId>>>,
    /// The number of the search that is wanted.
    pub(super) search: Arc<AtomicU64>,
    /// Whether somebody is at the keys.
    pub(super) stillness: Stillness,
}

/// What the saves of an open document go back to.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The document that was tagged, as the reader has it, whatever has become of
    /// it on disk.
    pub(super) document: Document,
    /// What its annotations descend from.
    pub(super) lineage: MergeBase,
    /// How its files were found last.
    pub(super) standing: Standing,
    /// Whether its annotations are still to be read: nothing is saved until then, and
    /// what is on disk by then is what they are.
    pub(super) without_tags: bool,
}

/// Annotations to be saved, as [`Effect::Save`](crate::app::Effect::Save) has them.
pub(super) struct Save {
    pub(super) document: DocumentId,
    pub(super) set: AnnotationSet,
    pub(super) revision: u64,
    pub(super) acknowledged: u64,
    /// What the annotations descend from, once that was found out: what is heard
    /// of after they were sent is not in them, however often they are tried.
    pub(super) base: Option<AnnotationSet>,
}

impl Workbench {
    /// A workbench on which nothing has been read yet.
    pub fn new(
        store: Store,
        documents: Vec<DocumentPath>,
        state: StateFile,
        reading: (ParagraphMode, String),
    ) -> Self {
        Self {
            documents: Arc::new(Mutex::new(Numbers::new(
                Arc::clone(store.workspace()),
                documents,
            ))),
            store,
            recovery: Arc::new(Recovery::beside(&state)),
            state,
            reading,
            open: Arc::default(),
            looked: Arc::default(),
            tagged: Arc::default(),
            gone: Arc::default(),
            search: Arc::default(),
            stillness: Stillness::default(),
        }
    }

    /// Reads a document with its annotations; those that take a while to be read are
    /// left to [`read_tags`](Self::read_tags).
    pub fn load(&self, id: DocumentId) -> Message {
        Message::Loaded(id, self.load_document(id).map(Box::new))
    }

    fn load_document(&self, id: DocumentId) -> Result<LoadedDocument, String> {
        let path = self.path(id)?;
        if let Some(bytes) = self.store.takes_long(&path) {
            let document = self.document_at(&path)?;
            let opened = Opened {
                document: document.clone(),
                lineage: MergeBase::default(),
                standing: Standing::default(),
                without_tags: true,
            };
            self.open().insert(id, opened);
            let none = AnnotationSet::new();
            return Ok(self.loaded(
                document,
                none,
                AnnotationsState::Loading(0, bytes),
                (Access::Writable, Vec::new()),
            ));
        }
        let (document, loaded) = self.read(id)?;
        let set = loaded.file.set.clone();
        let opened = Opened {
            document: document.clone(),
            lineage: MergeBase::loaded(set.clone()),
            standing: Standing::of(&loaded.access),
            without_tags: false,
        };
        self.open().insert(id, opened);
        Ok(self.loaded(
            document,
            set,
            AnnotationsState::Ready,
            access_and_notices(loaded),
        ))
    }

    /// A document as the reader wants it: with all that can be found out here, and not
    /// on the screen's thread.
    fn loaded(
        &self,
        document: Document,
        set: AnnotationSet,
        annotations: AnnotationsState,
        (access, mut notices): (Access, Vec<String>),
    ) -> LoadedDocument {
        let remarks = Remarks::of(&document);
        notices.extend(remarks.sentences);
        let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
        let mut annotation_index = AnnotationIndex::new(&document.text, &set);
        annotation_index.count_checked(&structure);
        LoadedDocument {
            structure: Some((self.reading.0, structure)),
            text: document.text,
            encoding: document.encoding,
            set,
            annotation_index: Some(Box::new(annotation_index)),
            access,
            annotations,
            notices,
            warnings: remarks.words,
        }
    }

    fn document_at(&self, path: &DocumentPath) -> Result<Document, String> {
        Document::open(self.store.workspace(), path).map_err(|it| it.to_string())
    }

    pub(super) fn read(&self, id: DocumentId) -> Result<(Document, storage::Loaded), String> {
        let path = self.path(id)?;
        Ok((self.document_at(&path)?, self.store.load(&path)))
    }

    /// The documents by number.
    pub(super) fn listed(&self) -> Vec<DocumentPath> {
        self.documents().paths().to_vec()
    }

    /// The same, to add to, and to find one by where it stands.
    pub(super) fn documents(&self) -> MutexGuard<'_, Numbers> {
        locked(&self.documents)
    }

    pub(super) fn looked(&self) -> MutexGuard<'_, HashMap<DocumentId, Looks>> {
        locked(&self.looked)
    }

    pub(super) fn tagged(&self) -> MutexGuard<'_, HashMap<DocumentId, FileStamp>> {
        locked(&self.tagged)
    }

    pub(super) fn gone(&self) -> MutexGuard<'_, HashSet<DocumentId>> {
        locked(&self.gone)
    }

    /// Whether the reader is leaving: only what has to be finished still is.
    pub(super) fn is_leaving(&self) -> bool {
        self.search.load(Ordering::Relaxed) == u64::MAX
    }

    /// What a save descends from.
    pub(super) fn base_of(&self, save: &Save) -> AnnotationSet {
        save.base.clone().unwrap_or_else(|| {
            let open = self.open();
            let opened = open.get(&save.document);
            opened.map_or_else(AnnotationSet::new, |it| it.lineage.base(save.acknowledged))
        })
    }

    pub(super) fn path(&self, id: DocumentId) -> Result<DocumentPath, String> {
        let path = self.documents().paths().get(id.0).cloned();
        path.ok_or_else(|| "the document is not in the list any more".to_owned())
    }

    /// What the annotation file of an open document says of it. A large one is read
    /// for it.
    pub(super) fn info(&self, opened: &Opened) -> DocumentInfo {
        opened.document.info(self.store.workspace())
    }

    pub(super) fn open(&self) -> MutexGuard<'_, HashMap<DocumentId, Opened>> {
        locked(&self.open)
    }

    pub(super) fn save(&self, save: &Save) -> Message {
        let &Save {
            document,
            ref set,
            revision,
            acknowledged,
            ..
        } = save;
        let opened = self.open().get(&document).cloned();
        let saved = self.path(document).and_then(|path| {
            let opened = opened.ok_or_else(|| "the document is not open".to_owned())?;
            if opened.without_tags {
                return Err("its tags are still being read".to_owned());
            }
            self.store
                .save_in(
                    &path,
                    &self.info(&opened),
                    (&self.base_of(save), &opened.lineage),
                    set,
                )
                .map_err(|it| it.to_string())
        });
        match saved {
            Ok(saved) => {
                // Shared with what was sent where it is the same, so that the screen's
                // thread need not compare a thousand passages to find that out.
                let stored = if saved.set == *set {
                    set.clone()
                } else {
                    saved.set
                };
                let mut sent = set.clone();
                if let Some(opened) = self.open().get_mut(&document) {
                    let lineage = &mut opened.lineage;
                    match saved.found {
                        storage::Found::Nothing => lineage.vanished(),
                        storage::Found::Known => {}
                        storage::Found::Returned => lineage.returned(),
                    }
                    sent = lineage.saved(revision, acknowledged, sent, stored.clone());
                    self.recovery
                        .drop_tags(&opened.document.path_in_file(self.store.workspace()));
                }
                Message::Saved {
                    document,
                    revision,
                    sent,
                    stored,
                    conflicts: saved.conflicts,
                }
            }
            Err(reason) => self.failed(save, reason),
        }
    }
}

/// Whether annotations may be written, and what the reader should know about their
/// file, the most important first.
pub(super) fn access_and_notices(loaded: storage::Loaded) -> (Access, Vec<String>) {
    let file = loaded.path.display();
    let said = |problem: &Problem| format!("{file}, {}: {}", problem.place, problem.message);
    let mut notices: Vec<String> = loaded.problems.iter().map(said).collect();
    match loaded.access {
        storage::Access::Writable => (Access::Writable, notices),
        storage::Access::ReadOnly(reason) => {
            notices.insert(0, reason.clone());
            (Access::ReadOnly(reason), notices)
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::annotation::{Annotation, Change, Selector};
    use crate::storage::Workspace;
    use crate::text::Text;

    pub(in crate::runtime::worker) fn bench(folder: &std::path::Path) -> Workbench {
        let workspace = Arc::new(Workspace::open(folder, None).unwrap());
        let documents = workspace.documents().into_iter().map(|it| it.path);
        let documents = documents.collect();
        let state = StateFile::at(folder.join("state.json"));
        let reading = (ParagraphMode::Auto, "en".to_owned());
        Workbench::new(Store::new(workspace), documents, state, reading)
    }

    fn tagged(id: &str, text: &Text, start: usize) -> Annotation {
        Annotation {
            id: id.into(),
            tag: "fact".into(),
            selector: Selector::of(text, text.range(start, start + 3).unwrap()),
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: crate::annotation::Attributes::default(),
            creator: "ana".to_owned(),
            created: crate::annotation::Timestamp("2026-11-22T10:00:00Z".to_owned()),
            modified: crate::annotation::Timestamp("2026-11-22T10:00:00Z".to_owned()),
            extra: crate::annotation::Extra::new(),
        }
    }

    fn save(bench: &Workbench, set: &AnnotationSet, revision: u64, acknowledged: u64) {
        let message = bench.save(&Save {
            document: DocumentId(0),
            set: set.clone(),
            revision,
            acknowledged,
            base: None,
        });
        assert!(matches!(message, Message::Saved { .. }), "{message:?}");
    }

    /// The reader may ask for a second save before it has heard what the first
    /// one found on disk; what others wrote must not be read as deleted then.
    #[test]
    fn a_save_before_the_answer_to_the_last_one_deletes_nothing_of_others() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "One two three four.\n").unwrap();
        let (ours, theirs) = (bench(folder.path()), bench(folder.path()));
        let Message::Loaded(_, Ok(loaded)) = ours.load(DocumentId(0)) else {
            panic!("the document is read");
        };
        theirs.load(DocumentId(0));
        let text = loaded.text;
        let mut set = AnnotationSet::new();
        set.apply(Change::Insert(tagged("theirs", &text, 4)))
            .unwrap();
        save(&theirs, &set, 1, 0);
        let mut set = AnnotationSet::new();
        set.apply(Change::Insert(tagged("one", &text, 0))).unwrap();
        save(&ours, &set, 1, 0);
        set.apply(Change::Insert(tagged("two", &text, 8))).unwrap();
        save(&ours, &set, 2, 0);
        set.apply(Change::Remove("one".into())).unwrap();
        save(&ours, &set, 3, 0);
        let on_disk = ours.read(DocumentId(0)).unwrap().1.file.set;
        let ids: Vec<_> = on_disk.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["theirs", "two"]);
    }

    /// A document whose annotation file, with the tag `old`, is moved away, and
    /// written again with another tag that is made meanwhile.
    fn moved_away(folder: &std::path::Path) -> (Workbench, AnnotationSet) {
        std::fs::write(folder.join("a.txt"), "One two three four.\n").unwrap();
        let bench = bench(folder);
        let Message::Loaded(_, Ok(loaded)) = bench.load(DocumentId(0)) else {
            panic!("the document is read");
        };
        let mut set = AnnotationSet::new();
        let insert = |id, start| Change::Insert(tagged(id, &loaded.text, start));
        set.apply(insert("old", 0)).unwrap();
        save(&bench, &set, 1, 0);
        let annotations = folder.join("annotations");
        std::fs::rename(&annotations, folder.join("away")).unwrap();
        set.apply(insert("meanwhile", 4)).unwrap();
        save(&bench, &set, 2, 1);
        std::fs::remove_dir_all(&annotations).unwrap();
        std::fs::rename(folder.join("away"), &annotations).unwrap();
        (bench, set)
    }

    fn ids(set: &AnnotationSet) -> Vec<&str> {
        set.iter().map(|it| it.id.as_str()).collect()
    }

    #[test]
    fn a_save_into_a_folder_that_came_back_keeps_what_was_made_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let (bench, mut set) = moved_away(folder.path());
        set.apply(Change::Remove("old".into())).unwrap();
        save(&bench, &set, 3, 2);
        let on_disk = bench.read(DocumentId(0)).unwrap().1.file.set;
        assert_eq!(ids(&on_disk), ["meanwhile"], "and what was deleted is");
    }

    #[test]
    fn a_look_at_a_folder_that_came_back_deletes_nothing_and_the_next_save_neither() {
        let folder = tempfile::tempdir().unwrap();
        let (bench, set) = moved_away(folder.path());
        let seen = storage::FsChanges {
            all: true,
            ..storage::FsChanges::default()
        };
        let mut found = None;
        bench.look_at(&seen, &mut |message| {
            if let Message::Disk(crate::app::Disk::Tags(tags)) = message {
                found = Some(*tags);
            }
        });
        let found = found.unwrap();
        assert!(found.returned);
        let merged = crate::annotation::merge(&found.from, &set, &found.to).0;
        assert_eq!(ids(&merged), ids(&set));
        // Sent before the reader has heard of it, and after.
        save(&bench, &set, 3, 2);
        bench.took_in(DocumentId(0), found.look);
        save(&bench, &set, 4, 3);
        let on_disk = bench.read(DocumentId(0)).unwrap().1.file.set;
        assert_eq!(ids(&on_disk), ids(&set));
        // From here on, what is missing was deleted.
        let file = folder.path().join("annotations/a.txt.json");
        let whole = std::fs::read_to_string(&file).unwrap();
        assert!(whole.contains("meanwhile"));
        let mut fewer = set.clone();
        fewer.apply(Change::Remove("meanwhile".into())).unwrap();
        let other = super::tests::bench(folder.path());
        other.load(DocumentId(0));
        save(&other, &fewer, 1, 0);
        save(&bench, &set, 5, 4);
        let on_disk = bench.read(DocumentId(0)).unwrap().1.file.set;
        assert_eq!(ids(&on_disk), ["old"]);
    }
}
