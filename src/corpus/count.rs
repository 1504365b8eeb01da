//! How much was annotated, with what and by whom.
//!
//! Must not know: how the counts are shown.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::annotation::{
    Annotation, DocumentFacts, OpenReason, PassageRef, RelationSet, TagCounts,
};
use crate::formats::{Checked, ExportDocument};
use crate::text::segment::Structure;
use crate::text::{TextRange, touched};

use super::filter::{Filter, Marks};
use super::incoming::{IncomingLink, IncomingLinks};
use super::open::open_reasons;
use super::source::{Corpus, Source};
use super::{gather::Completeness, observer::Observer, ordered::for_each};

/// What `postil stats` counts: sentences, annotations, and who is done.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub sentences: usize,
    /// Sentences that at least one annotation touches.
    pub judged: usize,
    /// Sentences that can be checked: without headings, labels and lists of references.
    pub checkable: usize,
    /// Those of them that at least one annotation touches.
    pub checked: usize,
    /// The annotations, as the reader counts them, too.
    pub of_tags: TagCounts,
    /// What models suggest, and nobody has accepted or rejected: no tags.
    pub suggestions: usize,
    /// Verdicts that were given on other words than those that stand there now.
    pub stale_verdicts: usize,
    /// How many documents each person is done with, as they are now.
    pub done: BTreeMap<String, usize>,
    /// How many documents have changed since a person was done with them.
    pub stale: BTreeMap<String, usize>,
    /// How many are open.
    pub open: usize,
    /// The same by the most pressing reason.
    pub why: BTreeMap<OpenReason, usize>,
}

impl Counts {
    /// What each person has done, by name: tags made, and all else.
    pub fn people(&self) -> BTreeMap<&str, BTreeMap<&'static str, usize>> {
        let mut people: BTreeMap<&str, BTreeMap<&'static str, usize>> = BTreeMap::new();
        let mut put = |by, what, number| {
            people.entry(by).or_default().insert(what, number);
        };
        for (by, tags) in &self.of_tags.annotators {
            put(by, "tags", tags.values().sum());
        }
        for (by, work) in &self.of_tags.work {
            for (work, number) in work {
                put(by, work.name(), *number);
            }
        }
        for (by, number) in &self.done {
            put(by, "done", *number);
        }
        people
    }
}

/// The fields of JSON, in their order.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let tags = &self.of_tags;
        let mut map = serializer.serialize_map(None)?;
        for (name, number) in [
            ("sentences", self.sentences),
            ("judged", self.judged),
            ("checkable", self.checkable),
            ("checked", self.checked),
            ("tags", tags.tags),
            ("marks", tags.marks),
        ] {
            map.serialize_entry(name, &number)?;
        }
        map.serialize_entry("by_tag", &tags.by_tag)?;
        for (name, number) in [
            ("unsourced", tags.unsourced),
            ("answered", tags.answered),
            ("moved", tags.moved),
            ("changed", tags.changed),
            ("lost", tags.lost),
            ("stale_verdicts", self.stale_verdicts),
            ("suggestions", self.suggestions),
        ] {
            map.serialize_entry(name, &number)?;
        }
        for (name, counts) in [
            ("annotators", &tags.by_annotator()),
            ("verdicts", &tags.verdicts),
            ("links", &tags.links),
            ("done", &self.done),
            ("stale", &self.stale),
        ] {
            map.serialize_entry(name, counts)?;
        }
        map.serialize_entry("people", &self.people())?;
        map.serialize_entry("open", &self.open)?;
        let why = self.why.iter().map(|(why, number)| (why.name(), number));
        map.serialize_entry("why", &why.collect::<BTreeMap<_, _>>())?;
        map.end()
    }
}

#[derive(Debug, serde::Serialize)]
pub struct Row {
    /// Its path below the documents folder.
    pub document: String,
    /// The note on it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
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
    (marks, linked): (Marks, &Linked<'_>),
    observer: &mut O,
    mut put: impl FnMut(Row, &mut O) -> Result<()>,
) -> Result<(Counts, Completeness)> {
    let mut total = Counts::default();
    let mut completeness = Completeness::default();
    observer.begin(sources.len());
    let look = |source| corpus.counted(source, marks, linked);
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

/// What leads to the annotations, and what it says. Without it, what is open is not known.
#[derive(Debug, Clone, Copy)]
pub struct Linked<'a> {
    pub incoming: &'a IncomingLinks,
    pub relations: &'a RelationSet,
}

impl Linked<'_> {
    /// The relations of those links of an annotation that are counted at their other end, which
    /// says the same.
    fn said_twice<'a>(
        &'a self,
        document: &str,
        annotation: &'a Annotation,
    ) -> impl Iterator<Item = &'a str> {
        let here = PassageRef::new(document, &annotation.id);
        let links = annotation.links.iter();
        let mutual = links.filter(|link| self.relations.is_mutual(&link.rel));
        let twice = mutual.filter(move |link| {
            let is_back = |back: &IncomingLink| back.from == link.to && back.relation == link.rel;
            link.to < here && self.incoming.of(document, &annotation.id).any(is_back)
        });
        twice.map(|link| link.rel.as_str())
    }
}

