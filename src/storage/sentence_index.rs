//! The file that the index of a workspace's sentences is kept in: beside the file of its state,
//! and readable by that user alone, since words of the documents stand in it.
//!
//! It is compressed (gzip, RFC 1952, whose checksum tells one that is half written). One that
//! cannot be written or read is as good as none: the index is made anew. There are only so many
//! bytes of them: those that were not used for the longest time go first.
//!
//! Must not know: what an index is.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::error::StorageError;
use super::file::{make_folder, write_soon};
use super::lock::Lock;
use super::state::StateFile;
use super::thinning::{sweep, thin, touch};

const ENDING: &str = "sentences.gz";
/// The bytes of one index, not compressed.
const LONGEST: u64 = 1 << 30;
/// How many bytes the files of all workspaces take, at most.
const MOST_BYTES: u64 = 512 << 20;

/// The file of one workspace.
#[derive(Debug, Clone, Default)]
pub struct SentenceIndexFile {
    path: Option<PathBuf>,
}

impl SentenceIndexFile {
    /// That of the workspace whose state file this is. Where no state is kept, no index is.
    pub fn beside(state: &StateFile) -> Self {
        Self {
            path: state.beside(ENDING),
        }
    }

    /// The file at a path.
    pub fn at(path: PathBuf) -> Self {
        Self { path: Some(path) }
    }

    /// The bytes that were kept; `None` where there are none, or they are damaged.
    pub fn load(&self) -> Option<Vec<u8>> {
        let path = self.path.as_ref()?;
        let mut bytes = Vec::new();
        let packed = GzDecoder::new(File::open(path).ok()?);
        packed.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > LONGEST {
            return None;
        }
        touch(path);
        Some(bytes)
    }

    /// Keeps bytes in the place of those that were kept.
    ///
    /// # Errors
    /// When the system refuses. Nothing depends on it.
    pub fn save(&self, bytes: &[u8]) -> Result<(), StorageError> {
        let Some(path) = self.path.as_ref().filter(|_| bytes.len() as u64 <= LONGEST) else {
            return Ok(());
        };
        let folder = path.parent().unwrap_or(path);
        make_folder(folder)?;
        // Without a lock, others may be writing: nothing is swept then.
        let lock = Lock::take(folder).ok();
        if lock.as_ref().is_some_and(Lock::is_exclusive) {
            sweep(folder, ENDING);
        }
        let write = |file: &mut File| {
            let mut packed = GzEncoder::new(file, Compression::fast());
            packed.write_all(bytes)?;
            packed.finish().map(|_| ())
        };
        write_soon(path, write).map_err(|error| StorageError::io("write", path, error))?;
        thin(folder, ENDING, MOST_BYTES);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_kept_is_read_and_what_is_damaged_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.sentences.gz");
        let file = SentenceIndexFile::at(path.clone());
        assert_eq!(file.load(), None);
        file.save(b"one").unwrap();
        file.save(b"two and more").unwrap();
        assert_eq!(file.load().unwrap(), b"two and more");
        let bytes = fs::read(&path).unwrap();
        for len in [0, 5, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..len]).unwrap();
            assert_eq!(file.load(), None, "{len}");
        }
        let mut odd = bytes.clone();
        odd[12] ^= 4;
        fs::write(&path, odd).unwrap();
        assert_eq!(file.load(), None);
        SentenceIndexFile::default().save(b"one").unwrap();
        assert_eq!(SentenceIndexFile::default().load(), None);
    }
}
