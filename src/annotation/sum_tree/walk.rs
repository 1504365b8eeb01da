//! Going through the items of a tree.

use std::ops::Range;

use super::node::{Item, Kind, Node, numbered, within};

/// Goes through items; made by `SumTree::select`.
#[derive(Debug)]
pub struct Select<'a, T: Item, S> {
    /// Blocks that were not opened yet, the next one last, each with the number of
    /// its first item.
    pending: Vec<(usize, &'a Node<T>)>,
    items: std::slice::Iter<'a, T>,
    range: Range<usize>,
    may_hold: S,
    forward: bool,
}

impl<'a, T: Item, S> Select<'a, T, S> {
    pub(super) fn new(root: Option<&'a Node<T>>, range: Range<usize>, may_hold: S) -> Self {
        Self {
            pending: root.map(|root| (0, root)).into_iter().collect(),
            items: [].iter(),
            range,
            may_hold,
            forward: true,
        }
    }

    /// Goes from the last to the first; to be asked for before any was taken.
    #[must_use]
    pub fn backward(self) -> Self {
        Self {
            forward: false,
            ..self
        }
    }
}

impl<'a, T: Item, S: Fn(&T::Summary) -> bool> Iterator for Select<'a, T, S> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        loop {
            let item = if self.forward {
                self.items.next()
            } else {
                self.items.next_back()
            };
            if item.is_some() {
                return item;
            }
            let (base, node) = self.pending.pop()?;
            let part = within(&self.range, base, node.len);
            if part.is_empty() || !(self.may_hold)(&node.summary) {
                continue;
            }
            match &node.kind {
                Kind::Leaf(items) => self.items = items[part].iter(),
                Kind::Branch(children) => {
                    let first = self.pending.len();
                    self.pending.extend(numbered(children, base));
                    if self.forward {
                        self.pending[first..].reverse();
                    }
                }
            }
        }
    }
}

type All<'a, T> = Select<'a, T, fn(&<T as Item>::Summary) -> bool>;

/// Goes through all items from both ends; made by `SumTree::iter`.
#[derive(Debug)]
pub struct Iter<'a, T: Item> {
    front: All<'a, T>,
    back: All<'a, T>,
    left: usize,
}

impl<'a, T: Item> Iter<'a, T> {
    pub(super) fn new(root: Option<&'a Node<T>>, len: usize) -> Self {
        let all: fn(&T::Summary) -> bool = |_| true;
        Self {
            front: Select::new(root, 0..len, all),
            back: Select::new(root, 0..len, all).backward(),
            left: len,
        }
    }
}

impl<'a, T: Item> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.left = self.left.checked_sub(1)?;
        self.front.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T: Item> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        self.back.next()
    }
}

impl<T: Item> ExactSizeIterator for Iter<'_, T> {}
