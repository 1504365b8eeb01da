//! Three-way merging of annotation sets, by id and by field.
//!
//! What two sides changed differently since their common base is a conflict:
//! both versions are kept, the later one in its place and the earlier one
//! beside it under an id derived from its content. The same call with the
//! sides exchanged gives the same set, and merging the result again changes
//! nothing.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::conflict::CONFLICT_FIELD;
use super::fields::{Annotation, AnnotationId, Extra};
use super::set::{AnnotationSet, same};

/// One annotation that two sides changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The annotation.
    pub id: AnnotationId,
    /// The id under which the other version is kept.
    pub kept_as: AnnotationId,
    /// The fields that differ.
    pub fields: Vec<&'static str>,
}

/// Merges two descendants of one base.
///
/// An annotation that one side removed is gone unless the other side changed
/// it: a change outweighs a removal. Fields that only one side changed take
/// that side's value; unknown fields count one by one. What a side has that
/// the result has too is shared with it, not copied.
pub fn merge(
    base: &AnnotationSet,
    ours: &AnnotationSet,
    theirs: &AnnotationSet,
) -> (AnnotationSet, Vec<Conflict>) {
    let mut merged = ours.clone();
    let mut conflicts = Vec::new();
    let mut versions = Vec::new();
    // Where theirs is as it was, ours holds, whatever it is.
    for (before, other) in base.differing(theirs) {
        let Some(id) = before.or(other).map(|it| &it.id) else {
            continue;
        };
        match (before, ours.get(id), other) {
            (Some(before), Some(one), None) if same(before, one) => merged.discard(id),
            (_, None, Some(other)) => merged.put(Arc::clone(other)),
            (_, Some(one), Some(other)) if same(one, other) => {}
            (Some(before), Some(one), Some(other)) if same(before, one) => {
                merged.put(Arc::clone(other));
            }
            (before, Some(one), Some(other)) => {
                let (kept, beside) = merge_one(before.map(|it| &**it), one, other);
                if let Some((beside, fields)) = beside {
                    conflicts.push(Conflict {
                        id: id.clone(),
                        kept_as: beside.id.clone(),
                        fields,
                    });
                    versions.push(beside);
                }
                merged.put(Arc::new(kept));
            }
            _ => {}
        }
    }
    for beside in versions {
        // It may be there already, from an earlier merge.
        if !merged.contains(&beside.id) {
            merged.put(Arc::new(beside));
        }
    }
    (merged, conflicts)
}

type Beside = Option<(Annotation, Vec<&'static str>)>;

fn merge_one(
    before: Option<&Annotation>,
    one: &Annotation,
    other: &Annotation,
) -> (Annotation, Beside) {
    // The later version wins its conflicts; of two made in the same second,
    // the one with the greater content of what is in conflict, so that neither
    // the order of the sides nor a second merge matters.
    let (first, clash) = merge_fields(before, one, other);
    let one_is_late = (&one.modified, &clash.ours) >= (&other.modified, &clash.theirs);
    let fields = clash.fields;
    let (mut kept, late, early) = if one_is_late {
        (first, one, other)
    } else {
        (merge_fields(before, other, one).0, other, one)
    };
    let untouched = before.map(|it| &it.modified);
    if fields.is_empty() {
        if untouched == Some(&late.modified) {
            kept.modified = early.modified.clone();
        }
        return (kept, None);
    }
    let mut beside = early.clone();
    beside.extra.insert(
        CONFLICT_FIELD.to_owned(),
        Value::String(early.id.as_str().to_owned()),
    );
    beside.id = derived_id(&beside);
    (kept, Some((beside, fields)))
}

macro_rules! fields {
    ($callback:ident) => {
        $callback! {
            "tag": tag,
            "passage": selector,
            "note": note,
            "sources": sources,
            "links": links,
            "speaker": attributes.speaker,
            "stated": attributes.stated,
            "verdict": attributes.verdict,
            "confidence": attributes.confidence,
            "reason": attributes.reason,
            "creator": creator,
            "created": created,
        }
    };
}

/// What stands for the unknown fields in the names of fields.
const UNKNOWN: &str = "unknown fields";

/// The fields in which two versions of one annotation differ; the time of the
/// last change and the mark of a conflict do not count.
pub fn differing(one: &Annotation, other: &Annotation) -> Vec<&'static str> {
    let mut differing = Vec::new();
    macro_rules! compare {
        ($($name:literal: $($field:ident).+),+ $(,)?) => {$(
            if one.$($field).+ != other.$($field).+ {
                differing.push($name);
            }
        )+};
    }
    fields!(compare);
    let known = |extra: &Extra| {
        let mut extra = extra.clone();
        extra.remove(CONFLICT_FIELD);
        extra
    };
    if known(&one.extra) != known(&other.extra) {
        differing.push(UNKNOWN);
    }
    differing
}

