//! Writing a file so that the whole of it is there or nothing.
//!
//! Must not know: what is in it.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};
use std::thread::{self, JoinHandle};

use atomic_write_file::AtomicWriteFile;

use super::error::StorageError;
use super::regular::what_it_is;

/// Lets a write fail where a file may not grow (`ulimit -f`): SIGXFSZ would end the program.
pub(crate) fn refuse_rather_than_end() {
    #[cfg(unix)]
    {
        let limit = signal_hook::consts::SIGXFSZ;
        // Where the signal cannot be caught, it ends the program as ever.
        let _ = signal_hook::flag::register(limit, Arc::new(AtomicBool::new(false)));
    }
}

/// Opens the terminal that the program belongs to, whatever its standard input is.
///
/// # Errors
/// When it belongs to none.
#[cfg(unix)]
pub(crate) fn open_terminal() -> io::Result<File> {
    File::open("/dev/tty")
}

/// Writes a file through a temporary one beside it: written, synced, renamed, folder synced.
/// The mode of a file that is there is kept; a link is followed and stays a link.
///
/// # Errors
/// When the system refuses; the old file is then as it was.
pub(super) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let mut file = Unfinished::begin(path)?;
    file.write(bytes)?;
    file.commit()
}

/// Writes a file atomically that only its owner may read.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    write_private_by(path, |file| file.write_all(bytes))
}

pub(super) fn write_private_by(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), StorageError> {
    let mut file = Unfinished::opened(path, |path| {
        let mut options = AtomicWriteFile::options();
        #[cfg(unix)]
        {
            use atomic_write_file::unix::OpenOptionsExt as _;
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
            options.preserve_mode(false);
            options.try_preserve_owner(true);
        }
        options.open(path)
    })?;
    let written = write(file.file.as_file_mut());
    written.map_err(|error| StorageError::io("write", &file.path, error))?;
    file.commit()
}

/// Writes a whole file that only its owner may read, and leaves it to the system when it
/// reaches the disk.
pub(super) fn write_soon(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let process = std::process::id() & 0xff_ffff;
    // Named as the files that `sweep` deletes, should this one be left behind.
    let temporary = path.with_file_name(format!(".{name}.{process:06x}"));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = options
        .open(&temporary)
        .and_then(|mut file| write(&mut file));
    written
        .and_then(|()| fs::rename(&temporary, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&temporary);
        })
}

/// Creates a folder that only its owner may look into, and those above it.
pub(super) fn make_private_folder(folder: &Path) -> Result<(), StorageError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
        .create(folder)
        .map_err(|error| StorageError::io("make", folder, error))
}

/// A file that appears under its name when it is committed; dropped, it changes nothing.
#[derive(Debug)]
pub(crate) struct Unfinished {
    path: PathBuf,
    file: AtomicWriteFile,
    /// How many bytes were written since a sync began.
    unsynced: u64,
    syncing: Option<JoinHandle<io::Result<()>>>,
}

/// So many bytes are synced while more are made ready: the commit waits for the last of them.
const SYNCED_AHEAD: u64 = 2 << 20;

impl Unfinished {
    /// Begins a file as [`write_atomically`] writes one.
    pub fn begin(path: &Path) -> Result<Self, StorageError> {
        Self::opened(path, open)
    }

    fn opened(
        path: &Path,
        open: impl Fn(&Path) -> io::Result<AtomicWriteFile>,
    ) -> Result<Self, StorageError> {
        check_replaceable(path)?;
        let path = followed(path)?;
        let file = open(&path).map_err(|error| StorageError::io("write", &path, error))?;
        Ok(Self {
            path,
            file,
            unsynced: 0,
            syncing: None,
        })
    }

    /// What is written so far.
    pub(super) fn file_mut(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        let written = self.sync_ahead();
        let written = written.and_then(|()| self.file.write_all(bytes));
        written.map_err(|error| StorageError::io("write", &self.path, error))?;
        self.unsynced += bytes.len() as u64;
        Ok(())
    }

    /// Syncs what was written, once it is worth it, beside whoever makes more ready.
    ///
    /// # Errors
    /// When the last sync that was begun here has failed: the system tells that once.
    fn sync_ahead(&mut self) -> io::Result<()> {
        let syncing = self.syncing.as_ref();
        let is_busy = syncing.is_some_and(|thread| !thread.is_finished());
        if self.unsynced < SYNCED_AHEAD || is_busy {
            return Ok(());
        }
        self.finish_syncing()?;
        self.unsynced = 0;
        // Where the system gives no thread for it, the commit syncs all.
        let file = self.file.as_file().try_clone().ok();
        let thread = thread::Builder::new().name("postil-sync".to_owned());
        self.syncing = file.and_then(|file| thread.spawn(move || file.sync_data()).ok());
        Ok(())
    }

    fn finish_syncing(&mut self) -> io::Result<()> {
        let synced = self.syncing.take().map(JoinHandle::join);
        match synced {
            None => Ok(()),
            Some(Ok(synced)) => synced,
            Some(Err(panic)) => resume_unwind(panic),
        }
    }

