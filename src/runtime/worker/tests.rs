//! Tests of several jobs on one document.

use std::path::Path;
use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationSet, Change, Selector, annotation, merge};
use crate::app::{Disk, DocumentId, Message};
use crate::storage::{FileStamp, FsChanges, StateFile, Store, Workspace};
use crate::text::Text;
use crate::text::segment::ParagraphMode;

use super::context::IoContext;
use super::load::load;
use super::rescan::rescan;
use super::save::{self, Save};
use super::summary::summarise;

pub(super) fn context(folder: &Path) -> IoContext {
    let workspace = Arc::new(Workspace::open(folder, None).unwrap());
    let documents = workspace.documents().into_iter();
    let documents = documents.map(|entry| entry.path).collect();
    let state = StateFile::at(folder.join("state.json"));
    let reading = (ParagraphMode::Auto, "en".to_owned());
    IoContext::new(Store::new(workspace), documents, state, reading)
}

fn tagged(id: &str, text: &Text, start: usize) -> Annotation {
    Annotation {
        selector: Selector::of(text, text.range(start, start + 3).unwrap()),
        ..annotation(id, 0, 0)
    }
}

fn save(context: &IoContext, set: &AnnotationSet, revision: u64, acknowledged: u64) {
    let message = save::save(
        context,
        &Save {
            document: DocumentId(0),
            set: set.clone(),
            revision,
            acknowledged,
            base: None,
        },
    );
    assert!(matches!(message, Message::Saved { .. }), "{message:?}");
}

fn on_disk(context: &IoContext) -> AnnotationSet {
    let path = context.registry.path(DocumentId(0)).unwrap();
    context.store.load(&path).file.set
}

fn ids(set: &AnnotationSet) -> Vec<&str> {
    set.iter()
        .map(|annotation| annotation.id.as_str())
        .collect()
}

/// The reader may ask for a second save before it has heard what the first one found
/// on disk; what others wrote must not be read as deleted then.
#[test]
fn a_save_before_the_answer_to_the_last_one_deletes_nothing_of_others() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "One two three four.\n").unwrap();
    let (ours, theirs) = (context(folder.path()), context(folder.path()));
    let Message::Loaded(_, Ok(loaded)) = load(&ours, DocumentId(0)) else {
        panic!("the document is read");
    };
    load(&theirs, DocumentId(0));
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
    assert_eq!(ids(&on_disk(&ours)), ["theirs", "two"]);
}

/// A document whose annotation file, with the tag `old`, is moved away, and written
/// again with another tag that is made meanwhile.
fn moved_away(folder: &Path) -> (IoContext, AnnotationSet) {
    std::fs::write(folder.join("a.txt"), "One two three four.\n").unwrap();
    let context = context(folder);
    let Message::Loaded(_, Ok(loaded)) = load(&context, DocumentId(0)) else {
        panic!("the document is read");
    };
    let mut set = AnnotationSet::new();
    let insert = |id, start| Change::Insert(tagged(id, &loaded.text, start));
    set.apply(insert("old", 0)).unwrap();
    save(&context, &set, 1, 0);
    let annotations = folder.join("annotations");
    std::fs::rename(&annotations, folder.join("away")).unwrap();
    set.apply(insert("meanwhile", 4)).unwrap();
    save(&context, &set, 2, 1);
    std::fs::remove_dir_all(&annotations).unwrap();
    std::fs::rename(folder.join("away"), &annotations).unwrap();
    (context, set)
}

#[test]
fn a_save_into_a_folder_that_came_back_keeps_what_was_made_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let (context, mut set) = moved_away(folder.path());
    set.apply(Change::Remove("old".into())).unwrap();
    save(&context, &set, 3, 2);
    let on_disk = on_disk(&context);
    assert_eq!(ids(&on_disk), ["meanwhile"], "and what was deleted is");
}

#[test]
fn a_look_at_a_folder_that_came_back_deletes_nothing_and_the_next_save_neither() {
    let folder = tempfile::tempdir().unwrap();
    let (context, set) = moved_away(folder.path());
    let all = FsChanges {
        all: true,
        ..FsChanges::default()
    };
    let mut found = None;
    rescan(&context, &all, &mut |message| {
        if let Message::Disk(Disk::Tags(tags)) = message {
            found = Some(*tags);
        }
    });
    let found = found.unwrap();
    assert!(found.returned);
    let merged = merge(&found.from, &set, &found.to).0;
    assert_eq!(ids(&merged), ids(&set));
    // Sent before the reader has heard of it, and after.
    save(&context, &set, 3, 2);
    context
        .registry
        .change_annotations(DocumentId(0), |known| known.merge_base.took_in(found.look));
    save(&context, &set, 4, 3);
    assert_eq!(ids(&on_disk(&context)), ids(&set));
    // From here on, what is missing was deleted.
    let file = folder.path().join("annotations/a.txt.json");
    let whole = std::fs::read_to_string(&file).unwrap();
    assert!(whole.contains("meanwhile"));
    let mut fewer = set.clone();
    fewer.apply(Change::Remove("meanwhile".into())).unwrap();
    let other = super::tests::context(folder.path());
    load(&other, DocumentId(0));
    save(&other, &fewer, 1, 0);
    save(&context, &set, 5, 4);
    assert_eq!(ids(&on_disk(&context)), ["old"]);
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
    document: std::path::PathBuf,
    annotations: std::path::PathBuf,
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
            if let Message::Disk(news @ (Disk::Gone(_) | Disk::Back(_))) = message {
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
                let is_loaded = matches!(loaded, Message::Loaded(_, Ok(_)));
                assert_eq!(is_loaded, self.is_there, "{loaded:?}");
                self.is_open |= is_loaded;
            }
            Happens::Summarised => {
                let summary = summarise(&self.context, Self::ID);
                let is_made = matches!(summary, Message::Summarised(_, Ok(_)));
                assert_eq!(is_made, self.is_there || self.is_open, "{summary:?}");
                self.was_summarised = true;
            }
            Happens::Gone => {
                std::fs::remove_file(&self.document).unwrap();
                self.is_there = false;
                assert_eq!(self.rescan(), ["Gone(DocumentId(0))"]);
            }
            Happens::Back => {
                std::fs::write(&self.document, Self::CONTENT).unwrap();
                let told = self.rescan();
                let expected: &[&str] = match self.is_there {
                    false => &["Back(DocumentId(0))"],
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
            assert_eq!(*known.merge_base.known(), on_disk(&self.context));
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
