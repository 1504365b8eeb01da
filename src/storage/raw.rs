//! The bytes of a document, for a search: nothing is decoded, nothing is known of its tags,
//! and no more of it is read than is asked for.
//!
//! Must not know: what is looked for.

use std::fs::File;
use std::io;
use std::ops::Range;

use super::document::Document;
use super::encoding::SNIFFED;
use super::error::StorageError;
use super::path::DocumentPath;
use super::positioned::OpenFile;
use super::regular::regular;
use super::workspace::Workspace;
use crate::text::{Source, Text};

#[derive(Debug)]
pub(crate) struct RawDocument {
    file: OpenFile,
    len: usize,
}

impl RawDocument {
    /// Opens a document for reading.
    pub fn open(workspace: &Workspace, path: &DocumentPath) -> Result<Self, StorageError> {
        let path = workspace.documents_dir().join(path.native());
        regular(&path)?;
        let failed = |error| StorageError::io("read", &path, error);
        let file = File::open(&path).map_err(failed)?;
        let len = file.metadata().map_err(failed)?.len();
        Ok(Self {
            file: OpenFile(file),
            len: usize::try_from(len).unwrap_or(usize::MAX),
        })
    }

    /// Its length in bytes when it was opened.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Replaces a buffer by a range of its bytes; fewer where the document became shorter.
    pub fn read(&self, range: Range<usize>, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(range.len(), 0);
        let read = self.file.read_at(range.start, buffer)?;
        buffer.truncate(read);
        Ok(())
    }
}

/// Whether a document may be plain UTF-8, by its beginning: bytes further on may say
/// otherwise. With a NUL it is UTF-16, or no text, or there was a slip.
pub(crate) fn may_be_plain(beginning: &[u8]) -> bool {
    !beginning[..beginning.len().min(SNIFFED)].contains(&0)
}

/// The content of a document that is not plain UTF-8.
pub(crate) fn decoded(workspace: &Workspace, path: &DocumentPath) -> Result<Text, StorageError> {
    Document::load(workspace, path).map(|document| document.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_far_as_the_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "0123456789").unwrap();
        let workspace = Workspace::open(folder.path(), None).unwrap();
        let path = workspace.documents().remove(0).path;
        let raw = RawDocument::open(&workspace, &path).unwrap();
        assert_eq!(raw.len(), 10);
        let mut buffer = Vec::new();
        raw.read(2..5, &mut buffer).unwrap();
        assert_eq!(buffer, b"234");
        std::fs::write(&file, "0123").unwrap();
        raw.read(2..8, &mut buffer).unwrap();
        assert_eq!(buffer, b"23");
        raw.read(8..9, &mut buffer).unwrap();
        assert_eq!(buffer, b"");
    }

    #[test]
    fn only_bytes_without_nul_may_be_the_text_as_it_is() {
        assert!(may_be_plain(b"words"));
        assert!(may_be_plain(b""));
        assert!(!may_be_plain(b"w\0o\0r\0d\0s\0!\0"));
        assert!(!may_be_plain(b"\x7fELF\0\0\0\0"));
    }
}
