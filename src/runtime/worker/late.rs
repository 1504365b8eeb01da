//! Reading the annotations of a document that is shown without them.
//!
//! On the thread that saves, in its order: a look at the disk that was asked for
//! before has nothing to compare with, and one that is asked for after compares with
//! what was read.

use std::time::{Duration, Instant};

use crate::annotation::AnnotationSet;
use crate::app::{
    Access, AnnotationIndex, DeferredAnnotations, DeferredNews, IndexRequest, Message,
};
use crate::storage::MergeBase;

use super::Workbench;
use super::bench::access_and_notices;
use super::reload::Standing;

/// How often it is told how far it has come.
const TOLD: Duration = Duration::from_millis(100);

impl Workbench {
    /// Reads them, and finds where they are; tells nothing more once the reader
    /// leaves.
    pub(super) fn read_tags(&self, wanted: &IndexRequest, tell: &mut dyn FnMut(Message)) {
        let id = wanted.document;
        let Ok(path) = self.path(id) else { return };
        let file = self.store.workspace().annotation_path(&path);
        let of = self.store.size(&path);
        let mut told = Instant::now();
        let loaded = self.store.load_watched(&file, &mut |read| {
            if told.elapsed() >= TOLD {
                told = Instant::now();
                tell(Message::Deferred(id, DeferredNews::Read(read as u64, of)));
            }
            !self.is_leaving()
        });
        let Some(loaded) = loaded else { return };
        // Where a tag is, is known of a text that was counted.
        loop {
            let so_far = wanted.text.count_on();
            if so_far.bytes >= so_far.of {
                break;
            }
            if self.is_leaving() {
                return;
            }
        }
        let set = loaded.file.set.clone();
        let standing = Standing::of(&loaded.access);
        let (access, notices) = access_and_notices(loaded);
        let mut annotation_index = AnnotationIndex::new(&wanted.text, &set);
        annotation_index.count_checked(&wanted.structure);
        if let Some(opened) = self.open().get_mut(&id) {
            opened.lineage = MergeBase::loaded(set.clone());
            opened.standing = standing;
            opened.without_tags = false;
        }
        let tags = found(wanted, set, annotation_index, (access, notices));
        tell(Message::Deferred(id, tags));
    }

    /// They cannot be read, by an error of the program's own: nothing is written.
    pub(super) fn without_tags(wanted: &IndexRequest, words: String) -> Message {
        let (none, nowhere) = (AnnotationSet::new(), AnnotationIndex::default());
        let access = Access::ReadOnly(words.clone());
        let tags = found(wanted, none, nowhere, (access, vec![words]));
        Message::Deferred(wanted.document, tags)
    }
}

fn found(
    wanted: &IndexRequest,
    set: AnnotationSet,
    annotation_index: AnnotationIndex,
    (access, notices): (Access, Vec<String>),
) -> DeferredNews {
    DeferredNews::Annotations(Box::new(DeferredAnnotations {
        text: wanted.text.clone(),
        structure: wanted.structure.clone(),
        set,
        annotation_index,
        access,
        notices,
    }))
}
