//! How many annotations there are, of what kind and by whom: the one place that counts them.
//!
//! Must not know: where they are, and how the counts are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::anchoring::{Anchor, AnchorState};
use super::attributes::VERDICT;
use super::record::Annotation;
use super::tag::TagId;

/// How many annotations a document has, or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagCounts {
    /// Without the marks of sentences with nothing to check.
    pub tags: usize,
    /// The marks of sentences with nothing to check.
    pub marks: usize,
    /// By tag.
    pub by_tag: BTreeMap<String, usize>,
    /// Passages that need a source and have none.
    pub unsourced: usize,
    /// Passages that need a source and have one.
    pub answered: usize,
    /// In another place, or between other words; without those that differ in form alone.
    pub moved: usize,
    /// In their place, with other words.
    pub changed: usize,
    /// Nowhere.
    pub lost: usize,
    /// How many each person made, of each tag.
    pub annotators: BTreeMap<String, BTreeMap<String, usize>>,
    /// By verdict, of those that have one.
    pub verdicts: BTreeMap<String, usize>,
    /// Links, by what they say.
    pub links: BTreeMap<String, usize>,
    /// What each person has done besides making tags.
    pub work: BTreeMap<String, BTreeMap<Work, usize>>,
}

/// What somebody does about tags besides making them. A tag counts once for each who has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Work {
    /// Wrote a note, or in one.
    Notes,
    /// Gave sources.
    Sources,
    /// Gave the verdict that it has.
    Verdicts,
    /// Made another tag of it.
    Retagged,
    /// Marked a sentence as one with nothing to check.
    Marks,
}

impl Work {
    /// All of it.
    pub const ALL: [Self; 5] = [
        Self::Notes,
        Self::Sources,
        Self::Verdicts,
        Self::Retagged,
        Self::Marks,
    ];

    /// What programs and people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Sources => "sources",
            Self::Verdicts => "verdicts",
            Self::Retagged => "changed",
            Self::Marks => "marks",
        }
    }

    /// Whether somebody has done that about an annotation.
    pub(crate) fn is_by(self, annotation: &Annotation, is_meant: impl Fn(&str) -> bool) -> bool {
        self.people(annotation).any(is_meant)
    }

    /// Who has done that about an annotation.
    fn people(self, annotation: &Annotation) -> impl Iterator<Item = &str> {
        let people: BTreeSet<&str> = match self {
            Self::Notes => annotation.said_by("note"),
            Self::Sources => annotation.said_by("sources"),
            Self::Verdicts => annotation.last_said_by(VERDICT).into_iter().collect(),
            Self::Retagged => annotation.past().iter().map(|past| &*past.by).collect(),
            Self::Marks if annotation.tag.is_mark() => [&*annotation.creator].into(),
            Self::Marks => BTreeSet::new(),
        };
        people.into_iter()
    }
}

impl TagCounts {
    /// Counts an annotation, and what it says.
    pub(crate) fn add(&mut self, annotation: &Annotation) {
        self.tags += 1;
        let tag = annotation.tag.as_str();
        count(&mut self.by_tag, tag, 1);
        let by = annotation.creator.as_str();
        if !self.annotators.contains_key(by) {
            self.annotators.insert(by.to_owned(), BTreeMap::new());
        }
        if let Some(tags) = self.annotators.get_mut(by) {
            count(tags, tag, 1);
        }
        let is_unsourced = annotation.is_unsourced();
        self.unsourced += usize::from(is_unsourced);
        self.answered += usize::from(!is_unsourced && tag == TagId::NEEDS_SOURCE);
        if let Some(verdict) = annotation.verdict() {
            count(&mut self.verdicts, verdict, 1);
        }
        for link in &annotation.links {
            count(&mut self.links, &link.rel, 1);
        }
        if !annotation.tag.is_mark() {
            self.add_work(annotation);
        }
    }

    /// Takes back a link that was counted at its other end as well.
    pub(crate) fn leave_out_link(&mut self, relation: &str) {
        if let Some(count) = self.links.get_mut(relation) {
            *count = count.saturating_sub(1);
        }
    }

    /// Counts the mark of a sentence with nothing to check.
    pub(crate) fn add_mark(&mut self, mark: &Annotation) {
        self.marks += 1;
        self.add_work(mark);
    }

    fn add_work(&mut self, annotation: &Annotation) {
        let all = match annotation.tag.is_mark() {
            true => &[Work::Marks][..],
            false => &Work::ALL[..],
        };
        for work in all {
            for by in work.people(annotation) {
                let done = self.work.entry(by.to_owned()).or_default();
                *done.entry(*work).or_default() += 1;
            }
        }
    }

    /// Counts where an annotation stands.
    pub(crate) fn add_place(&mut self, anchor: Anchor) {
        let is_moved = anchor.state() == AnchorState::Moved;
        self.moved += usize::from(is_moved && anchor.is_in_question());
        self.changed += usize::from(anchor.state() == AnchorState::Changed);
        self.lost += usize::from(anchor.state() == AnchorState::Lost);
    }

    /// Adds the counts of other annotations.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.tags += other.tags;
        self.marks += other.marks;
        self.unsourced += other.unsourced;
        self.answered += other.answered;
        self.moved += other.moved;
        self.changed += other.changed;
        self.lost += other.lost;
        for (all, one) in [
            (&mut self.by_tag, &other.by_tag),
            (&mut self.verdicts, &other.verdicts),
            (&mut self.links, &other.links),
        ] {
            add_all(all, one);
        }
        for (by, tags) in &other.annotators {
            add_all(self.annotators.entry(by.clone()).or_default(), tags);
        }
        for (by, work) in &other.work {
            let done = self.work.entry(by.clone()).or_default();
            for (work, number) in work {
                *done.entry(*work).or_default() += number;
            }
        }
    }

    /// How many each person made.
    pub(crate) fn by_annotator(&self) -> BTreeMap<String, usize> {
        let all = self.annotators.iter();
        all.map(|(by, tags)| (by.clone(), tags.values().sum()))
            .collect()
    }
}

fn add_all(all: &mut BTreeMap<String, usize>, others: &BTreeMap<String, usize>) {
    for (name, number) in others {
        count(all, name, *number);
    }
}

/// Counts a name, which is cloned once only.
fn count(counts: &mut BTreeMap<String, usize>, name: &str, number: usize) {
    match counts.get_mut(name) {
        Some(count) => *count += number,
        None => drop(counts.insert(name.to_owned(), number)),
    }
}
