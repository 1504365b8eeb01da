//! The links of all documents, and the passages that are sources, by where they lead: kept, so that a frame does not go through
//! the documents to find out what leads to a tag.
//!
//! Must not know: what relations mean, which ends are there.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationId, AnnotationSet, Source};

use crate::app::document::DocumentId;

/// Where a link comes from, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incoming {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    pub by: LeadsBy,
}

/// How an annotation leads to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LeadsBy {
    /// By a link of this relation.
    Link(String),
    /// That one is its source.
    Source,
}

/// All links, by the reference to their other end as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct IncomingLinks {
    to: HashMap<String, Vec<Incoming>>,
    /// The sets that have links, as they stood when their links were taken in.
    seen: HashMap<DocumentId, AnnotationSet>,
}

impl IncomingLinks {
    /// Takes in what the annotations of a document are now. What is as it was is not looked at.
    pub(super) fn follow(&mut self, document: DocumentId, set: Option<&AnnotationSet>) {
        let has_links = set.is_some_and(|set| set.linking().next().is_some());
        let before = self.seen.remove(&document);
        if !has_links && before.is_none() {
            return;
        }
        let now = set.cloned().unwrap_or_default();
        match before {
            None => {
                for annotation in now.linking() {
                    self.add(document, annotation);
                }
            }
            Some(before) => {
                for (was, is) in before.diff(&now) {
                    let links = |one: Option<&Arc<Annotation>>| {
                        one.map_or(0, |annotation| annotation.leads_to().count())
                    };
                    if links(was) + links(is) == 0 {
                        continue;
                    }
                    if let Some(was) = was {
                        self.remove(document, was);
                    }
                    if let Some(is) = is {
                        self.add(document, is);
                    }
                }
            }
        }
        if has_links {
            self.seen.insert(document, now);
        }
    }

    fn add(&mut self, document: DocumentId, annotation: &Annotation) {
        let links = annotation.links.iter();
        let links = links.map(|link| (&link.to, LeadsBy::Link(link.rel.clone())));
        let sources = annotation.sources.iter().filter_map(Source::passage);
        for (to, by) in links.chain(sources.map(|to| (to, LeadsBy::Source))) {
            let all = self.to.entry(to.as_str().to_owned()).or_default();
            all.push(Incoming {
                document,
                annotation: annotation.id.clone(),
                by,
            });
        }
    }

    fn remove(&mut self, document: DocumentId, annotation: &Annotation) {
        for to in annotation.leads_to() {
            if let Some(all) = self.to.get_mut(to.as_str()) {
                all.retain(|one| one.document != document || one.annotation != annotation.id);
                if all.is_empty() {
                    self.to.remove(to.as_str());
                }
            }
        }
    }

    /// The links that lead to an annotation of the document of that path.
    pub(super) fn to(&self, path: &str, id: &AnnotationId) -> &[Incoming] {
        if self.to.is_empty() {
            return &[];
        }
        let mut written = String::with_capacity(path.len() + id.as_str().len() + 1);
        _ = write!(written, "{path}#{id}");
        self.to.get(&written).map_or(&[], Vec::as_slice)
    }
}

/// The links that lead to the annotations of one document.
#[derive(Debug)]
pub(crate) struct LinksTo<'a> {
    links: &'a IncomingLinks,
    path: String,
}

impl<'a> LinksTo<'a> {
    pub(super) fn new(links: &'a IncomingLinks, path: &str) -> Self {
        let path = path.to_owned();
        Self { links, path }
    }

    /// How many links lead to an annotation from others.
    pub(crate) fn count(&self, id: &AnnotationId) -> usize {
        let all = self.links.to(&self.path, id).iter();
        all.filter(|one| one.annotation != *id).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Change, Extra, Link, annotation};

    fn linking(id: &str, to: &[(&str, &str)]) -> Annotation {
        let links = to.iter().map(|(rel, to)| Link {
            to: (*to).to_owned().into(),
            rel: (*rel).to_owned(),
            extra: Extra::new(),
        });
        Annotation {
            links: links.collect(),
            ..annotation(id, 0, 3)
        }
    }

    fn told(links: &IncomingLinks, to: &str) -> Vec<String> {
        let all = links.to("b.txt", &to.into()).iter();
        let all = all.map(|one| match &one.by {
            LeadsBy::Link(rel) => format!("{} {rel}", one.annotation),
            LeadsBy::Source => format!("{} rests on it", one.annotation),
        });
        let mut all: Vec<String> = all.collect();
        all.sort();
        all
    }

    #[test]
    fn links_are_known_by_where_they_lead_whatever_changes() {
        let mut links = IncomingLinks::default();
        let document = DocumentId(0);
        let supports = ("supports", "b.txt#1");
        let (mut set, _) = AnnotationSet::from_annotations([
            linking("x", &[supports, ("repeats", "b.txt#2")]),
            linking("y", &[]),
        ]);
        links.follow(document, Some(&set));
        assert_eq!(told(&links, "1"), ["x supports"]);
        set.apply(Change::Replace(linking("y", &[supports, supports])))
            .unwrap();
        links.follow(document, Some(&set));
        links.follow(document, Some(&set));
        assert_eq!(
            told(&links, "1"),
            ["x supports", "y supports", "y supports"]
        );
        let inverse = set.apply(Change::Remove("y".into())).unwrap();
        links.follow(document, Some(&set));
        assert_eq!(told(&links, "1"), ["x supports"]);
        set.apply(inverse).unwrap();
        links.follow(document, Some(&set));
        assert_eq!(told(&links, "1").len(), 3);
        links.follow(document, None);
        assert!(links.to.is_empty() && links.seen.is_empty(), "{links:?}");
    }
}
