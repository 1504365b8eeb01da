//! Counts characters and line ends in bytes that may be cut anywhere.
//!
//! Must not know: where the bytes come from, and what is done with the counts.

use memchr::memchr_iter;

/// The bytes of the longest character of UTF-8 without its last one: a piece that is
/// cut in a character needs at most so many bytes from beside it.
pub(super) const CONTEXT: usize = 3;

pub(super) fn is_char_start(byte: u8) -> bool {
    (byte & 0xC0) != 0x80
}

/// How many characters begin in these bytes.
pub(super) fn count_chars(bytes: &[u8]) -> usize {
    // Runs so short that the count of each fits a byte: the compiler makes vector
    // instructions of that.
    let count_run = |run: &[u8]| -> u8 {
        let starts = run.iter().map(|byte| u8::from(is_char_start(*byte)));
        starts.sum()
    };
    bytes
        .chunks(255)
        .map(|run| usize::from(count_run(run)))
        .sum()
}

/// How many line terminators end in `bytes[start..end]`: those of
/// [`line_starts`](crate::text::line::line_starts).
pub(super) fn count_line_ends(bytes: &[u8], start: usize, end: usize) -> usize {
    let within = &bytes[start..end];
    let feeds = memchr_iter(b'\n', within).count();
    let lone_returns = memchr_iter(b'\r', within)
        .filter(|at| bytes.get(start + at + 1) != Some(&b'\n'))
        .count();
    let mut ends = feeds + lone_returns;
    if !within.is_ascii() {
        let is_next_line = |at: &usize| bytes[..start + at].ends_with(&[0xC2]);
        ends += memchr_iter(0x85, within).filter(is_next_line).count();
        let is_separator = |at: &usize| bytes[..start + at].ends_with(&[0xE2, 0x80]);
        ends += memchr::memchr2_iter(0xA8, 0xA9, within)
            .filter(is_separator)
            .count();
    }
    ends
}

/// Whether the characters that begin or end in `bytes[start..end]` are UTF-8.
/// `bytes` holds [`CONTEXT`] more on either side, or begins and ends the text.
pub(super) fn is_utf8(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_boundary = |at: &usize| bytes.get(*at).is_none_or(|byte| is_char_start(*byte));
    let first = (start.saturating_sub(CONTEXT)..=start)
        .rev()
        .find(is_boundary);
    let last = (end..=(end + CONTEXT).min(bytes.len())).find(is_boundary);
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    std::str::from_utf8(&bytes[first..last]).is_ok()
}
