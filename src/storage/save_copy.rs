//! Saving a copy of an annotation file in another place, for when it cannot be written
//! where it belongs.
//!
//! Must not know: why it cannot.

use std::path::Path;

use crate::annotation::AnnotationSet;
use crate::formats::native::{self, AnnotationFile, DocumentInfo};

use super::error::StorageError;
use super::file::{make_folder, write_atomically};
use super::path::DocumentPath;
use super::store::Store;

impl Store {
    /// Writes the whole annotation file of a document to another path, with the unknown
    /// fields of the one on disk, where that can be read.
    pub fn save_copy(
        &self,
        document: &DocumentPath,
        info: &DocumentInfo,
        set: &AnnotationSet,
        path: &Path,
    ) -> Result<(), StorageError> {
        self.workspace().check_export(path)?;
        let stored = self.load(document).file;
        let file = AnnotationFile {
            document: DocumentInfo {
                extra: stored.document.extra,
                ..info.clone()
            },
            set: set.clone(),
            extra: stored.extra,
        };
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        write_atomically(path, &native::write(&file))
    }
}
