//! Which folder holds the documents, and which one the annotation files.
//!
//! Must not know: what is in them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::encoding::named;
use super::error::StorageError;
use super::fingerprint::fingerprint;
use super::path::DocumentPath;
use super::regular::{probe, what_it_is};
use encoding_rs::Encoding;

/// The folder that makes its parent a workspace.
const DOCUMENTS: &str = "seeds";
const ANNOTATIONS: &str = "annotations";

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
    encoding: Option<&'static Encoding>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub path: DocumentPath,
    /// Why it cannot be read, when that shows without opening it.
    pub unreadable: Option<String>,
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
            let workspace = Self::of_folder(canonical(path)?, annotations)?;
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

    /// Whether the current folder is that of the documents.
    pub fn is_here(&self) -> bool {
        std::env::current_dir().is_ok_and(|folder| folder == self.documents_dir)
    }

    fn of_folder(folder: PathBuf, annotations: Option<&Path>) -> Result<Self, StorageError> {
        let below = folder.join(DOCUMENTS);
        let (root, documents_dir) = if is_documents(&folder) {
            let root = folder.parent().unwrap_or(&folder).to_owned();
            (root, folder)
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
            encoding: None,
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
        let documents = folder.ancestors().find(|above| is_documents(above));
        let mut workspace = Self::of_folder(
            documents.map_or_else(|| folder.clone(), Path::to_owned),
            annotations,
        )?;
        if documents.is_none() && workspace.documents_dir != folder {
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

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the documents.
    pub fn documents_dir(&self) -> &Path {
        &self.documents_dir
    }

    /// The folder of the annotation files; it may not exist yet.
    pub fn annotations_dir(&self) -> &Path {
        &self.annotations_dir
    }

    /// The document the workspace was opened at.
    pub fn initial(&self) -> Option<&DocumentPath> {
        self.initial.as_ref()
    }

    pub(super) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding
    }

    /// Sets the encoding, by its configured name, of untagged documents that are not UTF-8.
    pub fn set_encoding(&mut self, name: Option<&str>) {
        self.encoding = name.and_then(named);
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
        let folder = self.documents_dir.strip_prefix(&self.root).ok();
        match folder.and_then(DocumentPath::new) {
            Some(folder) => format!("{folder}/{document}"),
            None => document.as_str().to_owned(),
        }
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

    /// Checks that an export may be written to a path: a document is never written to, an
    /// export must not become one, nor be where annotation files are.
    pub fn check_export(&self, path: &Path) -> Result<(), StorageError> {
        // A link to a document is the document, and a link to its folder that folder.
        let real = path.canonicalize().or_else(|_| {
            let folder = path.parent().unwrap_or(path).canonicalize()?;
            Ok::<_, std::io::Error>(folder.join(path.file_name().unwrap_or_default()))
        });
        let real = real.unwrap_or_else(|_| path.to_owned());
        let is_apart = self.documents_dir != self.root;
        for path in [path, &real] {
            let refuse = |what| StorageError::NoExport {
                path: path.to_owned(),
                what,
            };
            if path.starts_with(&self.annotations_dir) {
                return Err(refuse("annotation files"));
            }
            let is_document = Self::takes(path) || self.is_initial(path);
            if path.starts_with(&self.documents_dir) && (is_apart || is_document) {
                return Err(refuse("documents, which are never written to"));
            }
        }
        Ok(())
    }

    /// Whether a path may be that of a document or of an annotation file.
    pub(super) fn may_concern(&self, path: &Path) -> bool {
        if path.starts_with(&self.annotations_dir) {
            return path.extension() == Some(OsStr::new("json"));
        }
        path.starts_with(&self.documents_dir) && (Self::takes(path) || self.is_initial(path))
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
            .or_else(|| probe(&self.documents_dir.join(entry.path.native())))
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

fn is_documents(folder: &Path) -> bool {
    folder.file_name() == Some(OsStr::new(DOCUMENTS))
}
