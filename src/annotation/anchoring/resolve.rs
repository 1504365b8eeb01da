//! The one way in: all selectors of a document at once, with a budget.

use std::borrow::Cow;

use crate::annotation::selector::Selector;
use crate::text::invisible::BYTE_ORDER_MARK;
use crate::text::{CodePoint, Text};

use super::anchor::{Anchor, Resolution};
use super::position::StoredPositions;
use super::{candidates, quotes};

/// How much of a text may be read to find passages that are not where they were marked.
///
/// To look at a stored position is always allowed, as far as the text's code points have
/// been counted; each passage that is not there costs a search through the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// This many bytes in searches, and no counting of code points.
    Bytes(usize),
    /// As much as it takes: nothing is left pending.
    Unlimited,
}

impl Budget {
    /// For a document that is being opened: at most a tenth of a second of reading.
    pub const AT_ONCE: Self = Self::Bytes(64 << 20);
    /// For a change that a key waits for.
    pub const AT_A_KEY: Self = Self::Bytes(4 << 20);

    fn searches(self, text: &Text) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.checked_div(text.len()).unwrap_or(usize::MAX),
            Self::Unlimited => usize::MAX,
        }
    }

    fn covers_counting(self, text: &Text, to: CodePoint) -> bool {
        self == Self::Unlimited || text.is_counted_to(to)
    }
}

/// Up to this many passages are searched for one by one even where reading is
/// unlimited: a substring search is fast, the pass that looks for all of them less so.
const FEW: usize = 8;

/// Finds the passage of each selector in a text; answers in the order of the selectors,
/// which is fastest when it is that of their positions.
///
/// A byte order mark may come and go: a quote that begins with one is found without it.
///
/// All selectors are given together, because most are found in passing from one to the
/// next, and many that have moved in one pass over the text. What the budget does not
/// allow for is `Resolution::Pending`.
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
        } else {
            let unmarked = without_byte_order_mark(selector);
            if unmarked.quote.is_empty() {
                Resolution::Settled(Anchor::Lost { candidates: 0 })
            } else {
                displaced.push((index, unmarked));
                Resolution::Pending
            }
        });
    }
    displaced.truncate(budget.searches(text));
    let displaced = displaced
        .iter()
        .map(|(index, selector)| (*index, &**selector));
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

/// A selector whose quote and context do not begin with a byte order mark: a document that
/// is saved by another program may gain or lose it.
fn without_byte_order_mark(selector: &Selector) -> Cow<'_, Selector> {
    let marked = [&selector.quote, &selector.prefix];
    if !marked
        .iter()
        .any(|words| words.starts_with(BYTE_ORDER_MARK))
    {
        return Cow::Borrowed(selector);
    }
    let without = |words: &str| words.trim_start_matches(BYTE_ORDER_MARK).to_owned();
    Cow::Owned(Selector {
        quote: without(&selector.quote),
        prefix: without(&selector.prefix),
        ..selector.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_counts_whole_searches() {
        let text = Text::new("four");
        assert_eq!(Budget::Bytes(3).searches(&text), 0);
        assert_eq!(Budget::Bytes(11).searches(&text), 2);
        assert_eq!(Budget::Unlimited.searches(&text), usize::MAX);
        // To search through nothing costs nothing.
        assert_eq!(Budget::Bytes(0).searches(&Text::new("")), usize::MAX);
    }
}
