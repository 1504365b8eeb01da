//! A sorted list that is cheap to copy and cheap to change at any size: a tree of
//! small shared blocks.
//!
//! A copy shares all blocks with its original; a change copies the few blocks on
//! the way from the root to the place of the change (path copying, as in Driscoll,
//! Sarnak, Sleator and Tarjan, "Making Data Structures Persistent", 1989). Each
//! block knows a summary of what is under it, so that whole blocks are left out
//! of a question that they cannot answer: with the greatest end of ranges as the
//! summary, "which overlap this one" costs what it finds (an interval tree as in
//! Cormen et al., "Introduction to Algorithms", 14.3).
//!
//! Must not know: what is sorted.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

mod differing;
mod walk;

pub use differing::Differing;
pub use walk::{Iter, Select};

/// The most entries of a leaf and the most children of a branch: 32 keep a change
/// to a few cache lines and a million entries within four levels.
const MOST: usize = 32;
/// A block that has shrunk below this joins a neighbour.
const LEAST: usize = MOST / 4;

/// What can stand in a tree. To clone one is meant to be cheap.
pub trait Entry: Clone {
    /// What is known of several entries together.
    type Summary: Clone + Default + Debug;

    /// The order of the tree; no two entries of one tree are equal in it.
    fn order(&self, other: &Self) -> Ordering;

    /// Adds this entry, which stands after them, to what is known of others.
    fn add_to(&self, summary: &mut Self::Summary);

    /// Adds what is known of entries that stand after others.
    fn join(summary: &mut Self::Summary, after: &Self::Summary);
}

/// A sorted list of entries. To clone it costs nothing.
#[derive(Debug, Clone)]
pub struct Tree<T: Entry> {
    root: Option<Arc<Node<T>>>,
}

#[derive(Debug, Clone)]
struct Node<T: Entry> {
    len: usize,
    /// 0 for a leaf.
    level: u8,
    summary: T::Summary,
    kind: Kind<T>,
}

#[derive(Debug, Clone)]
enum Kind<T: Entry> {
    Leaf(Vec<T>),
    Branch(Vec<Arc<Node<T>>>),
}

impl<T: Entry> Default for Tree<T> {
    fn default() -> Self {
        Self { root: None }
    }
}

impl<T: Entry> Kind<T> {
    fn size(&self) -> usize {
        match self {
            Self::Leaf(entries) => entries.len(),
            Self::Branch(children) => children.len(),
        }
    }

    /// Its later half, where it has become too large.
    fn split(&mut self) -> Option<Self> {
        let size = self.size();
        (size > MOST).then(|| match self {
            Self::Leaf(entries) => Self::Leaf(entries.split_off(size / 2)),
            Self::Branch(children) => Self::Branch(children.split_off(size / 2)),
        })
    }

    fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Leaf(entries), Self::Leaf(more)) => entries.extend(more),
            (Self::Branch(children), Self::Branch(more)) => children.extend(more),
            _ => debug_assert!(false, "neighbours are of one level"),
        }
    }
}

impl<T: Entry> Node<T> {
    fn new(kind: Kind<T>, level: u8) -> Self {
        let mut node = Self {
            len: 0,
            level,
            summary: T::Summary::default(),
            kind,
        };
        node.refresh();
        node
    }

    fn refresh(&mut self) {
        let mut summary = T::Summary::default();
        self.len = match &self.kind {
            Kind::Leaf(entries) => {
                for entry in entries {
                    entry.add_to(&mut summary);
                }
                entries.len()
            }
            Kind::Branch(children) => {
                for child in children {
                    T::join(&mut summary, &child.summary);
                }
                children.iter().map(|it| it.len).sum()
            }
        };
        self.summary = summary;
    }

    fn first(&self) -> Option<&T> {
        match &self.kind {
            Kind::Leaf(entries) => entries.first(),
            Kind::Branch(children) => children.first()?.first(),
        }
    }

    /// Puts an entry in its place; answers the later half where that was too much.
    fn insert(this: &mut Arc<Self>, entry: T) -> Option<Arc<Self>> {
        let node = Arc::make_mut(this);
        match &mut node.kind {
            Kind::Leaf(entries) => {
                let at = entries.partition_point(|it| it.order(&entry).is_lt());
                entries.insert(at, entry);
            }
            Kind::Branch(children) => {
                let at = child_of(children, |it| it.order(&entry));
                if let Some(right) = Self::insert(&mut children[at], entry) {
                    children.insert(at + 1, right);
                }
            }
        }
        let right = node.kind.split();
        node.refresh();
        right.map(|kind| Arc::new(Self::new(kind, node.level)))
    }

    /// Takes the entry away that is there.
    fn take(this: &mut Arc<Self>, wanted: &impl Fn(&T) -> Ordering) -> Option<T> {
        let node = Arc::make_mut(this);
        let taken = match &mut node.kind {
            Kind::Leaf(entries) => {
                let at = entries.binary_search_by(wanted).ok()?;
                entries.remove(at)
            }
            Kind::Branch(children) => {
                let at = child_of(children, wanted);
                let taken = Self::take(&mut children[at], wanted)?;
                tidy(children, at);
                taken
            }
        };
        node.refresh();
        Some(taken)
    }

