//! What is open in all documents: which of them have open items, how many, and which one is
//! next. Kept, so that neither a frame nor a key goes through documents or tags for it.
//!
//! An annotation may become open by what is written in another document: see `evidence.rs`.
//!
//! Must not know: how it is shown.

use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationId};

use super::incoming::Descent;
use super::ledger::{Counted, MOST_NEWS, OpenNews};
use super::{Documents, KnownAnnotations};
use crate::app::document::open_items::{Changed, OpenItem, OpenItems, Reasons};
use crate::app::document::{Document, DocumentId};

/// An open item, and where it stands among all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedItem {
    pub document: DocumentId,
    pub item: OpenItem,
    /// Its number, from 1.
    pub number: usize,
}

impl Documents {
    /// The documents with open items, by name.
    pub(crate) fn with_open(&self) -> impl Iterator<Item = DocumentId> {
        self.ledger.documents.iter().map(|one| one.document)
    }

    /// Why an annotation of a document is open.
    pub fn open_reasons(&self, id: DocumentId, annotation: &Annotation) -> Reasons {
        let items = self.get(id).and_then(Document::open_items);
        items.map_or_else(Reasons::default, |items| items.reasons_of(annotation))
    }

    /// The same, by the id of the annotation.
    pub(crate) fn open_item(&self, id: DocumentId, annotation: &AnnotationId) -> Option<OpenItem> {
        let document = self.get(id)?;
        let annotation = document.set()?.get(annotation)?;
        let reasons = document.open_items()?.reasons_of(annotation);
        reasons.first()?;
        Some(OpenItem {
            annotation: Arc::clone(annotation),
            reasons,
        })
    }

    /// The first open item behind an annotation of a document, or of the documents after that;
    /// `None` where none comes any more. Without an annotation, from the start of the document;
    /// without a document, the first of all.
    pub(crate) fn next_open(
        &self,
        from: Option<(DocumentId, Option<&Annotation>)>,
    ) -> Option<NumberedItem> {
        let ledger = &self.ledger.documents;
        let key = from.and_then(|(id, _)| Some(&self.get(id)?.sort_key));
        let mut rank = ledger.rank(|one| key.is_some_and(|key| *one.key < *key));
        let mut after = from.and_then(|(_, annotation)| annotation);
        if ledger.get(rank).map(|one| &*one.key) != key {
            after = None;
        }
        loop {
            let document = ledger.get(rank)?.document;
            let items = self.get(document)?.open_items()?;
            if let Some((number, item)) = items.after(after) {
                let before = ledger.summary(0..rank).all();
                return Some(NumberedItem {
                    document,
                    item: item.clone(),
                    number: before + number + 1,
                });
            }
            // No document in the ledger is without any: this one has none behind that.
            after = None;
            rank += 1;
        }
    }

    /// An annotation of a document as an open item; `None` where it is not open.
    pub(crate) fn numbered(&self, id: DocumentId, annotation: &Annotation) -> Option<NumberedItem> {
        let items = self.get(id)?.open_items()?;
        let (number, item) = items.find(annotation)?;
        Some(NumberedItem {
            document: id,
            item: item.clone(),
            number: self.open_before(id) + number + 1,
        })
    }

    /// The first open item of the documents after one.
    pub(crate) fn next_open_after(&self, id: DocumentId) -> Option<NumberedItem> {
        let key = &self.get(id)?.sort_key;
        let after = self.ledger.documents.rank(|one| *one.key <= *key);
        let next = self.ledger.documents.get(after)?.document;
        self.next_open(Some((next, None)))
    }

    /// How many items are open in the documents before one.
    fn open_before(&self, id: DocumentId) -> usize {
        let key = self.get(id).map(|document| &document.sort_key);
        let ledger = &self.ledger.documents;
        let rank = ledger.rank(|one| key.is_some_and(|key| *one.key < *key));
        ledger.summary(0..rank).all()
    }

