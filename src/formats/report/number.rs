//! The numbers of the passages of a report.

use std::fmt;

/// The number of a passage in a report, both from 1: `2-13` is the 13th of the 2nd document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Of its document.
    pub document: usize,
    /// Of the passage in it.
    pub passage: usize,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.document, self.passage)
    }
}
