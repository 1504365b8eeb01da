//! Deciding about suggestions: the changes that make tags of them, or reject them.
//!
//! Must not know: who decides, and how that is shown.

use std::collections::VecDeque;

use crate::annotation::{AnnotationId, Change, Selector};
use crate::app::state::everywhere::Decision;

use super::editing::Editing;

/// The changes that accept suggestions, or reject them. One that has become a tag elsewhere is
/// only taken away.
pub fn changes(editing: &Editing<'_>, decision: Decision, ids: &[AnnotationId]) -> Vec<Change> {
    let set = editing.opened.set();
    let facts = set.facts().clone();
    let before = facts.suggestions.clone();
    if decision == Decision::Reject {
        let suggestions = before.rejecting(ids);
        return vec![Change::Document(facts.with_suggestions(suggestions))];
    }
    let now = editing.env.now();
    let accepted = ids.iter().filter(|id| !set.contains(id)).filter_map(|id| {
        let placed = editing.opened.place_of_suggestion(id)?;
        let selector = Selector::new(&editing.opened.text, placed.range);
        let suggestion = &placed.annotation;
        let made = suggestion.accepted_from_suggestion(selector, editing.annotator, &now);
        Some(Change::Insert(made))
    });
    let accepted: Vec<Change> = accepted.collect();
    let suggestions = before.without(ids);
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
