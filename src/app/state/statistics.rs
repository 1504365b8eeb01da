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
    /// What others have made and changed since the reader was last here, by document.
    pub news: BTreeMap<DocumentId, (usize, usize)>,
}

impl Statistics {
    /// Counts an annotation, if it says something of its passage.
    pub fn add(&mut self, document: DocumentId, annotation: &Annotation, visit: &Visit) {
        if annotation.tag.is_mark() {
            return;
        }
        self.counts.add(annotation);
        let Some(news) = visit.news(annotation) else {
            return;
        };
        let (made, changed) = self.news.entry(document).or_default();
        match news {
            News::Created => *made += 1,
            News::Changed => *changed += 1,
        }
    }
}
