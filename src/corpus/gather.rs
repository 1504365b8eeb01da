//! One document with its annotations, each found in the text as it is now.
//!
//! Must not know: what they are gathered for.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::annotation::{AnnotationId, Budget, Conflicts, Resolution, resolve_annotations};
use crate::formats::{ExportDocument, Placed, Problem, Severity};
use crate::session::{Access, LeftOut};
use crate::storage::{Document, LoadedAnnotations, Reach, misdescribed, unlike_sha256};
use crate::text::Text;
use crate::text::references::LazyReferences;

use super::filter::Filter;
use super::source::{Corpus, Source};

pub(super) struct Gathered {
    pub(super) document: ExportDocument,
    pub(super) reading: Reading,
    /// The document as it was read.
    pub(super) read: Option<Document>,
    /// What it said before, as far as that is known and was wanted.
    pub(super) earlier: Vec<Text>,
    pub(super) file: PathBuf,
    pub(super) problems: Vec<Problem>,
    /// What is wrong in what it says of its document.
    pub(super) misdescribed: Vec<Problem>,
    pub(super) access: Access,
    /// The version of its document that the file names.
    pub(super) said_sha256: String,
    /// Why the document would not be listed without tags.
    left_out: Option<LeftOut>,
}

pub(super) enum Reading {
    Done,
    Failed(String),
    Missing,
}

/// How much of one or more annotation files was understood. The greater of two is what
/// both are together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    #[default]
    Complete,
    /// Something was not: there may be more annotations.
    Partial,
}

impl Gathered {
    /// What there is to be said of it beside its tags.
    pub(super) fn warnings(&self) -> Vec<String> {
        // One that is only protected against writing was read whole.
        let broken = self.access.why_not().filter(|_| !self.problems.is_empty());
        let broken = broken.map(|why| format!("{why}; what can be read of it is shown"));
        let unreadable = self.unreadable();
        let unreadable = unreadable.map(|why| format!("{}: {why}", self.document.path));
        let said = [self.left_out(), broken, unreadable];
        said.into_iter().flatten().collect()
    }

    /// What is said of a document that is listed only because it has tags.
    pub(super) fn left_out(&self) -> Option<String> {
        let why = self.left_out?;
        Some(format!("{} {}", self.document.path, why.words()))
    }

    /// Why the document could not be read, although it is there.
    pub(super) fn unreadable(&self) -> Option<&str> {
        match &self.reading {
            Reading::Failed(why) => Some(why),
            Reading::Done | Reading::Missing => None,
        }
    }
}

impl Completeness {
    pub(super) fn of(problems: &[Problem]) -> Self {
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        match problems.iter().any(is_error) {
            true => Self::Partial,
            false => Self::Complete,
        }
    }
}

impl Corpus {
    /// Reads the document of an annotation file that was loaded, and finds the
    /// passages of the annotations that the filter takes.
    pub(super) fn gather(
        &self,
        source: &Source,
        loaded: LoadedAnnotations,
        filter: &Filter,
    ) -> Gathered {
        let (document, reading) = self.read(source);
        let misdescribed = self.misdescribed(source, document.as_ref(), &loaded);
        let text = document.as_ref().map(|document| document.text.clone());
        let set = &loaded.file.set;
        let mut wanted = Vec::with_capacity(set.len());
        wanted.extend(set.iter().filter(|annotation| filter.takes(annotation)));
        let annotations = wanted.iter().copied().map(Arc::as_ref);
        let earlier = document.as_ref().map_or_else(Vec::new, |document| {
            let named = &loaded.file.document.sha256;
            self.store
                .earlier_texts(document, &[named], set, Reach::History)
        });
        let resolutions = text
            .as_ref()
            .map(|text| resolve_annotations(annotations, text, &earlier, Budget::Unlimited));
        let mut resolutions = resolutions.into_iter().flatten();
        let tags = wanted.into_iter().map(|annotation| Placed {
            annotation: Arc::clone(annotation),
            anchor: resolutions
                .next()
                .unwrap_or(Resolution::Pending)
                .anchor_or_lost(),
        });
        Gathered {
            document: ExportDocument {
                path: self.name(source).into_owned(),
                path_bytes: match source {
                    Source::Document(entry) => entry.path.bytes(),
                    Source::Orphan(_) => None,
                },
                sha256: document
                    .as_ref()
                    .map_or_else(String::new, |document| document.sha256().to_owned()),
                text,
                sentences: Vec::new(),
                tags: tags.collect(),
                conflicts: Conflicts::new(set),
                references: LazyReferences::default(),
                passages: HashMap::new(),
            },
            reading,
            read: document,
            earlier,
            file: loaded.path,
            problems: loaded.problems,
            misdescribed,
            access: loaded.access,
            said_sha256: loaded.file.document.sha256,
            left_out: match source {
                Source::Document(entry) => entry.left_out,
                Source::Orphan(_) => None,
            },
        }
    }

    /// The words of the passage of an annotation as its document has them now; as they were
    /// marked, where they are not found.
    pub fn words_now(&self, source: &Source, id: &AnnotationId) -> Option<String> {
        let one = self.gather(source, self.load(source), &Filter::everything());
        let mut tags = one.document.tags.iter();
        let tag = tags.find(|tag| tag.annotation.id == *id)?;
        Some(one.document.passage(tag).into_owned())
    }

    fn read(&self, source: &Source) -> (Option<Document>, Reading) {
        let entry = match source {
            Source::Document(entry) => entry,
            Source::Orphan(_) => return (None, Reading::Missing),
        };
        if let Some(why) = &entry.unreadable {
            return (None, Reading::Failed(why.clone()));
        }
        match Document::load(self.workspace(), &entry.path) {
            Ok(document) => (Some(document), Reading::Done),
            Err(error) => (None, Reading::Failed(error.to_string())),
        }
    }

    fn misdescribed(
        &self,
        source: &Source,
        document: Option<&Document>,
        loaded: &LoadedAnnotations,
    ) -> Vec<Problem> {
        let said = &loaded.file.document;
        match source {
            // A file that was not understood says nothing that can be relied on.
            Source::Document(_) if Completeness::of(&loaded.problems) == Completeness::Partial => {
                Vec::new()
            }
            Source::Document(entry) => misdescribed(self.workspace(), &entry.path, document, said),
            Source::Orphan(_) => unlike_sha256(&said.sha256)
                .map(|words| Problem::warning("document.sha256", words))
                .into_iter()
                .collect(),
        }
    }
}
