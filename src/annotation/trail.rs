//! Who has said what of an annotation besides the one who made it: its trail.
//!
//! It stands among the unknown fields of the annotation file, as `edited`: by person and
//! attribute, when somebody last changed that. What only its maker has said needs no trail, so
//! that the files of one annotator have none.
//!
//! Must not know: who is asked, and how it is counted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::attributes::{Attribute, Held, MergeRule};
use super::{record::Annotation, timestamp::Timestamp};

/// The field of the annotation file.
pub(super) const TRAIL: &str = "edited";

/// When each person last changed each attribute, by both their names.
type Trail<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

impl Annotation {
    /// Notes who has changed what of it, which was that before.
    pub(crate) fn note_edit(&mut self, before: &Self, by: &str, at: &Timestamp) {
        let all = self.attributes.table().all().iter();
        let changed = all.filter(|one| is_said(one) && self.value(one) != before.value(one));
        let changed: Vec<&Attribute> = changed.collect();
        for attribute in changed {
            let what = attribute.name;
            let is_shared = self.trail().keys().any(|(_, said)| *said == what);
            if by.is_empty() || (by == self.creator && !is_shared) {
                continue;
            }
            let had_one = before
                .value(attribute)
                .is_some_and(|value| !value.is_empty());
            if had_one && !is_shared && !self.creator.is_empty() {
                let (maker, made) = (self.creator.clone(), self.created.clone());
                self.add_to_trail(&maker, what, &made);
            }
            self.add_to_trail(by, what, at);
        }
    }

    fn add_to_trail(&mut self, by: &str, what: &str, at: &Timestamp) {
        let field = self.extra.entry(TRAIL.to_owned());
        let field = field.or_insert_with(|| Map::new().into());
        // What is not understood stays as it is.
        let Some(people) = field.as_object_mut() else {
            return;
        };
        let person = people.entry(by).or_insert_with(|| Map::new().into());
        if let Some(said) = person.as_object_mut() {
            said.insert(what.to_owned(), at.0.as_str().into());
        }
    }

    fn trail(&self) -> Trail<'_> {
        let people = self.extra.get(TRAIL).and_then(Json::as_object);
        let people = people.into_iter().flatten();
        let said = people.filter_map(|(by, said)| Some((by, said.as_object()?)));
        said.flat_map(|(by, said)| {
            let said = said.iter();
            said.filter_map(move |(what, at)| Some(((by.as_str(), what.as_str()), at.as_str()?)))
        })
        .collect()
    }

    /// Whether it has a trail.
    pub(super) fn has_trail(&self) -> bool {
        self.extra.contains_key(TRAIL)
    }

    /// Who has said what it says in an attribute: who made it, where nobody else has.
    pub(crate) fn said_by(&self, what: &str) -> BTreeSet<&str> {
        let attribute = self.attributes.table().get(what);
        let value = attribute.and_then(|attribute| self.value(attribute));
        if value.is_none_or(|value| value.is_empty()) {
            return BTreeSet::new();
        }
        let trail = self.trail();
        let said = trail.keys().filter(|(_, said)| *said == what);
        let mut people: BTreeSet<&str> = said.map(|(by, _)| *by).collect();
        if people.is_empty() {
            people.insert(&self.creator);
        }
        people
    }

    /// Who has said what it says in an attribute of one value: the last who has.
    pub(crate) fn last_said_by(&self, what: &str) -> Option<&str> {
        let trail = self.trail();
        let said = trail.iter().filter(|((_, said), _)| *said == what);
        let last = said.max_by_key(|((by, _), at)| (**at, *by));
        let people = self.said_by(what);
        let last = last.map(|((by, _), _)| *by);
        last.filter(|by| people.contains(by))
            .or_else(|| people.first().copied())
    }

    /// The same, with when that was; of what its maker has said, when it was made.
    pub(crate) fn last_said(&self, what: &str) -> (&str, Timestamp) {
        let by = self.last_said_by(what).unwrap_or(&self.creator);
        let at = self.trail().get(&(by, what)).copied();
        let at = at.map_or_else(|| self.created.clone(), |at| Timestamp(at.into()));
        (by, at)
    }

    /// The last who has changed it, by its trail and its history, and when that was.
    pub(crate) fn last_edited(&self) -> Option<(&str, &str)> {
        let trail = self.trail();
        let said = trail.iter().map(|((by, _), at)| (*at, *by));
        let retagged = self.past().iter();
        let retagged = retagged.map(|past| (past.at.0.as_str(), past.by.as_str()));
        let last = said.chain(retagged).filter(|(_, by)| !by.is_empty()).max();
        last.map(|(at, by)| (by, at))
    }
}

/// Whether an attribute is something that people say of a passage.
fn is_said(attribute: &Attribute) -> bool {
    let is_of_its_maker = matches!(
        attribute.held,
        Held::Creator | Held::Created | Held::Modified
    );
    attribute.merge == MergeRule::ByValue && !is_of_its_maker
}

