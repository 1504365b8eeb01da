//! Annotations with unique ids, in order: what sets of them are made of, and what waits to be
//! accepted.
//!
//! Must not know: what is said of the document as a whole, and by which steps anything changes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::sum_tree::{Item, SumTree, Summary};
use super::{id::AnnotationId, record::Annotation, tag::TagId};

/// Annotations with unique ids, sorted by (start, end, id). A clone is free, and a change costs
/// little at any size.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    sorted: SumTree<ByPlace>,
    ids: SumTree<ById>,
    tags: SumTree<Tagged>,
    unsourced: usize,
}

#[derive(Debug, Clone)]
struct ByPlace(Arc<Annotation>);

/// What there is among several annotations.
#[derive(Debug, Clone, Default)]
struct Among {
    /// Whether one is a version that was kept beside another.
    has_version: bool,
    /// Whether one has links, or a passage for a source.
    has_links: bool,
}

impl Item for ByPlace {
    type Summary = Among;

    fn order(&self, other: &Self) -> Ordering {
        place_order(&self.0, &other.0)
    }

    fn summary(&self) -> Among {
        Among {
            has_version: self.0.version_of().is_some(),
            has_links: self.0.leads_to().next().is_some(),
        }
    }
}

impl Summary for Among {
    fn add(&mut self, after: &Self) {
        self.has_version |= after.has_version;
        self.has_links |= after.has_links;
    }
}

#[derive(Debug, Clone)]
struct ById(Arc<Annotation>);

impl Item for ById {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        self.0.id.cmp(&other.0.id)
    }
}

/// How many annotations have a tag: in a tree, too, since a file may bring along
/// as many tags as annotations.
#[derive(Debug, Clone)]
struct Tagged {
    tag: TagId,
    count: usize,
}

impl Item for Tagged {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        self.tag.cmp(&other.tag)
    }
}

/// Whether two annotations are equal, which is most often seen without comparing them:
/// they are shared.
pub(super) fn same(one: &Arc<Annotation>, other: &Arc<Annotation>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

pub(crate) fn place_order(one: &Annotation, other: &Annotation) -> Ordering {
    key(one).cmp(&key(other))
}

/// Two are equal when they hold equal annotations; what they share is not looked into.
impl PartialEq for Collection {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.diff(other).next().is_none()
    }
}

impl Collection {
    /// Makes a set of annotations that other sets may hold, too, in any order. Of two
    /// with one id the first stays; the others are handed back.
    pub(crate) fn from_shared(
        annotations: impl IntoIterator<Item = Arc<Annotation>>,
    ) -> (Self, Vec<Arc<Annotation>>) {
        let all: Vec<Arc<Annotation>> = annotations.into_iter().collect();
        let mut seen = HashSet::with_capacity(all.len());
        let is_first: Vec<bool> = all.iter().map(|one| seen.insert(&one.id)).collect();
        let mut is_first = is_first.into_iter();
        let (first, doubles) = all.into_iter().partition(|_| is_first.next() == Some(true));
        (Self::from_distinct(first), doubles)
    }

    /// Makes a set of annotations in any order; `None` where two have one id.
    pub(crate) fn from_unique(mut annotations: Vec<Arc<Annotation>>) -> Option<Self> {
        annotations.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let is_unique = annotations.is_sorted_by(|a, b| a.id < b.id);
        is_unique.then(|| Self::from_distinct(annotations))
    }

    fn from_distinct(mut annotations: Vec<Arc<Annotation>>) -> Self {
        let mut tags: BTreeMap<&TagId, usize> = BTreeMap::new();
        for annotation in &annotations {
            *tags.entry(&annotation.tag).or_default() += 1;
        }
        let tags = tags.into_iter().map(|(tag, count)| (tag.clone(), count));
        let tags = tags.map(|(tag, count)| Tagged { tag, count });
        let tags = SumTree::from_sorted(tags.collect());
        let unsourced = annotations.iter().filter(|one| one.is_unsourced()).count();
        annotations.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let ids = annotations.iter().map(|one| ById(Arc::clone(one)));
        let ids = SumTree::from_sorted(ids.collect());
        annotations.sort_unstable_by(|a, b| place_order(a, b));
        let sorted = annotations.into_iter().map(ByPlace).collect();
        Self {
            sorted: SumTree::from_sorted(sorted),
            ids,
            tags,
            unsourced,
        }
    }

