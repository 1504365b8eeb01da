//! What leads to an annotation: the links of all documents, and the passages that are sources,
//! by where they lead; kept up to date as annotations change.
//!
//! Must not know: what relations mean, which ends are there, what is made of them.

use std::collections::{BTreeMap, HashMap};

use crate::annotation::{Annotation, AnnotationId, AnnotationSet, PassageRef, Source};

use crate::app::document::DocumentId;

/// Where something comes from that leads to an annotation, and what it is.
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

/// What leads anywhere, by the reference to its other end as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct IncomingLinks {
    to: BTreeMap<PassageRef, Vec<Incoming>>,
    /// The annotations of each document as they were taken in.
    seen: HashMap<DocumentId, AnnotationSet>,
}

/// Whether a set descends from the one before, so that comparing them costs what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Descent {
    Shared,
    /// It was read anew.
    None,
}

/// Where an annotation leads, and how.
fn ends(annotation: Option<&Annotation>) -> Vec<(&PassageRef, LeadsBy)> {
    let Some(annotation) = annotation else {
        return Vec::new();
    };
    let links = annotation.links.iter();
    let links = links.map(|link| (&link.to, LeadsBy::Link(link.rel.clone())));
    let sources = annotation.sources.iter().filter_map(Source::passage);
    links
        .chain(sources.map(|to| (to, LeadsBy::Source)))
        .collect()
}

impl IncomingLinks {
    /// Takes in the annotations of a document; answers the references to which something else
    /// leads than before.
    pub(super) fn follow(
        &mut self,
        document: DocumentId,
        set: &AnnotationSet,
        descent: Descent,
    ) -> Vec<PassageRef> {
        let before = self.seen.insert(document, set.clone()).unwrap_or_default();
        let mut touched = Vec::new();
        let mut take = |was: Option<&Annotation>, is: Option<&Annotation>| {
            let (from, to) = (ends(was), ends(is));
            if from == to {
                return;
            }
            let both = from.iter().chain(&to);
            touched.extend(both.map(|(to, _)| (*to).clone()));
            if let Some(was) = was {
                from.iter()
                    .for_each(|end| self.remove(document, &was.id, end));
            }
            if let Some(is) = is {
                for (to, by) in to {
                    self.to.entry(to.clone()).or_default().push(Incoming {
                        document,
                        annotation: is.id.clone(),
                        by,
                    });
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
                    if was.is_none_or(|was: &Annotation| was.leads_to().next().is_none()) {
                        take(was, Some(is));
                    }
                }
            }
        }
        touched
    }

    fn remove(
        &mut self,
        document: DocumentId,
        from: &AnnotationId,
        (to, by): &(&PassageRef, LeadsBy),
    ) {
        let Some(all) = self.to.get_mut(*to) else {
            return;
        };
        let is_it =
            |one: &Incoming| one.document == document && one.annotation == *from && one.by == *by;
        if let Some(at) = all.iter().position(is_it) {
            all.swap_remove(at);
        }
        if all.is_empty() {
            self.to.remove(*to);
        }
    }

    /// What leads to an annotation of the document of that path.
    pub(super) fn to(&self, path: &str, id: &AnnotationId) -> &[Incoming] {
        if self.to.is_empty() {
            return &[];
        }
        let all = self.to.get(&PassageRef::new(path, id));
        all.map_or(&[], Vec::as_slice)
    }

    /// The relations of the links that lead to an annotation of a document with these names.
    pub(super) fn relations_to<'a>(
        &'a self,
        names: impl Iterator<Item = &'a str>,
        id: &AnnotationId,
    ) -> Vec<String> {
        let all = names.flat_map(|name| self.to(name, id));
        let relations = all.filter_map(|one| match &one.by {
            LeadsBy::Link(relation) => Some(relation.clone()),
            LeadsBy::Source => None,
        });
        relations.collect()
    }

    /// The annotations to which something leads, if they are of a document with this name.
    pub(super) fn targets<'a>(&'a self, name: &'a str) -> impl Iterator<Item = AnnotationId> {
        let first = PassageRef::new(name, &AnnotationId::from(""));
        let from = self.to.range(first..).map(|(to, _)| to);
        from.map_while(move |to| to.id_in(name))
    }
}

/// What leads to the annotations of one document.
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
    use crate::annotation::{Change, Extra, Link, SourceTarget, annotation};

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
        for descent in [Descent::Shared, Descent::None] {
            let mut links = IncomingLinks::default();
            let document = DocumentId(0);
            let supports = ("supports", "b.txt#1");
            let (mut set, _) = AnnotationSet::from_annotations([
                linking("x", &[supports, ("repeats", "b.txt#2")]),
                linking("y", &[]),
            ]);
            links.follow(document, &set, descent);
            assert_eq!(told(&links, "1"), ["x supports"]);
            set.apply(Change::Replace(linking("y", &[supports, supports])))
                .unwrap();
            let touched = links.follow(document, &set, descent);
            assert!(touched.iter().all(|to| to.as_str() == "b.txt#1"));
            assert!(links.follow(document, &set, descent).is_empty());
            assert_eq!(
                told(&links, "1"),
                ["x supports", "y supports", "y supports"]
            );
            let inverse = set.apply(Change::Remove("y".into())).unwrap();
            links.follow(document, &set, descent);
            assert_eq!(told(&links, "1"), ["x supports"]);
            set.apply(inverse).unwrap();
            links.follow(document, &set, descent);
            assert_eq!(told(&links, "1").len(), 3);
            let mut resting = annotation("z", 0, 3);
            let passage = SourceTarget::Passage("b.txt#1".to_owned().into());
            resting.sources = vec![Source::new(passage)];
            links.follow(
                DocumentId(1),
                &AnnotationSet::from_annotations([resting]).0,
                descent,
            );
            assert_eq!(told(&links, "1").pop().unwrap(), "z rests on it");
            assert_eq!(
                links.relations_to(["b.txt"].into_iter(), &"1".into()).len(),
                3
            );
            links.follow(document, &AnnotationSet::new(), descent);
            assert_eq!(told(&links, "1"), ["z rests on it"]);
        }
    }
}
