//! Hard lines: the lines that the terminators of a text make.
//!
//! Must not know: how lines are wrapped or joined on the screen.

use super::range::TextRange;
use super::visible::each_byte;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The line without its terminator.
    pub content: TextRange,
    /// The line with its terminator: the next line begins at its end.
    pub whole: TextRange,
}

/// The byte offsets at which hard lines begin; the first is 0.
///
/// LF, CR and CRLF end a line, and so do U+0085, U+2028 and U+2029: the mandatory breaks of
/// UAX #14, except VT and FF, which editors show within a line.
pub(super) fn line_starts(content: &str) -> Vec<usize> {
    let bytes = content.as_bytes();
    let mut starts = vec![0];
    let mut terminator_at = |at: usize| {
        let len = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\n' | b'\r' => 1,
            0xC2 if bytes.get(at + 1) == Some(&0x85) => 2,
            0xE2 if bytes[at..].starts_with("\u{2028}".as_bytes())
                || bytes[at..].starts_with("\u{2029}".as_bytes()) =>
            {
                3
            }
            _ => return,
        };
        // The line feed of a CRLF was counted with its carriage return.
        if starts.last() != Some(&(at + len)) {
            starts.push(at + len);
        }
    };
    if memchr::memmem::find(bytes, "\u{85}".as_bytes()).is_some() {
        (0..bytes.len()).for_each(terminator_at);
    } else {
        memchr::memchr3_iter(b'\n', b'\r', 0xE2, bytes).for_each(&mut terminator_at);
    }
    // A final terminator ends the last line; it does not begin another one.
    if starts.len() > 1 && starts.last() == Some(&bytes.len()) {
        starts.pop();
    }
    starts
}

/// Whether a character ends a line, or is half of what does.
pub(crate) fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether words have a line end in them.
pub(crate) fn has_line_end(words: &str) -> bool {
    // Their first bytes: words in ASCII on one line hold none.
    let begins_none = |byte| (byte != b'\n') & (byte != b'\r') & (byte != 0xc2) & (byte != 0xe2);
    !each_byte(words, begins_none) && words.contains(is_line_end)
}

/// The bytes of a line without its terminator.
pub(super) fn len_without_terminator(line: &str) -> usize {
    for terminator in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"] {
        if let Some(words) = line.strip_suffix(terminator) {
            return words.len();
        }
    }
    line.len()
}
