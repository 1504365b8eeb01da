//! Finds the documents of a workspace, a number of steps at a time, so that the first
//! screen does not wait for a folder of ten thousand.
//!
//! Must not know: what stands in the documents. None is opened.

use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};

use crate::text::SortKey;

use super::path::DocumentPath;
use super::regular::what_it_is;
use super::walk::{Walk, causes};
use super::workspace::{Entry, Workspace};

pub struct Discovery {
    workspace: Workspace,
    walk: Walk,
    /// Documents that are found first, wherever they stand.
    asked_for: Vec<DocumentPath>,
    /// Hashes of the documents that were found.
    found: HashSet<u64>,
    hasher: RandomState,
    ended: bool,
}

impl Discovery {
    /// Goes on for at most `steps` files and folders; answers the documents that were found,
    /// sorted by name, each once. A later call may find one of them again.
    pub fn go_on(&mut self, steps: usize) -> Vec<Entry> {
        let asked_for = self.asked_for.drain(..);
        let mut found: Vec<Entry> = asked_for
            .map(|path| Entry {
                path,
                unreadable: None,
                left_out: None,
            })
            .collect();
        for _ in 0..steps {
            let Some(step) = self.walk.next() else {
                let is_found =
                    |path: &DocumentPath| self.found.contains(&self.hasher.hash_one(path));
                found.extend(self.workspace.with_tags(is_found));
                self.found = HashSet::new();
                self.ended = true;
                break;
            };
            let entry = match step {
                Ok(entry) => self.workspace.entry(&entry),
                Err(error) => self.workspace.entry_of_error(&error),
            };
            if let Some(entry) = entry {
                self.found.insert(self.hasher.hash_one(&entry.path));
                found.push(entry);
            }
        }
        sort(&mut found);
        found
    }

    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Finds a document first, if it is there: the one to begin with is not waited for.
    pub fn begin_with(&mut self, name: &str) {
        // A name that is not UTF-8 is not its own path; it is found by the walk.
        let path = DocumentPath::new(Path::new(name)).filter(|path| path.as_str() == name);
        let path = path.filter(|path| {
            let file = self.workspace.documents_dir().join(path.native());
            self.workspace.is_within(path)
                && self.workspace.is_listed(&file)
                && fs::metadata(&file).is_ok_and(|found| found.is_file())
        });
        self.asked_for.extend(path);
    }
}

/// What has to be watched so that every change is told.
#[derive(Debug)]
pub(super) struct Watched {
    /// The folders in which a document or an annotation file may come or go, or be made.
    pub(super) folders: Vec<PathBuf>,
    /// The documents, annotation files and folders that are links.
    pub(super) links: Vec<PathBuf>,
}

/// By name; of two entries with one name, that stays which is listed in any case, and then
/// that which can be read.
fn sort(entries: &mut Vec<Entry>) {
    entries.sort_by(|a, b| {
        let rank = |entry: &Entry| (entry.left_out.is_some(), entry.unreadable.is_some());
        a.path.cmp(&b.path).then(rank(a).cmp(&rank(b)))
    });
    entries.dedup_by(|a, b| a.path == b.path);
}

impl Workspace {
    /// Begins to look for the documents: the one that was asked for, and the files below the
    /// documents folder with one of the known extensions, except for hidden and ignored ones,
    /// and whatever has an annotation file.
    pub fn discover(&self) -> Discovery {
        Discovery {
            walk: self.walk(),
            asked_for: self.initial().into_iter().cloned().collect(),
            workspace: self.clone(),
            found: HashSet::new(),
            hasher: RandomState::new(),
            ended: false,
        }
    }

    /// Lists the documents in no order that means anything.
    pub(crate) fn documents_unordered(&self) -> Vec<Entry> {
        self.discover().go_on(usize::MAX)
    }

