//! How many code points and lines stand before a byte of a paged text.
//!
//! Checkpoints are made in order from the start, each once, by whoever first needs
//! one. No thread waits for another: a checkpoint is written once and read without a
//! lock, and two threads that count at the same time find the same numbers.
//!
//! Must not know: sections.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use memchr::{memchr, memchr_iter};

use super::bytes::{CONTEXT, count_chars, count_line_ends, is_char_start, is_utf8};
use super::source::Reader;
use crate::text::range::CodePoint;

/// The bytes of a step, from one checkpoint to the next. A look-up counts at most so
/// many, in some 10 µs; the 16,384 checkpoints of a gigabyte take 384 KiB.
const STEP: usize = 64 * 1024;

/// What stands before a checkpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Totals {
    code_points: usize,
    line_ends: usize,
}

#[derive(Debug)]
pub(in crate::text) struct Index {
    reader: Arc<Reader>,
    /// `checkpoints[i]`: what stands before byte `(i + 1) * STEP`, or before the end.
    checkpoints: Box<[OnceLock<Totals>]>,
    /// How many checkpoints there are, from the first on.
    made: AtomicUsize,
    is_broken: AtomicBool,
    /// How many NULs the counted part holds.
    nuls: AtomicUsize,
    first_nul: AtomicUsize,
    /// The step that was looked into last.
    recent: Mutex<Option<Arc<FineIndex>>>,
}

impl Index {
    pub(super) fn new(reader: Arc<Reader>) -> Self {
        let steps = reader.len().div_ceil(STEP);
        Self {
            reader,
            checkpoints: (0..steps).map(|_| OnceLock::new()).collect(),
            made: AtomicUsize::new(0),
            is_broken: AtomicBool::new(false),
            nuls: AtomicUsize::new(0),
            first_nul: AtomicUsize::new(usize::MAX),
            recent: Mutex::default(),
        }
    }

    pub fn counted(&self) -> usize {
        (self.made.load(Ordering::Acquire) * STEP).min(self.reader.len())
    }

    pub fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    pub fn nuls(&self) -> Option<(usize, usize)> {
        let count = self.nuls.load(Ordering::Relaxed);
        (count > 0).then(|| (count, self.first_nul.load(Ordering::Relaxed)))
    }

    /// Makes the next checkpoint, if there is one; returns how many bytes are counted.
    pub fn step(&self) -> usize {
        let number = self.made.load(Ordering::Acquire);
        if number < self.checkpoints.len() {
            let start = self.before(number);
            self.checkpoints[number].get_or_init(|| {
                let from = number * STEP;
                let (totals, oddities) = start.advance(&self.reader, from, self.end_of(number));
                if !oddities.is_utf8 {
                    self.is_broken.store(true, Ordering::Relaxed);
                }
                if let Some(first) = oddities.first_nul {
                    // Before the count, which says whether there is a first.
                    self.first_nul.fetch_min(from + first, Ordering::Relaxed);
                    self.nuls.fetch_add(oddities.nuls, Ordering::Relaxed);
                }
                totals
            });
            self.made.fetch_max(number + 1, Ordering::Release);
        }
        self.counted()
    }

    pub fn is_counted_to(&self, position: CodePoint) -> bool {
        let made = self.made.load(Ordering::Acquire);
        made == self.checkpoints.len() || position.0 <= self.before(made).code_points
    }

    /// Whether what stands before the step of `byte` has been counted.
    pub fn is_counted_at(&self, byte: usize) -> bool {
        byte / STEP <= self.made.load(Ordering::Acquire)
    }

    pub fn code_point_at(&self, byte: usize) -> CodePoint {
        let (start, totals) = self.checkpoint(byte);
        let within = match byte - start {
            0 => 0,
            within => self.fine_index(start / STEP).chars_before(within),
        };
        CodePoint(totals.code_points + within)
    }