    /// What has changed of what is open since that was asked last; `None` for too much to tell.
    pub(crate) fn take_open_news(&mut self) -> Option<Vec<OpenNews>> {
        let news = std::mem::take(&mut self.ledger.news);
        let is_all = news.len() > MOST_NEWS;
        (!is_all).then_some(news)
    }

    pub(crate) fn has_open_news(&self) -> bool {
        !self.ledger.news.is_empty()
    }

    /// Takes over what is known of the annotations of a document that is not open and stands
    /// where its summary says.
    pub(crate) fn take_over(&mut self, id: DocumentId, known: Box<KnownAnnotations>) {
        if let Some(document) = self.all.get_mut(id.0) {
            let before = document.known.replace(known);
            self.follow_links(id, Descent::None);
            self.note_changes(id, before.as_deref());
            self.keep_large(before);
            self.tally_again(id);
        }
    }

    /// Notes that a document cannot be read: its annotations stand nowhere.
    pub(crate) fn set_unreadable(&mut self, id: DocumentId, reason: String) {
        let Some(document) = self.all.get_mut(id.0) else {
            return;
        };
        document.set_unreadable(reason);
        self.place_again(id);
    }

    /// Notes that a document can be read, and answers whether it could not before.
    pub(crate) fn set_readable(&mut self, id: DocumentId) -> bool {
        let document = self.all.get_mut(id.0);
        let was_unreadable = document.is_some_and(Document::set_readable);
        if was_unreadable {
            self.place_again(id);
        }
        was_unreadable
    }

    /// Looks again at what is open in a document that is not, since its annotations stand
    /// elsewhere now.
    fn place_again(&mut self, id: DocumentId) {
        let Some(document) = self.all.get_mut(id.0) else {
            return;
        };
        if let Some(known) = document.known.take() {
            let places = document.places().cloned().unwrap_or_default();
            let known = KnownAnnotations::at(known.set, &places).of_version(known.version);
            self.take_over(id, Box::new(known));
        }
    }

    /// What was known of a document before it was opened is no news.
    pub(super) fn drop_old_news(&mut self, id: DocumentId) {
        let Some(document) = self.get_mut(id) else {
            return;
        };
        let known = document.known.as_ref().map(|known| &known.open);
        let is_old = known.is_some() && known == document.open_items();
        if let Some(items) = document.open_items_mut().filter(|_| is_old) {
            let _ = items.take_changed();
        }
    }

    /// Takes note of what is open now in a document that is not, and of what was.
    fn note_changes(&mut self, id: DocumentId, before: Option<&KnownAnnotations>) {
        let Some(document) = self.all.get_mut(id.0) else {
            return;
        };
        let none = OpenItems::default();
        let before = before.map_or(&none, |before| &before.open);
        if document.opened().is_none()
            && let Some(items) = document.open_items_mut()
        {
            items.note_changes_since(before);
        }
    }

    /// Counts a document again, and keeps it among those with open items.
    pub(super) fn tally_again(&mut self, id: DocumentId) {
        let Some(document) = self.all.get_mut(id.0) else {
            return;
        };
        let tally = document.tally().unwrap_or_default();
        let changed = document.open_items_mut().map(OpenItems::take_changed);
        let changed = changed.filter(|changed| *changed != Changed::default());
        if let Some(changed) = changed
            && self.ledger.news.len() <= MOST_NEWS
        {
            let document = id;
            self.ledger.news.push(OpenNews { document, changed });
        }
        let key = &self.all[id.0].sort_key;
        let before = std::mem::replace(&mut self.tallies[id.0], tally);
        self.total += tally;
        self.total -= before;
        if before.open == tally.open {
            return;
        }
        let ledger = &mut self.ledger.documents;
        let removed = ledger.remove(|one| (*one.key).cmp(key));
        if tally.open.all() > 0 {
            let key = removed.map_or_else(|| Arc::new(key.clone()), |one| one.key);
            ledger.insert(Counted {
                key,
                document: id,
                counts: tally.open,
            });
        }
    }
}
