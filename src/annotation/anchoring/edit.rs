//! An edit between two known texts, over which places are carried.

use crate::annotation::selector::Selector;
use crate::text::{Text, TextRange};

use super::resolve::{Budget, resolve};

/// How much two texts have in common at their ends, in bytes of whole characters. The
/// two never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommonEnds {
    /// Bytes at the beginning.
    pub prefix: usize,
    /// Bytes at the end.
    pub suffix: usize,
}

impl CommonEnds {
    /// Compares two texts, reading as much of both as is equal.
    pub fn new(old: &Text, new: &Text) -> Self {
        const WINDOW: usize = 1024 * 1024;
        let most = old.len().min(new.len());
        let equal = |(one, other): &(&u8, &u8)| one == other;
        let mut prefix = 0;
        while prefix < most {
            let window = prefix..(prefix + WINDOW).min(most);
            let (one, other) = (old.bytes(window.clone()), new.bytes(window.clone()));
            let same = one.iter().zip(other.iter()).take_while(equal).count();
            prefix += same;
            if same < window.len() {
                break;
            }
        }
        let prefix = old.floor_char(prefix);
        let most = most - prefix;
        let mut suffix = 0;
        while suffix < most {
            let size = WINDOW.min(most - suffix);
            let last = |text: &Text| text.len() - suffix - size..text.len() - suffix;
            let (one, other) = (old.bytes(last(old)), new.bytes(last(new)));
            let same = one.iter().rev().zip(other.iter().rev());
            let same = same.take_while(equal).count();
            suffix += same;
            if same < size {
                break;
            }
        }
        while suffix > 0 && old.floor_char(old.len() - suffix) != old.len() - suffix {
            suffix -= 1;
        }
        Self { prefix, suffix }
    }
}

/// A text and the one that has taken its place.
#[derive(Debug)]
pub struct Edit {
    old: Text,
    new: Text,
    common: CommonEnds,
}

impl Edit {
    /// An edit from one text to another, with what is known to be equal of them.
    pub fn new(old: Text, new: Text, common: CommonEnds) -> Self {
        Self { old, new, common }
    }

    /// How many bytes the new text has.
    pub fn new_len(&self) -> usize {
        self.new.len()
    }

    /// Whether a text of that many bytes is the new one rather than the old one: places in it
    /// are not to be carried.
    pub fn is_to(&self, len: usize) -> bool {
        len == self.new.len() && len != self.old.len()
    }

    /// Where the words of a range stand now, on grapheme clusters; `None` where that
    /// cannot be told, or not without reading all of a large document, and for a range that
    /// the old text does not have: who found it may have read another version.
    pub fn range(&self, range: TextRange) -> Option<TextRange> {
        let is_there = |byte| byte <= self.old.len() && self.old.floor_char(byte) == byte;
        if !is_there(range.start()) || !is_there(range.end()) {
            return None;
        }
        let found = if range.end() <= self.common.prefix {
            range
        } else if range.start() >= self.old.len() - self.common.suffix {
            let moved = |byte: usize| self.new.len() - (self.old.len() - byte);
            TextRange::between(moved(range.start()), moved(range.end()))
        } else if self.old.is_paged() || self.new.is_paged() {
            return None;
        } else {
            let selector = Selector::new(&self.old, range);
            let found = resolve(
                [&selector],
                &self.new,
                std::slice::from_ref(&self.old),
                Budget::Unlimited,
            );
            found.first()?.anchor()?.range()?
        };
        let start = self.new.floor_grapheme(found.start());
        let end = self.new.ceil_grapheme(found.end());
        Some(TextRange::between(start, end.max(start)))
    }

    /// Where the parts of a stretch of bytes stand now that the edit left as they were: what
    /// it has before the edit, and what it has after it.
    pub fn untouched(&self, start: usize, end: usize) -> [(usize, usize); 2] {
        let CommonEnds { prefix, suffix } = self.common;
        let after = self.old.len() - suffix;
        let moved = |byte: usize| self.new.len() - (self.old.len() - byte.min(self.old.len()));
        [
            (start.min(prefix), end.min(prefix)),
            (moved(start.max(after)), moved(end.max(after))),
        ]
    }

