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
