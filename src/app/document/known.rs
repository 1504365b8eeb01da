//! What is known of the annotations of a document that is not open.

use crate::annotation::{AnnotationSet, Conflicts};

/// What an annotation file says, without a look into its document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownAnnotations {
    /// The annotations.
    pub set: AnnotationSet,
    /// The tags of which there are several versions.
    pub conflicts: Conflicts,
    /// How many there are.
    pub tally: Tally,
}

impl KnownAnnotations {
    /// Of a set.
    pub fn of(set: AnnotationSet) -> Self {
        Self {
            conflicts: Conflicts::new(&set),
            tally: Tally::of(&set),
            set,
        }
    }
}

/// How many tags there are, and how many of them still need a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All of them.
    pub tags: usize,
    /// Those that need a source and have none.
    pub unsourced: usize,
}

impl Tally {
    /// That of a set.
    pub fn of(set: &AnnotationSet) -> Self {
        Self {
            tags: set.len(),
            unsourced: set.unsourced(),
        }
    }
}
