//! What the documents of a workspace say elsewhere: the index of their sentences, made and
//! kept, brought up to date by the stamps of their files, and asked.
//!
//! Must not know: how sentences are compared, who asks.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;

use lru::LruCache;

use crate::storage::{Document, DocumentPath, Entry, FileStamp, SentenceIndexFile};
use crate::text::segment::language_of;
use crate::text::similar::{DocumentSentences, Index, StemLanguage, Version, Wanted, shared};
use crate::text::{Text, TextRange, in_thousands};

use super::observer::Observer;
use super::ordered::{Lookahead, work_ahead};
use super::source::Corpus;

/// Documents of more bytes are left out.
const LONGEST: usize = 64 << 20;
/// What all documents may have together; those after it are left out.
const MOST_BYTES: usize = 512 << 20;
/// So many documents stay open between two questions. A large one is not in memory.
const OPEN: NonZeroUsize = NonZeroUsize::new(64).expect("64 is not 0");

/// The sentences of a workspace, to be asked where something is said again.
#[derive(Debug)]
pub struct Similar {
    file: SentenceIndexFile,
    index: Index,
    paths: BTreeMap<String, DocumentPath>,
    open: LruCache<DocumentPath, Arc<Document>>,
}

/// A question.
#[derive(Debug, Clone, Copy)]
pub struct SimilarTo<'a> {
    /// The sentence.
    pub text: &'a str,
    /// The document that it stands in, whose own sentences are left out.
    pub document: Option<&'a DocumentPath>,
    /// How many sentences are wanted, at most.
    pub most: usize,
}

/// A sentence that says something close.
#[derive(Debug, Clone, PartialEq)]
pub struct Repetition {
    pub document: DocumentPath,
    /// Its number there, from 1.
    pub sentence: usize,
    pub range: TextRange,
    pub text: String,
    /// From 0 to 1. Sentences come in the order of this.
    pub score: f32,
    /// The part of what was asked for that it says, too, by the rareness of words.
    pub covered: f32,
    /// The bytes of the shared words in what was asked for.
    pub shared_in_question: Vec<Range<usize>>,
    /// Those in `text`.
    pub shared: Vec<Range<usize>>,
}

/// A document whose sentences are to be found.
struct Stale {
    entry: Entry,
    version: Version,
}

impl Similar {
    /// The index as it was kept; empty where none was, or another version wrote it.
    pub fn open(file: SentenceIndexFile) -> Self {
        let index = file.load().and_then(|bytes| Index::from_bytes(&bytes));
        Self {
            file,
            index: index.unwrap_or_default(),
            paths: BTreeMap::new(),
            open: LruCache::new(OPEN),
        }
    }

    /// Brings the index up to date with the files of all documents, and keeps it where it has
    /// changed. Only documents that have changed are read. Documents that are left out are told
    /// to the observer. Stops before the next document when `goes_on` says so, and answers
    /// whether it came to the end.
    ///
    /// # Errors
    /// Those of the observer.
    pub fn update(
        &mut self,
        corpus: &Corpus,
        observer: &mut impl Observer,
        goes_on: &dyn Fn() -> bool,
    ) -> io::Result<bool> {
        let stale = self.look(corpus, observer);
        let paths = &self.paths;
        let mut has_changed = self.index.retain(|name| paths.contains_key(name));
        has_changed |= !stale.is_empty();
        let index = &mut self.index;
        let read = |one: Stale| (sentences(corpus, &one.entry), one);
        observer.begin(stale.len());
        let lookahead = Lookahead::one_a_thread();
        let is_whole = work_ahead(stale, &lookahead, read, |mut results| {
            while let Some((sentences, one)) = results.next_watched(observer)? {
                match sentences {
                    Ok(sentences) => {
                        index.insert(one.entry.path.as_str(), one.version, &sentences);
                    }
                    Err(why) => observer.warn(&why),
                }
                observer.document_done()?;
                if !goes_on() {
                    return Ok(false);
                }
            }
            Ok::<bool, io::Error>(true)
        })?;
        observer.end();
        if has_changed {
            self.open.clear();
            if let Err(error) = self.file.save(&self.index.to_bytes()) {
                observer.warn(&format!("the index of sentences is not kept: {error}"));
            }
        }
        self.index.prepare();
        Ok(is_whole)
    }

