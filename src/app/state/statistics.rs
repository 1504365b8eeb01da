//! How much was tagged, of what kind and by whom, as far as it is counted.
//!
//! Must not know: how it is shown.

use std::collections::BTreeMap;

use crate::annotation::{Annotation, TagCounts};

use crate::app::document::DocumentId;
use crate::app::documents::visit::{News, Visit};

/// What is counted of the annotations of all documents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statistics {
    pub counts: TagCounts,
    /// What others have made and changed since the reader was last here, by document and
    /// person.
    pub news: BTreeMap<DocumentId, BTreeMap<String, Touched>>,
}

/// How many annotations somebody has made, and how many changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Touched {
    pub made: usize,
    pub changed: usize,
}

impl Statistics {
    /// Counts an annotation; a mark says nothing of its passage, only that somebody has checked
    /// it.
    pub fn add(&mut self, document: DocumentId, annotation: &Annotation, visit: &Visit) {
        if annotation.tag.is_mark() {
            return self.counts.add_mark(annotation);
        }
        self.counts.add(annotation);
        let Some((news, by)) = visit.news(annotation) else {
            return;
        };
        let people = self.news.entry(document).or_default();
        let touched = people.entry(by.to_owned()).or_default();
        match news {
            News::Created => touched.made += 1,
            News::Changed => touched.changed += 1,
        }
    }
}
