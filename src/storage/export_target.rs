//! Where an export may be written.
//!
//! Must not know: what an export is.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::formats::native;

use super::config::Config;
use super::error::StorageError;
use super::state;
use super::workspace::Workspace;

/// What says which documents there are.
const RULES: [&str; 2] = [".gitignore", ".ignore"];

/// So many bytes of a file tell whether it is an annotation file.
const BEGINNING: u64 = 256;

impl Workspace {
    /// Checks that an export may be written to a path: a document is never written to, an
    /// export must not become one, nor be where annotation files are.
    pub fn check_export(&self, path: &Path) -> Result<(), StorageError> {
        // A link to a document is the document, and a link to its folder that folder.
        let real = path.canonicalize().or_else(|_| {
            let folder = path.parent().unwrap_or(path).canonicalize()?;
            Ok::<_, std::io::Error>(folder.join(path.file_name().unwrap_or_default()))
        });
        let real = real.unwrap_or_else(|_| path.to_owned());
        let is_apart = self.documents_dir() != self.root();
        for path in [path, &real] {
            let refuse = |what| StorageError::NoExport {
                path: path.to_owned(),
                what,
            };
            if path.starts_with(self.annotations_dir()) {
                return Err(refuse("annotation files"));
            }
            // Also those of another workspace, which nobody could get back.
            if is_annotation_file(path) {
                return Err(refuse("annotation files"));
            }
            let is_document = self.is_listed(path);
            let is_rule = RULES.map(OsStr::new).map(Some).contains(&path.file_name())
                && path.starts_with(self.root());
            if is_rule || *path == self.config_file() || is_configuration(path) {
                return Err(refuse("configuration files"));
            }
            if state::holds(path) {
                return Err(refuse("files that postil keeps for itself"));
            }
            if path.starts_with(self.documents_dir()) && (is_apart || is_document) {
                return Err(refuse("documents, which are never written to"));
            }
        }
        Ok(())
    }
}

/// Whether an annotation file is there, by how it begins.
fn is_annotation_file(path: &Path) -> bool {
    let is_regular = path.metadata().is_ok_and(|metadata| metadata.is_file());
    if !is_regular {
        return false;
    }
    let mut begun = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut begun));
    read.is_ok() && native::begins_so(&begun)
}

/// Whether a path is that of the user's own configuration.
fn is_configuration(path: &Path) -> bool {
    Config::user_file()
        .is_some_and(|file| file == *path || file.canonicalize().is_ok_and(|file| file == *path))
}
