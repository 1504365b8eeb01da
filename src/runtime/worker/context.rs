//! What the workers need to do anything with files.
//!
//! Must not know: what they do.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::annotation::{AnnotationSet, NewTag};
use crate::app::{AnnotationIndex, DocumentId};
use crate::corpus::Corpus;
use crate::formats::Masthead;
use crate::storage::{Config, Document, DocumentPath, FileStamp, Reach, Recovery, StateFile};
use crate::text::Text;

use super::{idle_gate::IdleGate, registry::Registry};

/// What the workers need to do anything with files. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub(crate) struct IoContext {
    pub(super) corpus: Corpus,
    pub(super) registry: Registry,
    pub(super) state: StateFile,
    /// What is kept for the next start.
    pub(super) recovery: Arc<Recovery>,
    pub(super) idle: IdleGate,
    /// What a report is about.
    masthead: Arc<Mutex<Masthead>>,
    leaving: Arc<AtomicBool>,
    /// How often tags were begun to be given to another document, or done with that: what was
    /// read before and after is of two times.
    hand_overs: Arc<AtomicUsize>,
    /// The configuration file of the workspace as it was last seen.
    config: Arc<Mutex<Option<FileStamp>>>,
}

impl IoContext {
    pub(crate) fn new(corpus: Corpus, documents: Vec<DocumentPath>, state: StateFile) -> Self {
        let config = FileStamp::read(&corpus.workspace().config_file());
        Self {
            config: Arc::new(Mutex::new(config)),
            registry: Registry::new(Arc::clone(corpus.store.workspace()), documents),
            corpus,
            recovery: Arc::new(Recovery::beside(&state)),
            state,
            idle: IdleGate::default(),
            masthead: Arc::default(),
            leaving: Arc::default(),
            hand_overs: Arc::default(),
        }
    }

    /// The same, for reports that are about this.
    pub(crate) fn with_masthead(self, masthead: Masthead) -> Self {
        Self {
            masthead: Arc::new(Mutex::new(masthead)),
            ..self
        }
    }

    /// Where the annotations of a document are that has just been read; `named` is the
    /// version of it that their file names.
    pub(super) fn index_of(
        &self,
        document: &Document,
        set: &AnnotationSet,
        named: &str,
    ) -> AnnotationIndex {
        let by_position = AnnotationIndex::by_position(&document.text, set);
        // A large document is not read for its hash before it is shown.
        if !by_position.has_pending() || document.known_sha256().is_none() {
            return by_position;
        }
        let store = &self.corpus.store;
        let earlier = store.earlier_texts(document, &[named], set, Reach::AtHand);
        // What has to be asked of git is found while the text is read.
        let is_elsewhere =
            earlier.is_empty() && !named.is_empty() && document.known_sha256() != Some(named);
        match is_elsewhere {
            true => by_position,
            false => AnnotationIndex::new(&document.text, set, earlier),
        }
    }

    /// The texts that an open document had when its annotations were placed.
    pub(super) fn earlier_texts(&self, id: DocumentId, set: &AnnotationSet) -> Vec<Text> {
        let Some(opened) = self.registry.opened(id) else {
            return Vec::new();
        };
        let named = opened
            .annotations
            .map_or_else(String::new, |known| known.named);
        let store = &self.corpus.store;
        store.earlier_texts(&opened.document, &[&named], set, Reach::History)
    }

    /// What is to be said where the configuration of the workspace has changed since this was
    /// last asked.
    pub(super) fn changed_config(&self) -> Option<String> {
        let workspace = self.corpus.workspace();
        let now = FileStamp::read(&workspace.config_file());
        let mut seen = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *seen, now) == now {
            return None;
        }
        let wrong = Config::load(workspace, None).err();
        Some(match wrong {
            Some(error) => format!("{error}; until that is fixed, postil does not start again"),
            None => "postil.toml has changed: the next start takes it in".to_owned(),
        })
    }

    /// What a report is about, with the tags that there are by now.
    pub(super) fn masthead(&self) -> Masthead {
        let masthead = self.masthead.lock();
        masthead.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds tags to the configuration of the workspace: nobody need be told of that change.
    ///
    /// # Errors
    /// Why they were not added: a sentence.
    pub(super) fn add_tags(&self, tags: &[NewTag]) -> Result<(), String> {
        let workspace = self.corpus.workspace();
        let mut seen = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        let added = Config::add_tags(workspace, tags).map_err(|error| error.to_string())?;
        // They are kept.
        drop(added);
        *seen = FileStamp::read(&workspace.config_file());
        let mut masthead = self.masthead.lock().unwrap_or_else(PoisonError::into_inner);
        for tag in tags {
            masthead.tags.add(tag);
        }
        Ok(())
    }

    /// Notes that tags are about to be given to another document, or have been.
    pub(super) fn note_hand_over(&self) {
        self.hand_overs.fetch_add(1, Ordering::SeqCst);
    }

    /// How often that was noted.
    pub(super) fn hand_overs(&self) -> usize {
        self.hand_overs.load(Ordering::SeqCst)
    }

    /// Whether the reader is leaving: only what has to be finished still is.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }

    pub(super) fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::annotation::{Annotation, Selector, annotation};
    use crate::storage::{Store, Workspace};
    use crate::text::Text;
    use crate::text::segment::ParagraphMode;

    /// The context of the workspace in a folder.
    pub(crate) fn context(folder: &Path) -> IoContext {
        let workspace = Arc::new(Workspace::open(folder, None).unwrap());
        let documents = workspace.documents().into_iter();
        let documents = documents.map(|entry| entry.path).collect();
        let state = StateFile::at(folder.join("state.json"));
        let corpus = Corpus {
            store: Store::new(workspace),
            paragraphs: ParagraphMode::Auto,
            language: "en".to_owned(),
        };
        IoContext::new(corpus, documents, state)
    }

    /// An annotation of the three letters of a text that begin at a byte.
    pub(crate) fn tagged(id: &str, text: &Text, start: usize) -> Annotation {
        Annotation {
            selector: Selector::new(text, text.range(start, start + 3).unwrap()),
            ..annotation(id, 0, 0)
        }
    }
}
