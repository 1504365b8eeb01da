//! What an annotation rests on: its sources, and what others say of it, over all documents.
//!
//! Passages that are sources, and links that support, may lead in a circle: two claims that
//! support each other. What rests on nothing but itself rests on nothing.
//!
//! Must not know: where annotations and links are kept.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::attributes::REFUTED;
use super::record::Annotation;
use super::relation::RelationSet;

/// What is known of an annotation from outside of it. Without a word from anybody, its
/// sources are taken to be what they seem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// A link that contradicts it leads to it.
    pub contradicted: bool,
    /// A passage that supports it, or is its source, leads to it.
    pub supported: bool,
    /// A passage leads to it that is its source.
    pub sourced: bool,
    /// It has passages as sources, and none of them is there, holds, and rests on more than it.
    pub hollow: bool,
}

/// What an annotation says itself that others may rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// It has a source that is no passage.
    pub has_source: bool,
    /// It was found not to be so, and supports nothing.
    pub is_refuted: bool,
}

/// Where a source leads that is a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead<Node> {
    There(Node),
    Missing,
    /// Whether it is there is still to be found.
    Unknown,
}

/// The annotations of all documents, by what leads from one to another.
pub trait EvidenceGraph {
    /// An annotation.
    type Node: Clone + Eq + Hash;

    fn standing(&self, node: &Self::Node) -> Standing;

    /// Its sources that are passages.
    fn passages(&self, node: &Self::Node) -> impl Iterator<Item = Lead<Self::Node>>;

    /// From where links of this relation lead to it.
    fn incoming(&self, node: &Self::Node, relation: &str) -> impl Iterator<Item = Self::Node>;
}

/// The relations of links to what rests on the end that they come from.
pub const RESTS_BY: [&str; 2] = [RelationSet::SUPPORTS, RelationSet::SOURCE_OF];

impl Annotation {
    /// What it says itself that others may rest on.
    pub fn standing(&self) -> Standing {
        Standing {
            has_source: self.sources.iter().any(|source| source.passage().is_none()),
            is_refuted: self.verdict() == Some(REFUTED),
        }
    }
}

/// What is known of an annotation from outside of it. Of those that it rests on, `is_circular`
/// says which rest on nothing but a circle, as [`Circles`] finds them.
pub fn evidence<G: EvidenceGraph>(
    graph: &G,
    node: &G::Node,
    is_circular: impl Fn(&G::Node) -> bool,
) -> Evidence {
    let leads = |relation| {
        let mut from = supporters(graph, node, relation);
        from.any(|one| !is_circular(&one))
    };
    let sourced = leads(RelationSet::SOURCE_OF);
    let (mut has_passages, mut holds) = (false, false);
    for lead in graph.passages(node) {
        has_passages = true;
        holds |= match lead {
            Lead::There(one) => !graph.standing(&one).is_refuted && !is_circular(&one),
            Lead::Missing => false,
            Lead::Unknown => true,
        };
    }
    Evidence {
        contradicted: graph
            .incoming(node, RelationSet::CONTRADICTS)
            .next()
            .is_some(),
        supported: sourced || leads(RelationSet::SUPPORTS),
        sourced,
        hollow: has_passages && !holds,
    }
}

/// Which annotations rest on nothing but circles, as far as anybody has asked. It is about one
/// state of the graph: thousands that lead to each other are gone through once for all of them.
pub struct Circles<Node>(HashMap<Node, bool>);

impl<Node: Clone + Eq + Hash> Circles<Node> {
    pub fn new() -> Self {
        Self(HashMap::new())
    }

    /// Whether all that an annotation rests on leads to a circle. One that rests on nothing at
    /// all leads to itself: that it does is told of it, and not of what rests on it.
    ///
    /// `before` answers for those of which it is known that nothing has changed since.
    pub fn is_circular<G: EvidenceGraph<Node = Node>>(
        &mut self,
        graph: &G,
        node: &Node,
        before: impl Fn(&Node) -> Option<bool>,
    ) -> bool {
        let known = self.0.get(node).copied();
        known.unwrap_or_else(|| {
            let is_circular = !self.leads_to_an_end(graph, node, before);
            self.0.insert(node.clone(), is_circular);
            is_circular
        })
    }