    /// Where a byte stands now; of what was edited, where the edit begins.
    pub fn byte(&self, byte: usize) -> usize {
        let CommonEnds { prefix, suffix } = self.common;
        let near = if byte <= prefix {
            byte
        } else if byte >= self.old.len() - suffix {
            self.new.len() - (self.old.len() - byte.min(self.old.len()))
        } else {
            prefix
        };
        self.new.floor_grapheme(near)
    }

    /// Where the words of a range stand now, else the empty range nearest to its start.
    pub fn range_or_near(&self, range: TextRange) -> TextRange {
        let near = || TextRange::empty_at(self.byte(range.start()));
        self.range(range).unwrap_or_else(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_ends_are_of_whole_characters_and_never_overlap() {
        for (old, new, (prefix, suffix)) in [
            ("abc", "abc", (3, 0)),
            ("abc", "abxc", (2, 1)),
            ("", "abc", (0, 0)),
            ("aaa", "aa", (2, 0)),
            // é and è begin with the same byte, ç and é too; … never cut one.
            ("aé", "aè", (1, 0)),
            ("é", "\u{1e9}", (0, 0)),
        ] {
            let found = CommonEnds::new(&Text::new(old), &Text::new(new));
            assert_eq!(found, CommonEnds { prefix, suffix }, "{old}");
        }
    }

    #[test]
    fn places_are_carried_over_an_edit() {
        let (old, new) = (Text::new("one two three"), Text::new("one 2, two three"));
        let common = CommonEnds::new(&old, &new);
        let edit = Edit::new(old, new, common);
        let range = |start, end| TextRange::between(start, end);
        assert_eq!(edit.range(range(0, 3)), Some(range(0, 3)));
        assert_eq!(edit.range(range(8, 13)), Some(range(11, 16)));
        assert_eq!(edit.range(range(4, 7)), Some(range(7, 10)));
        assert_eq!((edit.byte(2), edit.byte(13), edit.byte(99)), (2, 16, 16));
    }

    #[test]
    fn a_place_that_the_old_text_does_not_have_is_put_on_one_that_the_new_one_has() {
        let (old, new) = (
            Text::new("caf\u{e9}, one"),
            Text::new("caf\u{e9}, one. More."),
        );
        let texts = [(&old, &new), (&new, &old), (&old, &old)];
        for ((old, new), known) in texts.iter().flat_map(|it| [(*it, true), (*it, false)]) {
            let common = match known {
                true => CommonEnds::new(old, new),
                false => CommonEnds::default(),
            };
            let edit = Edit::new(old.clone(), new.clone(), common);
            for (start, end) in [(11, 15), (14, 15), (99, 120), (4, 5), (3, 4), (4, 99)] {
                let range = TextRange::between(start, end);
                let near = edit.range_or_near(range);
                assert!(near.end() <= new.len(), "{range:?} is {near:?}");
                assert_eq!(new.floor_char(near.start()), near.start(), "{range:?}");
            }
        }
    }

    #[test]
    fn what_an_edit_did_not_touch_is_told() {
        let (old, new) = (Text::new("one two three"), Text::new("one 2, two three"));
        let common = CommonEnds::new(&old, &new);
        let edit = Edit::new(old, new, common);
        assert_eq!(edit.untouched(0, 13), [(0, 4), (7, 16)]);
        assert_eq!(edit.untouched(1, 3), [(1, 3), (7, 7)]);
        assert_eq!(edit.untouched(9, 99), [(4, 4), (12, 16)]);
    }

    #[test]
    fn a_place_whose_words_are_gone_is_where_the_edit_begins() {
        let (old, new) = (Text::new("one two three"), Text::new("one three"));
        let common = CommonEnds::new(&old, &new);
        let edit = Edit::new(old, new, common);
        let gone = TextRange::between(4, 7);
        assert_eq!(edit.range(gone), None);
        assert_eq!(edit.range_or_near(gone), TextRange::empty_at(4));
    }
}
