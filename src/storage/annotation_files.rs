//! The annotation files below a folder, by their names and how they begin.
//!
//! Must not know: which documents they belong to.

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

pub(super) fn walk(annotations: &Path) -> ignore::Walk {
    // Hidden ones belong to hidden documents; but what git keeps is its own.
    WalkBuilder::new(annotations)
        .standard_filters(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build()
}

pub(super) fn files_below(annotations: &Path) -> impl Iterator<Item = PathBuf> {
    walk(annotations)
        .filter_map(Result::ok)
        .filter(|entry| entry.depth() > 0 && entry.file_type().is_some_and(|kind| !kind.is_dir()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension() == Some(OsStr::new("json")))
}

pub(super) fn has_annotation_files(folder: &Path) -> bool {
    folder.is_dir() && files_below(folder).any(|file| says_what_it_is(&file))
}

/// Whether a file begins as annotation files do.
pub(super) fn says_what_it_is(file: &Path) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(file).and_then(|file| file.take(256).read_to_end(&mut start));
    let start = String::from_utf8_lossy(&start);
    read.is_ok() && start.contains("\"format\"") && start.contains("\"postil\"")
}
