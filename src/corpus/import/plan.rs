//! What an import would do.

use std::collections::{HashMap, HashSet};

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Change, DocumentFacts, PassageRef,
};
use crate::storage::DocumentPath;

use super::labels::Labels;

/// Whether something is imported, or an import is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportWay {
    In,
    Back,
}

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
    /// How many stand in the import a second time, and are one tag.
    pub doubled: usize,
    /// How many are here already under another id: the import gave them none that lasts.
    pub alike: usize,
    pub suggestions: PlannedSuggestions,
    /// What the import says of the document as a whole.
    pub facts: DocumentFacts,
    /// Whether it had an annotation file.
    pub(super) had_file: bool,
    /// The text that the import brought is another one than that of the document.
    pub is_other_text: bool,
}

/// What is suggested for one document.
#[derive(Debug, Default)]
pub struct PlannedSuggestions {
    pub new: Vec<Annotation>,
    /// What waits here already.
    pub known: Vec<AnnotationId>,
    /// What of that has another score now.
    pub rescored: Vec<Annotation>,
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
    /// How many tags that are: none where something else is said of the document.
    pub tags: usize,
}

/// What several documents of an import have brought to one here.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// The new tags, with their numbers.
    new: HashMap<AnnotationId, usize>,
    /// What is here already, and the suggestions.
    others: HashSet<AnnotationId>,
}

impl Met {
    pub(super) fn of(first: &PlannedDocument) -> Self {
        let new = first.new.iter().enumerate();
        let suggestions = &first.suggestions;
        let waiting = suggestions.new.iter().map(|one| &one.id);
        let known = [&first.known, &first.differing, &suggestions.known];
        let others = known.into_iter().flatten().chain(waiting);
        Self {
            new: new.map(|(number, tag)| (tag.id.clone(), number)).collect(),
            others: others.cloned().collect(),
        }
    }
}

impl PlannedDocument {
    /// What is said of the document as a whole once this is brought in, where that is something
    /// new.
    pub fn new_facts(&self) -> Option<DocumentFacts> {
        let here = self.base.facts();
        let facts = here.with_those_of(&self.facts);
        // What is a tag now is suggested no longer.
        let suggestions = facts.suggestions.clone();
        let suggestions = suggestions.without(self.new.iter().map(|tag| &tag.id));
        let told = &self.suggestions;
        let suggestions = suggestions.with(told.new.iter().chain(&told.rescored).cloned());
        Some(facts.with_suggestions(suggestions)).filter(|facts| facts != here)
    }

    /// What is said of it once this is taken back, where that is something else.
    pub fn facts_without(&self) -> Option<DocumentFacts> {
        let here = self.base.facts();
        let facts = here.without_those_of(&self.facts);
        let suggestions = facts.suggestions.clone().without(&self.suggestions.known);
        Some(facts.with_suggestions(suggestions)).filter(|facts| facts != here)
    }

    /// Adds what another document of the import brings to the same one here; `met` is what has come
    /// before.
    pub(super) fn join(&mut self, other: Self, met: &mut Met) {
        for tag in other.new {
            let Some(number) = met.new.get(&tag.id) else {
                met.new.insert(tag.id.clone(), self.new.len());
                self.new.push(tag);
                continue;
            };
            self.doubled += 1;
            let first = &mut self.new[*number];
            let further = tag.links.into_iter();
            let further: Vec<_> = further.filter(|link| !first.links.contains(link)).collect();
            first.links.extend(further);
        }
        let suggestions = other.suggestions;
        let mut doubled = 0;
        let mut is_first = |id: &AnnotationId| {
            let is_first = met.others.insert(id.clone());
            doubled += usize::from(!is_first);
            is_first
        };
        let first = other.known.into_iter().filter(&mut is_first);
        self.known.extend(first);
        let first = other.differing.into_iter().filter(&mut is_first);
        self.differing.extend(first);
        let first = suggestions.known.into_iter().filter(&mut is_first);
        self.suggestions.known.extend(first);
        let new = suggestions.new.into_iter();
        self.suggestions
            .new
            .extend(new.filter(|one| is_first(&one.id)));
        self.suggestions.rescored.extend(suggestions.rescored);
        self.suggestions.settled += suggestions.settled;
        self.doubled += other.doubled + doubled;
        self.alike += other.alike;
        self.facts = self.facts.with_those_of(&other.facts);
        self.is_other_text |= other.is_other_text;
    }

    pub(super) fn base_facts(&self) -> &DocumentFacts {
        self.base.facts()
    }

    /// Whether an import changes anything of the document, or taking it back does.
    pub fn is_changed(&self, way: ImportWay) -> bool {
        match way {
            ImportWay::In => !self.new.is_empty() || self.new_facts().is_some(),
            ImportWay::Back => !self.known.is_empty() || self.facts_without().is_some(),
        }
    }

    /// How many tags an import brings in, or taking it back takes off.
    pub fn tags(&self, way: ImportWay) -> usize {
        match way {
            ImportWay::In => self.new.len(),
            ImportWay::Back => self.known.len(),
        }
    }

    /// The change that brings it in, or takes it back.
    pub fn change(&self, way: ImportWay) -> Change {
        let (mut changes, facts): (Vec<Change>, _) = match way {
            ImportWay::In => {
                let new = self.new.iter().cloned().map(Change::Insert);
                (new.collect(), self.new_facts())
            }
            ImportWay::Back => {
                let known = self.known.iter().cloned().map(Change::Remove);
                (known.collect(), self.facts_without())
            }
        };
        changes.extend(facts.map(Change::Document));
        Change::Batch(changes)
    }
}

impl ImportPlan {
    /// Whether none of the documents is here and can be tagged.
    pub fn reaches_nothing(&self) -> bool {
        self.documents.is_empty() && !self.left_out.is_empty()
    }

    /// How many tags cannot be brought in; something else that is said of a document counts as one.
    pub fn count_left_out(&self) -> usize {
        self.left_out.iter().map(|one| one.tags.max(1)).sum()
    }

    /// How many tags it brings in, or takes off.
    pub fn tags(&self, way: ImportWay) -> usize {
        self.documents.iter().map(|one| one.tags(way)).sum()
    }

    /// How many suggestions it brings in, or takes off.
    pub fn suggestions(&self, way: ImportWay) -> usize {
        let all = self.documents.iter().map(|one| match way {
            ImportWay::In => one.suggestions.new.len() + one.suggestions.rescored.len(),
            ImportWay::Back => one.suggestions.known.len(),
        });
        all.sum()
    }

    /// What is here already as it is: what goes where an import is taken back.
    pub fn known(&self) -> HashSet<PassageRef> {
        let all = self.documents.iter();
        let all = all.flat_map(|one| one.known.iter().map(|id| (one.path.as_str(), id)));
        all.map(|(path, id)| PassageRef::new(path, id)).collect()
    }

    /// How many documents it changes.
    pub fn changed_documents(&self, way: ImportWay) -> usize {
        let changed = self.documents.iter();
        changed.filter(|one| one.is_changed(way)).count()
    }
}
