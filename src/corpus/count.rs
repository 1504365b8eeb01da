//! How much was annotated, with what and by whom.
//!
//! Must not know: how the counts are shown.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::annotation::AnchorState;
use crate::formats::ExportDocument;
use crate::text::touched;

use super::source::{Corpus, Source};
use super::{filter::Filter, gather::Completeness, observer::Observer, ordered::for_each};

#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    pub sentences: usize,
    /// Sentences that at least one annotation touches.
    pub judged: usize,
    pub tags: usize,
    pub by_tag: BTreeMap<String, usize>,
    /// Passages that need a source and have none.
    pub unsourced: usize,
    pub moved: usize,
    pub lost: usize,
    pub annotators: BTreeMap<String, usize>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    /// Its path below the documents folder.
    pub document: String,
    #[serde(flatten)]
    pub counts: Counts,
}

struct Counted {
    row: Row,
    warning: Option<String>,
    completeness: Completeness,
}

/// Counts the annotations of each document; `put` gets the counts in order. Answers
/// the counts of all, and how much of the annotation files was understood.
pub fn count<O: Observer>(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut O,
    mut put: impl FnMut(Row, &mut O) -> Result<()>,
) -> Result<(Counts, Completeness)> {
    let mut total = Counts::default();
    let mut completeness = Completeness::default();
    observer.begin(sources.len());
    let look = |source| corpus.counted(source);
    for_each(sources, observer, look, |counted, observer| {
        completeness = completeness.max(counted.completeness);
        if let Some(words) = counted.warning {
            observer.warn(&words);
        }
        total.add(&counted.row.counts);
        put(counted.row, observer)?;
        Ok(observer.document_done()?)
    })?;
    observer.end();
    Ok((total, completeness))
}

impl Corpus {
    fn counted(&self, source: &Source) -> Counted {
        let one = self.gather(source, self.load(source), &Filter::default());
        let why = one.access.why_not().or(one.unreadable());
        let why = why.map(|why| format!("{}: {why}", one.document.path));
        Counted {
            warning: why.or(one.left_out()),
            completeness: Completeness::of(&one.problems),
            row: Row {
                counts: self.counts(&one.document),
                document: one.document.path,
            },
        }
    }

    fn counts(&self, document: &ExportDocument) -> Counts {
        let mut counts = Counts {
            tags: document.tags.len(),
            ..Counts::default()
        };
        for tag in &document.tags {
            let annotation = &tag.annotation;
            *counts.by_tag.entry(annotation.tag.0.clone()).or_default() += 1;
            let by = counts.annotators.entry(annotation.creator.clone());
            *by.or_default() += 1;
            counts.unsourced += usize::from(annotation.is_unsourced());
            counts.moved += usize::from(tag.anchor.state() == AnchorState::Moved);
            counts.lost += usize::from(tag.anchor.state() == AnchorState::Lost);
        }
        if let Some(text) = &document.text {
            let structure = self.structure(text);
            let sentences = structure.sentences().inspect(|_| counts.sentences += 1);
            let ranges = document.tags.iter().filter_map(|tag| tag.anchor.range());
            counts.judged = touched(sentences, ranges);
        }
        counts
    }
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.judged += other.judged;
        self.tags += other.tags;
        self.unsourced += other.unsourced;
        self.moved += other.moved;
        self.lost += other.lost;
        for (all, one) in [
            (&mut self.by_tag, &other.by_tag),
            (&mut self.annotators, &other.annotators),
        ] {
            for (name, number) in one {
                *all.entry(name.clone()).or_default() += number;
            }
        }
    }
}
