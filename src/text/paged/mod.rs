//! Text that stays where it is, and is read section by section as it is needed.
//!
//! A *section* is some 16 KiB of the text that are kept, wrapped and cut into
//! sentences by themselves, as a small text is. Where sections meet depends on the
//! bytes near fixed offsets alone: whoever asks, from wherever, finds the same
//! sections, and a screenful costs the same on line 1 as in the middle of a line of
//! 100 MB.
//!
//! Must not know: files. What is read comes through [`Source`].

mod boundary;
mod bytes;
mod index;
mod source;

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::range::TextRange;
use super::section::Section;
use index::Index;
pub use source::Source;
use source::{Reader, decode};

/// Documents of more bytes than this are paged. The sentences of a smaller one are
/// found in less than 5 ms (some 26 MB/s on the machine of docs/BENCHMARKS.md), and
/// all of it is known at once: its number of sentences, its last line.
pub const PAGED_FROM: usize = 128 * 1024;

/// How many sections are kept. A screen shows one or two; a jump and back, and the
/// search around the cursor, need some more. A letter with a hundred thousand accents
/// fills a section with a single row, and a screen of those shows eighty sections:
/// keeping them all takes 2 MB more than keeping 32 would.
pub(super) const CACHED_SECTIONS: NonZeroUsize = NonZeroUsize::new(128).expect("128 is not 0");

/// A text in sections. Positions are bytes of the text.
#[derive(Debug)]
pub(super) struct PagedText {
    reader: Arc<Reader>,
    pub index: Index,
    sections: Mutex<LruCache<usize, Section>>,
}

impl PagedText {
    /// The first `len` bytes of a source, which should be UTF-8.
    pub fn new(source: Arc<dyn Source>, len: usize) -> Self {
        let reader = Arc::new(Reader::new(source, len));
        Self {
            index: Index::new(Arc::clone(&reader)),
            reader,
            sections: Mutex::new(LruCache::new(CACHED_SECTIONS)),
        }
    }

    pub fn len(&self) -> usize {
        self.reader.len()
    }

    pub fn section_at(&self, byte: usize) -> Section {
        let nominal = boundary::nominal(byte, self.len());
        let section = self.section(nominal);
        // A section begins somewhat after its nominal start.
        if byte < section.start && nominal > 0 {
            self.section(nominal - 1)
        } else {
            section
        }
    }

    pub fn section_count(&self) -> usize {
        boundary::count(self.len())
    }

    /// A section by its number, from the cache if it is there.
    pub fn section(&self, number: usize) -> Section {
        if let Some(section) = self.sections().get(&number) {
            return section.clone();
        }
        // Outside the lock, so that no other thread waits for a disk.
        let section = self.read_section(number);
        self.sections().put(number, section.clone());
        section
    }

    /// A section by its number, read anew: the cache stays as it is.
    pub fn read_section(&self, number: usize) -> Section {
        boundary::read(&self.reader, number)
    }

    fn sections(&self) -> MutexGuard<'_, LruCache<usize, Section>> {
        self.sections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn bytes(&self, range: Range<usize>) -> Vec<u8> {
        self.reader.bytes(range)
    }

    pub fn has_failed(&self) -> bool {
        self.reader.has_failed()
    }

    pub fn slice(&self, range: TextRange) -> String {
        // Nearly always the range lies in one section, which was read before.
        let section = self.section_at(range.start());
        if range.end() <= section.end() {
            let start = range.start().saturating_sub(section.start);
            let within = TextRange::between(start, range.end() - section.start);
            return section.text.slice(within).to_owned();
        }
        let (start, end) = (self.floor_char(range.start()), self.floor_char(range.end()));
        decode(self.bytes(start..end))
    }

    pub fn floor_char(&self, byte: usize) -> usize {
        let byte = byte.min(self.len());
        let section = self.section_at(byte);
        section.start + section.text.floor_char(byte - section.start)
    }
}

#[cfg(test)]
mod tests;
