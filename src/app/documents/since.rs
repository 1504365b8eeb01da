//! How many annotations there are, to be compared at the next start, and how many are gone.
//!
//! Must not know: how that is kept and shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::annotation::Annotation;
use crate::app::document::OnDisk;

use super::Documents;

/// The most documents with annotations of which it is remembered how many they have.
const MOST: usize = 10_000;

impl Documents {
    /// How many annotations each document has, by its path, to be compared at the next start.
    /// `None` where they are not all known, and where there are very many documents.
    pub(crate) fn annotation_counts(&self) -> Option<BTreeMap<String, usize>> {
        self.total()?;
        let counted = self.all().iter().filter_map(|document| {
            let count = document.set()?.len();
            (count > 0).then(|| (document.path.clone(), count))
        });
        let counted: BTreeMap<_, _> = counted.take(MOST + 1).collect();
        (counted.len() <= MOST).then_some(counted)
    }

    /// Finds out how many of the annotations that there were are gone, now that all are known.
    pub(crate) fn count_gone(&mut self) {
        let Some(since) = self.visit.since.clone() else {
            return;
        };
        for (path, had) in std::mem::take(&mut self.visit.had) {
            let known = self.find(&path).and_then(|id| {
                let document = self
                    .get(id)
                    .filter(|document| document.disk != OnDisk::Gone)?;
                // What cannot be read is not known to be gone.
                let known = document.trouble().is_none();
                Some((id, document.set().filter(|_| known)?))
            });
            let Some((id, set)) = known else { continue };
            let is_old = |annotation: &&Arc<Annotation>| annotation.created <= since;
            let old = set.iter().filter(is_old).count();
            if old < had {
                self.visit.gone.insert(id, had - old);
            }
        }
    }
}
