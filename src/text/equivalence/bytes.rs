//! Characters of bytes that should be UTF-8, and need not be.
//!
//! Must not know: what the characters mean.

/// What stands for a byte that belongs to no character.
const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// The character that begins at a byte, and its length; `None` at the end.
pub(super) fn char_at(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *bytes.get(at)?;
    if first < 0x80 {
        return Some((char::from(first), 1));
    }
    // The bits that a continuation byte carries.
    let next = |index: usize| match bytes.get(at + index) {
        Some(byte @ 0x80..0xc0) => Some(u32::from(byte & 0x3f)),
        _ => None,
    };
    let decoded = match first {
        0xc2..0xe0 => next(1).map(|one| (u32::from(first & 0x1f) << 6 | one, 2)),
        0xe0..0xf0 => next(1)
            .zip(next(2))
            .map(|(one, two)| (u32::from(first & 0xf) << 12 | one << 6 | two, 3))
            .filter(|(code, _)| *code >= 0x800),
        0xf0..0xf5 => next(1)
            .zip(next(2))
            .zip(next(3))
            .map(|((one, two), three)| {
                let code = u32::from(first & 0x7) << 18 | one << 12 | two << 6 | three;
                (code, 4)
            })
            .filter(|(code, _)| *code >= 0x1_0000),
        _ => None,
    };
    let decoded = decoded.and_then(|(code, len)| Some((char::from_u32(code)?, len)));
    Some(decoded.unwrap_or((BROKEN, 1)))
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
        // Surrogates, longer forms than needed, and too high a code.
        bytes.extend(b"\xed\xa0\x80\xe0\x80\x80\xf0\x80\x80\x80\xf4\x90\x80\x80 ");
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
        let lossy: String = forward.iter().map(|(c, _)| c).collect();
        assert_eq!(lossy.replace(BROKEN, ""), "aé漢👩( ");
        assert_eq!(forward.len(), 4 + 5 + 14 + 1);
    }
}
