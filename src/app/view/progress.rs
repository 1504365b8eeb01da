//! How far a large document has been read.

use crate::app::{AnnotationsState, OpenDocument};

/// How much of a document has been counted, in per cent, while it is being counted.
pub fn progress(opened: &OpenDocument) -> Option<usize> {
    let counted = opened.text.counted();
    (counted.bytes < counted.of).then(|| counted.bytes / (counted.of / 100).max(1))
}

/// How much of its annotation file has been read, in words, while it is being read.
pub fn deferred_words(opened: &OpenDocument) -> Option<String> {
    match opened.annotations {
        AnnotationsState::Loading(read, of) => {
            let percent = (read.saturating_mul(100) / of.max(1)).min(100);
            Some(format!("reading tags {percent} %"))
        }
        AnnotationsState::Ready => None,
    }
}