    fn update(this: &mut Arc<Self>, at: usize, change: impl FnOnce(&mut T)) {
        let node = Arc::make_mut(this);
        match &mut node.kind {
            Kind::Leaf(entries) => {
                if let Some(entry) = entries.get_mut(at) {
                    change(entry);
                }
            }
            Kind::Branch(children) => {
                let mut at = at;
                for child in children {
                    if at < child.len {
                        Self::update(child, at, change);
                        break;
                    }
                    at -= child.len;
                }
            }
        }
        node.refresh();
    }
}

/// The child in which an entry stands or would.
fn child_of<T: Entry>(children: &[Arc<Node<T>>], wanted: impl Fn(&T) -> Ordering) -> usize {
    let begins = |it: &Arc<Node<T>>| it.first().is_some_and(|it| wanted(it).is_le());
    children.partition_point(begins).saturating_sub(1)
}

/// Lets a child that has become small join a neighbour.
fn tidy<T: Entry>(children: &mut Vec<Arc<Node<T>>>, at: usize) {
    if children[at].kind.size() >= LEAST || children.len() < 2 {
        return;
    }
    let left = at.saturating_sub(1);
    let right = Arc::unwrap_or_clone(children.remove(left + 1));
    let node = Arc::make_mut(&mut children[left]);
    node.kind.append(right.kind);
    let over = node.kind.split();
    node.refresh();
    if let Some(kind) = over {
        let level = node.level;
        children.insert(left + 1, Arc::new(Node::new(kind, level)));
    }
}

impl<T: Entry> Tree<T> {
    /// Makes a tree of entries that are in order.
    pub fn from_sorted(entries: Vec<T>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        debug_assert!(entries.is_sorted_by(|a, b| a.order(b).is_lt()));
        // Room is left for what will be put in between.
        let fill = MOST * 3 / 4;
        let mut level = 0;
        let mut nodes: Vec<Arc<Node<T>>> = in_parts(entries, fill)
            .map(|part| Arc::new(Node::new(Kind::Leaf(part), 0)))
            .collect();
        while nodes.len() > 1 {
            level += 1;
            nodes = in_parts(nodes, fill)
                .map(|part| Arc::new(Node::new(Kind::Branch(part), level)))
                .collect();
        }
        Self { root: nodes.pop() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.root.as_ref().map_or(0, |it| it.len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// Puts an entry in its place, where none is that is equal in order.
    pub fn insert(&mut self, entry: T) {
        let Some(root) = &mut self.root else {
            self.root = Some(Arc::new(Node::new(Kind::Leaf(vec![entry]), 0)));
            return;
        };
        if let Some(right) = Node::insert(root, entry) {
            let level = root.level + 1;
            let halves = vec![Arc::clone(root), right];
            self.root = Some(Arc::new(Node::new(Kind::Branch(halves), level)));
        }
    }

    /// Takes an entry away; `wanted` tells how one stands to it.
    pub fn take(&mut self, wanted: impl Fn(&T) -> Ordering) -> Option<T> {
        // First: what is not there is no reason to copy blocks.
        self.find(&wanted)?;
        let root = self.root.as_mut()?;
        let taken = Node::take(root, &wanted);
        while let Some(root) = &self.root {
            match &root.kind {
                Kind::Branch(children) if children.len() == 1 => {
                    self.root = children.first().cloned();
                }
                kind if kind.size() == 0 => self.root = None,
                _ => break,
            }
        }
        taken
    }

    /// Changes the entry with that number in a way that leaves its order.
    pub fn update(&mut self, at: usize, change: impl FnOnce(&mut T)) {
        if let Some(root) = self.root.as_mut().filter(|it| at < it.len) {
            Node::update(root, at, change);
        }
    }

    /// The entry that is equal; `wanted` tells how one stands to it.
    pub fn find(&self, wanted: impl Fn(&T) -> Ordering) -> Option<&T> {
        let mut node = self.root.as_deref()?;
        loop {
            match &node.kind {
                Kind::Leaf(entries) => {
                    let at = entries.binary_search_by(wanted).ok()?;
                    return entries.get(at);
                }
                Kind::Branch(children) => node = &children[child_of(children, &wanted)],
            }
        }
    }

    /// How many entries stand before the first that does not: all before it must,
    /// none behind it may.
    pub fn rank(&self, before: impl Fn(&T) -> bool) -> usize {
        let Some(mut node) = self.root.as_deref() else {
            return 0;
        };
        let mut rank = 0;
        loop {
            match &node.kind {
                Kind::Leaf(entries) => return rank + entries.partition_point(before),
                Kind::Branch(children) => {
                    let begins = |it: &Arc<Node<T>>| it.first().is_some_and(&before);
                    let at = children.partition_point(begins).saturating_sub(1);
                    rank += children[..at].iter().map(|it| it.len).sum::<usize>();
                    node = &children[at];
                }
            }
        }
    }

    /// The entry with that number, from 0.
    pub fn get(&self, at: usize) -> Option<&T> {
        let mut node = self.root.as_deref()?;
        let mut at = at;
        loop {
            match &node.kind {
                Kind::Leaf(entries) => return entries.get(at),
                Kind::Branch(children) => {
                    let holds = children.iter().find(|it| {
                        let is_in = at < it.len;
                        at -= if is_in { 0 } else { it.len };
                        is_in
                    });
                    node = holds?;
                }
            }
        }
    }

    /// What is known of the entries with these numbers together.
    pub fn summary(&self, range: Range<usize>) -> T::Summary {
        let mut summary = T::Summary::default();
        if let Some(root) = &self.root {
            summarise(root, 0, &range, &mut summary);
        }
        summary
    }

    /// All entries in order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter::new(self)
    }

    /// The entries with these numbers, in order, without those in blocks of which
    /// the summary says that there is nothing in them.
    pub fn select<S: Fn(&T::Summary) -> bool>(
        &self,
        range: Range<usize>,
        may_hold: S,
    ) -> Select<'_, T, S> {
        Select::new(self, range, may_hold)
    }

    /// The least key of the entries with numbers in a range, and an entry that has
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
            least_in(root, 0, &range, (&bound, &key), &mut best);
        }
        best
    }

    /// How many entries with numbers in a range `counts`. A block of which the
    /// summary says that all or none of it do is not opened.
    pub fn count(
        &self,
        range: Range<usize>,
        all_count: impl Fn(&T::Summary) -> Option<bool>,
        counts: impl Fn(&T) -> bool,
    ) -> usize {
        let root = self.root.as_deref();
        root.map_or(0, |it| count_in(it, 0, &range, (&all_count, &counts)))
    }

    /// What stands in only one of two trees, or in both and is not the `same`; in
    /// order. What the two share is not looked into.
    pub fn differing<'a, S: Fn(&T, &T) -> bool>(
        &'a self,
        other: &'a Self,
        same: S,
    ) -> Differing<'a, T, S> {
        Differing::new(self, other, same)
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

