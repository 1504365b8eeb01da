//! Ranges without the white space and the format characters at their ends.
//!
//! Must not know: what a range is.

use crate::text::content::Text;
use crate::text::invisible::{BACKSPACE, is_outside_edges};
use crate::text::range::TextRange;
use crate::text::visible::text_clusters;

/// A range without the white space and the format characters at its ends, on grapheme
/// cluster boundaries; `None` when nothing is left. Letters that were struck over each other
/// are not cut at its end. A space with a combining mark on it is not white space.
pub(super) fn trimmed(text: &Text, range: TextRange) -> Option<TextRange> {
    let words = text.slice(range);
    let rest = words.trim_start_matches(is_outside_edges);
    let start = words.len() - rest.len();
    let end = start + rest.trim_end_matches(is_outside_edges).len();
    let first = range.start();
    (start < end).then(|| {
        // Most often both neighbours are at hand.
        let start = match is_plain_within(&words, start) {
            true => first + start,
            false => floor_cluster(text, first + start),
        };
        let end = match is_plain_within(&words, end) {
            true => first + end,
            false => end_of_struck(text, ceil_cluster(text, first + end)),
        };
        TextRange::between(start, end)
    })
}

/// Whether a byte of some words lies between two printable ASCII characters of them, or between one and
/// a line feed.
fn is_plain_within(words: &str, byte: usize) -> bool {
    let before = byte.checked_sub(1);
    let around = before.and_then(|before| words.as_bytes().get(before..=byte));
    matches!(around, Some([b' '..=b'~', b' '..=b'~' | b'\n']))
}

/// The end of the letters that are struck over the one that ends at `byte`; `byte` where
/// there are none.
fn end_of_struck(text: &Text, byte: usize) -> usize {
    /// More than letters that are struck over each other take.
    const REACH: usize = 64;
    if text.bytes(byte..byte + 1)[..] != [BACKSPACE as u8] {
        return byte;
    }
    let start = text.previous_grapheme(byte);
    let near = text.slice(TextRange::between(start, byte + REACH));
    let letter = text_clusters(&near).next();
    // An underlined blank is blank.
    let letter = letter.filter(|letter| letter.symbol != " ");
    letter.map_or(byte, |letter| byte.max(start + letter.range.end))
}

/// The bytes at each end of a long range that are looked at for white space.
const ENDS: usize = 4096;

/// A passage without the white space at its ends; `None` when nothing is left. Of a long
/// one, only the ends are read.
pub fn without_blanks(text: &Text, range: TextRange) -> Option<TextRange> {
    if range.len() <= 2 * ENDS {
        return trimmed(text, range);
    }
    let first = text.ceil_grapheme(range.start() + ENDS);
    let last = text.floor_grapheme(range.end() - ENDS);
    let first = trimmed(text, TextRange::between(range.start(), first));
    let last = trimmed(text, TextRange::between(last, range.end()));
    match first.zip(last) {
        Some((first, last)) => Some(first.union(last)),
        None => trimmed(text, range),
    }
}

/// [`Text::floor_grapheme`] with a shortcut between two ASCII characters.
fn floor_cluster(text: &Text, byte: usize) -> usize {
    match is_plain_boundary(text, byte) {
        true => byte,
        false => text.floor_grapheme(byte),
    }
}

/// [`Text::ceil_grapheme`] with a shortcut between two ASCII characters.
pub(super) fn ceil_cluster(text: &Text, byte: usize) -> usize {
    match is_plain_boundary(text, byte) {
        true => byte,
        false => text.ceil_grapheme(byte),
    }
}

/// Whether `byte` lies between two ASCII characters, and not within a CRLF.
fn is_plain_boundary(text: &Text, byte: usize) -> bool {
    let around = text.slice(TextRange::between(
        byte.saturating_sub(1),
        byte.saturating_add(1),
    ));
    matches!(around.as_bytes(), [before, after]
        if before.is_ascii() && after.is_ascii() && (*before, *after) != (b'\r', b'\n'))
}
