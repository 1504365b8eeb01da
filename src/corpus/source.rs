//! What a corpus is made of.
//!
//! Must not know: what is done with it.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::annotation::AnnotationSet;
use crate::storage::{DocumentPath, Entry, LoadedAnnotations, Store, Workspace};
use crate::text::Text;
use crate::text::segment::{ParagraphMode, Structure};

/// The annotation files of a workspace, and how its documents are read.
#[derive(Debug, Clone)]
pub struct Corpus {
    pub store: Store,
    /// How paragraphs are told.
    pub paragraphs: ParagraphMode,
    pub language: String,
}

/// What annotations are gathered from.
#[derive(Debug)]
pub enum Source {
    Document(Entry),
    /// An annotation file whose document is gone.
    Orphan(PathBuf),
}

impl Corpus {
    pub fn workspace(&self) -> &Workspace {
        self.store.workspace()
    }

    /// The documents, and then the annotation files of others that are gone, in the
    /// order of their names; the one document if the workspace was opened at one.
    pub fn sources(&self) -> Vec<Source> {
        let mut all = self.all_sources();
        if let Some(only) = self.workspace().initial() {
            let is_it = |source: &Source| match source {
                Source::Document(entry) => entry.path == *only,
                Source::Orphan(_) => false,
            };
            all.retain(is_it);
        }
        all
    }

    /// The same of the whole workspace, also where it was opened at one document.
    pub fn all_sources(&self) -> Vec<Source> {
        let workspace = self.workspace();
        let documents = workspace.documents();
        let orphans = workspace.orphans(&documents).into_iter();
        let documents = documents.into_iter().map(Source::Document);
        documents.chain(orphans.map(Source::Orphan)).collect()
    }

    /// What a source is called: the path of its document below the documents folder.
    pub fn name<'a>(&self, source: &'a Source) -> Cow<'a, str> {
        match source {
            Source::Document(entry) => Cow::Borrowed(entry.path.as_str()),
            Source::Orphan(path) => {
                let name = path.strip_prefix(self.workspace().annotations_dir());
                let name = name.unwrap_or(path).with_extension("");
                Cow::Owned(name.to_string_lossy().into_owned())
            }
        }
    }

    /// What links call a source: its name, and that which earlier versions gave it.
    pub fn names(&self, source: &Source) -> Vec<String> {
        let earlier = match source {
            Source::Document(entry) => entry.path.earlier_name(),
            Source::Orphan(_) => None,
        };
        let name = self.name(source).into_owned();
        std::iter::once(name).chain(earlier).collect()
    }

    /// Whether there is a document of a name.
    pub(crate) fn is_document(&self, name: &str) -> bool {
        let path = DocumentPath::new(name.as_ref());
        let folder = self.workspace().documents_dir();
        path.is_some_and(|path| folder.join(path.native()).is_file())
    }

    /// The document that a link calls so, by its name or by that which earlier versions gave
    /// it, and its annotations; `None` where nothing is said about such a document.
    pub fn called(&self, name: &str) -> Option<(DocumentPath, AnnotationSet)> {
        let now = DocumentPath::new(name.as_ref());
        let mut paths = now.into_iter().chain(DocumentPath::of_earlier_name(name));
        paths.find_map(|path| {
            let set = self.store.load(&path).file.set;
            set.has_annotations().then_some((path, set))
        })
    }

    pub fn load(&self, source: &Source) -> LoadedAnnotations {
        match source {
            Source::Document(entry) => self.store.load(&entry.path),
            Source::Orphan(path) => self.store.load_file(path),
        }
    }

    pub fn structure(&self, text: &Text) -> Structure {
        Structure::new(text, self.paragraphs, &self.language)
    }
}
