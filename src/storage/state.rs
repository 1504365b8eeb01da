//! The file of what is remembered between two starts, and reports of errors, in the user's
//! own folders: never beside the documents, and never needed. A broken state is no state.
//!
//! Must not know: what the places mean.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::formats::to_pretty_json;
use crate::session::{ReadingPlace, Remembered};

use super::error::StorageError;
use super::file::{make_folder, sweep_beside, write_private};
use super::lock::Lock;
use super::regular::read_regular;
use super::workspace::Workspace;

const WORKSPACES: &str = "workspaces";

/// The file that a workspace's state is kept in.
#[derive(Debug, Clone)]
pub struct StateFile {
    path: Option<PathBuf>,
}

impl StateFile {
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let name = format!("{}.json", workspace.key());
        let is_kept = workspace.why_read_only().is_none();
        let folder = folder(WORKSPACES).filter(|_| is_kept);
        Self {
            path: folder.map(|folder| folder.join(name)),
        }
    }

    /// The state file at a path.
    pub fn at(path: PathBuf) -> Self {
        Self { path: Some(path) }
    }

    /// Reads the state; that of a missing or broken file is the default.
    pub fn load(&self) -> Remembered {
        let bytes = self.path.as_ref().and_then(|path| read_regular(path).ok());
        bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Writes the state, for its owner's eyes only: what one reads may be private. The
    /// places of documents that it does not name stay as they are.
    pub fn save(&self, remembered: &Remembered) -> Result<(), StorageError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let mut lock = None;
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
            // A place is worth keeping without a lock, too; sweeping is not.
            lock = Lock::take(folder).ok();
        }
        if lock.as_ref().is_some_and(Lock::is_exclusive) {
            sweep_beside(path);
        }
        let mut whole = remembered.clone();
        whole.places = self.load().places;
        whole.places.extend(remembered.places.clone());
        whole
            .places
            .retain(|_, place| *place != ReadingPlace::default());
        write_private(path, to_pretty_json(&whole).as_bytes())
    }

    /// Whether there is a place to keep it.
    pub fn is_kept(&self) -> bool {
        self.path.is_some()
    }

    /// The folder beside it for what is not saved and not finished.
    pub(super) fn recovery_folder(&self) -> Option<PathBuf> {
        self.beside("recovery")
    }

    /// The path beside it with another ending.
    pub(super) fn beside(&self, ending: &str) -> Option<PathBuf> {
        Some(self.path.as_ref()?.with_extension(ending))
    }

    /// Whether this user has never opened a workspace before.
    pub fn is_first_start() -> bool {
        folder(WORKSPACES).is_none_or(|folder| !folder.exists())
    }
}

/// A folder in the user's state folder; `None` where the system has none.
pub(super) fn folder(name: &str) -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "postil")?;
    let base = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(base.join(name))
}

/// Whether a file is in the user's state folder.
pub(super) fn holds(path: &Path) -> bool {
    let base = folder("");
    base.is_some_and(|base| {
        path.starts_with(&base) || base.canonicalize().is_ok_and(|base| path.starts_with(base))
    })
}

/// Writes a report of the program's own errors, named by `stamp`, to the state folder, for its
/// owner alone because it may quote a document. Answers its path; `None` without such a folder.
pub(crate) fn keep_report(stamp: &str, words: &str) -> Result<Option<PathBuf>, StorageError> {
    let Some(folder) = folder("reports") else {
        return Ok(None);
    };
    make_folder(&folder)?;
    let path = folder.join(format!("{stamp}.txt"));
    write_private(&path, words.as_bytes())?;
    Ok(Some(path))
}
