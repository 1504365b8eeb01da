//! Writing down where the passages of all documents are now.
//!
//! Must not know: how scores are given, or what is said of the passages.

use anyhow::Result;

use crate::annotation::{Anchor, Annotation, AnnotationSet, Change, Timestamp, accepted};
use crate::storage::MergeBase;
use crate::text::Text;

use super::gather::{Completeness, Gathered, Reading};
use super::source::{Corpus, Source};
use super::write_mode::WriteMode;
use super::{filter::Filter, observer::Observer, ordered::for_each};

/// Which passages are written down, and whether they are.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// Those with this score at least; without one, only those that need no question.
    pub score: Option<f64>,
    pub mode: WriteMode,
    pub now: Timestamp,
}

/// What became of the passages of a document.
#[derive(Debug)]
pub struct ReanchoredDocument {
    pub document: String,
    pub text: Option<Text>,
    /// What it said before, as far as that is known.
    pub earlier: Vec<Text>,
    /// Those that are not where they were marked, in the order of the annotation file.
    pub passages: Vec<Reanchored>,
}

/// A passage that is not where it was marked.
#[derive(Debug)]
pub struct Reanchored {
    /// As it was before.
    pub annotation: Annotation,
    pub anchor: Anchor,
    /// Whether it is written down now, or would be.
    pub is_accepted: bool,
}

/// Goes through all documents; `put` is told of each that has passages which are not where
/// they were marked. Answers how much of what was asked for could be done.
pub fn reanchor<O: Observer>(
    corpus: &Corpus,
    sources: &[Source],
    acceptance: &Acceptance,
    observer: &mut O,
    mut put: impl FnMut(ReanchoredDocument, &mut O) -> Result<()>,
) -> Result<Completeness> {
    let mut completeness = Completeness::Complete;
    observer.begin(sources.len());
    let look = |source| corpus.looked_for(source);
    for_each(sources, observer, look, |found, observer| {
        if let Some((base, one)) = found {
            completeness = completeness.max(Completeness::of(&one.problems));
            if let Some(why) = one.unreadable() {
                observer.warn(why);
                completeness = Completeness::Partial;
            }
            match corpus.accept(&base, one, acceptance) {
                Ok(Some(done)) => put(done, observer)?,
                Ok(None) => {}
                Err(why) => {
                    observer.warn(&why);
                    completeness = Completeness::Partial;
                }
            }
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    Ok(completeness)
}

impl Corpus {
    fn looked_for(&self, source: &Source) -> Option<(AnnotationSet, Gathered)> {
        let loaded = self.load(source);
        let base = loaded.file.set.clone();
        let is_empty = base.is_empty() && loaded.problems.is_empty();
        let is_document = matches!(source, Source::Document(_));
        let look = || self.gather(source, loaded, &Filter::everything());
        (is_document && !is_empty).then(|| (base, look()))
    }

    /// Accepts what is to be accepted of a document; `None` where all is where it was marked.
    ///
    /// # Errors
    /// Why that cannot be: a sentence.
    fn accept(
        &self,
        base: &AnnotationSet,
        one: Gathered,
        acceptance: &Acceptance,
    ) -> Result<Option<ReanchoredDocument>, String> {
        let (Reading::Done, Some(document)) = (&one.reading, &one.read) else {
            return Ok(None);
        };
        let mut passages = Vec::new();
        let mut changes = Vec::new();
        for tag in &one.document.tags {
            if let Anchor::Exact(_) = tag.anchor {
                continue;
            }
            let is_accepted = tag.anchor.is_accepted_at(acceptance.score);
            if is_accepted {
                let now = &acceptance.now;
                let accepted = accepted(&tag.annotation, tag.anchor, &document.text, now);
                changes.extend(accepted.map(Change::Replace));
            }
            passages.push(Reanchored {
                annotation: (*tag.annotation).clone(),
                anchor: tag.anchor,
                is_accepted,
            });
        }
        if passages.is_empty() {
            return Ok(None);
        }
        if acceptance.mode == WriteMode::Write && !changes.is_empty() {
            if let Some(why) = one.access.why_not() {
                return Err(why.to_owned());
            }
            let mut ours = base.clone();
            let changed = ours.apply(Change::Batch(changes));
            changed.map_err(|error| format!("{}: {error}", one.document.path))?;
            let saved = self
                .store
                .save_in(document, (base, &MergeBase::default()), &ours);
            saved.map_err(|error| error.to_string())?;
        }
        Ok(Some(ReanchoredDocument {
            document: one.document.path,
            text: one.document.text,
            earlier: one.earlier,
            passages,
        }))
    }
}
