//! A cache of parsed annotation files, so that the bytes of a large one are not parsed
//! again. A save reads the file before it writes, and so does a look after the watch says
//! that it has changed: where the file is in the cache, both are done once they have
//! computed its fingerprint, a piece at a time.
//!
//! Must not know: whose file it is.

use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use crate::formats::native::{self, Parsed, Watch};

use super::error::StorageError;
use super::fingerprint::{fingerprint, in_hexadecimal};
use super::regular::{if_there, read_if_there, read_whole, regular};

/// Files of fewer bytes are parsed faster than anybody notices.
const WORTH_IT: u64 = 256 * 1024;
/// How many files are cached: the open ones, and some that were looked into.
const CAPACITY: usize = 4;
/// How much of a file is read at once, in bytes.
const PIECE: usize = 256 * 1024;

/// The large files that were parsed last, by their fingerprints.
#[derive(Debug, Clone, Default)]
pub(super) struct ParseCache(Arc<(Mutex<Entries>, Condvar)>);

#[derive(Debug, Default)]
struct Entries {
    /// The one that was asked for last comes last.
    cached: Vec<Entry>,
    /// The fingerprints of those that are being parsed.
    busy: Vec<String>,
}

#[derive(Debug)]
struct Entry {
    /// Where the file is. What was there before is not cached any more.
    path: PathBuf,
    fingerprint: String,
    parsed: Parsed,
    /// Whether each of its annotations is known to be read back as it was written.
    checked: bool,
}

/// An annotation file that was read.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) parsed: Parsed,
    pub(super) content: Content,
    /// What the system said of it before.
    pub(super) metadata: Metadata,
}

/// The bytes of a file; those of a large one stay in it.
#[derive(Debug)]
pub(super) enum Content {
    Bytes {
        bytes: Vec<u8>,
        /// Once somebody has asked for it: of a file that is only read, nobody does.
        fingerprint: OnceLock<String>,
    },
    /// An open file.
    File {
        file: File,
        len: u64,
        fingerprint: String,
    },
}

impl Content {
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self::Bytes {
            bytes,
            fingerprint: OnceLock::new(),
        }
    }

    /// The content of an open file, from where it is to be read on.
    pub(super) fn read(mut file: File) -> io::Result<Self> {
        if file.metadata()?.len() < WORTH_IT {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            return Ok(Self::from_bytes(bytes));
        }
        let (fingerprint, len) = fingerprint_of(&mut file)?;
        Ok(Self::File {
            file,
            len,
            fingerprint,
        })
    }

    /// SHA-256, in hexadecimal.
    pub(super) fn fingerprint(&self) -> &str {
        match self {
            Self::Bytes {
                bytes,
                fingerprint: known,
            } => known.get_or_init(|| fingerprint(bytes)),
            Self::File { fingerprint, .. } => fingerprint,
        }
    }

    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Bytes { bytes, .. } => bytes.len() as u64,
            Self::File { len, .. } => *len,
        }
    }

    /// Writes it to a file; a large one is copied by the system.
    pub(super) fn write_to(&self, to: &mut File) -> io::Result<()> {
        match self {
            Self::Bytes { bytes, .. } => to.write_all(bytes),
            Self::File { file, len, .. } => {
                let mut file = file;
                file.seek(SeekFrom::Start(0))?;
                let copied = io::copy(&mut file.take(*len), to)?;
                if copied < *len {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(())
            }
        }
    }
}

/// Computes the fingerprint and the length of what is still to be read of a file.
fn fingerprint_of(mut file: impl io::Read) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; PIECE];
    let mut len = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((in_hexadecimal(&hash.finalize()), len)),
            Ok(read) => {
                hash.update(&buffer[..read]);
                len += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl ParseCache {
    /// Reads and parses an annotation file, unless it is in the cache; `None` when there is
    /// no file. While a large one is parsed, `watch` is told how many bytes have been.
    ///
    /// # Errors
    /// When it cannot be read; that it was interrupted, when `watch` says not to go on.
    pub(super) fn read(&self, path: &Path, watch: Watch<'_>) -> Result<Option<Read>, StorageError> {
        let unread = |error| StorageError::io("read", path, error);
        let Some(metadata) = if_there(regular(path))? else {
            return Ok(None);
        };
        if metadata.len() >= WORTH_IT {
            let content = File::open(path).and_then(Content::read).map_err(unread)?;
            if let Some(parsed) = self.cached(content.fingerprint()) {
                return Ok(Some(Read {
                    parsed,
                    content,
                    metadata,
                }));
            }
        }
        // Meanwhile a large one may have become something else.
        let bytes = match metadata.len() >= WORTH_IT {
            true => read_if_there(path)?,
            false => if_there(read_whole(path))?,
        };
        let Some(bytes) = bytes else { return Ok(None) };
        // Its fingerprint is computed again: the file may have changed meanwhile.
        let fingerprint = OnceLock::new();
        let parsed = self.parse(path, (&bytes, &fingerprint), watch);
        let parsed = parsed.ok_or_else(|| unread(io::ErrorKind::Interrupted.into()))?;
        Ok(Some(Read {
            parsed,
            content: Content::Bytes { bytes, fingerprint },
            metadata,
        }))
    }

    /// Caches what was just written.
    pub(super) fn keep(&self, path: &Path, content: &Content, parsed: Parsed) {
        if content.len() >= WORTH_IT {
            self.entries().put(Entry {
                path: path.to_owned(),
                fingerprint: content.fingerprint().to_owned(),
                parsed,
                checked: true,
            });
        }
    }

    /// Whether a save has written these bytes, so that they are known to be read back.
    pub(super) fn was_checked(&self, content: &Content) -> bool {
        let entries = self.entries();
        let mut cached = entries.cached.iter();
        cached.any(|entry| entry.checked && entry.fingerprint == content.fingerprint())
    }

    /// Parses bytes, or waits for another thread that is parsing the same: two sets of
    /// 100,000 tags that share nothing take twice the memory, and are slow to compare.
    fn parse(
        &self,
        path: &Path,
        (bytes, known): (&[u8], &OnceLock<String>),
        watch: Watch<'_>,
    ) -> Option<Parsed> {
        if (bytes.len() as u64) < WORTH_IT {
            return native::parse_watched(bytes, watch);
        }
        let fingerprint = known.get_or_init(|| fingerprint(bytes));
        if let Some(parsed) = self.cached(fingerprint) {
            return Some(parsed);
        }
        let busy = Busy::begin(self, fingerprint);
        if let Some(parsed) = self.entries().get(fingerprint) {
            return Some(parsed);
        }
        let parsed = native::parse_watched(bytes, watch)?;
        self.entries().put(Entry {
            path: path.to_owned(),
            fingerprint: fingerprint.to_owned(),
            parsed: parsed.clone(),
            checked: false,
        });
        drop(busy);
        Some(parsed)
    }

    /// The entry of a file, once nobody is parsing it any more.
    fn cached(&self, fingerprint: &str) -> Option<Parsed> {
        self.idle_entries(fingerprint).get(fingerprint)
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody is parsing a file.
    fn idle_entries(&self, fingerprint: &str) -> MutexGuard<'_, Entries> {
        let (_, done) = &*self.0;
        let mut entries = self.entries();
        while entries.busy.iter().any(|busy| busy == fingerprint) {
            entries = done.wait(entries).unwrap_or_else(PoisonError::into_inner);
        }
        entries
    }
}

/// Marks a file as being parsed until it is dropped, also by a panic: others wait for it.
struct Busy<'a> {
    cache: &'a ParseCache,
    fingerprint: &'a str,
}

