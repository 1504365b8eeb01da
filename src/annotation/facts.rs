//! What annotators say of a document as a whole: a note, and that they are done with it; and
//! what models suggest for it.
//!
//! Must not know: what is in the document.

use super::extra::Extra;
use super::suggestions::Suggestions;
use super::timestamp::Timestamp;

/// What annotators say of a document as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentFacts {
    /// Words on the whole document; may be empty and may have several lines.
    pub note: String,
    done: Vec<Done>,
    /// What was suggested for it. They are here and not among the annotations, so that they
    /// are undone, saved and merged, and never counted or exported.
    pub suggestions: Suggestions,
}

/// That somebody has finished with a version of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Done {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// SHA-256 of the document's bytes: the mark is about no other version.
    pub sha256: String,
    /// Unknown fields.
    pub extra: Extra,
}

impl Done {
    /// Whether it is about a version of a document. A mark that names no version is about each
    /// of them, and where the version is not known, each mark is about it.
    pub(crate) fn is_about(&self, version: Option<&str>) -> bool {
        self.sha256.is_empty() || version.is_none_or(|version| self.sha256 == version)
    }
}

/// What becomes of a note that two sides changed differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteClash {
    /// Both versions stay, one below the other.
    Both,
    /// Ours stays.
    Ours,
}

impl DocumentFacts {
    /// The same facts with another note.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same facts with these marks, each person's mark of a version once: the latest.
    #[must_use]
    pub fn with_done(mut self, marks: impl IntoIterator<Item = Done>) -> Self {
        self.done.clear();
        for mark in marks {
            self.put(mark);
        }
        self
    }

    /// The same facts with other suggestions.
    #[must_use]
    pub fn with_suggestions(mut self, suggestions: Suggestions) -> Self {
        self.suggestions = suggestions;
        self
    }

    /// Whether there is nothing to say, and nothing was suggested.
    pub fn is_empty(&self) -> bool {
        self.says_nothing() && self.suggestions.is_empty()
    }

    /// Whether there is nothing to say for those who are told of no suggestions.
    pub(crate) fn says_nothing(&self) -> bool {
        self.note.is_empty() && self.done.is_empty()
    }

    /// The marks, in the order of names and versions.
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// The mark of somebody on a version.
    pub fn done_by(&self, name: &str, sha256: &str) -> Option<&Done> {
        self.place(name, sha256).ok().map(|at| &self.done[at])
    }

    /// Marks a version as done by somebody, in the place of all their marks; without a
    /// mark, takes those away.
    #[must_use]
    pub fn marked(&self, name: &str, mark: Option<Done>) -> Self {
        let mut marked = self.clone();
        marked.done.retain(|mark| mark.by != name);
        if let Some(mark) = mark {
            marked.put(mark);
        }
        marked
    }

    /// The same facts with what others say of the same document: both notes, one below the
    /// other, and all marks.
    #[must_use]
    pub fn with_those_of(&self, others: &Self) -> Self {
        Self::merge(&Self::default(), self, others, NoteClash::Both)
    }

    /// The same facts without what others say, as far as it is here as they say it.
    #[must_use]
    pub fn without_those_of(&self, others: &Self) -> Self {
        let mut left = self.clone();
        left.done
            .retain(|mark| others.done_by(&mark.by, &mark.sha256) != Some(mark));
        if let Some(note) = without_paragraphs(&self.note, &others.note) {
            left.note = note;
        }
        left
    }

    fn place(&self, by: &str, sha256: &str) -> Result<usize, usize> {
        let key = |mark: &Done| (mark.by.as_str(), mark.sha256.as_str()).cmp(&(by, sha256));
        self.done.binary_search_by(key)
    }

    /// Puts a mark in, unless a later one of the same person and version is there.
    fn put(&mut self, mark: Done) {
        match self.place(&mark.by, &mark.sha256) {
            Ok(at) => {
                if rank(&self.done[at]) < rank(&mark) {
                    self.done[at] = mark;
                }
            }
            Err(at) => self.done.insert(at, mark),
        }
    }

    /// Merges two descendants of one base, field by field and mark by mark.
    ///
    /// As with annotations, a change outweighs a removal. With [`NoteClash::Both`] the
    /// sides may be exchanged, and merging again changes nothing.
    pub(super) fn merge(base: &Self, ours: &Self, theirs: &Self, clash: NoteClash) -> Self {
        let mut merged = Self {
            note: merged_note(&base.note, &ours.note, &theirs.note, clash),
            done: Vec::new(),
            suggestions: Suggestions::merge(
                &base.suggestions,
                &ours.suggestions,
                &theirs.suggestions,
            ),
        };
        let new = theirs.done.iter();
        let new = new.filter(|mark| ours.done_by(&mark.by, &mark.sha256).is_none());
        for mark in ours.done.iter().chain(new) {
            let was = base.done_by(&mark.by, &mark.sha256);
            let one = ours.done_by(&mark.by, &mark.sha256);
            let other = theirs.done_by(&mark.by, &mark.sha256);
            let kept = match (one, other) {
                (Some(one), Some(other)) if was == Some(one) => Some(other),
                (Some(one), Some(other)) if was == Some(other) => Some(one),
                (Some(one), Some(other)) if rank(one) < rank(other) => Some(other),
                (Some(one), Some(_)) => Some(one),
                // The other side took it away, unless this one changed it.
                (Some(left), None) | (None, Some(left)) => Some(left).filter(|_| was != Some(left)),
                (None, None) => None,
            };
            merged.done.extend(kept.cloned());
        }
        let key = |mark: &Done| (mark.by.clone(), mark.sha256.clone());
        merged.done.sort_by_cached_key(key);
        merged
    }
}

