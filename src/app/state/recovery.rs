//! What an earlier session left, and what of it is being restored.

use crate::annotation::AnnotationId;

use crate::app::document::DocumentId;
use crate::app::message::Effect;
use crate::app::message::recovery::{PendingRestore, Recovered, RecoveredItem};
use crate::session::Draft;

#[derive(Debug, Clone, Default)]
pub struct Recovery {
    /// What was left, until it is forgotten.
    pub items: Vec<RecoveredItem>,
    pub pending: Vec<PendingRestore>,
}

impl Recovery {
    pub fn get(&self, id: &str) -> Option<&RecoveredItem> {
        self.items.iter().find(|item| item.id == id)
    }

    pub fn notes(&self) -> impl Iterator<Item = (&str, &Draft)> {
        self.items.iter().filter_map(|item| match &item.what {
            Recovered::Note(draft) => Some((item.id.as_str(), draft)),
            _ => None,
        })
    }

    pub fn note(&self, id: &str) -> Option<&Draft> {
        let mut notes = self.notes();
        notes
            .find(|(other, _)| *other == id)
            .map(|(_, draft)| draft)
    }

    /// The id of the note that was left for an annotation of the document of a path.
    pub(crate) fn note_for(&self, path: &str, annotation: &AnnotationId) -> Option<&str> {
        let fits = |draft: &Draft| draft.document == path && draft.annotation == *annotation;
        let mut notes = self.notes();
        notes.find(|(_, draft)| fits(draft)).map(|(id, _)| id)
    }

    /// Whether the annotations that were left hold this one.
    pub fn holds(&self, annotation: &AnnotationId) -> bool {
        self.items.iter().any(
            |item| matches!(&item.what, Recovered::Tags { ours, .. } if ours.contains(annotation)),
        )
    }

    /// The sets that are not being restored yet: their ids and documents.
    pub(crate) fn tags_to_restore(&self) -> Vec<(String, DocumentId)> {
        let items = self.items.iter().filter_map(|item| match item.what {
            Recovered::Tags { document, .. } => Some((&item.id, document)),
            _ => None,
        });
        let is_pending = |id: &str| self.pending.iter().any(|pending| pending.id == id);
        items
            .filter(|(id, _)| !is_pending(id))
            .map(|(id, document)| (id.clone(), document))
            .collect()
    }

    /// The ids of the sets that wait for the text of a document.
    pub(crate) fn waiting_for(&self, document: DocumentId) -> Vec<String> {
        let pending = self.pending.iter();
        pending
            .filter(|pending| pending.document == document && pending.revision.is_none())
            .map(|pending| pending.id.clone())
            .collect()
    }

    pub fn forget(&mut self, id: &str) -> Effect {
        self.items.retain(|item| item.id != id);
        Effect::ForgetRecovered(id.to_owned())
    }

    pub(crate) fn give_up(&mut self, id: &str) {
        self.pending.retain(|pending| pending.id != id);
    }

    /// Gives up restoring into a document that could not be read; answers whether anything was
    /// to be restored into it, which can be tried again.
    pub(crate) fn give_up_for(&mut self, document: DocumentId) -> bool {
        let before = self.pending.len();
        self.pending
            .retain(|pending| pending.document != document || pending.revision.is_some());
        self.pending.len() < before
    }

    /// Forgets what was restored with a change that is saved now.
    pub fn saved(&mut self, document: DocumentId, revision: u64) -> Vec<Effect> {
        let (done, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|pending| {
                let is_in = |change: u64| change <= revision;
                pending.document == document && pending.revision.is_some_and(is_in)
            });
        self.pending = rest;
        done.iter()
            .map(|pending| self.forget(&pending.id))
            .collect()
    }
}
