//! A change of many documents that is being made, document by document.
//!
//! Must not know: how a document is read, how it is changed.

use std::collections::{BTreeSet, VecDeque};

use crate::annotation::TagId;
use crate::text::TextRange;
use crate::text::search::Matcher;

use crate::app::document::DocumentId;
use crate::app::input::command::Direction;

/// What is done in each of the documents.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// Tag the passages of the task, as far as they still match.
    Tag { tag: TagId, matcher: Matcher },
    /// Give every annotation with one tag another one.
    #[expect(dead_code, reason = "the list of tags is to ask for it")]
    Retag { from: TagId, to: TagId },
    /// Undo a step, or redo it: the history has what is to be done.
    Step(Direction),
}

/// What is to be done in one document.
#[derive(Debug, Clone)]
pub struct Task {
    pub document: DocumentId,
    /// The passages to tag, where that is the purpose.
    pub passages: VecDeque<TextRange>,
}

/// What has become of it so far, in annotations.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub changed: usize,
    /// The documents in which there were any.
    pub documents: BTreeSet<DocumentId>,
    /// Those that were as wanted before.
    pub already: usize,
    /// Those that are another text now, or were changed elsewhere.
    pub unfit: usize,
    /// The documents that could not be changed, and why: a sentence each.
    pub refused: Vec<(DocumentId, String)>,
    /// The kind of the first annotation that was changed, before or after that.
    pub tag: Option<TagId>,
}

/// A change of many documents that is being made.
#[derive(Debug, Clone)]
pub struct Everywhere {
    pub purpose: Purpose,
    /// Those that are being read, or worked on.
    pub begun: Vec<Task>,
    /// Those that nothing has been done for.
    pub waiting: VecDeque<Task>,
    pub tally: Tally,
    /// How many annotations there are to change, where that is known.
    pub of: Option<usize>,
}
