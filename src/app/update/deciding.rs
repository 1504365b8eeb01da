//! Deciding about suggestions: the changes that make tags of them, or reject them.
//!
//! Must not know: who decides, and how that is shown.

use std::collections::{HashSet, VecDeque};

use crate::annotation::{AnnotationId, Change, Selector};
use crate::app::state::everywhere::Decision;

use super::editing::Editing;

/// The changes that accept suggestions, or reject them. One that has become a tag elsewhere is
/// only taken away; one of several that say the same of a passage becomes a tag, and none where
/// the annotator has said it: the others are settled with it.
pub fn changes(editing: &Editing<'_>, decision: Decision, ids: &[AnnotationId]) -> Vec<Change> {
    let set = editing.opened.set();
    let facts = set.facts().clone();
    let before = facts.suggestions.clone();
    if decision == Decision::Reject {
        let suggestions = before.rejecting(ids);
        return vec![Change::Document(facts.with_suggestions(suggestions))];
    }
    let now = editing.env.now();
    let index = editing.opened.annotation_index();
    let (mut accepted, mut said, mut twice) = (Vec::new(), HashSet::new(), Vec::new());
    for id in ids.iter().filter(|id| !set.contains(id)) {
        let Some(placed) = editing.opened.place_of_suggestion(id) else {
            continue;
        };
        let (suggestion, range) = (&placed.annotation, placed.range);
        let is_said = index
            .one_of(range, &suggestion.tag, editing.annotator)
            .is_some()
            || !said.insert((range.start(), range.end(), &suggestion.tag));
        if is_said {
            twice.push(id);
            continue;
        }
        let selector = Selector::new(&editing.opened.text, range);
        let made = suggestion.accepted_from_suggestion(selector, editing.annotator, &now);
        accepted.push(Change::Insert(made));
    }
    let suggestions = before.without(ids).rejecting(twice);
    let facts = Change::Document(facts.with_suggestions(suggestions));
    [facts].into_iter().chain(accepted).collect()
}

/// The changes of the next ones that are decided about, and whether these are all.
pub fn next(
    editing: &Editing<'_>,
    decision: Decision,
    ids: &mut VecDeque<AnnotationId>,
    most: usize,
) -> (Vec<Change>, bool) {
    let some: Vec<AnnotationId> = ids.drain(..most.min(ids.len())).collect();
    let here = editing.opened.suggestions();
    let some: Vec<_> = some
        .into_iter()
        .filter(|id| here.get(id).is_some())
        .collect();
    let changes = match some.is_empty() {
        true => Vec::new(),
        false => changes(editing, decision, &some),
    };
    (changes, ids.is_empty())
}
