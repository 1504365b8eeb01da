//! The links and sources of all documents by where they lead, and what rests on them.
//!
//! Must not know: what is made of them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::Result;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Circles, Evidence, EvidenceGraph, Lead, PassageRef,
    Source as SourceOfTag, Standing, evidence,
};

use super::links::of_sources;
use super::source::{Corpus, Source};
use super::{observer::Observer, ordered::for_each};

/// A link, seen from the annotation to which it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingLink {
    /// The annotation that has it.
    pub from: PassageRef,
    pub relation: String,
}

/// The links of all documents, by where they lead, and what the annotations say that have links
/// or passages as sources, or are such passages. The memory that it takes goes with those, and
/// not with all annotations.
#[derive(Debug, Default)]
pub struct IncomingLinks {
    to: HashMap<PassageRef, Vec<IncomingLink>>,
    /// The annotations that lead anywhere and stand in a document, and those to which a source
    /// leads; by that document and their ids.
    nodes: HashMap<PassageRef, Node>,
    /// Annotations that links or sources call by a name that earlier versions gave their
    /// document: what they are called, by what they are.
    earlier: HashMap<PassageRef, PassageRef>,
    /// What they are, by what they are called.
    now: HashMap<PassageRef, PassageRef>,
    /// Those that rest on nothing but circles.
    circular: HashSet<PassageRef>,
}

/// What an annotation says that others may rest on, or that rests on others.
#[derive(Debug, Default)]
struct Node {
    standing: Standing,
    passages: Vec<PassageRef>,
}

impl Node {
    fn of(annotation: &Annotation) -> Self {
        let passages = annotation.sources.iter().filter_map(SourceOfTag::passage);
        Self {
            standing: annotation.standing(),
            passages: passages.cloned().collect(),
        }
    }
}

/// What one annotation file has for it.
pub(super) struct LinksOfFile {
    /// Nobody sees the passages of annotations without a document.
    has_document: bool,
    links: Vec<(PassageRef, IncomingLink)>,
    nodes: Vec<(PassageRef, Node)>,
}

impl LinksOfFile {
    /// The links of the annotations of a source.
    pub(super) fn new(corpus: &Corpus, source: &Source, set: &AnnotationSet) -> Self {
        let name = corpus.name(source);
        let mut all = Self {
            has_document: has_document(source),
            links: Vec::new(),
            nodes: Vec::new(),
        };
        for annotation in set.iter() {
            if annotation.leads_to().next().is_none() {
                continue;
            }
            let from = PassageRef::new(&name, &annotation.id);
            all.links.extend(annotation.links.iter().map(|link| {
                let incoming = IncomingLink {
                    from: from.clone(),
                    relation: link.rel.clone(),
                };
                (link.to.clone(), incoming)
            }));
            all.nodes.push((from, Node::of(annotation)));
        }
        all
    }

    /// How many links and annotations that is.
    pub(super) fn count(&self) -> usize {
        self.links.len() + self.nodes.len()
    }

    /// What links and sources lead to, and where they come from.
    pub(super) fn ends(&self) -> impl Iterator<Item = &PassageRef> {
        let links = self.links.iter();
        let links = links.flat_map(|(to, link)| [to, &link.from]);
        links.chain(self.nodes.iter().flat_map(|(_, node)| &node.passages))
    }
}

impl IncomingLinks {
    pub(super) fn add(&mut self, of_file: LinksOfFile) {
        for (to, link) in of_file.links {
            self.to.entry(to).or_default().push(link);
        }
        if of_file.has_document {
            self.nodes.extend(of_file.nodes);
        }
    }

    /// Goes through the annotation files of all sources.
    ///
    /// # Errors
    /// When the observer ends it.
    pub fn read(corpus: &Corpus, sources: &[Source], observer: &mut impl Observer) -> Result<Self> {
        let mut all = Self::default();
        let of_source =
            |source: &Source| LinksOfFile::new(corpus, source, &corpus.load(source).file.set);
        observer.begin(sources.len());
        for_each(sources, observer, of_source, |of_file, observer| {
            all.add(of_file);
            Ok(observer.document_done()?)
        })?;
        observer.end();
        all.finish(corpus, sources, observer)?;
        Ok(all)
    }

