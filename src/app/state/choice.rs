//! What choosing a row of a picker does.
//!
//! Must not know: how it is done.

use crate::annotation::{AnnotationId, TagId, VerdictAsked};
use crate::session::CopyForm;
use crate::text::TextRange;

use crate::app::document::DocumentId;
use crate::app::input::command::Command;
use crate::app::message::ExportRequest;
use crate::app::message::recovery::SaveCopy;

use super::cited::CitedReference;
use super::elsewhere::FoundElsewhere;
use super::importing::ImportRow;
use super::linking::{ChosenRelation, ListedLink};
use super::sources::ListedSource;
use super::verdict::AttributeRow;

/// A way to leave although something is not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaving {
    /// Write it to another place first: ask for that.
    SaveCopy,
    /// Write it there, over the files that are there.
    Over(SaveCopy),
    /// Name another place than this.
    Rename(String),
    Keep,
    Lose,
}

/// What to do with something that an earlier session left; notes are named by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoveryChoice {
    /// Put all tags back.
    PutBack,
    GoOn(String),
    Copy(String),
    /// Throw something away, after asking once more.
    ThrowAway(String),
    /// Throw it away, having asked.
    Lose(String),
}

/// Which tags to show. What is shown only already is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterChoice {
    All,
    Tag(TagId),
    By(String),
    Unsourced,
    Verdict(VerdictAsked),
}

/// A step on the way to change a tag over all documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetagChoice {
    /// Ask into which one.
    From(TagId),
    /// Ask whether to do it.
    Into(TagId, TagId),
    Change(TagId, TagId, Whose),
}

/// Whose tags are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Own,
    Everybodys,
}

/// A list that is opened narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Tags,
    Open,
}

/// What choosing a row of a picker does.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerAction {
    Command(Command),
    Annotation(DocumentId, AnnotationId),
    Passage(DocumentId, TextRange),
    Document(DocumentId),
    /// Export in the format of this name.
    Format(String),
    /// Export over a file that is there.
    Export(ExportRequest),
    /// Name another file for an export.
    Rename(ExportRequest),
    /// A row of what an import would do.
    Import(ImportRow),
    Filter(FilterChoice),
    Retag(RetagChoice),
    /// Copy in this form, and keep it.
    Copy(CopyForm),
    Leaving(Leaving),
    Recovery(RecoveryChoice),
    /// Correct a source.
    Source(Box<ListedSource>),
    /// Go to a reference that is cited.
    Reference(Box<CitedReference>),
    /// Go to the other end of a link.
    Linked(Box<ListedLink>),
    /// Link two tags.
    Link(Box<ChosenRelation>),
    /// Go to a sentence of another document that says something close.
    Elsewhere(Box<FoundElsewhere>),
    /// Say something about a tag.
    Attribute(Box<AttributeRow>),
    /// Give the tags of a document that is gone to the one that it is now.
    TakeOver(String, String),
    /// Open a list that is asked for this: all tags, or what is open.
    Ask(Asked, String),
    /// Go to a tag that is not where it was marked, or not as it was.
    Displaced(DocumentId, AnnotationId),
    /// Stands for all that are not where they were marked and have no row.
    OtherDisplaced(DocumentId),
    /// Nothing: the row only tells something.
    Told,
    Stay,
}

impl PickerAction {
    /// The tag that is not where it was marked.
    pub fn displaced(&self) -> Option<(DocumentId, &AnnotationId)> {
        match self {
            Self::Displaced(document, id) => Some((*document, id)),
            _ => None,
        }
    }

    pub fn link(&self) -> Option<&ChosenRelation> {
        match self {
            Self::Link(chosen) => Some(chosen),
            _ => None,
        }
    }

    pub fn reference(&self) -> Option<&CitedReference> {
        match self {
            Self::Reference(cited) => Some(cited),
            _ => None,
        }
    }

    pub fn elsewhere(&self) -> Option<&FoundElsewhere> {
        match self {
            Self::Elsewhere(found) => Some(found),
            _ => None,
        }
    }

    pub fn attribute(&self) -> Option<&AttributeRow> {
        match self {
            Self::Attribute(row) => Some(row),
            _ => None,
        }
    }

    pub fn source(&self) -> Option<&ListedSource> {
        match self {
            Self::Source(listed) => Some(listed),
            _ => None,
        }
    }
}
