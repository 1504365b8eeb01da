//! Positions in UTF-16 units, which programs of the web and of Java count.
//!
//! Must not know: the formats.

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
}
