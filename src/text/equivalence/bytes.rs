//! Characters of bytes that should be UTF-8, and need not be.
//!
//! Must not know: what the characters mean.

/// What stands for a byte that belongs to no character.
const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// The character that begins at a byte, and its length; `None` at the end.
pub(super) fn char_at(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *bytes.get(at)?;
    let len = match first {
        0..0x80 => return Some((char::from(first), 1)),
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Some((BROKEN, 1)),
    };
    let whole = bytes.get(at..at + len);
    let decoded = whole.and_then(|whole| std::str::from_utf8(whole).ok());
    let decoded = decoded.and_then(|whole| whole.chars().next());
    Some(decoded.map_or((BROKEN, 1), |c| (c, len)))
}

/// The character that ends before a byte, and where it begins; `None` at the start.
pub(super) fn char_before(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let last = at.checked_sub(1)?;
    let is_continuation = |start: &usize| bytes[*start] & 0b1100_0000 == 0b1000_0000;
    let earliest = at.saturating_sub(4);
    let start = (earliest..=last)
        .rev()
        .find(|start| !is_continuation(start));
    match start.and_then(|start| Some((start, char_at(bytes, start)?))) {
        Some((start, (c, len))) if start + len == at => Some((c, start)),
        _ => Some((BROKEN, last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_read_both_ways_and_broken_bytes_are_one_each() {
        let mut bytes = "aé漢👩".as_bytes().to_vec();
        bytes.extend([0xc3, 0x28, 0x80, 0xf0, 0x9f]);
        let mut forward = Vec::new();
        let mut at = 0;
        while let Some((c, len)) = char_at(&bytes, at) {
            forward.push((c, at));
            at += len;
        }
        let mut backward = Vec::new();
        while let Some((c, start)) = char_before(&bytes, at) {
            backward.push((c, start));
            at = start;
        }
        backward.reverse();
        assert_eq!(forward, backward);
        assert_eq!(forward.len(), 9);
    }
}
