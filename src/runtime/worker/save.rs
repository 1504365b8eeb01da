//! Saves the annotations of an open document, and keeps them for the next start where
//! that fails.
//!
//! Must not know: when it is tried again.

use crate::annotation::AnnotationSet;
use crate::app::{DocumentId, Message};
use crate::storage::{Found, Saved};

use super::context::IoContext;

/// Annotations to be saved, as [`Effect::Save`](crate::app::Effect::Save) has them.
pub(crate) struct Save {
    pub(crate) document: DocumentId,
    pub(crate) set: AnnotationSet,
    pub(crate) revision: u64,
    pub(crate) acknowledged: u64,
    /// What the annotations descend from, once that was found out: what is heard of
    /// after they were sent is not in them, however often the save is tried.
    pub(crate) base: Option<AnnotationSet>,
}

impl Save {
    /// A save that the reader asks for: of a revision, and with the last one that it knows to
    /// be saved.
    pub(crate) fn asked(
        document: DocumentId,
        set: AnnotationSet,
        (revision, acknowledged): (u64, u64),
    ) -> Self {
        Self {
            document,
            set,
            revision,
            acknowledged,
            base: None,
        }
    }
}

/// Saves; answers what came of it. Where it fails, see [`failed`].
pub(super) fn save(context: &IoContext, save: &Save) -> Message {
    let saved = match write(context, save) {
        Ok(saved) => saved,
        Err(reason) => return failed(context, save, reason),
    };
    // Shares with what was sent what is the same, so that the screen's thread need not
    // compare a thousand passages to find that out.
    let stored = match saved.set == save.set {
        true => save.set.clone(),
        false => saved.set,
    };
    let sent = save.set.clone();
    let sent = context.registry.change_annotations(save.document, |known| {
        let merge_base = &mut known.merge_base;
        match saved.found {
            Found::Nothing => merge_base.vanished(),
            Found::Known => {}
            Found::Returned => merge_base.returned(),
        }
        merge_base.saved(save.revision, save.acknowledged, sent, stored.clone())
    });
    if let Ok(path) = context.registry.path(save.document) {
        let name = context.corpus.workspace().path_in_file(&path);
        context.recovery.drop_tags(&name);
    }
    Message::Saved {
        document: save.document,
        revision: save.revision,
        sent: sent.unwrap_or_else(|| save.set.clone()),
        stored,
        conflicts: saved.conflicts,
    }
}

fn write(context: &IoContext, save: &Save) -> Result<Saved, String> {
    let opened = context.registry.opened(save.document);
    let opened = opened.ok_or_else(|| "the document is not open".to_owned())?;
    let Some(known) = opened.annotations else {
        return Err("its tags are still being read".to_owned());
    };
    let base = (&base_of(context, save), &known.merge_base);
    let saved = context
        .corpus
        .store
        .save_in(&opened.document, base, &save.set);
    saved.map_err(|error| error.to_string())
}

pub(super) fn base_of(context: &IoContext, save: &Save) -> AnnotationSet {
    let find = || {
        let known = context.registry.opened(save.document)?.annotations?;
        Some(known.merge_base.base(save.acknowledged))
    };
    save.base.clone().or_else(find).unwrap_or_default()
}

/// Keeps the annotations of a save that failed for the next start, if that can be done
/// at least.
pub(super) fn failed(context: &IoContext, save: &Save, reason: String) -> Message {
    let opened = context.registry.opened(save.document);
    let kept = opened.is_some_and(|opened| {
        let info = opened.document.info(context.corpus.workspace());
        let base = base_of(context, save);
        context.recovery.keep_tags(&info, &base, &save.set).is_ok()
    });
    Message::SaveFailed {
        document: save.document,
        revision: save.revision,
        reason,
        kept,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::context::tests::{context, tagged};
    use super::super::load::load;
    use super::super::rescan::rescan;
    use super::*;
    use crate::annotation::{Change, merge};
    use crate::app::DiskChange;
    use crate::storage::FsChanges;

    fn save(context: &IoContext, set: &AnnotationSet, revision: u64, acknowledged: u64) {
        let message = super::save(
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
        context.corpus.store.load(&path).file.set
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
        let Message::DocumentLoaded(_, Ok(loaded)) = load(&ours, DocumentId(0)) else {
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

    /// Where it was not, taking in the new text looked for all tags again, at the keys.
    #[test]
    fn a_new_text_comes_with_the_annotations_that_the_reader_has_by_then() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "One two three four.\n").unwrap();
        let (ours, theirs) = (context(folder.path()), context(folder.path()));
        let Message::DocumentLoaded(_, Ok(loaded)) = load(&ours, DocumentId(0)) else {
            panic!("the document is read");
        };
        load(&theirs, DocumentId(0));
        let with = |id: &str, start, note: &str| {
            let mut annotation = tagged(id, &loaded.text, start);
            annotation.note = note.to_owned();
            annotation
        };
        let mut set = AnnotationSet::new();
        set.apply(Change::Insert(with("one", 0, ""))).unwrap();
        save(&ours, &set, 1, 0);
        let mut changed = set.clone();
        changed
            .apply(Change::Replace(with("one", 0, "who says so?")))
            .unwrap();
        changed
            .apply(Change::Insert(with("theirs", 4, "")))
            .unwrap();
        save(&theirs, &changed, 1, 0);
        set.apply(Change::Insert(with("two", 8, ""))).unwrap();
        // Its answer is on its way to the reader when the text changes.
        save(&ours, &set, 2, 1);
        let stored = on_disk(&ours);
        std::fs::write(&path, "Now: One two three four.\n").unwrap();
        let all = FsChanges {
            all: true,
            ..FsChanges::default()
        };
        let mut placed = None;
        rescan(&ours, &all, &mut |message| {
            if let Message::DiskChanged(DiskChange::Text(text)) = message {
                placed = Some(text.annotation_index.set().clone());
            }
        });
        assert_eq!(placed.unwrap(), stored);
    }

    /// A document whose annotation file, with the tag `old`, is moved away, and written
    /// again with another tag that is made meanwhile.
    fn moved_away(folder: &Path) -> (IoContext, AnnotationSet) {
        std::fs::write(folder.join("a.txt"), "One two three four.\n").unwrap();
        let context = context(folder);
        let Message::DocumentLoaded(_, Ok(loaded)) = load(&context, DocumentId(0)) else {
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
            if let Message::DiskChanged(DiskChange::Annotations(tags)) = message {
                found = Some(*tags);
            }
        });
        let found = found.unwrap();
        assert!(found.returned);
        let merged = merge(&found.from, &set, &found.to).0;
        assert_eq!(ids(&merged), ids(&set));
        // Sent before the reader has heard of it, and after.
        save(&context, &set, 3, 2);
        context.registry.change_annotations(DocumentId(0), |known| {
            known.merge_base.took_in(found.rescan);
        });
        save(&context, &set, 4, 3);
        assert_eq!(ids(&on_disk(&context)), ids(&set));
        // From here on, what is missing was deleted.
        let file = folder.path().join("annotations/a.txt.json");
        let whole = std::fs::read_to_string(&file).unwrap();
        assert!(whole.contains("meanwhile"));
        let mut fewer = set.clone();
        fewer.apply(Change::Remove("meanwhile".into())).unwrap();
        let other = super::super::context::tests::context(folder.path());
        load(&other, DocumentId(0));
        save(&other, &fewer, 1, 0);
        save(&context, &set, 5, 4);
        assert_eq!(ids(&on_disk(&context)), ["old"]);
    }
}
