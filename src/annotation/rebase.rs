//! Rebasing undo steps onto what others have changed since.
//!
//! Undo puts back a whole annotation as it was; what somebody else has changed
//! of it since must not go with that.
//!
//! Must not know: when steps are taken.

use super::merge::rebased;
use super::set::{AnnotationSet, Change};

impl Change {
    /// Makes this step, which was made for `before`, one for `after`: what it
    /// puts in the place of an annotation keeps the fields that others changed
    /// between the two. Steps that add or remove one stay: whether they still
    /// fit shows when they are taken.
    pub(crate) fn rebase(&mut self, before: &AnnotationSet, after: &AnnotationSet) {
        match self {
            Self::Replace(annotation) => {
                if let (Some(was), Some(is)) =
                    (before.get(&annotation.id), after.get(&annotation.id))
                    && was != is
                {
                    *annotation = rebased(was, is, annotation);
                }
            }
            Self::Batch(changes) => {
                for change in changes {
                    change.rebase(before, after);
                }
            }
            Self::Insert(_) | Self::Remove(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Annotation;
    use crate::annotation::set::tests::annotation;

    fn version(note: &str, tag: &str) -> Annotation {
        let mut one = annotation("a", 0, 3);
        note.clone_into(&mut one.note);
        one.tag = tag.into();
        one
    }

    fn check(mine: (&str, &str), theirs: (&str, &str), undone: (&str, &str)) {
        let mut set = AnnotationSet::new();
        set.apply(Change::Insert(version("", "fact"))).unwrap();
        let mut undo = set.apply(Change::Replace(version(mine.0, mine.1))).unwrap();
        let before = set.clone();
        set.apply(Change::Replace(version(theirs.0, theirs.1)))
            .unwrap();
        undo.rebase(&before, &set);
        set.apply(undo).unwrap();
        let one = set.get(&"a".into()).unwrap();
        assert_eq!((one.note.as_str(), one.tag.as_str()), undone);
    }

    #[test]
    fn undo_takes_back_ones_own_change_and_not_that_of_others() {
        check(("mine", "fact"), ("mine", "claim"), ("", "claim"));
        check(("mine", "fact"), ("mine", "fact"), ("", "fact"));
        // What others have written over since is theirs.
        check(("mine", "fact"), ("theirs", "fact"), ("theirs", "fact"));
        check(("mine", "claim"), ("theirs", "claim"), ("theirs", "fact"));
    }
}
