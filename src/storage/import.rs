//! What is imported, read: a file, or the files of a folder.
//!
//! Must not know: what the files are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::formats::Problem;
use crate::formats::import::{Input, InputFile};

use super::error::StorageError;
use super::regular::read_regular;

/// More than this in one import is refused: it is in memory several times.
const MOST_BYTES: u64 = 4 << 30;
/// More files than this are refused, and folders in folders deeper than that left out.
const MOST_FILES: usize = 1 << 20;
const DEEPEST: usize = 64;

/// What is imported, and what of its folder is not read, each with why.
#[derive(Debug)]
pub struct ImportFiles {
    pub input: Input,
    pub left_out: Vec<Problem>,
}

/// Reads what is imported. The files of a folder come by their names below it, sorted; hidden
/// ones are left out, and links are not followed.
///
/// # Errors
/// When something cannot be read, or is too much.
pub fn read_import(path: &Path) -> Result<ImportFiles, StorageError> {
    let kind = fs::metadata(path).map_err(|error| StorageError::io("read", path, error))?;
    if !kind.is_dir() {
        check_size(path, kind.len())?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        return Ok(ImportFiles {
            input: Input::file(name.to_string_lossy(), read_regular(path)?),
            left_out: Vec::new(),
        });
    }
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    let mut waiting: Vec<(PathBuf, usize)> = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let io = |error| StorageError::io("read", &folder, error);
        for entry in fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let kind = entry.file_type().map_err(io)?;
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if is_hidden {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                waiting.push((entry.path(), depth + 1));
            } else if kind.is_file() {
                bytes += entry.metadata().map_err(io)?.len();
                check_size(path, bytes)?;
                found.push(entry.path());
            } else {
                let why = match (kind.is_dir(), kind.is_symlink()) {
                    (true, _) => "lies too deep, and is not read",
                    (_, true) => "is a link, and is not followed",
                    _ => "is no regular file, and is not read",
                };
                left_out.push(Problem::warning(name_below(path, &entry.path()), why));
            }
            if found.len() > MOST_FILES {
                return Err(too_much(
                    path,
                    format!("it has more than {MOST_FILES} files"),
                ));
            }
        }
    }
    found.sort();
    let files = found.into_iter().map(|file| {
        let name = name_below(path, &file);
        let bytes = read_regular(&file)?;
        Ok(InputFile { name, bytes })
    });
    let files = files.collect::<Result<Vec<_>, StorageError>>()?;
    Ok(ImportFiles {
        input: Input { files },
        left_out,
    })
}

/// The name of a file below a folder, with `/`.
fn name_below(folder: &Path, file: &Path) -> String {
    let below = file.strip_prefix(folder).unwrap_or(file);
    let parts = below.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

fn check_size(path: &Path, bytes: u64) -> Result<(), StorageError> {
    match bytes > MOST_BYTES {
        true => Err(too_much(
            path,
            "it has more than 4 GB; import it in parts".to_owned(),
        )),
        false => Ok(()),
    }
}

fn too_much(path: &Path, why: String) -> StorageError {
    StorageError::NotText {
        path: path.to_owned(),
        why,
    }
}
