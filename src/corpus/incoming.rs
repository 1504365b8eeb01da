//! The links by where they lead.
//!
//! Must not know: what is made of them.

use std::collections::HashMap;

use anyhow::Result;

use crate::annotation::{AnnotationId, PassageRef};
use crate::storage::DocumentPath;

use super::source::{Corpus, Source};
use super::{observer::Observer, ordered::for_each};

/// A link, seen from the annotation to which it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingLink {
    /// The annotation that has it.
    pub from: PassageRef,
    pub relation: String,
}

/// The links of all documents, by where they lead. The memory that it takes goes with the
/// links, and not with the annotations.
#[derive(Debug, Default)]
pub struct IncomingLinks(HashMap<PassageRef, Vec<IncomingLink>>);

impl IncomingLinks {
    /// Adds a link that leads to an annotation.
    pub(super) fn add(&mut self, to: PassageRef, link: IncomingLink) {
        self.0.entry(to).or_default().push(link);
    }

    /// Goes through the annotation files of all sources.
    pub fn read(corpus: &Corpus, sources: &[Source], observer: &mut impl Observer) -> Result<Self> {
        let mut all = Self::default();
        let of_source = |source: &Source| {
            let set = corpus.load(source).file.set;
            let name = corpus.name(source);
            let links = set.iter().flat_map(|annotation| {
                let from = PassageRef::new(&name, &annotation.id);
                annotation.links.iter().map(move |link| {
                    let incoming = IncomingLink {
                        from: from.clone(),
                        relation: link.rel.clone(),
                    };
                    (link.to.clone(), incoming)
                })
            });
            links.collect::<Vec<_>>()
        };
        observer.begin(sources.len());
        for_each(sources, observer, of_source, |links, observer| {
            for (to, link) in links {
                all.add(to, link);
            }
            Ok(observer.document_done()?)
        })?;
        observer.end();
        Ok(all)
    }

    /// The links that lead to an annotation of a document, in the order of the documents.
    pub fn of(&self, document: &str, id: &AnnotationId) -> impl Iterator<Item = &IncomingLink> {
        let here = self.0.get(&PassageRef::new(document, id));
        // Earlier versions wrote some names differently.
        let path = DocumentPath::new(document.as_ref());
        let earlier = path.and_then(|path| path.earlier_name());
        let earlier = earlier.and_then(|name| self.0.get(&PassageRef::new(&name, id)));
        here.into_iter().chain(earlier).flatten()
    }
}
