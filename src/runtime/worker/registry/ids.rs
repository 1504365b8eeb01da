//! Which document has which id, by where its files stand.
//!
//! Must not know: what else is known of a document.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::DocumentId;
use crate::storage::{DocumentPath, Workspace};

#[derive(Debug)]
pub(super) struct DocumentIds {
    workspace: Arc<Workspace>,
    by_path: HashMap<DocumentPath, DocumentId>,
    /// The annotation files whose names are not those of their documents with an
    /// extension: over-long ones.
    by_annotation_file: HashMap<PathBuf, DocumentId>,
    len: usize,
}

impl DocumentIds {
    pub(super) fn new(workspace: Arc<Workspace>) -> Self {
        Self {
            workspace,
            by_path: HashMap::new(),
            by_annotation_file: HashMap::new(),
            len: 0,
        }
    }

    /// How many documents are indexed: those with the lowest ids.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, path: &DocumentPath) {
        let id = DocumentId(self.len);
        self.len += 1;
        self.by_path.insert(path.clone(), id);
        let file = self.workspace.annotation_path(path);
        if file.with_extension("").file_name() != path.native().file_name() {
            self.by_annotation_file.insert(file, id);
        }
    }

    pub(super) fn of(&self, path: &DocumentPath) -> Option<DocumentId> {
        self.by_path.get(path).copied()
    }

    pub(super) fn of_document_at(&self, path: &Path) -> Option<DocumentId> {
        let name = path.strip_prefix(self.workspace.documents_dir()).ok()?;
        self.of(&DocumentPath::new(name)?)
    }

    pub(super) fn of_annotations_at(&self, path: &Path) -> Option<DocumentId> {
        if let Some(id) = self.by_annotation_file.get(path) {
            return Some(*id);
        }
        let name = path.strip_prefix(self.workspace.annotations_dir()).ok()?;
        let name = DocumentPath::new(&name.with_extension(""))?;
        let id = self.of(&name)?;
        (self.workspace.annotation_path(&name) == path).then_some(id)
    }
}
