//! One passage, found by its exact words.

use crate::annotation::selector::Selector;
use crate::text::{Text, TextRange, occurrences};

use super::anchor::Anchor;
use super::candidates::Candidates;

/// Finds the place where a selector's quote stands with the most of its context.
pub(super) fn find(text: &Text, selector: &Selector) -> Anchor {
    let mut candidates = Candidates::default();
    for start in occurrences(text, &selector.quote) {
        let range = TextRange::between(start, start + selector.quote.len());
        candidates.add(text, selector, range);
    }
    candidates.choose()
}
