//! Where the passages of annotations are in a text.
//!
//! Most stand where they were marked: those are found in one pass over the text,
//! from each to the next. To find one that does not means to read the whole text,
//! so of many such it is left open for a while where they are: they are *pending*,
//! and looked for where nobody waits.

use std::sync::Arc;

use crate::annotation::{Anchor, Annotation, AnnotationSet, Selector};
use crate::text::{CodePoint, Text, TextRange};

/// How many bytes are read at once for passages that have moved: a tenth of a
/// second of reading at most.
pub const AT_ONCE: usize = 64 << 20;
/// The same where a key waits for it.
pub const AT_A_KEY: usize = 4 << 20;

/// From one passage to the next, this many code points are counted; across more,
/// the text is asked, which keeps count.
const NEAR: usize = 4096;

/// An annotation with its anchor, where that was found already.
pub type FoundAnchor = (Arc<Annotation>, Option<Anchor>);

/// Finds the passages of annotations one by one; fastest in the order of a set.
#[derive(Debug)]
pub struct Finder<'a> {
    text: &'a Text,
    /// How many bytes may still be read for what has moved.
    left: usize,
    /// A code point and the byte it begins at.
    at: (usize, usize),
}

impl<'a> Finder<'a> {
    /// A finder that reads so many bytes for passages that have moved.
    pub fn new(text: &'a Text, bytes: usize) -> Self {
        Self {
            text,
            left: bytes,
            at: (0, 0),
        }
    }

    /// Where a passage is; `None` where that would mean to read too much.
    pub fn find(&mut self, selector: &Selector) -> Option<Anchor> {
        if !self.text.is_counted_to(selector.end) {
            return None;
        }
        if let Some(range) = self.where_it_was(selector) {
            return Some(Anchor::Exact(range));
        }
        self.left = self.left.checked_sub(self.text.len())?;
        Some(selector.anchor(self.text))
    }

    /// The place of the passage, if its words still stand where it was marked.
    fn where_it_was(&mut self, selector: &Selector) -> Option<TextRange> {
        let quote = selector.quote.as_str();
        let length = selector.end.0.checked_sub(selector.start.0)?;
        if quote.chars().count() != length {
            return None;
        }
        let start = self.byte_of(selector.start)?;
        let range = self.text.range(start, start.checked_add(quote.len())?);
        let range = range.ok()?;
        (self.text.slice(range) == quote).then_some(range)
    }

    fn byte_of(&mut self, position: CodePoint) -> Option<usize> {
        let (counted, byte) = self.at;
        let more = position.0.checked_sub(counted).filter(|it| *it <= NEAR);
        let byte = match more {
            Some(more) => {
                // A code point has four bytes at most.
                let end = self.text.floor_char(byte + 4 * more);
                let ahead = self.text.slice(TextRange::between(byte, end));
                let mut rest = ahead.chars();
                if let Some(last) = more.checked_sub(1) {
                    rest.nth(last)?;
                }
                byte + ahead.len() - rest.as_str().len()
            }
            None => self.text.byte_of(position)?,
        };
        self.at = (position.0, byte);
        Some(byte)
    }
}

/// The anchors of a whole set, in its order.
pub fn find_all(text: &Text, set: &AnnotationSet) -> Vec<FoundAnchor> {
    let mut finder = Finder::new(text, AT_ONCE);
    let found = set.iter().map(|it| {
        let anchor = finder.find(&it.selector);
        (Arc::clone(it), anchor)
    });
    found.collect()
}
