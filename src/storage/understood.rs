//! What was made of large annotation files the last time: the same bytes need not be
//! understood again. A save reads the file before it writes, and so does a look when
//! the watch says that it has changed; of a file of 100,000 tags that is known, both
//! find its fingerprint, a piece at a time, and are done.
//!
//! Must not know: whose file it is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::formats::native::{self, Parsed, Watch};

use super::error::StorageError;
use super::fingerprint::{fingerprint, in_hexadecimal};
use super::regular::read_if_there;

/// Files of fewer bytes are understood in less time than it takes to notice.
const WORTH_IT: u64 = 256 * 1024;
/// The files that are remembered: those that are open, and some that were looked
/// into. What they say is shared with whoever asked.
const REMEMBERED: usize = 4;
/// How much of a file is read at once, in bytes.
const PIECE: usize = 256 * 1024;

/// The last large files that were understood, by their fingerprints.
#[derive(Debug, Clone, Default)]
pub(super) struct Understood(Arc<(Mutex<Known>, Condvar)>);

#[derive(Debug, Default)]
struct Known {
    /// The one that was asked for last comes last.
    files: Vec<Remembered>,
    /// Those that are being understood just now.
    busy: Vec<String>,
}

#[derive(Debug)]
struct Remembered {
    /// Where it stands. What stood there before is not remembered.
    path: PathBuf,
    fingerprint: String,
    parsed: Parsed,
    /// Whether each of its annotations was found to be read back as it is written.
    checked: bool,
}

/// The bytes of a file: of a small one in memory, of a large one where they are.
#[derive(Debug)]
pub(super) struct Content {
    /// SHA-256, in hexadecimal.
    pub(super) fingerprint: String,
    held: Held,
}

#[derive(Debug)]
enum Held {
    Bytes(Vec<u8>),
    /// A file that was opened, and its length.
    File(File, u64),
}

