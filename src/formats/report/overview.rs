//! What is counted for a report.
//!
//! Must not know: what it is written in.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::about::{Masthead, ReportDocument};
use super::told::Told;
use crate::annotation::{OpenReason, Tag, TagCounts, TagId};
use crate::formats::bundle::Placed;
use crate::text::{counted, in_thousands};

/// How much of a document is checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Its sentences that can be checked.
    pub checkable: usize,
    /// Those of them that a tag touches.
    pub checked: usize,
}

/// The most documents that are named which could not be read.
const MOST_UNREAD: usize = 20;

/// The counts of some passages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub tags: TagCounts,
    /// Passages about which something is still to be done, by the most pressing reason.
    open: BTreeMap<OpenReason, usize>,
    stale_verdicts: usize,
    checkable: usize,
    checked: usize,
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.tags.merge(&other.tags);
        self.stale_verdicts += other.stale_verdicts;
        self.checkable += other.checkable;
        self.checked += other.checked;
        for (reason, number) in &other.open {
            *self.open.entry(*reason).or_default() += number;
        }
    }
}

impl Counts {
    /// The counts of some tags of a document, given what is told of each.
    pub(crate) fn of(document: &ReportDocument<'_>, tags: &[Placed], told: &[Told]) -> Self {
        let mut counts = Self::default();
        for (placed, told) in tags.iter().zip(told) {
            counts.add(document, placed, told);
        }
        counts
    }

    fn add(&mut self, document: &ReportDocument<'_>, placed: &Placed, told: &Told) {
        self.tags.add(&placed.annotation);
        if let Some(reason) = told.reasons.iter().min() {
            *self.open.entry(*reason).or_default() += 1;
        }
        self.stale_verdicts += usize::from(document.document.stale_verdict(placed).is_some());
    }

    /// How many passages are open.
    pub(crate) fn open(&self) -> usize {
        self.open.values().sum()
    }

    /// How many passages need, or needed, a source.
    fn needed(&self) -> usize {
        self.tags.answered + self.tags.unsourced
    }

    /// Adds how much of a document is checked.
    pub(crate) fn check(&mut self, checked: Checked) {
        self.checkable += checked.checkable;
        self.checked += checked.checked;
    }

    /// The tags with their numbers, in the order of the label set.
    pub(crate) fn tags(&self, masthead: &Masthead) -> Vec<(Tag, usize)> {
        let place = |tag: &TagId| {
            let known = masthead.tags.iter().position(|known| known.id == *tag);
            known.unwrap_or(usize::MAX)
        };
        let tags = self.tags.by_tag.iter();
        let tags = tags.map(|(tag, number)| (TagId::from(tag.as_str()), *number));
        let mut tags: Vec<(TagId, usize)> = tags.collect();
        tags.sort_by_key(|(tag, _)| place(tag));
        let tags = tags.into_iter();
        tags.map(|(tag, number)| (masthead.tags.look_up(&tag), number))
            .collect()
    }

    /// How many of the sentences that can be checked are: `12 of 40 (30 %)`.
    pub(crate) fn checked_in_words(&self) -> String {
        match self.checkable {
            0 => "–".to_owned(),
            checkable => share(self.checked, checkable),
        }
    }
}

/// A document among what was counted.
#[derive(Debug, Clone)]
pub(crate) struct DocumentCounts {
    pub number: usize,
    pub path: String,
    pub title: String,
    pub counts: Counts,
}

/// All that was counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overview {
    pub all: Counts,
    pub documents: Vec<DocumentCounts>,
    /// How many documents are wanted, also of those without a tag that is told.
    pub wanted: usize,
    /// Whether only some of the tags are told.
    pub is_filtered: bool,
    /// Those that could not be read, or whose tags could not, with why.
    pub unread: Vec<String>,
}

impl Overview {
    /// Begins another document.
    pub(crate) fn begin(&mut self, document: &ReportDocument<'_>) {
        self.documents.push(DocumentCounts {
            number: document.number,
            path: document.document.path.clone(),
            title: document.title(),
            counts: Counts::default(),
        });
    }

    /// Adds what was counted of the last document.
    pub(crate) fn add(&mut self, counts: &Counts) {
        self.all += counts;
        if let Some(last) = self.documents.last_mut() {
            last.counts += counts;
        }
    }

