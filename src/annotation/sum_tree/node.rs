//! The blocks of a sum tree: what they hold, how they change, and what they answer.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

/// The most items of a leaf and the most children of a branch: 32 keep a change
/// to a few cache lines and a million items within four levels.
pub(super) const MOST: usize = 32;
/// A block that has shrunk below this joins a neighbour.
const LEAST: usize = MOST / 4;

/// What can stand in a tree. To clone one is meant to be cheap.
pub trait Item: Clone {
    type Summary: Summary;

    /// The order of the tree; no two items of one tree are equal in it.
    fn order(&self, other: &Self) -> Ordering;

    fn summary(&self) -> Self::Summary {
        Self::Summary::default()
    }
}

/// What is known of several items together; by default, of none.
pub trait Summary: Clone + Default + Debug {
    /// Adds what is known of items that stand behind these.
    fn add(&mut self, after: &Self);
}

/// For items of which nothing is asked but their order.
impl Summary for () {
    fn add(&mut self, (): &Self) {}
}

#[derive(Debug, Clone)]
pub(super) struct Node<T: Item> {
    pub(super) len: usize,
    /// 0 for a leaf.
    pub(super) level: u8,
    pub(super) summary: T::Summary,
    pub(super) kind: Kind<T>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind<T: Item> {
    Leaf(Vec<T>),
    Branch(Vec<Arc<Node<T>>>),
}

impl<T: Item> Kind<T> {
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Leaf(items) => items.len(),
            Self::Branch(children) => children.len(),
        }
    }

    /// Its later half, where it has become too large.
    fn split(&mut self) -> Option<Self> {
        let size = self.size();
        (size > MOST).then(|| match self {
            Self::Leaf(items) => Self::Leaf(items.split_off(size / 2)),
            Self::Branch(children) => Self::Branch(children.split_off(size / 2)),
        })
    }

    fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Leaf(items), Self::Leaf(more)) => items.extend(more),
            (Self::Branch(children), Self::Branch(more)) => children.extend(more),
            _ => debug_assert!(false, "neighbours are of one level"),
        }
    }
}

impl<T: Item> Node<T> {
    pub(super) fn new(kind: Kind<T>) -> Arc<Self> {
        let mut node = Self {
            len: 0,
            level: 0,
            summary: T::Summary::default(),
            kind,
        };
        node.refresh();
        Arc::new(node)
    }

    fn refresh(&mut self) {
        let mut summary = T::Summary::default();
        self.len = match &self.kind {
            Kind::Leaf(items) => {
                for item in items {
                    summary.add(&item.summary());
                }
                items.len()
            }
            Kind::Branch(children) => {
                for child in children {
                    summary.add(&child.summary);
                    self.level = child.level + 1;
                }
                children.iter().map(|child| child.len).sum()
            }
        };
        self.summary = summary;
    }

    pub(super) fn first(&self) -> Option<&T> {
        match &self.kind {
            Kind::Leaf(items) => items.first(),
            Kind::Branch(children) => children.first()?.first(),
        }
    }

    /// Puts an item in its place; answers the later half where that was too much.
    pub(super) fn insert(this: &mut Arc<Self>, item: T) -> Option<Arc<Self>> {
        let node = Arc::make_mut(this);
        match &mut node.kind {
            Kind::Leaf(items) => {
                let at = items.partition_point(|before| before.order(&item).is_lt());
                items.insert(at, item);
            }
            Kind::Branch(children) => {
                let at = child_of(children, |other| other.order(&item));
                if let Some(right) = Self::insert(&mut children[at], item) {
                    children.insert(at + 1, right);
                }
            }
        }
        let right = node.kind.split();
        node.refresh();
        right.map(Self::new)
    }

    pub(super) fn remove(this: &mut Arc<Self>, wanted: &impl Fn(&T) -> Ordering) -> Option<T> {
        let node = Arc::make_mut(this);
        let removed = match &mut node.kind {
            Kind::Leaf(items) => {
                let at = items.binary_search_by(wanted).ok()?;
                items.remove(at)
            }
            Kind::Branch(children) => {
                let at = child_of(children, wanted);
                let removed = Self::remove(&mut children[at], wanted)?;
                tidy(children, at);
                removed
            }
        };
        node.refresh();
        Some(removed)
    }

