//! Giving tags another name, or merging two of them, over all documents.
//!
//! The annotation files are gone through twice: once for whether the tag is there and for
//! what is linked to, and those that have it again to change them, one after the other. What
//! is in memory goes with the links, and not with the annotations. Whoever is interrupted
//! begins again: what is changed already is not changed twice.
//!
//! Must not know: how tags are named on a command line.

use anyhow::Result;

use crate::annotation::{
    AnnotationId, AnnotationSet, Change, Conflicts, PassageRef, Retag, RetagCounts, TagId,
    Timestamp,
};
use crate::session::Access;

use super::source::{Corpus, Source};
use super::write_mode::WriteMode;
use super::{filter::Filter, gather::Completeness, observer::Observer, ordered::for_each};

/// Which tag becomes which.
#[derive(Debug, Clone)]
pub struct Renaming {
    pub from: TagId,
    pub to: TagId,
    pub now: Timestamp,
    /// Who changes it.
    pub by: String,
    pub mode: WriteMode,
}

/// What was changed in a document, or would be.
#[derive(Debug)]
pub struct RetaggedDocument {
    pub document: String,
    pub counts: RetagCounts,
}

/// The documents that have a tag, and all that something leads to.
pub struct Tagged<'a> {
    sources: Vec<&'a Source>,
    /// Sorted.
    linked: Vec<PassageRef>,
    pub completeness: Completeness,
    /// Whether any document has the tag, also one that is not wanted.
    pub is_any: bool,
}

/// What is known of one annotation file.
struct Looked<'a> {
    source: &'a Source,
    has_tag: bool,
    linked: Vec<PassageRef>,
    /// Why not all of it was read.
    broken: Option<String>,
}

/// A document that is ready to be changed.
struct Ready<'a> {
    source: &'a Source,
    document: String,
    base: AnnotationSet,
    change: Change,
    counts: RetagCounts,
    access: Access,
}

/// Finds the documents that the filter takes and that have a tag. Warns of files that
/// could not be read whole, if they are of such documents.
pub fn tagged<'a, O: Observer>(
    corpus: &Corpus,
    sources: &'a [Source],
    (tag, filter): (&TagId, &Filter),
    observer: &mut O,
) -> Result<Tagged<'a>> {
    let mut tagged = Tagged {
        sources: Vec::new(),
        linked: Vec::new(),
        completeness: Completeness::Complete,
        is_any: false,
    };
    observer.begin(sources.len());
    let look = |source| corpus.looked(source, tag);
    for_each(sources, observer, look, |looked, observer| {
        tagged.linked.extend(looked.linked);
        tagged.is_any |= looked.has_tag;
        if filter.takes_document(&corpus.name(looked.source)) {
            if let Some(why) = looked.broken {
                observer.warn(&why);
                tagged.completeness = Completeness::Partial;
            }
            tagged
                .sources
                .extend(looked.has_tag.then_some(looked.source));
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    tagged.linked.sort_unstable();
    tagged.linked.dedup();
    Ok(tagged)
}

/// Changes the tag in all of these documents; `put` is told what was changed in each.
/// Answers how much of what was asked for could be done.
pub fn retag<O: Observer>(
    corpus: &Corpus,
    tagged: &Tagged<'_>,
    (renaming, filter): (&Renaming, &Filter),
    observer: &mut O,
    mut put: impl FnMut(RetaggedDocument, &mut O) -> Result<()>,
) -> Result<Completeness> {
    let mut completeness = tagged.completeness;
    observer.begin(tagged.sources.len());
    let prepare = |source| corpus.ready(source, tagged, renaming, filter);
    let sources = tagged.sources.iter().copied();
    for_each(sources, observer, prepare, |ready, observer| {
        let Some(ready) = ready else {
            return Ok(observer.document_done()?);
        };
        match corpus.retag_one(ready, renaming.mode) {
            Ok(changed) => put(changed, observer)?,
            Err(why) => {
                observer.warn(&why);
                completeness = Completeness::Partial;
            }
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    Ok(completeness)
}

impl Corpus {
    fn looked<'a>(&self, source: &'a Source, tag: &TagId) -> Looked<'a> {
        let loaded = self.load(source);
        let set = &loaded.file.set;
        let linked = set.iter().flat_map(|annotation| annotation.leads_to());
        let is_whole = Completeness::of(&loaded.problems) == Completeness::Complete;
        let broken = loaded.access.why_not().filter(|_| !is_whole);
        Looked {
            source,
            has_tag: is_whole && set.count_of(tag) > 0,
            linked: linked.cloned().collect(),
            broken: broken.map(str::to_owned),
        }
    }

    fn ready<'a>(
        &self,
        source: &'a Source,
        tagged: &Tagged<'_>,
        renaming: &Renaming,
        filter: &Filter,
    ) -> Option<Ready<'a>> {
        let loaded = self.load(source);
        let names = self.names(source);
        let is_linked = |id: &AnnotationId| {
            let mut names = names.iter().map(|name| PassageRef::new(name, id));
            names.any(|name| tagged.linked.binary_search(&name).is_ok())
        };
        let base = loaded.file.set;
        let retagged = Retag {
            from: &renaming.from,
            to: &renaming.to,
            takes: &|annotation| filter.annotations.takes(annotation),
            is_linked: &is_linked,
            conflicts: &Conflicts::new(&base),
            now: &renaming.now,
            by: &renaming.by,
        }
        .changes(&base, usize::MAX);
        let has_changes = !retagged.changes.is_empty();
        has_changes.then(|| Ready {
            source,
            document: self.name(source).into_owned(),
            base,
            change: Change::Batch(retagged.changes),
            counts: retagged.counts,
            access: loaded.access,
        })
    }

    /// Changes one document.
    ///
    /// # Errors
    /// Why that cannot be: a sentence.
    fn retag_one(&self, ready: Ready<'_>, mode: WriteMode) -> Result<RetaggedDocument, String> {
        if let Some(why) = ready.access.why_not() {
            return Err(why.to_owned());
        }
        let changed = RetaggedDocument {
            document: ready.document,
            counts: ready.counts,
        };
        if mode == WriteMode::DryRun {
            return Ok(changed);
        }
        let path = match ready.source {
            Source::Document(entry) => Some(entry.path.clone()),
            Source::Orphan(file) => self.workspace().annotated(file),
        };
        let mut ours = ready.base.clone();
        let (Ok(_), Some(path)) = (ours.apply(ready.change), path) else {
            return Err(format!(
                "{}: its tags could not be changed",
                changed.document
            ));
        };
        let saved = self.store.save_unread(&path, &ready.base, &ours);
        saved.map(|_| changed).map_err(|error| error.to_string())
    }
}
