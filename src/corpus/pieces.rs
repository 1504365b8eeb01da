//! The annotations that pass a filter, document by document and piece by piece: the
//! next are read and made ready while the last are written, and no more than a few
//! documents are in memory.
//!
//! Must not know: what the pieces are.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use crate::annotation::{AnnotationSet, DocumentFacts};
use crate::formats::{Checked, ExportDocument, Placed};
use crate::storage::LoadedAnnotations;
use crate::text::segment::Structure;
use crate::text::{Text, TextRange};

use super::count::checked_of;
use super::filter::{Filter, Marks};
use super::gather::{Completeness, Gathered};
use super::observer::Observer;
use super::ordered::{Lookahead, for_each, for_each_ahead, processors};
use super::passages::Passages;
use super::source::{Corpus, Source};

/// The most annotations of a document that are made ready as one piece, beside others.
/// A document with more is cut, and its pieces are made beside each other.
const WHOLE: usize = 4096;
/// So many bytes of a text take as much room as an annotation.
const BYTES_OF_ONE: usize = 256;
/// The annotations of a piece of such a document.
const PIECE: usize = 1024;

/// The annotations that are taken from a corpus, and how.
pub struct Selection<'a> {
    corpus: &'a Corpus,
    filter: &'a Filter,
    /// Whether documents come with their sentences, as far as they have annotations.
    pub wants_sentences: bool,
    /// Whether passages that are sources come with their words.
    pub wants_passages: bool,
    /// Whether nothing is said about files that could not be read whole, because it
    /// was said before or nobody would hear it.
    pub is_quiet: bool,
    /// Whether what is said of a document as a whole is wanted: also of one without such
    /// annotations, where all are.
    pub wants_facts: bool,
    /// Whether it is counted instead, because it cannot be told.
    pub counts_facts: bool,
    /// Whether a verdict that was given on other words than those that are there now comes with
    /// these: who reads an export has no other way to know.
    pub wants_verdict_words: bool,
    /// Whether suggestions are wanted in the place of annotations.
    pub wants_suggestions: bool,
    /// Whether all tags of a document are wanted at once.
    pub wants_whole: bool,
    /// Whether it is wanted how much of each document is checked.
    pub wants_checked: bool,
    /// The only document, if it is a large one: it is not read twice.
    only: Mutex<Option<Box<Told>>>,
    passages: Passages,
}

/// A document with what is said of it as a whole, as far as that is wanted.
pub(super) struct Told {
    pub(super) document: ExportDocument,
    pub(super) facts: DocumentFacts,
    /// How much of it is checked, by all its tags.
    pub(super) checked: Checked,
}

struct Selected<P> {
    ready: Ready<P>,
    warnings: Vec<String>,
    completeness: Completeness,
    left_out: FactsLeftOut,
    /// How much room it takes, in annotations.
    weight: usize,
}

impl<P> Selected<P> {
    fn nothing() -> Self {
        Self {
            ready: Ready::Nothing,
            warnings: Vec::new(),
            completeness: Completeness::default(),
            left_out: FactsLeftOut::default(),
            weight: 1,
        }
    }

    /// As many may wait as documents that are a piece of their own, one for each thread.
    fn lookahead() -> Lookahead<Self> {
        Lookahead::weighed(processors() * WHOLE, |selected: &Self| selected.weight).in_batches()
    }
}

/// How much is said of documents as a whole that is not told.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FactsLeftOut {
    pub(super) notes: usize,
    /// Of people who are done with a document.
    pub(super) done: usize,
}

impl FactsLeftOut {
    fn of(facts: &DocumentFacts) -> Self {
        Self {
            notes: usize::from(!facts.note.is_empty()),
            done: facts.done().len(),
        }
    }
}

/// What came of going through documents.
#[derive(Debug, Default)]
pub(super) struct Passed {
    pub(super) completeness: Completeness,
    /// Where facts are counted and not told.
    pub(super) left_out: FactsLeftOut,
}

enum Ready<P> {
    Nothing,
    Whole(P),
    /// There are so many that they are still to be made into pieces.
    Large(Box<Told>),
}

