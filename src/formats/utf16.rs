//! Positions in UTF-16 units, which programs of the web and of Java count.
//!
//! Must not know: the formats.

use std::collections::HashMap;

use crate::text::{Text, TextRange};

/// Counts the units before places of a text, going from one to the next.
pub(super) struct Units<'a> {
    text: &'a Text,
    byte: usize,
    units: usize,
}

impl<'a> Units<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self {
            text,
            byte: 0,
            units: 0,
        }
    }

    /// The units before a byte, which is the boundary of a character.
    pub(super) fn before(&mut self, byte: usize) -> usize {
        let between = self.of(TextRange::between(self.byte, byte));
        self.units = match byte < self.byte {
            true => self.units - between,
            false => self.units + between,
        };
        self.byte = byte;
        self.units
    }

    /// The units of a range.
    pub(super) fn of(&self, range: TextRange) -> usize {
        self.text.slice(range).encode_utf16().count()
    }
}

/// The code points before places of a text that are given in units; of a place within a character,
/// or behind the end, nothing. The text is gone through once.
pub(super) fn code_points(text: &str, mut units: Vec<usize>) -> HashMap<usize, usize> {
    units.sort_unstable();
    units.dedup();
    let mut found = HashMap::with_capacity(units.len());
    let mut wanted = units.into_iter().peekable();
    let mut unit = 0;
    let ends = text.chars().map(char::len_utf16).chain([0]);
    for (point, length) in ends.enumerate() {
        while wanted.next_if(|wanted| *wanted < unit).is_some() {}
        if wanted.next_if_eq(&unit).is_some() {
            found.insert(unit, point);
        }
        if wanted.peek().is_none() {
            break;
        }
        unit += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted_forth_and_back() {
        let text = Text::new("a👍é漢👨‍👩‍👧b");
        let content = text.slice(text.full_range()).into_owned();
        let mut units = Units::new(&text);
        let places: Vec<usize> = content.char_indices().map(|(at, _)| at).collect();
        for byte in places.iter().chain(places.iter().rev()) {
            let expected = content[..*byte].encode_utf16().count();
            assert_eq!(units.before(*byte), expected);
        }
    }

    #[test]
    fn units_become_code_points_but_within_characters() {
        let found = code_points("a👍b", vec![4, 0, 2, 1, 3, 9, 3]);
        let mut found: Vec<(usize, usize)> = found.into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [(0, 0), (1, 1), (3, 2), (4, 3)]);
    }
}
