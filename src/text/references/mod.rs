//! The document's own references: the numbered lists of a text, and the call-outs that name
//! their entries.
//!
//! A *reference* is an entry of a list under a heading such as "References" (`heading.rs`), of
//! a list at the end whose labels the text names, or the definition of a Markdown footnote. A
//! *call-out* is `[3]`, `[4]–[6]`, `(3, 4)`, `¹²`, `[^3]`, or a bare number behind a sentence or
//! a word. Which of these a text uses is told from the text itself: the form that names most of
//! its references (`style.rs`). Bare numbers are judged by the words around them (`context.rs`)
//! and by the order in which references are first cited. In a text that is gone through at once,
//! another form counts as well where it names what would be cited nowhere else, or what no list
//! has.
//!
//! Texts of up to [`WHOLE`] bytes are gone through at once. Of larger ones, lists are looked for
//! at the end, the form of the call-outs is told from samples, and call-outs are found in the
//! range that is asked for.
//!
//! Must not know: sentences, and who asks.

mod candidate;
mod context;
mod entry;
mod heading;
mod label;
mod lazy;
mod line;
mod list;
mod style;
mod words;

use std::collections::HashMap;

use candidate::{Candidate, Form, collect};
use context::{Place, Sureness};
pub(super) use heading::{Heading, numbered, reference_heading, says_where};
pub(super) use label::raised_digit;
pub use lazy::LazyReferences;
use line::has_line;
pub use list::Reference;
use list::{List, Named, lists};
use style::{Known, Sequence, Style};

use super::content::Text;
use super::one_line::one_line;
use super::range::TextRange;

/// The longest text that is gone through at once, in bytes.
pub const WHOLE: usize = 1 << 20;
/// How much of a larger text is read at once, in bytes.
const WINDOW: usize = 1 << 18;
/// How many windows of a larger text tell the form of its call-outs.
const SAMPLES: usize = 8;
/// What the rules look at beside a number, in bytes.
const MARGIN: usize = 256;

/// A place that cites references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// Where it stands.
    pub range: TextRange,
    /// What it names, with all labels of a range.
    pub labels: Vec<String>,
}

/// The references of a text and its call-outs.
#[derive(Debug, Clone)]
pub struct References {
    entries: Vec<Reference>,
    /// The entry after the last of each list.
    ends: Vec<usize>,
    /// The entries by their labels, in order.
    by_label: HashMap<String, Vec<usize>>,
    /// In order; empty where the text is large.
    callouts: Vec<Callout>,
    /// The call-outs of each entry.
    cited: Vec<Vec<usize>>,
    /// The call-outs that name something which no list has.
    unresolved: Vec<usize>,
    known: Known,
    style: Style,
    /// The text, where it is large.
    large: Option<Text>,
}

impl References {
    /// Finds the references of a text, and its call-outs where it is not large.
    pub fn of(text: &Text) -> Self {
        match text.len() <= WHOLE {
            true => Self::of_whole(text),
            false => Self::of_large(text),
        }
    }

    fn of_whole(text: &Text) -> Self {
        let words = text.slice(text.full_range());
        let mut candidates = Vec::new();
        collect(&words, 0, &mut candidates);
        let lists = lists(&words, 0, &named(&candidates));
        drop(candidates);
        let mut found = Self::with_lists(lists);
        let mut parts = Vec::new();
        for (part, is_new) in found.prose(text) {
            let mut candidates = Vec::new();
            collect(
                &words[part.start()..part.end()],
                part.start(),
                &mut candidates,
            );
            parts.push((candidates, is_new));
        }
        let all: Vec<_> = parts.iter().flat_map(|(part, _)| part).cloned().collect();
        found.style = Style::of(&all, &found.known);
        let mut sequence = Sequence::default();
        let mut kept = Vec::new();
        for (part, is_new) in parts {
            if is_new {
                sequence = Sequence::default();
            }
            kept.extend(found.style.keep(part, &found.known, &mut sequence));
        }
        let kept = found.style.with_others(kept, &all, &found.known);
        found.callouts = kept.into_iter().flat_map(callouts).collect();
        found.resolve();
        found
    }

    fn of_large(text: &Text) -> Self {
        let len = text.len();
        let mut sample = Vec::new();
        for number in 0..SAMPLES {
            let start = text.floor_char((len - WINDOW) / SAMPLES * number);
            let end = text.floor_char(start + WINDOW / 2);
            collect(
                &text.slice(TextRange::between(start, end)),
                start,
                &mut sample,
            );
        }
        let start = text.floor_char(len - WHOLE);
        let tail = text.slice(TextRange::between(start, len));
        collect(&tail, start, &mut sample);
        let lists = lists(&tail, start, &named(&sample));
        let mut found = Self::with_lists(lists);
        found.style = Style::of(&sample, &found.known);
        found.large = Some(text.clone());
        found
    }

