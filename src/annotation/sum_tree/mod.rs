//! A sorted list that is cheap to copy and to change at any size: a tree of small shared
//! blocks.
//!
//! A copy shares all blocks with its original; a change copies those on the way from the
//! root to its place (path copying, as in Driscoll, Sarnak, Sleator and Tarjan, "Making
//! Data Structures Persistent", 1989). Each block knows how many items it has, which gives
//! each a number (its rank), and a summary of them, so that blocks that cannot answer a
//! question are left out: with the greatest end of ranges as the summary, "which overlap
//! this one" costs what it finds (an interval tree as in Cormen et al., "Introduction to
//! Algorithms", 14.3).
//!
//! Why it is kept by hand: the maps and sets of `imbl` (as of `im` before it) share blocks
//! and have a `diff`, but neither ranks nor summaries, for which all items would have to
//! be walked through; its vectors have numbers, but neither an order nor a diff. The sum
//! tree of the editor Zed (`zed-sum-tree`) has ranks and summaries, but no diff, and
//! brings threads of its own along.
//!
//! Must not know: what is sorted.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

mod diff;
mod node;
mod walk;

use diff::{Diff, Rest};
pub use node::{Item, Summary};
use node::{Kind, MOST, Node, child_of, child_with, count_in, least_in, summarise};
pub use walk::Select;

/// A sorted list of items. To clone it costs nothing.
#[derive(Debug, Clone)]
pub struct SumTree<T: Item> {
    root: Option<Arc<Node<T>>>,
}

impl<T: Item> Default for SumTree<T> {
    fn default() -> Self {
        Self { root: None }
    }
}

impl<T: Item> SumTree<T> {
    pub fn from_sorted(items: Vec<T>) -> Self {
        if items.is_empty() {
            return Self::default();
        }
        debug_assert!(items.is_sorted_by(|a, b| a.order(b).is_lt()));
        // Room is left for what will be put in between.
        let fill = MOST * 3 / 4;
        let leaves = in_parts(items, fill).map(|part| Node::new(Kind::Leaf(part)));
        let mut nodes: Vec<_> = leaves.collect();
        while nodes.len() > 1 {
            let branches = in_parts(nodes, fill).map(|part| Node::new(Kind::Branch(part)));
            nodes = branches.collect();
        }
        Self { root: nodes.pop() }
    }

    pub fn len(&self) -> usize {
        self.root.as_ref().map_or(0, |root| root.len)
    }

    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// Puts an item in its place, where none is that is equal in order.
    pub fn insert(&mut self, item: T) {
        let Some(root) = &mut self.root else {
            self.root = Some(Node::new(Kind::Leaf(vec![item])));
            return;
        };
        if let Some(right) = Node::insert(root, item) {
            let halves = vec![Arc::clone(root), right];
            self.root = Some(Node::new(Kind::Branch(halves)));
        }
    }

    /// Takes an item out; `wanted` tells how one stands to it.
    pub fn remove(&mut self, wanted: impl Fn(&T) -> Ordering) -> Option<T> {
        // First: what is not there is no reason to copy blocks.
        self.find(&wanted)?;
        let removed = Node::remove(self.root.as_mut()?, &wanted);
        while let Some(root) = &self.root {
            match &root.kind {
                Kind::Branch(children) if children.len() == 1 => {
                    self.root = children.first().cloned();
                }
                kind if kind.size() == 0 => self.root = None,
                _ => break,
            }
        }
        removed
    }

    /// Changes the item with that number in a way that leaves its order.
    pub fn update(&mut self, at: usize, change: impl FnOnce(&mut T)) {
        if let Some(root) = self.root.as_mut().filter(|root| at < root.len) {
            Node::update(root, at, change);
        }
    }

    /// The item that is equal; `wanted` tells how one stands to it.
    pub fn find(&self, wanted: impl Fn(&T) -> Ordering) -> Option<&T> {
        let mut node = self.root.as_deref()?;
        loop {
            match &node.kind {
                Kind::Leaf(items) => {
                    let at = items.binary_search_by(wanted).ok()?;
                    return items.get(at);
                }
                Kind::Branch(children) => node = &children[child_of(children, &wanted)],
            }
        }
    }

