//! Tags whose document is gone, and the one that it seems to be now.
//!
//! Must not know: how that is found.

/// The tags of a document that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanedTags {
    /// The path of the document below the documents folder.
    pub name: String,
    /// How many tags there are.
    pub tags: usize,
    /// The paths of the documents that it may be now, each with what tells that: `has the text
    /// of`, before the name of the one that is gone.
    pub renamed: Vec<(String, String)>,
}
