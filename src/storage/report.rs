//! Reports of the program's own errors.
//!
//! Must not know: what stands in them.

use std::path::PathBuf;

use super::error::StorageError;
use super::file::{make_folder, write_private};
use super::state;

/// Writes a report to the state folder, readable by its owner alone because it may quote a
/// document. `stamp` tells it from others. Answers its path; `None` where the system has
/// no state folder.
pub(crate) fn keep_report(stamp: &str, words: &str) -> Result<Option<PathBuf>, StorageError> {
    let Some(folder) = state::folder("reports") else {
        return Ok(None);
    };
    make_folder(&folder)?;
    let path = folder.join(format!("{stamp}.txt"));
    write_private(&path, words.as_bytes())?;
    Ok(Some(path))
}
