//! What is done about an item of the list of what is open, while the list is away.
//!
//! Must not know: how it is done.

use crate::annotation::AnnotationId;
use crate::app::document::DocumentId;

use super::picker::Picker;

/// The list, while something is done about one of its items; it comes back then.
#[derive(Debug, Clone)]
pub struct Working {
    pub list: Box<Picker>,
    pub document: DocumentId,
    pub annotation: AnnotationId,
    /// The letter that does it, once the document is there.
    pub letter: Option<char>,
}
