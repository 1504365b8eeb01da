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
    let mut failed = None;
    observer.begin(by_path.len());
    let save_all = |all: &Vec<_>| saved_all(corpus, &store, all, way);
    let all: Vec<_> = by_path.into_values().collect();
    let interrupted = for_each(&all, observer, save_all, |results, observer| {
        for result in results {
            match result {
                Ok(tags) => {
                    written.documents += 1;
                    written.tags += tags;
                }
                Err(error) => drop(failed.get_or_insert(error)),
            }
        }
        Ok(observer.document_done()?)
    });
    let failed = failed.or(interrupted.err());
    observer.end();
    match failed {
        None => Ok(written),
        Some(error) => {
            let all = all
                .into_iter()
                .rev()
                .flat_map(|of_one| of_one.into_iter().rev());
            let left = all.filter(|one| !is_put_back(corpus, one, way));
            let left: Vec<&str> = left.map(|one| one.path.as_str()).collect();
            Err(anyhow!("{error:#}; {}", what_was_done(&left, way)))
        }
    }
}

/// What has become of an import, or of taking it back, that failed, where these documents could not
/// be made what they were.
fn what_was_done(left: &[&str], way: ImportWay) -> String {
    let (done, to_do) = match way {
        ImportWay::In => ("imported", "import it again, or take it back with --undo"),
        ImportWay::Back => ("taken back", "take it back again, or import it again"),
    };
    match left {
        [] => format!("nothing was {done}"),
        _ => format!("only part was {done}, of {}: {to_do}", left.join(", ")),
    }
}

/// Makes the annotations of a document what they were, where they are not, even of one whose save
/// failed: its file may have its name already. An error that passes is no reason to leave it.
fn is_put_back(corpus: &Corpus, one: &PlannedDocument, way: ImportWay) -> bool {
    let is_as_before = || {
        let now = corpus.store.load(&one.path);
        now.problems.is_empty() && now.file.set == one.base
    };
    let is_back = (0..2).any(|_| is_as_before() || put_back(corpus, one, way).is_ok());
    if is_back && way == ImportWay::In && !one.had_file {
        // A file without tags does no harm where it stays.
        let _ = corpus.store.unmake(&one.path, &one.base);
    }
    is_back
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

/// Changes and saves what several bring to one document, one after the other; answers how many
/// tags each.
fn saved_all(
    corpus: &Corpus,
    store: &Store,
    all: &[&PlannedDocument],
    way: ImportWay,
) -> Vec<Result<usize>> {
    let all = all.iter();
    all.map(|one| saved(corpus, store, one, way)).collect()
}

/// Changes and saves the annotations of a document; answers how many of them.
fn saved(corpus: &Corpus, store: &Store, one: &PlannedDocument, way: ImportWay) -> Result<usize> {
    let document = Document::load(corpus.workspace(), &one.path)?;
    let (ours, tags) = changed(one, way)?;
    store.save_in(&document, (&one.base, &MergeBase::default()), &ours)?;
    Ok(tags)
}
