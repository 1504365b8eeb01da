//! The lock that keeps two instances from writing at the same time.
//!
//! It is a file of its own that is never renamed: a lock on the annotation
//! file itself would lock a file that the next save replaces. It stands beside the
//! annotation files, where every instance looks that could write them: of another user, of
//! another machine on a network file system, of an earlier version.
//!
//! Must not know: what is written under it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::{StorageError, reason};

/// The lock file in the annotations folder; hidden, so that it is no annotation file.
const NAME: &str = ".postil.lock";
/// A save takes milliseconds: an instance that holds the lock for longer hangs.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

const RULES: &str = ".gitignore";
/// Keeps out of version control what is no annotation file: the lock, what a save that was
/// killed left, and these rules.
const RULES_CONTENT: &str = "/.gitignore\n/.postil.lock\n.*.json.??????\n";

/// Held until it is dropped, by this process only.
#[derive(Debug)]
pub(super) struct Lock(Result<File, String>);

impl Lock {
    /// Takes the lock of an annotations folder, which must exist.
    pub(super) fn take(annotations_dir: &Path) -> Result<Self, StorageError> {
        let path = annotations_dir.join(NAME);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            // One that a colleague made may be theirs to write; it is never
            // written to, and to lock it, reading is enough.
            .or_else(|error| File::open(&path).map_err(|_| error))
            .map_err(|error| StorageError::io("write to", annotations_dir, error))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(Ok(file))),
                Err(TryLockError::WouldBlock) if started.elapsed() < PATIENCE => {
                    thread::sleep(BETWEEN_TRIES);
                }
                Err(TryLockError::WouldBlock) => return Err(StorageError::Locked { path }),
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                // Some network file systems have none, or not now (ENOLCK, ENOSYS,
                // EOPNOTSUPP), or none on a file that may only be read (EBADF). Each save
                // still reads and merges right before it writes, and renames.
                Err(TryLockError::Error(error)) => return Ok(Self(Err(reason(&error)))),
            }
        }
    }

    /// Whether nobody else can be writing.
    pub(super) fn is_exclusive(&self) -> bool {
        self.0.is_ok()
    }

    /// Why the file system gives no lock, where it gives none.
    pub(super) fn why_none(&self) -> Option<&str> {
        self.0.as_ref().err().map(String::as_str)
    }
}

/// Keeps the lock out of version control, unless somebody has rules of their own there.
pub(super) fn keep_out_of_version_control(annotations_dir: &Path) {
    let path = annotations_dir.join(RULES);
    // An empty one is what is left where its writer was killed.
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file() || found.len() > 0) {
        return;
    }
    let file = OpenOptions::new().append(true).create(true).open(&path);
    // Without it, only version control is less tidy.
    let _ = file.and_then(|mut file| file.write_all(RULES_CONTENT.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_version_control_are_written_once_and_nobody_elses_are_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RULES);
        let read = || fs::read_to_string(&path).unwrap();
        for before in [None, Some("")] {
            if let Some(content) = before {
                fs::write(&path, content).unwrap();
            }
            keep_out_of_version_control(folder.path());
            keep_out_of_version_control(folder.path());
            assert_eq!(read(), RULES_CONTENT);
        }
        fs::write(&path, "*.tmp\n").unwrap();
        keep_out_of_version_control(folder.path());
        assert_eq!(read(), "*.tmp\n");
    }
}
