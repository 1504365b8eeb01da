//! The annotations of one document.

use std::ops::Deref;
use std::sync::Arc;

use thiserror::Error;

use super::collection::Collection;
use super::{facts::DocumentFacts, id::AnnotationId, record::Annotation, tag::TagId};

/// A set of annotations with unique ids, sorted by (start, end, id), with what annotators
/// say of the document as a whole. It changes only through [`AnnotationSet::apply`].
///
/// A clone is free, and a change costs little at any size. Sets that descend from each
/// other share what is the same: comparing and merging them costs what they differ in.
#[derive(Debug, Clone, Default)]
pub struct AnnotationSet {
    all: Collection,
    facts: Arc<DocumentFacts>,
}

/// What a collection answers of its annotations, a set answers of them, too.
impl Deref for AnnotationSet {
    type Target = Collection;

    fn deref(&self) -> &Collection {
        &self.all
    }
}

impl From<Collection> for AnnotationSet {
    /// With nothing said of the document as a whole.
    fn from(all: Collection) -> Self {
        let facts = Arc::default();
        Self { all, facts }
    }
}

/// Two sets are equal when they hold equal annotations, and say the same of the document;
/// what they share is not looked into.
impl PartialEq for AnnotationSet {
    fn eq(&self, other: &Self) -> bool {
        self.has_facts_of(other) && self.all == other.all
    }
}

/// One step from a set to another.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds an annotation with a new id.
    Insert(Annotation),
    /// Removes the annotation with this id.
    Remove(AnnotationId),
    /// Replaces the annotation that has the id of this one.
    Replace(Annotation),
    /// Says something else of the document as a whole.
    Document(DocumentFacts),
    /// Several changes, one after the other; all of them or none.
    Batch(Vec<Change>),
}

impl Change {
    /// Whether it is one of a mark of a sentence with nothing to check, which is no tag; of one
    /// that goes, a set that has it tells.
    pub(crate) fn is_of_mark(&self, set: &AnnotationSet) -> bool {
        match self {
            Self::Insert(annotation) | Self::Replace(annotation) => annotation.tag.is_mark(),
            Self::Remove(id) => set.get(id).is_some_and(|one| one.tag.is_mark()),
            Self::Document(_) | Self::Batch(_) => false,
        }
    }
}

/// Why a change does not fit a set. The set is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// An insertion of an id that is there.
    #[error("an annotation with the id {0} is there already")]
    Present(AnnotationId),
    /// A removal or replacement of an id that is not there.
    #[error("there is no annotation with the id {0}")]
    Missing(AnnotationId),
}

impl AnnotationSet {
    /// A set without annotations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a set of annotations in any order. Of two with one id the first
    /// stays; the others are handed back.
    pub fn from_annotations(
        annotations: impl IntoIterator<Item = Annotation>,
    ) -> (Self, Vec<Annotation>) {
        let (set, doubles) = Self::from_shared(annotations.into_iter().map(Arc::new));
        let doubles = doubles.into_iter().map(Arc::unwrap_or_clone).collect();
        (set, doubles)
    }

    /// Makes a set of annotations that other sets may hold, too, in any order. Of two
    /// with one id the first stays; the others are handed back.
    pub(crate) fn from_shared(
        annotations: impl IntoIterator<Item = Arc<Annotation>>,
    ) -> (Self, Vec<Arc<Annotation>>) {
        let (all, doubles) = Collection::from_shared(annotations);
        (all.into(), doubles)
    }

    /// Makes a set of annotations in any order; `None` where two have one id.
    pub(crate) fn from_unique(annotations: Vec<Arc<Annotation>>) -> Option<Self> {
        Some(Collection::from_unique(annotations)?.into())
    }

    /// The same annotations, with what is said of the document as a whole.
    #[must_use]
    pub fn with_facts(mut self, facts: DocumentFacts) -> Self {
        self.facts = Arc::new(facts);
        self
    }

    /// What is said of the document as a whole.
    pub fn facts(&self) -> &DocumentFacts {
        &self.facts
    }

