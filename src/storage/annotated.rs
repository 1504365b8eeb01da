//! The annotation files of a workspace, and the documents that are there because they have
//! one, whatever would leave them out otherwise.
//!
//! Must not know: what is in annotation files, but how they begin.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::session::LeftOut;
use crate::text::SortKey;

use super::annotation_files::{files_below, has_annotation_files, says_what_it_is, walk};
use super::belonging::ANNOTATIONS;
use super::discovery::not_a_file;
use super::error::{is_absence, reason};
use super::path::DocumentPath;
use super::workspace::{Entry, Workspace};

impl Workspace {
    pub(super) fn walk_annotations(&self) -> ignore::Walk {
        walk(&self.walked_annotations())
    }

    /// The annotation files, in no order.
    pub fn annotation_files(&self) -> Vec<PathBuf> {
        files_below(&self.walked_annotations()).collect()
    }

    /// The annotation files that belong to none of the documents, sorted. Of hidden files,
    /// which may be anybody's, those that say what they are.
    pub fn orphans(&self, documents: &[Entry]) -> Vec<PathBuf> {
        let known: HashSet<_> = documents
            .iter()
            .map(|entry| self.annotation_path(&entry.path))
            .collect();
        let mut orphans = self.annotation_files();
        orphans.retain(|file| !known.contains(file));
        orphans.retain(|file| !self.is_hidden_below(file) || says_what_it_is(file));
        orphans.sort_by_cached_key(|file| SortKey::of_path(&file.to_string_lossy()));
        orphans
    }

    fn is_hidden_below(&self, annotation_file: &Path) -> bool {
        let below = annotation_file.strip_prefix(self.annotations_dir());
        let mut parts = below.unwrap_or(annotation_file).components();
        parts.any(is_hidden)
    }

    /// The documents that are there because they have annotation files, but those that are
    /// listed already.
    pub(super) fn with_tags(&self, is_listed: impl Fn(&DocumentPath) -> bool) -> Vec<Entry> {
        let files = self.annotation_files();
        let documents = files.iter().filter_map(|file| self.annotated(file));
        let new = documents.filter(|path| !is_listed(path));
        new.filter_map(|path| self.entry_of_annotated(path))
            .collect()
    }

    /// The document that an annotation file belongs to by its name, whether it is there or
    /// not.
    pub(crate) fn annotated(&self, file: &Path) -> Option<DocumentPath> {
        let relative = file.strip_prefix(self.annotations_dir()).ok()?;
        let document = DocumentPath::new(&relative.with_extension(""))?;
        if self.annotation_path(&document) == file && !is_shortened(&document) {
            return Some(document);
        }
        // The end of an over-long name is its hash.
        let folder = relative.parent()?;
        let names = fs::read_dir(self.documents_dir().join(folder)).ok()?;
        let names = names.filter_map(|entry| Some(entry.ok()?.file_name()));
        let mut documents = names.filter_map(|name| DocumentPath::new(&folder.join(name)));
        let is_meant = |document: &DocumentPath| self.annotation_path(document) == file;
        documents.find(is_meant).or(Some(document))
    }

    fn entry_of_annotated(&self, path: DocumentPath) -> Option<Entry> {
        let file = self.documents_dir().join(path.native());
        if file.starts_with(self.annotations_dir()) {
            return None;
        }
        let unreadable = match fs::metadata(&file).map(|found| found.file_type()) {
            // It was listed as what it is, where anything of its name could be a document.
            Ok(kind) if kind.is_dir() => return None,
            Ok(kind) if !kind.is_file() => Some(not_a_file(kind)),
            Ok(_) => None,
            Err(error) if is_absence(&error) => return None,
            Err(error) => Some(reason(&error)),
        };
        // What cannot be read may be so because of its folder, which nobody can walk.
        let is_left_out = unreadable.is_none();
        Some(Entry {
            left_out: is_left_out.then(|| self.why_left_out(&path)),
            path,
            unreadable,
        })
    }

    /// Why a document that has tags was not found by the walk.
    fn why_left_out(&self, path: &DocumentPath) -> LeftOut {
        let folder = self.documents_dir();
        let mut above = path.native().ancestors().skip(1);
        if path.native().components().any(is_hidden) {
            LeftOut::Hidden
        } else if !Workspace::takes(path.native()) {
            LeftOut::Ending
        } else if above.any(|part| folder.join(part).is_symlink() && !part.as_os_str().is_empty()) {
            LeftOut::Linked
        } else {
            LeftOut::Ignored
        }
    }

    /// The folders below that are workspaces of their own: those around the documents that
    /// have annotation files, named as they stand below the current folder where they do.
    pub(crate) fn others_below<'a>(
        &self,
        documents: impl Iterator<Item = &'a DocumentPath>,
    ) -> Vec<PathBuf> {
        let mut folders: BTreeSet<&Path> = BTreeSet::new();
        for path in documents {
            let around = path.native().ancestors().skip(1);
            // What is around a folder that is known is known, too.
            let _ = around.take_while(|folder| folders.insert(folder)).count();
        }
        let here = std::env::current_dir().unwrap_or_default();
        let folders = folders
            .into_iter()
            .map(|folder| self.documents_dir().join(folder));
        let others = folders.filter(|folder| {
            let annotations = folder.join(ANNOTATIONS);
            folder != self.documents_dir()
                && annotations != self.annotations_dir()
                && has_annotation_files(&annotations)
        });
        let named = |folder: PathBuf| match folder.strip_prefix(&here) {
            Ok(below) => below.to_owned(),
            Err(_) => folder,
        };
        others.map(named).collect()
    }
}

fn is_hidden(part: Component<'_>) -> bool {
    part.as_os_str().as_encoded_bytes().starts_with(b".")
}

/// Whether the name of an annotation file may be a shortened one: it ends in a hash.
fn is_shortened(document: &DocumentPath) -> bool {
    let name = document.as_str();
    let hash = name.rsplit_once('~').map_or("", |(_, hash)| hash);
    hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}
