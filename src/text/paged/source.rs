//! Reads the bytes of a paged text, whatever happens to the file.
//!
//! Must not know: files, sections.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes that can be read at any offset, again and again: a file.
pub trait Source: Send + Sync + fmt::Debug {
    /// Fills `into` with the bytes from `offset` on, as far as there are any, and
    /// returns how many there were.
    fn read_at(&self, offset: usize, into: &mut [u8]) -> io::Result<usize>;
}

impl Source for Box<[u8]> {
    fn read_at(&self, offset: usize, into: &mut [u8]) -> io::Result<usize> {
        let rest = self.get(offset..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

/// The first bytes of a source, without errors.
#[derive(Debug)]
pub(super) struct Reader {
    source: Arc<dyn Source>,
    len: usize,
    failed: AtomicBool,
}

impl Reader {
    pub fn new(source: Arc<dyn Source>, len: usize) -> Self {
        let failed = AtomicBool::new(false);
        Self {
            source,
            len,
            failed,
        }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// Fills a buffer with the bytes from `start` on. What cannot be read becomes line feeds:
    /// the screen shows nothing there, and whoever watches the file says why.
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

    pub fn bytes(&self, range: Range<usize>) -> Vec<u8> {
        let end = range.end.min(self.len);
        let start = range.start.min(end);
        let mut bytes = vec![0; end - start];
        self.fill(start, &mut bytes);
        bytes
    }

    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }
}

/// Decodes UTF-8. U+001A SUBSTITUTE stands for each byte that is not part of it, as
/// in a file that is just being overwritten, so that no other character moves.
pub(super) fn decode(bytes: Vec<u8>) -> String {
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
