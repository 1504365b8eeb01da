//! The standard input as a document: it is kept in a temporary folder while it is read.
//!
//! Must not know: what becomes of its tags.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::StorageError;
use super::workspace::Workspace;

/// What the document is called.
const NAME: &str = "standard-input.txt";

/// A text that came from the standard input, on disk for as long as this is held.
#[derive(Debug)]
pub(crate) struct StandardInput {
    _folder: TempDir,
    path: PathBuf,
}

impl StandardInput {
    /// Reads to the end of the input, of whatever length.
    ///
    /// # Errors
    /// When it cannot be read, or there is no room for it.
    pub(crate) fn read(input: &mut impl Read) -> Result<Self, StorageError> {
        let failed = |error| StorageError::io("keep the standard input in", Path::new(NAME), error);
        let folder = tempfile::tempdir().map_err(failed)?;
        let path = folder.path().join(NAME);
        let mut file = File::create(&path).map_err(failed)?;
        io::copy(input, &mut file).map_err(failed)?;
        Ok(Self {
            _folder: folder,
            path,
        })
    }

    /// The workspace of that one document. Without a folder for its tags it cannot be
    /// tagged: they would go with the temporary folder.
    ///
    /// # Errors
    /// When the folder for the tags is none.
    pub(crate) fn workspace(&self, annotations: Option<&Path>) -> Result<Workspace, StorageError> {
        let workspace = Workspace::open(&self.path, annotations)?;
        Ok(match annotations {
            // What is remembered belongs to that folder, not to one that will be gone.
            Some(_) => workspace.rooted_at_annotations(),
            None => workspace.read_only(
                "the tags of the standard input would be lost: give a folder for them, as in \
                 postil - --annotations tags",
            ),
        })
    }
}
