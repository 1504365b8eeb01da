//! What can go wrong with files: every error names the path and the way out,
//! in one plain sentence.
//!
//! Must not know: who tells it to whom.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::formats::Problem;

/// An error of this layer.
#[derive(Debug, Error)]
pub enum StorageError {
    /// Nothing has that name.
    #[error("{} does not exist; give a folder or a document", path.display())]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// A configuration that was asked for by name is not there.
    #[error("{} does not exist; give --config the path of a configuration file", path.display())]
    NoConfig {
        /// What was asked for.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot {doing} {}: {}", path.display(), reason(cause))]
    Io {
        /// What was tried: a verb, such as `read`.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said. It is part of the sentence, and so no `source`,
        /// which would be told a second time.
        cause: io::Error,
    },
    /// Neither a file nor a folder.
    #[error("{} cannot be read: it is {what}, not a file; put a file in its place", path.display())]
    NotAFile {
        /// What was asked for.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// What was asked for is neither a file nor a folder.
    #[error(
        "{} cannot be read: it is {what}, not a file; give a folder or a document",
        path.display()
    )]
    NoDocument {
        /// What was asked for.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// What should hold the annotation files is no folder.
    #[error("cannot keep tags in {}: it is {what}, not a folder; give --annotations a folder", path.display())]
    NoFolder {
        /// What was asked for.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// A file that was to be written would take the place of a device or the like.
    #[error(
        "cannot write {}: it is {what}, not a file; give the path of a file, or on the command line - for standard output",
        path.display()
    )]
    NoTarget {
        /// What was asked for.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// A link to nothing.
    #[error(
        "{} is a link to {}, where nothing is; point it to a file, or give another one",
        path.display(),
        target.display()
    )]
    LeadsNowhere {
        /// The link.
        path: PathBuf,
        /// Where it leads, as it says.
        target: PathBuf,
    },
    /// An annotation file that is a link to nothing.
    #[error(
        "{} is a link to {}, where nothing is; remove the link, or put the annotation file back where it leads",
        path.display(),
        target.display()
    )]
    Dangling {
        /// The link.
        path: PathBuf,
        /// Where it leads, as it says.
        target: PathBuf,
    },
    /// A folder where an annotation file belongs: that of the documents in a folder
    /// with such a name.
    #[error(
        "{} cannot be read: it is a folder, not a file, and may hold the tags of other documents; rename the document, or that folder and the one of those documents",
        path.display()
    )]
    FolderInTheWay {
        /// Where the annotation file belongs.
        path: PathBuf,
    },
    /// A file where the folder of an annotation file belongs.
    #[error(
        "{} cannot be read: {} is a file, which may hold the tags of another document; rename the folder of the document",
        path.display(),
        file.display()
    )]
    FileInTheWay {
        /// The annotation file.
        path: PathBuf,
        /// What stands in the place of a folder above it.
        file: PathBuf,
    },
    /// A file that is no text.
    #[error("{} cannot be read: {why}", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What gives it away.
        why: String,
    },
    /// A document beside the documents folder of its workspace.
    #[error(
        "{} lies beside the documents of its workspace; move it into {}, or say with --annotations where its tags belong",
        path.display(),
        documents.display()
    )]
    OutsideDocuments {
        /// The document.
        path: PathBuf,
        /// The folder of documents.
        documents: PathBuf,
    },
    /// An export that would stand where it harms.
    #[error("{} is among the {what}; write somewhere else", path.display())]
    NoExport {
        /// The file that was to be written.
        path: PathBuf,
        /// What else stands there.
        what: &'static str,
    },
    /// An annotation file that was not understood.
    #[error(
        "{} is left as it is, because it has a problem ({problem}); mend it, bring an earlier one back with postil restore, or move it away",
        path.display()
    )]
    Broken {
        /// The annotation file.
        path: PathBuf,
        /// The first problem.
        problem: Problem,
    },
    /// An annotation file of a later version.
    #[error(
        "{} is left as it is, because a later postil wrote it (version {version} of the format); use that one",
        path.display()
    )]
    Newer {
        /// The annotation file.
        path: PathBuf,
        /// Its version.
        version: u64,
    },
    /// A workspace that was there, and is not any more.
    #[error(
        "{} is not there any more, and so its tags cannot be saved; if it is on a drive, connect it again",
        path.display()
    )]
    Gone {
        /// The folder.
        path: PathBuf,
    },
    /// A save that would have dropped tags nobody deleted.
    #[error(
        "{} is left as it is, because saving would have dropped {tags} tags that nobody deleted; please report this",
        path.display()
    )]
    WouldLose {
        /// The annotation file.
        path: PathBuf,
        /// How many.
        tags: usize,
    },
    /// There is nothing to bring back.
    #[error(
        "there are no earlier generations of {}; each save keeps the one before it",
        path.display()
    )]
    NoBackups {
        /// The annotation file.
        path: PathBuf,
    },
    /// A generation that is not there.
    #[error(
        "there is no generation {number} of {}; they are numbered from 1 to {last}, as --list shows them",
        path.display()
    )]
    NoBackup {
        /// The annotation file.
        path: PathBuf,
        /// What was asked for.
        number: usize,
        /// How many there are.
        last: usize,
    },
    /// Every generation is as the file is now, or cannot be read itself.
    #[error(
        "none of the earlier generations of {} is another one that can be read; --list shows them, and --generation brings any of them back",
        path.display()
    )]
    NoOtherBackup {
        /// The annotation file.
        path: PathBuf,
    },
    /// Another instance holds the lock for too long.
    #[error(
        "{} is held by another postil that has not finished saving; close that one and try again",
        path.display()
    )]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// A configuration that cannot be used.
    #[error("{}, line {line}: {message}", path.display())]
    Config {
        /// The configuration file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to write instead.
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
            Self::Missing { .. } => "it is not there".to_owned(),
            Self::Io { cause, .. } => reason(cause),
            Self::NotAFile { what, .. } => {
                format!("it is {what}, not a file; put a file in its place")
            }
            Self::LeadsNowhere { target, .. } => format!(
                "it is a link to {}, where nothing is; point it to a file, or remove it",
                target.display()
            ),
            Self::NotText { why, .. } => why.clone(),
            other => other.to_string(),
        }
    }
}

