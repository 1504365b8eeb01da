//! Tags of which several versions were kept, because two sides had changed them
//! differently.
//!
//! A version that was kept beside names, in an unknown field, the tag it is a
//! version of. As long as two versions of one tag are there, they stand in
//! conflict; when all but one are gone, it is settled.
//!
//! Must not know: how versions come about.

use std::collections::{HashMap, HashSet};

use super::fields::{Annotation, AnnotationId, Timestamp};
use super::set::{AnnotationSet, Change};

/// The unknown field that names, on the version kept beside, the annotation it
/// was in conflict with.
pub const CONFLICT_FIELD: &str = "conflicts-with";

/// As many versions of versions are followed; a file may lead in a circle.
const STEPS: usize = 16;

/// The tags of a set that stand in conflict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicts {
    /// The versions of each tag, in the order of the set.
    tags: Vec<Vec<AnnotationId>>,
    /// The place in `tags` of each version.
    places: HashMap<AnnotationId, usize>,
    /// The tags that versions name, whether they are there or not.
    named: HashSet<AnnotationId>,
}

impl Conflicts {
    /// Finds them.
    pub fn of(set: &AnnotationSet) -> Self {
        // In the order of the set, so that the first version is no accident.
        let mut roots: Vec<&str> = Vec::new();
        let mut versions: HashMap<&str, Vec<&AnnotationId>> = HashMap::new();
        for annotation in set.marked() {
            let root = root(set, annotation);
            let of_root = versions.entry(root).or_insert_with(|| {
                roots.push(root);
                set.get(&root.into()).map(|it| &it.id).into_iter().collect()
            });
            // Only the tag itself can be there already, and it is the first.
            if of_root.first() != Some(&&annotation.id) {
                of_root.push(&annotation.id);
            }
        }
        let named = set
            .marked()
            .filter_map(|it| it.extra.get(CONFLICT_FIELD)?.as_str());
        let mut conflicts = Self {
            named: named.map(AnnotationId::from).collect(),
            ..Self::default()
        };
        for root in roots {
            let versions = versions.remove(root).unwrap_or_default();
            if versions.len() > 1 {
                let place = conflicts.tags.len();
                let versions: Vec<AnnotationId> = versions.into_iter().cloned().collect();
                for id in &versions {
                    conflicts.places.insert(id.clone(), place);
                }
                conflicts.tags.push(versions);
            }
        }
        conflicts
    }

    /// Whether it can change what stands in conflict that an annotation comes, goes
    /// or is changed.
    pub fn concern(&self, annotation: &Annotation) -> bool {
        annotation.extra.contains_key(CONFLICT_FIELD)
            || self.named.contains(&annotation.id)
            || self.places.contains_key(&annotation.id)
    }

    /// How many tags stand in conflict; their versions are not counted.
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    /// Whether none does.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// The versions of each tag in conflict, two or more of each.
    pub fn iter(&self) -> impl Iterator<Item = &[AnnotationId]> {
        self.tags.iter().map(Vec::as_slice)
    }

    /// The other versions of a tag; none for one that is not in conflict.
    pub fn others(&self, id: &AnnotationId) -> impl Iterator<Item = &AnnotationId> {
        let versions = self
            .places
            .get(id)
            .map(|&place| self.tags[place].as_slice());
        let versions = versions.unwrap_or_default().iter();
        versions.filter(move |other| *other != id)
    }
}

/// The id of the tag that an annotation is a version of.
fn root<'a>(set: &'a AnnotationSet, annotation: &'a Annotation) -> &'a str {
    let mut root = annotation.id.as_str();
    let mut at = annotation;
    for _ in 0..STEPS {
        let Some(of) = at.extra.get(CONFLICT_FIELD).and_then(|it| it.as_str()) else {
            break;
        };
        root = of;
        match set.get(&of.into()) {
            Some(next) => at = next,
            None => break,
        }
    }
    root
}

/// The change that settles a conflict: one version stays, in the place and under
/// the id of the tag, so that links to it still lead there; the others go.
/// `None` for a tag that is not in conflict.
pub fn keep(set: &AnnotationSet, id: &AnnotationId, now: &Timestamp) -> Option<Change> {
    let conflicts = Conflicts::of(set);
    let others: Vec<_> = conflicts.others(id).cloned().collect();
    let kept = set.get(id).filter(|_| !others.is_empty())?;
    let root = AnnotationId(root(set, kept).to_owned());
    let mut kept = (**kept).clone();
    kept.extra.remove(CONFLICT_FIELD);
    kept.modified = now.clone();
    let mut changes = Vec::new();
    if set.contains(&root) {
        kept.id = root;
    }
    let goes = others.into_iter().chain([id.clone()]);
    let goes: Vec<_> = goes.filter(|it| *it != kept.id).collect();
    changes.push(Change::Replace(kept));
    changes.extend(goes.into_iter().map(Change::Remove));
    Some(Change::Several(changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::set::tests::annotation;

    fn version(id: &str, of: &str, note: &str) -> Annotation {
        let mut one = annotation(id, 0, 3);
        note.clone_into(&mut one.note);
        if !of.is_empty() {
            one.extra.insert(CONFLICT_FIELD.to_owned(), of.into());
        }
        one
    }

    fn set(versions: &[(&str, &str)]) -> AnnotationSet {
        let versions = versions.iter();
        AnnotationSet::from_annotations(versions.map(|&(id, of)| version(id, of, id))).0
    }

    fn check(versions: &[(&str, &str)], conflicts: &[&[&str]]) {
        let found = Conflicts::of(&set(versions));
        let found: Vec<Vec<_>> = found
            .iter()
            .map(|it| it.iter().map(AnnotationId::as_str).collect())
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
        let now = Timestamp("2026-11-24T10:00:00Z".to_owned());
        assert_eq!(keep(&set(&circle), &"a".into(), &now), None);
    }

    #[test]
    fn the_version_that_is_kept_takes_the_place_of_the_tag() {
        let now = Timestamp("2026-11-24T10:00:00Z".to_owned());
        for (kept, note) in [("a", "a"), ("b", "b"), ("c", "c")] {
            let mut versions = set(&[("a", ""), ("b", "a"), ("c", "a"), ("d", "")]);
            let before = versions.clone();
            let change = keep(&versions, &kept.into(), &now).unwrap();
            let undo = versions.apply(change).unwrap();
            assert_eq!(versions.len(), 2, "{versions:?}");
            let one = versions.get(&"a".into()).unwrap();
            assert_eq!((one.note.as_str(), one.extra.len()), (note, 0));
            assert!(Conflicts::of(&versions).is_empty());
            versions.apply(undo).unwrap();
            assert_eq!(versions, before);
        }
        assert_eq!(keep(&set(&[("d", "")]), &"d".into(), &now), None);
    }
}
