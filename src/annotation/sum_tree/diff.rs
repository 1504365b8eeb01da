//! What differs between two trees.

use std::cmp::Ordering;
use std::sync::Arc;

use super::node::{Item, Kind, Node};

pub(super) struct Rest<'a, T: Item> {
    pending: Vec<&'a Arc<Node<T>>>,
    items: &'a [T],
}

enum Next<'a, T: Item> {
    Item(&'a T),
    Block(&'a Arc<Node<T>>),
    End,
}

impl<'a, T: Item> Rest<'a, T> {
    pub(super) fn new(root: Option<&'a Arc<Node<T>>>) -> Self {
        Self {
            pending: root.into_iter().collect(),
            items: &[],
        }
    }

    /// What comes after the items that are before a place.
    pub(super) fn after(root: Option<&'a Arc<Node<T>>>, is_before: &impl Fn(&T) -> bool) -> Self {
        let mut rest = Self::new(None);
        let mut node = root;
        while let Some(here) = node {
            node = match &here.kind {
                Kind::Leaf(items) => {
                    rest.items = &items[items.partition_point(is_before)..];
                    None
                }
                Kind::Branch(children) => {
                    let begins_before = |child: &Arc<Node<T>>| child.first().is_some_and(is_before);
                    let at = children.partition_point(begins_before).saturating_sub(1);
                    rest.pending.extend(children.iter().skip(at + 1).rev());
                    children.get(at)
                }
            };
        }
        rest
    }

    fn next(&self) -> Next<'a, T> {
        match (self.items.first(), self.pending.last()) {
            (Some(item), _) => Next::Item(item),
            (None, Some(block)) => Next::Block(block),
            (None, None) => Next::End,
        }
    }

    fn pass(&mut self) {
        if let Some((_, rest)) = self.items.split_first() {
            self.items = rest;
        } else {
            self.pending.pop();
        }
    }

    fn open(&mut self) {
        match self.pending.pop().map(|block| &block.kind) {
            Some(Kind::Leaf(items)) => self.items = items,
            Some(Kind::Branch(children)) => self.pending.extend(children.iter().rev()),
            None => {}
        }
    }
}

/// Goes through what differs between two trees; made by `SumTree::diff`.
pub(super) struct Diff<'a, T: Item, S> {
    pub(super) one: Rest<'a, T>,
    pub(super) other: Rest<'a, T>,
    pub(super) same: S,
}

impl<'a, T: Item, S: Fn(&T, &T) -> bool> Iterator for Diff<'a, T, S> {
    type Item = (Option<&'a T>, Option<&'a T>);

    fn next(&mut self) -> Option<Self::Item> {
        let (one, other) = (&mut self.one, &mut self.other);
        loop {
            match (one.next(), other.next()) {
                (Next::End, Next::End) => return None,
                (Next::Block(a), Next::Block(b)) if Arc::ptr_eq(a, b) => {
                    one.pass();
                    other.pass();
                }
                (Next::Block(a), Next::Block(b)) => {
                    let (a, b) = (a.level, b.level);
                    if a >= b {
                        one.open();
                    }
                    if b >= a {
                        other.open();
                    }
                }
                (Next::Block(_), _) => one.open(),
                (_, Next::Block(_)) => other.open(),
                (Next::Item(a), Next::End) => {
                    one.pass();
                    return Some((Some(a), None));
                }
                (Next::End, Next::Item(b)) => {
                    other.pass();
                    return Some((None, Some(b)));
                }
                (Next::Item(a), Next::Item(b)) => {
                    let order = a.order(b);
                    if order.is_le() {
                        one.pass();
                    }
                    if order.is_ge() {
                        other.pass();
                    }
                    match order {
                        Ordering::Less => return Some((Some(a), None)),
                        Ordering::Greater => return Some((None, Some(b))),
                        Ordering::Equal if (self.same)(a, b) => {}
                        Ordering::Equal => return Some((Some(a), Some(b))),
                    }
                }
            }
        }
    }
}