/// An error of input and output, on every Unix; a code that means something else
/// on Windows, in other words.
const EIO: i32 = if cfg!(unix) { 5 } else { i32::MIN };

/// Whether links led from one to the other without end.
fn is_loop(cause: &io::Error) -> bool {
    #[cfg(unix)]
    let code = Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    let code = None;
    code.is_some() && cause.raw_os_error() == code
}

/// What the system said, in words that say what to do.
fn reason(cause: &io::Error) -> String {
    let words = match cause.kind() {
        io::ErrorKind::PermissionDenied => "no permission; change its mode or its owner",
        io::ErrorKind::StorageFull => "the disk is full; make room",
        io::ErrorKind::QuotaExceeded => "your quota is used up; make room",
        io::ErrorKind::FileTooLarge => "the file would be larger than the system allows",
        io::ErrorKind::ReadOnlyFilesystem => {
            "it is on a read-only file system; say with --annotations where the tags belong"
        }
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of its path is no folder",
        io::ErrorKind::InvalidFilename => "the name is too long for the system",
        io::ErrorKind::NotFound => "it is not there",
        io::ErrorKind::AlreadyExists => "a file stands in its place; move that away",
        _ if cause.raw_os_error() == Some(EIO) => {
            "the disk or the way to it fails; look after it, or write to another place"
        }
        _ if is_loop(cause) => {
            "it is a link that leads in a circle; point it to a file, or remove it"
        }
        _ => "",
    };
    if words.is_empty() {
        return cause.to_string();
    }
    words.to_owned()
}
