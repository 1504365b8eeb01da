//! Giving an annotation another tag, and what it then remembers of the one before.
//!
//! It remembers it where there is something that the tag was chosen by: a verdict, or a source.
//! A claim that was looked into and became a fact is told as such; a key that was meant to be
//! another one leaves nothing behind.
//!
//! Must not know: who asks for another tag, and where this is written.

use std::borrow::Cow;

use super::attributes::{HISTORY, VERDICT, Value};
use super::past::{Past, union};
use super::{extra::Extra, record::Annotation, tag::TagId, timestamp::Timestamp};

impl Annotation {
    /// The tags that it had before, the earliest first.
    pub(crate) fn past(&self) -> &[Past] {
        match self.attributes.get(HISTORY) {
            Some(Value::History(past)) => past,
            _ => &[],
        }
    }

    pub(super) fn set_past(&mut self, past: Vec<Past>) {
        let value = Value::History(Cow::Owned(past));
        self.attributes.set(HISTORY, Some(value));
    }

    /// Gives it another tag. One that has a verdict or a source remembers what it was, and who
    /// changed that when. All that gives an annotation another tag does so here.
    pub fn retag(&mut self, tag: &TagId, by: &str, at: &Timestamp) {
        if self.tag == *tag {
            return;
        }
        let was = std::mem::replace(&mut self.tag, tag.clone());
        if self.attributes.get(VERDICT).is_some() || !self.sources.is_empty() {
            let mut past = self.past().to_vec();
            past.push(Past {
                tag: was,
                by: by.to_owned(),
                at: at.clone(),
                extra: Extra::new(),
            });
            self.set_past(past);
        }
    }

    /// Whether it is a claim that was found to be so, by a source: one that may be called a
    /// fact.
    pub(crate) fn may_be_fact(&self) -> bool {
        let is_claim = self.tag.as_str() == TagId::CLAIM;
        is_claim && self.is_supported() && !self.sources.is_empty()
    }
}

/// Gives a version the tags that either has had. A history that is not understood is an
/// unknown field as any other: then nothing is done here.
pub(super) fn merge_past(
    before: Option<&Annotation>,
    (one, other): (&Annotation, &Annotation),
    kept: &mut Annotation,
) -> bool {
    let is_foreign = |version: &Annotation| version.extra.contains_key(HISTORY);
    if is_foreign(one) || is_foreign(other) || before.is_some_and(is_foreign) {
        return false;
    }
    let was = before.map_or(&[][..], Annotation::past);
    if one.past() != other.past() {
        kept.set_past(union(was, one.past(), other.past()));
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::annotation::set::tests::annotation;
    use crate::annotation::{AnnotationSet, Attributes, Source, merge};

    fn at(minute: u8) -> Timestamp {
        Timestamp(format!("2026-11-28T10:{minute:02}:00Z").into())
    }

    fn claim() -> Annotation {
        let mut one = annotation("a", 0, 3);
        one.tag = "claim".into();
        one.sources.clear();
        one
    }

    fn told(one: &Annotation) -> String {
        let past = one.past().iter();
        let past = past.map(|past| format!("{} {} {}", past.tag, past.by, past.at.0));
        past.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_was_looked_into_remembers_what_it_was() {
        for (verdict, source, past) in [
            ("", "", ""),
            ("supported", "", "claim ana 2026-11-28T10:00:00Z"),
            ("", "[3]", "claim ana 2026-11-28T10:00:00Z"),
        ] {
            let mut one = claim();
            if !verdict.is_empty() {
                one.attributes = Attributes::from_words([("verdict", verdict)]).unwrap();
            }
            one.sources = Source::from_words(source);
            one.retag(&"fact".into(), "ana", &at(0));
            assert_eq!((one.tag.as_str(), told(&one).as_str()), ("fact", past));
            let before = one.clone();
            one.retag(&"fact".into(), "ana", &at(1));
            assert_eq!(one, before, "the same tag is no other one");
        }
    }

    #[test]
    fn a_history_stands_among_the_unknown_fields_as_it_was_written() {
        for (written, is_known) in [
            (
                json!([{"tag": "claim", "by": "ana", "at": "2026-11-28T10:00:00Z"}]),
                true,
            ),
            (json!([{"tag": "claim", "x": [1]}, {"tag": "fact"}]), true),
            (json!([]), false),
            (json!([{"tag": ""}]), false),
            (json!([{"tag": "claim", "by": ""}]), false),
            (json!([{"tag": "claim", "by": 5}]), false),
            (json!("claim"), false),
            (json!([["claim"]]), false),
        ] {
            let mut one = claim();
            one.set_unlisted(HISTORY, Some(written.clone()));
            assert_eq!(!one.past().is_empty(), is_known, "{written}");
            assert_eq!(one.unlisted()[HISTORY], written);
            let mut read = claim();
            for (name, value) in one.unlisted().into_owned() {
                read.set_unlisted(&name, Some(value));
            }
            assert_eq!(read, one);
        }
    }

    fn any_past() -> impl Strategy<Value = Vec<Past>> {
        let one = (0u8..3, 0u8..2, 0u8..3);
        proptest::collection::vec(one, 0..4).prop_map(|all| {
            let all = all.into_iter().map(|(tag, by, minute)| Past {
                tag: ["claim", "fact", "opinion"][usize::from(tag)].into(),
                by: ["ana", "ben"][usize::from(by)].to_owned(),
                at: at(minute),
                extra: Extra::new(),
            });
            union(&[], &all.collect::<Vec<_>>(), &[])
        })
    }

    proptest! {
        /// Whoever merges with whom, the same comes of it, also when it is done again; and
        /// nothing that one side has added is lost.
        #[test]
        fn histories_merge_as_a_union(was in any_past(), ours in any_past(), theirs in any_past()) {
            let merged = union(&was, &ours, &theirs);
            prop_assert_eq!(&merged, &union(&was, &theirs, &ours));
            prop_assert_eq!(&merged, &union(&was, &merged, &theirs));
            for new in ours.iter().chain(&theirs).filter(|one| !was.contains(one)) {
                prop_assert!(merged.contains(new));
            }
            let set = |past: &[Past]| {
                let mut one = claim();
                one.set_past(past.to_vec());
                AnnotationSet::from_annotations([one]).0
            };
            let (sets, conflicts) = merge(&set(&was), &set(&ours), &set(&theirs));
            prop_assert!(conflicts.is_empty());
            prop_assert_eq!(sets.get(&"a".into()).unwrap().past(), &merged[..]);
            prop_assert_eq!(sets, merge(&set(&was), &set(&theirs), &set(&ours)).0);
        }
    }
}
