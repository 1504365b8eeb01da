//! What leads to an annotation: the links of all documents, and the passages that are sources,
//! by where they lead; kept up to date as annotations change.
//!
//! Must not know: what relations mean, which ends are there, what is made of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::annotation::{Annotation, AnnotationId, AnnotationSet, PassageRef, Source};

use crate::app::document::DocumentId;

/// Where something comes from that leads to an annotation, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Incoming {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    pub by: LeadsBy,
}

/// How an annotation leads to another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeadsBy {
    /// By a link of this relation.
    Link(String),
    /// That one is its source.
    Source,
}

/// What leads anywhere, by the reference to its other end as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct IncomingLinks {
    to: BTreeMap<PassageRef, LedTo>,
    /// The annotations of each document as they were taken in.
    seen: HashMap<DocumentId, AnnotationSet>,
}

/// All that leads to one annotation. Thousands may lead to the same one, so that no change of
/// one of them may cost as much as all.
#[derive(Debug, Clone, Default)]
struct LedTo {
    /// How often each does: a link may be there twice.
    from: BTreeMap<Incoming, usize>,
    /// How many lead there in each way.
    ways: BTreeMap<LeadsBy, usize>,
}

impl LedTo {
    fn add(&mut self, one: Incoming) {
        *self.ways.entry(one.by.clone()).or_default() += 1;
        *self.from.entry(one).or_default() += 1;
    }

    fn remove(&mut self, one: &Incoming) {
        if take_one(&mut self.from, one) {
            take_one(&mut self.ways, &one.by);
        }
    }
}

/// Counts one less; answers whether there was one.
fn take_one<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) -> bool {
    let Some(count) = counts.get_mut(key) else {
        return false;
    };
    *count -= 1;
    if *count == 0 {
        counts.remove(key);
    }
    true
}

/// Whether a set descends from the one before, so that comparing them costs what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Descent {
    Shared,
    /// It was read anew.
    None,
}

/// What the annotations of a document were taken in for: what is to be looked at again.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// The references to which something else leads than before, or what leads there says
    /// something else, each once.
    pub(super) ends: BTreeSet<PassageRef>,
    /// The annotations that say something else themselves that others may rest on.
    pub(super) annotations: BTreeSet<AnnotationId>,
    /// Those that were not there before, or are not there now.
    pub(super) came_or_went: Vec<AnnotationId>,
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
    /// The annotations of a document as they were taken in last.
    pub(super) fn seen(&self, document: DocumentId) -> AnnotationSet {
        self.seen.get(&document).cloned().unwrap_or_default()
    }

    /// Takes in the annotations of a document. Of a set that was read anew, those that lead
    /// nowhere are not gone through.
    pub(super) fn follow(
        &mut self,
        document: DocumentId,
        set: &AnnotationSet,
        descent: Descent,
    ) -> Touched {
        let before = self.seen.insert(document, set.clone()).unwrap_or_default();
        let mut touched = Touched::default();
        let mut take = |was: Option<&Annotation>, is: Option<&Annotation>| {
            let Some(any) = is.or(was) else { return };
            if was.is_none() || is.is_none() {
                touched.came_or_went.push(any.id.clone());
            }
            let (from, to) = (ends(was), ends(is));
            if from == to && was.map(Annotation::standing) == is.map(Annotation::standing) {
                return;
            }
            touched.annotations.insert(any.id.clone());
            let both = from.iter().chain(&to);
            touched.ends.extend(both.map(|(to, _)| (*to).clone()));
            if from == to {
                return;
            }
            let leading = |of: &Annotation, by| Incoming {
                document,
                annotation: of.id.clone(),
                by,
            };
            if let Some(was) = was {
                for (to, by) in from {
                    self.remove(to, &leading(was, by));
                }
            }
            if let Some(is) = is {
                for (to, by) in to {
                    let led = self.to.entry(to.clone()).or_default();
                    led.add(leading(is, by));
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

    fn remove(&mut self, to: &PassageRef, one: &Incoming) {
        let Some(led) = self.to.get_mut(to) else {
            return;
        };
        led.remove(one);
        if led.from.is_empty() {
            self.to.remove(to);
        }
    }

    fn led_to<'a>(
        &'a self,
        names: impl Iterator<Item = &'a str>,
        id: &'a AnnotationId,
    ) -> impl Iterator<Item = &'a LedTo> {
        let names = names.take_while(|_| !self.to.is_empty());
        names.filter_map(move |name| self.to.get(&PassageRef::new(name, id)))
    }

    /// What leads to an annotation of a document with these names.
    pub(super) fn to<'a>(
        &'a self,
        names: impl Iterator<Item = &'a str>,
        id: &'a AnnotationId,
    ) -> impl Iterator<Item = &'a Incoming> {
        let from = self.led_to(names, id).flat_map(|led| &led.from);
        from.flat_map(|(one, count)| std::iter::repeat_n(one, *count))
    }

    /// In which ways something leads there, and how often in each.
    pub(super) fn ways_to<'a>(
        &'a self,
        names: impl Iterator<Item = &'a str>,
        id: &'a AnnotationId,
    ) -> impl Iterator<Item = (&'a LeadsBy, usize)> {
        let ways = self.led_to(names, id).flat_map(|led| &led.ways);
        ways.map(|(by, count)| (by, *count))
    }

    /// The annotations that lead in a way to an annotation of a document with these names.
    pub(super) fn leading<'a, Names: Iterator<Item = &'a str>>(
        &'a self,
        names: Names,
        id: &AnnotationId,
        by: LeadsBy,
    ) -> impl Iterator<Item = (DocumentId, AnnotationId)> + use<'a, Names> {
        let id = id.clone();
        let names = names.take_while(|_| !self.to.is_empty());
        let led = names.filter_map(move |name| self.to.get(&PassageRef::new(name, &id)));
        led.flat_map(move |led| {
            let any = led.ways.contains_key(&by).then_some(&led.from);
            let by = by.clone();
            let from = any.into_iter().flatten().map(|(one, _)| one);
            let from = from.filter(move |one| one.by == by);
            from.map(|one| (one.document, one.annotation.clone()))
        })
    }

    /// The references to passages that are sources, in all documents.
    pub(super) fn of_sources(&self) -> impl Iterator<Item = &PassageRef> {
        let all = self.to.iter();
        let of_sources = all.filter(|(_, led)| led.ways.contains_key(&LeadsBy::Source));
        of_sources.map(|(to, _)| to)
    }

    /// The annotations whose source a reference is.
    pub(super) fn resting_on<'a>(
        &'a self,
        to: &PassageRef,
    ) -> impl Iterator<Item = (DocumentId, AnnotationId)> + use<'a> {
        let from = self.to.get(to).into_iter().flat_map(|led| led.from.keys());
        let from = from.filter(|one| one.by == LeadsBy::Source);
        from.map(|one| (one.document, one.annotation.clone()))
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
    names: Vec<String>,
}

