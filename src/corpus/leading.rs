//! Letting links and sources lead to annotations where these are now.
//!
//! Must not know: why annotations went from one document to another.

use std::collections::HashMap;

use crate::annotation::{Annotation, AnnotationSet, Change, PassageRef, SourceTarget, Timestamp};
use crate::storage::StorageError;

use super::source::{Corpus, Source};

/// Annotations that went from one document to another: what led to each, and what does now.
#[derive(Debug, Default)]
pub(super) struct Moves(HashMap<PassageRef, PassageRef>);

impl Moves {
    /// All annotations of a set, from one document to another.
    pub(super) fn of(set: &AnnotationSet, (from, to): (&str, &str)) -> Self {
        let mut moves = Self::default();
        moves.add(set, (from, to));
        moves
    }

    pub(super) fn add(&mut self, set: &AnnotationSet, (from, to): (&str, &str)) {
        let moves = set.iter().map(|one| {
            let (before, now) = (PassageRef::new(from, &one.id), PassageRef::new(to, &one.id));
            (before, now)
        });
        self.0.extend(moves);
    }

    /// An annotation whose links and sources lead where they should now; `None` where they do
    /// already.
    pub(super) fn followed(&self, annotation: &Annotation, now: &Timestamp) -> Option<Annotation> {
        if !annotation
            .leads_to()
            .any(|target| self.0.contains_key(target))
        {
            return None;
        }
        let mut changed = annotation.clone();
        let lead = |passage: &mut PassageRef| {
            if let Some(to) = self.0.get(passage) {
                passage.clone_from(to);
            }
        };
        changed.links.iter_mut().for_each(|link| lead(&mut link.to));
        for source in &mut changed.sources {
            if let SourceTarget::Passage(passage) = &mut source.target {
                lead(passage);
            }
        }
        changed.modified = now.clone();
        Some(changed)
    }
}

impl Corpus {
    /// Lets the links and sources of all annotations follow those that have moved.
    pub(super) fn follow<'a>(
        &self,
        sources: impl Iterator<Item = &'a Source>,
        moves: &Moves,
        now: &Timestamp,
    ) -> Result<(), StorageError> {
        for source in sources {
            let path = match source {
                Source::Document(entry) => Some(entry.path.clone()),
                Source::Orphan(file) => self.workspace().annotated(file),
            };
            let loaded = self.load(source);
            let base = loaded.file.set;
            let changed = base.iter().filter_map(|one| moves.followed(one, now));
            let changes: Vec<Change> = changed.map(Change::Replace).collect();
            let (Some(path), false) = (path, changes.is_empty()) else {
                continue;
            };
            let mut ours = base.clone();
            let _ = ours.apply(Change::Batch(changes));
            self.store.save_unread(&path, &base, &ours)?;
        }
        Ok(())
    }
}
