//! Formats of several files: one or two for each document, and what they share.
//!
//! Must not know: where the files go.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::annotation::{DocumentFacts, TagId, TagSet};

use super::bundle::ExportDocument;
use super::piece::Tally;

/// A file of an export, by its name below the folder or in the archive, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// What was met in the documents of an export.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// The label set of the workspace.
    pub tags: TagSet,
    /// How often each tag was met.
    pub labels: BTreeMap<TagId, usize>,
    /// Who made them.
    pub creators: BTreeMap<CompactString, usize>,
    /// The relations of links.
    pub relations: BTreeMap<String, usize>,
    /// The paths of the documents, in order.
    pub documents: Vec<String>,
    /// What documents give to files that all share, by what it is, one behind the other.
    pub(super) parts: Parts,
}

/// What a document gives to files that all share, by what it is.
pub(super) type Parts = BTreeMap<&'static str, Vec<u8>>;

impl Met {
    /// Nothing yet, in a workspace with this label set.
    pub fn new(tags: TagSet) -> Self {
        Self {
            tags,
            ..Self::default()
        }
    }

    /// Notes what a document has.
    pub(super) fn add(&mut self, document: &ExportDocument) {
        self.documents.push(document.path.clone());
        for tag in &document.tags {
            let annotation = &tag.annotation;
            *self.labels.entry(annotation.tag.clone()).or_default() += 1;
            let creator = self.creators.entry(annotation.creator.clone());
            *creator.or_default() += 1;
            for link in &annotation.links {
                *self.relations.entry(link.rel.clone()).or_default() += 1;
            }
        }
    }

    /// Adds what was met in other documents.
    pub fn merge(&mut self, other: Self) {
        for (label, count) in other.labels {
            *self.labels.entry(label).or_default() += count;
        }
        for (creator, count) in other.creators {
            *self.creators.entry(creator).or_default() += count;
        }
        for (relation, count) in other.relations {
            *self.relations.entry(relation).or_default() += count;
        }
        self.documents.extend(other.documents);
        for (what, bytes) in other.parts {
            self.parts.entry(what).or_default().extend(bytes);
        }
    }
}

/// How a format of several files is written.
pub(super) trait FilesWriter: Sync {
    /// The files of one document, with all its tags.
    fn document(
        &self,
        document: &ExportDocument,
        facts: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile>;

    /// What the document gives to the files for all.
    fn parts(&self, _document: &ExportDocument) -> Parts {
        Parts::new()
    }

    /// The files for all documents, written last.
    fn shared(&self, _met: &Met, _tally: &mut Tally) -> Vec<OutFile> {
        Vec::new()
    }
}

/// What an export of several files is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A folder, or an archive where the name of the target ends in `.zip`.
    Folder,
    /// Always an archive, whose name has an ending of its own.
    Archive,
    /// Nothing: there is one file, that of all documents.
    Nothing,
}

/// A format of several files.
#[derive(Clone, Copy)]
pub struct InFiles {
    pub(super) writer: &'static dyn FilesWriter,
    /// What they are put into.
    pub container: Container,
}

impl InFiles {
    /// The files of one document.
    pub fn document(
        &self,
        document: &ExportDocument,
        facts: &DocumentFacts,
    ) -> (Vec<OutFile>, Tally) {
        let mut tally = Tally {
            tags: document.tags.len(),
            ..Tally::default()
        };
        let files = self.writer.document(document, facts, &mut tally);
        (files, tally)
    }

    /// What one document has, and gives to the files for all.
    pub fn met(&self, document: &ExportDocument) -> Met {
        let mut met = Met::default();
        met.add(document);
        met.parts = self.writer.parts(document);
        met
    }

    /// The files for all documents.
    pub fn shared(&self, met: &Met) -> (Vec<OutFile>, Tally) {
        let mut tally = Tally::default();
        let files = self.writer.shared(met, &mut tally);
        (files, tally)
    }
}
