//! Which version of its document each annotation was placed on.
//!
//! An annotation file names one version of its document. Where that is another one than
//! before, an annotation whose words do not stand where it says in the new one keeps the name
//! of its own: the file never claims a version for offsets of another.
//!
//! Must not know: where passages are now.

use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationSet, Change};
use crate::formats::DocumentInfo;
use crate::formats::native::AnnotationFile;
use crate::text::Text;

/// A version of a document.
pub(super) struct Version<'a> {
    pub(super) info: &'a DocumentInfo,
    /// Its content, where that is at hand: without it, nothing is marked.
    pub(super) text: Option<&'a Text>,
}

impl Version<'_> {
    /// Marks those annotations of a set that are not where they say in this version, with
    /// the version that the file names, if they stand in it so, or else with none, and takes
    /// away the marks that hold no more.
    pub(super) fn marked(&self, set: AnnotationSet, disk: &AnnotationFile) -> AnnotationSet {
        let Some(text) = self.text else {
            return set;
        };
        let before = disk.document.sha256.as_str();
        let mark = |annotation: &Annotation, was: Option<&Annotation>| {
            let stands = annotation.selector.stands_in(text);
            let is_old = was.is_some_and(|was| was.selector == annotation.selector);
            match annotation.placed_on() {
                Some(_) if stands => Some(annotation.clone().placed(None)),
                // Of a file that named no version, nothing is known.
                None if !stands && is_old && before.is_empty() => None,
                None if !stands => {
                    let on = if is_old { before } else { "" };
                    Some(annotation.clone().placed(Some(on)))
                }
                _ => None,
            }
        };
        let changes: Vec<Annotation> = if before == self.info.sha256 {
            // All others were looked at when the file came to name this version.
            let new = disk.set.diff(&set);
            let new = new.filter_map(|(was, new)| Some((new?, was)));
            let is_moved = |(new, was): &(&Arc<Annotation>, Option<&Arc<Annotation>>)| {
                was.is_none_or(|was| was.selector != new.selector)
            };
            let moved = new.filter(is_moved);
            moved.filter_map(|(new, _)| mark(new, None)).collect()
        } else {
            let was = |annotation: &Annotation| disk.set.get(&annotation.id).map(Arc::as_ref);
            set.iter()
                .filter_map(|annotation| mark(annotation, was(annotation)))
                .collect()
        };
        let mut set = set;
        for annotation in changes {
            // It is in the set.
            let _ = set.apply(Change::Replace(annotation));
        }
        set
    }
}
