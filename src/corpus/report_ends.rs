//! What a report has to know of all documents before it begins: their numbers, and what links
//! and sources lead to.
//!
//! Must not know: what is written of it.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use crate::annotation::{AnnotationId, PassageRef};
use crate::formats::{End, Ends, Number};
use crate::storage::Document;
use crate::text::title as title_of;

use super::incoming::{IncomingLinks, LinksOfFile};
use super::pieces::Selection;
use super::source::{Corpus, Source};
use super::{
    observer::Observer,
    ordered::{Lookahead, for_each, for_each_ahead},
};

/// The most characters of the words of another end that are kept.
const MOST_OF_QUOTE: usize = 400;

/// So many files and links may wait to be taken.
pub(super) const WAITING: usize = 1024;

/// What was found in all annotation files. The memory that it takes goes with the links and the
/// documents, and not with the annotations.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) links: IncomingLinks,
    /// The numbers of the documents of the report, by their names.
    pub(super) numbers: HashMap<String, usize>,
    /// What links and sources lead to or come from.
    ends: BTreeSet<PassageRef>,
    /// Why the tags of a document could not be read, by its name.
    pub(super) broken: HashMap<String, String>,
}

/// What one annotation file has of it.
struct Surveyed {
    name: String,
    is_told: bool,
    links: LinksOfFile,
    broken: Option<String>,
}

impl Survey {
    /// Goes through the annotation files of all documents, also of those that are not in the
    /// report: they may link to those that are.
    pub(super) fn read(
        selection: &Selection<'_>,
        sources: &[Source],
        observer: &mut impl Observer,
    ) -> Result<Self> {
        let corpus = selection.corpus();
        let mut survey = Self::default();
        let all = corpus.all_sources();
        let look = |source: &Source| surveyed(selection, source);
        let ahead = Lookahead::weighed(WAITING, |one: &Surveyed| 1 + one.links.count());
        for_each_ahead(&all, &ahead.in_batches(), observer, look, |surveyed, _| {
            survey.ends.extend(surveyed.links.ends().cloned());
            survey.links.add(surveyed.links);
            if let Some(why) = surveyed.broken {
                survey.broken.insert(surveyed.name.clone(), why);
            }
            if surveyed.is_told {
                // Told until the order is known in which they come.
                survey.numbers.insert(surveyed.name, 0);
            }
            Ok(())
        })?;
        survey.links.finish(corpus, &all, observer)?;
        let mut number = 0;
        for source in selection.wanted(sources) {
            if let Some(place) = survey.numbers.get_mut(&*corpus.name(source)) {
                number += 1;
                *place = number;
            }
        }
        survey.numbers.retain(|_, number| *number > 0);
        Ok(survey)
    }

    /// The annotations that links and sources lead to or come from, as far as they are there.
    pub(super) fn ends(
        &self,
        selection: &Selection<'_>,
        observer: &mut impl Observer,
    ) -> Result<Ends> {
        let mut ends = Ends::default();
        if self.ends.is_empty() {
            return Ok(ends);
        }
        let corpus = selection.corpus();
        let all = corpus.all_sources();
        let look = |source: &Source| self.ends_in(selection, corpus, source);
        for_each(&all, observer, look, |found, _| {
            for (at, end) in found {
                ends.put(at, end);
            }
            Ok(())
        })?;
        Ok(ends)
    }

    fn ends_in(
        &self,
        selection: &Selection<'_>,
        corpus: &Corpus,
        source: &Source,
    ) -> Vec<(PassageRef, End)> {
        let wanted = corpus.names(source).into_iter().flat_map(|name| {
            let first = PassageRef::new(&name, &"".into());
            let from = self.ends.range(first..);
            let ids = from.map_while(|at| Some((at, at.id_in(&name)?)));
            ids.collect::<Vec<_>>()
        });
        let mut by_id: HashMap<AnnotationId, Vec<&PassageRef>> = HashMap::new();
        for (at, id) in wanted {
            by_id.entry(id).or_default().push(at);
        }
        if by_id.is_empty() {
            return Vec::new();
        }
        let name = corpus.name(source).into_owned();
        let title = match source {
            Source::Document(entry) => Document::load(corpus.workspace(), &entry.path).ok(),
            Source::Orphan(_) => None,
        };
        let title = title.map_or_else(String::new, |document| title_of(&document.text));
        let document = self.numbers.get(&name).copied();
        let mut passage = 0;
        let mut found = Vec::new();
        for annotation in corpus.load(source).file.set.iter() {
            let is_told = selection.filter().takes(annotation);
            passage += usize::from(is_told);
            let Some(written) = by_id.get(&annotation.id) else {
                continue;
            };
            let number = document.filter(|_| is_told);
            let quote = annotation.selector.quote.chars().take(MOST_OF_QUOTE);
            let end = End {
                document: name.clone(),
                title: title.clone(),
                quote: quote.collect(),
                number: number.map(|document| Number { document, passage }),
            };
            found.extend(written.iter().map(|&at| (at.clone(), end.clone())));
        }
        found
    }
}

fn surveyed(selection: &Selection<'_>, source: &Source) -> Surveyed {
    let corpus = selection.corpus();
    let loaded = corpus.load(source);
    // One that is only protected against writing was read whole.
    let broken = loaded.access.why_not();
    let broken = broken.filter(|_| !loaded.problems.is_empty());
    let broken = broken.map(str::to_owned);
    let set = loaded.file.set;
    let name = corpus.name(source).into_owned();
    let links = LinksOfFile::new(corpus, source, &set);
    Surveyed {
        is_told: selection.tells_of(&set),
        name,
        links,
        broken,
    }
}
