//! Where the links and sources of annotations lead.
//!
//! Must not know: what is said about those that lead nowhere.

use std::collections::HashSet;
use std::ops::Range;

use anyhow::Result;

use crate::annotation::PassageRef;
use crate::text::visible::visible;

use super::source::{Corpus, Source};
use super::{observer::Observer, ordered::for_each};

/// Of all that the links and sources of all documents lead to, what is not there.
///
/// The annotation files are gone through once for what is linked to, and those that
/// are linked to again for whether it is there: so the memory that it takes goes with
/// the links, and not with the annotations.
pub(super) fn missing_targets(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut impl Observer,
) -> Result<HashSet<PassageRef>> {
    let all = all_targets(corpus, sources, observer)?;
    let mut is_there = vec![false; all.len()];
    let linked = of_sources(corpus, sources, &all);
    let found = |(source, document, targets): (&Source, String, Range<usize>)| {
        let set = corpus.load(source).file.set;
        let is_there = |target: &usize| {
            let id = all[*target].id_in(&document);
            id.is_some_and(|id| set.contains(&id))
        };
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

/// Which of some references, in their order, lead to annotations of each source, and what they
/// call it; without the sources to which none leads.
pub(super) fn of_sources<'a>(
    corpus: &Corpus,
    sources: &'a [Source],
    all: &[PassageRef],
) -> Vec<(&'a Source, String, Range<usize>)> {
    let of_name = |document: &str| {
        let first = PassageRef::new(document, &"".into());
        let from = all.partition_point(|target| *target < first);
        let leads_here = |target: &&PassageRef| target.id_in(document).is_some();
        let those = all[from..].iter().take_while(leads_here).count();
        (those > 0).then(|| from..from + those)
    };
    let of_source = |source| {
        let names = corpus.names(source).into_iter();
        let linked = names.filter_map(|name| Some((of_name(&name)?, name)));
        linked.map(move |(targets, name)| (source, name, targets))
    };
    sources.iter().flat_map(of_source).collect()
}

/// A link or a source that leads to an annotation which goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenEnd {
    /// What has it.
    pub from: PassageRef,
    /// It, in words.
    pub what: String,
}

impl Corpus {
    /// The links and sources of annotations that stay, and lead to these, which go.
    pub fn broken_without(&self, gone: &HashSet<PassageRef>) -> Vec<BrokenEnd> {
        let mut broken = Vec::new();
        for source in &self.all_sources() {
            let document = self.name(source);
            for tag in self.load(source).file.set.linking() {
                let from = PassageRef::new(&document, &tag.id);
                if gone.contains(&from) {
                    continue;
                }
                let links = tag.links.iter().filter(|link| gone.contains(&link.to));
                let links = links.map(|link| format!("link {} {}", visible(&link.rel), link.to));
                let passages = tag.sources.iter().filter_map(|source| source.passage());
                let passages = passages.filter(|passage| gone.contains(*passage));
                let passages = passages.map(|to| format!("source {to}"));
                broken.extend(links.chain(passages).map(|what| BrokenEnd {
                    from: from.clone(),
                    what,
                }));
            }
        }
        broken
    }
}

fn all_targets(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut impl Observer,
) -> Result<Vec<PassageRef>> {
    let of_source = |source| {
        let set = corpus.load(source).file.set;
        let all = set.iter().flat_map(|annotation| annotation.leads_to());
        all.cloned().collect::<Vec<_>>()
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
