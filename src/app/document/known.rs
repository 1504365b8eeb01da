//! What is known of the annotations of a document that is not open.

use std::ops::{AddAssign, SubAssign};

use crate::annotation::{AnnotationSet, Conflicts};

/// The annotations of a document that is not open, as its annotation file has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownAnnotations {
    pub(crate) set: AnnotationSet,
    /// SHA-256 of the version of the document that the file names; may be empty.
    pub(crate) version: String,
    /// Those of which there are several versions.
    pub(crate) conflicts: Conflicts,
    pub(crate) tally: Tally,
}

impl KnownAnnotations {
    /// Counts a set, and finds its conflicts.
    pub fn new(set: AnnotationSet) -> Self {
        Self {
            version: String::new(),
            conflicts: Conflicts::new(&set),
            tally: Tally::new(&set),
            set,
        }
    }

    /// The same, of a file that names this version of the document.
    #[must_use]
    pub fn of_version(self, version: String) -> Self {
        Self { version, ..self }
    }
}

/// How many annotations there are, without the marks of sentences with nothing to check, and
/// how many of them are open: something is still to be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub tags: usize,
    /// Those that need a source and have none.
    pub unsourced: usize,
    /// Those of which there are several versions.
    pub conflicts: usize,
    /// Those whose passage is not in the document any more.
    pub lost: usize,
}

impl Tally {
    pub fn new(set: &AnnotationSet) -> Self {
        Self {
            tags: set.len() - set.marks(),
            unsourced: set.unsourced(),
            ..Self::default()
        }
    }

    /// All that is still to be done.
    pub fn open(self) -> usize {
        self.unsourced + self.conflicts + self.lost
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.tags += other.tags;
        self.unsourced += other.unsourced;
        self.conflicts += other.conflicts;
        self.lost += other.lost;
    }
}

impl SubAssign for Tally {
    fn sub_assign(&mut self, other: Self) {
        self.tags -= other.tags;
        self.unsourced -= other.unsourced;
        self.conflicts -= other.conflicts;
        self.lost -= other.lost;
    }
}
