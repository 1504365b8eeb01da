//! How many annotations there are, of what kind and by whom: the one place that counts them.
//!
//! Must not know: where they are, and how the counts are shown.

use std::collections::BTreeMap;

use super::anchoring::{Anchor, AnchorState};
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
