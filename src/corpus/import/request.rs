//! How tags are brought in.

use crate::annotation::{TagId, TagSet, Timestamp};

/// How tags are brought in.
pub struct ImportRequest<'a> {
    /// The label set of the workspace.
    pub tags: &'a TagSet,
    /// What labels become, as was asked: theirs and ours.
    pub map: &'a [(String, TagId)],
    /// Who made what has no name in its file.
    pub annotator: &'a str,
    /// When what has no date in its file was made.
    pub now: Timestamp,
    /// What becomes of what a model made.
    pub predictions: Predictions,
    /// The least score of what a model made; weaker ones are left out.
    pub at_least: Option<f64>,
}

/// What becomes of what a model made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predictions {
    /// Tags, as of anybody else.
    Tags,
    /// Suggestions: what has a score, or all tags of a file in which nothing has one.
    Suggestions,
}
