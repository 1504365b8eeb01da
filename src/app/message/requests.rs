//! The export request, and what is remembered for the next start.

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
    /// Whether an existing file may be written over.
    pub overwrite: bool,
}
