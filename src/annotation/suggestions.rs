//! Tags that a model suggests for a document, until somebody accepts or rejects them.
//!
//! A suggestion says what an annotation says, with a score, and is none: it stands in a set of
//! its own, so that nothing that goes through annotations meets it.
//!
//! Must not know: where a passage stands, files.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::text::counted;

use super::selector::Selector;
use super::sum_tree::{Item, SumTree};
use super::{collection::Collection, id::AnnotationId, record::Annotation, timestamp::Timestamp};

/// The field with the score of a suggestion. It stands among the unknown ones.
const SCORE: &str = "score";
/// The field of an annotation with what was suggested: by whom, and with which score. It stands
/// among the unknown ones, too.
const SUGGESTED: &str = "suggested";

/// What was suggested for a document: what is still to be looked at, and what was rejected.
///
/// A clone is free, and a change costs little at any size, as for the annotations.
#[derive(Debug, Clone, Default)]
pub struct Suggestions {
    waiting: Collection,
    rejected: SumTree<RejectedId>,
}

#[derive(Debug, Clone, PartialEq)]
struct RejectedId(AnnotationId);

impl Item for RejectedId {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }

    fn summary(&self) {}
}

impl PartialEq for Suggestions {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&self.rejected, &other.rejected);
        self.waiting == other.waiting
            && one.len() == two.len()
            && one.diff(two, PartialEq::eq).next().is_none()
    }
}

impl Suggestions {
    /// What waits to be looked at, and the ids of what was rejected. What has an empty list of
    /// either says nothing of it.
    pub(crate) fn new(
        waiting: Collection,
        rejected: impl IntoIterator<Item = AnnotationId>,
    ) -> Self {
        let mut rejected: Vec<_> = rejected.into_iter().map(RejectedId).collect();
        rejected.sort_by(RejectedId::order);
        rejected.dedup();
        Self {
            waiting,
            rejected: SumTree::from_sorted(rejected),
        }
    }

    /// Whether nothing was ever suggested, as far as is known.
    pub fn is_empty(&self) -> bool {
        !self.waiting.has_annotations() && self.rejected.is_empty()
    }

    /// How many wait to be looked at.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Those that wait to be looked at: annotations by what they say.
    pub fn waiting(&self) -> &Collection {
        &self.waiting
    }

