//! Folders of files in the user's state folder that are never needed: only so many bytes of
//! them are kept.
//!
//! Must not know: what is in the files.

use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

/// Deletes the files with an ending that were not used for the longest time, until all take
/// no more than `most` bytes. The last one stays.
pub(super) fn thin(folder: &Path, ending: &str, most: u64) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let entry = |entry: fs::DirEntry| {
        let is_one = entry.file_name().to_string_lossy().ends_with(ending);
        let about = entry
            .metadata()
            .ok()
            .filter(|about| is_one && about.is_file())?;
        let used = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        Some((used, about.len(), entry.path()))
    };
    let mut all: Vec<_> = entries.filter_map(Result::ok).filter_map(entry).collect();
    all.sort_by(|one, other| other.cmp(one));
    let mut bytes = 0;
    for (number, (_, len, path)) in all.iter().enumerate() {
        bytes += len;
        if bytes > most && number > 0 {
            let _ = fs::remove_file(path);
        }
    }
}

/// Deletes what those left behind that were killed while they wrote one.
pub(super) fn sweep(folder: &Path, ending: &str) {
    let unfinished = format!("{ending}.");
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.contains(&unfinished) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Notes that a file was used.
pub(super) fn touch(path: &Path) {
    let file = File::options().write(true).open(path);
    let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
}
