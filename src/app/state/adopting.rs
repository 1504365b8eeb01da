//! Annotations that come in from disk, a piece at a time.
//!
//! Must not know: how they are merged.

use crate::annotation::{AnnotationId, AnnotationSet, Conflict};
use crate::app::document::DocumentId;
use crate::app::message::disk::AnnotationsOnDisk;

/// A set that is being merged into the reader's own.
#[derive(Debug, Clone)]
pub struct Adopting {
    pub document: DocumentId,
    /// The merge base of what is still to come: what came in already is in it.
    pub from: AnnotationSet,
    /// The last of the ids that came in, in their order.
    pub after: Option<AnnotationId>,
    pub to: AnnotationSet,
    /// What the reader had before the first piece.
    pub before: AnnotationSet,
    pub conflicts: Vec<Conflict>,
    pub news: AdoptedNews,
}

/// What is to be said and done once all of a set has come in.
#[derive(Debug, Clone)]
pub enum AdoptedNews {
    /// The revision is saved; the save found these conflicts.
    Saved(u64, Vec<Conflict>),
    /// The annotation file has changed.
    Found(Box<AnnotationsOnDisk>),
}
