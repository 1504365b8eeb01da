//! What tags that are to be saved descend from.
//!
//! A save merges three sets: what is to be saved (ours), what stands on disk
//! (theirs), and what both come from (the base). Saves run beside the reader,
//! so a second one may be on its way before the reader has heard what the
//! first one found on disk. Ours then descends from what the first one *sent*;
//! taking what it *stored* for the base would read a tag of somebody else as
//! one that we deleted.
//!
//! Must not know: how sets are sent about.

use crate::annotation::AnnotationSet;

/// The last save of a document, for the base of the next.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    revision: u64,
    sent: AnnotationSet,
    stored: AnnotationSet,
}

impl Lineage {
    /// The lineage of a document that was just read, and that has the number
    /// `revision`.
    pub fn loaded(revision: u64, set: AnnotationSet) -> Self {
        Self {
            revision,
            sent: set.clone(),
            stored: set,
        }
    }

    /// Keeps what a save was sent and what it stored.
    pub fn saved(&mut self, revision: u64, sent: AnnotationSet, stored: AnnotationSet) {
        *self = Self {
            revision,
            sent,
            stored,
        };
    }

    /// The base of a save of tags that have taken in what all saves up to
    /// `acknowledged` stored.
    pub fn base(&self, acknowledged: u64) -> &AnnotationSet {
        if acknowledged >= self.revision {
            &self.stored
        } else {
            &self.sent
        }
    }
}