    fn with_lists(lists: Vec<List>) -> Self {
        let mut entries = Vec::new();
        let mut ends = Vec::new();
        let mut by_label: HashMap<String, Vec<usize>> = HashMap::new();
        for list in lists {
            for entry in list.entries {
                by_label
                    .entry(entry.label.clone())
                    .or_default()
                    .push(entries.len());
                entries.push(entry);
            }
            ends.push(entries.len());
        }
        let known = Known::new(by_label.keys().map(String::as_str));
        Self {
            cited: vec![Vec::new(); entries.len()],
            style: Style::of(&[], &known),
            entries,
            ends,
            by_label,
            callouts: Vec::new(),
            unresolved: Vec::new(),
            known,
            large: None,
        }
    }

    /// What stands outside of the references, and whether a list ends before it.
    fn prose(&self, text: &Text) -> Vec<(TextRange, bool)> {
        let mut parts = Vec::new();
        let mut at = 0;
        for (index, entry) in self.entries.iter().enumerate() {
            let start = entry.range.start().max(at);
            let is_new = index > 0 && self.ends.contains(&index);
            parts.push((TextRange::between(at, start), is_new));
            at = entry.range.end().max(at);
        }
        parts.push((TextRange::between(at, text.len()), true));
        parts.retain(|(part, _)| !part.is_empty());
        parts
    }

    fn resolve(&mut self) {
        for index in 0..self.callouts.len() {
            let callout = &self.callouts[index];
            let mut is_resolved = true;
            let entries: Vec<_> = callout
                .labels
                .iter()
                .map(|label| self.entry_at(label, callout.range.start()))
                .collect();
            for entry in entries {
                match entry.map(|entry| &mut self.cited[entry]) {
                    Some(cited) if cited.last() != Some(&index) => cited.push(index),
                    Some(_) => {}
                    None => is_resolved = false,
                }
            }
            if !is_resolved {
                self.unresolved.push(index);
            }
        }
    }

    /// The number of the entry that a label names at a byte: of the next list that has it, else
    /// of the last.
    fn entry_at(&self, label: &str, byte: usize) -> Option<usize> {
        let entries = self.by_label.get(label);
        let entries = entries.or_else(|| self.by_label.get(label::whole(label)))?;
        let next = entries.partition_point(|entry| self.entries[*entry].range.start() < byte);
        entries.get(next).or(entries.last()).copied()
    }

    /// All references, in the order of the text.
    pub fn entries(&self) -> &[Reference] {
        &self.entries
    }

    /// Whether a label names a reference, or at least a line of the text that begins as one
    /// does; `text` is the one they were found in.
    pub fn has(&self, text: &Text, label: &str) -> bool {
        self.get(label).is_some() || has_line(text, label)
    }

    /// The reference that a label names, by the first list that has it.
    pub fn get(&self, label: &str) -> Option<&Reference> {
        self.get_at(label, 0)
    }

    /// The reference that a label names at a byte of the text.
    pub fn get_at(&self, label: &str, byte: usize) -> Option<&Reference> {
        let entry = self.entry_at(&label::plain(label), byte)?;
        self.entries.get(entry)
    }

    /// The references that a label names, of all lists.
    pub(crate) fn with_label(&self, label: &str) -> impl Iterator<Item = &Reference> {
        let entries = self.by_label.get(&label::plain(label));
        let entries = entries.into_iter().flatten();
        entries.filter_map(|entry| self.entries.get(*entry))
    }

    /// As many references, around that which a label names; the last ones where it names none.
    pub(crate) fn around(&self, label: &str, most: usize) -> &[Reference] {
        let named = self.entry_at(&label::plain(label), 0);
        let len = self.entries.len();
        let start = named.unwrap_or(len).saturating_sub(most / 2);
        let start = start.min(len.saturating_sub(most));
        &self.entries[start..len.min(start + most)]
    }

    /// The words of the reference that a label names at a byte of the text, on one line; `text`
    /// is the one they were found in.
    pub fn words_at(&self, text: &Text, label: &str, byte: usize) -> Option<String> {
        let reference = self.get_at(label, byte)?;
        Some(one_line(&text.slice(reference.words)).into_owned())
    }

    /// All call-outs, in the order of the text; none where the text [is
    /// large](Self::is_large).
    pub fn callouts(&self) -> &[Callout] {
        &self.callouts
    }

    /// Whether call-outs are only found in the ranges that are asked for.
    pub fn is_large(&self) -> bool {
        self.large.is_some()
    }

