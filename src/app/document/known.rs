//! What is known of the annotations of a document that is not open.

use std::ops::{AddAssign, SubAssign};

use crate::annotation::{Anchor, AnnotationId, AnnotationSet, Conflicts};
use crate::session::FileTrouble;
use crate::text::TextRange;

use super::open_items::{OpenCounts, OpenItems};

/// The annotations of a document that is not open, as its annotation file has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownAnnotations {
    pub(crate) set: AnnotationSet,
    /// SHA-256 of the version of the document that the file names; may be empty.
    pub(crate) version: String,
    /// Those of which there are several versions.
    pub(crate) conflicts: Conflicts,
    /// What is still to be done about them.
    pub(crate) open: OpenItems,
    /// Why the file cannot be read as a whole, where it cannot.
    pub(crate) trouble: Option<FileTrouble>,
}

impl KnownAnnotations {
    /// Finds the conflicts of a set, and what is open if all stand where they were marked.
    pub fn new(set: AnnotationSet) -> Self {
        Self::at(set, &Places::default())
    }

    /// The same of a set of which it is known where its annotations stand.
    pub fn at(set: AnnotationSet, places: &Places) -> Self {
        let conflicts = Conflicts::new(&set);
        Self {
            version: String::new(),
            trouble: None,
            open: OpenItems::new(&set, &conflicts, |one| places.anchor(&one.id)),
            conflicts,
            set,
        }
    }

    /// The same, of a file that names this version of the document.
    #[must_use]
    pub fn of_version(self, version: String) -> Self {
        Self { version, ..self }
    }

    /// The same, of a file that cannot be read as a whole for that reason.
    #[must_use]
    pub fn with_trouble(self, trouble: Option<FileTrouble>) -> Self {
        Self { trouble, ..self }
    }

    /// Looks at an annotation again, which stands there.
    pub(crate) fn look_again(&mut self, id: &AnnotationId, anchor: Anchor) {
        if let Some(annotation) = self.set.get(id) {
            self.open.put(annotation, anchor, &self.conflicts);
        }
    }
}

/// Where the annotations of a document that is not open stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Places {
    /// Nobody has looked: they are taken to stand where they were marked.
    #[default]
    Unknown,
    /// Where they were marked, but these, which are sorted by their ids.
    Found {
        /// Those that stand elsewhere, nowhere, or with other words.
        elsewhere: Vec<(AnnotationId, Anchor)>,
        /// How many were not looked for: that would have taken too long.
        pending: usize,
    },
    /// Its text cannot be read.
    Nowhere,
}

impl Places {
    /// Where they were marked, but these.
    pub fn found(mut elsewhere: Vec<(AnnotationId, Anchor)>, pending: usize) -> Self {
        elsewhere.sort_by(|one, other| one.0.cmp(&other.0));
        Self::Found { elsewhere, pending }
    }

    pub(crate) fn anchor(&self, id: &AnnotationId) -> Anchor {
        let found = match self {
            Self::Unknown => None,
            Self::Nowhere => Some(Anchor::Lost { candidates: 0 }),
            Self::Found { elsewhere, .. } => {
                let at = elsewhere.binary_search_by(|one| one.0.cmp(id));
                at.ok().map(|at| elsewhere[at].1)
            }
        };
        found.unwrap_or(Anchor::Exact(TextRange::between(0, 0)))
    }

    pub(crate) fn elsewhere(&self) -> &[(AnnotationId, Anchor)] {
        match self {
            Self::Found { elsewhere, .. } => elsewhere,
            Self::Unknown | Self::Nowhere => &[],
        }
    }

    /// Whether it is known of each where it stands.
    pub(crate) fn are_known(&self) -> bool {
        matches!(self, Self::Found { pending: 0, .. } | Self::Nowhere)
    }
}

/// How many annotations there are, without the marks of sentences with nothing to check, and
/// how many of them are open: something is still to be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub tags: usize,
    /// Those that need a source and have none.
    pub unsourced: usize,
    /// Those that are open, by why.
    pub open: OpenCounts,
    /// How many documents have tags of which it is not known where they stand: they may be open
    /// for that.
    pub unplaced: usize,
    /// How many documents have annotation files that cannot be read as a whole: they may have
    /// more.
    pub unread: usize,
}

impl Tally {
    pub(crate) fn new(set: &AnnotationSet, open: &OpenItems) -> Self {
        Self {
            tags: set.len() - set.marks(),
            unsourced: set.unsourced(),
            open: open.counts(),
            unplaced: 0,
            unread: 0,
        }
    }

    /// All that is still to be done.
    pub fn open(self) -> usize {
        self.open.all()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.tags += other.tags;
        self.unsourced += other.unsourced;
        self.open += other.open;
        self.unplaced += other.unplaced;
        self.unread += other.unread;
    }
}

impl SubAssign for Tally {
    fn sub_assign(&mut self, other: Self) {
        self.tags -= other.tags;
        self.unsourced -= other.unsourced;
        self.open -= other.open;
        self.unplaced -= other.unplaced;
        self.unread -= other.unread;
    }
}
