//! How far a document is on its way to being finished: what is checked of it, and who is
//! done with it.
//!
//! Must not know: how that is drawn.

use crate::annotation::DocumentFacts;

/// Who is done with a document as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DoneMarks {
    /// Whether the annotator is.
    pub by_me: bool,
    /// Whether the annotator was done with another version of it, and not with this one.
    pub stale: bool,
    /// How many others are.
    pub others: usize,
}

impl DoneMarks {
    /// The marks of a version of a document; where it is not known which version there is,
    /// all marks are taken to be about it.
    pub(crate) fn of(facts: &DocumentFacts, me: &str, version: Option<&str>) -> Self {
        let mut marks = Self::default();
        let mut last = None;
        for mark in facts.done() {
            let is_current = mark.is_about(version);
            let is_mine = mark.by == me;
            marks.by_me |= is_mine && is_current;
            marks.stale |= is_mine && !is_current;
            // One person may have marked several versions, which stand side by side.
            if is_current && !is_mine && last != Some(&mark.by) {
                marks.others += 1;
                last = Some(&mark.by);
            }
        }
        marks.stale &= !marks.by_me;
        marks
    }
}

/// What the list of documents and the first row say of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DocumentCounts {
    /// How many of the sentences that can be checked are tagged or marked, and how many
    /// there are; `None` while they are not counted, as in a large document.
    pub checked: Option<(usize, usize)>,
    /// How many tags there are, without the marks of sentences with nothing to check.
    pub tags: usize,
    /// Passages that need a source and have none.
    pub unsourced: usize,
    /// Who is done with it.
    pub done: DoneMarks,
}

impl DocumentCounts {
    /// Whether the annotator has anything left to do in it, as far as that is known.
    pub(crate) fn is_unfinished(&self) -> bool {
        let is_left = |(checked, all): (usize, usize)| checked < all;
        !self.done.by_me && self.checked.is_none_or(is_left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Done, Extra, Timestamp};

    #[test]
    fn only_marks_of_the_version_count() {
        let mark = |by: &str, sha256: &str| Done {
            by: by.to_owned(),
            at: Timestamp("2026-11-22T10:00:00Z".into()),
            sha256: sha256.to_owned(),
            extra: Extra::new(),
        };
        let marks = [
            mark("ana", "old"),
            mark("ben", "new"),
            mark("ben", "old"),
            mark("eve", "old"),
        ];
        let facts = DocumentFacts::default().with_done(marks);
        let of = |me, version| {
            let marks = DoneMarks::of(&facts, me, version);
            (marks.by_me, marks.stale, marks.others)
        };
        assert_eq!(of("ana", Some("new")), (false, true, 1));
        assert_eq!(of("ben", Some("new")), (true, false, 0));
        assert_eq!(of("ana", Some("old")), (true, false, 2));
        assert_eq!(of("ana", None), (true, false, 2));
        assert_eq!(of("zoe", Some("newer")), (false, false, 0));
        // One that names no version is about each of them.
        let facts = DocumentFacts::default().with_done([mark("ana", "")]);
        assert!(DoneMarks::of(&facts, "ana", Some("new")).by_me);
    }
}
