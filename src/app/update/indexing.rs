//! Indexing: the lines of a large document are counted while one reads it, and the code
//! points that say where its annotations are.

use crate::app::document::DocumentId;
use crate::app::documents::Documents;
use crate::app::message::Effect;
use crate::app::message::background::{IndexProgress, IndexRequest};
use crate::app::state::notice::Notice;

use super::outcome::Outcome;

/// Begins to index a document that was opened or has changed, if there is anything left
/// to count.
pub fn begin(documents: &mut Documents, id: DocumentId) -> Option<Effect> {
    let opened = documents.get_opened_mut(id)?;
    let counted = opened.text.counted();
    // Also where the text is counted already: annotations may still be without a place,
    // or the sentences may be others now.
    let any = counted.bytes < counted.of
        || opened.text.is_paged() && opened.pending() > 0
        || opened.structure.is_to_be_counted();
    opened.indexing = any;
    any.then(|| {
        let index = opened.annotation_index();
        Effect::Index(Box::new(IndexRequest {
            document: id,
            text: opened.text.clone(),
            structure: opened.structure.clone(),
            annotation_index: opened.has_annotations().then(|| index.clone()),
        }))
    })
}

/// Applies how far a document was indexed.
pub fn apply(documents: &mut Documents, progress: IndexProgress) -> Outcome {
    let opened = documents.get_opened_mut(progress.document);
    let Some(opened) = opened.filter(|opened| opened.text.ptr_eq(&progress.text)) else {
        return Outcome::none();
    };
    if let Some(index) = progress.annotation_index {
        opened.indexing = false;
        opened.replace_annotation_index(index, &progress.structure);
    }
    // Indexing may run again and find the same again.
    let known = |warning: &String| opened.warnings.contains(warning);
    if progress.warnings.iter().all(known) {
        return Outcome::none();
    }
    let notice = progress.notices.first().cloned().map(Notice::problem);
    opened.notices.extend(progress.notices);
    opened.warnings.extend(progress.warnings);
    let is_open = documents.open == Some(progress.document);
    notice.filter(|_| is_open).into()
}
