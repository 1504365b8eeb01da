//! What is remembered between two starts, in the user's own folders: never
//! beside the documents, and never needed. A broken state is no state.
//!
//! Must not know: what the places mean.

use std::collections::BTreeMap;
use std::path::PathBuf;

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::formats::to_pretty_json;

use super::error::StorageError;
use super::file::{make_folder, sweep_beside, write_private};
use super::lock::Lock;
use super::regular::read_regular;
use super::workspace::Workspace;

/// The folder of the state files.
const WORKSPACES: &str = "workspaces";

/// Where a reader was in a document: bytes of the decoded text, since only
/// this program and the document as it then was know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The cursor.
    pub cursor: usize,
    /// The first byte on the screen.
    pub top: usize,
    /// The furthest place that was read.
    pub furthest: usize,
}

/// What is remembered about a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The document that was open last.
    pub last_document: Option<String>,
    /// The pane that had the focus.
    pub pane: Option<String>,
    /// The folders that are folded in the sidebar, with a `/` at the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub folded: Vec<String>,
    /// Where the reader was, by the document's name.
    pub places: BTreeMap<String, Place>,
}

/// The file that a workspace's state is kept in.
#[derive(Debug, Clone)]
pub struct StateFile {
    path: Option<PathBuf>,
}

impl StateFile {
    /// The state file of a workspace.
    pub fn of(workspace: &Workspace) -> Self {
        Self {
            path: folder(WORKSPACES).map(|it| it.join(format!("{}.json", workspace.key()))),
        }
    }

    /// A state file at a path of one's own.
    pub fn at(path: PathBuf) -> Self {
        Self { path: Some(path) }
    }

    /// Reads the state; a missing or broken one is an empty one.
    pub fn load(&self) -> State {
        let bytes = self.path.as_ref().and_then(|it| read_regular(it).ok());
        bytes
            .and_then(|it| serde_json::from_slice(&it).ok())
            .unwrap_or_default()
    }

    /// Writes the state, for its owner's eyes only: what one reads may be private. The
    /// places of documents that it does not name stay as they are.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn save(&self, state: &State) -> Result<(), StorageError> {
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
        let mut whole = state.clone();
        whole.places = self.load().places;
        whole.places.extend(state.places.clone());
        whole.places.retain(|_, place| *place != Place::default());
        write_private(path, to_pretty_json(&whole).as_bytes())
    }

    /// The folder beside it for what is not saved and not finished.
    pub(super) fn recovery_folder(&self) -> Option<PathBuf> {
        Some(self.path.as_ref()?.with_extension("recovery"))
    }

    /// Whether this user has never opened a workspace before.
    pub fn is_first_start() -> bool {
        folder(WORKSPACES).is_none_or(|it| !it.exists())
    }
}

/// A folder in the user's state folder; `None` where the system has none.
pub(super) fn folder(name: &str) -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "postil")?;
    let base = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(base.join(name))
}
