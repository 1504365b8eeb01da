//! Giving annotations another tag, so that two of one passage become one where nothing is
//! lost by it.
//!
//! Must not know: which documents, and who asks.

use super::set::{AnnotationSet, Change};
use super::{
    conflict::Conflicts, id::AnnotationId, record::Annotation, tag::TagId, timestamp::Timestamp,
};

/// Which annotations are given another tag, and how.
pub(crate) struct Retag<'a> {
    pub from: &'a TagId,
    pub to: &'a TagId,
    /// Which of those with the tag.
    pub takes: &'a dyn Fn(&Annotation) -> bool,
    /// Whether something leads to an annotation, which so has to stay.
    pub is_linked: &'a dyn Fn(&AnnotationId) -> bool,
    /// Those of the set: what is a version of another one stays, wherever that stands.
    pub conflicts: &'a Conflicts,
    pub now: &'a Timestamp,
    /// Who gives it.
    pub by: &'a str,
}

/// What it takes to give annotations of a set another tag.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Retagged {
    pub changes: Vec<Change>,
    pub counts: RetagCounts,
    /// Whether no annotation is left.
    pub is_all: bool,
}

/// How many annotations were given another tag.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RetagCounts {
    /// All of them.
    pub changed: usize,
    /// Those that became one with an annotation that had that tag already.
    pub joined: usize,
    /// Those that stay beside one, since both say something, or are linked to.
    pub beside: usize,
}

impl RetagCounts {
    pub(crate) fn add(&mut self, other: Self) {
        self.changed += other.changed;
        self.joined += other.joined;
        self.beside += other.beside;
    }
}

impl Retag<'_> {
    /// The changes of a set, up to so many annotations or a few more: those of one passage
    /// are changed together.
    pub(crate) fn changes(&self, set: &AnnotationSet, most: usize) -> Retagged {
        let mut retagged = Retagged {
            is_all: true,
            ..Retagged::default()
        };
        if self.from == self.to || set.count_of(self.from) == 0 {
            return retagged;
        }
        let mut passage: Vec<&Annotation> = Vec::new();
        for annotation in set.iter() {
            let is_same = passage
                .last()
                .is_none_or(|last| is_one_place(last, annotation));
            if !is_same {
                self.change_passage(&passage, &mut retagged);
                passage.clear();
                if retagged.counts.changed >= most {
                    retagged.is_all = false;
                    return retagged;
                }
            }
            passage.push(annotation);
        }
        self.change_passage(&passage, &mut retagged);
        retagged
    }

    /// Changes the annotations of one passage.
    fn change_passage(&self, passage: &[&Annotation], retagged: &mut Retagged) {
        let is_wanted =
            |annotation: &&&Annotation| annotation.tag == *self.from && (self.takes)(annotation);
        if !passage.iter().any(|annotation| is_wanted(&annotation)) {
            return;
        }
        let others = passage.iter().filter(|other| other.tag == *self.to);
        let mut others: Vec<&Annotation> = others.copied().collect();
        for annotation in passage.iter().filter(is_wanted) {
            retagged.counts.changed += 1;
            let beside = others
                .iter()
                .filter(|other| is_one_passage(other, annotation));
            let beside: Vec<&Annotation> = beside.copied().collect();
            if beside.iter().any(|other| self.may_go(annotation, other)) {
                retagged.changes.push(Change::Remove(annotation.id.clone()));
                retagged.counts.joined += 1;
                continue;
            }
            let says_less = beside.iter().find(|other| self.may_go(other, annotation));
            if let Some(other) = says_less {
                retagged.changes.push(Change::Remove(other.id.clone()));
                retagged.counts.joined += 1;
                others.retain(|kept| kept.id != other.id);
            } else if !beside.is_empty() {
                retagged.counts.beside += 1;
            }
            let mut changed = (*annotation).clone();
            changed.retag(self.to, self.by, self.now);
            changed.modified = self.now.clone();
            retagged.changes.push(Change::Replace(changed));
        }
    }

    /// Whether nothing is lost when one annotation goes and the other stays.
    fn may_go(&self, goes: &Annotation, stays: &Annotation) -> bool {
        let is_version = |one: &Annotation| {
            one.version_of().is_some() || self.conflicts.others(&one.id).next().is_some()
        };
        let is_alone = !is_version(goes) && !is_version(stays);
        is_alone && !(self.is_linked)(&goes.id) && says_no_more(goes, stays)
    }
}