    /// Lists the documents in the order in which people look for names. No file is opened
    /// for it.
    pub fn documents(&self) -> Vec<Entry> {
        let mut documents = self.documents_unordered();
        documents.sort_by_cached_key(|entry| SortKey::of_path(entry.path.as_str()));
        documents
    }

    fn walk(&self) -> Walk {
        Walk::new(&self.walked_documents(), self.annotations_dir())
    }

    pub(super) fn watched(&self) -> Watched {
        let mut folders = Vec::new();
        let mut links = Vec::new();
        for step in self.walk().chain(self.walk_annotations()) {
            match step {
                Ok(entry) => {
                    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                    // Told by the folder it is in: no file is looked at for it.
                    if entry.path_is_symlink() {
                        links.push(entry.path().to_owned());
                    }
                    if is_folder {
                        folders.push(entry.into_path());
                    }
                }
                // One that leads nowhere may lead somewhere later.
                Err(error) => links.extend(causes(&error).0.map(Path::to_owned)),
            }
        }
        // A document that is listed for its tags may be in a folder that is not walked.
        let annotated = self.annotation_files();
        let annotated = annotated.iter().filter_map(|file| self.annotated(file));
        let around = annotated.filter_map(|path| Some(path.native().parent()?.to_owned()));
        let around: HashSet<PathBuf> = around.map(|path| self.documents_dir().join(path)).collect();
        folders.extend(around.into_iter().filter(|folder| folder.is_dir()));
        let asked_for = self.initial();
        let asked_for = asked_for.map(|path| self.documents_dir().join(path.native()));
        let needed = [self.documents_dir(), self.annotations_dir(), self.root()];
        let above = asked_for.as_deref().and_then(Path::parent);
        let above = needed.into_iter().chain(above);
        let above = above.filter_map(|path| path.ancestors().find(|folder| folder.is_dir()));
        folders.extend(above.map(Path::to_owned));
        links.extend(needed.map(Path::to_owned));
        links.extend(asked_for);
        links.retain(|path| path.is_symlink());
        for paths in [&mut folders, &mut links] {
            paths.sort();
            paths.dedup();
        }
        Watched { folders, links }
    }

    fn entry(&self, entry: &ignore::DirEntry) -> Option<Entry> {
        let kind = entry.file_type()?;
        if kind.is_dir() || !Workspace::takes(entry.path()) {
            return None;
        }
        let relative = entry.path().strip_prefix(self.documents_dir()).ok()?;
        Some(Entry {
            path: DocumentPath::new(relative)?,
            unreadable: (!kind.is_file()).then(|| not_a_file(kind)),
            left_out: None,
        })
    }

    /// A link that leads nowhere, or a folder that may not be read, is listed with the
    /// reason; a link that leads back up is not followed, and what it leads to is listed
    /// where it stands. What has gone since its folder was read is not there.
    fn entry_of_error(&self, error: &ignore::Error) -> Option<Entry> {
        let (Some(path), Some(cause)) = causes(error) else {
            return None;
        };
        let is_folder = path.is_dir();
        if !is_folder && !Workspace::takes(path) {
            return None;
        }
        let relative = path.strip_prefix(self.documents_dir()).ok()?;
        let is_link = path.is_symlink();
        let why = match cause.kind() {
            std::io::ErrorKind::NotFound if is_link => "the link leads nowhere".to_owned(),
            std::io::ErrorKind::NotFound => return None,
            std::io::ErrorKind::PermissionDenied if is_folder => {
                "no permission to read this folder".to_owned()
            }
            _ if is_link => "the link leads in a circle".to_owned(),
            std::io::ErrorKind::Other => cause.to_string(),
            _ => cause.kind().to_string(),
        };
        Some(Entry {
            path: DocumentPath::new(relative)?,
            unreadable: Some(why),
            left_out: None,
        })
    }
}

pub(super) fn not_a_file(kind: fs::FileType) -> String {
    format!("it is {}, not a file", what_it_is(kind))
}
