//! A change of many documents that is being made, document by document.
//!
//! Must not know: how a document is read, how it is changed.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::annotation::{AnnotationId, Edit, RetagCounts, TagId, What};
use crate::text::search::Matcher;
use crate::text::{Text, TextRange};

use crate::app::document::DocumentId;
use crate::app::document::annotation_index::FoundAnchor;
use crate::app::documents::Documents;
use crate::app::input::command::Direction;

use super::elsewhere::LinkingElsewhere;
use super::importing::ImportStep;
use super::tag_walk::TagWalk;

/// What is done in each of the documents.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// Tag the passages of the task, as far as they still match.
    Tag { tag: TagId, matcher: Matcher },
    /// Give every annotation with one tag another one.
    Retag(Box<Retagging>),
    /// Link a tag to a sentence of another document.
    Link(Box<LinkingElsewhere>),
    /// Write down where annotations of a document are that are not where they were marked.
    Accept(AsShown),
    /// Accept suggestions of a document, or reject them.
    Suggestions(Decision, VecDeque<AnnotationId>),
    /// Add what an import has found.
    Import(Box<ImportStep>),
    /// Undo a step, or redo it: the history has what is to be done.
    Step(Direction, What),
}

/// What is decided about suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Accept,
    Reject,
}

/// Annotations, each where it stood when somebody saw that.
#[derive(Debug, Clone)]
pub struct AsShown {
    pub text: Text,
    pub left: VecDeque<FoundAnchor>,
}

impl Purpose {
    /// What the step is that is made of it.
    pub fn what(&self) -> What {
        match self {
            Self::Tag { .. } => What::Tag,
            Self::Link(linking) => What::Link(linking.relation.clone()),
            Self::Accept(_) => What::Places,
            Self::Suggestions(Decision::Accept, _) => What::Accepted,
            Self::Suggestions(Decision::Reject, _) => What::Rejected,
            Self::Import(step) => What::Import(step.file.clone()),
            Self::Retag(retagging) => What::Retag {
                from: retagging.from.clone(),
                to: retagging.to.clone(),
            },
            Self::Step(_, what) => what.clone(),
        }
    }
}

/// Which tag becomes which, and what may not go for it.
#[derive(Debug, Clone)]
pub struct Retagging {
    pub from: TagId,
    pub to: TagId,
    /// Whose are changed; everybody's where nobody is named.
    pub only_by: Option<String>,
    /// Where it looks for links, before anything is changed.
    pub links: TagWalk,
    /// What the links and sources of all annotations may lead to, by what stands behind
    /// each `#`: an id that is not among them is certain not to be linked to.
    linked: HashSet<String>,
    pub counts: RetagCounts,
}

impl Retagging {
    pub fn new(from: TagId, to: TagId, only_by: Option<String>, links: TagWalk) -> Self {
        Self {
            from,
            to,
            only_by,
            links,
            linked: HashSet::new(),
            counts: RetagCounts::default(),
        }
    }

    /// Looks at the links of so many annotations.
    pub fn look_for_links(&mut self, documents: &Documents, most: usize) {
        let linked = &mut self.linked;
        self.links.go_on(documents, most, |_, annotation| {
            for target in annotation.leads_to() {
                let target = target.as_str();
                let ids = target.match_indices('#').map(|(at, _)| &target[at + 1..]);
                linked.extend(ids.map(str::to_owned));
            }
        });
    }

    pub fn may_be_linked(&self, id: &AnnotationId) -> bool {
        self.linked.contains(id.as_str())
    }
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
    /// Whether annotations were given another tag, and not made or removed.
    pub is_retag: bool,
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
    /// Why what was done of an import is taken back, where it is.
    pub taken_back: Option<String>,
}

impl Everywhere {
    /// Carries the passages in a document over an edit of its text.
    pub fn follow(&mut self, document: DocumentId, edit: &Edit) {
        for task in self.begun.iter_mut().chain(&mut self.waiting) {
            if task.document == document {
                for passage in &mut task.passages {
                    *passage = edit.range_or_near(*passage);
                }
            }
        }
    }
}
