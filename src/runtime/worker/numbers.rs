//! The documents by number and by where they stand.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::DocumentId;
use crate::storage::{DocumentPath, Workspace};

/// The documents that are listed. More may come: they are put at the end, so that
/// a number means the same document as long as the reader runs.
#[derive(Debug)]
pub(super) struct Numbers {
    workspace: Arc<Workspace>,
    paths: Vec<DocumentPath>,
    /// Made when it is needed first: not before the first screen.
    by_path: HashMap<DocumentPath, DocumentId>,
    /// The annotation files whose names are not made of those of their documents
    /// alone: over-long ones.
    by_file: HashMap<PathBuf, DocumentId>,
    indexed: usize,
}

impl Numbers {
    pub(super) fn new(workspace: Arc<Workspace>, paths: Vec<DocumentPath>) -> Self {
        Self {
            workspace,
            paths,
            by_path: HashMap::new(),
            by_file: HashMap::new(),
            indexed: 0,
        }
    }

    /// How many there are: the number of the next.
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// All of them, by number.
    pub(super) fn paths(&self) -> &[DocumentPath] {
        &self.paths
    }

    /// Adds a document, unless it is there.
    pub(super) fn add(&mut self, path: &DocumentPath) -> bool {
        if self.number_of(path).is_some() {
            return false;
        }
        self.paths.push(path.clone());
        true
    }

    /// The number of a document.
    pub(super) fn number_of(&mut self, path: &DocumentPath) -> Option<DocumentId> {
        self.index();
        self.by_path.get(path).copied()
    }

    /// The document that stands at a path.
    pub(super) fn at(&mut self, path: &Path) -> Option<DocumentId> {
        let name = path.strip_prefix(self.workspace.documents_dir()).ok()?;
        let name = DocumentPath::new(name)?;
        self.number_of(&name)
    }

    /// The document whose annotation file stands at a path.
    pub(super) fn with_annotations_at(&mut self, path: &Path) -> Option<DocumentId> {
        self.index();
        if let Some(id) = self.by_file.get(path) {
            return Some(*id);
        }
        let name = path.strip_prefix(self.workspace.annotations_dir()).ok()?;
        let name = DocumentPath::new(&name.with_extension(""))?;
        let id = self.number_of(&name)?;
        (self.workspace.annotation_path(&name) == path).then_some(id)
    }

    fn index(&mut self) {
        for (number, path) in self.paths.iter().enumerate().skip(self.indexed) {
            let id = DocumentId(number);
            self.by_path.insert(path.clone(), id);
            let file = self.workspace.annotation_path(path);
            if file.with_extension("").file_name() != path.native().file_name() {
                self.by_file.insert(file, id);
            }
        }
        self.indexed = self.paths.len();
    }
}
