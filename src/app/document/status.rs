//! The states that a document can be in.

/// The number of a document, in the order in which documents were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub usize);

/// What has become of a document on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDisk {
    #[default]
    Same,
    /// It has changed since the reader was last in it, or while.
    Changed,
    Gone,
    Unreadable,
}

/// Whether it is being found out which version of a large document is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Identifying {
    #[default]
    NotAsked,
    /// To know which marks of it are about this version.
    ToKnow,
    /// To mark it as done.
    ToMark,
    Failed,
}

/// Whether the annotations of an open document are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnotationsState {
    /// They are still being read: how many bytes of their file have been, of how many. The
    /// set is empty until then, which says nothing about the document.
    Loading(u64, u64),
    /// They are.
    Ready,
}

/// Whether the last change of a document is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// It is on disk.
    Saved,
    /// It is being saved.
    Saving,
    /// It could not be saved, and why.
    Failed(String),
}