    /// Opens what was written so far, to be read from the beginning. It can be read after
    /// the commit, too, whatever replaces the file then.
    pub(super) fn read_back(&self) -> Result<File, StorageError> {
        let file = self.file.as_file().try_clone();
        let file = file.and_then(|mut file| file.seek(SeekFrom::Start(0)).map(|_| file));
        file.map_err(|error| StorageError::io("read", &self.path, error))
    }

    /// Syncs it and renames it to its name.
    ///
    /// # Errors
    /// When the system refuses; what was there before is then as it was.
    pub fn commit(mut self) -> Result<(), StorageError> {
        let synced = self.finish_syncing();
        let committed = synced.and_then(|()| self.file.commit());
        committed.map_err(|error| StorageError::io("write", &self.path, error))
    }
}

fn open(path: &Path) -> io::Result<AtomicWriteFile> {
    // What was written is read back.
    let file = AtomicWriteFile::options().read(true).open(path);
    // Root in a container may not be allowed to give the new file to the owner of the old
    // one. What is written matters more than whose file it is.
    #[cfg(unix)]
    if file
        .as_ref()
        .is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    {
        use atomic_write_file::unix::OpenOptionsExt;
        let mut options = AtomicWriteFile::options();
        return options.read(true).preserve_owner(false).open(path);
    }
    file
}

/// Checks that a file may be written, by its mode. A rename could replace it all the same,
/// but whoever protects a file against writing means it.
pub(super) fn check_unprotected(path: &Path, found: &Metadata) -> Result<(), StorageError> {
    let protected = || StorageError::io("write", path, io::ErrorKind::PermissionDenied.into());
    // Root may write to anything, and so the mode is looked at, too.
    if found.permissions().readonly() {
        return Err(protected());
    }
    #[cfg(unix)]
    if rustix::fs::access(path, rustix::fs::Access::WRITE_OK) == Err(rustix::io::Errno::ACCESS) {
        return Err(protected());
    }
    Ok(())
}

/// Checks that no device or pipe is at a path: all others would use what replaced it.
fn check_replaceable(path: &Path) -> Result<(), StorageError> {
    let there = fs::metadata(path).ok().map(|found| found.file_type());
    match there.filter(|kind| !kind.is_file()) {
        None => Ok(()),
        Some(kind) => Err(StorageError::NoTarget {
            path: path.to_owned(),
            what: what_it_is(kind),
        }),
    }
}

/// Where links lead, even when nothing is there yet.
fn followed(path: &Path) -> Result<PathBuf, StorageError> {
    /// Linux follows as many.
    const LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&path) else {
            return Ok(path);
        };
        path = match path.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    Err(StorageError::io(
        "write",
        &path,
        io::Error::other("the links lead in a circle; give the path of a file"),
    ))
}

/// Creates a folder and those above it, so that they outlast a power cut.
pub(super) fn make_folder(folder: &Path) -> Result<(), StorageError> {
    if folder.is_dir() {
        return Ok(());
    }
    let missing: Vec<_> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    fs::create_dir_all(folder).map_err(|error| StorageError::io("make", folder, error))?;
    for made in missing {
        if let Some(parent) = made.parent() {
            // Not every system lets a folder be opened and synced.
            let _ = File::open(parent).and_then(|folder| folder.sync_all());
        }
    }
    Ok(())
}

/// Removes what a save that was killed left behind in a folder: regular files
/// `.NAME.json.XXXXXX`. Only to be called where nobody else can be writing.
pub(super) fn sweep(folder: &Path) {
    sweep_those(folder, |_| true);
}

fn sweep_those(folder: &Path, meant: impl Fn(&OsStr) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let name = entry.file_name();
        if is_file && is_left_over(&name) && meant(&name) {
            // One that cannot be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes what killed saves of one file left; only where nobody else can be writing it.
pub(super) fn sweep_beside(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let stem = [b".", name.as_encoded_bytes(), b"."].concat();
    sweep_those(folder, |name| name.as_encoded_bytes().starts_with(&stem));
}

fn is_left_over(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    let Some((stem, random)) = bytes.split_last_chunk::<6>() else {
        return false;
    };
    bytes.starts_with(b".")
        && stem.ends_with(b".json.")
        && random.iter().all(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_synced_while_it_is_written_and_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let pieces: Vec<Vec<u8>> = (0..9).map(|number| vec![number; 1 << 20]).collect();
        let mut has_synced = false;
        for is_committed in [true, false] {
            let mut unfinished = Unfinished::begin(&path).unwrap();
            for piece in &pieces {
                unfinished.write(piece).unwrap();
                has_synced |= unfinished.syncing.is_some();
            }
            unfinished.write(&[u8::from(is_committed)]).unwrap();
            if is_committed {
                unfinished.commit().unwrap();
            }
        }
        assert!(has_synced);
        let expected = [pieces.concat(), vec![1]].concat();
        assert!(fs::read(&path).unwrap() == expected);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_left_over_files_of_a_save_are_swept() {
        for (name, is) in [
            (".a.txt.json.x1Y2z3", true),
            ("a.txt.json.x1Y2z3", false),
            (".a.txt.json.backup", true),
            (".a.txt.json", false),
            (".a.txt.json.x1-2z3", false),
            (".postil.lock", false),
        ] {
            assert_eq!(is_left_over(OsStr::new(name)), is, "{name}");
        }
    }
}