    pub(super) fn update(this: &mut Arc<Self>, at: usize, change: impl FnOnce(&mut T)) {
        let node = Arc::make_mut(this);
        match &mut node.kind {
            Kind::Leaf(items) => {
                if let Some(item) = items.get_mut(at) {
                    change(item);
                }
            }
            Kind::Branch(children) => {
                if let Some((child, at)) = child_with(children, at) {
                    Self::update(&mut children[child], at, change);
                }
            }
        }
        node.refresh();
    }
}

/// The child in which an item stands or would.
pub(super) fn child_of<T: Item>(
    children: &[Arc<Node<T>>],
    wanted: impl Fn(&T) -> Ordering,
) -> usize {
    let begins = |child: &Arc<Node<T>>| child.first().is_some_and(|first| wanted(first).is_le());
    children.partition_point(begins).saturating_sub(1)
}

/// The child that holds the item with that number, and which of its items that is.
pub(super) fn child_with<T: Item>(
    children: &[Arc<Node<T>>],
    mut at: usize,
) -> Option<(usize, usize)> {
    for (index, child) in children.iter().enumerate() {
        match at.checked_sub(child.len) {
            Some(rest) => at = rest,
            None => return Some((index, at)),
        }
    }
    None
}

/// Lets a child that has become small join a neighbour.
fn tidy<T: Item>(children: &mut Vec<Arc<Node<T>>>, at: usize) {
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
        children.insert(left + 1, Node::new(kind));
    }
}

/// The children of a block from `base` on, each with the number of its first item.
pub(super) fn numbered<T: Item>(
    children: &[Arc<Node<T>>],
    mut base: usize,
) -> impl Iterator<Item = (usize, &Node<T>)> {
    children.iter().map(move |child| {
        base += child.len;
        (base - child.len, &**child)
    })
}

/// The part of a range of numbers that lies in a block from `base` on, counted
/// from there.
pub(super) fn within(range: &Range<usize>, base: usize, len: usize) -> Range<usize> {
    let start = range.start.clamp(base, base + len) - base;
    let end = range.end.clamp(base, base + len) - base;
    start..end.max(start)
}

pub(super) fn summarise<T: Item>(
    node: &Node<T>,
    base: usize,
    range: &Range<usize>,
    summary: &mut T::Summary,
) {
    let part = within(range, base, node.len);
    if part.len() == node.len {
        summary.add(&node.summary);
        return;
    }
    if part.is_empty() {
        return;
    }
    match &node.kind {
        Kind::Leaf(items) => {
            for item in &items[part] {
                summary.add(&item.summary());
            }
        }
        Kind::Branch(children) => {
            for (base, child) in numbered(children, base) {
                summarise(child, base, range, summary);
            }
        }
    }
}

pub(super) fn count_in<T: Item>(
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
        (None, Kind::Leaf(items)) => items[part].iter().filter(|item| ask.1(item)).count(),
        (None, Kind::Branch(children)) => {
            let counts =
                numbered(children, base).map(|(base, child)| count_in(child, base, range, ask));
            counts.sum()
        }
    }
}

pub(super) fn least_in<'a, T: Item, K: Ord + Copy>(
    node: &'a Node<T>,
    base: usize,
    range: &Range<usize>,
    bound: &impl Fn(&T::Summary) -> Option<K>,
    key: &impl Fn(&T) -> Option<K>,
    best: &mut Option<(K, &'a T)>,
) {
    let part = within(range, base, node.len);
    let better = |key: K, best: &Option<(K, &T)>| best.is_none_or(|(least, _)| key < least);
    if part.is_empty() || !bound(&node.summary).is_some_and(|bound| better(bound, best)) {
        return;
    }
    // What is near the end of the range is most often the answer.
    match &node.kind {
        Kind::Leaf(items) => {
            for item in items[part].iter().rev() {
                if let Some(key) = key(item).filter(|key| better(*key, best)) {
                    *best = Some((key, item));
                }
            }
        }
        Kind::Branch(children) => {
            let mut base = base + node.len;
            for child in children.iter().rev() {
                base -= child.len;
                least_in(child, base, range, bound, key, best);
            }
        }
    }
}
