//! How the program ends, as scripts see it.
//!
//! Must not know: what it did.

use std::process::ExitCode;

use crate::corpus::Completeness;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is well.
    Done,
    /// `check` found something.
    Found,
    /// It could not go on, or not read every annotation file whole: a script must not
    /// take tags that could not be read for tags that are not there.
    Failed,
}

impl From<Completeness> for Exit {
    fn from(completeness: Completeness) -> Self {
        match completeness {
            Completeness::Complete => Self::Done,
            Completeness::Partial => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
        }
        .into()
    }
}
