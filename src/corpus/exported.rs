//! What came of an export.

use crate::formats::Tally;

use super::gather::Completeness;
use super::pieces::{FactsLeftOut, Passed};

/// What came of an export.
#[derive(Debug, Default)]
pub struct Exported {
    pub tally: Tally,
    /// The documents with annotations, or of which something is told.
    pub documents: usize,
    pub completeness: Completeness,
}

impl Exported {
    /// Takes in what came of going through the documents.
    pub(super) fn take(&mut self, passed: &Passed) {
        self.completeness = passed.completeness;
        let FactsLeftOut { notes, done } = passed.left_out;
        self.tally.leave_out_facts(notes, done);
    }
}
