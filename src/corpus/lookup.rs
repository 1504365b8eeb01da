//! Annotations by their ids, over all documents.
//!
//! Must not know: what is done with them.

use std::io;

use crate::annotation::{AnnotationId, TagId};

use super::gather::Completeness;
use super::observer::Observer;
use super::ordered::{Lookahead, work_ahead};
use super::source::{Corpus, Source};

/// An annotation whose id is, or ends with, what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The number of the word that was looked for.
    pub word: usize,
    /// The number of the source that has it.
    pub source: usize,
    pub id: AnnotationId,
    pub tag: TagId,
}

/// What was found for some words, in the order of the sources.
#[derive(Debug, Default)]
pub struct Lookup {
    pub hits: Vec<Hit>,
    /// The numbers of the sources that were not wholly understood: they may have more.
    pub unread: Vec<usize>,
}

/// Whether an id is, or ends with, a word; ids are hexadecimal, so case does not count.
fn ends_with(id: &AnnotationId, word: &str) -> bool {
    let id = id.as_str().as_bytes();
    let from = id.len().checked_sub(word.len());
    from.is_some_and(|from| id[from..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Looks for annotations by whole ids, or by as many of their last characters.
pub fn look_up(
    corpus: &Corpus,
    sources: &[Source],
    words: &[String],
    observer: &mut impl Observer,
) -> io::Result<Lookup> {
    let in_source = |(number, source): (usize, &Source)| {
        let loaded = corpus.load(source);
        let mut hits = Vec::new();
        for annotation in loaded.file.set.iter() {
            let found = words.iter().enumerate();
            let found = found.filter(|(_, word)| ends_with(&annotation.id, word));
            hits.extend(found.map(|(word, _)| Hit {
                word,
                source: number,
                id: annotation.id.clone(),
                tag: annotation.tag.clone(),
            }));
        }
        (number, hits, Completeness::of(&loaded.problems))
    };
    let numbered: Vec<_> = sources.iter().enumerate().collect();
    observer.begin(sources.len());
    let found = work_ahead(
        numbered,
        &Lookahead::one_a_thread(),
        in_source,
        |mut results| {
            let mut lookup = Lookup::default();
            while let Some((number, hits, completeness)) = results.next_watched(observer)? {
                observer.document_done()?;
                lookup.hits.extend(hits);
                if completeness == Completeness::Partial {
                    lookup.unread.push(number);
                }
            }
            Ok(lookup)
        },
    );
    observer.end();
    found
}
