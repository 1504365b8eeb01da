//! What is asked of the edge with more than a word.

use crate::annotation::TagId;

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
