//! Reads a document. It is opened for reading, and nothing here could write.
//!
//! Must not know: its tags.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::UTF_8;

use crate::formats::{DocumentInfo, native};
use crate::text::Text;

use super::encoding::{Known, decode, named};
use super::error::StorageError;
use super::fingerprint::fingerprint;
use super::large::{Check, Large};
use super::path::DocumentPath;
use super::regular::{read_regular, read_whole, regular};
use super::workspace::Workspace;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name in the workspace.
    pub path: DocumentPath,
    /// Its content.
    pub text: Text,
    /// The name of its encoding where that is not UTF-8, as the WHATWG Encoding
    /// Standard has it: `windows-1252`.
    pub encoding: Option<&'static str>,
    /// What is odd about it, each in one sentence.
    pub notices: Vec<String>,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// SHA-256 of its bytes, in hexadecimal.
    Known(String),
    /// Found when it is asked for.
    Large(Arc<Large>),
}

impl Document {
    /// Reads a document of a workspace. Of a large one nothing is kept but where
    /// it is; that it is UTF-8 throughout is found out.
    ///
    /// # Errors
    /// When it cannot be read or is no text.
    pub fn load(workspace: &Workspace, path: &DocumentPath) -> Result<Self, StorageError> {
        Self::read(workspace, path, Check::All)
    }

    /// Reads a document, of a large one no more than the beginning: [`Text::is_broken`] tells
    /// once it was counted whether it is UTF-8 further on, and [`load`](Self::load) reads it
    /// as it should be read.
    ///
    /// # Errors
    /// When it cannot be read or is no text.
    pub fn open(workspace: &Workspace, path: &DocumentPath) -> Result<Self, StorageError> {
        Self::read(workspace, path, Check::Beginning)
    }

    fn read(
        workspace: &Workspace,
        path: &DocumentPath,
        check: Check,
    ) -> Result<Self, StorageError> {
        let file = workspace.documents_dir().join(path.native());
        let found = regular(&file)?;
        let large =
            Large::open(&file, &found).map_err(|error| StorageError::io("read", &file, error))?;
        let (configured, openable) = (workspace.encoding(), workspace.openable());
        let (decoded, content) = if let Some(large) = large {
            let known = || known_encoding(workspace, path, large.sha256());
            let decoded = large.read(check, known, configured, openable);
            (decoded, Content::Large(Arc::new(large)))
        } else {
            let bytes = read_whole(&file)?;
            let sha256 = fingerprint(&bytes);
            let known = || known_encoding(workspace, path, &sha256);
            let decoded = decode(bytes, known, configured, openable);
            (decoded, Content::Known(sha256))
        };
        let decoded = decoded.map_err(|why| StorageError::NotText { path: file, why })?;
        Ok(Self {
            path: path.clone(),
            text: decoded.text,
            encoding: (decoded.encoding != UTF_8).then(|| decoded.encoding.name()),
            notices: decoded.notices,
            content,
        })
    }

    /// SHA-256 of its bytes, in hexadecimal. A large document is read for it, once;
    /// where that fails it is empty.
    pub fn sha256(&self) -> &str {
        match &self.content {
            Content::Known(sha256) => sha256,
            Content::Large(large) => large.sha256(),
        }
    }

    /// SHA-256 of its bytes, in hexadecimal, if that is known without reading a large document.
    pub fn known_sha256(&self) -> Option<&str> {
        match &self.content {
            Content::Known(sha256) => Some(sha256),
            Content::Large(large) => large.known_sha256(),
        }
    }

    /// Whether the bytes are the same, as far as is known without reading a large document.
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Known(one), Content::Known(other)) => one == other,
            (Content::Large(one), Content::Large(other)) => one.is_same_as(other),
            _ => false,
        }
    }

    /// Whether both are read from one file, so that to compare what they say tells
    /// nothing: a file that was written in its place says the new words to both.
    pub fn shares_file_with(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Large(one), Content::Large(other)) => one.shares_file_with(other),
            _ => false,
        }
    }

    /// What its annotation file calls it.
    pub fn path_in_file(&self, workspace: &Workspace) -> String {
        workspace.path_in_file(&self.path)
    }

    /// The same document, or, where it is a large one that was written over since it was
    /// read, as it is now: of what it was, nothing can be said any more.
    pub(super) fn as_it_is(&self, workspace: &Workspace) -> Cow<'_, Self> {
        let Content::Large(large) = &self.content else {
            return Cow::Borrowed(self);
        };
        // Both are found by reading it; only then is it known that they are of one version.
        let is_known = !self.sha256().is_empty() && self.text.code_points().0 > 0;
        match is_known && large.is_as_it_was() {
            true => Cow::Borrowed(self),
            false => Self::load(workspace, &self.path).map_or(Cow::Borrowed(self), Cow::Owned),
        }
    }

    /// What the annotation file says about it. A large document is read for it.
    pub fn info(&self, workspace: &Workspace) -> DocumentInfo {
        let sha256 = self.sha256();
        let length = self.text.code_points().0 as u64;
        // The hash of one version never stands with the length of another.
        let is_known = match &self.content {
            Content::Known(_) => true,
            Content::Large(large) => large.is_as_it_was(),
        };
        DocumentInfo {
            path: self.path_in_file(workspace),
            path_bytes: workspace.path_bytes_in_file(&self.path),
            sha256: if is_known {
                sha256.to_owned()
            } else {
                String::new()
            },
            length,
            encoding: self.encoding.map(str::to_owned),
            ..DocumentInfo::default()
        }
    }
}

/// The encoding that the tags of a document were made in.
fn known_encoding(workspace: &Workspace, path: &DocumentPath, sha256: &str) -> Known {
    let Ok(bytes) = read_regular(&workspace.annotation_path(path)) else {
        return Known::Nothing;
    };
    let file = native::parse(&bytes).file;
    let label = file.document.encoding.as_deref();
    match label.and_then(named) {
        Some(encoding) => Known::Tagged(encoding),
        // Left out for UTF-8. Of a document that has changed since, that says nothing.
        None if !file.set.is_empty() && file.document.sha256 == sha256 => Known::Tagged(UTF_8),
        None => Known::Nothing,
    }
}
