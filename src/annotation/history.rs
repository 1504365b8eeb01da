//! Undo and redo without limit, over all documents.

use std::collections::VecDeque;

use super::set::Change;
use super::tag::TagId;

/// What a step changes in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<D, P> {
    pub document: D,
    /// The change that undoes it, or does it again.
    pub inverse: Change,
    /// Where the reader was.
    pub place: P,
    pub deed: Deed,
}

/// What a step of one document did, where its change alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deed {
    /// What its change is.
    #[default]
    Change,
    /// Wrote down where an annotation stands.
    Accept,
    /// Said that an annotation is not where it was put.
    Reject,
    /// Put an annotation on what was selected.
    Put,
}

/// What is undone and redone at once.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are of one document")]
pub enum Step<D, P> {
    /// A change of one document: all of it or nothing.
    One(Part<D, P>),
    /// Changes of many annotations, mostly in several documents. Each stands for itself: where
    /// some do not fit any more, the others are made.
    Everywhere(What, Vec<Part<D, P>>),
    /// The tags of a document that is gone were given to another one: the names of both.
    HandOver { name: String, to: String },
}

/// What a step over many documents did, which its changes do not tell: of two annotations that
/// were joined, one has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Passages were tagged.
    Tag,
    /// Annotations with one tag got another one.
    Retag { from: TagId, to: TagId },
    /// Wrote down where annotations stand.
    Places,
    /// Suggestions were accepted.
    Accepted,
    /// Suggestions were rejected.
    Rejected,
    /// Two passages were linked by this relation.
    Link(String),
    /// What the file of that name says was brought in.
    Import(String),
}

impl<D, P> Step<D, P> {
    fn parts_mut(&mut self) -> &mut [Part<D, P>] {
        match self {
            Self::One(part) => std::slice::from_mut(part),
            Self::Everywhere(_, parts) => parts,
            Self::HandOver { .. } => &mut [],
        }
    }
}

/// Which of the two stacks of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Undo,
    Redo,
}

/// What is known of the parts of a step that were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// There was no time for them.
    CanBeDone,
    /// Nothing of the step could be done.
    CannotBeDone,
}

#[derive(Debug, Clone)]
pub struct History<D, P> {
    /// Each takes a change back.
    pub undo: Vec<Step<D, P>>,
    /// Each takes a change again that was taken back.
    pub redo: Vec<Step<D, P>>,
    /// What is still to be done of a step over many documents that is being taken.
    ahead: VecDeque<Part<D, P>>,
    /// What takes back what has been done so far of a step over many documents.
    begun: Vec<Part<D, P>>,
}

impl<D, P> Default for History<D, P> {
    fn default() -> Self {
        Self {
            undo: Vec::new(),
            redo: Vec::new(),
            ahead: VecDeque::new(),
            begun: Vec::new(),
        }
    }
}

impl<D, P> History<D, P> {
    fn side(&mut self, side: Side) -> &mut Vec<Step<D, P>> {
        match side {
            Side::Undo => &mut self.undo,
            Side::Redo => &mut self.redo,
        }
    }

    /// Takes the last step off a side.
    pub fn pop(&mut self, side: Side) -> Option<Step<D, P>> {
        self.side(side).pop()
    }

    /// Keeps a step that was just taken. What had been undone before it can no
    /// longer be done again.
    pub fn push(&mut self, part: Part<D, P>) {
        self.undo.push(Step::One(part));
        self.redo.clear();
    }

    /// Keeps that the tags of a document that is gone were given to another one. Only what was
    /// not undone before takes away what can be done again.
    pub fn hand_over(&mut self, side: Side, name: String, to: String) {
        self.side(side).push(Step::HandOver { name, to });
    }

    /// Keeps the inverse of a step of one document that was taken from the other side.
    pub fn put(&mut self, side: Side, part: Part<D, P>) {
        self.side(side).push(Step::One(part));
    }

    /// Begins to take a step over many documents, part by part.
    pub fn begin(&mut self, parts: Vec<Part<D, P>>) {
        self.ahead = parts.into();
    }

    /// Keeps what takes back a part that was just taken of a step over many documents.
    pub fn add(&mut self, part: Part<D, P>) {
        self.begun.push(part);
    }

    /// Makes one step of the parts that were taken, on one side. What is still to be done goes
    /// back to the other one: on top of it, or, where it cannot be done, beneath all steps there,
    /// since it would stand in their way for good.
    pub fn finish(&mut self, side: Side, what: What, left: Left) {
        // What was done last is taken back first.
        let begun: Vec<_> = std::mem::take(&mut self.begun).into_iter().rev().collect();
        if !begun.is_empty() {
            self.side(side).push(Step::Everywhere(what.clone(), begun));
        }
        let ahead = Vec::from(std::mem::take(&mut self.ahead));
        if !ahead.is_empty() {
            let other = match side {
                Side::Undo => Side::Redo,
                Side::Redo => Side::Undo,
            };
            let other = self.side(other);
            let at = match left {
                Left::CanBeDone => other.len(),
                Left::CannotBeDone => 0,
            };
            other.insert(at, Step::Everywhere(what, ahead));
        }
    }

    /// The parts of all steps, to bring them over to what was changed elsewhere.
    pub fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part<D, P>> {
        let steps = self.undo.iter_mut().chain(&mut self.redo);
        let parts = steps.flat_map(Step::parts_mut);
        parts.chain(&mut self.ahead).chain(&mut self.begun)
    }
}

impl<D: PartialEq, P> History<D, P> {
    /// Takes the next part that concerns a document out of the step that is being taken.
    pub fn next_in(&mut self, document: &D) -> Option<Part<D, P>> {
        let at = self
            .ahead
            .iter()
            .position(|part| part.document == *document);
        self.ahead.remove(at?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(document: usize) -> Part<usize, ()> {
        Part {
            document,
            inverse: Change::Batch(Vec::new()),
            place: (),
            deed: Deed::Change,
        }
    }

    #[test]
    fn what_is_done_in_many_documents_is_one_step_whatever_comes_between() {
        let mut history = History::default();
        history.finish(Side::Undo, What::Tag, Left::CanBeDone);
        assert_eq!(history.undo, []);
        history.add(part(1));
        history.push(part(9));
        history.add(part(2));
        assert_eq!(history.parts_mut().count(), 3);
        history.finish(Side::Undo, What::Tag, Left::CanBeDone);
        let everywhere = Step::Everywhere(What::Tag, vec![part(2), part(1)]);
        assert_eq!(history.undo, [Step::One(part(9)), everywhere]);
    }

    #[test]
    fn what_was_not_undone_of_a_step_can_still_be_undone() {
        let mut history = History::default();
        history.begin(vec![part(1), part(2), part(3)]);
        let first = history.next_in(&2).unwrap();
        history.add(first);
        assert_eq!(history.next_in(&2), None);
        assert_eq!(history.parts_mut().count(), 3);
        history.finish(Side::Redo, What::Tag, Left::CanBeDone);
        assert_eq!(history.redo, [Step::Everywhere(What::Tag, vec![part(2)])]);
        assert_eq!(
            history.undo,
            [Step::Everywhere(What::Tag, vec![part(1), part(3)])]
        );
    }

    #[test]
    fn what_cannot_be_undone_does_not_stand_in_the_way() {
        let mut history = History::default();
        history.push(part(9));
        history.begin(vec![part(1)]);
        history.finish(Side::Redo, What::Tag, Left::CannotBeDone);
        let stuck = Step::Everywhere(What::Tag, vec![part(1)]);
        assert_eq!(history.undo, [stuck, Step::One(part(9))]);
        assert_eq!(history.redo, []);
    }
}
