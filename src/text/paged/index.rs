//! How many code points and lines stand before a byte of a large document:
//! checkpoints, made from the start onwards, once, by whoever needs them first.
//!
//! Nothing waits for anybody here. A checkpoint is written once and read without
//! a lock; two threads that count at the same time find the same numbers.
//!
//! Must not know: sections.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use memchr::{memchr, memchr_iter};

use super::Pager;

/// The bytes between two checkpoints: a look-up counts at most so many, in some
/// 10 µs, and a gigabyte has 16,384 checkpoints, which take 384 KiB.
const STEP: usize = 64 * 1024;

/// Bytes before and after a step that are looked at, too: the longest character of
/// UTF-8, less one.
const BEFORE: usize = 3;
const AFTER: usize = 3;

/// What stands before a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mark {
    code_points: usize,
    /// Ends of lines.
    ends: usize,
}

/// The checkpoints of one document.
#[derive(Debug)]
pub(super) struct Index {
    len: usize,
    /// `marks[i]`: what stands before byte `(i + 1) * STEP`, and before the end in
    /// the last one.
    marks: Box<[OnceLock<Mark>]>,
    /// How many marks there are, from the first on.
    made: AtomicUsize,
    broken: AtomicBool,
    /// How many NULs there are in what was counted.
    nuls: AtomicUsize,
    first_nul: AtomicUsize,
    near: Mutex<Option<Arc<Near>>>,
}

/// One step with checkpoints of its own: to convert a hundred thousand positions, as
/// many as a document has tags, takes as many looks at a kilobyte.
#[derive(Debug)]
struct Near {
    number: usize,
    bytes: Vec<u8>,
    /// The characters that begin before each kilobyte of the step, and in all.
    before: Vec<usize>,
}

/// The bytes between two checkpoints within a step.
const NEAR_STEP: usize = 1024;

impl Near {
    fn new(number: usize, bytes: Vec<u8>) -> Self {
        let mut before = vec![0];
        let mut all = 0;
        for piece in bytes.chunks(NEAR_STEP) {
            all += characters(piece);
            before.push(all);
        }
        Self {
            number,
            bytes,
            before,
        }
    }

    /// The characters that begin before a byte of the step.
    fn before(&self, byte: usize) -> usize {
        let piece = byte / NEAR_STEP;
        self.before[piece] + characters(&self.bytes[piece * NEAR_STEP..byte])
    }

    /// Where a character of the step begins.
    fn byte_of(&self, character: usize) -> Option<usize> {
        let piece = self
            .before
            .partition_point(|it| *it <= character)
            .checked_sub(1)?;
        let start = piece * NEAR_STEP;
        let rest = character - self.before[piece];
        let first = self.bytes.get(start..)?.iter().enumerate();
        let first = first.filter(|(_, byte)| begins(**byte)).nth(rest);
        first.map(|(at, _)| start + at)
    }
}

impl Index {
    pub fn new(len: usize) -> Self {
        Self {
            len,
            marks: (0..len.div_ceil(STEP)).map(|_| OnceLock::new()).collect(),
            made: AtomicUsize::new(0),
            broken: AtomicBool::new(false),
            nuls: AtomicUsize::new(0),
            first_nul: AtomicUsize::new(usize::MAX),
            near: Mutex::default(),
        }
    }

    /// How many bytes have been counted.
    pub fn counted(&self) -> usize {
        (self.made.load(Ordering::Acquire) * STEP).min(self.len)
    }

    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// How many NULs there are in what was counted, and where the first is.
    pub fn nuls(&self) -> Option<(usize, usize)> {
        let count = self.nuls.load(Ordering::Relaxed);
        (count > 0).then(|| (count, self.first_nul.load(Ordering::Relaxed)))
    }

    /// Makes one more checkpoint, if there is one to make; answers how many bytes
    /// have been counted.
    pub fn step(&self, pager: &Pager) -> usize {
        let number = self.made.load(Ordering::Acquire);
        if number < self.marks.len() {
            let start = self.before(number);
            self.marks[number].get_or_init(|| {
                let from = number * STEP;
                let (mark, met) = start.after(pager, from, self.end_of(number));
                if !met.is_utf8 {
                    self.broken.store(true, Ordering::Relaxed);
                }
                if let Some(first) = met.first_nul {
                    // Before the count, by which it is asked for.
                    self.first_nul.fetch_min(from + first, Ordering::Relaxed);
                    self.nuls.fetch_add(met.nuls, Ordering::Relaxed);
                }
                mark
            });
            self.made.fetch_max(number + 1, Ordering::Release);
        }
        self.counted()
    }

    pub fn is_counted_to(&self, position: usize) -> bool {
        let made = self.made.load(Ordering::Acquire);
        made == self.marks.len() || position <= self.before(made).code_points
    }

    pub fn is_counted_at(&self, byte: usize) -> bool {
        byte / STEP <= self.made.load(Ordering::Acquire)
    }

