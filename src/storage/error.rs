//! What can go wrong with files: every error names the path and the way out,
//! in one plain sentence.
//!
//! Must not know: who tells it to whom.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::formats::Problem;

/// What can go wrong with files.
#[derive(Debug, Error)]
#[expect(
    missing_docs,
    reason = "the sentence of a variant says what it and its fields are"
)]
pub enum StorageError {
    #[error("{path} does not exist; give a folder or a document")]
    Missing { path: PathBuf },
    #[error("{path} does not exist; give --config the path of a configuration file")]
    NoConfig { path: PathBuf },
    #[error("cannot {doing} {path}: {}", reason(cause))]
    Io {
        /// What was tried: a verb, such as `read`.
        doing: &'static str,
        path: PathBuf,
        /// What the system said. It is part of the sentence, and so no `source`,
        /// which would be told a second time.
        cause: io::Error,
    },
    #[error("{path} cannot be read: it is {what}, not a file; put a file in its place")]
    NotAFile { path: PathBuf, what: &'static str },
    #[error("{path} cannot be read: it is {what}, not a file; give a folder or a document")]
    NoDocument { path: PathBuf, what: &'static str },
    #[error("cannot keep tags in {path}: it is {what}, not a folder; give --annotations a folder")]
    NoFolder { path: PathBuf, what: &'static str },
    #[error(
        "cannot write {path}: it is {what}, not a file; give the path of a file, or on the command line - for standard output"
    )]
    NoTarget { path: PathBuf, what: &'static str },
    #[error("cannot write {path}: no such folder: {folder}; make it first, or give another path")]
    NoFolderFor { path: PathBuf, folder: PathBuf },
    #[error(
        "{path} is a link to {target}, which does not exist; point it to a file, or give another one"
    )]
    LeadsNowhere { path: PathBuf, target: PathBuf },
    #[error(
        "{path} is a link to {target}, which does not exist; remove the link, or put the annotation file back where it leads"
    )]
    Dangling { path: PathBuf, target: PathBuf },
    /// A folder where an annotation file belongs: that of documents in one of such a name.
    #[error(
        "{path} cannot be read: it is a folder, not a file, and may hold the tags of other documents; rename the document, or that folder and the one of those documents"
    )]
    FolderInTheWay { path: PathBuf },
    #[error(
        "{path} cannot be read: {file} is a file, which may hold the tags of another document; rename the folder of the document"
    )]
    FileInTheWay { path: PathBuf, file: PathBuf },
    #[error("{path} cannot be read: {why}")]
    NotText { path: PathBuf, why: String },
    #[error(
        "{path} lies beside the documents of its workspace; move it into {documents}, or say with --annotations where its tags belong"
    )]
    OutsideDocuments { path: PathBuf, documents: PathBuf },
    #[error(
        "there is no standard output here; type ./- for a file of that name, or use postil export"
    )]
    NoStream,
    #[error("{path} is among the {what}; write somewhere else")]
    NoExport { path: PathBuf, what: &'static str },
    #[error(
        "{path} is left as it is, because it has a problem ({problem}); fix it, restore an earlier version with postil restore, or move it away"
    )]
    Broken { path: PathBuf, problem: Problem },
    #[error(
        "{path} is left as it is, because a later postil wrote it (version {version} of the format); use that one"
    )]
    Newer { path: PathBuf, version: u64 },
    #[error(
        "{path} is not there any more, and so its tags cannot be saved; if it is on a drive, connect it again"
    )]
    Gone { path: PathBuf },
    #[error(
        "{path} is not on the drive where it was, and so nothing is written there; connect the drive again, or restart postil to keep the tags where it is now"
    )]
    OtherDrive { path: PathBuf },
    #[error(
        "{path} is left as it is, because saving would have dropped {tags} tags that nobody deleted; please report this"
    )]
    WouldLose { path: PathBuf, tags: usize },
    #[error(
        "{path} is left as it is, because saving would have dropped what is said of the whole document; please report this"
    )]
    WouldLoseFacts { path: PathBuf },
    #[error("there are no earlier generations of {path}; each save keeps the one before it")]
    NoBackups { path: PathBuf },
    #[error(
        "there is no generation {number} of {path}; they are numbered from 1 to {last}, as --list shows them"
    )]
    NoBackup {
        path: PathBuf,
        number: usize,
        last: usize,
    },
    #[error(
        "none of the earlier generations of {path} differs and can be read; --list shows them, and --generation restores any of them"
    )]
    NoOtherBackup { path: PathBuf },
    #[error(
        "{path} is held by another postil that has not finished saving; close that one and try again"
    )]
    Locked { path: PathBuf },
    #[error("{path}, line {line}: {message}")]
    Config {
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        message: String,
    },
}

impl StorageError {
    pub(super) fn io(doing: &'static str, path: &Path, cause: io::Error) -> Self {
        if cause.kind() == io::ErrorKind::NotFound && doing == "read" {
            let path = path.to_owned();
            return match path.read_link() {
                Ok(target) => Self::LeadsNowhere { path, target },
                Err(_) => Self::Missing { path },
            };
        }
        Self::Io {
            doing,
            path: path.to_owned(),
            cause,
        }
    }

    /// Why something cannot be read, and the way out, without its path.
    pub fn why(&self) -> String {
        match self {
            Self::Missing { .. } => "no such file or folder".to_owned(),
            Self::Io { cause, .. } => reason(cause),
            Self::NotAFile { what, .. } => {
                format!("it is {what}, not a file; put a file in its place")
            }
            Self::LeadsNowhere { target, .. } => format!(
                "it is a link to {}, which does not exist; point it to a file, or remove it",
                target.display()
            ),
            Self::NotText { why, .. } => why.clone(),
            other => other.to_string(),
        }
    }
}

/// An error of input and output on Unix; elsewhere no code stands for it.
const EIO: i32 = if cfg!(unix) { 5 } else { i32::MIN };

/// Whether links led from one to the other without end.
fn is_loop(cause: &io::Error) -> bool {
    #[cfg(unix)]
    let code = Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    let code = None;
    code.is_some() && cause.raw_os_error() == code
}

/// Whether the system says that nothing is there; not that it does not let us look.
pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Whether something stands at a path, or may: only what the system says not to be there is
/// not there.
pub(crate) fn may_be_there(path: &Path) -> bool {
    match path.symlink_metadata() {
        Ok(_) => true,
        Err(error) => !is_absence(&error),
    }
}

/// What the system said, in words that say what to do.
pub(super) fn reason(cause: &io::Error) -> String {
    let words = match cause.kind() {
        io::ErrorKind::PermissionDenied => "no permission; change its mode or its owner",
        io::ErrorKind::StorageFull => "the disk is full; make room",
        io::ErrorKind::QuotaExceeded => "your quota is used up; make room",
        io::ErrorKind::FileTooLarge => "the file would be larger than the system allows",
        io::ErrorKind::ReadOnlyFilesystem => {
            "it is on a read-only file system; say with --annotations where the tags belong"
        }
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of its path is not a folder",
        io::ErrorKind::InvalidFilename => "the name is too long for the system",
        io::ErrorKind::NotFound => "no such file or folder",
        io::ErrorKind::AlreadyExists => "a file with that name exists; move it",
        _ if cause.raw_os_error() == Some(EIO) => {
            "the disk or the connection to it fails; check it, or write elsewhere"
        }
        _ if is_loop(cause) => {
            "it is a link that leads in a circle; point it to a file, or remove it"
        }
        _ => return cause.to_string(),
    };
    words.to_owned()
}