    /// How many items stand before the first that does not: all before it must,
    /// none behind it may.
    pub fn rank(&self, before: impl Fn(&T) -> bool) -> usize {
        let Some(mut node) = self.root.as_deref() else {
            return 0;
        };
        let mut rank = 0;
        loop {
            match &node.kind {
                Kind::Leaf(items) => return rank + items.partition_point(before),
                Kind::Branch(children) => {
                    let begins = |child: &Arc<Node<T>>| child.first().is_some_and(&before);
                    let at = children.partition_point(begins).saturating_sub(1);
                    rank += children[..at].iter().map(|child| child.len).sum::<usize>();
                    node = &children[at];
                }
            }
        }
    }

    pub fn get(&self, at: usize) -> Option<&T> {
        let (mut node, mut at) = (self.root.as_deref()?, at);
        loop {
            match &node.kind {
                Kind::Leaf(items) => return items.get(at),
                Kind::Branch(children) => {
                    let (child, rest) = child_with(children, at)?;
                    (node, at) = (&children[child], rest);
                }
            }
        }
    }

    /// What is known of the items with these numbers together.
    pub fn summary(&self, range: Range<usize>) -> T::Summary {
        let mut summary = T::Summary::default();
        if let Some(root) = &self.root {
            summarise(root, 0, &range, &mut summary);
        }
        summary
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        let mut items = self.select(0..self.len(), |_| true);
        (0..self.len()).map(move |_| items.next().expect("a tree has the items that it counts"))
    }

    /// The items with these numbers, in order, without those in blocks of which
    /// the summary says that there is nothing in them.
    pub fn select<S: Fn(&T::Summary) -> bool>(
        &self,
        range: Range<usize>,
        may_hold: S,
    ) -> Select<'_, T, S> {
        Select::new(self.root.as_deref(), range, may_hold)
    }

    /// The least key of the items with numbers in a range, and an item that has
    /// it. `bound` answers a key that none in a block is below, or nothing where
    /// none can have a key.
    pub fn least<K: Ord + Copy>(
        &self,
        range: Range<usize>,
        bound: impl Fn(&T::Summary) -> Option<K>,
        key: impl Fn(&T) -> Option<K>,
    ) -> Option<(K, &T)> {
        let mut best: Option<(K, &T)> = None;
        if let Some(root) = &self.root {
            least_in(root, 0, &range, &bound, &key, &mut best);
        }
        best
    }

    /// How many items with numbers in a range `counts`. A block of which the
    /// summary says that all or none of it do is not opened.
    pub fn count(
        &self,
        range: Range<usize>,
        all_count: impl Fn(&T::Summary) -> Option<bool>,
        counts: impl Fn(&T) -> bool,
    ) -> usize {
        let root = self.root.as_deref();
        root.map_or(0, |root| count_in(root, 0, &range, (&all_count, &counts)))
    }

    /// What stands in only one of two trees, or in both and is not the `same`; in
    /// order. What the two share is not looked into.
    pub fn diff<'a>(
        &'a self,
        other: &'a Self,
        same: impl Fn(&T, &T) -> bool,
    ) -> impl Iterator<Item = (Option<&'a T>, Option<&'a T>)> {
        Diff {
            one: Rest::new(self.root.as_ref()),
            other: Rest::new(other.root.as_ref()),
            same,
        }
    }

    /// The same behind all items that are before a place.
    pub fn diff_after<'a>(
        &'a self,
        other: &'a Self,
        is_before: impl Fn(&T) -> bool,
        same: impl Fn(&T, &T) -> bool,
    ) -> impl Iterator<Item = (Option<&'a T>, Option<&'a T>)> {
        Diff {
            one: Rest::after(self.root.as_ref(), &is_before),
            other: Rest::after(other.root.as_ref(), &is_before),
            same,
        }
    }
}

/// Cuts a list into parts of a size; the last one may be smaller.
fn in_parts<T>(list: Vec<T>, size: usize) -> impl Iterator<Item = Vec<T>> {
    let mut list = list.into_iter();
    std::iter::from_fn(move || {
        let part: Vec<T> = list.by_ref().take(size).collect();
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests;
