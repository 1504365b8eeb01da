//! Which annotations are wanted.
//!
//! Must not know: what is done with them, or who asks for them how.

use std::io;

use globset::{Error, Glob, GlobSet, GlobSetBuilder};

use crate::annotation::{Annotation, TagId};

use super::observer::Observer;
use super::ordered::{Lookahead, work_ahead};
use super::source::{Corpus, Source};

/// Which annotations are wanted; the default is all of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these tags, if there are any.
    pub tags: Vec<TagId>,
    /// Only documents whose path or file name one of these patterns matches.
    pub documents: Option<GlobSet>,
    pub by: Option<String>,
    /// Only passages that need a source and have none.
    pub unsourced: bool,
}

impl Filter {
    pub fn takes_document(&self, path: &str) -> bool {
        let file = path.rsplit('/').next().unwrap_or(path);
        let documents = self.documents.as_ref();
        documents.is_none_or(|globs| globs.is_match(path) || globs.is_match(file))
    }

    /// Whether an annotation is wanted, if its document is.
    pub fn takes(&self, annotation: &Annotation) -> bool {
        (self.tags.is_empty() || self.tags.contains(&annotation.tag))
            && self.by.as_ref().is_none_or(|by| *by == annotation.creator)
            && (!self.unsourced || annotation.is_unsourced())
    }
}

/// The patterns for names of documents as one; `None` where there are none.
pub fn globs(patterns: &[String]) -> Result<Option<GlobSet>, Error> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        globs.add(Glob::new(pattern)?);
    }
    globs.build().map(Some)
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
