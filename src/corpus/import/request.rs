//! How tags are brought in.

use crate::annotation::{TagId, TagSet, Timestamp};

/// How tags are brought in.
pub struct ImportRequest<'a> {
    pub tags: &'a TagSet,
    /// What labels become, as was asked: theirs and ours.
    pub map: &'a [(String, TagId)],
    /// Who made what has no name in its file.
    pub annotator: &'a str,
    pub now: Timestamp,
}