    /// One that waits to be looked at.
    pub fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.waiting.get(id)
    }

    /// The ids of those that were rejected, in their order.
    pub fn rejected(&self) -> impl ExactSizeIterator<Item = &AnnotationId> {
        self.rejected.iter().map(|rejected| &rejected.0)
    }

    /// Whether one was rejected.
    pub fn is_rejected(&self, id: &AnnotationId) -> bool {
        self.rejected.find(|rejected| rejected.0.cmp(id)).is_some()
    }

    /// The same with more that wait; those that were rejected are not among them.
    #[must_use]
    pub fn with(mut self, new: impl IntoIterator<Item = Annotation>) -> Self {
        let new = new.into_iter();
        for suggestion in new.filter(|one| !one.id.is_whole_document()) {
            if !self.is_rejected(&suggestion.id) {
                self.put(Arc::new(suggestion));
            }
        }
        self
    }

    /// The same without some of them, which nobody has rejected.
    #[must_use]
    pub fn without<'a>(mut self, ids: impl IntoIterator<Item = &'a AnnotationId>) -> Self {
        for id in ids {
            self.remove(id);
        }
        self
    }

    /// The same without some of them, which were rejected.
    #[must_use]
    pub fn rejecting<'a>(mut self, ids: impl IntoIterator<Item = &'a AnnotationId>) -> Self {
        for id in ids {
            self.remove(id);
            self.reject(id.clone());
        }
        self
    }

    fn put(&mut self, suggestion: Arc<Annotation>) {
        self.waiting.put(suggestion);
    }

    fn remove(&mut self, id: &AnnotationId) {
        let _ = self.waiting.remove(id);
    }

    fn reject(&mut self, id: AnnotationId) {
        if !self.is_rejected(&id) {
            self.rejected.insert(RejectedId(id));
        }
    }

    /// What of these differs from others, so that only that has to be looked at.
    pub(crate) fn differing_from(&self, other: &Self) -> Self {
        let new = self.waiting.diff(&other.waiting);
        let new = new.filter_map(|(here, _)| here.cloned());
        let rejected = self.rejected.diff(&other.rejected, PartialEq::eq);
        let rejected = rejected.filter_map(|(here, _)| here);
        Self::new(
            Collection::from_shared(new).0,
            rejected.map(|rejected| rejected.0.clone()),
        )
    }

    /// Equal ones that share with others what is the same.
    pub(super) fn shared_with(&self, other: &Self) -> Self {
        let mut shared = self.clone();
        shared.waiting = self.waiting.shared_with(&other.waiting);
        if self.rejected.len() == other.rejected.len()
            && self
                .rejected
                .diff(&other.rejected, PartialEq::eq)
                .next()
                .is_none()
        {
            shared.rejected = other.rejected.clone();
        }
        shared
    }

    /// Merges two descendants of one base, one by one: what a side has removed is gone, unless
    /// the other side has changed it. The sides may be exchanged.
    pub(super) fn merge(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let mut merged = ours.clone();
        for (before, other) in base.waiting.diff(&theirs.waiting) {
            let Some(id) = before.or(other).map(|one| &one.id) else {
                continue;
            };
            match (ours.get(id), other) {
                (Some(one), None) if Some(one) == before => merged.remove(id),
                (None, Some(other)) => merged.put(Arc::clone(other)),
                (Some(one), Some(other)) if Some(one) == before || form(one) < form(other) => {
                    merged.put(Arc::clone(other));
                }
                _ => {}
            }
        }
        for (before, other) in base.rejected.diff(&theirs.rejected, PartialEq::eq) {
            match (before, other) {
                (None, Some(other)) => merged.reject(other.0.clone()),
                (Some(before), None) => {
                    let _ = merged.rejected.remove(|rejected| rejected.order(before));
                }
                _ => {}
            }
        }
        merged
    }
}

/// What orders two versions of one suggestion, whoever compares them.
fn form(suggestion: &Annotation) -> (&Timestamp, String) {
    (&suggestion.created, format!("{suggestion:?}"))
}

impl Annotation {
    /// How sure a model was that suggested it, from 0 to 1.
    pub fn score(&self) -> Option<f64> {
        self.extra.get(SCORE)?.as_f64()
    }

    /// The same as a suggestion with a score.
    #[must_use]
    pub(crate) fn with_score(mut self, score: Option<f64>) -> Self {
        match score {
            Some(score) => self.extra.insert(SCORE.to_owned(), json!(score)),
            None => self.extra.remove(SCORE),
        };
        self
    }

    /// The annotation that somebody makes of this suggestion, with the passage as it stands
    /// now. It names who suggested it, and keeps its id, by which another import knows it.
    #[must_use]
    pub(crate) fn accepted_from_suggestion(
        &self,
        selector: Selector,
        annotator: &str,
        now: &Timestamp,
    ) -> Self {
        let mut accepted = self.clone().told_as_suggested();
        accepted.selector = selector;
        accepted.creator = annotator.into();
        accepted.created = now.clone();
        accepted.modified = now.clone();
        accepted
    }

    /// The same with who suggested it and the score under a name that no export has for anything
    /// else.
    #[must_use]
    pub(crate) fn told_as_suggested(mut self) -> Self {
        let mut suggested = serde_json::Map::new();
        if !self.creator.is_empty() {
            suggested.insert("by".to_owned(), self.creator.as_str().into());
        }
        if let Some(score) = self.extra.remove(SCORE) {
            suggested.insert(SCORE.to_owned(), score);
        }
        let suggested = Value::Object(suggested);
        self.extra.insert(SUGGESTED.to_owned(), suggested);
        self
    }

