//! What came of an export.

use crate::formats::Tally;

use super::gather::Completeness;

/// What came of an export.
#[derive(Debug, Default)]
pub struct Exported {
    pub tally: Tally,
    /// The documents with annotations, or of which something is told.
    pub documents: usize,
    pub completeness: Completeness,
}
