//! Which folder holds the documents, and which one the annotation files.
//!
//! Must not know: what is in them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::belonging::{
    ANNOTATIONS, DOCUMENTS, WORKSPACE_FILE, holder, is_documents, root_of, whole,
};
use super::encoding::{Openable, named};
use super::error::StorageError;
use super::fingerprint::fingerprint;
use super::path::DocumentPath;
use super::regular::{probe, what_it_is};
use encoding_rs::Encoding;

use crate::session::LeftOut;

/// How the names of documents end: plain text and the markups that are read as
/// such. HTML, CSV and source code are texts too, but read badly as prose; a
/// file of any kind can be opened by its name.
pub const EXTENSIONS: [&str; 14] = [
    "txt", "text", "md", "markdown", "mkd", "rst", "adoc", "asciidoc", "org", "tex", "log", "eml",
    "srt", "vtt",
];

/// A folder of documents and the folder of their tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
    documents_dir: PathBuf,
    annotations_dir: PathBuf,
    initial: Option<DocumentPath>,
    /// The folder below that of the documents to which it is narrowed.
    part: Option<PathBuf>,
    encoding: Option<&'static Encoding>,
    /// Why nothing is kept of it, where that is so.
    read_only: Option<&'static str>,
    openable: Openable,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub path: DocumentPath,
    /// Why it cannot be read, when that shows without opening it.
    pub unreadable: Option<String>,
    /// Why it would not be a document if it had no tags.
    pub left_out: Option<LeftOut>,
}

impl Workspace {
    /// Opens the workspace of a folder or a document, with its annotation
    /// files in `annotations` if that is given.
    ///
    /// # Errors
    /// When the path is missing, cannot be read, or is neither a folder nor a file.
    pub fn open(path: &Path, annotations: Option<&Path>) -> Result<Self, StorageError> {
        let kind = fs::metadata(path)
            .map_err(|error| StorageError::io("read", path, error))?
            .file_type();
        if kind.is_dir() {
            let folder = canonical(path)?;
            let mut workspace = match whole(&folder, annotations) {
                Some(whole) => Self::of_folder(whole.to_owned(), annotations)?,
                None => Self::of_folder(folder.clone(), annotations)?,
            };
            let part = folder.strip_prefix(&workspace.documents_dir).ok();
            let part = part.filter(|part| !part.as_os_str().is_empty());
            workspace.part = part.map(Path::to_owned);
            let documents = &workspace.documents_dir;
            // A folder that may not be read would look like an empty one.
            fs::read_dir(documents).map_err(|error| StorageError::io("read", documents, error))?;
            return Ok(workspace);
        }
        if !kind.is_file() {
            return Err(StorageError::NoDocument {
                path: path.to_owned(),
                what: what_it_is(kind),
            });
        }
        Self::of_document(path, annotations)
    }

    fn of_folder(folder: PathBuf, annotations: Option<&Path>) -> Result<Self, StorageError> {
        let below = folder.join(DOCUMENTS);
        let (root, documents_dir) = if is_documents(&folder) {
            (root_of(&folder).to_owned(), folder)
        } else if below.is_dir() {
            (folder, below)
        } else {
            (folder.clone(), folder)
        };
        Ok(Self {
            annotations_dir: annotations_dir(&root, annotations)?,
            root,
            documents_dir,
            initial: None,
            part: None,
            encoding: None,
            read_only: None,
            openable: Openable::default(),
        })
    }

    fn of_document(path: &Path, annotations: Option<&Path>) -> Result<Self, StorageError> {
        // Only the folder is resolved: a document may be a link to a file
        // elsewhere, and belongs where the link stands.
        let parent = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = canonical(parent.unwrap_or(Path::new(".")))?;
        let name = path.file_name().unwrap_or_default();
        let holder = holder(&folder, name, annotations);
        let mut workspace = Self::of_folder(holder, annotations)?;
        if !folder.starts_with(&workspace.documents_dir) {
            // Beside `seeds/`: its annotation file could have the name of one
            // that belongs to a document in there.
            if annotations.is_none() {
                return Err(StorageError::OutsideDocuments {
                    path: path.to_owned(),
                    documents: workspace.documents_dir,
                });
            }
            workspace.documents_dir.clone_from(&folder);
        }
        let whole = folder.join(name);
        let relative = whole.strip_prefix(&workspace.documents_dir).ok();
        workspace.initial = relative.and_then(DocumentPath::new);
        Ok(workspace)
    }

