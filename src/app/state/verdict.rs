//! The verdict on an annotation, and what else is said about what it says.

use crate::annotation::AnnotationId;
use crate::app::document::DocumentId;

/// What the prompt for an attribute asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeAsk {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    /// The name of the attribute.
    pub name: &'static str,
    /// What is wrong with the words that were entered.
    pub error: Option<String>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeRow {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    pub set: SetAttribute,
}

/// What a row of the list does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAttribute {
    /// Give this verdict; take it away, if it is the one that was given.
    Verdict(&'static str),
    /// Show the reasons for which a source is needed.
    Reasons,
    /// Say that it is needed for this one; take that away, if it was said.
    Reason(&'static str),
    /// Ask for the words of the attribute of this name.
    Ask(&'static str),
}
