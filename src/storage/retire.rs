//! Takes away the annotation file of a document that is gone, when all of its tags stand in
//! the file of another one.
//!
//! Must not know: which document that is.

use std::fs;

use crate::annotation::AnnotationSet;

use super::backups::Durability;
use super::error::StorageError;
use super::path::DocumentPath;
use super::store::Store;

/// What is kept of a file that is deleted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeps {
    Backup,
    Nothing,
}

impl Store {
    /// Deletes an annotation file that was made a moment ago, if it still holds what is expected,
    /// which is nothing.
    ///
    /// # Errors
    /// As for [`retire`](Self::retire).
    pub fn unmake(
        &self,
        document: &DocumentPath,
        expected: &AnnotationSet,
    ) -> Result<bool, StorageError> {
        let says_nothing = expected.is_empty() && expected.facts().says_nothing();
        match says_nothing {
            true => self.delete(document, expected, Keeps::Nothing),
            false => Ok(false),
        }
    }

    /// Deletes the annotation file of a document that is gone, if it still holds what is
    /// expected; answers whether it did. A backup is made first, which `postil restore`
    /// finds by the document's name.
    ///
    /// # Errors
    /// When what is there cannot be read or backed up, when another instance holds the lock,
    /// or when the system refuses. The file is then as it was.
    pub fn retire(
        &self,
        document: &DocumentPath,
        expected: &AnnotationSet,
    ) -> Result<bool, StorageError> {
        self.delete(document, expected, Keeps::Backup)
    }

    fn delete(
        &self,
        document: &DocumentPath,
        expected: &AnnotationSet,
        keeps: Keeps,
    ) -> Result<bool, StorageError> {
        let path = self.workspace.annotation_path(document);
        let _lock = self.lock()?;
        let disk = self.read_for_writing(&path)?;
        let Some(content) = disk.content.filter(|_| disk.file.set == *expected) else {
            return Ok(false);
        };
        if keeps == Keeps::Backup {
            self.backups.keep(document, &content, Durability::Synced)?;
        }
        fs::remove_file(&path).map_err(|error| StorageError::io("delete", &path, error))?;
        Ok(true)
    }
}
