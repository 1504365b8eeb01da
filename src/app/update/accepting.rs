//! Writing down where tags stand that were shown there, some at a time.
//!
//! Must not know: who accepts them, and how that is shown.

use crate::annotation::{Change, accepted};
use crate::app::state::everywhere::{AsShown, Tally};

use super::editing::Editing;

/// The changes that accept the next ones, and whether these are all. What does not stand any
/// more as it was shown is left as it is: nobody has seen those words.
pub fn next(
    editing: &Editing<'_>,
    shown: &mut AsShown,
    most: usize,
    tally: &mut Tally,
) -> (Vec<Change>, bool) {
    let opened = &editing.opened;
    if !opened.text.ptr_eq(&shown.text) {
        tally.unfit += shown.left.len();
        shown.left.clear();
    }
    let now = editing.env.now();
    let some = shown.left.drain(..most.min(shown.left.len()));
    let mut changes = Vec::with_capacity(some.len());
    for (annotation, anchor) in some {
        let placed = opened.place_of(&annotation.id).filter(|placed| {
            placed.anchor == anchor && placed.annotation.selector == annotation.selector
        });
        let change = placed.and_then(|placed| {
            accepted(&placed.annotation, anchor, &opened.text, &now).map(Change::Replace)
        });
        tally.unfit += usize::from(change.is_none());
        changes.extend(change);
    }
    (changes, shown.left.is_empty())
}
