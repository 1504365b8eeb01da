//! What is kept of what is open in all documents: which of them have open items and how many,
//! the links by where they lead, and what has changed.
//!
//! Must not know: the documents.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use crate::annotation::{AnnotationId, Item, SumTree};
use crate::app::document::DocumentId;
use crate::app::document::open_items::{Changed, OpenCounts};
use crate::text::SortKey;

use super::incoming::IncomingLinks;

/// A document with open items, in the order of their names.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) key: Arc<SortKey>,
    pub(super) document: DocumentId,
    pub(super) counts: OpenCounts,
}

impl Item for Counted {
    type Summary = OpenCounts;

    fn order(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }

    fn summary(&self) -> OpenCounts {
        self.counts
    }
}

/// What has changed in one document of what is open.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenNews {
    pub document: DocumentId,
    pub changed: Changed,
}

/// What is kept of all documents.
#[derive(Debug, Clone, Default)]
pub(super) struct OpenLedger {
    pub(super) documents: SumTree<Counted>,
    pub(super) incoming: IncomingLinks,
    /// The annotations that rest on nothing but themselves, by ways that lead in a circle.
    pub(super) circular: HashSet<(DocumentId, AnnotationId)>,
    /// What has changed since a list of it was brought up to date.
    pub(super) news: Vec<OpenNews>,
}

/// So much news is told apart; of more, all is new.
pub(super) const MOST_NEWS: usize = 1000;