fn is_one_place(one: &Annotation, other: &Annotation) -> bool {
    let (one, other) = (&one.selector, &other.selector);
    (one.start, one.end) == (other.start, other.end)
}

/// Whether two annotations are one person's on exactly one passage.
fn is_one_passage(one: &Annotation, other: &Annotation) -> bool {
    one.creator == other.creator && one.selector.quote == other.selector.quote
}

/// Whether one annotation says nothing of their passage that the other one does not.
pub(crate) fn says_no_more(one: &Annotation, other: &Annotation) -> bool {
    // What both are by themselves: what is left is what they say.
    let bare = |annotation: &Annotation| Annotation {
        id: AnnotationId::default(),
        tag: TagId::default(),
        created: Timestamp::default(),
        modified: Timestamp::default(),
        selector: other.selector.clone(),
        ..annotation.clone()
    };
    let (one, other) = (bare(one), bare(other));
    let nothing = Annotation {
        selector: one.selector.clone(),
        creator: one.creator.clone(),
        ..Annotation::default()
    };
    one == other || one == nothing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::set::tests::annotation;

    /// `a claim 0 ana who says so?`: id, tag, place, annotator, note.
    fn one(words: &str) -> Annotation {
        let parts: Vec<&str> = words.splitn(5, ' ').collect();
        let start = parts[2].parse().unwrap();
        let mut one = annotation(parts[0], start, start + 3);
        one.tag = parts[1].into();
        one.creator = parts[3].into();
        one.note = parts.get(4).copied().unwrap_or_default().to_owned();
        one
    }

    fn set(annotations: &[&str]) -> AnnotationSet {
        AnnotationSet::from_annotations(annotations.iter().map(|words| one(words))).0
    }

    /// What becomes of annotations when claims become facts, and how many do; `linked` names
    /// those that something leads to.
    fn retagged(annotations: &[&str], linked: &str) -> (Vec<String>, [usize; 3]) {
        let mut set = set(annotations);
        let retagged = Retag {
            from: &"claim".into(),
            to: &"fact".into(),
            takes: &|_| true,
            is_linked: &|id| linked.contains(id.as_str()),
            conflicts: &Conflicts::new(&set),
            now: &Timestamp("2026-11-29T00:00:00Z".into()),
            by: "ana",
        }
        .changes(&set, usize::MAX);
        assert!(retagged.is_all);
        set.apply(Change::Batch(retagged.changes)).unwrap();
        let shown = set.iter().map(|one| {
            let start = one.selector.start;
            let words = format!(
                "{} {} {start} {} {}",
                one.id, one.tag, one.creator, one.note
            );
            words.trim_end().to_owned()
        });
        let counts = retagged.counts;
        (
            shown.collect(),
            [counts.changed, counts.joined, counts.beside],
        )
    }

    /// What there is before, what is linked to, what there is after, and the counts.
    type Case = (&'static str, &'static str, &'static str, [usize; 3]);

    const CASES: &[Case] = &[
        ("a claim 0 ana x", "", "a fact 0 ana x", [1, 0, 0]),
        ("a opinion 0 ana", "", "a opinion 0 ana", [0, 0, 0]),
        // The same of both, or nothing of one.
        ("a claim 0 ana|b fact 0 ana", "", "b fact 0 ana", [1, 1, 0]),
        (
            "a claim 0 ana x|b fact 0 ana x",
            "",
            "b fact 0 ana x",
            [1, 1, 0],
        ),
        (
            "a claim 0 ana|b fact 0 ana x",
            "",
            "b fact 0 ana x",
            [1, 1, 0],
        ),
        (
            "a claim 0 ana x|b fact 0 ana",
            "",
            "a fact 0 ana x",
            [1, 1, 0],
        ),
        // Both say something.
        (
            "a claim 0 ana x|b fact 0 ana y",
            "",
            "a fact 0 ana x|b fact 0 ana y",
            [1, 0, 1],
        ),
        // Something leads to one of them, or to both.
        ("a claim 0 ana|b fact 0 ana", "a", "a fact 0 ana", [1, 1, 0]),
        (
            "a claim 0 ana|b fact 0 ana",
            "ab",
            "a fact 0 ana|b fact 0 ana",
            [1, 0, 1],
        ),
        // Another annotator, another passage.
        (
            "a claim 0 ana|b fact 0 ben",
            "",
            "a fact 0 ana|b fact 0 ben",
            [1, 0, 0],
        ),
        (
            "a claim 0 ana|b fact 1 ana",
            "",
            "a fact 0 ana|b fact 1 ana",
            [1, 0, 0],
        ),
        // Two that were doubles before.
        (
            "a claim 0 ana|b claim 0 ana x|c fact 0 ana",
            "",
            "b fact 0 ana x",
            [2, 2, 0],
        ),
    ];

    #[test]
    fn two_of_one_passage_become_one_where_nothing_is_lost() {
        for (before, linked, after, counts) in CASES {
            let before: Vec<&str> = before.split('|').collect();
            let (is, counted) = retagged(&before, linked);
            assert_eq!(
                (is.join("|").as_str(), counted),
                (*after, *counts),
                "{before:?}"
            );
        }
    }

    #[test]
    fn versions_in_conflict_stay_wherever_they_stand() {
        // Of the second one the extent was changed: it stands on another passage.
        for (place, counts) in [("0", [2, 0, 2]), ("1", [2, 0, 1])] {
            let mut version = one(&format!("v claim {place} ana"));
            version.set_version_of(Some("a".into()));
            let set = [one("a claim 0 ana"), version, one("b fact 0 ana")];
            let set = AnnotationSet::from_annotations(set).0;
            let retag = Retag {
                from: &"claim".into(),
                to: &"fact".into(),
                takes: &|_| true,
                is_linked: &|_| false,
                conflicts: &Conflicts::new(&set),
                now: &Timestamp::default(),
                by: "ana",
            };
            let RetagCounts {
                changed,
                joined,
                beside,
            } = retag.changes(&set, usize::MAX).counts;
            assert_eq!([changed, joined, beside], counts, "{place}");
        }
    }

    proptest! {
        /// In pieces or at once, the same comes of it, and no words go missing.
        #[test]
        fn pieces_come_to_the_same(
            spans in proptest::collection::vec((0u64..3, 0usize..3, 0usize..2, 0usize..3), 0..12),
            most in 1usize..4,
        ) {
            const TAGS: [&str; 3] = ["claim", "fact", "opinion"];
            let named = spans.iter().enumerate().map(|(number, (start, tag, by, note))| {
                let by = ["ana", "ben"][*by];
                let note = ["", " x", " y"][*note];
                one(&format!("id{number} {} {start} {by}{note}", TAGS[*tag]))
            });
            let before = AnnotationSet::from_annotations(named).0;
            let retag = Retag {
                from: &"claim".into(),
                to: &"fact".into(),
                takes: &|_| true,
                is_linked: &|_| false,
                conflicts: &Conflicts::default(),
                now: &Timestamp::default(),
                by: "ana",
            };
            let mut at_once = before.clone();
            at_once.apply(Change::Batch(retag.changes(&before, usize::MAX).changes)).unwrap();
            let mut in_pieces = before.clone();
            loop {
                let piece = retag.changes(&in_pieces, most);
                in_pieces.apply(Change::Batch(piece.changes)).unwrap();
                if piece.is_all {
                    break;
                }
            }
            prop_assert_eq!(&at_once, &in_pieces);
            prop_assert_eq!(at_once.count_of(&"claim".into()), 0);
            for was in before.iter().filter(|was| !was.note.is_empty()) {
                prop_assert!(at_once.iter().any(|is| is.note == was.note && is.creator == was.creator));
            }
            let again = retag.changes(&at_once, usize::MAX);
            prop_assert_eq!(again.changes, []);
        }
    }
}
