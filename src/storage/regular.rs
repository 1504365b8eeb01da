//! Reads files that are regular ones, and says what others are: to open a pipe would wait
//! for ever, and a device may have no end.
//!
//! Must not know: what is in the files.

use std::fs::{self, FileType, Metadata};
use std::io::ErrorKind::NotADirectory;
use std::io::Read;
use std::path::Path;

use super::encoding::{Openable, SNIFFED, why_binary};
use super::error::StorageError;

pub(super) fn what_it_is(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_dir() {
        "a folder"
    } else if kind.is_file() {
        "a file"
    } else {
        "something else"
    }
}

/// Reads a regular file whole.
pub(super) fn read_regular(path: &Path) -> Result<Vec<u8>, StorageError> {
    regular(path)?;
    read_whole(path)
}

/// Reads a file whole that was just seen to be a regular one.
pub(super) fn read_whole(path: &Path) -> Result<Vec<u8>, StorageError> {
    fs::read(path).map_err(|error| StorageError::io("read", path, error))
}

/// What the system says of a regular file.
///
/// # Errors
/// When there is none, or something else.
pub(super) fn regular(path: &Path) -> Result<Metadata, StorageError> {
    let found = fs::metadata(path).map_err(|error| StorageError::io("read", path, error))?;
    match found.is_file() {
        true => Ok(found),
        false => Err(StorageError::NotAFile {
            path: path.to_owned(),
            what: what_it_is(found.file_type()),
        }),
    }
}

/// Reads an annotation file; `None` when there is none.
///
/// # Errors
/// Those of [`if_there`].
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
    if_there(read_regular(path))
}

/// What was found of an annotation file; `None` when there is none.
///
/// # Errors
/// When it cannot be read, or is a link that leads nowhere: what is written to it would
/// come to stand where nobody looks for it.
pub(super) fn if_there<T>(found: Result<T, StorageError>) -> Result<Option<T>, StorageError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StorageError::Missing { .. }) => Ok(None),
        Err(StorageError::LeadsNowhere { path, target }) => {
            Err(StorageError::Dangling { path, target })
        }
        // `a.txt` and a folder `a.txt.json` of documents.
        Err(StorageError::NotAFile { path, .. }) if path.is_dir() => {
            Err(StorageError::FolderInTheWay { path })
        }
        Err(StorageError::Io { path, cause, .. }) if cause.kind() == NotADirectory => {
            let file = path.ancestors().find(|above| above.is_file());
            let is_annotation_file = |file: &&Path| {
                file.extension()
                    .is_some_and(|extension| extension == "json")
            };
            match file.filter(is_annotation_file).map(Path::to_owned) {
                Some(file) => Err(StorageError::FileInTheWay { path, file }),
                None => Err(StorageError::io("read", &path, cause)),
            }
        }
        Err(error) => Err(error),
    }
}

/// Why a file cannot be read as a text, judged by its beginning.
pub(super) fn probe(path: &Path, openable: Openable) -> Option<String> {
    let mut beginning = Vec::new();
    let file = fs::File::open(path);
    match file.and_then(|file| file.take(SNIFFED as u64).read_to_end(&mut beginning)) {
        Err(error) => Some(StorageError::io("read", path, error).to_string()),
        Ok(_) => why_binary(&beginning, openable),
    }
}