/// Which of two marks of one person and version outlives the other: the later one, and of
/// two of one second the greater, whoever compares them.
fn rank(mark: &Done) -> (&Timestamp, String) {
    (&mark.at, format!("{:?}", mark.extra))
}

/// A note without another one that stands in it as paragraphs of its own.
fn without_paragraphs(note: &str, other: &str) -> Option<String> {
    const BETWEEN: &str = "\n\n";
    if note == other {
        return Some(String::new());
    }
    let rest = match note.strip_prefix(other) {
        Some(rest) => rest.strip_prefix(BETWEEN),
        None => note.strip_suffix(other)?.strip_suffix(BETWEEN),
    };
    rest.filter(|_| !other.is_empty()).map(str::to_owned)
}

fn merged_note(base: &str, ours: &str, theirs: &str, clash: NoteClash) -> String {
    if ours == theirs || theirs == base {
        return ours.to_owned();
    }
    if ours == base {
        return theirs.to_owned();
    }
    match clash {
        NoteClash::Ours => ours.to_owned(),
        // One may be the other with more words, as after an earlier merge.
        NoteClash::Both if ours.contains(theirs) => ours.to_owned(),
        NoteClash::Both if theirs.contains(ours) => theirs.to_owned(),
        NoteClash::Both => {
            let (first, second) = (ours.min(theirs), ours.max(theirs));
            format!("{first}\n\n{second}")
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::suggestions::tests::any_suggestions;

    pub(crate) fn done(by: &str, at: &str, sha256: &str) -> Done {
        Done {
            by: by.to_owned(),
            at: Timestamp(at.into()),
            sha256: sha256.to_owned(),
            extra: Extra::new(),
        }
    }

    pub(crate) fn any_facts() -> impl Strategy<Value = DocumentFacts> {
        let mark = (0u8..3, 0u8..3, 0u8..2);
        let marks = proptest::collection::vec(mark, 0..4);
        let suggestions = any_suggestions();
        (0u8..4, marks, suggestions).prop_map(|(note, marks, suggestions)| {
            let note = match note {
                0 => String::new(),
                note => format!("note {note}"),
            };
            let marks = marks.into_iter().map(|(by, at, sha256)| {
                done(&format!("by{by}"), &format!("{at}"), &format!("{sha256}"))
            });
            let facts = DocumentFacts::default().with_note(note).with_done(marks);
            facts.with_suggestions(suggestions)
        })
    }

    #[test]
    fn a_mark_is_about_one_version() {
        let facts = DocumentFacts::default();
        let facts = facts.with_done([done("ana", "1", "old"), done("ben", "1", "new")]);
        let about_new = facts.done().iter().map(|mark| mark.is_about(Some("new")));
        assert_eq!(about_new.collect::<Vec<_>>(), [false, true]);
        let again = facts.marked("ana", Some(done("ana", "2", "new")));
        assert_eq!(again.done().len(), 2, "the old mark is gone");
        assert_eq!(again.marked("ana", None).done().len(), 1);
    }

    #[test]
    fn what_others_say_is_taken_in_and_out_again() {
        let ours = DocumentFacts::default()
            .with_note("why?")
            .with_done([done("ana", "1", "old")]);
        let theirs = DocumentFacts::default()
            .with_note("who?")
            .with_done([done("ben", "1", "old")]);
        let both = ours.with_those_of(&theirs);
        assert_eq!(both.note, "who?\n\nwhy?");
        assert_eq!(both.done().len(), 2);
        assert_eq!(both.with_those_of(&theirs), both);
        assert_eq!(both.without_those_of(&theirs), ours);
        assert_eq!(theirs.without_those_of(&theirs), DocumentFacts::default());
        let other = DocumentFacts::default().with_note("wh");
        assert_eq!(both.without_those_of(&other), both, "part of a word");
    }

    #[test]
    fn of_a_note_that_two_sides_wrote_both_are_kept() {
        let note = |note: &str| DocumentFacts::default().with_note(note);
        let (base, ours, theirs) = (note(""), note("why?"), note("who?"));
        let merge = |one, other| DocumentFacts::merge(&base, one, other, NoteClash::Both);
        let merged = merge(&ours, &theirs);
        assert_eq!(merged.note, "who?\n\nwhy?");
        assert_eq!(merge(&merged, &theirs), merged);
        let base = note("why?");
        let kept = DocumentFacts::merge(&base, &note(""), &note("why? when?"), NoteClash::Both);
        assert_eq!(kept.note, "why? when?", "a change outweighs a removal");
    }
}
