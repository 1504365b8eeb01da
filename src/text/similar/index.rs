//! The index: the sentences of documents by their names.
//!
//! Must not know: how documents are read, how sentences are compared.

use super::document::{Document, DocumentSentences, Version};
use super::prepared::Prepared;
use super::vocabulary::Vocabulary;

/// The sentences of documents, to be searched for those that say something close.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) vocabulary: Vocabulary,
    /// By name.
    pub(super) documents: Vec<Document>,
    pub(super) prepared: Option<Prepared>,
}

impl Index {
    /// The version in which a document was indexed.
    pub fn version(&self, name: &str) -> Option<Version> {
        let place = self.place(name).ok()?;
        Some(self.documents[place].version)
    }

    /// How many sentences it has.
    pub fn sentence_count(&self) -> usize {
        let sentences = self.documents.iter();
        sentences.map(|document| document.sentences.len()).sum()
    }

    /// How many documents it has.
    pub fn document_count(&self) -> usize {
        self.documents.len()
    }

    /// Takes a document, in the place of what it had under that name.
    pub fn insert(&mut self, name: &str, version: Version, document: &DocumentSentences) {
        self.prepared = None;
        let words = document.words.iter().map(|word| &**word);
        let numbers = self.vocabulary.numbers(document.language, words);
        let place = self.place(name);
        let Some(numbers) = numbers else {
            if let Ok(place) = place {
                self.documents.remove(place);
            }
            return;
        };
        let words = document.numbers.iter();
        let document = Document {
            name: name.into(),
            version,
            sentences: document.sentences.clone(),
            words: words.map(|place| numbers[*place as usize]).collect(),
        };
        match place {
            Ok(place) => self.documents[place] = document,
            Err(place) => self.documents.insert(place, document),
        }
    }

    /// Keeps only the documents whose names `is_kept` says; answers whether any went.
    pub fn retain(&mut self, is_kept: impl Fn(&str) -> bool) -> bool {
        let before = self.documents.len();
        self.documents.retain(|document| is_kept(&document.name));
        let has_changed = self.documents.len() < before;
        if has_changed {
            self.prepared = None;
        }
        has_changed
    }

    pub(super) fn place(&self, name: &str) -> Result<usize, usize> {
        self.documents
            .binary_search_by(|document| (*document.name).cmp(name))
    }
}