impl<'a> LinksTo<'a> {
    pub(super) fn new<'n>(links: &'a IncomingLinks, names: impl Iterator<Item = &'n str>) -> Self {
        let names = names.map(str::to_owned).collect();
        Self { links, names }
    }

    /// How many links lead to an annotation from others.
    pub(crate) fn count(&self, id: &AnnotationId) -> usize {
        let names = self.names.iter().map(String::as_str);
        let all = self.links.to(names, id);
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
        let id = to.into();
        let all = links.to(["b.txt"].into_iter(), &id);
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
            assert!(touched.ends.iter().all(|to| to.as_str() == "b.txt#1"));
            assert_eq!(touched.annotations, BTreeSet::from(["y".into()]));
            assert!(links.follow(document, &set, descent).ends.is_empty());
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
            let id = "1".into();
            let leading = |by| links.leading(["b.txt"].into_iter(), &id, by).count();
            assert_eq!(leading(LeadsBy::Link("supports".to_owned())), 2);
            assert_eq!(leading(LeadsBy::Source), 1);
            assert_eq!(leading(LeadsBy::Link("repeats".to_owned())), 0);
            let resting: Vec<_> = links.resting_on(&"b.txt#1".into()).collect();
            assert_eq!(resting, [(DocumentId(1), "z".into())]);
            links.follow(document, &AnnotationSet::new(), descent);
            assert_eq!(told(&links, "1"), ["z rests on it"]);
        }
    }

    /// Many links to one annotation are one annotation to look at again.
    #[test]
    fn what_many_lead_to_is_told_once() {
        let all = (0..100).map(|n| linking(&n.to_string(), &[("supports", "b.txt#1")]));
        let (set, _) = AnnotationSet::from_annotations(all);
        let mut links = IncomingLinks::default();
        let touched = links.follow(DocumentId(0), &set, Descent::None);
        assert_eq!(touched.ends.len(), 1);
        let touched = links.follow(DocumentId(0), &AnnotationSet::new(), Descent::None);
        assert_eq!(touched.ends.len(), 1);
        assert_eq!(told(&links, "1"), [""; 0]);
    }

    /// A verdict leaves the links as they are, and what they are worth is another thing.
    #[test]
    fn what_is_refuted_makes_what_it_supports_be_looked_at_again() {
        use crate::annotation::Attributes;
        let mut links = IncomingLinks::default();
        let one = linking("x", &[("supports", "b.txt#1")]);
        let (mut set, _) = AnnotationSet::from_annotations([one.clone()]);
        links.follow(DocumentId(0), &set, Descent::None);
        for (verdict, is_touched) in [("supported", false), ("refuted", true)] {
            let judged = Annotation {
                attributes: Attributes::from_words([("verdict", verdict)]).unwrap(),
                ..one.clone()
            };
            set.apply(Change::Replace(judged)).unwrap();
            let touched = links.follow(DocumentId(0), &set, Descent::Shared);
            assert_eq!(touched.ends.len(), usize::from(is_touched), "{verdict}");
        }
    }
}
