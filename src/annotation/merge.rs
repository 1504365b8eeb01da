//! Three-way merging of annotation sets, by id and by field.
//!
//! What two sides changed differently since their common base is a conflict:
//! both versions are kept, the later one in its place and the earlier one
//! beside it under an id derived from its content. The same call with the
//! sides exchanged gives the same set, and merging the result again changes
//! nothing. Undo steps are merged by field as well: undo puts back a whole annotation,
//! and what somebody else has changed of it since must not go with that.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::attributes::{Attribute, HISTORY, Kind, MergeRule, Value};
use super::collection::same;
use super::facts::{DocumentFacts, NoteClash};
use super::set::{AnnotationSet, Change};
use super::trail::{TRAIL, merge_trail};
use super::{id::AnnotationId, kind::merge_past, record::Annotation};

/// One annotation that two sides changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub id: AnnotationId,
    /// The id under which the other version is kept.
    pub kept_as: AnnotationId,
    pub fields: Vec<&'static str>,
}

/// Merges two descendants of one base.
///
/// An annotation that one side removed is gone unless the other side changed
/// it: a change outweighs a removal, but for the mark of the version of the document that
/// it counts in. Fields that only one side changed take
/// that side's value; unknown fields count one by one. What a side has that
/// the result has too is shared with it, not copied. What is said of the document is
/// merged in the same way; of a note that both changed, both versions stay in it.
pub fn merge(
    base: &AnnotationSet,
    ours: &AnnotationSet,
    theirs: &AnnotationSet,
) -> (AnnotationSet, Vec<Conflict>) {
    let mut merged = ours.clone();
    let mut conflicts = Vec::new();
    let mut versions = Vec::new();
    // Where theirs is as it was, ours holds, whatever it is.
    for (before, other) in base.diff(theirs) {
        let Some(id) = before.or(other).map(|one| &one.id) else {
            continue;
        };
        match (before, ours.get(id), other) {
            (Some(before), Some(one), None) if says_the_same(before, one) => {
                drop(merged.remove(id));
            }
            (Some(before), None, Some(other)) if says_the_same(before, other) => {}
            (_, None, Some(other)) => merged.put(Arc::clone(other)),
            (_, Some(one), Some(other)) if same(one, other) => {}
            (Some(before), Some(one), Some(other)) if same(before, one) => {
                merged.put(Arc::clone(other));
            }
            (before, Some(one), Some(other)) => {
                let (kept, beside) = merge_one(before.map(|before| &**before), one, other);
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
    if !base.has_facts_of(theirs) {
        let sides = (base.facts(), ours.facts(), theirs.facts());
        let facts = DocumentFacts::merge(sides.0, sides.1, sides.2, NoteClash::Both);
        merged.set_facts(facts);
    }
    (merged, conflicts)
}

/// Whether nobody has changed an annotation. A save that finds another version of the document
/// marks its annotations with the one that they count in: a mark outweighs no removal.
fn says_the_same(before: &Arc<Annotation>, after: &Arc<Annotation>) -> bool {
    same(before, after) || {
        let (before, after) = ((**before).clone(), (**after).clone());
        before.placed(None) == after.placed(None)
    }
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
    let untouched = before.map(|before| &before.modified);
    if fields.is_empty() {
        if untouched == Some(&late.modified) {
            kept.modified = early.modified.clone();
        }
        return (kept, None);
    }
    let mut beside = early.clone();
    beside.set_version_of(Some(early.id.clone()));
    beside.id = derived_id(&beside);
    (kept, Some((beside, fields)))
}

/// The name under which all unknown fields are told.
const UNKNOWN: &str = "unknown fields";

fn merged(annotation: &Annotation) -> impl Iterator<Item = &'static Attribute> {
    let all = annotation.attributes.table().all().iter();
    all.filter(|attribute| attribute.merge == MergeRule::ByValue)
}

/// The names of the fields in which two versions of one annotation differ; the time of
/// the last change and the mark of a version do not count.
pub(crate) fn differing_fields(one: &Annotation, other: &Annotation) -> Vec<&'static str> {
    let mut differing = Vec::new();
    let mut compare = |name, differs: bool| differing.extend(differs.then_some(name));
    compare("tag", one.tag != other.tag);
    compare("passage", one.selector != other.selector);
    for attribute in merged(one) {
        let differs = one.value(attribute) != other.value(attribute);
        compare(attribute.name, differs);
    }
    let unknown = |version: &Annotation| {
        let mut unknown = version.extra.clone();
        unknown.remove(TRAIL);
        unknown
    };
    compare(UNKNOWN, unknown(one) != unknown(other));
    differing
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Ours,
    Theirs,
    Clash,
}

/// What becomes of a field of two versions that `was` something before; `None` where
/// there was no version before.
fn outcome<T: PartialEq>(was: Option<&T>, ours: &T, theirs: &T) -> Outcome {
    if ours == theirs || was == Some(theirs) {
        Outcome::Ours
    } else if was == Some(ours) {
        Outcome::Theirs
    } else {
        Outcome::Clash
    }
}

/// What two versions changed differently.
#[derive(Default)]
struct Clash {
    fields: Vec<&'static str>,
    /// Our values of them in their `Debug` form, in which two different ones never look
    /// alike.
    ours: String,
    theirs: String,
}

impl Clash {
    fn add(&mut self, field: &'static str, ours: &dyn Debug, theirs: &dyn Debug) {
        if self.fields.last() != Some(&field) {
            self.fields.push(field);
        }
        // Writing to a string never fails.
        let _ = write!(self.ours, "{ours:?}");
        let _ = write!(self.theirs, "{theirs:?}");
    }

    fn merge<T: Clone + PartialEq + Debug>(
        &mut self,
        name: &'static str,
        was: Option<&T>,
        theirs: &T,
        kept: &mut T,
    ) {
        match outcome(was, kept, theirs) {
            Outcome::Ours => {}
            Outcome::Theirs => kept.clone_from(theirs),
            Outcome::Clash => self.add(name, kept, theirs),
        }
    }
}

/// One version with what only the other one changed, and what both changed differently.
fn merge_fields(
    before: Option<&Annotation>,
    one: &Annotation,
    other: &Annotation,
) -> (Annotation, Clash) {
    let mut kept = one.clone();
    let mut clash = Clash::default();
    let tag = before.map(|before| &before.tag);
    clash.merge("tag", tag, &other.tag, &mut kept.tag);
    let passage = before.map(|before| &before.selector);
    clash.merge("passage", passage, &other.selector, &mut kept.selector);
    for attribute in merged(one) {
        let was = before.map(|before| before.value(attribute));
        let (ours, theirs) = (one.value(attribute), other.value(attribute));
        match outcome(was.as_ref(), &ours, &theirs) {
            Outcome::Ours => {}
            Outcome::Theirs => kept.set_value(attribute, theirs),
            // Each link, and each source, stands for itself: both sides may have added some.
            Outcome::Clash if attribute.kind == Kind::Links => {
                let before = before.map_or(&[][..], |before| &before.links);
                kept.links = one_by_one(before, &one.links, &other.links);
            }
            Outcome::Clash if attribute.kind == Kind::Sources => {
                let before = before.map_or(&[][..], |before| &before.sources);
                kept.sources = one_by_one(before, &one.sources, &other.sources);
            }
            Outcome::Clash => {
                let (ours, theirs) = (form(attribute, &ours), form(attribute, &theirs));
                clash.add(attribute.name, ours, theirs);
            }
        }
    }
    let (ours, theirs) = (one.unlisted(), other.unlisted());
    let was = before.map(Annotation::unlisted);
    let mut names: BTreeSet<&str> = ours
        .keys()
        .chain(theirs.keys())
        .map(String::as_str)
        .collect();
    if merge_past(before, (one, other), &mut kept) {
        names.remove(HISTORY);
    }
    if merge_trail(before, (one, other), &mut kept) {
        names.remove(TRAIL);
    }
    for name in names {
        // A field that is not there is a value like any other; where there was
        // no version before, it says nothing.
        let was = was.as_ref().map(|was| was.get(name));
        let (ours, theirs) = (ours.get(name), theirs.get(name));
        match outcome(was.as_ref(), &ours, &theirs) {
            Outcome::Ours => {}
            Outcome::Theirs => kept.set_unlisted(name, theirs.cloned()),
            Outcome::Clash => clash.add(UNKNOWN, &(name, ours), &(name, theirs)),
        }
    }
    (kept, clash)
}

/// What neither side has removed of a list, then what one of them has added, in an order that does
/// not tell which. Of an entry that both have corrected, both corrections stay.
fn one_by_one<T: PartialEq + Clone + Debug>(before: &[T], ours: &[T], theirs: &[T]) -> Vec<T> {
    let kept = before.iter();
    let kept = kept.filter(|one| ours.contains(one) && theirs.contains(one));
    let added = ours.iter().chain(theirs);
    let mut added: Vec<&T> = added.filter(|one| !before.contains(one)).collect();
    added.sort_by_cached_key(|one| format!("{one:?}"));
    added.dedup();
    kept.chain(added).cloned().collect()
}

/// The form of a value in which two different ones never look alike. That of an optional
/// attribute also says whether there is a value.
fn form<'a>(attribute: &Attribute, value: &'a Option<Value<'_>>) -> &'a dyn Debug {
    match value {
        Some(value) if !attribute.is_optional() => value,
        value => value,
    }
}

impl Change {
    /// Makes this step, which was made for `before`, one for `after`: what it puts in the
    /// place of an annotation keeps the fields that others changed between the two.
    /// Steps that add or remove one stay: whether they still fit shows when they are taken.
    pub(crate) fn rebase(&mut self, before: &AnnotationSet, after: &AnnotationSet) {
        match self {
            Self::Replace(annotation) => {
                let (was, is) = (before.get(&annotation.id), after.get(&annotation.id));
                if let (Some(was), Some(is)) = (was, is)
                    && was != is
                {
                    *annotation = merge_fields(Some(was), is, annotation).0;
                }
            }
            Self::Batch(changes) => {
                for change in changes {
                    change.rebase(before, after);
                }
            }
            Self::Document(facts) => {
                if !before.has_facts_of(after) {
                    let (was, is) = (before.facts(), after.facts());
                    *facts = DocumentFacts::merge(was, is, facts, NoteClash::Ours);
                }
            }
            Self::Insert(_) | Self::Remove(_) => {}
        }
    }
}

/// Derives an id from all that an annotation says, so that everybody who keeps this
/// version keeps it under one id.
///
/// It is made of the derived `Debug` form, in which no two annotations look alike. That
/// form has to stay: a program with another one would keep the versions of a conflict once
/// more. A test holds it for what the first version of the program knew.
pub(crate) fn derived_id(annotation: &Annotation) -> AnnotationId {
    let mut form = annotation.clone();
    // The first version knew the mark as an unknown field.
    form.extra = annotation.unlisted().into_owned();
    let digest = Sha256::digest(format!("{form:?}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    let id = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    AnnotationId(id.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::annotation::Link;
    use crate::annotation::facts::tests::any_facts;
    use crate::annotation::set::tests::annotation;
    use crate::annotation::{Attributes, Extra, Source, SourceTarget};

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
            with("a", |one| one.note = "new".to_owned()),
            annotation("b", 4, 5),
        ]);
        let (merged, _) = merge(&base, &AnnotationSet::new(), &theirs);
        assert_eq!(merged.len(), 1);
        assert_eq!(merged.get(&"a".into()).unwrap().note, "new");
    }

    #[test]
    fn the_mark_of_a_version_of_the_document_outweighs_no_removal() {
        let base = set([annotation("a", 0, 3)]);
        let marked = set([annotation("a", 0, 3).placed(Some("abc"))]);
        let none = AnnotationSet::new();
        for (base, ours, theirs) in [
            (&base, &none, &marked),
            (&base, &marked, &none),
            (&marked, &none, &base),
            (&marked, &base, &none),
        ] {
            assert!(merge(base, ours, theirs).0.is_empty());
        }
        // Where nobody removed it, the mark is taken over.
        assert_eq!(merge(&base, &base, &marked).0, marked);
        assert_eq!(merge(&base, &marked, &base).0, marked);
    }

    #[test]
    fn different_fields_of_one_annotation_merge() {
        let base = set([annotation("a", 0, 3)]);
        let ours = set([with("a", |one| one.note = "why?".to_owned())]);
        let theirs = set([with("a", |one| one.tag = "claim".into())]);
        let (merged, conflicts) = merge(&base, &ours, &theirs);
        let one = merged.get(&"a".into()).unwrap();
        assert_eq!((one.note.as_str(), one.tag.as_str()), ("why?", "claim"));
        assert!(conflicts.is_empty());
    }

    #[test]
    fn links_of_both_sides_stay_and_those_that_one_has_removed_go() {
        let linked = |to: &[&str]| {
            set([with("a", |one| {
                let links = to.iter().map(|to| link(to));
                one.links = links.collect();
            })])
        };
        for (base, ours, theirs, merged) in [
            (&[][..], &["b#1"][..], &["b#2"][..], &["b#1", "b#2"][..]),
            (&[], &["b#2"], &["b#1"], &["b#1", "b#2"]),
            (
                &["b#1"],
                &["b#1", "c#1"],
                &["b#1", "b#2"],
                &["b#1", "b#2", "c#1"],
            ),
            (&["b#1"], &[], &["b#1", "b#2"], &["b#2"]),
            (&["b#1"], &["c#1"], &["b#2"], &["b#2", "c#1"]),
            (&["b#1"], &[], &[], &[]),
            (&[], &["a.txt#a"], &["a.txt#a", "b#1"], &["a.txt#a", "b#1"]),
        ] {
            let (all, conflicts) = merge(&linked(base), &linked(ours), &linked(theirs));
            assert_eq!(all, linked(merged), "{base:?} {ours:?} {theirs:?}");
            assert!(conflicts.is_empty());
        }
    }

    fn link(to: &str) -> Link {
        Link {
            to: to.into(),
            rel: "supports".to_owned(),
            extra: Extra::new(),
        }
    }

    /// As links: two who check one claim at once have both found something.
    #[test]
    fn sources_that_both_sides_add_or_remove_are_merged_one_by_one() {
        let source = |words: &&str| Source::new(SourceTarget::Citation((*words).to_owned()));
        let with_sources = |words: &[&str]| {
            let words: Vec<&str> = words.to_vec();
            set([with("a", |one| {
                one.sources = words.iter().map(source).collect();
            })])
        };
        for (base, ours, theirs, expected) in [
            (&[][..], &["a"][..], &["b"][..], &["a", "b"][..]),
            (&["x"], &["x", "a"], &["x", "b"], &["x", "a", "b"]),
            (&["x", "y"], &["y", "a"], &["x"], &["a"]),
            // Corrected by the one, and another one added by the other.
            (&["x"], &["x corrected"], &["x", "b"], &["b", "x corrected"]),
            (&["x"], &["one way"], &["another"], &["another", "one way"]),
        ] {
            let sides = [base, ours, theirs].map(with_sources);
            let (all, conflicts) = merge(&sides[0], &sides[1], &sides[2]);
            assert_eq!(all, with_sources(expected), "{base:?} {ours:?} {theirs:?}");
            assert!(conflicts.is_empty());
        }
    }

    #[test]
    fn one_field_changed_twice_keeps_both_versions() {
        let base = set([annotation("a", 0, 3)]);
        let ours = set([with("a", |one| one.note = "ours".to_owned())]);
        let theirs = set([with("a", |one| {
            one.note = "theirs".to_owned();
            one.modified.0 = "2026-11-23T10:00:00Z".into();
        })]);
        let (merged, conflicts) = merge(&base, &ours, &theirs);
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].fields, ["note"]);
        assert_eq!(merged.get(&"a".into()).unwrap().note, "theirs");
        let beside = merged.get(&conflicts[0].kept_as).unwrap();
        assert_eq!(beside.note, "ours");
        assert_eq!(beside.version_of(), Some(&"a".into()));
    }

    /// With those that the first version of the program derived.
    #[test]
    fn derived_ids_stay_what_they_were() {
        let mut full = with("a", |one| {
            one.note = "who?\n\"x\"".to_owned();
            one.sources = vec![
                Source::new(SourceTarget::Passage("b.txt#2".into())),
                Source::new(SourceTarget::Url("https://x".to_owned())),
            ];
            one.links = vec![Link {
                to: "b.txt#1".into(),
                rel: "supports".to_owned(),
                extra: Extra::from([("q".to_owned(), Value::from(1.5))]),
            }];
            one.extra.insert("z".to_owned(), Value::from(vec![1]));
            one.extra.insert("a".to_owned(), Value::Null);
        });
        let mut marked = full.clone();
        marked.set_version_of(Some("q".into()));
        full.attributes = Attributes::from_words([
            ("speaker", "Ana"),
            ("verdict", "not-enough-evidence"),
            ("confidence", "0.25"),
        ])
        .unwrap();
        for (one, id) in [
            (
                annotation("a", 0, 3),
                "23dad774-8a25-8fa5-88a3-7c2a0af05213",
            ),
            (full, "bd6b3c0f-1960-89be-85d9-b18be175143d"),
            (marked, "80b64dd7-2220-859e-b61f-58247f9e861f"),
        ] {
            let noted = |note: &str| Annotation {
                note: note.to_owned(),
                ..one.clone()
            };
            let (ours, theirs) = (set([noted("ours")]), set([noted("theirs")]));
            let (_, conflicts) = merge(&set([one]), &ours, &theirs);
            assert_eq!(conflicts[0].kept_as.as_str(), id);
        }
    }

    #[test]
    fn unknown_fields_merge_one_by_one() {
        let extra = |fields: &[(&str, u8)]| {
            let fields = fields.iter();
            with("a", |one| {
                one.extra = fields.map(|&(k, v)| (k.to_owned(), v.into())).collect();
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
        let links = proptest::sample::subsequence(vec!["b#1", "b#2", "c#1"], 0..=3);
        let one = (0usize..5, 0usize..3, 0u8..3, 0u8..2, 0u8..2, links).prop_map(
            |(id, start, note, tag, day, links)| {
                let mut one = annotation(&format!("id{id}"), start, start + 2);
                if start > 1 {
                    one = one.placed(Some("abc"));
                }
                if start > 0 {
                    one.extra.insert(format!("x{note}"), Value::from(tag));
                }
                one.links = links.into_iter().map(link).collect();
                one.note = format!("note {note}");
                one.tag = if tag == 0 { "fact" } else { "claim" }.into();
                one.modified.0 = format!("2026-11-2{day}T10:00:00Z").into();
                one
            },
        );
        let annotations = proptest::collection::vec(one, 0..8);
        (annotations, any_facts()).prop_map(|(all, facts)| set(all).with_facts(facts))
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

    mod rebasing {
        use super::*;
        use crate::annotation::facts::tests::done;
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
        fn undo_of_what_is_said_of_the_document_keeps_what_others_said() {
            let facts = |note: &str| DocumentFacts::default().with_note(note);
            let marks = |names: &'static [&str]| names.iter().map(|name| done(name, "1", "v"));
            for (mine, theirs, undone) in [
                // Ben is done with it, too, before ana takes her mark off again.
                (
                    facts("").with_done(marks(&["ana"])),
                    facts("").with_done(marks(&["ana", "ben"])),
                    facts("").with_done(marks(&["ben"])),
                ),
                (
                    facts("mine"),
                    facts("mine").with_done(marks(&["ben"])),
                    facts("").with_done(marks(&["ben"])),
                ),
                // What others have written over since is theirs.
                (facts("mine"), facts("theirs"), facts("theirs")),
            ] {
                let mut set = AnnotationSet::new();
                let mut undo = set.apply(Change::Document(mine)).unwrap();
                let before = set.clone();
                set.apply(Change::Document(theirs)).unwrap();
                undo.rebase(&before, &set);
                set.apply(undo).unwrap();
                assert_eq!(*set.facts(), undone);
            }
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
}
