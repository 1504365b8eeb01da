//! An export of several files: a folder, or an archive; whole or not at all.
//!
//! Must not know: what is exported.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::error::StorageError;
use super::file::Unfinished;
use super::unique::unique_id;

/// Files that appear together when they are committed; dropped, they change nothing.
pub(crate) struct ExportFiles(Form);

enum Form {
    /// A folder that gets its name last.
    Folder {
        unfinished: PathBuf,
        target: PathBuf,
    },
    Archive {
        writer: Box<ZipWriter<Unfinished>>,
        target: PathBuf,
    },
    Done,
}

impl ExportFiles {
    /// Begins a folder.
    ///
    /// # Errors
    /// When something is in its place already, be it an empty folder or not, or the system
    /// refuses.
    pub fn folder(target: &Path) -> Result<Self, StorageError> {
        let is_empty = |path: &Path| fs::read_dir(path).is_ok_and(|mut all| all.next().is_none());
        if fs::symlink_metadata(target).is_ok() && !is_empty(target) {
            return Err(not_empty(target));
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.tmp", unique_id()));
        let unfinished = target.with_file_name(name);
        fs::create_dir(&unfinished).map_err(|error| StorageError::io("make", target, error))?;
        let target = target.to_owned();
        Ok(Self(Form::Folder { unfinished, target }))
    }

    /// Begins an archive.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn archive(target: &Path) -> Result<Self, StorageError> {
        let writer = Box::new(ZipWriter::new(Unfinished::begin(target)?));
        let target = target.to_owned();
        Ok(Self(Form::Archive { writer, target }))
    }

    /// Adds a file, by its name below the folder, with `/`.
    ///
    /// # Errors
    /// When the name leads out of the folder, or the system refuses.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        let leads_out = name.split('/').any(|part| matches!(part, "" | "." | ".."));
        match &mut self.0 {
            Form::Folder { target, .. } | Form::Archive { target, .. } if leads_out => {
                let why = io::Error::other(format!("{name} is no name of a file"));
                Err(StorageError::io("write", target, why))
            }
            Form::Folder { unfinished, target } => {
                let path = unfinished.join(name);
                let folder = path.parent().unwrap_or(unfinished);
                let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes));
                written.map_err(|error| StorageError::io("write", &target.join(name), error))
            }
            Form::Archive { writer, target } => {
                // No times: the same tags give the same bytes.
                let options = SimpleFileOptions::default().large_file(bytes.len() > 1 << 31);
                let begun = writer.start_file(name, options).map_err(io::Error::from);
                let written = begun.and_then(|()| writer.write_all(bytes));
                written.map_err(|error| StorageError::io("write", target, error))
            }
            Form::Done => Ok(()),
        }
    }

    /// Gives all of it its name.
    ///
    /// # Errors
    /// When the system refuses; what was there before is as it was.
    pub fn commit(mut self) -> Result<(), StorageError> {
        match std::mem::replace(&mut self.0, Form::Done) {
            Form::Folder { unfinished, target } => {
                // An empty folder gives way.
                let _ = fs::remove_dir(&target);
                fs::rename(&unfinished, &target).map_err(|error| {
                    let _ = fs::remove_dir_all(&unfinished);
                    match error.kind() {
                        // Another export came first.
                        io::ErrorKind::DirectoryNotEmpty => not_empty(&target),
                        _ => StorageError::io("write", &target, error),
                    }
                })
            }
            Form::Archive { writer, target } => {
                let file = writer.finish().map_err(io::Error::from);
                file.map_err(|error| StorageError::io("write", &target, error))?
                    .commit()
            }
            Form::Done => Ok(()),
        }
    }
}

fn not_empty(target: &Path) -> StorageError {
    let why = "it is there already; give the name of a new folder, or of an empty one";
    StorageError::io("write", target, io::Error::other(why))
}

impl Drop for ExportFiles {
    fn drop(&mut self) {
        if let Form::Folder { unfinished, .. } = &self.0 {
            let _ = fs::remove_dir_all(unfinished);
        }
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file_mut().flush()
    }
}

impl Seek for Unfinished {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file_mut().seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let all = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = all
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("export");
        let mut files = ExportFiles::folder(&target).unwrap();
        files.put("a/b.txt", b"one").unwrap();
        assert!(!target.exists());
        drop(files);
        assert_eq!(names(place.path()), [""; 0]);
        let mut files = ExportFiles::folder(&target).unwrap();
        files.put("a/b.txt", b"one").unwrap();
        for name in ["../out.txt", "/etc/out.txt", "a//b", "."] {
            assert!(files.put(name, b"").is_err(), "{name}");
        }
        files.commit().unwrap();
        assert_eq!(fs::read(target.join("a/b.txt")).unwrap(), b"one");
        assert_eq!(names(place.path()), ["export"]);
        assert!(ExportFiles::folder(&target).is_err(), "it is not empty");
    }

    #[test]
    fn an_archive_is_what_others_read_and_always_the_same_bytes() {
        let place = tempfile::tempdir().unwrap();
        let made = |name: &str| {
            let path = place.path().join(name);
            let mut files = ExportFiles::archive(&path).unwrap();
            files.put("a/b.txt", b"one").unwrap();
            files.put("c.txt", b"two").unwrap();
            files.commit().unwrap();
            fs::read(path).unwrap()
        };
        let bytes = made("one.zip");
        assert_eq!(bytes, made("other.zip"));
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut words = String::new();
        io::Read::read_to_string(&mut archive.by_name("a/b.txt").unwrap(), &mut words).unwrap();
        assert_eq!((words.as_str(), archive.len()), ("one", 2));
    }
}