    /// Takes the folder of the annotations for that of the workspace.
    pub(super) fn rooted_at_annotations(mut self) -> Self {
        self.root.clone_from(&self.annotations_dir);
        self
    }

    /// Refuses tags, with a reason.
    pub(super) fn read_only(mut self, reason: &'static str) -> Self {
        self.read_only = Some(reason);
        self
    }

    /// Why nothing is kept of it, where that is so.
    pub(super) fn why_read_only(&self) -> Option<&'static str> {
        self.read_only
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the documents.
    pub fn documents_dir(&self) -> &Path {
        &self.documents_dir
    }

    /// Whether it is narrowed to a folder: documents elsewhere are not listed.
    pub(crate) fn is_part(&self) -> bool {
        self.part.is_some()
    }

    /// Where the documents are looked for.
    pub(super) fn walked_documents(&self) -> PathBuf {
        self.in_part(&self.documents_dir)
    }

    /// Where the annotation files are looked for.
    pub(super) fn walked_annotations(&self) -> PathBuf {
        self.in_part(&self.annotations_dir)
    }

    /// Whether a document is not outside of what it is narrowed to.
    pub(super) fn is_within(&self, document: &DocumentPath) -> bool {
        let part = self.part.as_ref();
        part.is_none_or(|part| document.native().starts_with(part))
    }

    fn in_part(&self, folder: &Path) -> PathBuf {
        match &self.part {
            Some(part) => folder.join(part),
            None => folder.to_owned(),
        }
    }

    /// The folder of the annotation files; it may not exist yet.
    pub fn annotations_dir(&self) -> &Path {
        &self.annotations_dir
    }

    /// Its configuration file, which need not exist.
    pub(crate) fn config_file(&self) -> PathBuf {
        self.root.join(WORKSPACE_FILE)
    }

    /// The document the workspace was opened at.
    pub fn initial(&self) -> Option<&DocumentPath> {
        self.initial.as_ref()
    }

