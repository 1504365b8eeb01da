//! What an import would do.

use crate::annotation::{Annotation, AnnotationId, AnnotationSet};
use crate::storage::DocumentPath;

use super::labels::Labels;

/// What an import would do.
#[derive(Debug, Default)]
pub struct ImportPlan {
    pub documents: Vec<PlannedDocument>,
    pub left_out: Vec<LeftOut>,
    pub labels: Labels,
    /// How many predictions became tags.
    pub predictions: usize,
    /// How many were left out because their score is too low.
    pub weaker: usize,
}

/// What is done to the tags of one document.
#[derive(Debug)]
pub struct PlannedDocument {
    pub path: DocumentPath,
    pub(super) base: AnnotationSet,
    pub new: Vec<Annotation>,
    /// What is here already, as it is.
    pub known: Vec<AnnotationId>,
    /// What is here already, and says something else now: it stays as it is here.
    pub differing: Vec<AnnotationId>,
    /// How many are here already under another id: the import gave them none that lasts.
    pub alike: usize,
    pub suggestions: PlannedSuggestions,
    /// The text that the import brought is another one than that of the document.
    pub is_other_text: bool,
}

/// What is suggested for one document.
#[derive(Debug, Default)]
pub struct PlannedSuggestions {
    pub new: Vec<Annotation>,
    /// What waits here already.
    pub known: Vec<AnnotationId>,
    /// How many were accepted or rejected before, and are left so.
    pub settled: usize,
}

/// Something that could not be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands in its file.
    pub place: String,
    /// The words of the passage, or the name of the document.
    pub what: String,
    /// Why: part of a sentence.
    pub why: String,
}

impl ImportPlan {
    /// How many tags would be new.
    pub fn new_tags(&self) -> usize {
        self.documents
            .iter()
            .map(|document| document.new.len())
            .sum()
    }

    /// How many suggestions would be new.
    pub fn new_suggestions(&self) -> usize {
        let new = self.documents.iter().map(|one| one.suggestions.new.len());
        new.sum()
    }

    /// How many suggestions wait here already.
    pub fn known_suggestions(&self) -> usize {
        let known = self.documents.iter().map(|one| one.suggestions.known.len());
        known.sum()
    }

    /// How many tags are here already, as they are.
    pub fn known(&self) -> usize {
        let known = self.documents.iter().map(|document| document.known.len());
        known.sum()
    }
}
