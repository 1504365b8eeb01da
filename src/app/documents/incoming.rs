//! The links of all documents by where they lead, kept up to date as annotations change.
//!
//! Must not know: what is made of them.

use std::collections::{BTreeMap, HashMap};

use crate::annotation::{Annotation, AnnotationId, AnnotationSet, Link, PassageRef};

use crate::app::document::DocumentId;

/// A link, seen from where it leads.
#[derive(Debug, Clone, PartialEq)]
struct Incoming {
    document: DocumentId,
    from: AnnotationId,
    relation: String,
}

/// The links of all documents by where they lead.
#[derive(Debug, Clone, Default)]
pub(super) struct IncomingLinks {
    links: BTreeMap<PassageRef, Vec<Incoming>>,
    /// The annotations of each document with links as they were taken in.
    seen: HashMap<DocumentId, AnnotationSet>,
}

/// Whether a set descends from the one before, so that comparing them costs what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Descent {
    Shared,
    /// It was read anew.
    None,
}

fn links_of(annotation: Option<&Annotation>) -> &[Link] {
    annotation.map_or(&[], |annotation| &annotation.links)
}

impl IncomingLinks {
    /// Takes in the annotations of a document; answers the references to which other links lead
    /// than before.
    pub(super) fn follow(
        &mut self,
        document: DocumentId,
        set: &AnnotationSet,
        descent: Descent,
    ) -> Vec<PassageRef> {
        let before = self.seen.insert(document, set.clone()).unwrap_or_default();
        let mut touched = Vec::new();
        let mut take = |was: Option<&Annotation>, is: Option<&Annotation>| {
            let (was_links, is_links) = (links_of(was), links_of(is));
            if was_links == is_links {
                return;
            }
            let both = was_links.iter().chain(is_links);
            touched.extend(both.map(|link| link.to.clone()));
            for link in was_links {
                if let Some(was) = was {
                    self.remove(document, &was.id, link);
                }
            }
            for link in is_links {
                if let Some(is) = is {
                    self.add(document, &is.id, link);
                }
            }
        };
        match descent {
            Descent::Shared => {
                for (was, is) in before.diff(set) {
                    take(was.map(AsRef::as_ref), is.map(AsRef::as_ref));
                }
            }
            Descent::None => {
                for was in before.linking() {
                    take(Some(was), set.get(&was.id).map(AsRef::as_ref));
                }
                for is in set.linking() {
                    let was = before.get(&is.id).map(AsRef::as_ref);
                    if was.is_none_or(|was: &Annotation| was.links.is_empty()) {
                        take(was, Some(is));
                    }
                }
            }
        }
        touched
    }

    fn add(&mut self, document: DocumentId, from: &AnnotationId, link: &Link) {
        self.links
            .entry(link.to.clone())
            .or_default()
            .push(Incoming {
                document,
                from: from.clone(),
                relation: link.rel.clone(),
            });
    }

    fn remove(&mut self, document: DocumentId, from: &AnnotationId, link: &Link) {
        let Some(all) = self.links.get_mut(&link.to) else {
            return;
        };
        let is_it = |one: &Incoming| {
            one.document == document && one.from == *from && one.relation == link.rel
        };
        if let Some(at) = all.iter().position(is_it) {
            all.swap_remove(at);
        }
        if all.is_empty() {
            self.links.remove(&link.to);
        }
    }

    /// The relations of the links that lead to an annotation of a document with these names.
    pub(super) fn of<'a>(
        &'a self,
        names: impl Iterator<Item = &'a str>,
        id: &AnnotationId,
    ) -> Vec<String> {
        let all = names.filter_map(|name| self.links.get(&PassageRef::new(name, id)));
        all.flatten().map(|one| one.relation.clone()).collect()
    }

    /// The annotations to which links lead, if they are of a document with this name.
    pub(super) fn targets<'a>(&'a self, name: &'a str) -> impl Iterator<Item = AnnotationId> {
        let first = PassageRef::new(name, &AnnotationId::from(""));
        let from = self.links.range(first..).map(|(to, _)| to);
        from.map_while(move |to| to.id_in(name))
    }
}
