//! Writing what is imported, all or nothing, and taking it back.

use anyhow::{Result, anyhow};

use crate::annotation::AnnotationSet;
use crate::storage::{Document, MergeBase};

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
    let changed = plan.documents.iter().filter(|one| one.is_changed(way));
    let changed: Vec<&PlannedDocument> = changed.collect();
    let mut written = Written::default();
    let mut done: Vec<(&PlannedDocument, AnnotationSet)> = Vec::new();
    let mut failed = None;
    observer.begin(changed.len());
    let save = |one| (one, saved(corpus, one, way));
    for_each(changed, observer, save, |(one, result), observer| {
        match result {
            Ok(set) => {
                written.documents += 1;
                written.tags += one.tags(way);
                done.push((one, set));
            }
            Err(error) => {
                failed.get_or_insert(error);
            }
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    let Some(error) = failed else {
        return Ok(written);
    };
    for (one, set) in done {
        let back = Document::load(corpus.workspace(), &one.path)
            .map_err(|error| error.to_string())
            .and_then(|document| {
                let base = (&set, &MergeBase::default());
                let saved = corpus.store.save_in(&document, base, &one.base);
                saved.map_err(|error| error.to_string())
            });
        if let Err(why) = back {
            observer.warn(&format!(
                "{} has some of what was imported still: {why}",
                one.path.as_str()
            ));
        }
    }
    Err(error)
}

/// Changes and saves one document; answers the set that it has then.
fn saved(corpus: &Corpus, one: &PlannedDocument, way: ImportWay) -> Result<AnnotationSet> {
    let document = Document::load(corpus.workspace(), &one.path)?;
    let mut ours = one.base.clone();
    ours.apply(one.change(way))
        .map_err(|error| anyhow!("{}: {error}", one.path.as_str()))?;
    let base = (&one.base, &MergeBase::default());
    corpus.store.save_in(&document, base, &ours)?;
    Ok(ours)
}
