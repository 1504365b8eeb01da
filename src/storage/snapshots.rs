//! Snapshots of the texts in which passages were tagged, in the user's state folder and
//! readable by that user alone: what a document said, so that its tags can be carried over
//! to what it says now.
//!
//! Each is named by the SHA-256 of the document that it is the text of, and compressed
//! (gzip, RFC 1952, whose checksum tells one that is half written). There are only so many
//! bytes of them, or a sixteenth more: those that were not used for the longest time go first.
//! None is ever needed, and one that cannot be written or read is as good as none.
//!
//! Must not know: which document had the text, and what stands in it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::text::Text;

use super::error::StorageError;
use super::file::{make_private_folder, write_soon};
use super::lock::Lock;
use super::shared_lock::SharedLock;
use super::state;
use super::thinning::{sweep, thin, touch};

/// Texts of more bytes are not kept.
const LONGEST: usize = 16 << 20;
/// How many bytes all of them take, at most.
const MOST_BYTES: u64 = 256 << 20;
/// The folder is gone through once, and again when this part of that has been added.
const UNSEEN: u64 = 16;
const ENDING: &str = ".txt.gz";

/// The snapshots of one user.
#[derive(Debug, Clone, Default)]
pub struct Snapshots {
    folder: Option<PathBuf>,
    most_bytes: u64,
    /// How many bytes were added since the folder was gone through; none before it was.
    added: Arc<Mutex<Option<u64>>>,
    /// The lock that those share who write at the same time.
    lock: Arc<SharedLock>,
}

impl Snapshots {
    /// Those in the user's state folder. Where the system has none, none are kept.
    pub fn of_user() -> Self {
        Self {
            folder: state::folder("snapshots"),
            most_bytes: MOST_BYTES,
            added: Arc::default(),
            lock: Arc::default(),
        }
    }

    /// Those in a folder, which are to take so many bytes at most.
    pub fn at(folder: PathBuf, most_bytes: u64) -> Self {
        Self {
            folder: Some(folder),
            most_bytes,
            added: Arc::default(),
            lock: Arc::default(),
        }
    }

    /// Keeps the text of a document, unless it is kept already.
    ///
    /// # Errors
    /// When the system refuses. Nothing depends on it.
    pub(super) fn keep(&self, sha256: &str, text: &Text) -> Result<(), StorageError> {
        let Some(path) = self.path(sha256).filter(|_| text.len() <= LONGEST) else {
            return Ok(());
        };
        if path.exists() {
            touch(&path);
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&path);
        make_private_folder(folder)?;
        // Without a lock, others may be writing: nothing is swept then.
        let lock = self.lock.join(|| self.lock_and_sweep(folder));
        let words = text.slice(text.full_range());
        let write = |file: &mut File| {
            let mut packed = GzEncoder::new(file, Compression::fast());
            packed.write_all(words.as_bytes())?;
            packed.finish().map(|_| ())
        };
        write_soon(&path, write).map_err(|error| StorageError::io("write", &path, error))?;
        self.make_room(folder, path.metadata().map_or(0, |file| file.len()));
        drop(lock);
        Ok(())
    }

    /// Takes the lock, and deletes, once, what those left behind that were killed while they
    /// wrote. Nobody else writes yet: those of this program who come wait until this is done.
    fn lock_and_sweep(&self, folder: &Path) -> Result<Lock, StorageError> {
        let lock = Lock::take(folder)?;
        let added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_exclusive() && added.is_none() {
            sweep(folder, ENDING);
        }
        Ok(lock)
    }

    /// Deletes what is too much, now that so many bytes were added. Whoever keeps the texts of
    /// a thousand documents does not go through the folder a thousand times.
    fn make_room(&self, folder: &Path, len: u64) {
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let unseen = added.map(|added| added + len);
        if let Some(unseen) = unseen.filter(|unseen| *unseen <= self.most_bytes / UNSEEN) {
            *added = Some(unseen);
            return;
        }
        *added = Some(0);
        thin(folder, ENDING, self.most_bytes);
    }