impl Content {
    /// Some bytes.
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self {
            fingerprint: fingerprint(&bytes),
            held: Held::Bytes(bytes),
        }
    }

    /// What is to be read of a file.
    pub(super) fn read(mut file: File) -> io::Result<Self> {
        if file.metadata()?.len() < WORTH_IT {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            return Ok(Self::of(bytes));
        }
        let (fingerprint, len) = fingerprint_of(&mut file)?;
        Ok(Self {
            fingerprint,
            held: Held::File(file, len),
        })
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        match &self.held {
            Held::Bytes(bytes) => bytes.len() as u64,
            Held::File(_, len) => *len,
        }
    }

    /// Writes it to a file. Of a large one, the system is asked to copy it.
    ///
    /// # Errors
    /// When the system refuses, or the file has another length by now.
    pub(super) fn write_to(&self, to: &mut File) -> io::Result<()> {
        match &self.held {
            Held::Bytes(bytes) => to.write_all(bytes),
            Held::File(file, len) => {
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

/// Finds the fingerprint of what is still to be read of a file, and its length.
fn fingerprint_of(mut file: impl Read) -> io::Result<(String, u64)> {
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

impl Understood {
    /// Reads an annotation file and makes of it what can be made of it; `None` when
    /// there is none. Of a large one `watch` hears how many bytes have been read.
    ///
    /// # Errors
    /// When it cannot be read; when it was not to go on, that it was interrupted.
    pub(super) fn read(
        &self,
        path: &Path,
        watch: Watch<'_>,
    ) -> Result<Option<(Parsed, Content)>, StorageError> {
        let said = |error| StorageError::io("read", path, error);
        let metadata = std::fs::metadata(path);
        let is_large = |it: std::fs::Metadata| it.is_file() && it.len() >= WORTH_IT;
        if metadata.is_ok_and(is_large) {
            let content = File::open(path).and_then(Content::read).map_err(said)?;
            if let Some(parsed) = self.remembered(&content.fingerprint) {
                return Ok(Some((parsed, content)));
            }
        }
        let Some(bytes) = read_if_there(path)? else {
            return Ok(None);
        };
        // Taken anew: it may have changed between.
        let fingerprint = fingerprint(&bytes);
        let parsed = self.parse(path, (&bytes, &fingerprint), watch);
        let parsed = parsed.ok_or_else(|| said(io::ErrorKind::Interrupted.into()))?;
        let held = Held::Bytes(bytes);
        Ok(Some((parsed, Content { fingerprint, held })))
    }

    /// Remembers what bytes say that were just written.
    pub(super) fn keep(&self, path: &Path, content: &Content, parsed: Parsed) {
        if content.len() >= WORTH_IT {
            self.known().put(Remembered {
                path: path.to_owned(),
                fingerprint: content.fingerprint.clone(),
                parsed,
                checked: true,
            });
        }
    }

    /// Whether each annotation of a file was found to be read back as it is written:
    /// its bytes were kept after a save.
    pub(super) fn was_checked(&self, content: &Content) -> bool {
        let known = self.known();
        let mut files = known.files.iter();
        files.any(|it| it.checked && it.fingerprint == content.fingerprint)
    }

    /// One that somebody else is just understanding is waited for: two sets of 100,000
    /// that share nothing are twice the memory, and are compared one by one.
    fn parse(
        &self,
        path: &Path,
        (bytes, fingerprint): (&[u8], &str),
        watch: Watch<'_>,
    ) -> Option<Parsed> {
        if (bytes.len() as u64) < WORTH_IT {
            return native::parse_watched(bytes, watch);
        }
        if let Some(parsed) = self.remembered(fingerprint) {
            return Some(parsed);
        }
        let busy = Busy::begin(self, fingerprint);
        if let Some(parsed) = self.known().get(fingerprint) {
            return Some(parsed);
        }
        let parsed = native::parse_watched(bytes, watch)?;
        self.known().put(Remembered {
            path: path.to_owned(),
            fingerprint: fingerprint.to_owned(),
            parsed: parsed.clone(),
            checked: false,
        });
        drop(busy);
        Some(parsed)
    }

    fn remembered(&self, fingerprint: &str) -> Option<Parsed> {
        let (_, done) = &*self.0;
        let mut known = self.known();
        while known.busy.iter().any(|it| it == fingerprint) {
            known = done.wait(known).unwrap_or_else(PoisonError::into_inner);
        }
        known.get(fingerprint)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file is being understood, by one at a time; also one that panics ends.
struct Busy<'a> {
    with: &'a Understood,
    fingerprint: &'a str,
}

impl<'a> Busy<'a> {
    fn begin(with: &'a Understood, fingerprint: &'a str) -> Self {
        let (_, done) = &*with.0;
        let mut known = with.known();
        while known.busy.iter().any(|it| it == fingerprint) {
            known = done.wait(known).unwrap_or_else(PoisonError::into_inner);
        }
        known.busy.push(fingerprint.to_owned());
        Self { with, fingerprint }
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.with.known().busy.retain(|it| it != self.fingerprint);
        self.with.0.1.notify_all();
    }
}

impl Known {
    fn get(&mut self, fingerprint: &str) -> Option<Parsed> {
        let mut files = self.files.iter();
        let at = files.position(|it| it.fingerprint == fingerprint)?;
        let found = self.files.remove(at);
        let parsed = found.parsed.clone();
        self.files.push(found);
        Some(parsed)
    }

    fn put(&mut self, file: Remembered) {
        let mut files = self.files.iter();
        let checked = files.any(|it| it.checked && it.fingerprint == file.fingerprint);
        self.files
            .retain(|it| it.fingerprint != file.fingerprint && it.path != file.path);
        if self.files.len() == REMEMBERED {
            self.files.remove(0);
        }
        self.files.push(Remembered {
            checked: checked || file.checked,
            ..file
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
    fn a_large_file_is_understood_once_by_however_many() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let bytes = large();
        assert!(bytes.len() as u64 >= WORTH_IT);
        std::fs::write(&path, &bytes).unwrap();
        let understood = Understood::default();
        let begun = AtomicUsize::new(0);
        let read = || {
            let mut first = true;
            let read = understood.read(&path, &mut |_| {
                begun.fetch_add(usize::from(std::mem::take(&mut first)), Ordering::Relaxed);
                true
            });
            read.unwrap().unwrap()
        };
        let sets: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert_eq!(begun.load(Ordering::Relaxed), 1);
        for (parsed, content) in &sets {
            let one = sets[0].0.file.set.iter().next().unwrap();
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
        let understood = Understood::default();
        assert!(understood.read(&path, &mut |_| false).is_err());
        let read = understood.read(&path, &mut |_| true).unwrap().unwrap();
        assert_eq!(read.0.file.set.len(), 2000);
    }

    #[test]
    fn a_file_that_has_grown_or_gone_is_not_copied_as_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, large()).unwrap();
        let understood = Understood::default();
        understood.read(&path, &mut |_| true).unwrap();
        let (_, content) = understood.read(&path, &mut |_| true).unwrap().unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(9).unwrap();
        let copy = File::create(folder.path().join("copy"));
        assert!(content.write_to(&mut copy.unwrap()).is_err());
    }
}
