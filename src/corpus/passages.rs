//! The passages of other documents that are sources, in words.
//!
//! Must not know: how they are written.

use std::collections::HashMap;

use crate::annotation::{AnnotationSet, PassageRef, Source};
use crate::formats::Placed;
use crate::storage::{Document, DocumentPath};
use crate::text::{one_line, title};

use super::source::Corpus;

/// A document to which sources lead.
struct Other {
    set: AnnotationSet,
    /// What it is called, where that is known.
    title: String,
}

impl Corpus {
    /// What the passages say that are sources of some annotations: `“It is otherwise.” (b.txt:
    /// its title)`, by how they are written. Each document that they lead to is looked at once.
    pub(super) fn passages(&self, tags: &[Placed]) -> HashMap<String, String> {
        let mut others: HashMap<String, Option<Other>> = HashMap::new();
        let mut words = HashMap::new();
        let sources = tags.iter().flat_map(|tag| &tag.annotation.sources);
        for passage in sources.filter_map(Source::passage) {
            if !words.contains_key(passage.as_str()) {
                let said = self.passage_in_words(passage, &mut others);
                let said = said.unwrap_or_else(|| format!("{passage}, which is not there"));
                words.insert(passage.as_str().to_owned(), said);
            }
        }
        words
    }

    fn passage_in_words(
        &self,
        passage: &PassageRef,
        others: &mut HashMap<String, Option<Other>>,
    ) -> Option<String> {
        let written = passage.as_str();
        written.match_indices('#').find_map(|(at, _)| {
            let name = &written[..at];
            let other = others
                .entry(name.to_owned())
                .or_insert_with(|| self.other(name));
            let other = other.as_ref()?;
            let annotation = other.set.get(&passage.id_in(name)?)?;
            let quote = one_line(&annotation.selector.quote);
            Some(match other.title.as_str() {
                "" => format!("“{quote}” ({name})"),
                title => format!("“{quote}” ({name}: {title})"),
            })
        })
    }

    fn other(&self, name: &str) -> Option<Other> {
        let path = DocumentPath::new(name.as_ref())?;
        let set = self.store.load(&path).file.set;
        if !set.has_annotations() {
            return None;
        }
        let document = Document::load(self.workspace(), &path).ok();
        Some(Other {
            set,
            title: document.map_or_else(String::new, |document| title(&document.text)),
        })
    }
}
