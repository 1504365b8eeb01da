//! Where the links and sources of annotations lead.
//!
//! Must not know: what is said about those that lead nowhere.

use std::collections::HashSet;
use std::ops::Range;

use anyhow::Result;

use crate::annotation::{Annotation, SourceTarget};

use super::observer::Observer;
use super::ordered::for_each;
use super::source::{Corpus, Source};

/// Where the links and sources of an annotation lead inside the corpus, as
/// `<document>#<id>`.
pub(super) fn targets(annotation: &Annotation) -> impl Iterator<Item = &str> {
    let links = annotation.links.iter().map(|link| link.to.as_str());
    let sources = annotation.sources.iter();
    links.chain(sources.filter_map(|source| match &source.target {
        SourceTarget::Passage(passage) => Some(passage.as_str()),
        _ => None,
    }))
}

/// Of all that the links and sources of all documents lead to, what is not there.
///
/// The annotation files are gone through once for what is linked to, and those that
/// are linked to again for whether it is there: so the memory that it takes goes with
/// the links, and not with the annotations.
pub(super) fn missing_targets(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut impl Observer,
) -> Result<HashSet<String>> {
    let all = all_targets(corpus, sources, observer)?;
    let mut is_there = vec![false; all.len()];
    let of_source = |source| {
        let document = format!("{}#", corpus.name(source));
        let from = all.partition_point(|target| *target < document);
        let those = all[from..].iter();
        let those = those
            .take_while(|target| target.starts_with(&document))
            .count();
        (those > 0).then(|| (source, document.len(), from..from + those))
    };
    let linked: Vec<_> = sources.iter().filter_map(of_source).collect();
    let found = |(source, name, targets): (&Source, usize, Range<usize>)| {
        let set = corpus.load(source).file.set;
        let is_there = |target: &usize| set.contains(&all[*target][name..].into());
        targets.filter(is_there).collect::<Vec<_>>()
    };
    for_each(linked, observer, found, |found, _| {
        for target in found {
            is_there[target] = true;
        }
        Ok(())
    })?;
    let missing = all.into_iter().zip(is_there).filter(|(_, is)| !is);
    Ok(missing.map(|(target, _)| target).collect())
}

/// All that is linked to, sorted.
fn all_targets(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut impl Observer,
) -> Result<Vec<String>> {
    let of_source = |source| {
        let set = corpus.load(source).file.set;
        let all = set.iter().flat_map(|annotation| targets(annotation));
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut all = HashSet::new();
    for_each(sources, observer, of_source, |targets, _| {
        all.extend(targets);
        Ok(())
    })?;
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_unstable();
    Ok(all)
}
