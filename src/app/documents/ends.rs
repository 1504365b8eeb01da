//! Where links and the passages that are sources lead, and what leads to an annotation, by all
//! names that a document has.
//!
//! Must not know: what links mean.

use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationId, PassageRef};
use crate::app::document::{Document, DocumentId};

use super::Documents;
use super::incoming::{Incoming, LeadsBy};

impl Documents {
    /// The document that a link calls so: by its path, or as earlier versions did.
    pub(crate) fn called(&self, name: &str) -> Option<DocumentId> {
        let earlier = || self.earlier_paths.get(name).copied();
        self.find(name).or_else(earlier)
    }

    /// What links call a document.
    pub(super) fn names(&self, id: DocumentId) -> impl Iterator<Item = &str> {
        self.get(id).into_iter().flat_map(Document::names)
    }

    /// The annotations that a reference may mean, of the documents that there are, whether they
    /// have them or not. Both a path and an id may hold a `#`.
    pub(crate) fn ends<'a>(
        &'a self,
        to: &'a PassageRef,
    ) -> impl Iterator<Item = (DocumentId, AnnotationId)> + 'a {
        let written = to.as_str();
        written.rmatch_indices('#').filter_map(move |(at, _)| {
            let name = &written[..at];
            Some((self.called(name)?, to.id_in(name)?))
        })
    }

    /// The annotation that a reference leads to, if it is there.
    pub(crate) fn end_of(&self, to: &PassageRef) -> Option<(DocumentId, Arc<Annotation>)> {
        self.ends(to).find_map(|(document, id)| {
            let annotation = self.get(document)?.set()?.get(&id)?;
            Some((document, Arc::clone(annotation)))
        })
    }

    /// What leads to an annotation of a document, from any document, as far as the annotations
    /// of those are known.
    pub(crate) fn incoming<'a>(
        &'a self,
        document: DocumentId,
        id: &'a AnnotationId,
    ) -> impl Iterator<Item = &'a Incoming> {
        self.ledger.incoming.to(self.names(document), id)
    }

    /// In which ways something leads to it, and how often in each: as many as there are
    /// relations, and not as there are links.
    pub(crate) fn incoming_ways<'a>(
        &'a self,
        document: DocumentId,
        id: &'a AnnotationId,
    ) -> impl Iterator<Item = (&'a LeadsBy, usize)> {
        self.ledger.incoming.ways_to(self.names(document), id)
    }
}
