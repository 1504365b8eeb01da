//! Keeping for the next start what is not saved, and writing it elsewhere.

use crate::annotation::{AnnotationId, merge};
use crate::app::{CopyOutcome, DocumentId, Draft, Message, Recovered, RecoveredItem, SaveCopy};
use crate::storage::{self, DocumentPath};

use super::bench::{Save, Workbench};

impl Workbench {
    /// A save failed: its tags are kept, if that can be done at least.
    pub(super) fn failed(&self, save: &Save, reason: String) -> Message {
        let opened = self.open().get(&save.document).cloned();
        let kept = opened.is_some_and(|opened| {
            let base = self.base_of(save);
            let kept = self
                .recovery
                .keep_tags(&self.info(&opened), &base, &save.set);
            kept.is_ok()
        });
        Message::SaveFailed {
            document: save.document,
            revision: save.revision,
            reason,
            kept,
        }
    }

    /// Keeps the note that is being written.
    pub(super) fn keep_draft(&self, draft: Draft) -> Result<(), String> {
        let kept = self.recovery.keep_draft(&to_storage(draft));
        kept.map_err(|it| it.to_string())
    }

    /// Keeps a note whose tag is gone, for itself.
    pub(super) fn park_draft(&self, draft: Draft) -> Result<RecoveredItem, String> {
        let parked = self.recovery.park_draft(&to_storage(draft.clone()));
        let what = Recovered::Note(draft);
        let parked = parked.map(|id| RecoveredItem { id, what });
        parked.map_err(|it| it.to_string())
    }

    /// What an earlier reader left, without what has come to the disk after all.
    pub(super) fn leftovers(&self) -> Vec<RecoveredItem> {
        let mut leftovers = Vec::new();
        for leftover in self.recovery.leftovers() {
            let what = self.what(&leftover);
            if self.is_on_disk(&what) {
                self.recovery.forget(&leftover.id);
            } else {
                let id = leftover.id;
                leftovers.push(RecoveredItem { id, what });
            }
        }
        leftovers
    }

    fn is_on_disk(&self, what: &Recovered) -> bool {
        let stored = |path: &DocumentPath| self.store.load(path).file.set;
        match what {
            Recovered::Tags {
                document,
                base,
                ours,
            } => self.path(*document).is_ok_and(|path| {
                let stored = stored(&path);
                merge(base, ours, &stored).0 == stored
            }),
            Recovered::Note(draft) => {
                let documents = self.listed();
                let mut documents = documents.iter();
                let path = documents.find(|it| it.as_str() == draft.document);
                let set = path.map(stored).unwrap_or_default();
                let annotation = set.get(&draft.annotation);
                annotation.is_some_and(|it| it.note == draft.note)
            }
            Recovered::Unusable(_) => false,
        }
    }

    fn what(&self, leftover: &storage::Leftover) -> Recovered {
        match leftover.kept.clone() {
            storage::Kept::Note(draft) => Recovered::Note(Draft {
                document: draft.document,
                annotation: AnnotationId(draft.annotation),
                quote: draft.quote,
                before: draft.before,
                note: draft.note,
            }),
            storage::Kept::Unusable(why) => Recovered::Unusable(why),
            storage::Kept::Tags { path, base, ours } => {
                let workspace = self.store.workspace();
                let documents = self.listed();
                let mut documents = documents.iter();
                match documents.position(|it| workspace.path_in_file(it) == path) {
                    Some(index) => Recovered::Tags {
                        document: DocumentId(index),
                        base,
                        ours,
                    },
                    None => Recovered::Unusable(format!(
                        "{path} is not here any more; its tags are kept in {}",
                        self.recovery.file(&leftover.id).display()
                    )),
                }
            }
        }
    }

    /// Writes annotation files to another place than their own.
    pub(super) fn write_elsewhere(&self, request: &SaveCopy) -> CopyOutcome {
        let typed = self.store.elsewhere(&request.path);
        let mut files = Vec::new();
        for (id, set) in &request.sets {
            let document = match self.path(*id) {
                Ok(document) => document,
                Err(reason) => return CopyOutcome::Failed(reason),
            };
            let file = match &request.sets[..] {
                [_] if !typed.is_dir() => typed.clone(),
                _ => typed.join(document.annotation_file()),
            };
            if file.exists() && !request.overwrite {
                return CopyOutcome::Exists(file.display().to_string());
            }
            files.push((*id, document, set, file));
        }
        for (id, document, set, file) in &files {
            let Some(opened) = self.open().get(id).cloned() else {
                return CopyOutcome::Failed("the document is not open".to_owned());
            };
            let written = self
                .store
                .write_elsewhere(document, &self.info(&opened), set, file);
            if let Err(error) = written {
                return CopyOutcome::Failed(error.to_string());
            }
        }
        CopyOutcome::Done(match &files[..] {
            [(_, document, _, file)] => format!(
                "the tags of {document} could not be saved in their place; they are in {}",
                file.display()
            ),
            _ => format!(
                "the tags of {} documents could not be saved in their place; they are in {}",
                files.len(),
                typed.display()
            ),
        })
    }
}

fn to_storage(draft: Draft) -> storage::Draft {
    storage::Draft {
        document: draft.document,
        annotation: draft.annotation.as_str().to_owned(),
        quote: draft.quote,
        before: draft.before,
        note: draft.note,
    }
}
