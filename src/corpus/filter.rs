//! Which annotations are wanted.
//!
//! Must not know: what is done with them, or who asks for them how.

use std::io;

use crate::annotation::{Annotation, AnnotationFilter, TagId};
use crate::text::NameGlobs;

use super::observer::Observer;
use super::ordered::{Lookahead, work_ahead};
use super::source::{Corpus, Source};

/// Whether sentences that are marked as having nothing to check are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marks {
    #[default]
    LeftOut,
    Wanted,
}

/// Which annotations are wanted; the default is all but the marks of sentences with
/// nothing to check.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Which of the annotations of those documents.
    pub annotations: AnnotationFilter,
    /// Only documents whose path or file name one of these patterns matches.
    pub documents: Option<NameGlobs>,
    pub marks: Marks,
}

impl Filter {
    /// The filter that lets everything through.
    pub fn everything() -> Self {
        Self {
            marks: Marks::Wanted,
            ..Self::default()
        }
    }

    pub fn takes_document(&self, path: &str) -> bool {
        let documents = self.documents.as_ref();
        documents.is_none_or(|globs| globs.takes(path))
    }

    /// Whether an annotation is wanted, if its document is.
    pub fn takes(&self, annotation: &Annotation) -> bool {
        let is_named = self.annotations.tags.contains(&annotation.tag);
        let is_wanted = is_named || self.marks == Marks::Wanted || !annotation.tag.is_mark();
        is_wanted && self.annotations.takes(annotation)
    }
}

/// Whether an annotation file has such a tag, which the label set need not know.
pub fn has_tag(
    corpus: &Corpus,
    sources: &[Source],
    tag: &TagId,
    observer: &mut impl Observer,
) -> io::Result<bool> {
    let is_in = |source: &Source| {
        let set = corpus.load(source).file.set;
        set.iter().any(|annotation| annotation.tag == *tag)
    };
    observer.begin(sources.len());
    let lookahead = Lookahead::one_a_thread();
    let found = work_ahead(sources, &lookahead, is_in, |mut results| {
        while let Some(is_there) = results.next_watched(observer)? {
            observer.document_done()?;
            if is_there {
                return Ok(true);
            }
        }
        Ok(false)
    });
    observer.end();
    found
}
