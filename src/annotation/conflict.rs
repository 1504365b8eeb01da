//! Tags that are kept in several versions, because two sides changed them differently.
//!
//! A version that was kept beside a tag names that tag. As long as two versions of one
//! tag are there, they are in conflict; when all but one are gone, it is settled.
//!
//! Must not know: how versions come about.

use std::collections::{HashMap, HashSet};

use super::set::{AnnotationSet, Change};
use super::{id::AnnotationId, record::Annotation, timestamp::Timestamp};

/// How many versions of versions are followed: a file may lead in a circle.
const STEPS: usize = 16;

/// The tags of a set that stand in conflict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicts {
    tags: Vec<Vec<AnnotationId>>,
    places: HashMap<AnnotationId, usize>,
    /// The tags that versions name, whether they are there or not.
    named: HashSet<AnnotationId>,
}

impl Conflicts {
    /// Finds the conflicts of a set.
    pub fn new(set: &AnnotationSet) -> Self {
        let mut of_roots: HashMap<&AnnotationId, usize> = HashMap::new();
        // In the order of the set, so that the first version is no accident.
        let mut tags: Vec<Vec<AnnotationId>> = Vec::new();
        for annotation in set.versions() {
            let root = root(set, annotation);
            let place = *of_roots.entry(root).or_insert_with(|| {
                tags.push(
                    set.get(root)
                        .map(|tag| tag.id.clone())
                        .into_iter()
                        .collect(),
                );
                tags.len() - 1
            });
            // Only the tag itself can be there already, and it is the first.
            if tags[place].first() != Some(&annotation.id) {
                tags[place].push(annotation.id.clone());
            }
        }
        tags.retain(|versions| versions.len() > 1);
        let mut places = HashMap::new();
        for (place, versions) in tags.iter().enumerate() {
            places.extend(versions.iter().map(|id| (id.clone(), place)));
        }
        let named = set.versions().filter_map(|version| version.version_of());
        Self {
            named: named.cloned().collect(),
            tags,
            places,
        }
    }

    /// Whether the conflicts may become others when an annotation is added, removed or
    /// changed.
    pub(crate) fn concern(&self, annotation: &Annotation) -> bool {
        annotation.version_of().is_some()
            || self.named.contains(&annotation.id)
            || self.places.contains_key(&annotation.id)
    }

    /// How many tags are in conflict, whatever the number of their versions.
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    /// Whether no tag is in conflict.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// The versions of each tag in conflict, two or more of each.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[AnnotationId]> {
        self.tags.iter().map(Vec::as_slice)
    }

    /// The other versions of a tag; none for one that is not in conflict.
    pub(crate) fn others(&self, id: &AnnotationId) -> impl Iterator<Item = &AnnotationId> {
        let versions = self.places.get(id).map(|&place| &self.tags[place]);
        let versions = versions.into_iter().flatten();
        versions.filter(move |other| *other != id)
    }
}

/// The id of the tag that an annotation is a version of.
fn root<'a>(set: &'a AnnotationSet, annotation: &'a Annotation) -> &'a AnnotationId {
    let version_of = |id: &&AnnotationId| set.get(id)?.version_of();
    let versions = std::iter::successors(annotation.version_of(), version_of);
    versions.take(STEPS).last().unwrap_or(&annotation.id)
}

/// The change that settles a conflict: one version stays, in the place and under
/// the id of the tag, so that links to it still lead there; the others go.
/// `None` for a tag that is not in conflict.
pub(crate) fn keep(set: &AnnotationSet, id: &AnnotationId, now: &Timestamp) -> Option<Change> {
    let conflicts = Conflicts::new(set);
    let others: Vec<_> = conflicts.others(id).cloned().collect();
    let kept = set.get(id).filter(|_| !others.is_empty())?;
    let root = root(set, kept).clone();
    let mut kept = (**kept).clone();
    kept.set_version_of(None);
    kept.modified = now.clone();
    if set.contains(&root) {
        kept.id = root;
    }
    let goes = others.into_iter().chain([id.clone()]);
    let goes = goes.filter(|other| *other != kept.id).map(Change::Remove);
    let mut changes: Vec<_> = goes.collect();
    changes.insert(0, Change::Replace(kept));
    Some(Change::Batch(changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::set::tests::annotation;

    fn version(id: &str, of: &str, note: &str) -> Annotation {
        let mut one = annotation(id, 0, 3);
        note.clone_into(&mut one.note);
        if !of.is_empty() {
            one.set_version_of(Some(of.into()));
        }
        one
    }

    fn set(versions: &[(&str, &str)]) -> AnnotationSet {
        let versions = versions.iter();
        AnnotationSet::from_annotations(versions.map(|&(id, of)| version(id, of, id))).0
    }

    fn check(versions: &[(&str, &str)], conflicts: &[&[&str]]) {
        let found = Conflicts::new(&set(versions));
        let found: Vec<Vec<_>> = found
            .iter()
            .map(|versions| versions.iter().map(AnnotationId::as_str).collect())
            .collect();
        assert_eq!(found, conflicts, "{versions:?}");
    }

    #[test]
    fn versions_stand_in_conflict_until_one_is_left() {
        check(&[("a", ""), ("b", "a")], &[&["a", "b"]]);
        check(&[("b", "a")], &[]);
        check(&[("a", "")], &[]);
        check(&[("a", ""), ("b", "a"), ("c", "a")], &[&["a", "b", "c"]]);
        // The tag itself was deleted: its versions still differ.
        check(&[("b", "a"), ("c", "a")], &[&["b", "c"]]);
        // A version of a version.
        check(&[("a", ""), ("b", "a"), ("c", "b")], &[&["a", "b", "c"]]);
    }

    #[test]
    fn a_mark_that_leads_in_a_circle_does_no_harm() {
        check(&[("a", "a")], &[]);
        let circle = [("a", "b"), ("b", "a")];
        check(&circle, &[]);
        let now = Timestamp("2026-11-24T10:00:00Z".into());
        assert_eq!(keep(&set(&circle), &"a".into(), &now), None);
    }

    #[test]
    fn the_version_that_is_kept_takes_the_place_of_the_tag() {
        let now = Timestamp("2026-11-24T10:00:00Z".into());
        for (kept, note) in [("a", "a"), ("b", "b"), ("c", "c")] {
            let mut versions = set(&[("a", ""), ("b", "a"), ("c", "a"), ("d", "")]);
            let before = versions.clone();
            let change = keep(&versions, &kept.into(), &now).unwrap();
            let undo = versions.apply(change).unwrap();
            assert_eq!(versions.len(), 2, "{versions:?}");
            let one = versions.get(&"a".into()).unwrap();
            assert_eq!((one.note.as_str(), one.version_of()), (note, None));
            assert!(Conflicts::new(&versions).is_empty());
            versions.apply(undo).unwrap();
            assert_eq!(versions, before);
        }
        assert_eq!(keep(&set(&[("d", "")]), &"d".into(), &now), None);
    }
}