    fn leads_to_an_end<G: EvidenceGraph<Node = Node>>(
        &mut self,
        graph: &G,
        node: &Node,
        before: impl Fn(&Node) -> Option<bool>,
    ) -> bool {
        if is_end(graph, node) {
            return true;
        }
        let mut seen = HashSet::from([node.clone()]);
        let mut ways = vec![node.clone()];
        while let Some(node) = ways.pop() {
            for ground in grounds(graph, &node) {
                match self.0.get(&ground).copied().or_else(|| before(&ground)) {
                    Some(true) => continue,
                    Some(false) => return true,
                    None => {}
                }
                if seen.insert(ground.clone()) {
                    // Thousands may support the same one: the first that is an end is enough.
                    if is_end(graph, &ground) {
                        return true;
                    }
                    ways.push(ground);
                }
            }
        }
        // None of those that were seen leads anywhere else.
        self.0.extend(seen.into_iter().map(|node| (node, true)));
        false
    }
}

fn is_end<G: EvidenceGraph>(graph: &G, node: &G::Node) -> bool {
    graph.standing(node).has_source
        || graph.passages(node).any(|lead| lead == Lead::Unknown)
        || grounds(graph, node).next().is_none()
}

/// The annotations that an annotation rests on.
fn grounds<'a, G: EvidenceGraph>(
    graph: &'a G,
    node: &'a G::Node,
) -> impl Iterator<Item = G::Node> + 'a {
    let passages = graph.passages(node).filter_map(|lead| match lead {
        Lead::There(one) => (!graph.standing(&one).is_refuted).then_some(one),
        Lead::Missing | Lead::Unknown => None,
    });
    let relations = RESTS_BY.into_iter();
    passages.chain(relations.flat_map(move |relation| supporters(graph, node, relation)))
}