/// What two versions changed differently.
#[derive(Default)]
struct Clash {
    /// The names of the fields.
    fields: Vec<&'static str>,
    /// What the one says there: the derived form, in which two different values
    /// never look the same.
    ours: String,
    /// What the other says there.
    theirs: String,
}

impl Clash {
    fn add(&mut self, field: &'static str, ours: &impl Debug, theirs: &impl Debug) {
        if self.fields.last() != Some(&field) {
            self.fields.push(field);
        }
        // Writing to a string never fails.
        let _ = write!(self.ours, "{ours:?}");
        let _ = write!(self.theirs, "{theirs:?}");
    }
}

/// One version with what only the other one changed, and what both changed
/// differently.
fn merge_fields(
    before: Option<&Annotation>,
    one: &Annotation,
    other: &Annotation,
) -> (Annotation, Clash) {
    let mut kept = one.clone();
    let mut clash = Clash::default();
    macro_rules! take {
        ($($name:literal: $($field:ident).+),+ $(,)?) => {$(
            let was = before.map(|it| &it.$($field).+);
            let (ours, theirs) = (&one.$($field).+, &other.$($field).+);
            if ours != theirs {
                if was == Some(ours) {
                    kept.$($field).+ = theirs.clone();
                } else if was != Some(theirs) {
                    clash.add($name, ours, theirs);
                }
            }
        )+};
    }
    fields!(take);
    let names: BTreeSet<&String> = one.extra.keys().chain(other.extra.keys()).collect();
    for name in names {
        // A field that is not there is a value like any other; where there was
        // no version before, it says nothing.
        let was = before.map_or(Some(None), |it| Some(it.extra.get(name)));
        let (ours, theirs) = (one.extra.get(name), other.extra.get(name));
        if ours == theirs || was == Some(theirs) {
            continue;
        }
        if was != Some(ours) {
            clash.add(UNKNOWN, &(name, ours), &(name, theirs));
        } else if let Some(theirs) = theirs {
            kept.extra.insert(name.clone(), theirs.clone());
        } else {
            kept.extra.remove(name);
        }
    }
    (kept, clash)
}

/// What `step` makes of an annotation, brought over from what it `was` to what it
/// `is`: the fields that only the step changed.
pub(super) fn brought_over(was: &Annotation, is: &Annotation, step: &Annotation) -> Annotation {
    merge_fields(Some(was), is, step).0
}

fn digest(annotation: &Annotation) -> [u8; 32] {
    // The derived Debug form names every field, so two different annotations
    // never give the same one.
    Sha256::digest(format!("{annotation:?}").as_bytes()).into()
}

