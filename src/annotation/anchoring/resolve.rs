//! The one way in: all selectors of a document at once, with a budget.

use crate::annotation::selector::Selector;
use crate::text::Text;

use super::anchor::{Anchor, Resolution};
use super::budget::Budget;
use super::position::StoredPositions;
use super::{candidates, quotes};

/// Up to this many passages are searched for one by one even where reading is
/// unlimited: a substring search is fast, the pass that looks for all of them less so.
const FEW: usize = 8;

/// Finds the passage of each selector in a text; answers in the order of the selectors,
/// which is fastest when it is that of their positions.
///
/// The selectors of a document are given together, because most of them are found in
/// passing from one to the next, and because many that have moved are found in one pass
/// over the text. What the budget does not allow for is [`Resolution::Pending`].
pub fn resolve<'s>(
    selectors: impl IntoIterator<Item = &'s Selector>,
    text: &Text,
    budget: Budget,
) -> Vec<Resolution> {
    let mut stored = StoredPositions::new(text);
    let selectors = selectors.into_iter();
    let mut resolutions = Vec::with_capacity(selectors.size_hint().0);
    let mut displaced = Vec::new();
    for (index, selector) in selectors.enumerate() {
        resolutions.push(if !budget.covers_counting(text, selector.end) {
            Resolution::Pending
        } else if let Some(range) = stored.find(selector) {
            Resolution::Settled(Anchor::Exact(range))
        } else if selector.quote.is_empty() {
            Resolution::Settled(Anchor::Lost { candidates: 0 })
        } else {
            displaced.push((index, selector));
            Resolution::Pending
        });
    }
    displaced.truncate(budget.searches(text));
    if displaced.len() > FEW && budget == Budget::Unlimited {
        for (index, anchor) in quotes::find(text, displaced) {
            resolutions[index] = Resolution::Settled(anchor);
        }
    } else {
        for (index, selector) in displaced {
            resolutions[index] = Resolution::Settled(candidates::find(text, selector));
        }
    }
    resolutions
}
