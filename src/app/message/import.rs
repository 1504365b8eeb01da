//! What is asked of an import, and what is known of it before anything is changed.

use crate::annotation::{Annotation, DocumentFacts, TagId, TagSet};

use crate::app::document::DocumentId;

/// A file that is to be imported.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportAsked {
    /// The number of the request: a later one replaces an earlier one.
    pub number: u64,
    /// The file or folder, as it was typed.
    pub file: String,
    /// What labels become, as was chosen: theirs and ours.
    pub map: Vec<(String, TagId)>,
    /// The tags that there are.
    pub tags: TagSet,
    /// Who made what has no name in its file.
    pub annotator: String,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportFound {
    /// The name of its format.
    pub format: String,
    /// Those that it would change.
    pub documents: Vec<ImportInto>,
    /// The labels of the file.
    pub labels: Vec<ImportLabel>,
    /// What would be done to each document: a sentence each.
    pub told: Vec<String>,
    /// What would be left out, and why: a sentence each.
    pub left_out: Vec<String>,
}

impl ImportFound {
    /// How many tags would be new.
    pub fn tags(&self) -> usize {
        self.documents.iter().map(|one| one.new.len()).sum()
    }
}

/// What an import would add to one document.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportInto {
    /// The document.
    pub document: DocumentId,
    /// The tags that it has not.
    pub new: Vec<Annotation>,
    /// What the file says of the document as a whole.
    pub facts: DocumentFacts,
}

/// A label of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLabel {
    /// What it is called there.
    pub theirs: String,
    /// What it would be called here.
    pub ours: TagId,
    /// How many tags have it.
    pub tags: usize,
}

/// What is told of a request.
#[derive(Debug, Clone)]
pub enum ImportNews {
    /// So many of all documents of the file were looked at.
    Progress(usize, usize),
    /// What it would do.
    Found(Box<ImportFound>),
    /// Why it cannot be imported.
    Failed(String),
}
