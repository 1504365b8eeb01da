//! Tags whose document is gone, and the one that it seems to be now or that they are given to.
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

/// Tags of a document that is gone go to another one, or back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// The path of the document that is gone, below the documents folder.
    pub name: String,
    /// The path of the other one.
    pub to: String,
    /// Which way they go.
    pub way: Way,
}

/// Which way tags go, and who wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the other document.
    Give,
    /// To the other document, after that was undone.
    GiveAgain,
    /// Back, since it is undone.
    GiveBack,
}
