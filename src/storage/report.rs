//! Reports of errors of the program's own.
//!
//! Must not know: what stands in them.

use std::path::PathBuf;

use super::error::StorageError;
use super::file::{make_folder, write_private};
use super::state;

/// Writes a report to the state folder, for its owner's eyes only: it may quote a
/// document. `stamp` tells it from others. Answers where it stands, or nothing
/// where the system has no place for it.
///
/// # Errors
/// When the system refuses.
pub fn keep_report(stamp: &str, words: &str) -> Result<Option<PathBuf>, StorageError> {
    let Some(folder) = state::folder("reports") else {
        return Ok(None);
    };
    make_folder(&folder)?;
    let path = folder.join(format!("{stamp}.txt"));
    write_private(&path, words.as_bytes())?;
    Ok(Some(path))
}
