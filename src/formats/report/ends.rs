//! The other ends of links and sources, as a report tells of them.
//!
//! Must not know: how they are found.

use std::collections::HashMap;

use super::number::Number;
use crate::annotation::PassageRef;

/// An annotation that something leads to or comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct End {
    /// The path of its document.
    pub document: String,
    /// What that document is called.
    pub title: String,
    /// The words of its passage, as they were marked.
    pub quote: String,
    /// Its number, where it is in the report.
    pub number: Option<Number>,
}

/// A link that leads to an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incoming {
    /// The annotation that has it.
    pub from: PassageRef,
    /// What the link is called there.
    pub relation: String,
}

/// The annotations that something leads to or comes from, as far as they are there. The memory
/// that it takes goes with the links, and not with the annotations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ends(HashMap<PassageRef, End>);

impl Ends {
    pub(crate) fn put(&mut self, at: PassageRef, end: End) {
        self.0.insert(at, end);
    }

    pub(super) fn get(&self, at: &PassageRef) -> Option<&End> {
        self.0.get(at)
    }
}
