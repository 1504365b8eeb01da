//! Writing what is imported, all or nothing, and taking it back.

use anyhow::{Result, anyhow};

use crate::annotation::{AnnotationSet, Change, Suggestions};
use crate::storage::{Document, MergeBase};

use super::super::source::Corpus;
use super::super::{observer::Observer, ordered::for_each};
use super::plan::{ImportPlan, PlannedDocument};

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
    let is_new = |one: &&PlannedDocument| !one.new.is_empty() || !one.suggestions.new.is_empty();
    let changed = plan.documents.iter().filter(is_new);
    let changes = changed.map(|one| {
        let before = &one.base.facts().suggestions;
        // What is a tag now is suggested no longer.
        let suggestions = before.clone().without(one.new.iter().map(|tag| &tag.id));
        let suggestions = suggestions.with(one.suggestions.new.iter().cloned());
        let new = one.new.iter().cloned().map(Change::Insert);
        (one, changes(one, new, suggestions))
    });
    all_or_nothing(corpus, changes.collect(), observer)
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
    let is_here =
        |one: &&PlannedDocument| !one.known.is_empty() || !one.suggestions.known.is_empty();
    let changed = plan.documents.iter().filter(is_here);
    let changes = changed.map(|one| {
        let before = &one.base.facts().suggestions;
        let suggestions = before.clone().without(&one.suggestions.known);
        let known = one.known.iter().cloned().map(Change::Remove);
        (one, changes(one, known, suggestions))
    });
    all_or_nothing(corpus, changes.collect(), observer)
}

/// Changes of tags with that of the suggestions, where those are others.
fn changes(
    one: &PlannedDocument,
    of_tags: impl Iterator<Item = Change>,
    suggestions: Suggestions,
) -> Change {
    let facts = one.base.facts();
    let other = (facts.suggestions != suggestions)
        .then(|| Change::Document(facts.clone().with_suggestions(suggestions)));
    Change::Batch(of_tags.chain(other).collect())
}

fn all_or_nothing<O: Observer>(
    corpus: &Corpus,
    changes: Vec<(&PlannedDocument, Change)>,
    observer: &mut O,
) -> Result<Written> {
    let mut written = Written::default();
    let mut done: Vec<(&PlannedDocument, AnnotationSet)> = Vec::new();
    let mut failed = None;
    observer.begin(changes.len());
    let save = |(one, change)| (one, saved(corpus, one, change));
    for_each(changes, observer, save, |(one, result), observer| {
        match result {
            Ok((set, tags)) => {
                written.documents += 1;
                written.tags += tags;
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

/// Applies and saves a change of one document; answers the set that it has then, and of how many
/// annotations the change was.
fn saved(corpus: &Corpus, one: &PlannedDocument, change: Change) -> Result<(AnnotationSet, usize)> {
    let tags = match &change {
        Change::Batch(changes) => changes.len(),
        _ => 1,
    };
    let document = Document::load(corpus.workspace(), &one.path)?;
    let mut ours = one.base.clone();
    ours.apply(change)
        .map_err(|error| anyhow!("{}: {error}", one.path.as_str()))?;
    let base = (&one.base, &MergeBase::default());
    corpus.store.save_in(&document, base, &ours)?;
    Ok((ours, tags))
}
