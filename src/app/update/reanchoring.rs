//! Looking for passages that are not where they were marked, where that would take
//! too long at once.
//!
//! What the reader sees: the text at once, with all tags that stand where they were;
//! the header says how many others are still being looked for, and how many of them
//! have moved or are lost as they are found.
//!
//! Must not know: who looks for them.

use std::sync::Arc;

use crate::annotation::Annotation;
use crate::text::Text;

use crate::app::document::DocumentId;
use crate::app::document::places::FoundAnchor;
use crate::app::message::Effect;
use crate::app::state::Model;

/// Passages to be looked for.
#[derive(Debug, Clone)]
pub struct Seek {
    /// The number of the search: a later one replaces an earlier one.
    pub number: u64,
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// The annotations whose passages are looked for.
    pub annotations: Vec<Arc<Annotation>>,
}

impl PartialEq for Seek {
    /// One number, one search.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Passages that were looked for.
#[derive(Debug, Clone)]
pub struct Sought {
    /// The number of the search.
    pub number: u64,
    /// The document.
    pub document: DocumentId,
    /// Where they are.
    pub found: Vec<FoundAnchor>,
}

/// Asks for what is not known yet of the document that is open.
pub fn ask(model: &mut Model) -> Option<Effect> {
    let document = model.documents.open?;
    let number = model.seeks + 1;
    let loaded = model.open_document_mut()?;
    // Most are only waiting until a large document is counted.
    if loaded.indexing {
        return None;
    }
    let annotations = loaded.to_seek(number)?;
    let text = loaded.text.clone();
    model.seeks = number;
    Some(Effect::Seek(Box::new(Seek {
        number,
        document,
        text,
        annotations,
    })))
}

/// Takes in where passages are.
pub fn take(model: &mut Model, sought: &Sought) -> Vec<Effect> {
    if let Some(loaded) = model.opened_mut(sought.document) {
        loaded.take_sought(sought);
    }
    Vec::new()
}
