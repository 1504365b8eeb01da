//! Going through the tags of all documents piece by piece, while nothing else waits: there
//! may be more of them than a key has time for.
//!
//! Must not know: what is done with them.

use std::collections::{BTreeMap, VecDeque};

use compact_str::CompactString;

use crate::annotation::{Annotation, AnnotationFilter, AnnotationSet, TagId, VerdictAsked};

use crate::app::document::{Document, DocumentId};
use crate::app::documents::Documents;

/// Where a walk through the tags of documents is.
#[derive(Debug, Clone, PartialEq)]
pub struct TagWalk {
    /// The documents that are not begun.
    documents: VecDeque<DocumentId>,
    /// The document that is begun, with its annotations as they were then.
    begun: Option<(DocumentId, AnnotationSet)>,
    /// How many of those are done.
    done: usize,
}

impl TagWalk {
    pub fn new(documents: VecDeque<DocumentId>) -> Self {
        Self {
            documents,
            begun: None,
            done: 0,
        }
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.documents.is_empty() && self.begun.is_none()
    }

    /// Goes on over so many annotations, or documents without any.
    pub fn go_on(
        &mut self,
        documents: &Documents,
        most: usize,
        mut each: impl FnMut(DocumentId, &Annotation),
    ) {
        let mut looked = 0;
        while looked < most {
            if self.begun.is_none() {
                let Some(id) = self.documents.pop_front() else {
                    return;
                };
                let set = documents.get(id).and_then(Document::set);
                let set = set.filter(|set| !set.is_empty());
                self.begun = set.map(|set| (id, set.clone()));
                self.done = 0;
                looked += usize::from(self.begun.is_none());
            }
            let Some((id, set)) = &self.begun else {
                continue;
            };
            let before = self.done;
            for annotation in set.iter_from(before).take(most - looked) {
                self.done += 1;
                each(*id, annotation);
            }
            looked += self.done - before;
            if self.done >= set.len() {
                self.begun = None;
            }
        }
    }
}

/// How many tags there are of each kind, as far as they were counted: of each tag those that
/// the rest of a filter takes, and so of each annotator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KindCounts {
    pub all: usize,
    pub unsourced: usize,
    pub tags: BTreeMap<TagId, usize>,
    pub annotators: BTreeMap<CompactString, usize>,
    pub verdicts: BTreeMap<VerdictAsked, usize>,
    /// The filter without what it says of tags, of annotators, of sources, of verdicts.
    any_tag: AnnotationFilter,
    anybody: AnnotationFilter,
    any_source: AnnotationFilter,
    any_verdict: AnnotationFilter,
}

impl KindCounts {
    /// No tags yet, to be counted beside what a filter shows.
    pub fn beside(filter: &AnnotationFilter) -> Self {
        let without = |change: fn(&mut AnnotationFilter)| {
            let mut filter = filter.clone();
            change(&mut filter);
            filter
        };
        Self {
            any_tag: without(|filter| filter.tags.clear()),
            anybody: without(|filter| filter.by = None),
            any_source: without(|filter| filter.unsourced = false),
            any_verdict: without(|filter| filter.verdicts.clear()),
            ..Self::default()
        }
    }

    /// Whether there may be names that are not told of.
    pub fn has_more(&self) -> bool {
        self.tags.len().max(self.annotators.len()) >= MOST_NAMES
    }

    /// Counts an annotation, if it says something of its passage.
    pub fn add(&mut self, annotation: &Annotation) {
        if annotation.tag.is_mark() {
            return;
        }
        self.all += 1;
        if self.any_tag.takes(annotation) {
            count(&mut self.tags, &annotation.tag);
        }
        if self.anybody.takes(annotation) {
            count(&mut self.annotators, &annotation.creator);
        }
        if self.any_verdict.takes(annotation) {
            count(&mut self.verdicts, &VerdictAsked::of(annotation));
        }
        let is_unsourced = annotation.is_unsourced() && self.any_source.takes(annotation);
        self.unsourced += usize::from(is_unsourced);
    }
}

/// So many names are told of; a file may bring along as many as tags.
const MOST_NAMES: usize = 1000;

/// Counts a name, which is cloned once only.
fn count<K: Ord + Clone>(counts: &mut BTreeMap<K, usize>, name: &K) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            if counts.len() < MOST_NAMES {
                counts.insert(name.clone(), 1);
            }
        }
    }
}
