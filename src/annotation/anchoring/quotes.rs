//! Many passages, found by their exact words in one pass over the text.
//!
//! A word put in at the top of a document moves every tag of it. To search for each of
//! them by itself would mean to read the text as often as there are tags.

use std::collections::HashSet;
use std::ops::Range;

use crate::annotation::selector::Selector;
use crate::text::{Text, TextRange};

use super::{anchor::Anchor, candidates::Candidates};

/// How many bytes of the text are held at once.
pub(super) const SECTION: usize = 1 << 20;
/// How many bytes of a quote's beginning are looked up before anything else, at most.
const KEY: usize = 8;

/// Finds the passages of selectors as `candidates::find` does, each with the number it came
/// with. No quote may be empty.
///
/// Takes time that goes with the text and with the selectors, times the logarithm of
/// their number; only where many of them have the same words, and those stand in many
/// places, with the product of these two.
pub(super) fn find<'s>(
    text: &Text,
    selectors: impl IntoIterator<Item = (usize, &'s Selector)>,
) -> impl Iterator<Item = (usize, Anchor)> {
    let mut wanted: Vec<_> = selectors
        .into_iter()
        .map(|(index, selector)| Wanted {
            index,
            selector,
            candidates: Candidates::default(),
        })
        .collect();
    wanted.sort_by_key(|passage| passage.selector.quote.as_str());
    let quotes = Quotes::new(&wanted);
    quotes.find(text, |group, range| {
        for passage in &mut wanted[group] {
            passage.candidates.add(text, passage.selector, range);
        }
    });
    wanted
        .into_iter()
        .map(|passage| (passage.index, passage.candidates.choose()))
}

struct Wanted<'s> {
    index: usize,
    selector: &'s Selector,
    candidates: Candidates,
}

/// The different quotes that are searched for.
struct Quotes<'a> {
    quotes: Vec<&'a str>,
    /// For each quote the numbers of the passages with it.
    groups: Vec<Range<usize>>,
    /// For each quote the longest other one that it begins with.
    shorter: Vec<Option<usize>>,
    /// The first `key` bytes of each quote.
    keys: HashSet<[u8; KEY]>,
    /// As many as the shortest quote has, at most [`KEY`].
    key: usize,
    /// The length of the longest quote, in bytes.
    longest: usize,
}

impl<'a> Quotes<'a> {
    fn new(wanted: &[Wanted<'a>]) -> Self {
        let mut quotes: Vec<&str> = Vec::new();
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (index, passage) in wanted.iter().enumerate() {
            let quote = passage.selector.quote.as_str();
            match groups.last_mut().filter(|_| quotes.last() == Some(&quote)) {
                Some(group) => group.end = index + 1,
                None => {
                    quotes.push(quote);
                    groups.push(index..index + 1);
                }
            }
        }
        let mut shorter = Vec::with_capacity(quotes.len());
        let mut open: Vec<usize> = Vec::new();
        for (index, quote) in quotes.iter().enumerate() {
            let is_over = |before: &mut usize| !quote.starts_with(quotes[*before]);
            while open.pop_if(is_over).is_some() {}
            shorter.push(open.last().copied());
            open.push(index);
        }
        let lengths = || quotes.iter().map(|quote| quote.len());
        let key = lengths().min().unwrap_or(0).min(KEY);
        let keys = quotes.iter().map(|quote| first(quote.as_bytes(), key));
        Self {
            keys: keys.collect(),
            key,
            longest: lengths().max().unwrap_or(0),
            quotes,
            groups,
            shorter,
        }
    }

    /// Calls `found` with each place of each quote, in the order of the places.
    fn find(&self, text: &Text, mut found: impl FnMut(Range<usize>, TextRange)) {
        let mut from = 0;
        while from < text.len() {
            let next = text.floor_char(text.len().min(from + SECTION));
            let end = text.len().min(next + self.longest);
            let section = text.slice(TextRange::between(from, end));
            let bytes = section.as_bytes();
            for at in 0..next - from {
                let rest = &bytes[at..];
                if rest.len() < self.key || !self.keys.contains(&first(rest, self.key)) {
                    continue;
                }
                // The quotes that stand here are prefixes of the rest of the text, so
                // they sort before it, and the last of them begins with all others.
                let quotes = &self.quotes;
                let after = quotes.partition_point(|quote| quote.as_bytes() <= rest);
                let mut candidate = after.checked_sub(1);
                while let Some(index) = candidate {
                    let quote = self.quotes[index];
                    if rest.starts_with(quote.as_bytes()) {
                        let start = from + at;
                        let range = TextRange::between(start, start + quote.len());
                        found(self.groups[index].clone(), range);
                    }
                    candidate = self.shorter[index];
                }
            }
            from = next;
        }
    }
}

fn first(bytes: &[u8], length: usize) -> [u8; KEY] {
    let mut key = [0; KEY];
    key[..length].copy_from_slice(&bytes[..length]);
    key
}