/// The part of a range of numbers that lies in a block from `base` on, counted
/// from there.
fn within(range: &Range<usize>, base: usize, len: usize) -> Range<usize> {
    let start = range.start.clamp(base, base + len) - base;
    let end = range.end.clamp(base, base + len) - base;
    start..end.max(start)
}

fn summarise<T: Entry>(
    node: &Node<T>,
    base: usize,
    range: &Range<usize>,
    summary: &mut T::Summary,
) {
    let part = within(range, base, node.len);
    if part.len() == node.len {
        T::join(summary, &node.summary);
        return;
    }
    if part.is_empty() {
        return;
    }
    match &node.kind {
        Kind::Leaf(entries) => {
            for entry in &entries[part] {
                entry.add_to(summary);
            }
        }
        Kind::Branch(children) => {
            let mut base = base;
            for child in children {
                summarise(child, base, range, summary);
                base += child.len;
            }
        }
    }
}

fn count_in<T: Entry>(
    node: &Node<T>,
    base: usize,
    range: &Range<usize>,
    ask: (&impl Fn(&T::Summary) -> Option<bool>, &impl Fn(&T) -> bool),
) -> usize {
    let part = within(range, base, node.len);
    if part.is_empty() {
        return 0;
    }
    match (ask.0(&node.summary), &node.kind) {
        (Some(all), _) => usize::from(all) * part.len(),
        (None, Kind::Leaf(entries)) => entries[part].iter().filter(|it| ask.1(it)).count(),
        (None, Kind::Branch(children)) => {
            let mut base = base;
            let counts = children.iter().map(|child| {
                base += child.len;
                count_in(child, base - child.len, range, ask)
            });
            counts.sum()
        }
    }
}

fn least_in<'a, T: Entry, K: Ord + Copy>(
    node: &'a Node<T>,
    base: usize,
    range: &Range<usize>,
    ask: (
        &impl Fn(&T::Summary) -> Option<K>,
        &impl Fn(&T) -> Option<K>,
    ),
    best: &mut Option<(K, &'a T)>,
) {
    let part = within(range, base, node.len);
    let better = |key: K, best: &Option<(K, &T)>| best.is_none_or(|(least, _)| key < least);
    if part.is_empty() || !ask.0(&node.summary).is_some_and(|it| better(it, best)) {
        return;
    }
    // What is near the end of the range is most often the answer.
    match &node.kind {
        Kind::Leaf(entries) => {
            for entry in entries[part].iter().rev() {
                if let Some(key) = ask.1(entry).filter(|it| better(*it, best)) {
                    *best = Some((key, entry));
                }
            }
        }
        Kind::Branch(children) => {
            let mut base = base + node.len;
            for child in children.iter().rev() {
                base -= child.len;
                least_in(child, base, range, ask, best);
            }
        }
    }
}

#[cfg(test)]
mod tests;