impl<'a> Selection<'a> {
    pub(super) fn corpus(&self) -> &'a Corpus {
        self.corpus
    }

    pub(super) fn filter(&self) -> &'a Filter {
        self.filter
    }

    /// Whether a document of that annotation set is told of.
    pub(super) fn tells_of(&self, set: &AnnotationSet) -> bool {
        set.iter().any(|annotation| self.filter.takes(annotation)) || self.tells_facts(set.facts())
    }

    /// Whether a document is told of for what is said of it as a whole.
    fn tells_facts(&self, facts: &DocumentFacts) -> bool {
        self.wants_facts && !facts.says_nothing() && self.filter.annotations.takes_all()
    }

    /// Whether marks of sentences with nothing to check are taken.
    pub(super) fn has_marks(&self) -> bool {
        self.filter.marks == Marks::Wanted
    }

    pub fn new(corpus: &'a Corpus, filter: &'a Filter) -> Self {
        Self {
            corpus,
            filter,
            wants_sentences: false,
            wants_passages: false,
            is_quiet: false,
            wants_facts: false,
            counts_facts: false,
            wants_verdict_words: false,
            wants_suggestions: false,
            wants_whole: false,
            wants_checked: false,
            only: Mutex::default(),
            passages: Passages::default(),
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
        put: impl FnMut(P, &mut O) -> Result<()>,
    ) -> Result<Completeness> {
        let of_tags = |told: &Told, tags| piece(&told.document, tags);
        let passed = self.each_piece_of(sources, observer, of_tags, put)?;
        Ok(passed.completeness)
    }

    /// As [`each_piece`](Self::each_piece) does, with what is said of each document as a whole,
    /// where that is wanted.
    pub fn each_told_piece<P: Send, O: Observer>(
        &self,
        sources: &[Source],
        observer: &mut O,
        piece: impl Fn(&ExportDocument, &DocumentFacts, Range<usize>) -> P + Sync,
        put: impl FnMut(P, &mut O) -> Result<()>,
    ) -> Result<Completeness> {
        let of_told = |told: &Told, tags| piece(&told.document, &told.facts, tags);
        let passed = self.each_piece_of(sources, observer, of_told, put)?;
        Ok(passed.completeness)
    }

    /// As [`each_piece`](Self::each_piece) does, with all that is wanted of each document.
    pub(super) fn each_piece_of<P: Send, O: Observer>(
        &self,
        sources: &[Source],
        observer: &mut O,
        piece: impl Fn(&Told, Range<usize>) -> P + Sync,
        mut put: impl FnMut(P, &mut O) -> Result<()>,
    ) -> Result<Passed> {
        let wanted = self.wanted(sources);
        let is_only = wanted.len() == 1;
        observer.begin(wanted.len());
        let select = |source: &Source| self.select(source, &piece);
        let mut passed = Passed::default();
        let ahead = Selected::lookahead();
        for_each_ahead(wanted, &ahead, observer, select, |selected, observer| {
            passed.completeness = passed.completeness.max(selected.completeness);
            passed.left_out.notes += selected.left_out.notes;
            passed.left_out.done += selected.left_out.done;
            for words in selected.warnings {
                observer.warn(&words);
            }
            match selected.ready {
                Ready::Nothing => {}
                Ready::Whole(piece) => put(piece, observer)?,
                Ready::Large(told) => {
                    in_pieces(&told, observer, &piece, &mut put)?;
                    if is_only {
                        *self.only() = Some(told);
                    }
                }
            }
            Ok(observer.document_done()?)
        })?;
        observer.end();
        Ok(passed)
    }

    /// Goes through what is said of the documents as a whole, in order, as far as something is.
    pub fn each_facts<O: Observer>(
        &self,
        sources: &[Source],
        observer: &mut O,
        mut put: impl FnMut(&str, DocumentFacts, &mut O) -> Result<()>,
    ) -> Result<()> {
        let wanted = self.wanted(sources);
        observer.begin(wanted.len());
        let look = |source| {
            let set = self.corpus.load(source).file.set;
            let is_wanted = self.filter.annotations.takes_all()
                || set.iter().any(|annotation| self.filter.takes(annotation));
            (source, is_wanted.then(|| set.facts().clone()))
        };
        for_each(wanted, observer, look, |(source, facts), observer| {
            if let Some(facts) = facts.filter(|facts| !facts.says_nothing()) {
                put(&self.corpus.name(source), facts, observer)?;
            }
            Ok(observer.document_done()?)
        })?;
        observer.end();
        Ok(())
    }

    /// The annotations of a document, or the suggestions in their place.
    fn load(&self, source: &Source) -> LoadedAnnotations {
        let mut loaded = self.corpus.load(source);
        if self.wants_suggestions {
            loaded.file.set = suggested(&loaded.file.set);
        }
        loaded
    }

    /// The sources of the documents that are wanted.
    pub(super) fn wanted<'s>(&self, sources: &'s [Source]) -> Vec<&'s Source> {
        let is_wanted = |source: &&Source| self.filter.takes_document(&self.corpus.name(source));
        sources.iter().filter(is_wanted).collect()
    }

    fn only(&self) -> MutexGuard<'_, Option<Box<Told>>> {
        self.only.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn select<P>(&self, source: &Source, piece: &impl Fn(&Told, Range<usize>) -> P) -> Selected<P> {
        let mut selected = Selected::nothing();
        if let Some(only) = self.only().take() {
            selected.ready = Ready::Large(only);
            return selected;
        }
        let loaded = self.load(source);
        let set = &loaded.file.set;
        if self.counts_facts && self.filter.annotations.takes_all() {
            selected.left_out = FactsLeftOut::of(set.facts());
        }
        let facts = match self.wants_facts {
            true => set.facts().clone(),
            false => DocumentFacts::default(),
        };
        let is_told_alone = self.tells_facts(&facts);
        // Nobody is told why a document cannot be read of which nothing is wanted.
        let is_left_out = match self.is_quiet {
            true => !set.iter().any(|annotation| self.filter.takes(annotation)),
            false => !set.has_annotations() && loaded.problems.is_empty(),
        };
        if is_left_out && !is_told_alone {
            return selected;
        }
        let (one, checked, structure) = self.gather(source, loaded);
        selected.completeness = Completeness::of(&one.problems);
        if !self.is_quiet {
            selected.warnings = one.warnings();
        }
        let mut document = one.document;
        let tags = document.tags.len();
        if tags == 0 && !is_told_alone {
            return selected;
        }
        if let Some(text) = document.text.as_ref().filter(|_| self.wants_sentences) {
            let structure = structure.unwrap_or_else(|| self.corpus.structure(text));
            document.sentences = sentences(&structure, &document);
        }
        if self.wants_verdict_words {
            document.tell_stale_verdicts();
        }
        if self.wants_passages {
            document.passages = self.passages.in_words(self.corpus, &document.tags);
        }
        let told = Told {
            document,
            facts,
            checked,
        };
        // A piece may have the whole text in it.
        let bytes = told.document.text.as_ref().map_or(0, Text::len);
        selected.weight += tags + bytes / BYTES_OF_ONE;
        selected.ready = match tags <= WHOLE || self.wants_whole {
            true => Ready::Whole(piece(&told, 0..tags)),
            false => Ready::Large(Box::new(told)),
        };
        selected
    }

    /// A document with the annotations that are wanted, and how much of it is checked by all of
    /// them, where that is wanted; with its sentences, where they were looked at for that.
    fn gather(
        &self,
        source: &Source,
        loaded: LoadedAnnotations,
    ) -> (Gathered, Checked, Option<Structure>) {
        if !self.wants_checked {
            let one = self.corpus.gather(source, loaded, self.filter);
            return (one, Checked::default(), None);
        }
        let is_told = self.tells_of(&loaded.file.set);
        let everything = Filter::everything();
        let mut one = self.corpus.gather(source, loaded, &everything);
        let text = one.document.text.as_ref().filter(|_| is_told);
        let structure = text.map(|text| self.corpus.structure(text));
        let checked = structure.as_ref();
        let checked = checked.map(|structure| checked_of(&one.document, structure));
        let wanted = |tag: &Placed| self.filter.takes(&tag.annotation);
        one.document.tags.retain(wanted);
        (one, checked.unwrap_or_default(), structure)
    }
}

