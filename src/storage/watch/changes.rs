//! What is told of changes on disk.
//!
//! Must not know: how they are noticed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// A burst is over when nothing has happened for this long: an editor replaces a
/// file, git writes hundreds.
pub(super) const QUIET: Duration = Duration::from_millis(60);
/// A burst that lasts longer is told after this.
pub(super) const LONGEST: Duration = Duration::from_millis(600);

/// What may have changed on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FsChanges {
    /// Documents and annotation files that were written, made, moved or removed.
    pub paths: BTreeSet<PathBuf>,
    /// Whether documents may have come or gone that are not among the paths.
    pub listing: bool,
    /// Whether anything may have changed: notices were lost.
    pub all: bool,
    /// Whether these are the first to be told, now that the watch has begun: what has
    /// been read before may have changed since.
    pub begun: bool,
}

pub(super) enum Signal {
    Event(notify::Result<notify::Event>),
    Stop,
}