    /// The index of one step, the last kept: most who ask ask again near by.
    fn fine_index(&self, number: usize) -> Arc<FineIndex> {
        let lock = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(recent) = lock().as_ref().filter(|recent| recent.step == number) {
            return Arc::clone(recent);
        }
        // Outside the lock, so that no other thread waits for a disk.
        let bytes = self.reader.bytes(number * STEP..self.end_of(number));
        let index = Arc::new(FineIndex::new(number, bytes));
        *lock() = Some(Arc::clone(&index));
        index
    }

    pub fn line_number(&self, byte: usize) -> (usize, bool) {
        let made = self.made.load(Ordering::Acquire);
        if byte / STEP <= made {
            let (start, totals) = self.checkpoint(byte);
            let (totals, _) = totals.advance(&self.reader, start, byte);
            return (totals.line_ends + 1, true);
        }
        let counted = self.counted();
        let ends = self.before(made).line_ends as u128;
        let estimate = (ends * byte as u128).checked_div(counted as u128);
        (
            usize::try_from(estimate.unwrap_or(0)).unwrap_or(0) + 1,
            false,
        )
    }

    pub fn byte_of(&self, CodePoint(position): CodePoint) -> Option<usize> {
        let mut made = self.made.load(Ordering::Acquire);
        while self.before(made).code_points < position && made < self.checkpoints.len() {
            self.step();
            made = self.made.load(Ordering::Acquire);
        }
        let all = self.before(made).code_points;
        if position >= all {
            return (position == all).then(|| (made * STEP).min(self.reader.len()));
        }
        // The step that holds it.
        let number = self.checkpoints[..made].partition_point(|totals| {
            totals
                .get()
                .is_some_and(|totals| totals.code_points <= position)
        });
        let rest = position - self.before(number).code_points;
        Some(number * STEP + self.fine_index(number).byte_of(rest)?)
    }

    fn end_of(&self, number: usize) -> usize {
        ((number + 1) * STEP).min(self.reader.len())
    }

    /// What stands before step `number`, which has been counted.
    fn before(&self, number: usize) -> Totals {
        let totals = number
            .checked_sub(1)
            .and_then(|last| self.checkpoints[last].get());
        totals.copied().unwrap_or_default()
    }

    /// The last checkpoint up to a byte, made if need be.
    fn checkpoint(&self, byte: usize) -> (usize, Totals) {
        let number = byte / STEP;
        while self.made.load(Ordering::Acquire) < number {
            self.step();
        }
        (number * STEP, self.before(number))
    }
}

struct Oddities {
    is_utf8: bool,
    nuls: usize,
    first_nul: Option<usize>,
}

impl Totals {
    /// Counts on from `start` to `end`: what stands before `end`, given what stands
    /// before `start`, and what is odd between the two.
    fn advance(self, reader: &Reader, start: usize, end: usize) -> (Self, Oddities) {
        let from = start.saturating_sub(CONTEXT);
        let bytes = reader.bytes(from..end + CONTEXT);
        let (start, end) = (start - from, end - from);
        let within = &bytes[start..end];
        let totals = Self {
            code_points: self.code_points + count_chars(within),
            line_ends: self.line_ends + count_line_ends(&bytes, start, end),
        };
        let oddities = Oddities {
            is_utf8: is_utf8(&bytes, start, end),
            nuls: memchr_iter(0, within).count(),
            first_nul: memchr(0, within),
        };
        (totals, oddities)
    }
}

/// The bytes between two checkpoints within a step.
const PIECE: usize = 1024;

/// Code points within one step, counted once: of a hundred thousand tags each position then
/// costs a look at a kilobyte, not at a step.
#[derive(Debug)]
struct FineIndex {
    step: usize,
    bytes: Vec<u8>,
    /// The characters that begin before each piece, and in all.
    chars_before: Vec<usize>,
}

impl FineIndex {
    fn new(step: usize, bytes: Vec<u8>) -> Self {
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
    fn chars_before(&self, byte: usize) -> usize {
        let piece = byte / PIECE;
        self.chars_before[piece] + count_chars(&self.bytes[piece * PIECE..byte])
    }

    /// The byte at which a character of the step begins.
    fn byte_of(&self, character: usize) -> Option<usize> {
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
