//! How a file stood at some time, to tell later without reading it whether it has
//! changed or was replaced.
//!
//! Must not know: what is in the file.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp {
    len: u64,
    modified: Option<SystemTime>,
    /// The device and the number of the file; zeros where the system tells neither.
    identity: [u64; 2],
    /// On Unix the time of the last change of any kind, in seconds and nanoseconds, which
    /// cannot be set back. Elsewhere whether the file is read-only.
    status: [i64; 2],
}

impl FileStamp {
    /// The stamp of what stands at a path; `None` where nothing does.
    pub fn read(path: &Path) -> Option<Self> {
        Some(Self::from_metadata(&fs::metadata(path).ok()?))
    }

    pub(super) fn from_metadata(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let (identity, status) = {
            use std::os::unix::fs::MetadataExt;
            (
                [metadata.dev(), metadata.ino()],
                [metadata.ctime(), metadata.ctime_nsec()],
            )
        };
        #[cfg(not(unix))]
        let (identity, status) = ([0; 2], [i64::from(metadata.permissions().readonly()), 0]);
        Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            identity,
            status,
        }
    }

    pub fn bytes(&self) -> usize {
        usize::try_from(self.len).unwrap_or(usize::MAX)
    }

    /// A hash of the stamp, with what else decides how the file is read.
    pub(crate) fn digest(&self, reading: &str) -> [u8; 16] {
        let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).ok();
        let modified = self.modified.and_then(since).map(|since| since.as_nanos());
        let words = format!(
            "{} {modified:?} {:?} {:?} {reading}",
            self.len, self.identity, self.status
        );
        let hash = Sha256::digest(words);
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash[..16]);
        digest
    }

    /// Whether both are of one file whose bytes were not written to between. That it was
    /// moved or unlinked is no change of them, but changes its status.
    pub(super) fn is_same_content(&self, other: &Self) -> bool {
        self.identity == other.identity && (self.len, self.modified) == (other.len, other.modified)
    }

    /// Whether both are of one file, changed or not, as far as the system tells.
    pub(super) fn is_of_same_file(&self, other: &Self) -> bool {
        self.identity[1] != 0 && self.identity == other.identity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_tells_a_changed_file_and_a_replaced_one() {
        let folder = tempfile::tempdir().unwrap();
        let [file, other] = ["a.txt", "b.txt"].map(|name| folder.path().join(name));
        fs::write(&file, "One.").unwrap();
        let before = FileStamp::read(&file).unwrap();
        assert_eq!(FileStamp::read(&file), Some(before));
        assert_eq!(before.bytes(), 4);
        fs::write(&file, "Two and more.").unwrap();
        let changed = FileStamp::read(&file).unwrap();
        assert_ne!(changed, before);
        fs::write(&other, "Two and more.").unwrap();
        fs::rename(&other, &file).unwrap();
        let replaced = FileStamp::read(&file).unwrap();
        assert_ne!(replaced, changed);
        #[cfg(unix)]
        {
            assert!(changed.is_of_same_file(&before));
            assert!(!replaced.is_of_same_file(&changed));
        }
        fs::remove_file(&file).unwrap();
        assert_eq!(FileStamp::read(&file), None);
    }
}
