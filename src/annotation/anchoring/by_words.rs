//! Passages found by their words: carried over from an earlier text where one is at hand in
//! which they stand, else recalled from their selectors.
//!
//! Must not know: budgets.

use crate::annotation::selector::Selector;
use crate::text::{CodePoint, Text, TextRange};

use super::anchor::Anchor;
use super::carry::Carrier;
use super::fragment::Fragment;
use super::position::{Standing, StoredPositions};
use super::recall::{Known, recall, stands_on_its_lines_elsewhere};
use super::target::Target;

/// Texts of more bytes than this are not taken apart into words, which would take several
/// times their memory: in them, passages are found by their exact characters alone.
pub const LONGEST_BY_WORDS: usize = 64 << 20;

/// A passage that does not stand where it was marked, between the same words.
#[derive(Debug)]
pub(super) struct Displaced<'s> {
    /// The place of its selector among all.
    pub(super) index: usize,
    pub(super) selector: &'s Selector,
    /// Where its words stand all the same, with what was before or after them.
    pub(super) beside: Option<TextRange>,
}

impl Displaced<'_> {
    /// The passage where it was marked, where something stands beside it as before and nothing
    /// speaks for another place.
    fn stays(&self, fragment: &Fragment<'_>, target: &Target<'_>) -> Option<Anchor> {
        let range = self.beside?;
        let place = target.tokens.touching(range);
        let is_elsewhere = stands_on_its_lines_elsewhere(fragment, &place, target);
        (!is_elsewhere).then_some(Anchor::Exact(range))
    }
}

/// Calls `settle` with what was found of each passage; answers those that have no word.
/// `exact` are the others of the document, which stand where they were marked.
pub(super) fn by_words<'s>(
    displaced: Vec<Displaced<'s>>,
    (text, earlier): (&Text, &[Text]),
    exact: &[(CodePoint, TextRange)],
    settle: &mut impl FnMut(usize, Anchor),
) -> Vec<Displaced<'s>> {
    let mut target = Target::new(text);
    let mut earlier: Vec<Earlier<'_>> = earlier
        .iter()
        .filter(|old| old.len() <= LONGEST_BY_WORDS)
        .map(Earlier::new)
        .collect();
    let stood: Vec<Option<(usize, TextRange)>> = displaced
        .iter()
        .map(|passage| {
            let mut texts = earlier.iter_mut().enumerate();
            texts.find_map(|(number, old)| Some((number, old.find(passage, &mut target)?)))
        })
        .collect();
    let fragments: Vec<Option<Fragment<'_>>> = displaced
        .iter()
        .map(|passage| Fragment::new(passage.selector, &mut target.vocabulary))
        .collect();
    let mut known: Vec<Known> = Vec::new();
    let mut unknown = Vec::new();
    for ((passage, fragment), stood) in displaced.iter().zip(&fragments).zip(stood) {
        let Some(fragment) = fragment else {
            continue;
        };
        let carried = stood.and_then(|(number, range)| {
            let carrier = earlier[number].carrier.as_ref()?;
            Some(carrier.carry(fragment, range, &target))
        });
        match carried.or_else(|| passage.stays(fragment, &target)) {
            Some(anchor) => {
                settle(passage.index, anchor);
                let start = passage.selector.start;
                let place = anchor.range().map(|range| target.tokens.touching(range));
                known.extend(place.map(|place| (start, place)));
            }
            None => unknown.push((passage.index, fragment)),
        }
    }
    if !unknown.is_empty() {
        let exact = exact.iter();
        known.extend(exact.map(|(start, range)| (*start, target.tokens.touching(*range))));
        let wanted: Vec<&Fragment<'_>> = unknown.iter().map(|(_, fragment)| *fragment).collect();
        let recalled = recall(&wanted, known, &target);
        for ((index, _), anchor) in unknown.iter().zip(recalled) {
            settle(*index, anchor);
        }
    }
    let has_words: Vec<bool> = fragments.iter().map(Option::is_some).collect();
    let without_words = displaced.into_iter().zip(has_words);
    let without_words = without_words.filter(|(_, has_words)| !has_words);
    without_words.map(|(passage, _)| passage).collect()
}

/// A text that the document had.
struct Earlier<'t> {
    text: &'t Text,
    stored: StoredPositions<'t>,
    /// Made when a passage stands in it.
    carrier: Option<Carrier<'t>>,
}

impl<'t> Earlier<'t> {
    fn new(text: &'t Text) -> Self {
        Self {
            text,
            stored: StoredPositions::new(text),
            carrier: None,
        }
    }

    /// Where a passage stands in it, if that is the text it was marked in.
    fn find(&mut self, passage: &Displaced<'_>, target: &mut Target<'_>) -> Option<TextRange> {
        let (range, standing) = self.stored.find(passage.selector)?;
        if standing != Standing::InContext {
            return None;
        }
        self.carrier
            .get_or_insert_with(|| Carrier::new(self.text, &target.tokens, &mut target.vocabulary));
        Some(range)
    }
}
