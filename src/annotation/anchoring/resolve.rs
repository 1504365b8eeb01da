//! The one way in: all selectors of a document at once, with a budget.

use std::borrow::Cow;

use crate::annotation::selector::Selector;
use crate::text::invisible::BYTE_ORDER_MARK;
use crate::text::{CodePoint, Text};

use super::anchor::{Anchor, Resolution};
use super::by_words::{Displaced, LONGEST_BY_WORDS, by_words};
use super::position::{Standing, StoredPositions};
use super::{candidates, quotes};

/// How much of a text may be read to find passages that are not where they were marked.
///
/// To look at a stored position is always allowed, as far as the text's code points have
/// been counted; for what is not there, all of the text and of the earlier ones is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// This many bytes of texts, and no counting of code points.
    Bytes(usize),
    /// As much as it takes: nothing is left pending.
    Unlimited,
}

impl Budget {
    /// For a document that is being opened: at most a tenth of a second of reading.
    pub const AT_ONCE: Self = Self::Bytes(4 << 20);
    /// For a change that a key waits for.
    pub const AT_A_KEY: Self = Self::Bytes(128 << 10);

    fn covers_reading(self, text: &Text, earlier: &[Text]) -> bool {
        let all = || text.len() + earlier.iter().map(Text::len).sum::<usize>();
        match self {
            Self::Bytes(bytes) => all() <= bytes,
            Self::Unlimited => true,
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
/// `earlier` are texts that the document had, as far as they are at hand: a passage that
/// stands where it says in one of them is carried over from it. All selectors are given
/// together, because most are found in passing from one to the next, and the order of those
/// that are found tells where the others may be. What the budget does not allow for is
/// `Resolution::Pending`.
pub fn resolve<'s>(
    selectors: impl IntoIterator<Item = &'s Selector>,
    text: &Text,
    earlier: &[Text],
    budget: Budget,
) -> Vec<Resolution> {
    let mut stored = StoredPositions::new(text);
    let selectors = selectors.into_iter();
    let count = selectors.size_hint().0;
    let mut resolutions = Vec::with_capacity(count);
    let mut exact = Vec::with_capacity(count);
    let mut displaced = Vec::new();
    for (index, selector) in selectors.enumerate() {
        resolutions.push(Resolution::Pending);
        if selector.quote.is_empty() {
            resolutions[index] = Resolution::Settled(Anchor::Lost { candidates: 0 });
            continue;
        }
        if !budget.covers_counting(text, selector.end) {
            continue;
        }
        match stored.find(selector) {
            Some((range, Standing::InContext)) => {
                resolutions[index] = Resolution::Settled(Anchor::Exact(range));
                exact.push((selector.start, range));
            }
            standing => displaced.push(Displaced {
                index,
                selector,
                beside: standing
                    .and_then(|(range, how)| (how == Standing::Beside).then_some(range)),
            }),
        }
    }
    if displaced.is_empty() || !budget.covers_reading(text, earlier) {
        return resolutions;
    }
    let mut settle = |index: usize, anchor| resolutions[index] = Resolution::Settled(anchor);
    let without_words = match text.len() > LONGEST_BY_WORDS {
        true => displaced,
        false => by_words(displaced, (text, earlier), &exact, &mut settle),
    };
    by_characters(&without_words, text, &mut settle);
    resolutions
}

/// Finds passages by their exact characters, in texts of any size.
fn by_characters(displaced: &[Displaced<'_>], text: &Text, settle: &mut impl FnMut(usize, Anchor)) {
    let mut wanted = Vec::new();
    for passage in displaced {
        let selector = without_byte_order_mark(passage.selector);
        match passage.beside {
            Some(range) => settle(passage.index, Anchor::Exact(range)),
            None if selector.quote.is_empty() => {
                settle(passage.index, Anchor::Lost { candidates: 0 });
            }
            None => wanted.push((passage.index, selector)),
        }
    }
    let wanted = wanted.iter().map(|(index, selector)| (*index, &**selector));
    if wanted.len() > FEW {
        for (index, anchor) in quotes::find(text, wanted) {
            settle(index, anchor);
        }
    } else {
        for (index, selector) in wanted {
            settle(index, candidates::find(text, selector));
        }
    }
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
    fn a_budget_counts_all_that_is_read() {
        let (text, old) = (Text::new("four"), Text::new("seven"));
        let covers = |bytes, earlier| Budget::Bytes(bytes).covers_reading(&text, earlier);
        assert_eq!((covers(3, &[]), covers(4, &[])), (false, true));
        let old = [old];
        assert_eq!((covers(8, &old[..]), covers(9, &old[..])), (false, true));
        assert!(Budget::Unlimited.covers_reading(&text, &old));
    }
}