    /// The annotations in order of (start, end, id).
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.sorted.iter().map(|placed| &placed.0)
    }

    /// The annotations from the one with that number on, counted from 0.
    pub(crate) fn iter_from(&self, number: usize) -> impl Iterator<Item = &Arc<Annotation>> {
        let from = self.sorted.select(number..self.len(), |_| true);
        from.map(|placed| &placed.0)
    }

    /// The annotations that are versions of others, in the order of the set.
    pub(super) fn versions(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        let sorted = &self.sorted;
        let blocks = sorted.select(0..self.len(), |among| among.has_version);
        let annotations = blocks.map(|placed| &placed.0);
        annotations.filter(|annotation| annotation.version_of().is_some())
    }

    /// The annotations that lead to others, by links or sources, in the order of the set. Others are
    /// not looked at one by one.
    pub(crate) fn linking(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        let blocks = self.sorted.select(0..self.len(), |among| among.has_links);
        let annotations = blocks.map(|placed| &placed.0);
        annotations.filter(|annotation| annotation.leads_to().next().is_some())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Whether there is any annotation.
    pub fn has_annotations(&self) -> bool {
        !self.sorted.is_empty()
    }

    /// How many have a tag.
    pub fn count_of(&self, tag: &TagId) -> usize {
        let tagged = self.tags.find(|tagged| tagged.tag.cmp(tag));
        tagged.map_or(0, |tagged| tagged.count)
    }

    /// How many only say that there is nothing to check.
    pub fn marks(&self) -> usize {
        self.count_of(&TagId(TagId::NO_CLAIM.into()))
    }

    /// The tags that there are, and how many have each.
    pub(crate) fn tags(&self) -> impl Iterator<Item = (&TagId, usize)> {
        self.tags.iter().map(|tagged| (&tagged.tag, tagged.count))
    }

    /// How many still wait for a source.
    pub(crate) fn unsourced(&self) -> usize {
        self.unsourced
    }

    /// The annotation with that id.
    pub fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.ids.find(|one| one.0.id.cmp(id)).map(|one| &one.0)
    }

    /// Whether an annotation with that id is there.
    pub fn contains(&self, id: &AnnotationId) -> bool {
        self.get(id).is_some()
    }

    /// What differs between this set and another one, in the order of the ids: the
    /// annotation here and the one there. What the two share is not looked into.
    pub(crate) fn diff<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (Option<&'a Arc<Annotation>>, Option<&'a Arc<Annotation>>)> {
        let diff = self.ids.diff(&other.ids, |a, b| same(&a.0, &b.0));
        diff.map(|(a, b)| (a.map(|one| &one.0), b.map(|one| &one.0)))
    }

    /// Puts an annotation in, in the place of one with its id.
    pub(super) fn put(&mut self, annotation: Arc<Annotation>) {
        let _ = self.remove(&annotation.id);
        self.insert(annotation);
    }

    /// Puts an annotation in; none with its id may be there.
    pub(super) fn insert(&mut self, annotation: Arc<Annotation>) {
        self.count(&annotation.tag, |count| count + 1);
        self.unsourced += usize::from(annotation.is_unsourced());
        self.ids.insert(ById(Arc::clone(&annotation)));
        self.sorted.insert(ByPlace(annotation));
    }

    pub(super) fn remove(&mut self, id: &AnnotationId) -> Option<Arc<Annotation>> {
        let removed = self.ids.remove(|one| one.0.id.cmp(id));
        let ById(annotation) = removed?;
        let place = |placed: &ByPlace| place_order(&placed.0, &annotation);
        self.sorted.remove(place);
        self.count(&annotation.tag, |count| count - 1);
        self.unsourced -= usize::from(annotation.is_unsourced());
        Some(annotation)
    }

    fn count(&mut self, tag: &TagId, change: impl FnOnce(usize) -> usize) {
        let counted = self.tags.remove(|tagged| tagged.tag.cmp(tag));
        let count = change(counted.map_or(0, |tagged| tagged.count));
        if count > 0 {
            let tag = tag.clone();
            self.tags.insert(Tagged { tag, count });
        }
    }

    /// The same as [`diff`](Self::diff) gives, from behind an id on.
    pub(super) fn diff_behind<'a>(
        &'a self,
        other: &'a Self,
        after: Option<&AnnotationId>,
    ) -> impl Iterator<Item = (Option<&'a Arc<Annotation>>, Option<&'a Arc<Annotation>>)> {
        let is_before = move |one: &ById| after.is_some_and(|after| one.0.id <= *after);
        let diff = self
            .ids
            .diff_after(&other.ids, is_before, |a, b| same(&a.0, &b.0));
        diff.map(|(a, b)| (a.map(|one| &one.0), b.map(|one| &one.0)))
    }

    /// An equal one that shares its annotations with another one as far as that has them.
    pub(super) fn shared_with(&self, other: &Self) -> Self {
        let mut shared = other.clone();
        for (there, here) in other.diff(self) {
            if let Some(there) = there {
                let removed = shared.remove(&there.id);
                debug_assert!(removed.is_some(), "it was made of that one");
            }
            if let Some(here) = here {
                shared.insert(Arc::clone(here));
            }
        }
        shared
    }
}

pub(super) fn key(annotation: &Annotation) -> (usize, usize, &AnnotationId) {
    let selector = &annotation.selector;
    (selector.start.0, selector.end.0, &annotation.id)
}