    /// The call-outs that touch a range. Of a large text, that range is read: it should be a
    /// sentence, or what is on the screen.
    pub fn callouts_in(&self, range: TextRange) -> Vec<Callout> {
        if let Some(text) = &self.large {
            return self.read(text, range);
        }
        let first = self
            .callouts
            .partition_point(|callout| callout.range.end() <= range.start());
        let from = self.callouts[first..].iter();
        let touching = from.take_while(|callout| callout.range.start() < range.end());
        touching.cloned().collect()
    }

    /// Finds the call-outs of a range of a large text.
    fn read(&self, text: &Text, range: TextRange) -> Vec<Callout> {
        let start = text.floor_char(range.start().saturating_sub(MARGIN));
        let end = text.floor_char((range.end() + MARGIN).min(text.len()));
        let mut candidates = Vec::new();
        collect(
            &text.slice(TextRange::between(start, end)),
            start,
            &mut candidates,
        );
        candidates.retain(|candidate| {
            let candidate = TextRange::between(candidate.start, candidate.end);
            candidate.overlaps(range) && !self.is_within_entry(candidate)
        });
        let kept = self
            .style
            .keep(candidates, &self.known, &mut Sequence::unknown());
        let found = kept.into_iter().flat_map(callouts);
        found
            .filter(|callout| callout.range.overlaps(range))
            .collect()
    }

    fn is_within_entry(&self, range: TextRange) -> bool {
        let next = self
            .entries
            .partition_point(|entry| entry.range.end() <= range.start());
        self.entries
            .get(next)
            .is_some_and(|entry| entry.range.overlaps(range))
    }

    /// Finds the call-outs of a large text one window after the other, so that they are known
    /// like those of a small one, but no more than `most`. Whether those were all.
    pub fn read_all(&mut self, most: usize) -> bool {
        let Some(text) = self.large.take() else {
            return true;
        };
        let mut start = 0;
        while start < text.len() && self.callouts.len() < most {
            let end = text
                .floor_char((start + WINDOW).min(text.len()))
                .max(start + 1);
            let found = self.read(&text, TextRange::between(start, end));
            // One across the end of a window was found with the window before.
            let from = self.callouts.last().map_or(0, |last| last.range.end());
            self.callouts.extend(
                found
                    .into_iter()
                    .filter(|callout| callout.range.start() >= from),
            );
            start = end;
        }
        self.callouts.truncate(most);
        self.resolve();
        start >= text.len()
    }

    /// The call-outs that name the references, in the order of the references.
    pub fn cited(&self) -> impl Iterator<Item = (&Reference, Vec<&Callout>)> {
        let callouts =
            |cited: &Vec<usize>| cited.iter().map(|index| &self.callouts[*index]).collect();
        self.entries.iter().zip(self.cited.iter().map(callouts))
    }

    /// The references that no call-out names.
    pub fn uncited(&self) -> impl Iterator<Item = &Reference> {
        let entries = self.entries.iter().zip(&self.cited);
        entries
            .filter(|(_, cited)| cited.is_empty())
            .map(|(entry, _)| entry)
    }

    /// The call-outs that name something which no list has.
    pub fn unresolved(&self) -> impl Iterator<Item = &Callout> {
        self.unresolved.iter().map(|index| &self.callouts[*index])
    }
}

/// The labels that something names which looks like a call-out.
fn named(candidates: &[Candidate]) -> Named<'_> {
    let mut named = Named::default();
    for candidate in candidates.iter().filter(|candidate| !candidate.begins_line) {
        let labels = candidate.labels.iter().map(String::as_str);
        match candidate.form {
            Form::Brackets | Form::Key | Form::Footnote | Form::Raised => {
                named.surely.extend(labels);
            }
            Form::Bare
                if candidate.sureness == Sureness::Likely && candidate.place == Place::Mark =>
            {
                named.perhaps.extend(labels);
            }
            Form::Bare | Form::Parentheses | Form::Closed => {}
        }
    }
    named
}

/// The call-outs that a candidate is made of: numbers with nothing but white space between
/// them are one each.
fn callouts(candidate: Candidate) -> Vec<Callout> {
    let mut found = Vec::new();
    let mut labels = candidate.labels;
    let mut end = candidate.end;
    for gap in candidate.gaps.iter().rev() {
        found.push(Callout {
            range: TextRange::between(candidate.start + gap.end, end),
            labels: labels.split_off(gap.labels),
        });
        end = candidate.start + gap.start;
    }
    found.push(Callout {
        range: TextRange::between(candidate.start, end),
        labels,
    });
    found.reverse();
    found
}

#[cfg(test)]
mod tests;