    /// The text of the document with this SHA-256, if it was kept.
    pub(super) fn find(&self, sha256: &str) -> Option<Text> {
        let path = self.path(sha256)?;
        let mut words = String::new();
        let packed = GzDecoder::new(File::open(&path).ok()?);
        // What claims to be longer was not written here.
        let mut packed = packed.take(LONGEST as u64 + 1);
        packed.read_to_string(&mut words).ok()?;
        if words.len() > LONGEST {
            return None;
        }
        touch(&path);
        Some(Text::new(words))
    }

    /// Where the snapshot of a document is. Its SHA-256 may come from a file that anybody
    /// wrote.
    fn path(&self, sha256: &str) -> Option<PathBuf> {
        let is_one = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let folder = self.folder.as_ref().filter(|_| is_one)?;
        Some(folder.join(format!("{}{ENDING}", sha256.to_ascii_lowercase())))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::SystemTime;

    use super::*;

    fn sha256(digit: char) -> String {
        digit.to_string().repeat(64)
    }

    #[test]
    fn a_text_is_found_again_by_the_hash_of_its_document() {
        let folder = tempfile::tempdir().unwrap();
        let snapshots = Snapshots::at(folder.path().join("a/b"), 1 << 20);
        let text = Text::new("Ein Text.\r\n\u{feff}é");
        assert!(snapshots.find(&sha256('a')).is_none());
        snapshots.keep(&sha256('a'), &text).unwrap();
        snapshots.keep(&sha256('a'), &text).unwrap();
        let found = snapshots.find(&sha256('A')).unwrap();
        assert_eq!(
            found.slice(found.full_range()),
            text.slice(text.full_range())
        );
        for odd in ["", "..", "../../a", &"/".repeat(64), &sha256('g')] {
            assert!(snapshots.find(odd).is_none());
            snapshots.keep(odd, &text).unwrap();
        }
        let kept = fs::read_dir(folder.path().join("a/b")).unwrap();
        let names = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(names.filter(|name| name.ends_with(ENDING)).count(), 1);
        Snapshots::default().keep(&sha256('a'), &text).unwrap();
    }

    #[test]
    fn one_that_is_half_written_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let snapshots = Snapshots::at(folder.path().to_owned(), 1 << 20);
        snapshots
            .keep(&sha256('a'), &Text::new("One two three four five."))
            .unwrap();
        let path = snapshots.path(&sha256('a')).unwrap();
        let bytes = fs::read(&path).unwrap();
        for len in [0, 5, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..len]).unwrap();
            assert!(snapshots.find(&sha256('a')).is_none(), "{len}");
        }
    }

    #[test]
    fn the_folder_is_gone_through_once_for_many_that_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let snapshots = Snapshots::at(folder.path().to_owned(), 1 << 20);
        let left_over = folder.path().join(format!(".a{ENDING}.00000a"));
        let mut swept = 0;
        for digit in "0123456789abcdef".chars() {
            fs::write(&left_over, "half").unwrap();
            snapshots
                .clone()
                .keep(&sha256(digit), &Text::new("One."))
                .unwrap();
            swept += usize::from(!left_over.exists());
        }
        assert_eq!(swept, 1);
        // Whoever comes after it takes away what is left.
        let anew = Snapshots::at(folder.path().to_owned(), 1 << 20);
        anew.keep(&"ab".repeat(32), &Text::new("One.")).unwrap();
        assert!(!left_over.exists());
    }

    #[test]
    fn those_that_were_not_used_for_the_longest_time_make_room() {
        let folder = tempfile::tempdir().unwrap();
        let snapshots = Snapshots::at(folder.path().to_owned(), 80);
        for (age, digit) in [(3, 'a'), (2, 'b'), (1, 'c')] {
            snapshots.keep(&sha256(digit), &Text::new("One.")).unwrap();
            let path = snapshots.path(&sha256(digit)).unwrap();
            let file = File::options().write(true).open(path).unwrap();
            let used = SystemTime::now() - std::time::Duration::from_secs(1000 * age);
            file.set_modified(used).unwrap();
        }
        assert!(
            snapshots.find(&sha256('a')).is_some(),
            "and it is the last one used"
        );
        snapshots.keep(&sha256('d'), &Text::new("Two.")).unwrap();
        let is_there = |digit| snapshots.find(&sha256(digit)).is_some();
        let there: Vec<char> = ['a', 'b', 'c', 'd']
            .into_iter()
            .filter(|digit| is_there(*digit))
            .collect();
        assert_eq!(there, ['a', 'c', 'd']);
    }
}
