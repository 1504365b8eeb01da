//! How a document stands: plain data.

/// The number of a document: its place in the order in which documents were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub usize);

/// What has become of a document on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDisk {
    /// It is as it was.
    #[default]
    Same,
    /// It has changed since the reader was in it, or while.
    Changed,
    /// It is not there any more.
    Gone,
    /// It is there and cannot be read any more.
    Unreadable,
}

/// Whether the annotations of an open document are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnotationsState {
    /// They are still being read: so many bytes of their file have been, of so many.
    /// The set is empty, and nothing may be made of that.
    Loading(u64, u64),
    /// They are.
    Ready,
}

/// Where the last change of a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// On disk.
    Saved,
    /// On its way.
    Saving,
    /// Here only, and why.
    Failed(String),
}