impl Corpus {
    fn counted(&self, source: &Source, marks: Marks, linked: &Linked<'_>) -> Counted {
        let loaded = self.load(source);
        let facts = loaded.file.set.facts().clone();
        let one = self.gather(source, loaded, &Filter::everything());
        let why = one.access.why_not().or(one.unreadable());
        let why = why.map(|why| format!("{}: {why}", one.document.path));
        Counted {
            warning: why.or(one.left_out()),
            completeness: Completeness::of(&one.problems),
            row: Row {
                counts: self.counts(&one.document, &facts, (marks, linked)),
                document: one.document.path,
                note: facts.note,
            },
        }
    }

    fn counts(
        &self,
        document: &ExportDocument,
        facts: &DocumentFacts,
        (marks, linked): (Marks, &Linked<'_>),
    ) -> Counts {
        let mut counts = Counts {
            suggestions: facts.suggestions.len(),
            ..Counts::default()
        };
        for tag in &document.tags {
            let annotation = &tag.annotation;
            if annotation.tag.is_mark() {
                counts.of_tags.add_mark(annotation);
                if marks == Marks::LeftOut {
                    continue;
                }
            } else if let Some(why) = open_reasons(document, tag, linked.incoming).first() {
                counts.open += 1;
                *counts.why.entry(*why).or_default() += 1;
            }
            counts.of_tags.add(annotation);
            for relation in linked.said_twice(&document.path, annotation) {
                counts.of_tags.leave_out_link(relation);
            }
            counts.of_tags.add_place(tag.anchor);
            counts.stale_verdicts += usize::from(document.stale_verdict(tag).is_some());
        }
        if let Some(text) = &document.text {
            let structure = self.structure(text);
            let sentences = structure.sentences().inspect(|_| counts.sentences += 1);
            counts.judged = touched(sentences, ranges(document));
            let checked = checked_of(document, &structure);
            (counts.checkable, counts.checked) = (checked.checkable, checked.checked);
        }
        for by_one in facts.done().chunk_by(|one, other| one.by == other.by) {
            let version = Some(document.sha256.as_str()).filter(|version| !version.is_empty());
            let is_current = by_one.iter().any(|mark| mark.is_about(version));
            let list = match is_current {
                true => &mut counts.done,
                false => &mut counts.stale,
            };
            list.insert(by_one[0].by.clone(), 1);
        }
        counts
    }
}

impl Corpus {
    /// How much of a document is checked, by all its tags, and why it could not be read.
    pub(super) fn checked_of(&self, source: &Source) -> (Checked, Option<String>) {
        let one = self.gather(source, self.load(source), &Filter::everything());
        let text = one.document.text.as_ref();
        let checked = text.map(|text| checked_of(&one.document, &self.structure(text)));
        (
            checked.unwrap_or_default(),
            one.unreadable().map(str::to_owned),
        )
    }
}

fn ranges(document: &ExportDocument) -> impl Iterator<Item = TextRange> + '_ {
    document.tags.iter().filter_map(|tag| tag.anchor.range())
}

/// How much of a document is checked, by the tags that it comes with.
pub(super) fn checked_of(document: &ExportDocument, structure: &Structure) -> Checked {
    let mut checked = Checked::default();
    let checkable = structure.checkable().inspect(|_| checked.checkable += 1);
    checked.checked = touched(checkable, ranges(document));
    checked
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.judged += other.judged;
        self.checkable += other.checkable;
        self.checked += other.checked;
        self.of_tags.merge(&other.of_tags);
        self.stale_verdicts += other.stale_verdicts;
        self.suggestions += other.suggestions;
        for (all, one) in [
            (&mut self.done, &other.done),
            (&mut self.stale, &other.stale),
        ] {
            for (name, number) in one {
                *all.entry(name.clone()).or_default() += number;
            }
        }
        self.open += other.open;
        for (why, number) in &other.why {
            *self.why.entry(*why).or_default() += number;
        }
    }
}