/// The sentences of a document to the last that has an annotation: it may be a large one.
fn sentences(structure: &Structure, document: &ExportDocument) -> Vec<TextRange> {
    let places = document.tags.iter().filter_map(|tag| tag.anchor.range());
    let Some(last) = places.map(TextRange::end).max() else {
        return Vec::new();
    };
    let mut sentences = Vec::new();
    for sentence in structure.sentences() {
        sentences.push(sentence);
        if sentence.end() >= last {
            break;
        }
    }
    sentences
}

/// The suggestions beside annotations, as a set of their own.
fn suggested(set: &AnnotationSet) -> AnnotationSet {
    let all = set.facts().suggestions.waiting().iter();
    let told = all.map(|one| (**one).clone().told_as_suggested());
    AnnotationSet::from_annotations(told).0
}

fn in_pieces<P: Send, O: Observer>(
    told: &Told,
    observer: &mut O,
    piece: impl Fn(&Told, Range<usize>) -> P + Sync,
    mut put: impl FnMut(P, &mut O) -> Result<()>,
) -> Result<()> {
    let all = told.document.tags.len();
    let starts = (0..all).step_by(PIECE);
    let make = |start: usize| {
        let end = all.min(start + PIECE);
        (piece(told, start..end), end)
    };
    for_each(starts, observer, make, |(piece, end), observer| {
        put(piece, observer)?;
        Ok(observer.annotations_done(end, all)?)
    })
}
