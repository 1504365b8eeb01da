//! Indexing: the lines of a large document are counted while one reads it, and the code
//! points that say where its annotations are.

use crate::app::state::notice::Notice;
use crate::app::{DocumentId, Documents, Effect, IndexProgress, IndexRequest};

/// Begins to index a document that was opened or has changed, if there is anything left
/// to count.
pub fn begin(documents: &mut Documents, id: DocumentId) -> Option<Effect> {
    let opened = documents.get_opened_mut(id)?;
    let counted = opened.text.counted();
    // Also where the text is counted already: annotations may still be without a place,
    // or the sentences may be others now.
    let any = counted.bytes < counted.of
        || opened.text.is_paged() && opened.pending() > 0
        || opened.structure.is_to_be_counted()
        || opened.known_references().is_none();
    opened.indexing = any;
    any.then(|| {
        let index = opened.annotation_index();
        Effect::Index(Box::new(IndexRequest {
            document: id,
            text: opened.text.clone(),
            structure: opened.structure.clone(),
            references: opened.kept_references().clone(),
            annotation_index: opened.has_annotations().then(|| index.clone()),
        }))
    })
}

pub fn apply(documents: &mut Documents, progress: IndexProgress) -> Option<Notice> {
    let opened = documents.get_opened_mut(progress.document);
    let opened = opened.filter(|opened| opened.text.ptr_eq(&progress.text))?;
    if let Some(index) = progress.annotation_index {
        opened.indexing = false;
        opened.replace_annotation_index(index, &progress.structure);
    }
    // Indexing may run again and find the same again.
    let known = |warning: &String| opened.warnings.contains(warning);
    if progress.warnings.iter().all(known) {
        return None;
    }
    let notice = progress.notices.first().cloned().map(Notice::problem);
    opened.notices.extend(progress.notices);
    opened.warnings.extend(progress.warnings);
    let is_open = documents.open == Some(progress.document);
    notice.filter(|_| is_open)
}