/// Gives a version the trail of both: what either has added, without what either has taken
/// back; of two times the later one. A trail that is not understood is an unknown field as any
/// other: then nothing is done here.
pub(super) fn merge_trail(
    before: Option<&Annotation>,
    (one, other): (&Annotation, &Annotation),
    kept: &mut Annotation,
) -> bool {
    if !is_understood(one) || !is_understood(other) || !before.is_none_or(is_understood) {
        return false;
    }
    let (ours, theirs) = (one.trail(), other.trail());
    if ours == theirs {
        return true;
    }
    let was = before.map(Annotation::trail).unwrap_or_default();
    kept.extra.remove(TRAIL);
    let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        let (was, one, other) = (was.get(name), ours.get(name), theirs.get(name));
        let at = match (one, other) {
            _ if was.is_some() && was == other => one,
            _ if was.is_some() && was == one => other,
            _ => one.max(other),
        };
        if let Some(at) = at {
            kept.add_to_trail(name.0, name.1, &Timestamp((*at).into()));
        }
    }
    true
}

/// Whether the trail of an annotation is one, or there is none.
fn is_understood(annotation: &Annotation) -> bool {
    let Some(field) = annotation.extra.get(TRAIL) else {
        return true;
    };
    let said = |said: &Json| {
        let said = said.as_object();
        said.is_some_and(|said| !said.is_empty() && said.values().all(Json::is_string))
    };
    let people = field.as_object();
    people.is_some_and(|people| !people.is_empty() && people.values().all(said))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::annotation::attributes::{VERDICT, Value};
    use crate::annotation::set::tests::annotation;
    use crate::annotation::{AnnotationSet, Source, merge};

    fn at(minute: u8) -> Timestamp {
        Timestamp(format!("2026-11-28T10:{minute:02}:00Z").into())
    }

    fn edited(
        one: &Annotation,
        by: &str,
        minute: u8,
        edit: impl Fn(&mut Annotation),
    ) -> Annotation {
        let mut after = one.clone();
        edit(&mut after);
        after.modified = at(minute);
        after.note_edit(one, by, &at(minute));
        after
    }

    fn made() -> Annotation {
        let mut one = annotation("a", 0, 3);
        one.creator = "ana".into();
        (one.created, one.modified) = (at(0), at(0));
        one.sources.clear();
        one.note.clear();
        one
    }

    fn judge(one: &mut Annotation, name: &'static str) {
        one.attributes.set(VERDICT, Some(Value::Name(name)));
    }

    fn cite(one: &mut Annotation, words: &str) {
        one.sources.extend(Source::from_words(words));
    }

    #[test]
    fn who_said_what_of_an_annotation_of_somebody_else_is_told() {
        let own = edited(&made(), "ana", 1, |one| cite(one, "Annals"));
        assert!(!own.has_trail(), "its maker alone leaves none");
        let both = edited(&own, "ben", 2, |one| cite(one, "Post"));
        let people = |one: &Annotation, what| one.said_by(what).into_iter().collect::<String>();
        assert_eq!(people(&both, "sources"), "anaben");
        let judged = edited(&both, "ben", 3, |one| judge(one, "refuted"));
        assert_eq!(judged.last_said_by(VERDICT), Some("ben"));
        assert_eq!(
            judged.extra[TRAIL],
            json!({
                "ana": {"sources": "2026-11-28T10:00:00Z"},
                "ben": {"sources": "2026-11-28T10:02:00Z", "verdict": "2026-11-28T10:03:00Z"},
            })
        );
        assert_eq!(judged.last_edited(), Some(("ben", at(3).0.as_str())));
        let again = edited(&judged, "ana", 4, |one| judge(one, "supported"));
        assert_eq!(again.last_said_by(VERDICT), Some("ana"));
        let none = edited(&again, "ben", 5, |one| one.attributes.set(VERDICT, None));
        assert_eq!(none.last_said_by(VERDICT), None);
        assert_eq!(people(&none, "note"), "");
    }

    #[test]
    fn a_trail_that_is_none_is_kept_as_it_is() {
        let mut foreign = made();
        foreign.extra.insert(TRAIL.to_owned(), json!("yesterday"));
        let edited = edited(&foreign, "ben", 2, |one| judge(one, "refuted"));
        assert_eq!(edited.extra, foreign.extra);
        assert_eq!(edited.last_said_by(VERDICT), Some("ana"));
    }

    proptest! {
        /// Two who say something of one tag at the same time are no conflict by that.
        #[test]
        fn trails_merge_in_either_order(
            first in proptest::collection::vec((0usize..3, 0u8..9), 0..3),
            second in proptest::collection::vec((0usize..3, 0u8..9), 0..3),
        ) {
            let base = edited(&made(), "ben", 1, |one| cite(one, "Annals"));
            let side = |edits: &[(usize, u8)]| {
                edits.iter().fold(base.clone(), |one, (by, minute)| {
                    let words = format!("{by} {minute}");
                    edited(&one, ["ana", "ben", "eve"][*by], 2 + minute, |one| cite(one, &words))
                })
            };
            let set = |one: &Annotation| AnnotationSet::from_annotations([one.clone()]).0;
            let (before, one, other) = (set(&base), set(&side(&first)), set(&side(&second)));
            let (merged, conflicts) = merge(&before, &one, &other);
            prop_assert!(conflicts.is_empty());
            prop_assert_eq!(&merged, &merge(&before, &other, &one).0);
            prop_assert_eq!(&merged, &merge(&one, &merged, &one).0);
            let kept = merged.iter().next().unwrap().trail().len();
            let sides = [&one, &other].map(|set| set.iter().next().unwrap().trail().len());
            prop_assert!(sides.iter().all(|trail| *trail <= kept));
        }
    }
}
