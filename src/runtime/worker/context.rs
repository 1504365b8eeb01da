//! What the workers need to do anything with files.
//!
//! Must not know: what they do.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::storage::{DocumentPath, Recovery, StateFile, Store};
use crate::text::Text;
use crate::text::segment::{ParagraphMode, Structure};

use super::idle_gate::IdleGate;
use super::registry::Registry;

/// What the workers need to do anything with files. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub(crate) struct IoContext {
    /// The annotation files.
    pub(super) store: Store,
    /// What is known of the documents.
    pub(super) registry: Registry,
    /// The state file.
    pub(super) state: StateFile,
    /// What is kept for the next start.
    pub(super) recovery: Arc<Recovery>,
    /// How paragraphs are told.
    pub(super) paragraphs: ParagraphMode,
    /// The language whose rules sentences follow.
    pub(super) language: String,
    /// Whether somebody is at the keys.
    pub(super) idle: IdleGate,
    leaving: Arc<AtomicBool>,
}

impl IoContext {
    /// The context of a reader that knows of no document more than its path.
    pub(crate) fn new(
        store: Store,
        documents: Vec<DocumentPath>,
        state: StateFile,
        (paragraphs, language): (ParagraphMode, String),
    ) -> Self {
        Self {
            registry: Registry::new(Arc::clone(store.workspace()), documents),
            store,
            recovery: Arc::new(Recovery::beside(&state)),
            state,
            paragraphs,
            language,
            idle: IdleGate::default(),
            leaving: Arc::default(),
        }
    }

    /// The paragraphs and sentences of a text.
    pub(super) fn structure(&self, text: &Text) -> Structure {
        Structure::new(text, self.paragraphs, &self.language)
    }

    /// Whether the reader is leaving: only what has to be finished still is.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }

    /// The reader is leaving.
    pub(super) fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::annotation::{Annotation, Selector, annotation};
    use crate::storage::Workspace;

    /// The context of the workspace in a folder.
    pub(crate) fn context(folder: &Path) -> IoContext {
        let workspace = Arc::new(Workspace::open(folder, None).unwrap());
        let documents = workspace.documents().into_iter();
        let documents = documents.map(|entry| entry.path).collect();
        let state = StateFile::at(folder.join("state.json"));
        let reading = (ParagraphMode::Auto, "en".to_owned());
        IoContext::new(Store::new(workspace), documents, state, reading)
    }

    /// An annotation of the three letters of a text that begin at a byte.
    pub(crate) fn tagged(id: &str, text: &Text, start: usize) -> Annotation {
        Annotation {
            selector: Selector::of(text, text.range(start, start + 3).unwrap()),
            ..annotation(id, 0, 0)
        }
    }
}
