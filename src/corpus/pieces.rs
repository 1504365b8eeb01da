//! The annotations that pass a filter, document by document and piece by piece: the
//! next are read and made ready while the last are written, and no more than a few
//! documents are in memory.
//!
//! Must not know: what the pieces are.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use crate::formats::ExportDocument;
use crate::text::{Text, TextRange};

use super::source::{Corpus, Source};
use super::{filter::Filter, gather::Completeness, observer::Observer, ordered::for_each};

/// The most annotations of a document that are made ready as one piece, beside others.
/// A document with more is cut, and its pieces are made beside each other.
const WHOLE: usize = 4096;
/// The annotations of a piece of such a document.
const PIECE: usize = 1024;

/// The annotations that are taken from a corpus, and how.
pub struct Selection<'a> {
    corpus: &'a Corpus,
    filter: &'a Filter,
    /// Whether documents come with their sentences, as far as they have annotations.
    pub wants_sentences: bool,
    /// Whether nothing is said about files that could not be read whole, because it
    /// was said before or nobody would hear it.
    pub is_quiet: bool,
    /// The only document, if it is a large one: it is not read twice.
    only: Mutex<Option<Box<ExportDocument>>>,
}

struct Selected<P> {
    ready: Ready<P>,
    warnings: Vec<String>,
    completeness: Completeness,
}

enum Ready<P> {
    Nothing,
    Whole(P),
    /// There are so many that they are still to be made into pieces.
    Large(Box<ExportDocument>),
}

impl<'a> Selection<'a> {
    pub fn new(corpus: &'a Corpus, filter: &'a Filter) -> Self {
        Self {
            corpus,
            filter,
            wants_sentences: false,
            is_quiet: false,
            only: Mutex::default(),
        }
    }

    /// Makes a piece of the annotations from one index to another of each document,
    /// and hands it to `put` in order. Warns of every file that could not be read whole.
    ///
    /// Answers how much of the annotation files of the documents that pass was understood.
    pub fn each_piece<P: Send, O: Observer>(
        &self,
        sources: &[Source],
        observer: &mut O,
        piece: impl Fn(&ExportDocument, Range<usize>) -> P + Sync,
        mut put: impl FnMut(P, &mut O) -> Result<()>,
    ) -> Result<Completeness> {
        let is_wanted = |source: &&Source| self.filter.takes_document(&self.corpus.name(source));
        let wanted: Vec<_> = sources.iter().filter(is_wanted).collect();
        let is_only = wanted.len() == 1;
        observer.begin(wanted.len());
        let select = |source: &Source| self.select(source, &piece);
        let mut completeness = Completeness::default();
        for_each(wanted, observer, select, |selected, observer| {
            completeness = completeness.max(selected.completeness);
            for words in selected.warnings {
                observer.warn(&words);
            }
            match selected.ready {
                Ready::Nothing => {}
                Ready::Whole(piece) => put(piece, observer)?,
                Ready::Large(document) => {
                    in_pieces(&document, observer, &piece, &mut put)?;
                    if is_only {
                        *self.only() = Some(document);
                    }
                }
            }
            Ok(observer.document_done()?)
        })?;
        observer.end();
        Ok(completeness)
    }

    fn only(&self) -> MutexGuard<'_, Option<Box<ExportDocument>>> {
        self.only.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn select<P>(
        &self,
        source: &Source,
        piece: &impl Fn(&ExportDocument, Range<usize>) -> P,
    ) -> Selected<P> {
        let mut selected = Selected {
            ready: Ready::Nothing,
            warnings: Vec::new(),
            completeness: Completeness::default(),
        };
        if let Some(only) = self.only().take() {
            selected.ready = Ready::Large(only);
            return selected;
        }
        let loaded = self.corpus.load(source);
        let set = &loaded.file.set;
        // Nobody is told why a document cannot be read of which nothing is wanted.
        let is_left_out = match self.is_quiet {
            true => !set.iter().any(|annotation| self.filter.takes(annotation)),
            false => !set.has_annotations() && loaded.problems.is_empty(),
        };
        if is_left_out {
            return selected;
        }
        let one = self.corpus.gather(source, loaded, self.filter);
        selected.completeness = Completeness::of(&one.problems);
        if !self.is_quiet {
            // One that is only protected against writing was read whole.
            let broken = one.access.why_not().filter(|_| !one.problems.is_empty());
            let broken = broken.map(|why| format!("{why}; what can be read of it is shown"));
            let unreadable = one.unreadable();
            let unreadable = unreadable.map(|why| format!("{}: {why}", one.document.path));
            let said = [one.left_out(), broken, unreadable];
            selected.warnings = said.into_iter().flatten().collect();
        }
        let mut document = one.document;
        let tags = document.tags.len();
        if tags == 0 {
            return selected;
        }
        if let Some(text) = document.text.as_ref().filter(|_| self.wants_sentences) {
            document.sentences = self.sentences(text, &document);
        }
        selected.ready = match tags <= WHOLE {
            true => Ready::Whole(piece(&document, 0..tags)),
            false => Ready::Large(Box::new(document)),
        };
        selected
    }

    /// The sentences of a document to the last that has an annotation: it may be a
    /// large one.
    fn sentences(&self, text: &Text, document: &ExportDocument) -> Vec<TextRange> {
        let places = document.tags.iter().filter_map(|tag| tag.anchor.range());
        let Some(last) = places.map(TextRange::start).max() else {
            return Vec::new();
        };
        let structure = self.corpus.structure(text);
        let mut sentences = Vec::new();
        for sentence in structure.sentences() {
            sentences.push(sentence);
            if sentence.end() > last {
                break;
            }
        }
        sentences
    }
}

fn in_pieces<P: Send, O: Observer>(
    document: &ExportDocument,
    observer: &mut O,
    piece: impl Fn(&ExportDocument, Range<usize>) -> P + Sync,
    mut put: impl FnMut(P, &mut O) -> Result<()>,
) -> Result<()> {
    let all = document.tags.len();
    let starts = (0..all).step_by(PIECE);
    let make = |start: usize| {
        let end = all.min(start + PIECE);
        (piece(document, start..end), end)
    };
    for_each(starts, observer, make, |(piece, end), observer| {
        put(piece, observer)?;
        Ok(observer.annotations_done(end, all)?)
    })
}