    /// Looks for the passages that are sources and were not met so far: they lead nowhere, if
    /// they are there. The links and sources of all files have to be here.
    ///
    /// # Errors
    /// When the observer ends it.
    pub(super) fn finish(
        &mut self,
        corpus: &Corpus,
        sources: &[Source],
        observer: &mut impl Observer,
    ) -> Result<()> {
        self.follow_earlier_names(corpus, sources);
        let wanted = self.nodes.values().flat_map(|node| &node.passages);
        let wanted = wanted.filter(|to| !self.nodes.contains_key(self.now(to)));
        let wanted: HashSet<_> = wanted.collect();
        let mut wanted: Vec<PassageRef> = wanted.into_iter().cloned().collect();
        wanted.sort_unstable();
        let mut linked = of_sources(corpus, sources, &wanted);
        linked.retain(|(source, ..)| has_document(source));
        let look = |(source, called, range): (&Source, String, Range<usize>)| {
            let set = corpus.load(source).file.set;
            let name = corpus.name(source);
            let found = wanted[range].iter().filter_map(|to| {
                let annotation = set.get(&to.id_in(&called)?)?;
                let at = PassageRef::new(&name, &annotation.id);
                Some((at, Node::of(annotation)))
            });
            found.collect::<Vec<_>>()
        };
        for_each(linked, observer, look, |found, _| {
            self.nodes.extend(found);
            Ok(())
        })?;
        let mut circles = Circles::new();
        let nodes = self.nodes.keys();
        let circular = nodes.filter(|node| circles.is_circular(self, node, |_| None));
        self.circular = circular.cloned().collect();
        Ok(())
    }

    /// Finds what links and sources call by names that earlier versions gave to documents.
    fn follow_earlier_names(&mut self, corpus: &Corpus, sources: &[Source]) {
        let is_renamed = |source: &Source| corpus.names(source).len() > 1;
        if !sources.iter().any(is_renamed) {
            return;
        }
        let passages = self.nodes.values().flat_map(|node| &node.passages);
        let mut all: Vec<PassageRef> = self.to.keys().chain(passages).cloned().collect();
        all.sort_unstable();
        all.dedup();
        for (source, called, range) in of_sources(corpus, sources, &all) {
            let name = corpus.name(source);
            for to in all[range].iter().filter(|_| called != name) {
                let now = to.id_in(&called).map(|id| PassageRef::new(&name, &id));
                if let Some(now) = now {
                    self.earlier.insert(now.clone(), to.clone());
                    self.now.insert(to.clone(), now);
                }
            }
        }
    }

    fn now<'a>(&'a self, to: &'a PassageRef) -> &'a PassageRef {
        self.now.get(to).unwrap_or(to)
    }

    /// The links that lead to an annotation of a document, in the order of the documents.
    pub fn of(&self, document: &str, id: &AnnotationId) -> impl Iterator<Item = &IncomingLink> {
        self.leading_to(&PassageRef::new(document, id))
    }

    fn leading_to(&self, node: &PassageRef) -> impl Iterator<Item = &IncomingLink> + use<'_> {
        let earlier = self.earlier.get(node).and_then(|to| self.to.get(to));
        self.to.get(node).into_iter().chain(earlier).flatten()
    }

    /// What is known of an annotation of a document from all others.
    pub(super) fn evidence(&self, document: &str, id: &AnnotationId) -> Evidence {
        let node = PassageRef::new(document, id);
        evidence(self, &node, |one| self.circular.contains(one))
    }
}

impl EvidenceGraph for IncomingLinks {
    type Node = PassageRef;

    fn standing(&self, node: &PassageRef) -> Standing {
        self.nodes
            .get(node)
            .map_or_else(Standing::default, |node| node.standing)
    }

    fn passages(&self, node: &PassageRef) -> impl Iterator<Item = Lead<PassageRef>> {
        let passages = self
            .nodes
            .get(node)
            .into_iter()
            .flat_map(|node| &node.passages);
        passages.map(|to| match self.now(to) {
            now if self.nodes.contains_key(now) => Lead::There(now.clone()),
            _ => Lead::Missing,
        })
    }

    fn incoming(&self, node: &PassageRef, relation: &str) -> impl Iterator<Item = PassageRef> {
        let leading = self
            .leading_to(node)
            .filter(move |one| one.relation == relation);
        let known = leading.filter(|one| self.nodes.contains_key(&one.from));
        known.map(|one| one.from.clone())
    }
}

fn has_document(source: &Source) -> bool {
    matches!(source, Source::Document(_))
}