    /// What was counted, each with its name.
    pub(crate) fn lines(&self) -> Vec<(&'static str, String)> {
        let all = &self.all;
        let passages = counted(all.tags.tags, "passage");
        let documents = counted(self.documents.len(), "document");
        let mut lines = vec![("Tagged", format!("{passages} in {documents}"))];
        let by = all.tags.by_annotator();
        if !by.is_empty() {
            let named = |name: &str| match name {
                "" => "nobody named".to_owned(),
                name => name.to_owned(),
            };
            let by = by.iter();
            lines.push((
                "By",
                joined(by.map(|(name, number)| (named(name), *number))),
            ));
        }
        lines.extend(self.checked_line());
        lines.extend(self.unread_lines());
        lines.push(("Open", share_of(all.open(), all.tags.tags, "passages")));
        let reasons = all.open.iter();
        let reasons =
            reasons.map(|(reason, number)| format!("{} {}", reason.words(), in_thousands(*number)));
        let reasons: Vec<String> = reasons.collect();
        if !reasons.is_empty() {
            lines.push(("Why", reasons.join(", ")));
        }
        if all.needed() > 0 {
            let needed = share_of(
                all.tags.answered,
                all.needed(),
                "passages that need a source have one",
            );
            lines.push(("Answered", needed));
        }
        if !all.tags.verdicts.is_empty() {
            let verdicts = all.tags.verdicts.iter();
            let mut words = joined(verdicts.map(|(name, number)| (in_words(name), *number)));
            if all.stale_verdicts > 0 {
                let stale = in_thousands(all.stale_verdicts);
                words.push_str(&format!(
                    "; {stale} given on other words than there are now"
                ));
            }
            lines.push(("Verdicts", words));
        }
        lines
    }

    /// How much is checked of all documents that are wanted.
    fn checked_line(&self) -> Option<(&'static str, String)> {
        let all = &self.all;
        let of = counted(self.wanted, "document");
        let what = format!("sentences that can be checked in {of}");
        let sentences = share_of(all.checked, all.checkable, &what);
        let words = match self.is_filtered {
            true => format!("{sentences}, by all tags in them"),
            false => sentences,
        };
        (all.checkable > 0).then_some(("Checked", words))
    }

    /// Which documents could not be read, or not their tags.
    fn unread_lines(&self) -> Vec<(&'static str, String)> {
        let more = self.unread.len().saturating_sub(MOST_UNREAD);
        let more = (more > 0).then(|| format!("and {} more", in_thousands(more)));
        let unread = self.unread.iter().take(MOST_UNREAD).cloned().chain(more);
        unread.map(|words| ("Not read", words)).collect()
    }

    /// What is drawn as a share of a whole: its name, the part, the whole.
    pub(crate) fn shares(&self) -> Vec<(&'static str, usize, usize)> {
        let all = &self.all;
        let shares = [
            ("checked", all.checked, all.checkable),
            ("open", all.open(), all.tags.tags),
            ("answered", all.tags.answered, all.needed()),
        ];
        let is_any = |share: &(&str, usize, usize)| share.2 > 0;
        shares.into_iter().filter(is_any).collect()
    }
}

/// A part of a whole: `3 of 12 (25 %)`.
pub(super) fn share(part: usize, whole: usize) -> String {
    with_percent(part, whole, "")
}

/// The same of something: `3 of 12 passages (25 %)`.
fn share_of(part: usize, whole: usize, what: &str) -> String {
    with_percent(part, whole, &format!(" {what}"))
}

fn with_percent(part: usize, whole: usize, what: &str) -> String {
    let words = format!("{} of {}{what}", in_thousands(part), in_thousands(whole));
    match (part * 100).checked_div(whole) {
        Some(percent) => format!("{words} ({percent}\u{a0}%)"),
        None => words,
    }
}

/// A name as it is read.
fn in_words(name: &str) -> String {
    name.replace('-', " ")
}

/// Names with their numbers, the greatest first: `ana 12, ben 3`.
fn joined(all: impl Iterator<Item = (String, usize)>) -> String {
    let mut all: Vec<(String, usize)> = all.collect();
    all.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let all = all.into_iter();
    let all = all.map(|(name, number)| format!("{name} {}", in_thousands(number)));
    all.collect::<Vec<_>>().join(", ")
}
