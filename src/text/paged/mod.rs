//! A content that stays where it is: read section by section, as it is needed.
//!
//! A *section* is some 16 KiB of the document that are held, wrapped and cut into
//! sentences by themselves, as a small document is. Where sections meet depends on
//! the bytes near fixed places alone, so that whoever asks, from wherever, finds
//! the same sections, and the work for a screenful is the same on line 1 as in the
//! middle of a line of 100 MB.
//!
//! Must not know: files. What is read comes through [`Source`].

mod index;
mod section;

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::range::{CodePoint, TextRange};
use index::Index;
pub(super) use section::Section;

/// Documents of more bytes than this are paged. Below, finding all sentences takes
/// less than 5 ms (some 26 MB/s on the machine of docs/BENCHMARKS.md), and the whole
/// document is known at once: its number of sentences, its last line.
pub const PAGED_FROM: usize = 128 * 1024;

/// How many sections are kept. A screen shows one or two; a jump and back, and the
/// search around the cursor, some more. But a letter with a hundred thousand accents
/// fills one with a single row, and then a screen with the one before it shows eighty.
/// In the latter case they take 2 MB more than 32 of them do.
pub(super) const KEPT: NonZeroUsize = NonZeroUsize::new(128).expect("128 is not 0");

/// Bytes that can be read at any place, time and again: a file.
pub trait Source: Send + Sync + fmt::Debug {
    /// Fills `into` with the bytes from `offset` on, as far as there are any, and
    /// answers how many there were.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read_at(&self, offset: usize, into: &mut [u8]) -> io::Result<usize>;
}

/// A document in sections. Positions are bytes of the document.
#[derive(Debug)]
pub(super) struct Pager {
    source: Arc<dyn Source>,
    len: usize,
    index: Index,
    sections: Mutex<LruCache<usize, Arc<Section>>>,
    /// Whether something could not be read.
    failed: AtomicBool,
}

impl Pager {
    /// `len` bytes, which should be UTF-8.
    pub fn new(source: Arc<dyn Source>, len: usize) -> Self {
        Self {
            source,
            len,
            index: Index::new(len),
            sections: Mutex::new(LruCache::new(KEPT)),
            failed: AtomicBool::new(false),
        }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// The section that holds `byte`; the end of the document lies in the last.
    pub fn section_at(&self, byte: usize) -> Arc<Section> {
        let nominal = section::nominal(byte, self.len);
        let section = self.section(nominal);
        // A section begins somewhat after its nominal place.
        if byte < section.start && nominal > 0 {
            self.section(nominal - 1)
        } else {
            section
        }
    }

    /// The number of sections, at least 1.
    pub fn count(&self) -> usize {
        section::count(self.len)
    }

    /// The section with that number (from 0, below [`count`](Self::count)).
    pub fn section(&self, number: usize) -> Arc<Section> {
        if let Some(section) = self.sections().get(&number) {
            return Arc::clone(section);
        }
        // Not under the lock: another thread must not wait for a disk.
        let made = Arc::new(self.read_section(number));
        self.sections().put(number, Arc::clone(&made));
        made
    }

    /// The same, read anew.
    pub fn read_section(&self, number: usize) -> Section {
        Section::read(self, number)
    }

    fn sections(&self) -> MutexGuard<'_, LruCache<usize, Arc<Section>>> {
        self.sections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fills a buffer with the bytes from `start` on. What cannot be read, because
    /// the file has been cut or the disk fails, reads as line ends: the screen
    /// shows nothing there, and whoever watches the file will say why.
    pub fn fill(&self, start: usize, into: &mut [u8]) {
        let wanted = into.len().min(self.len.saturating_sub(start));
        let read = match self.source.read_at(start, &mut into[..wanted]) {
            Ok(read) => read.min(wanted),
            Err(_) => 0,
        };
        if read < wanted {
            self.failed.store(true, Ordering::Relaxed);
        }
        into[read..].fill(b'\n');
    }

    /// The bytes of a range, whatever they are.
    pub fn bytes(&self, range: Range<usize>) -> Vec<u8> {
        let end = range.end.min(self.len);
        let start = range.start.min(end);
        let mut bytes = vec![0; end - start];
        self.fill(start, &mut bytes);
        bytes
    }

    /// Whether something could not be read.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// The characters of a range whose ends are moved to the boundaries before
    /// them.
    pub fn slice(&self, range: TextRange) -> String {
        // Nearly all that is asked for lies in what was read already.
        let section = self.section_at(range.start());
        if range.end() <= section.start + section.whole.len() {
            let start = range.start().saturating_sub(section.start);
            let within = TextRange::between(start, range.end() - section.start);
            return section.whole.slice(within).to_owned();
        }
        let (start, end) = (self.floor_char(range.start()), self.floor_char(range.end()));
        lossy(self.bytes(start..end))
    }

    /// The nearest character boundary at or before `byte`, within the document.
    pub fn floor_char(&self, byte: usize) -> usize {
        let byte = byte.min(self.len);
        let section = self.section_at(byte);
        section.start + section.whole.floor_char(byte - section.start)
    }

    /// How many code points stand before a character boundary.
    pub fn code_point_at(&self, byte: usize) -> CodePoint {
        CodePoint(self.index.code_points_before(self, byte.min(self.len)))
    }

    /// The byte offset of a code point; `None` when there are fewer.
    pub fn byte_of(&self, position: CodePoint) -> Option<usize> {
        self.index.byte_of(self, position.0)
    }

    /// How many bytes have been counted, from the start.
    pub fn counted(&self) -> usize {
        self.index.counted()
    }

    /// Whether so many code points have been counted.
    pub fn is_counted_to(&self, position: CodePoint) -> bool {
        self.index.is_counted_to(position.0)
    }

    /// Whether what stands before `byte` is known but for a step.
    pub fn is_counted_at(&self, byte: usize) -> bool {
        self.index.is_counted_at(byte)
    }

    /// Counts one step further; answers how many bytes have been counted.
    pub fn count_on(&self) -> usize {
        self.index.step(self)
    }

    /// Whether bytes were met that are not UTF-8, as far as they were counted.
    pub fn is_broken(&self) -> bool {
        self.index.is_broken()
    }

    /// How many NULs were met as far as it was counted, and where the first is.
    pub fn nuls(&self) -> Option<(usize, usize)> {
        self.index.nuls()
    }

    /// The number (from 1) of the hard line that `byte` lies on, and whether it
    /// was counted: else it is an estimate.
    pub fn line_number(&self, byte: usize) -> (usize, bool) {
        self.index.line_number(self, byte.min(self.len))
    }
}

/// Bytes as characters. Where they are no UTF-8, as in a file that is just being
/// written over, U+001A SUBSTITUTE stands for each single byte, so that every
/// character stays at its place.
fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        let mut words = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            words.push_str(chunk.valid());
            words.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
        }
        words
    })
}

/// A source in memory.
impl Source for Box<[u8]> {
    fn read_at(&self, offset: usize, into: &mut [u8]) -> io::Result<usize> {
        let rest = self.get(offset..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
