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
    /// How it is to be brought in.
    pub how: ImportHow,
}

/// How a file is brought in, as was asked: what the command line has options for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportHow {
    /// The name of the format that it is in; else it is recognised.
    pub format: Option<String>,
    /// Whether what a model made is suggested, and no tag.
    pub suggest: bool,
    /// The least score of what a model made.
    pub at_least: Option<f64>,
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
    /// How many tags that is.
    pub not_imported: usize,
    /// How many tags a model has made.
    pub predictions: usize,
    /// How many of a model would be left out, since their score is too low.
    pub weaker: usize,
}

impl ImportFound {
    /// How many tags would be new.
    pub fn tags(&self) -> usize {
        self.documents.iter().map(|one| one.new.len()).sum()
    }

    /// How many suggestions would be.
    pub fn suggestions(&self) -> usize {
        let all = self.documents.iter();
        all.map(|one| one.suggestions.len()).sum()
    }
}

/// What an import would add to one document.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportInto {
    /// The document.
    pub document: DocumentId,
    /// The tags that it has not.
    pub new: Vec<Annotation>,
    /// The suggestions that it has not.
    pub suggestions: Vec<Annotation>,
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