    /// Notes which documents there are; answers those that are not indexed as they stand.
    fn look(&mut self, corpus: &Corpus, observer: &mut impl Observer) -> Vec<Stale> {
        self.paths.clear();
        let workspace = corpus.workspace();
        let reading = format!(
            "{:?} {} {:?}",
            corpus.paragraphs,
            corpus.language,
            workspace.encoding()
        );
        let mut all = 0;
        let mut stale = Vec::new();
        for entry in workspace.documents() {
            let file = workspace.documents_dir().join(entry.path.native());
            let stamp = FileStamp::read(&file).filter(|_| entry.unreadable.is_none());
            let Some(stamp) = stamp else {
                continue;
            };
            let bytes = stamp.bytes();
            if bytes > LONGEST || all + bytes > MOST_BYTES {
                observer.warn(&left_out(&entry.path, bytes));
                continue;
            }
            all += bytes;
            let version = Version(stamp.digest(&reading));
            let name = entry.path.as_str();
            self.paths.insert(name.to_owned(), entry.path.clone());
            if self.index.version(name) != Some(version) {
                stale.push(Stale { entry, version });
            }
        }
        stale
    }

    /// How many sentences it has.
    pub fn sentence_count(&self) -> usize {
        self.index.sentence_count()
    }

    /// The sentences that say something close, best first. One whose document has changed
    /// since, so that it does not stand there, is left out.
    pub fn ask(&mut self, corpus: &Corpus, question: &SimilarTo<'_>) -> Vec<Repetition> {
        let wanted = Wanted {
            text: question.text,
            without: question.document.map(DocumentPath::as_str),
            most: question.most,
        };
        let Self {
            index, open, paths, ..
        } = self;
        let mut repetitions = Vec::new();
        for found in index.search(&wanted) {
            let Some(path) = paths.get(found.document) else {
                continue;
            };
            let document = open.try_get_or_insert(path.clone(), || {
                Document::load(corpus.workspace(), path).map(Arc::new)
            });
            let Ok(document) = document else {
                continue;
            };
            let Ok(range) = document.text.range(found.start, found.end) else {
                continue;
            };
            let text = document.text.slice(range).into_owned();
            let language = stem_language(&document.text, corpus);
            let lit = shared(question.text, &text, language);
            repetitions.push(Repetition {
                document: path.clone(),
                sentence: found.sentence + 1,
                range,
                text,
                score: found.score,
                covered: found.covered,
                shared_in_question: lit.one,
                shared: lit.other,
            });
        }
        repetitions
    }

    /// A document that a sentence was found in.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn document(
        &mut self,
        corpus: &Corpus,
        path: &DocumentPath,
    ) -> Result<Arc<Document>, crate::storage::StorageError> {
        let load = || Document::load(corpus.workspace(), path).map(Arc::new);
        self.open.try_get_or_insert(path.clone(), load).cloned()
    }
}

fn stem_language(text: &Text, corpus: &Corpus) -> StemLanguage {
    StemLanguage::from_subtag(&language_of(text, &corpus.language))
}

/// The sentences of a document, or why there are none.
fn sentences(corpus: &Corpus, entry: &Entry) -> Result<DocumentSentences, String> {
    let document = Document::load(corpus.workspace(), &entry.path);
    let document = document.map_err(|error| error.to_string())?;
    let text = &document.text;
    let structure = corpus.structure(text);
    Ok(DocumentSentences::of(
        text,
        &structure,
        stem_language(text, corpus),
    ))
}

fn left_out(path: &DocumentPath, bytes: usize) -> String {
    let megabytes = in_thousands(bytes.div_ceil(1 << 20));
    let why = match bytes > LONGEST {
        true => format!("of more than {} MB", LONGEST >> 20),
        false => format!("after the first {} MB", MOST_BYTES >> 20),
    };
    format!("{path} ({megabytes} MB) is not searched: documents {why} are left out")
}
