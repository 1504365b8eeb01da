//! Work in the background, asked for and answered: the annotations that come after their
//! text, the index of a large document, passages to be found again, searches.
//!
//! Must not know: who asks, and who does it.

use std::ops::Range;
use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationSet};
use crate::session::Access;
use crate::text::references::LazyReferences;
use crate::text::search::Query;
use crate::text::segment::Structure;
use crate::text::{Text, TextRange};

use crate::app::document::DocumentId;
use crate::app::document::annotation_index::{AnnotationIndex, FoundAnchor};

/// How far the annotations of a document that was shown without them have been read.
#[derive(Debug, Clone)]
pub enum DeferredProgress {
    /// So many bytes of the annotation file, of so many.
    Bytes(u64, u64),
    /// All of it.
    Done(Box<DeferredAnnotations>),
}

/// The annotations of a document that was shown without them.
#[derive(Debug, Clone)]
pub struct DeferredAnnotations {
    /// The text in which they were found: the document may have another one by now.
    pub text: Text,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// The annotations.
    pub set: AnnotationSet,
    /// Where they are.
    pub annotation_index: AnnotationIndex,
    /// Whether they may be written.
    pub access: Access,
    /// What the reader should know about the file, a sentence each.
    pub notices: Vec<String>,
}

/// How far a large document has been indexed.
#[derive(Debug, Clone)]
pub struct IndexProgress {
    /// The document.
    pub document: DocumentId,
    /// The text that is counted: the document may have another one by now.
    pub text: Text,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// Where its annotations are, once all of it is counted.
    pub annotation_index: Option<AnnotationIndex>,
    /// What the reader should know of it, a sentence each, as it is found.
    pub notices: Vec<String>,
    /// What stays in the last row about it, a word or two each.
    pub warnings: Vec<String>,
}

/// A request to index a large document.
#[derive(Debug, Clone)]
pub struct IndexRequest {
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// Where its references are to be kept.
    pub references: LazyReferences,
    /// Its annotations with their places, as far as these are known; `None` while the
    /// annotations are still being read.
    pub annotation_index: Option<AnnotationIndex>,
}

impl PartialEq for IndexRequest {
    /// Whether the two index one text: it is indexed in one way only.
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document && self.text.ptr_eq(&other.text)
    }
}

/// A request to find passages that are not where they were marked.
#[derive(Debug, Clone)]
pub struct ReanchorRequest {
    /// Its number: a later one replaces an earlier one.
    pub number: u64,
    pub document: DocumentId,
    pub text: Text,
    /// Texts that the document had, as far as they were known when it was read.
    pub earlier: Vec<Text>,
    /// All of its annotations: those that are found tell where others may be.
    pub set: AnnotationSet,
    /// Those that are to be found.
    pub annotations: Vec<Arc<Annotation>>,
}

impl PartialEq for ReanchorRequest {
    /// Whether the two are one request: each has its own number.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// The anchors of some of the annotations of a request.
#[derive(Debug, Clone)]
pub struct ReanchorResult {
    /// The number of the request.
    pub number: u64,
    /// The document.
    pub document: DocumentId,
    /// The annotations with their anchors.
    pub found: Vec<FoundAnchor>,
}

/// A request to find the sentences of other documents that say something close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarRequest {
    /// Its number: a later one replaces an earlier one.
    pub number: u64,
    /// The document of the sentence, whose own sentences are left out.
    pub document: DocumentId,
    /// The sentence.
    pub text: String,
    /// How many sentences are wanted, at most.
    pub most: usize,
}

/// The sentences that say something close, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarResult {
    /// The number of the request.
    pub number: u64,
    /// The sentences.
    pub found: Vec<SimilarSentence>,
}

/// A sentence of another document that says something close.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarSentence {
    /// Its document.
    pub document: DocumentId,
    /// Its number there, from 1.
    pub sentence: usize,
    /// Its bytes there.
    pub range: TextRange,
    /// Its words.
    pub text: String,
    /// How close it is, from 0 to 1.
    pub score: f32,
    /// The part of what was asked for that it says, too, by the rareness of words: from 0 to 1.
    pub covered: f32,
    /// The bytes of the shared words in the sentence that was asked for.
    pub shared_in_question: Vec<Range<usize>>,
    /// The bytes of the shared words in `text`.
    pub shared: Vec<Range<usize>>,
}

/// A match of a search over all documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceMatch {
    /// Where it is.
    pub range: TextRange,
    /// How many bytes the text has in which it was found: it may be another version than that
    /// which is read.
    pub text_len: usize,
    /// The words around it, on one line.
    pub context: String,
    /// Where it stands in `context`, in bytes.
    pub within: TextRange,
}

/// What a search has found in a document since it last said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMatches {
    /// The number of the search.
    pub search: u64,
    /// The document.
    pub document: DocumentId,
    /// The stretches that were searched, each with the matches that begin in it.
    pub stretches: Vec<(TextRange, Vec<TextRange>)>,
    /// Whether the search is over.
    pub done: bool,
}

/// What a search has found in all documents since it last said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceMatches {
    /// The matches, in the order of the documents.
    pub matches: Vec<(DocumentId, Vec<WorkspaceMatch>)>,
    /// How many of a hundred documents have been searched.
    pub percent: usize,
}

/// A request to search a document beyond what has been searched already.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The number of the search: a later one replaces an earlier one.
    pub search: u64,
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// What for.
    pub query: Query,
    /// The stretch that has been searched already.
    pub known: TextRange,
    /// Whether what stands behind it comes first; else what stands before it, the
    /// nearest first.
    pub forward: bool,
    /// How many more matches are wanted, at most.
    pub room: usize,
}

impl PartialEq for SearchRequest {
    /// Whether the two are one search: each has its own number.
    fn eq(&self, other: &Self) -> bool {
        self.search == other.search
    }
}