    /// Who suggested it, and how sure they were, where it was a suggestion.
    pub(crate) fn suggested_by(&self) -> Option<(&str, Option<f64>)> {
        let suggested = self.extra.get(SUGGESTED)?;
        let by = suggested.get("by").and_then(Value::as_str);
        let score = suggested.get(SCORE).and_then(Value::as_f64);
        Some((by.unwrap_or_default(), score))
    }
}

/// Tags and suggestions, as far as there are any: `2 tags and 1 suggestion`.
pub(crate) fn of_each(tags: usize, suggestions: usize) -> String {
    match (tags, suggestions) {
        (tags, 0) => counted(tags, "tag"),
        (0, suggestions) => counted(suggestions, "suggestion"),
        (tags, suggestions) => format!(
            "{} and {}",
            counted(tags, "tag"),
            counted(suggestions, "suggestion")
        ),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::annotation;

    pub(crate) fn any_suggestions() -> impl Strategy<Value = Suggestions> {
        let one = (0u8..4, 0usize..3, 0u8..3);
        let all = proptest::collection::vec(one, 0..5);
        let rejected = proptest::collection::vec(0u8..4, 0..3);
        (all, rejected).prop_map(|(all, rejected)| {
            let all = all.into_iter().map(|(id, start, score)| {
                let one = annotation(&format!("s{id}"), start, start + 1);
                one.with_score(Some(f64::from(score) / 4.0))
            });
            let rejected = rejected.into_iter();
            let rejected = rejected.map(|id| AnnotationId(format!("s{id}")));
            Suggestions::new(Collection::from_shared(all.map(Arc::new)).0, rejected)
        })
    }

    fn two() -> Suggestions {
        let all = [annotation("s1", 0, 4), annotation("s2", 5, 9)];
        Suggestions::default().with(all)
    }

    #[test]
    fn what_was_rejected_does_not_come_again() {
        let left = two().rejecting([&"s1".into()]);
        assert_eq!(left.len(), 1);
        let again = left.clone().with([annotation("s1", 0, 4)]);
        assert_eq!(again, left);
        assert!(again.is_rejected(&"s1".into()));
    }

    #[test]
    fn what_one_side_removes_is_gone_and_what_it_rejects_stays_rejected() {
        let base = two();
        let accepted = base.clone().without([&"s1".into()]);
        let rejected = base.clone().rejecting([&"s2".into()]);
        let merged = Suggestions::merge(&base, &accepted, &rejected);
        assert_eq!((merged.len(), merged.rejected().len()), (0, 1));
        assert_eq!(merged, Suggestions::merge(&base, &rejected, &accepted));
        // Undone on one side, and so on both.
        let undone = Suggestions::merge(&rejected, &base, &merged);
        assert!(!undone.is_rejected(&"s2".into()));
    }

    #[test]
    fn one_that_is_accepted_is_the_annotators_and_names_the_model() {
        let mut suggestion = annotation("s1", 0, 4).with_score(Some(0.83));
        suggestion.creator = "model-x".into();
        let now = Timestamp("2026-11-29T10:00:00Z".into());
        let passage = suggestion.selector.clone();
        let accepted = suggestion.accepted_from_suggestion(passage, "ana", &now);
        assert_eq!((&*accepted.creator, &accepted.created), ("ana", &now));
        assert_eq!(accepted.score(), None);
        assert_eq!(accepted.suggested_by(), Some(("model-x", Some(0.83))));
        assert_eq!(accepted.id, suggestion.id);
    }

    proptest! {
        #[test]
        fn sides_may_be_exchanged_and_merging_again_changes_nothing(
            base in any_suggestions(),
            ours in any_suggestions(),
            theirs in any_suggestions(),
        ) {
            let merged = Suggestions::merge(&base, &ours, &theirs);
            prop_assert_eq!(&merged, &Suggestions::merge(&base, &theirs, &ours));
            prop_assert_eq!(&merged, &Suggestions::merge(&base, &merged, &theirs));
            prop_assert_eq!(&merged, &Suggestions::merge(&base, &ours, &merged));
            prop_assert_eq!(&ours.shared_with(&theirs), &ours);
        }
    }
}