fn derived_id(annotation: &Annotation) -> AnnotationId {
    let digest = digest(annotation);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    AnnotationId(
        uuid::Builder::from_custom_bytes(bytes)
            .into_uuid()
            .to_string(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::set::tests::annotation;

    fn set(annotations: impl IntoIterator<Item = Annotation>) -> AnnotationSet {
        AnnotationSet::from_annotations(annotations).0
    }

    fn with(id: &str, edit: impl FnOnce(&mut Annotation)) -> Annotation {
        let mut one = annotation(id, 0, 3);
        edit(&mut one);
        one
    }

    #[test]
    fn additions_of_both_sides_stay() {
        let base = set([annotation("a", 0, 1)]);
        let ours = set([annotation("a", 0, 1), annotation("b", 2, 3)]);
        let theirs = set([annotation("a", 0, 1), annotation("c", 4, 5)]);
        let (merged, conflicts) = merge(&base, &ours, &theirs);
        assert_eq!(merged.len(), 3);
        assert!(conflicts.is_empty());
    }

    #[test]
    fn a_removal_takes_away_only_what_the_other_side_left_alone() {
        let base = set([annotation("a", 0, 3), annotation("b", 4, 5)]);
        let theirs = set([
            with("a", |it| it.note = "new".to_owned()),
            annotation("b", 4, 5),
        ]);
        let (merged, _) = merge(&base, &AnnotationSet::new(), &theirs);
        assert_eq!(merged.len(), 1);
        assert_eq!(merged.get(&"a".into()).unwrap().note, "new");
    }

    #[test]
    fn different_fields_of_one_annotation_merge() {
        let base = set([annotation("a", 0, 3)]);
        let ours = set([with("a", |it| it.note = "why?".to_owned())]);
        let theirs = set([with("a", |it| it.tag = "claim".into())]);
        let (merged, conflicts) = merge(&base, &ours, &theirs);
        let one = merged.get(&"a".into()).unwrap();
        assert_eq!((one.note.as_str(), one.tag.as_str()), ("why?", "claim"));
        assert!(conflicts.is_empty());
    }

    #[test]
    fn one_field_changed_twice_keeps_both_versions() {
        let base = set([annotation("a", 0, 3)]);
        let ours = set([with("a", |it| it.note = "ours".to_owned())]);
        let theirs = set([with("a", |it| {
            it.note = "theirs".to_owned();
            it.modified.0 = "2026-11-23T10:00:00Z".to_owned();
        })]);
        let (merged, conflicts) = merge(&base, &ours, &theirs);
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].fields, ["note"]);
        assert_eq!(merged.get(&"a".into()).unwrap().note, "theirs");
        let beside = merged.get(&conflicts[0].kept_as).unwrap();
        assert_eq!(beside.note, "ours");
        assert_eq!(beside.extra[CONFLICT_FIELD], "a");
    }

    #[test]
    fn unknown_fields_merge_one_by_one() {
        let extra = |fields: &[(&str, u8)]| {
            let fields = fields.iter();
            with("a", |it| {
                it.extra = fields.map(|&(k, v)| (k.to_owned(), v.into())).collect();
            })
        };
        let base = set([extra(&[("mine", 1), ("yours", 1), ("gone", 1)])]);
        let ours = set([extra(&[("mine", 2), ("yours", 1), ("gone", 1)])]);
        let theirs = set([extra(&[("mine", 1), ("yours", 2), ("new", 3)])]);
        let (merged, conflicts) = merge(&base, &ours, &theirs);
        let wanted = extra(&[("mine", 2), ("yours", 2), ("new", 3)]);
        assert_eq!(merged.get(&"a".into()).unwrap().extra, wanted.extra);
        assert!(conflicts.is_empty());
    }

    fn sets() -> impl Strategy<Value = AnnotationSet> {
        let one = (0usize..5, 0usize..3, 0u8..3, 0u8..2, 0u8..2).prop_map(
            |(id, start, note, tag, day)| {
                let mut one = annotation(&format!("id{id}"), start, start + 2);
                if start > 0 {
                    one.extra.insert(format!("x{note}"), Value::from(tag));
                }
                one.note = format!("note {note}");
                one.tag = if tag == 0 { "fact" } else { "claim" }.into();
                one.modified.0 = format!("2026-11-2{day}T10:00:00Z");
                one
            },
        );
        proptest::collection::vec(one, 0..8).prop_map(set)
    }

    proptest! {
        #[test]
        fn merging_commutes(base in sets(), ours in sets(), theirs in sets()) {
            let (one, mut conflicts) = merge(&base, &ours, &theirs);
            let (other, mut others) = merge(&base, &theirs, &ours);
            prop_assert_eq!(one, other);
            conflicts.sort_by(|a, b| a.id.cmp(&b.id));
            others.sort_by(|a, b| a.id.cmp(&b.id));
            prop_assert_eq!(conflicts, others);
        }

        #[test]
        fn merging_is_idempotent(base in sets(), ours in sets(), theirs in sets()) {
            prop_assert_eq!(&merge(&base, &ours, &ours).0, &ours);
            prop_assert_eq!(&merge(&base, &ours, &base).0, &ours);
            let (merged, _) = merge(&base, &ours, &theirs);
            let (again, conflicts) = merge(&theirs, &merged, &theirs);
            prop_assert_eq!(merged, again);
            prop_assert!(conflicts.is_empty());
        }

        /// Also when a side that was merged meets what it was merged from, as
        /// with git.
        #[test]
        fn merging_again_changes_nothing(base in sets(), ours in sets(), theirs in sets()) {
            let (merged, _) = merge(&base, &ours, &theirs);
            prop_assert_eq!(&merge(&base, &merged, &theirs).0, &merged);
            prop_assert_eq!(&merge(&base, &ours, &merged).0, &merged);
            prop_assert_eq!(&merge(&base, &merged, &merged).0, &merged);
        }

        #[test]
        fn no_change_of_either_side_is_lost(base in sets(), ours in sets(), theirs in sets()) {
            let (merged, _) = merge(&base, &ours, &theirs);
            for side in [&ours, &theirs] {
                for one in side.iter().filter(|one| base.get(&one.id) != Some(*one)) {
                    prop_assert!(merged.iter().any(|kept| kept.note == one.note
                        || base.get(&one.id).is_some_and(|before| before.note == one.note)));
                }
            }
        }
    }
}
