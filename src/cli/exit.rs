//! How the program ends, as scripts see it.
//!
//! Must not know: what it did.

use crate::corpus::Completeness;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Done = 0,
    /// `check` found something, or not all could be done.
    Found = 1,
    /// It could not go on or do any of it, or not read every annotation file whole: a script
    /// must not take tags that could not be read for tags that are not there.
    Failed = 2,
}

impl From<Completeness> for Exit {
    fn from(completeness: Completeness) -> Self {
        match completeness {
            Completeness::Complete => Self::Done,
            Completeness::Partial => Self::Failed,
        }
    }
}