    pub fn code_points_before(&self, pager: &Pager, byte: usize) -> usize {
        let (start, mark) = self.checkpoint(pager, byte);
        if start == byte {
            return mark.code_points;
        }
        mark.code_points + self.near(pager, start / STEP).before(byte - start)
    }

    /// The bytes of a step, and what was counted in it: most who ask ask again near
    /// by.
    fn near(&self, pager: &Pager, number: usize) -> Arc<Near> {
        let lock = || self.near.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(near) = lock().as_ref().filter(|it| it.number == number) {
            return Arc::clone(near);
        }
        // Not under the lock: another thread must not wait for a disk.
        let mut bytes = vec![0; self.end_of(number) - number * STEP];
        pager.fill(number * STEP, &mut bytes);
        let near = Arc::new(Near::new(number, bytes));
        *lock() = Some(Arc::clone(&near));
        near
    }

    /// The line that `byte` lies on, from 1, and whether it was counted.
    pub fn line_number(&self, pager: &Pager, byte: usize) -> (usize, bool) {
        let made = self.made.load(Ordering::Acquire);
        if byte / STEP <= made {
            let (start, mark) = self.checkpoint(pager, byte);
            return (mark.after(pager, start, byte).0.ends + 1, true);
        }
        let counted = self.counted();
        let ends = self.before(made).ends as u128;
        let estimate = (ends * byte as u128).checked_div(counted as u128);
        (
            usize::try_from(estimate.unwrap_or(0)).unwrap_or(0) + 1,
            false,
        )
    }

    pub fn byte_of(&self, pager: &Pager, position: usize) -> Option<usize> {
        let mut made = self.made.load(Ordering::Acquire);
        while self.before(made).code_points < position && made < self.marks.len() {
            self.step(pager);
            made = self.made.load(Ordering::Acquire);
        }
        let all = self.before(made).code_points;
        if position >= all {
            return (position == all).then(|| (made * STEP).min(self.len));
        }
        // The step in which it stands.
        let number = self.marks[..made]
            .partition_point(|mark| mark.get().is_some_and(|it| it.code_points <= position));
        let rest = position - self.before(number).code_points;
        Some(number * STEP + self.near(pager, number).byte_of(rest)?)
    }

    fn end_of(&self, number: usize) -> usize {
        ((number + 1) * STEP).min(self.len)
    }

    /// What stands before step `number`, which has been counted.
    fn before(&self, number: usize) -> Mark {
        let mark = number.checked_sub(1).and_then(|it| self.marks[it].get());
        mark.copied().unwrap_or_default()
    }

    /// The checkpoint before a byte, counted if need be.
    fn checkpoint(&self, pager: &Pager, byte: usize) -> (usize, Mark) {
        let number = byte / STEP;
        while self.made.load(Ordering::Acquire) < number {
            self.step(pager);
        }
        (number * STEP, self.before(number))
    }
}

/// What is odd about some bytes.
struct Met {
    /// Whether they are UTF-8, but for a character cut at an end.
    is_utf8: bool,
    nuls: usize,
    first_nul: Option<usize>,
}

impl Mark {
    /// What stands before `end`, when this is what stands before `start`; and what
    /// was met between.
    fn after(self, pager: &Pager, start: usize, end: usize) -> (Self, Met) {
        let from = start.saturating_sub(BEFORE);
        let mut bytes = vec![0; (end + AFTER).min(pager.len()).max(end) - from];
        pager.fill(from, &mut bytes);
        let within = &bytes[start - from..end - from];
        let mark = Self {
            code_points: self.code_points + characters(within),
            ends: self.ends + ends_of_lines(&bytes, start - from, end - from),
        };
        let met = Met {
            is_utf8: is_utf8(&bytes, start - from, end - from),
            nuls: memchr_iter(0, within).count(),
            first_nul: memchr(0, within),
        };
        (mark, met)
    }
}

/// Whether a character begins with that byte.
fn begins(byte: u8) -> bool {
    (byte & 0xC0) != 0x80
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    // In runs so short that the sum of each fits a byte: that is what vector
    // instructions are good at.
    bytes
        .chunks(255)
        .map(|run| usize::from(run.iter().map(|byte| u8::from(begins(*byte))).sum::<u8>()))
        .sum()
}

/// How many ends of lines end in `bytes[start..end]`: those of
/// [`line_starts`](crate::text::whole::line_starts).
fn ends_of_lines(bytes: &[u8], start: usize, end: usize) -> usize {
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
/// `bytes` holds three more on either side, or begins and ends the document.
fn is_utf8(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_begin = |at: &usize| bytes.get(*at).is_none_or(|byte| begins(*byte));
    let first = (start.saturating_sub(BEFORE)..=start).rev().find(is_begin);
    let last = (end..=(end + AFTER).min(bytes.len())).find(is_begin);
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    std::str::from_utf8(&bytes[first..last]).is_ok()
}