    /// Whether another set says the same of the document.
    pub(crate) fn has_facts_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.facts, &other.facts) || self.facts == other.facts
    }

    pub(super) fn set_facts(&mut self, facts: DocumentFacts) -> DocumentFacts {
        let before = std::mem::replace(&mut self.facts, Arc::new(facts));
        Arc::unwrap_or_clone(before)
    }

    /// The annotations in order of (start, end, id).
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.all.iter()
    }

    /// How many annotations there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The tags that there are, and how many have each.
    pub(crate) fn tags(&self) -> impl Iterator<Item = (&TagId, usize)> {
        self.all.tags()
    }

    /// Whether there is nothing in it: no annotation, and no word on the document.
    pub fn is_empty(&self) -> bool {
        !self.has_annotations() && self.facts.is_empty()
    }

    /// The note on an annotation, or on the whole document.
    pub(crate) fn note(&self, on: &AnnotationId) -> Option<&str> {
        match on.is_whole_document() {
            true => Some(&self.facts.note),
            false => self.get(on).map(|annotation| annotation.note.as_str()),
        }
    }

    /// Brings the annotations of this set whose ids come after `after` to what they are in
    /// another one, `most` of those that differ; answers the last id that was looked at. Once
    /// no more differ, this set becomes the other one, and the answer is `None`.
    pub(crate) fn follow(
        &mut self,
        other: &Self,
        after: Option<&AnnotationId>,
        most: usize,
    ) -> Option<AnnotationId> {
        let before = self.all.clone();
        let differing = before.diff_behind(&other.all, after);
        let mut last = None;
        for (number, (here, there)) in differing.enumerate() {
            if number == most {
                return last;
            }
            match (here, there) {
                (_, Some(there)) => self.put(Arc::clone(there)),
                (Some(here), None) => drop(self.all.remove(&here.id)),
                (None, None) => {}
            }
            last = here.or(there).map(|one| one.id.clone());
        }
        *self = other.clone();
        None
    }

    /// Makes an equal set that shares its annotations with another set as far as that
    /// has them, so that to compare or merge the two again costs little.
    #[must_use]
    pub(crate) fn shared_with(&self, other: &Self) -> Self {
        let mut shared = Self {
            all: self.all.shared_with(&other.all),
            facts: Arc::clone(&other.facts),
        };
        if !shared.has_facts_of(self) {
            let suggestions = &self.facts.suggestions;
            let suggestions = suggestions.shared_with(&other.facts.suggestions);
            let facts = self.facts().clone().with_suggestions(suggestions);
            shared.facts = Arc::new(facts);
        }
        shared
    }

    /// Applies a change and returns its inverse.
    ///
    /// ```
    /// use postil::annotation::Change;
    /// use postil::formats::native;
    ///
    /// let file = br#"{"format": "postil", "version": 1, "annotations": [
    ///     {"id": "i1", "tag": "claim", "start": 4, "end": 7, "quote": "two"}
    /// ]}"#;
    /// let before = native::parse(file).file.set;
    /// let mut set = before.clone();
    /// let inverse = set.apply(Change::Remove("i1".into()))?;
    /// assert!(set.is_empty());
    /// set.apply(inverse)?;
    /// assert_eq!(set, before);
    /// # Ok::<(), postil::annotation::ChangeError>(())
    /// ```
    ///
    /// # Errors
    /// When the change does not fit; the set is then as it was.
    pub fn apply(&mut self, change: Change) -> Result<Change, ChangeError> {
        match change {
            Change::Insert(annotation) => {
                if self.contains(&annotation.id) {
                    return Err(ChangeError::Present(annotation.id));
                }
                let id = annotation.id.clone();
                self.all.insert(Arc::new(annotation));
                Ok(Change::Remove(id))
            }
            Change::Remove(id) => {
                let removed = self.remove(&id)?;
                Ok(Change::Insert(Arc::unwrap_or_clone(removed)))
            }
            Change::Replace(annotation) => {
                let before = self.remove(&annotation.id)?;
                self.all.insert(Arc::new(annotation));
                Ok(Change::Replace(Arc::unwrap_or_clone(before)))
            }
            Change::Document(facts) => Ok(Change::Document(self.set_facts(facts))),
            Change::Batch(changes) => self.apply_all(changes),
        }
    }

    /// Puts an annotation in, in the place of one with its id.
    pub(super) fn put(&mut self, annotation: Arc<Annotation>) {
        self.all.put(annotation);
    }

    pub(super) fn remove(&mut self, id: &AnnotationId) -> Result<Arc<Annotation>, ChangeError> {
        let removed = self.all.remove(id);
        removed.ok_or_else(|| ChangeError::Missing(id.clone()))
    }

    fn apply_all(&mut self, changes: Vec<Change>) -> Result<Change, ChangeError> {
        let mut inverses = Vec::with_capacity(changes.len());
        for change in changes {
            match self.apply(change) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    for inverse in inverses.into_iter().rev() {
                        let undone = self.apply(inverse);
                        debug_assert!(undone.is_ok(), "an inverse fits the set it came from");
                    }
                    return Err(error);
                }
            }
        }
        inverses.reverse();
        Ok(Change::Batch(inverses))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::collection::key;
    use crate::annotation::facts::tests::any_facts;
    use crate::annotation::{Selector, Timestamp};
    use crate::text::CodePoint;

    pub(crate) fn annotation(id: &str, start: usize, end: usize) -> Annotation {
        let selector = Selector {
            start: CodePoint(start),
            end: CodePoint(end),
            quote: "x".repeat(end - start),
            prefix: String::new(),
            suffix: String::new(),
        };
        let now = Timestamp("2026-11-22T10:00:00Z".into());
        Annotation::new(id.into(), "fact".into(), selector, "ana".to_owned(), now)
    }

    fn ids(set: &AnnotationSet) -> Vec<&str> {
        set.iter().map(|one| one.id.as_str()).collect()
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let place = (0u8..4, 0usize..8, 0usize..20, 0usize..5);
        let one = (place, any_facts()).prop_map(|((kind, id, start, len), facts)| {
            let id = format!("id{id}");
            match kind {
                3 => Change::Document(facts),
                0 => Change::Insert(annotation(&id, start, start + len)),
                1 => Change::Remove(AnnotationId(id)),
                _ => Change::Replace(annotation(&id, start, start + len)),
            }
        });
        proptest::collection::vec(one, 0..30)
    }

    #[test]
    fn annotations_stand_in_order_of_start_end_and_id() {
        let (set, doubles) = AnnotationSet::from_annotations([
            annotation("b", 5, 9),
            annotation("a", 5, 9),
            annotation("c", 5, 7),
            annotation("d", 0, 99),
            annotation("d", 1, 2),
        ]);
        assert_eq!(ids(&set), ["d", "c", "a", "b"]);
        assert_eq!(doubles.len(), 1);
    }

    #[test]
    fn a_list_of_changes_is_applied_whole_or_not_at_all() {
        let mut set = AnnotationSet::new();
        let error = set.apply(Change::Batch(vec![
            Change::Insert(annotation("a", 0, 1)),
            Change::Remove("b".into()),
        ]));
        assert_eq!(error, Err(ChangeError::Missing("b".into())));
        assert!(set.is_empty());
    }

    proptest! {
        #[test]
        fn applying_the_inverse_undoes_every_change(changes in changes()) {
            let mut set = AnnotationSet::new();
            let mut history = Vec::new();
            for change in changes {
                let before = set.clone();
                if let Ok(inverse) = set.apply(change) {
                    history.push((before, inverse));
                } else {
                    prop_assert_eq!(&before, &set);
                }
                let sorted = set.iter().map(|one| key(one)).collect::<Vec<_>>();
                prop_assert!(sorted.is_sorted());
            }
            while let Some((before, inverse)) = history.pop() {
                set.apply(inverse).unwrap();
                prop_assert_eq!(&before, &set);
            }
        }

        #[test]
        fn a_set_knows_what_is_in_it_however_it_came_there(
            changes in changes(),
            others in changes(),
        ) {
            let (mut set, mut other) = (AnnotationSet::new(), AnnotationSet::new());
            let mut number = 0;
            for (set, changes) in [(&mut set, changes), (&mut other, others)] {
                for mut change in changes {
                    number += 1;
                    if let Change::Insert(one) | Change::Replace(one) = &mut change {
                        one.tag = ["fact", TagId::NEEDS_SOURCE, "claim"][number % 3].into();
                    }
                    let _ = set.apply(change);
                }
            }
            for tag in ["fact", TagId::NEEDS_SOURCE, "claim", "none"] {
                let counted = set.iter().filter(|one| one.tag.as_str() == tag).count();
                prop_assert_eq!(set.count_of(&tag.into()), counted);
            }
            let unsourced = set.iter().filter(|one| one.is_unsourced()).count();
            prop_assert_eq!(set.unsourced(), unsourced);
            let anew = AnnotationSet::from_shared(set.iter().cloned()).0;
            let anew = anew.with_facts(set.facts().clone());
            prop_assert_eq!(&anew, &set);
            prop_assert_eq!(anew.unsourced(), unsourced);
            let shared = set.shared_with(&other);
            prop_assert_eq!(&shared, &set);
            for (one, two) in set.diff(&other) {
                let id = &one.or(two).unwrap().id;
                prop_assert_ne!(one, two);
                prop_assert_eq!((one, two), (set.get(id), other.get(id)));
            }
            let same = set.iter().filter(|one| other.get(&one.id) == Some(*one)).count();
            let only_here = set.diff(&other).filter(|(here, _)| here.is_some()).count();
            prop_assert_eq!(only_here + same, set.len());
        }
    }
}
