//! What the annotations of all documents rest on, kept up to date.
//!
//! An annotation may become open by what is written in another document: a link that
//! contradicts it, a source of it that is deleted there. So what leads to it is kept by where it
//! leads, and what a change of one document touches in others is looked at again there.
//!
//! Must not know: what is open for it.

use std::collections::BTreeSet;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Circles, EvidenceGraph, Lead, PassageRef, RESTS_BY,
    Source, Standing, evidence,
};
use crate::app::document::{Document, DocumentId, OnDisk};

use super::incoming::{Descent, LeadsBy};
use super::{Documents, TotalsProgress};

/// How many annotations are looked for that rest on some others.
const MOST_CONCERNED: usize = 512;

/// An annotation of a document.
type Node = (DocumentId, AnnotationId);

impl Documents {
    /// What others may rest on; nobody sees the passages of a document that is gone.
    fn annotation(&self, node: &Node) -> Option<&Annotation> {
        let document = self.get(node.0).filter(|one| one.disk != OnDisk::Gone)?;
        document.set()?.get(&node.1).map(AsRef::as_ref)
    }

    /// Where the reference to a passage leads, as far as that is known.
    fn lead(&self, to: &PassageRef) -> Lead<Node> {
        let ends: Vec<Node> = self.ends(to).collect();
        let is_there = |node: &Node| self.annotation(node).is_some();
        if let Some(node) = ends.iter().find(|node| is_there(node)) {
            return Lead::There(node.clone());
        }
        let is_unread = |node: &Node| self.get(node.0).is_some_and(|one| one.set().is_none());
        let is_sought = match ends.is_empty() {
            true => self.walking,
            false => self.counted != TotalsProgress::Complete && ends.iter().any(is_unread),
        };
        match is_sought {
            true => Lead::Unknown,
            false => Lead::Missing,
        }
    }

    /// Takes in the annotations of a document: where they lead, and what leads to them.
    pub(super) fn follow_links(&mut self, id: DocumentId, descent: Descent) {
        let Some(set) = self.get(id).and_then(Document::set).cloned() else {
            return;
        };
        let before = self.ledger.incoming.seen(id);
        let touched = self.ledger.incoming.follow(id, &set, descent);
        let here = |annotation| (id, annotation);
        let mut nodes: Vec<Node> = Vec::new();
        for annotation in &touched.annotations {
            // It may hold no more for those whose source it is.
            let names = self.names(id);
            let incoming = &self.ledger.incoming;
            nodes.extend(incoming.leading(names, annotation, LeadsBy::Source));
        }
        nodes.extend(touched.annotations.into_iter().map(here));
        let ends = touched.ends.iter();
        nodes.extend(ends.flat_map(|to| self.ends(to)));
        let came_or_went = match descent {
            Descent::Shared => touched.came_or_went,
            // Of a set that was read anew, only those were gone through that lead anywhere.
            Descent::None => {
                let standing = |set: &AnnotationSet, one: &AnnotationId| {
                    set.get(one).map(|one| one.standing())
                };
                let mut led_to = self.led_to(id);
                led_to.retain(|one| standing(&before, one) != standing(&set, one));
                nodes.extend(led_to.iter().cloned().map(here));
                led_to
            }
        };
        for annotation in came_or_went {
            let names = self.names(id);
            let resting = self
                .ledger
                .incoming
                .leading(names, &annotation, LeadsBy::Source);
            nodes.extend(resting);
        }
        let items = self.get(id).and_then(Document::open_items);
        let is_new = items.is_some_and(|items| !items.knows_evidence());
        // They rest on what they rested on, but nobody has told them.
        let mut untold: Vec<Node> = Vec::new();
        if is_new {
            let resting = set
                .linking()
                .filter(|one| one.sources.iter().any(is_passage));
            let led_to = self.led_to(id).into_iter();
            untold.extend(resting.map(|one| one.id.clone()).chain(led_to).map(here));
        }
        let document = self.get_mut(id);
        if let Some(items) = document.and_then(Document::open_items_mut) {
            items.begin_evidence();
        }
        let mut changed = self.look_at(nodes);
        changed.extend(self.tell_evidence(untold));
        changed.remove(&id);
        for document in changed {
            self.tally_again(document);
        }
    }

    /// Looks again at what rests on the annotations of a document that is gone, or is there
    /// again.
    pub(super) fn look_at_dependents(&mut self, id: DocumentId) {
        let mut nodes = Vec::new();
        for annotation in self.led_to(id) {
            let names = self.names(id);
            let incoming = &self.ledger.incoming;
            nodes.extend(incoming.leading(names, &annotation, LeadsBy::Source));
            nodes.push((id, annotation));
        }
        let set = self.get(id).and_then(Document::set).cloned();
        let linking = set.iter().flat_map(|set| set.linking());
        for annotation in linking {
            let ends = annotation.links.iter().flat_map(|link| self.ends(&link.to));
            nodes.extend(ends);
            nodes.push((id, annotation.id.clone()));
        }
        for document in self.look_at(nodes) {
            self.tally_again(document);
        }
    }

