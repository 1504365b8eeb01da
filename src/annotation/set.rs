//! The annotations of one document.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use super::fields::{Annotation, AnnotationId};

/// A set of annotations with unique ids, sorted by (start, end, id), that
/// changes only through [`AnnotationSet::apply`].
///
/// Cheap to clone: the annotations themselves are shared.
#[derive(Debug, Clone, Default)]
pub struct AnnotationSet {
    sorted: Vec<Arc<Annotation>>,
    /// The (start, end) of each id, so that one is found without a scan.
    places: HashMap<AnnotationId, (usize, usize)>,
}

/// Two sets are equal when they hold equal annotations; those that they share
/// are not looked into.
impl PartialEq for AnnotationSet {
    fn eq(&self, other: &Self) -> bool {
        let same = |(one, other): (&Arc<Annotation>, &Arc<Annotation>)| {
            Arc::ptr_eq(one, other) || one == other
        };
        self.len() == other.len() && self.sorted.iter().zip(&other.sorted).all(same)
    }
}

/// One step from a set to another.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds an annotation with a new id.
    Insert(Annotation),
    /// Takes the annotation with this id away.
    Remove(AnnotationId),
    /// Puts another content in the place of the annotation with the same id.
    Replace(Annotation),
    /// Several steps, one after the other; all of them or none.
    Several(Vec<Change>),
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

    /// The same of annotations that other sets hold, too.
    pub fn from_shared(
        annotations: impl IntoIterator<Item = Arc<Annotation>>,
    ) -> (Self, Vec<Arc<Annotation>>) {
        let mut set = Self::new();
        let mut doubles = Vec::new();
        for annotation in annotations {
            if set.places.contains_key(&annotation.id) {
                doubles.push(annotation);
            } else {
                set.places
                    .insert(annotation.id.clone(), place_of(&annotation));
                set.sorted.push(annotation);
            }
        }
        set.sorted.sort_by(|a, b| key(a).cmp(&key(b)));
        (set, doubles)
    }

    /// The annotations in order of (start, end, id).
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Annotation>> + ExactSizeIterator {
        self.sorted.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The annotation with that id.
    pub fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.find(id).map(|index| &self.sorted[index])
    }

    /// Whether an annotation with that id is there.
    pub fn contains(&self, id: &AnnotationId) -> bool {
        self.places.contains_key(id)
    }

    /// Applies a change and returns its inverse.
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
                self.insert(Arc::new(annotation));
                Ok(Change::Remove(id))
            }
            Change::Remove(id) => {
                let removed = self.take(&id)?;
                Ok(Change::Insert(Arc::unwrap_or_clone(removed)))
            }
            Change::Replace(annotation) => {
                let before = self.take(&annotation.id)?;
                self.insert(Arc::new(annotation));
                Ok(Change::Replace(Arc::unwrap_or_clone(before)))
            }
            Change::Several(changes) => self.apply_all(changes),
        }
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
        Ok(Change::Several(inverses))
    }

    fn find(&self, id: &AnnotationId) -> Option<usize> {
        let &(start, end) = self.places.get(id)?;
        self.sorted
            .binary_search_by(|other| key(other).cmp(&(start, end, id)))
            .ok()
    }

    fn insert(&mut self, annotation: Arc<Annotation>) {
        self.places
            .insert(annotation.id.clone(), place_of(&annotation));
        let at = self
            .sorted
            .partition_point(|other| key(other) < key(&annotation));
        self.sorted.insert(at, annotation);
    }

    fn take(&mut self, id: &AnnotationId) -> Result<Arc<Annotation>, ChangeError> {
        let index = self
            .find(id)
            .ok_or_else(|| ChangeError::Missing(id.clone()))?;
        self.places.remove(id);
        Ok(self.sorted.remove(index))
    }
}

fn place_of(annotation: &Annotation) -> (usize, usize) {
    (annotation.selector.start.0, annotation.selector.end.0)
}

fn key(annotation: &Annotation) -> (usize, usize, &AnnotationId) {
    let (start, end) = place_of(annotation);
    (start, end, &annotation.id)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::{Attributes, Extra, Selector, Timestamp};
    use crate::text::CodePoint;

    pub(crate) fn annotation(id: &str, start: usize, end: usize) -> Annotation {
        Annotation {
            id: id.into(),
            tag: "fact".into(),
            selector: Selector {
                start: CodePoint(start),
                end: CodePoint(end),
                quote: "x".repeat(end - start),
                prefix: String::new(),
                suffix: String::new(),
            },
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: Attributes::default(),
            creator: "ana".to_owned(),
            created: Timestamp("2026-11-22T10:00:00Z".to_owned()),
            modified: Timestamp("2026-11-22T10:00:00Z".to_owned()),
            extra: Extra::new(),
        }
    }

    fn ids(set: &AnnotationSet) -> Vec<&str> {
        set.iter().map(|one| one.id.as_str()).collect()
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let one = (0u8..3, 0usize..8, 0usize..20, 0usize..5).prop_map(|(kind, id, start, len)| {
            let id = format!("id{id}");
            match kind {
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
        let error = set.apply(Change::Several(vec![
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
    }
}
