//! Going through the entries of a tree.

use std::ops::Range;

use super::{Entry, Kind, Node, Tree, within};

/// See [`Tree::select`].
#[derive(Debug)]
pub struct Select<'a, T: Entry, S> {
    /// Blocks that were not opened yet, the next one last, each with the number of
    /// its first entry.
    pending: Vec<(usize, &'a Node<T>)>,
    entries: std::slice::Iter<'a, T>,
    range: Range<usize>,
    may_hold: S,
    forward: bool,
}

impl<'a, T: Entry, S> Select<'a, T, S> {
    pub(super) fn new(tree: &'a Tree<T>, range: Range<usize>, may_hold: S) -> Self {
        Self {
            pending: tree.root.as_deref().map(|it| (0, it)).into_iter().collect(),
            entries: [].iter(),
            range,
            may_hold,
            forward: true,
        }
    }

    /// The same from the last to the first, before any was taken.
    #[must_use]
    pub fn backward(self) -> Self {
        Self {
            forward: false,
            ..self
        }
    }
}

impl<'a, T: Entry, S: Fn(&T::Summary) -> bool> Iterator for Select<'a, T, S> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        loop {
            let entry = if self.forward {
                self.entries.next()
            } else {
                self.entries.next_back()
            };
            if entry.is_some() {
                return entry;
            }
            let (base, node) = self.pending.pop()?;
            let part = within(&self.range, base, node.len);
            if part.is_empty() || !(self.may_hold)(&node.summary) {
                continue;
            }
            match &node.kind {
                Kind::Leaf(entries) => self.entries = entries[part].iter(),
                Kind::Branch(children) if self.forward => {
                    let mut base = base + node.len;
                    self.pending.extend(children.iter().rev().map(|child| {
                        base -= child.len;
                        (base, &**child)
                    }));
                }
                Kind::Branch(children) => {
                    let mut base = base;
                    self.pending.extend(children.iter().map(|child| {
                        base += child.len;
                        (base - child.len, &**child)
                    }));
                }
            }
        }
    }
}

type All<'a, T> = Select<'a, T, fn(&<T as Entry>::Summary) -> bool>;

/// See [`Tree::iter`].
#[derive(Debug)]
pub struct Iter<'a, T: Entry> {
    front: All<'a, T>,
    back: All<'a, T>,
    left: usize,
}

impl<'a, T: Entry> Iter<'a, T> {
    pub(super) fn new(tree: &'a Tree<T>) -> Self {
        let all: fn(&T::Summary) -> bool = |_| true;
        let left = tree.len();
        Self {
            front: Select::new(tree, 0..left, all),
            back: Select::new(tree, 0..left, all).backward(),
            left,
        }
    }
}

impl<'a, T: Entry> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.left = self.left.checked_sub(1)?;
        self.front.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T: Entry> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        self.back.next()
    }
}

impl<T: Entry> ExactSizeIterator for Iter<'_, T> {}
