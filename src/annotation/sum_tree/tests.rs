//! That the tree answers as a plain sorted list does.

use proptest::prelude::*;

use super::*;

/// A half-open range with a number, sorted by both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    start: u16,
    end: u16,
    id: u16,
    /// Counts for nothing in the order of the tree.
    marked: bool,
}

/// The greatest end, and the least length.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Known {
    end: u16,
    shortest: Option<u16>,
}

impl Item for Span {
    type Summary = Known;

    fn order(&self, other: &Self) -> Ordering {
        let key = |span: &Self| (span.start, span.end, span.id);
        key(self).cmp(&key(other))
    }

    fn summary(&self) -> Known {
        Known {
            end: self.end,
            shortest: Some(self.end - self.start),
        }
    }
}

impl Summary for Known {
    fn add(&mut self, after: &Self) {
        self.end = self.end.max(after.end);
        self.shortest = match (self.shortest, after.shortest) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

fn span() -> impl Strategy<Value = Span> {
    (0u16..400, 0u16..60, 0u16..40).prop_map(|(start, len, id)| Span {
        start,
        end: start + len,
        id,
        marked: false,
    })
}

#[derive(Debug, Clone)]
enum Step {
    Insert(Span),
    /// Takes out the one that stands this far, of 0 to 1000.
    Remove(usize),
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => span().prop_map(Step::Insert),
        2 => (0usize..1000).prop_map(Step::Remove),
    ];
    proptest::collection::vec(step, 0..most)
}

/// A tree beside the plain list that it has to answer as.
#[derive(Debug, Clone, Default)]
struct Pair {
    tree: SumTree<Span>,
    list: Vec<Span>,
}

impl Pair {
    fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let list: std::collections::BTreeSet<Span> = spans.into_iter().collect();
        let list: Vec<Span> = list.into_iter().collect();
        Self {
            tree: SumTree::from_sorted(list.clone()),
            list,
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Insert(span) => {
                if let Err(at) = self.list.binary_search(&span) {
                    self.list.insert(at, span);
                    self.tree.insert(span);
                }
            }
            Step::Remove(share) if !self.list.is_empty() => {
                let span = self.list.remove(share * self.list.len() / 1000);
                assert_eq!(self.tree.remove(|other| other.cmp(&span)), Some(span));
                assert_eq!(self.tree.remove(|other| other.cmp(&span)), None);
            }
            Step::Remove(_) => {}
        }
    }

    fn check(&self) {
        assert_eq!(self.tree.len(), self.list.len());
        assert_eq!(self.tree.is_empty(), self.list.is_empty());
        assert!(self.tree.iter().eq(&self.list));
        assert!(
            self.tree
                .select(0..self.tree.len(), |_| true)
                .backward()
                .eq(self.list.iter().rev())
        );
        check_blocks(self.tree.root.as_deref(), true);
    }
}

