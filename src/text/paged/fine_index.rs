//! Code points within one step of the index, counted once.
//!
//! A document with a hundred thousand tags has as many positions to convert: each
//! then costs a look at a kilobyte, not at a step.
//!
//! Must not know: the text around the step.

use super::bytes::{count_chars, is_char_start};

/// The bytes between two checkpoints within a step.
const PIECE: usize = 1024;

#[derive(Debug)]
pub(super) struct FineIndex {
    pub step: usize,
    bytes: Vec<u8>,
    /// The characters that begin before each piece, and in all.
    chars_before: Vec<usize>,
}

impl FineIndex {
    pub fn new(step: usize, bytes: Vec<u8>) -> Self {
        let mut chars_before = vec![0];
        let mut all = 0;
        for piece in bytes.chunks(PIECE) {
            all += count_chars(piece);
            chars_before.push(all);
        }
        Self {
            step,
            bytes,
            chars_before,
        }
    }

    /// The characters that begin before a byte of the step.
    pub fn chars_before(&self, byte: usize) -> usize {
        let piece = byte / PIECE;
        self.chars_before[piece] + count_chars(&self.bytes[piece * PIECE..byte])
    }

    /// The byte at which a character of the step begins.
    pub fn byte_of(&self, character: usize) -> Option<usize> {
        let piece = self
            .chars_before
            .partition_point(|before| *before <= character)
            .checked_sub(1)?;
        let start = piece * PIECE;
        let rest = character - self.chars_before[piece];
        let bytes = self.bytes.get(start..)?.iter().enumerate();
        let mut starts = bytes.filter(|(_, byte)| is_char_start(**byte));
        starts.nth(rest).map(|(at, _)| start + at)
    }
}
