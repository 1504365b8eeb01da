//! Undo and redo without limit, over all documents.

use super::set::Change;

/// One step that can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<D, P> {
    pub document: D,
    /// The change that undoes it, or does it again.
    pub inverse: Change,
    /// Where the reader was.
    pub place: P,
}

#[derive(Debug, Clone)]
pub struct History<D, P> {
    /// Each takes a change back.
    pub undo: Vec<Step<D, P>>,
    /// Each takes a change again that was taken back.
    pub redo: Vec<Step<D, P>>,
}

impl<D, P> Default for History<D, P> {
    fn default() -> Self {
        let (undo, redo) = (Vec::new(), Vec::new());
        Self { undo, redo }
    }
}

impl<D, P> History<D, P> {
    /// Keeps a step that was just taken. What had been undone before it can no
    /// longer be done again.
    pub fn push(&mut self, step: Step<D, P>) {
        self.undo.push(step);
        self.redo.clear();
    }

    /// All steps, to bring them over to what was changed elsewhere.
    pub fn steps_mut(&mut self) -> impl Iterator<Item = &mut Step<D, P>> {
        self.undo.iter_mut().chain(&mut self.redo)
    }
}
