//! Where the passages of many selectors stand, found in one pass over the text.
//!
//! A word put in at the top of a document moves every tag of it. To look for each of
//! them by itself would mean to read the text as often as there are tags.
//!
//! Must not know: whose selectors they are.

use std::collections::HashSet;
use std::ops::Range;

use crate::text::{Text, TextRange};

use super::anchor::{Anchor, Candidates};
use super::selector::Selector;

/// So few are looked for one by one.
const FEW: usize = 8;
/// Bytes of the text that are looked at at a time.
const SECTION: usize = 1 << 20;
/// The most bytes of a quote's beginning that are looked up before anything else.
const KEY: usize = 8;

/// Finds the passage of each selector, as [`Selector::anchor`] does.
///
/// Takes time that goes with the text and with the selectors, times the logarithm of
/// their number; only where many of them have the same words, and those stand in many
/// places, with the product of these two.
pub fn anchors<'a>(text: &Text, selectors: impl IntoIterator<Item = &'a Selector>) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut missing = Vec::new();
    for (index, selector) in selectors.into_iter().enumerate() {
        let anchor = selector.at_its_position(text).map(Anchor::Exact);
        if anchor.is_none() && !selector.quote.is_empty() {
            missing.push((index, selector));
        }
        anchors.push(anchor.unwrap_or(Anchor::Lost { stands: 0 }));
    }
    if missing.len() <= FEW {
        for (index, selector) in missing {
            anchors[index] = selector.anchor(text);
        }
        return anchors;
    }
    let mut wanted: Vec<_> = missing
        .into_iter()
        .map(|(index, selector)| Wanted::new(index, selector))
        .collect();
    wanted.sort_by_key(|it| it.selector.quote.as_str());
    let quotes = Quotes::new(&wanted);
    quotes.find(text, |group, range| {
        for one in &mut wanted[group] {
            one.stands(text, range);
        }
    });
    for one in wanted {
        anchors[one.index] = one.places.anchor();
    }
    anchors
}

/// A selector whose words are not at its position.
struct Wanted<'a> {
    index: usize,
    selector: &'a Selector,
    places: Candidates,
}

impl<'a> Wanted<'a> {
    fn new(index: usize, selector: &'a Selector) -> Self {
        Self {
            index,
            selector,
            places: Candidates::default(),
        }
    }

    /// Its words stand there.
    fn stands(&mut self, text: &Text, range: TextRange) {
        let context = self.selector.context_kept(text, range);
        self.places.add(context, range);
    }
}

/// The different words that are looked for.
struct Quotes<'a> {
    /// Sorted.
    quotes: Vec<&'a str>,
    /// Those who look for each.
    groups: Vec<Range<usize>>,
    /// Of each the longest other one that it begins with.
    shorter: Vec<Option<usize>>,
    /// The first bytes of each, as many as the shortest one has.
    keys: HashSet<[u8; KEY]>,
    key: usize,
    longest: usize,
}

impl<'a> Quotes<'a> {
    /// Of a list that is sorted by its quotes.
    fn new(wanted: &[Wanted<'a>]) -> Self {
        let mut quotes: Vec<&str> = Vec::new();
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (index, one) in wanted.iter().enumerate() {
            let quote = one.selector.quote.as_str();
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
            while open.pop_if(|it| !quote.starts_with(quotes[*it])).is_some() {}
            shorter.push(open.last().copied());
            open.push(index);
        }
        let lengths = || quotes.iter().map(|it| it.len());
        let key = lengths().min().unwrap_or(0).min(KEY);
        Self {
            keys: quotes.iter().map(|it| first(it.as_bytes(), key)).collect(),
            key,
            longest: lengths().max().unwrap_or(0),
            quotes,
            groups,
            shorter,
        }
    }

    /// Hands over each place of each quote, in the order of the places.
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
                // What the text goes on with here is no smaller than any quote that
                // stands here; and the greatest that is no greater begins with all.
                let after = self.quotes.partition_point(|it| it.as_bytes() <= rest);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Selectors of all ranges between some of the characters of a text.
    fn selectors(old: &str, ranges: &[(usize, usize)]) -> Vec<Selector> {
        let text = Text::new(old);
        let select = |&(start, length): &(usize, usize)| {
            let start = text.floor_char(start % (text.len() + 1));
            let end = text.floor_char(text.len().min(start + length));
            let range = text.range(start, end.max(start)).ok()?;
            Some(Selector::of(&text, range))
        };
        ranges.iter().filter_map(select).collect()
    }

    #[track_caller]
    fn check(old: &str, new: &str, ranges: &[(usize, usize)]) {
        let text = Text::new(new);
        let selectors = selectors(old, ranges);
        let one_by_one: Vec<_> = selectors.iter().map(|it| it.anchor(&text)).collect();
        assert_eq!(anchors(&text, &selectors), one_by_one);
    }

    #[test]
    fn places_are_found_across_sections_and_at_the_end() {
        let numbered = |it| format!("The sentence of the number {it} é.");
        let sentences: Vec<_> = (0..40_000).map(numbered).collect();
        let old = sentences.join(" ");
        let new = format!("Another. {old}");
        assert!(new.len() > SECTION);
        let ranges: Vec<_> = (0..60).map(|it| (it * 20_011, 5 + it * 3)).collect();
        let text = Text::new(new.clone());
        let mut selectors = selectors(&old, &ranges);
        let around = [SECTION - 30, SECTION - 9, old.len() - 20];
        selectors.extend(self::selectors(&old, &around.map(|at| (at, 24))));
        for (selector, anchor) in selectors.iter().zip(anchors(&text, &selectors)) {
            assert_eq!(anchor, selector.anchor(&text), "{selector:?}");
        }
    }

    proptest! {
        #[test]
        fn many_are_found_where_each_would_be(
            old in "[ab é]{1,60}",
            new in "[ab é]{0,80}",
            ranges in proptest::collection::vec((0usize..90, 0usize..9), 0..40),
        ) {
            check(&old, &new, &ranges);
            check(&old, &format!("b{old}"), &ranges);
            check(&old, &format!("{new}{old}"), &ranges);
        }
    }
}
