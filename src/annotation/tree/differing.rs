//! What two trees do not have in common.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::{Entry, Kind, Node, Tree};

/// What of a tree is still to be gone through.
struct Rest<'a, T: Entry> {
    pending: Vec<&'a Arc<Node<T>>>,
    entries: &'a [T],
}

enum Next<'a, T: Entry> {
    Entry(&'a T),
    Block(&'a Arc<Node<T>>),
    End,
}

impl<'a, T: Entry> Rest<'a, T> {
    fn of(tree: &'a Tree<T>) -> Self {
        Self {
            pending: tree.root.iter().collect(),
            entries: &[],
        }
    }

    fn next(&self) -> Next<'a, T> {
        match (self.entries.first(), self.pending.last()) {
            (Some(entry), _) => Next::Entry(entry),
            (None, Some(block)) => Next::Block(block),
            (None, None) => Next::End,
        }
    }

    fn pass(&mut self) {
        if let Some((_, rest)) = self.entries.split_first() {
            self.entries = rest;
        } else {
            self.pending.pop();
        }
    }

    fn open(&mut self) {
        let Some(block) = self.pending.pop() else {
            return;
        };
        match &block.kind {
            Kind::Leaf(entries) => self.entries = entries,
            Kind::Branch(children) => self.pending.extend(children.iter().rev()),
        }
    }
}

/// See [`Tree::differing`].
pub struct Differing<'a, T: Entry, S> {
    one: Rest<'a, T>,
    other: Rest<'a, T>,
    same: S,
}

impl<T: Entry, S> fmt::Debug for Differing<'_, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Differing")
    }
}

impl<'a, T: Entry, S> Differing<'a, T, S> {
    pub(super) fn new(one: &'a Tree<T>, other: &'a Tree<T>, same: S) -> Self {
        Self {
            one: Rest::of(one),
            other: Rest::of(other),
            same,
        }
    }
}

impl<'a, T: Entry, S: Fn(&T, &T) -> bool> Iterator for Differing<'a, T, S> {
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
                (Next::Entry(a), Next::End) => {
                    one.pass();
                    return Some((Some(a), None));
                }
                (Next::End, Next::Entry(b)) => {
                    other.pass();
                    return Some((None, Some(b)));
                }
                (Next::Entry(a), Next::Entry(b)) => {
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
