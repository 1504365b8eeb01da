//! The lock that keeps two instances from writing at the same time.
//!
//! It is a file of its own that is never renamed: a lock on the annotation
//! file itself would lock a file that the next save replaces.
//!
//! Must not know: what is written under it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::StorageError;

/// The lock file in the annotations folder; hidden, so that it is no annotation file.
const NAME: &str = ".postil.lock";
/// A save takes milliseconds: an instance that holds the lock for longer hangs.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// Held until it is dropped, by this process only.
#[derive(Debug)]
pub(super) struct Lock {
    /// Keeps the lock; `None` where the file system has no locks.
    file: Option<File>,
}

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
                Ok(()) => return Ok(Self { file: Some(file) }),
                Err(TryLockError::WouldBlock) if started.elapsed() < PATIENCE => {
                    thread::sleep(BETWEEN_TRIES);
                }
                Err(TryLockError::WouldBlock) => return Err(StorageError::Locked { path }),
                // Some network file systems have none. Each save still reads
                // and merges right before it writes.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { file: None });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(StorageError::io("lock", &path, error));
                }
            }
        }
    }

    /// Whether nobody else can be writing.
    pub(super) fn is_exclusive(&self) -> bool {
        self.file.is_some()
    }
}