/// Every block knows what is under it, all leaves are equally deep, and none but
/// the root has become too small or too large.
fn check_blocks(node: Option<&Node<Span>>, is_root: bool) {
    let Some(node) = node else { return };
    let anew = Node::new(node.kind.clone());
    assert_eq!((node.len, node.level), (anew.len, anew.level));
    assert_eq!(node.summary, anew.summary);
    assert!(node.kind.size() <= MOST && (is_root || node.kind.size() > 0));
    if let Kind::Branch(children) = &node.kind {
        for child in children {
            assert_eq!(child.level + 1, node.level);
            check_blocks(Some(child), false);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_answers_as_a_plain_list_does(
        begin in proptest::collection::vec(span(), 0..300),
        steps in steps(200),
        asked in proptest::collection::vec((span(), 0usize..1000, 0usize..1000), 1..8),
    ) {
        let mut pair = Pair::new(begin);
        for step in &steps {
            pair.step(step);
        }
        pair.check();
        let Pair { tree, list } = &pair;
        for (span, from, to) in asked {
            let (from, to) = (from * list.len() / 1000, to * list.len() / 1000);
            let range = from.min(to)..from.max(to);
            prop_assert_eq!(tree.rank(|other| *other < span), list.partition_point(|other| *other < span));
            prop_assert_eq!(tree.find(|other| other.cmp(&span)), list.iter().find(|other| **other == span));
            prop_assert_eq!(tree.get(from), list.get(from));
            let overlaps = |other: &Span| other.start < span.end && other.end > span.start;
            let found = tree.select(range.clone(), |known| known.end > span.start);
            let found: Vec<_> = found.filter(|other| overlaps(other)).collect();
            let plain: Vec<_> = list[range.clone()].iter().filter(|other| overlaps(other)).collect();
            prop_assert_eq!(&found, &plain);
            let back = tree.select(range.clone(), |known| known.end > span.start).backward();
            let back: Vec<_> = back.filter(|other| overlaps(other)).collect();
            prop_assert!(back.into_iter().rev().eq(plain));
            let counted = tree.count(
                range.clone(),
                |known| (known.end < span.end).then_some(false),
                |other| other.end >= span.end,
            );
            let plain = list[range.clone()].iter().filter(|other| other.end >= span.end);
            prop_assert_eq!(counted, plain.count());
            let mut known = Known::default();
            list[range.clone()].iter().for_each(|span| known.add(&span.summary()));
            prop_assert_eq!(tree.summary(range.clone()), known);
            let key = |other: &Span| (other.start <= span.start && other.end >= span.end)
                .then_some(other.end - other.start);
            let bound = |known: &Known| known.shortest.filter(|_| known.end >= span.end);
            let least = tree.least(range.clone(), bound, key);
            prop_assert_eq!(least.map(|(shortest, _)| shortest), list[range].iter().filter_map(key).min());
            prop_assert!(least.is_none_or(|(shortest, span)| key(span) == Some(shortest)));
        }
    }

    #[test]
    fn a_copy_stays_what_it_was_and_what_differs_is_told(
        begin in proptest::collection::vec(span(), 0..1500),
        steps in steps(40),
        updated in 0usize..1000,
    ) {
        let mut pair = Pair::new(begin);
        let before = pair.clone();
        for step in &steps {
            pair.step(step);
        }
        before.check();
        // One stays in its place and is another one all the same.
        let at = updated * pair.list.len() / 1000;
        pair.tree.update(at, |span| span.marked = true);
        let found = before.tree.diff(&pair.tree, |one, other| one.marked == other.marked);
        let mut rebuilt: std::collections::BTreeSet<Span> = before.list.iter().copied().collect();
        let mut steps = 0;
        for (one, other) in found {
            steps += 1;
            prop_assert_ne!(one, other);
            if let Some(one) = one {
                rebuilt.remove(one);
            }
            rebuilt.extend(other);
        }
        let gone = before.list.iter().filter(|span| !pair.list.contains(span));
        let new = pair.list.iter().filter(|span| !before.list.contains(span));
        let differ = gone.count() + new.count();
        prop_assert!(steps == differ || steps == differ + 1, "{} of {}", steps, differ);
        prop_assert!(rebuilt.iter().eq(pair.tree.iter()));
        // From the middle on, it is the rest of that.
        let middle = before.list.get(updated * before.list.len() / 1000).copied();
        let is_before = |span: &Span| middle.is_some_and(|middle| span.order(&middle).is_le());
        let same = |one: &Span, other: &Span| one.marked == other.marked;
        let rest = before.tree.diff_after(&pair.tree, is_before, same);
        let all = before.tree.diff(&pair.tree, same);
        let expected = all.filter(|(one, other)| !one.or(*other).is_some_and(is_before));
        prop_assert!(rest.eq(expected));
    }
}

#[test]
fn what_is_shared_is_not_looked_into() {
    let pair = Pair::new((0..10_000).map(|start| Span {
        start,
        end: start + 5,
        id: 0,
        marked: false,
    }));
    let mut other = pair.tree.clone();
    let gone = pair.list[4321];
    other.remove(|span| span.cmp(&gone));
    let looked = std::cell::Cell::new(0);
    let same = |_: &Span, _: &Span| {
        looked.set(looked.get() + 1);
        true
    };
    let found: Vec<_> = pair.tree.diff(&other, same).collect();
    assert_eq!(found, [(Some(&gone), None)]);
    assert!(looked.get() <= MOST, "{}", looked.get());
    assert_eq!(pair.tree.diff(&pair.tree.clone(), same).count(), 0);
    assert!(looked.get() <= MOST);
}

#[test]
fn a_tree_that_is_emptied_is_as_a_new_one() {
    let mut pair = Pair::new((0..2000).map(|start| Span {
        start,
        end: start,
        id: 1,
        marked: false,
    }));
    while !pair.list.is_empty() {
        let middle = pair.list.len() / 2;
        pair.step(&Step::Remove(middle * 1000 / pair.list.len()));
    }
    pair.check();
    assert_eq!(pair.tree.get(0), None);
    assert_eq!(pair.tree.rank(|_| true), 0);
    assert_eq!(pair.tree.iter().next(), None);
}
