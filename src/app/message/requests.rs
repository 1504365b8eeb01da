//! What is asked of the edge with more than a word.

use crate::annotation::TagId;

use crate::app::document::Place;
use crate::app::input::command::Pane;

/// What to export, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// The name of the format.
    pub format: String,
    /// The file, relative to the workspace where it is relative.
    pub file: String,
    /// Only this tag.
    pub tag: Option<TagId>,
    /// Whether a file that is there may be written over.
    pub overwrite: bool,
}

/// What the next start should find again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// The path of the open document.
    pub document: Option<String>,
    /// The pane with the keys.
    pub pane: Pane,
    /// The places in documents, by path: at the start all that are known; later those
    /// that may have changed.
    pub places: Vec<(String, Place)>,
    /// The paths of the folders that are folded in the sidebar.
    pub folded: Vec<String>,
    /// Whether the first start's three lines were seen.
    pub welcomed: bool,
}
