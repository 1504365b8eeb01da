//! What formats have in common that give each document with its text by itself: the tags that
//! have a place in it, and the links among them.
//!
//! Must not know: the formats.

use std::collections::HashMap;

use crate::annotation::{Annotation, AnnotationId};
use crate::text::Text;

use super::bundle::{ExportDocument, Place};
use super::piece::Tally;

/// A document with the tags that are found in it.
pub(super) struct Within<'a> {
    pub(super) text: &'a Text,
    pub(super) tags: Vec<(&'a Annotation, Place)>,
    /// The links among them: from which, what it is called, and to which.
    pub(super) relations: Vec<(usize, &'a str, usize)>,
}

impl<'a> Within<'a> {
    /// What a document has; counts what has no place in it. Nothing where it cannot be read.
    pub(super) fn new(document: &'a ExportDocument, tally: &mut Tally) -> Option<Self> {
        let Some(text) = &document.text else {
            tally.leave_out_tags("tags whose document cannot be read", document.tags.len());
            return None;
        };
        let mut tags = Vec::with_capacity(document.tags.len());
        for tag in &document.tags {
            match document.place(tag) {
                Some(place) => tags.push((&*tag.annotation, place)),
                None => tally.leave_out_tags("lost tags", 1),
            }
        }
        let numbers: HashMap<&AnnotationId, usize> = tags
            .iter()
            .enumerate()
            .map(|(number, (annotation, _))| (&annotation.id, number))
            .collect();
        let mut relations = Vec::new();
        for (from, (annotation, _)) in tags.iter().enumerate() {
            for link in &annotation.links {
                let to = link.to.id_in(&document.path);
                match to.and_then(|id| numbers.get(&id).copied()) {
                    Some(to) => relations.push((from, link.rel.as_str(), to)),
                    None if link.to.id_in(&document.path).is_some() => {
                        tally.leave_out("links to tags that are not in the export as relations", 1);
                    }
                    None => tally.leave_out("links to other documents as relations", 1),
                }
            }
        }
        Some(Self {
            text,
            tags,
            relations,
        })
    }

    /// All of the text.
    pub(super) fn words(&self) -> String {
        self.text.slice(self.text.full_range()).into_owned()
    }
}
