//! An opened workspace with its configuration: what every subcommand begins with.
//!
//! Must not know: what is done with it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};

use crate::corpus::{Corpus, Source, today};
use crate::formats::Masthead;
use crate::storage::{
    Backups, Config, Document, DocumentPath, Entry, Openable, Snapshots, StorageError, Store,
    Workspace, annotator,
};
use crate::text::equivalence::{Rules, plain_form};
use crate::text::nearest;

use super::{arguments::Global, output::complain};

pub(super) struct Session {
    pub(super) workspace: Arc<Workspace>,
    pub(super) corpus: Corpus,
    pub(super) config: Config,
}

impl Session {
    pub(super) fn open(global: &Global, path: &Path) -> Result<Self> {
        Self::of(
            global,
            Workspace::open(path, global.annotations.as_deref())?,
        )
    }

    /// A session of a workspace that is open.
    pub(super) fn of(global: &Global, mut workspace: Workspace) -> Result<Self> {
        let mut config = Config::load(&workspace, global.config.as_deref())?;
        if let Some(paragraphs) = global.paragraphs {
            config.paragraphs = paragraphs;
        }
        if let Some(notice) = &config.notice {
            complain(notice);
        }
        workspace.set_encoding(config.encoding.as_deref());
        if global.takes_anything {
            workspace.set_openable(Openable::Anything);
        }
        let workspace = Arc::new(workspace);
        let backups = Backups::of(&workspace);
        Ok(Self {
            corpus: Corpus {
                store: Store::with_backups(Arc::clone(&workspace), backups)
                    .with_snapshots(Snapshots::of_user()),
                paragraphs: config.paragraphs,
                language: config.language.clone(),
            },
            workspace,
            config,
        })
    }

    /// What a subcommand goes through; says so where there are no documents.
    pub(super) fn sources(&self) -> Vec<Source> {
        let sources = self.corpus.sources();
        let is_document = |source: &Source| matches!(source, Source::Document(_));
        if !sources.iter().any(is_document) {
            complain(&format!(
                "there are no documents in {}; put texts (.txt, .md) there",
                self.workspace.documents_dir().display()
            ));
        }
        let documents = sources.iter().filter_map(|source| match source {
            Source::Document(entry) => Some(&entry.path),
            Source::Orphan(_) => None,
        });
        for folder in self.workspace.others_below(documents) {
            complain(&format!(
                "{0} is a workspace of its own, with its tags in {0}/annotations; postil list {0} lists them",
                folder.display()
            ));
        }
        sources
    }

    /// Opens the workspace of a document that is given as a path or as a name
    /// below the documents folder.
    pub(super) fn open_document(global: &Global, given: &Path) -> Result<(Self, DocumentPath)> {
        let error = match Self::open(global, given) {
            Ok(session) => {
                return match session.workspace.initial().cloned() {
                    Some(document) => Ok((session, document)),
                    None => bail!("{} is a folder; give a document", given.display()),
                };
            }
            Err(error) => error,
        };
        // Only a path that leads nowhere can be meant as a name: one that is
        // there and cannot be read is told as it is.
        let named = matches!(
            error.downcast_ref(),
            Some(StorageError::Missing { .. } | StorageError::OutsideDocuments { .. })
        );
        if !named || given.is_absolute() {
            return Err(error);
        }
        let session = Self::open(global, Path::new("."))?;
        let document = session.find(given, error)?;
        Ok((session, document))
    }

    /// The one document with that name, or whose name begins or ends with it. Where there
    /// is none and no name is near, `error` is why the path itself was not opened.
    pub(super) fn find(&self, given: &Path, error: anyhow::Error) -> Result<DocumentPath> {
        let documents = self.workspace.documents();
        let name = given.to_string_lossy();
        let name = name.trim_start_matches("./");
        if let Some(found) = documents.iter().find(|entry| entry.path.as_str() == name) {
            return Ok(found.path.clone());
        }
        // One that is not UTF-8 is shown by another name; files, scripts and notes of earlier
        // versions may have names that those gave.
        let is_meant = |entry: &&Entry| entry.path.native() == given || entry.path.is_called(name);
        if let Some(found) = documents.iter().find(is_meant) {
            return Ok(found.path.clone());
        }
        let plain = plain_form(name, Rules::STRICT);
        let is_same = |entry: &&Entry| plain_form(entry.path.as_str(), Rules::STRICT) == plain;
        let fits = |entry: &&Entry| {
            let whole = plain_form(entry.path.as_str(), Rules::STRICT);
            let file = whole.rsplit('/').next().unwrap_or(&whole);
            let begins = whole.starts_with(&*plain) || file.starts_with(&*plain);
            begins || whole.ends_with(&format!("/{plain}"))
        };
        let mut found: Vec<_> = documents.iter().filter(is_same).collect();
        if found.is_empty() {
            found = documents.iter().filter(fits).collect();
        }
        match found[..] {
            [only] => Ok(only.path.clone()),
            [] => {
                let there = self.workspace.documents_dir().join(name);
                if there.is_dir() {
                    bail!("{} is a folder; give a document", there.display());
                }
                let readable = documents.iter().filter(|entry| entry.unreadable.is_none());
                let names = readable.map(|entry| entry.path.as_str());
                match nearest(name, names) {
                    Some(near) => Err(anyhow!(
                        "there is no document {name} in {}; did you mean {near}?",
                        self.workspace.documents_dir().display()
                    )),
                    None => Err(error),
                }
            }
            [one, other, ..] => Err(anyhow!(
                "{name} could be {} documents, among them {} and {}; write more of the name",
                found.len(),
                one.path,
                other.path
            )),
        }
    }

    /// What a report of the workspace is about.
    pub(super) fn masthead(&self) -> Masthead {
        let title = self.config.title.clone();
        Masthead {
            title: title.unwrap_or_else(|| self.folder()),
            day: today(),
            only: None,
            tags: self.config.tags.clone(),
            relations: self.config.relations.clone(),
        }
    }

    /// What its folder is called.
    pub(super) fn folder(&self) -> String {
        let root = self.workspace.root();
        let name = root.file_name().unwrap_or(root.as_os_str());
        name.to_string_lossy().into_owned()
    }

    pub(super) fn document(&self, path: &DocumentPath) -> Result<Document> {
        Ok(Document::load(&self.workspace, path)?)
    }

    pub(super) fn annotator(&self, global: &Global) -> String {
        annotator(
            global.annotator.as_deref(),
            self.config.annotator.as_deref(),
            self.workspace.root(),
        )
    }
}