    /// The annotations of a document to which something leads, whether they are there or not.
    fn led_to(&self, id: DocumentId) -> Vec<AnnotationId> {
        let incoming = &self.ledger.incoming;
        let targets = self.names(id).flat_map(|name| incoming.targets(name));
        targets.collect()
    }

    /// Looks again at what rests on passages that are not there, once it is known what is.
    pub(crate) fn look_for_missing(&mut self) {
        let of_sources = self.ledger.incoming.of_sources();
        let missing = of_sources.filter(|to| self.lead(to) == Lead::Missing);
        let resting = missing.flat_map(|to| self.ledger.incoming.resting_on(to));
        let nodes: Vec<Node> = resting.collect();
        for document in self.look_at(nodes) {
            self.tally_again(document);
        }
    }

    /// Looks at annotations again, and at what rests on them where that is another thing now.
    /// One that is not there may still come, and is told of what leads to it then. Answers the
    /// documents in which what is known of any has changed.
    fn look_at(&mut self, nodes: Vec<Node>) -> BTreeSet<DocumentId> {
        let concerned = self.look_for_circles(nodes);
        self.tell_evidence(concerned)
    }

    /// Tells annotations what they rest on, as far as that is known to be so; answers the documents
    /// in which what is known of any has changed.
    fn tell_evidence(&mut self, nodes: impl IntoIterator<Item = Node>) -> BTreeSet<DocumentId> {
        let mut changed = BTreeSet::new();
        for node in nodes {
            let is_circular = |one: &Node| self.ledger.circular.contains(one);
            let now = evidence(self, &node, is_circular);
            let Some(document) = self.get_mut(node.0) else {
                continue;
            };
            let items = document.open_items_mut();
            if items.is_some_and(|items| items.set_evidence(&node.1, now)) {
                document.look_again(&node.1);
                changed.insert(node.0);
            }
        }
        changed
    }

    /// Keeps which annotations rest on nothing but circles, after these may do so or may not any
    /// more; answers all that are to be looked at for it.
    fn look_for_circles(&mut self, mut nodes: Vec<Node>) -> BTreeSet<Node> {
        let mut circles = Circles::new();
        let mut seen = BTreeSet::new();
        let concerned = self.concerned_by(&nodes);
        while let Some(node) = nodes.pop() {
            if !seen.insert(node.clone()) {
                continue;
            }
            let before = |one: &Node| {
                let concerned = concerned.as_ref()?;
                (!concerned.contains(one)).then(|| self.ledger.circular.contains(one))
            };
            let is_circular = circles.is_circular(self, &node, before);
            if is_circular != self.ledger.circular.contains(&node) {
                let resting: Vec<Node> = self.dependents(&node).collect();
                nodes.extend(resting);
                match is_circular {
                    true => self.ledger.circular.insert(node),
                    false => self.ledger.circular.remove(&node),
                };
            }
        }
        seen
    }

    /// These annotations, and all that rest on them over however many others; `None` where those are
    /// so many that it is not worth while. A thousand documents that come one after the other may
    /// make one chain, which is not to be gone through for each of them.
    fn concerned_by(&self, nodes: &[Node]) -> Option<BTreeSet<Node>> {
        let mut waiting = nodes.to_vec();
        let mut concerned = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            if concerned.len() + waiting.len() > MOST_CONCERNED {
                return None;
            }
            if concerned.insert(node.clone()) {
                // Very many may rest on one.
                waiting.extend(self.dependents(&node).take(MOST_CONCERNED + 1));
            }
        }
        Some(concerned)
    }

    /// The annotations that rest on one: those whose source it is, and those it supports.
    fn dependents(&self, node: &Node) -> impl Iterator<Item = Node> {
        let names = self.names(node.0);
        let incoming = &self.ledger.incoming;
        let resting = incoming.leading(names, &node.1, LeadsBy::Source);
        let links = self.annotation(node).into_iter().flat_map(|one| &one.links);
        let supports = links.filter(|link| RESTS_BY.contains(&link.rel.as_str()));
        let supported = supports.flat_map(|link| self.ends(&link.to));
        resting.chain(supported)
    }
}

fn is_passage(source: &Source) -> bool {
    source.passage().is_some()
}

impl EvidenceGraph for Documents {
    type Node = Node;

    fn standing(&self, node: &Node) -> Standing {
        let annotation = self.annotation(node);
        annotation.map_or_else(Standing::default, Annotation::standing)
    }

    fn passages(&self, node: &Node) -> impl Iterator<Item = Lead<Node>> {
        let sources = self
            .annotation(node)
            .into_iter()
            .flat_map(|one| &one.sources);
        sources.filter_map(Source::passage).map(|to| self.lead(to))
    }

    fn incoming(&self, node: &Node, relation: &str) -> impl Iterator<Item = Node> {
        let by = LeadsBy::Link(relation.to_owned());
        let names = self.names(node.0);
        let leading = self.ledger.incoming.leading(names, &node.1, by);
        leading.filter(|one| self.annotation(one).is_some())
    }
}
