//! Writing what is imported, all or nothing, and taking it back.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};

use crate::annotation::AnnotationSet;
use crate::storage::{Document, MergeBase, Store};

use super::super::source::Corpus;
use super::super::{observer::Observer, ordered::for_each};
use super::plan::{ImportPlan, ImportWay, PlannedDocument};

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    pub documents: usize,
    pub tags: usize,
}

/// Writes the new tags of a plan. Where a file cannot be written, those before it are as they
/// were again.
///
/// # Errors
/// Why the first of the others could not be written.
pub fn write<O: Observer>(corpus: &Corpus, plan: &ImportPlan, observer: &mut O) -> Result<Written> {
    all_or_nothing(corpus, plan, ImportWay::In, observer)
}

/// Takes off what an import of the same would find here already, and has not been changed since.
///
/// # Errors
/// As for [`write`].
pub fn take_back<O: Observer>(
    corpus: &Corpus,
    plan: &ImportPlan,
    observer: &mut O,
) -> Result<Written> {
    all_or_nothing(corpus, plan, ImportWay::Back, observer)
}

fn all_or_nothing<O: Observer>(
    corpus: &Corpus,
    plan: &ImportPlan,
    way: ImportWay,
    observer: &mut O,
) -> Result<Written> {
    // What several of a file bring to one document here is written one after the other.
    let mut by_path: BTreeMap<_, Vec<&PlannedDocument>> = BTreeMap::new();
    for one in plan.documents.iter().filter(|one| one.is_changed(way)) {
        by_path.entry(&one.path).or_default().push(one);
    }
    let store = corpus.store.in_batch();
    let mut written = Written::default();
    let mut saved_ones: Vec<(&PlannedDocument, usize)> = Vec::new();
    let mut failed = None;
    observer.begin(by_path.len());
    let save_all = |all| saved_all(corpus, &store, all, way);
    let all: Vec<_> = by_path.into_values().collect();
    for_each(all, observer, save_all, |results, observer| {
        for result in results {
            match result {
                Ok(saved) => saved_ones.push(saved),
                Err(error) => drop(failed.get_or_insert(error)),
            }
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    let Some(error) = failed else {
        written.documents = saved_ones.len();
        written.tags = saved_ones.iter().map(|(_, tags)| tags).sum();
        return Ok(written);
    };
    for (one, _) in saved_ones.into_iter().rev() {
        if let Err(why) = put_back(corpus, one, way) {
            observer.warn(&format!(
                "{} has some of what was imported still: {why}",
                one.path.as_str()
            ));
        }
    }
    Err(error)
}

/// Makes the annotations of a document what they were.
fn put_back(corpus: &Corpus, one: &PlannedDocument, way: ImportWay) -> Result<()> {
    let document = Document::load(corpus.workspace(), &one.path)?;
    let (set, _) = changed(one, way)?;
    let base = (&set, &MergeBase::default());
    corpus.store.save_in(&document, base, &one.base)?;
    Ok(())
}

/// The annotations that a document is to have, and of how many that is a change. It is only made
/// when its turn comes: those of a million tags are never there all at once.
fn changed(one: &PlannedDocument, way: ImportWay) -> Result<(AnnotationSet, usize)> {
    let mut ours = one.base.clone();
    ours.apply(one.change(way))
        .map_err(|error| anyhow!("{}: {error}", one.path.as_str()))?;
    Ok((ours, one.tags(way)))
}

/// Changes and saves what several bring to one document, one after the other.
fn saved_all<'a>(
    corpus: &Corpus,
    store: &Store,
    all: Vec<&'a PlannedDocument>,
    way: ImportWay,
) -> Vec<Result<(&'a PlannedDocument, usize)>> {
    let saved = |one| saved(corpus, store, one, way).map(|tags| (one, tags));
    all.into_iter().map(saved).collect()
}

/// Changes and saves the annotations of a document; answers how many of them.
fn saved(corpus: &Corpus, store: &Store, one: &PlannedDocument, way: ImportWay) -> Result<usize> {
    let document = Document::load(corpus.workspace(), &one.path)?;
    let (ours, tags) = changed(one, way)?;
    store.save_in(&document, (&one.base, &MergeBase::default()), &ours)?;
    Ok(tags)
}