    pub(crate) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding
    }

    /// Sets the encoding, by its configured name, of untagged documents that are not UTF-8.
    pub fn set_encoding(&mut self, name: Option<&str>) {
        self.encoding = name.and_then(named);
    }

    pub(super) fn openable(&self) -> Openable {
        self.openable
    }

    /// Sets what is taken for a text.
    pub(crate) fn set_openable(&mut self, openable: Openable) {
        self.openable = openable;
    }

    /// A word that no other workspace on this machine has: what its state is kept under.
    pub fn key(&self) -> String {
        let mut bytes = self.root.as_os_str().as_encoded_bytes().to_vec();
        bytes.push(0);
        bytes.extend(self.annotations_dir.as_os_str().as_encoded_bytes());
        let mut key = fingerprint(&bytes);
        key.truncate(32);
        key
    }

    /// What an annotation file calls a document: its path below the root.
    pub fn path_in_file(&self, document: &DocumentPath) -> String {
        match self.folder_in_file() {
            Some(folder) => format!("{folder}/{document}"),
            None => document.as_str().to_owned(),
        }
    }

    /// What an earlier version's annotation file calls a document, where that is not the same.
    pub(super) fn earlier_path_in_file(&self, document: &DocumentPath) -> Option<String> {
        self.escaped_in_file(document.earlier_name())
    }

    /// The bytes of the path that an annotation file calls a document by; see
    /// [`DocumentPath::bytes`].
    pub(super) fn path_bytes_in_file(&self, document: &DocumentPath) -> Option<String> {
        self.escaped_in_file(document.bytes())
    }

    /// Whether an annotation file or a recovery file that says so is about a document.
    pub(crate) fn is_path_in_file(&self, document: &DocumentPath, path: &str) -> bool {
        self.path_in_file(document) == path
            || self
                .earlier_path_in_file(document)
                .is_some_and(|earlier| earlier == path)
    }

    /// The documents folder below the root, as annotation files name it.
    fn folder_in_file(&self) -> Option<DocumentPath> {
        DocumentPath::new(self.documents_dir.strip_prefix(&self.root).ok()?)
    }

    fn escaped_in_file(&self, name: Option<String>) -> Option<String> {
        let name = name?;
        Some(match self.folder_in_file() {
            Some(folder) => format!("{folder}/{name}"),
            None => name,
        })
    }

    /// The path of the annotation file of a document, which may not exist yet.
    pub fn annotation_path(&self, document: &DocumentPath) -> PathBuf {
        self.annotations_dir.join(document.annotation_file())
    }

    /// Whether a file of that name would be listed as a document.
    pub fn takes(path: &Path) -> bool {
        let extension = path.extension().and_then(OsStr::to_str);
        extension.is_some_and(|extension| {
            let mut known = EXTENSIONS.iter();
            known.any(|known| extension.eq_ignore_ascii_case(known))
        })
    }

    /// Whether a path may be that of a document, of an annotation file or of the
    /// configuration.
    pub(super) fn may_concern(&self, path: &Path) -> bool {
        if path.parent() == Some(&self.root) && path.file_name() == Some(OsStr::new(WORKSPACE_FILE))
        {
            return true;
        }
        if path.starts_with(&self.annotations_dir) {
            return path.extension() == Some(OsStr::new("json"));
        }
        path.starts_with(&self.documents_dir) && self.is_listed(path)
    }

    /// Whether a file in the documents folder is one of the documents, unless it is hidden
    /// or ignored and has no tags.
    pub(crate) fn is_listed(&self, path: &Path) -> bool {
        Self::takes(path) || self.is_initial(path) || self.has_tags(path)
    }

    /// Whether a file in the documents folder has an annotation file.
    fn has_tags(&self, path: &Path) -> bool {
        let document = path.strip_prefix(&self.documents_dir).ok();
        let document = document.and_then(DocumentPath::new);
        document.is_some_and(|document| self.annotation_path(&document).is_file())
    }

    /// Whether a path is that of the initial document, which may have any ending.
    fn is_initial(&self, path: &Path) -> bool {
        let initial = self.initial.as_ref();
        initial.is_some_and(|document| self.documents_dir.join(document.native()) == *path)
    }

    /// Why a document cannot be read, judged by its beginning.
    pub fn probe(&self, entry: &Entry) -> Option<String> {
        entry
            .unreadable
            .clone()
            .or_else(|| probe(&self.documents_dir.join(entry.path.native()), self.openable))
    }
}

fn canonical(path: &Path) -> Result<PathBuf, StorageError> {
    fs::canonicalize(path).map_err(|error| StorageError::io("read", path, error))
}

/// The annotations folder as an absolute path; it need not exist.
fn annotations_dir(root: &Path, given: Option<&Path>) -> Result<PathBuf, StorageError> {
    let Some(given) = given else {
        return Ok(root.join(ANNOTATIONS));
    };
    // Where it does not exist yet, what it would be created in.
    let there = given
        .ancestors()
        .find(|path| path.exists() || path.is_symlink());
    if let Some(there) = there.filter(|path| !path.is_dir()) {
        let what = match fs::metadata(there) {
            Ok(metadata) => what_it_is(metadata.file_type()),
            Err(_) => "a link that leads nowhere",
        };
        return Err(StorageError::NoFolder {
            path: there.to_owned(),
            what,
        });
    }
    match fs::canonicalize(given) {
        Ok(path) => Ok(path),
        Err(_) => std::path::absolute(given)
            .map_err(|error| StorageError::io("keep tags in", given, error)),
    }
}
