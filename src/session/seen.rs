//! Which parts of a document were on the screen.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most parts that are told apart. Whoever jumps about in a large document leaves few
/// bytes in each, so that to forget the shortest of them is to forget little.
const MOST: usize = 512;

/// The parts of a document that were on the screen: stretches of bytes, sorted, none
/// touching another. The state file holds them as pairs of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen(Arc<Vec<(usize, usize)>>);

impl Seen {
    /// All of a document up to a byte.
    pub(crate) fn up_to(byte: usize) -> Self {
        let mut seen = Self::default();
        seen.add(0, byte);
        seen
    }

    /// Adds what is between two bytes.
    pub fn add(&mut self, start: usize, end: usize) {
        let first = self.0.partition_point(|(_, before)| *before < start);
        let is_known = |(from, to): &(usize, usize)| *from <= start && end <= *to;
        // The most usual case, with each key: nothing new is on the screen.
        if start >= end || self.0.get(first).is_some_and(is_known) {
            return;
        }
        let parts = Arc::make_mut(&mut self.0);
        let touching = parts[first..].partition_point(|(from, _)| *from <= end);
        let touched = &parts[first..first + touching];
        let from = touched.first().map_or(start, |(from, _)| start.min(*from));
        let to = touched.last().map_or(end, |(_, to)| end.max(*to));
        parts.splice(first..first + touching, [(from, to)]);
        if parts.len() > MOST {
            let lengths = parts.iter().map(|(from, to)| to - from).enumerate();
            if let Some((shortest, _)) = lengths.min_by_key(|(_, length)| *length) {
                parts.remove(shortest);
            }
        }
    }

    /// How many bytes were seen of a document of a length.
    pub fn bytes(&self, length: usize) -> usize {
        let within = |(from, to): &(usize, usize)| (*to).min(length).saturating_sub(*from);
        self.0.iter().map(within).sum()
    }

    /// The parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Takes pairs in any order: the file may have been edited.
impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut seen = Self::default();
        for (start, end) in Vec::<(usize, usize)>::deserialize(deserializer)? {
            seen.add(start, end);
        }
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_are_what_was_added(added in proptest::collection::vec((0usize..60, 0usize..20), 0..20)) {
            let mut seen = Seen::default();
            let mut plain = [false; 100];
            for (start, length) in added {
                seen.add(start, start + length);
                plain[start..start + length].fill(true);
            }
            let parts: Vec<_> = seen.parts().collect();
            prop_assert!(parts.windows(2).all(|pair| pair[0].1 < pair[1].0), "{:?}", parts);
            let mut again = [false; 100];
            for (from, to) in parts {
                again[from..to].fill(true);
            }
            prop_assert_eq!(plain, again);
            let all = plain.iter().filter(|is| **is).count();
            prop_assert_eq!(seen.bytes(100), all);
            let json = serde_json::to_string(&seen).unwrap();
            prop_assert_eq!(serde_json::from_str::<Seen>(&json).unwrap(), seen);
        }
    }

    #[test]
    fn there_are_never_too_many_parts() {
        let mut seen = Seen::default();
        seen.add(0, 100);
        for part in 1..3 * MOST {
            seen.add(part * 1000, part * 1000 + 2);
        }
        assert!(seen.parts().count() <= MOST);
        assert_eq!(seen.parts().next(), Some((0, 100)), "the longest stays");
    }
}