impl<'a> Busy<'a> {
    fn begin(cache: &'a ParseCache, fingerprint: &'a str) -> Self {
        let mut entries = cache.idle_entries(fingerprint);
        entries.busy.push(fingerprint.to_owned());
        Self { cache, fingerprint }
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let mut entries = self.cache.entries();
        entries.busy.retain(|busy| busy != self.fingerprint);
        self.cache.0.1.notify_all();
    }
}

impl Entries {
    fn get(&mut self, fingerprint: &str) -> Option<Parsed> {
        let mut cached = self.cached.iter();
        let at = cached.position(|entry| entry.fingerprint == fingerprint)?;
        let found = self.cached.remove(at);
        let parsed = found.parsed.clone();
        self.cached.push(found);
        Some(parsed)
    }

    fn put(&mut self, new: Entry) {
        let mut cached = self.cached.iter();
        let checked = cached.any(|entry| entry.checked && entry.fingerprint == new.fingerprint);
        self.cached
            .retain(|entry| entry.fingerprint != new.fingerprint && entry.path != new.path);
        if self.cached.len() == CAPACITY {
            self.cached.remove(0);
        }
        self.cached.push(Entry {
            checked: checked || new.checked,
            ..new
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::annotation::{AnnotationSet, annotation};
    use crate::formats::native::AnnotationFile;

    fn large() -> Vec<u8> {
        let annotations =
            (0..2000).map(|number| annotation(&format!("id{number}"), number, number + 50));
        native::write(&AnnotationFile {
            set: AnnotationSet::from_annotations(annotations).0,
            ..AnnotationFile::default()
        })
    }

    #[test]
    fn a_large_file_is_parsed_once_for_all_who_ask() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let bytes = large();
        assert!(bytes.len() as u64 >= WORTH_IT);
        std::fs::write(&path, &bytes).unwrap();
        let cache = ParseCache::default();
        let begun = AtomicUsize::new(0);
        let read = || {
            let mut first = true;
            let read = cache.read(&path, &mut |_| {
                begun.fetch_add(usize::from(std::mem::take(&mut first)), Ordering::Relaxed);
                true
            });
            read.unwrap().unwrap()
        };
        let sets: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert_eq!(begun.load(Ordering::Relaxed), 1);
        for Read {
            parsed, content, ..
        } in &sets
        {
            let one = sets[0].parsed.file.set.iter().next().unwrap();
            assert!(Arc::ptr_eq(one, parsed.file.set.iter().next().unwrap()));
            assert_eq!(content.len(), bytes.len() as u64);
            let copy = folder.path().join("copy");
            content.write_to(&mut File::create(&copy).unwrap()).unwrap();
            assert_eq!(std::fs::read(copy).unwrap(), bytes);
        }
    }

    #[test]
    fn what_is_given_up_is_read_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, large()).unwrap();
        let cache = ParseCache::default();
        assert!(cache.read(&path, &mut |_| false).is_err());
        let read = cache.read(&path, &mut |_| true).unwrap().unwrap();
        assert_eq!(read.parsed.file.set.len(), 2000);
    }

    #[test]
    fn a_file_that_has_grown_or_gone_is_not_copied_as_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, large()).unwrap();
        let cache = ParseCache::default();
        cache.read(&path, &mut |_| true).unwrap();
        let content = cache.read(&path, &mut |_| true).unwrap().unwrap().content;
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(9).unwrap();
        let copy = File::create(folder.path().join("copy"));
        assert!(content.write_to(&mut copy.unwrap()).is_err());
    }
}