/// The annotations that say by links of a relation that it is so, and were not refuted.
fn supporters<'a, G: EvidenceGraph>(
    graph: &'a G,
    node: &'a G::Node,
    relation: &'static str,
) -> impl Iterator<Item = G::Node> + 'a {
    let from = graph.incoming(node, relation);
    from.filter(|one| !graph.standing(one).is_refuted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Annotations by name, with what they say of themselves, and what leads from one to
    /// another.
    #[derive(Default)]
    struct Drawn {
        standing: BTreeMap<&'static str, Standing>,
        links: Vec<(&'static str, &'static str, &'static str)>,
        passages: Vec<(&'static str, Lead<&'static str>)>,
    }

    impl EvidenceGraph for Drawn {
        type Node = &'static str;

        fn standing(&self, node: &Self::Node) -> Standing {
            self.standing.get(node).copied().unwrap_or_default()
        }

        fn passages(&self, node: &Self::Node) -> impl Iterator<Item = Lead<Self::Node>> {
            let of_node = self.passages.iter().filter(move |(of, _)| of == node);
            of_node.map(|(_, lead)| lead.clone())
        }

        fn incoming(&self, node: &Self::Node, relation: &str) -> impl Iterator<Item = Self::Node> {
            let to = self.links.iter();
            let to = to.filter(move |(_, rel, to)| to == node && *rel == relation);
            to.map(|(from, ..)| *from)
        }
    }

    /// Reads a drawing: `x supports y`, `x from y` for a passage as source, `x from gone` and
    /// `x from unread` for one that is not there or not known, `x sourced`, `x refuted`.
    fn drawn(drawing: &'static str) -> Drawn {
        let mut graph = Drawn::default();
        for line in drawing.split(", ").filter(|line| !line.is_empty()) {
            match line.split(' ').collect::<Vec<_>>()[..] {
                [x, "from", "gone"] => graph.passages.push((x, Lead::Missing)),
                [x, "from", "unread"] => graph.passages.push((x, Lead::Unknown)),
                [x, "from", y] => graph.passages.push((x, Lead::There(y))),
                [x, rel, y] => graph.links.push((x, rel, y)),
                [x, "sourced"] => graph.standing.entry(x).or_default().has_source = true,
                [x, "refuted"] => graph.standing.entry(x).or_default().is_refuted = true,
                _ => panic!("{line}"),
            }
        }
        graph
    }

    fn words(is: Evidence) -> String {
        let said = [
            (is.contradicted, "contradicted"),
            (is.supported, "supported"),
            (is.sourced, "sourced"),
            (is.hollow, "hollow"),
        ];
        let said = said.iter().filter(|(is, _)| *is).map(|(_, word)| *word);
        said.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_rests_on_nothing_but_itself_rests_on_nothing() {
        for (drawing, a) in [
            ("", ""),
            ("b contradicts a", "contradicted"),
            ("a contradicts b", ""),
            ("b repeats a", ""),
            // That b has no source is told of b.
            ("b supports a", "supported"),
            ("b source-of a", "supported sourced"),
            ("b supports a, b refuted", ""),
            ("b source-of a, b refuted", ""),
            ("b supports a, b refuted, c supports a", "supported"),
            // Circles.
            ("a supports a", ""),
            ("a supports a, a sourced", "supported"),
            ("b supports a, a supports b", ""),
            ("b supports a, a supports b, b sourced", "supported"),
            ("b supports a, a supports b, c supports b", "supported"),
            ("b supports a, a supports b, c supports b, c refuted", ""),
            ("b supports a, c supports b, a supports c", ""),
            ("b supports a, c supports b, b supports c", ""),
            ("b supports a, a from b", "supported"),
            ("b supports a, b from a", ""),
            ("b supports a, b from unread, a supports b", "supported"),
            // Passages as sources.
            ("a from b", ""),
            ("a from gone", "hollow"),
            ("a from unread", ""),
            ("a from gone, a from b", ""),
            ("a from gone, a from unread", ""),
            ("a from a", "hollow"),
            ("a from b, b from a", "hollow"),
            ("a from b, b from a, b sourced", ""),
            ("a from b, b from c, c from b", "hollow"),
            ("a from b, b from a, b from gone", "hollow"),
            ("a from b, b refuted", "hollow"),
            ("a from b, a from c, b refuted", ""),
            ("a from b, b from gone", ""),
        ] {
            let graph = drawn(drawing);
            // Whatever was asked before.
            for before in ["a", "b", "c"] {
                let mut circles = Circles::new();
                circles.is_circular(&graph, &before, |_| None);
                let circles = std::cell::RefCell::new(circles);
                let is_circular =
                    |node: &_| circles.borrow_mut().is_circular(&graph, node, |_| None);
                let is = evidence(&graph, &"a", is_circular);
                assert_eq!(words(is), a, "{drawing}");
            }
        }
    }

    /// Annotations in a circle, which counts how often anybody looks at what leads to one.
    struct Star {
        points: usize,
        looks: std::cell::Cell<usize>,
    }

    impl EvidenceGraph for Star {
        type Node = usize;

        fn standing(&self, _: &usize) -> Standing {
            self.looks.set(self.looks.get() + 1);
            Standing::default()
        }

        fn passages(&self, _: &usize) -> impl Iterator<Item = Lead<usize>> {
            std::iter::empty()
        }

        /// All support the middle, and the middle all.
        fn incoming(&self, node: &usize, relation: &str) -> impl Iterator<Item = usize> {
            let from = match *node {
                0 => 1..self.points,
                _ => 0..1,
            };
            let is_support = relation == RelationSet::SUPPORTS;
            from.filter(move |_| is_support)
        }
    }

    #[test]
    fn thousands_that_lead_to_each_other_are_gone_through_once() {
        let star = Star {
            points: 10_000,
            looks: std::cell::Cell::new(0),
        };
        let mut circles = Circles::new();
        assert!((0..star.points).all(|node| circles.is_circular(&star, &node, |_| None)));
        assert!(star.looks.get() < 10 * star.points, "{}", star.looks.get());
    }
}
