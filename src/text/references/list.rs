//! The lists of references of a text: under a heading, or at the end of a text that cites them.
//!
//! Must not know: call-outs, but for the labels that are named somewhere.

use std::collections::HashSet;

use super::entry::{Entry, Written};
use super::heading::{Heading, reference_heading, says_where};
use crate::text::line::is_line_end;
use crate::text::range::TextRange;

/// The most references that are kept of a text.
const MOST: usize = 20_000;
/// How many lines after a heading the first entry begins at the latest.
const BEFORE_FIRST: usize = 4;
/// How many lines ahead the next entry is looked for.
const AHEAD: usize = 8;
/// How far a number may be above the highest so far.
const LEAP: u32 = 4;
/// How far above it may be where it stands just as the entries before it do: some are left out.
const GAP: u32 = 100;
/// The fewest entries of a list that no heading says to be one, where its labels are numbers
/// like those of any list.
const FEWEST: usize = 3;
/// How much further in than the labels the lines stand that go on, in characters.
const HANGING: usize = 2;
/// No indentation is counted further, in characters.
const MOST_INDENT: usize = 64;
/// How much of a text may follow a list without a heading, in bytes.
const AFTER_LAST: usize = 600;

/// One of the references of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What call-outs name it by: mostly a number.
    pub label: String,
    /// All of it, from its label on.
    pub range: TextRange,
    /// Its words, without the label.
    pub words: TextRange,
}

/// References that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) entries: Vec<Reference>,
    written: Written,
    heading: Option<Heading>,
}

/// The labels that a text names somewhere.
#[derive(Debug, Default)]
pub(super) struct Named<'a> {
    /// By a sign that can hardly mean anything else.
    pub(super) surely: HashSet<&'a str>,
    /// By a number that may be a call-out.
    pub(super) perhaps: HashSet<&'a str>,
}

/// Finds the lists of a part of a text that begins at byte `base` and ends with the text.
pub(super) fn lists(words: &str, base: usize, named: &Named) -> Vec<List> {
    let lines = Lines::of(words, base);
    let mut found = Vec::new();
    let mut kept = 0;
    let mut at = 0;
    while at < lines.all.len() && kept < MOST {
        let Some((list, after)) = lines.list_at(at) else {
            at += 1;
            continue;
        };
        let is_list = lines.is_one(&list, after, named);
        if is_list {
            kept += list.entries.len();
            found.push(list);
        }
        at = after.max(at + 1);
    }
    // Numbered headings and steps are none where a list says that it is one.
    let has_heading = found.iter().any(|list| list.heading.is_some());
    found
        .retain(|list| !has_heading || list.heading.is_some() || list.written == Written::Footnote);
    found
}

struct Lines<'a> {
    words: &'a str,
    base: usize,
    /// The lines without their terminators, as bytes of `words`.
    all: Vec<(usize, usize)>,
}

impl<'a> Lines<'a> {
    fn of(words: &'a str, base: usize) -> Self {
        let mut all = Vec::new();
        let mut at = 0;
        for line in words.split_inclusive(is_line_end) {
            let content = line.trim_end_matches(is_line_end);
            // The line feed of a CRLF is no line.
            let is_feed = line == "\n" && words[..at].ends_with('\r');
            if !is_feed {
                all.push((at, at + content.len()));
            }
            at += line.len();
        }
        Self { words, base, all }
    }

    fn line(&self, index: usize) -> &'a str {
        let (start, end) = self.all.get(index).copied().unwrap_or_default();
        &self.words[start..end]
    }

    fn is_blank(&self, index: usize) -> bool {
        self.line(index).trim().is_empty()
    }

    /// The list that a line begins, by its heading or by itself, and the line after it.
    fn list_at(&self, at: usize) -> Option<(List, usize)> {
        let line = self.line(at);
        if let Some(heading) = reference_heading(line.trim()) {
            let first = (at + 1..self.all.len())
                .filter(|index| !self.is_blank(*index))
                .take(BEFORE_FIRST)
                .find(|index| self.first_entry(*index).is_some())?;
            return self.entries_from(first, Some(heading));
        }
        let entry = self.first_entry(at)?;
        let begins =
            entry.written.is_plain_sign() || entry.number() == Some(1) || !entry.written.is_weak();
        begins.then(|| self.entries_from(at, None))?
    }

    fn first_entry(&self, index: usize) -> Option<Entry> {
        Entry::of(self.line(index))
            .filter(|entry| !entry.written.is_weak() || entry.number() == Some(1))
    }

    /// The entries from a line on, and the line after the last.
    fn entries_from(&self, first: usize, heading: Option<Heading>) -> Option<(List, usize)> {
        let opening = Entry::of(self.line(first))?;
        let written = opening.written;
        let mut grown = Grown {
            lines: self,
            entries: Vec::new(),
            labels: HashSet::new(),
            written,
            indent: indent(self.line(first)),
            highest: 0,
            is_wrapped: false,
            last: 0,
            lines_apart: 0,
        };
        let mut at = first;
        while at < self.all.len() && grown.entries.len() < MOST {
            let entry = Entry::of(self.line(at));
            match entry.filter(|entry| grown.takes(entry) || grown.takes_behind_gap(at, entry)) {
                Some(entry) => grown.begin(at, entry),
                None if self.is_blank(at) => {}
                None if reference_heading(self.line(at).trim()).is_some() => break,
                None if grown.goes_on(at) => grown.join(at),
                None if grown.next_entry(at, AHEAD / 2).is_some() => {}
                None => break,
            }
            at += 1;
        }
        let list = List {
            entries: grown.entries,
            written,
            heading,
        };
        (!list.entries.is_empty()).then_some((list, at))
    }

    /// Whether a list is one of references.
    fn is_one(&self, list: &List, after: usize, named: &Named) -> bool {
        let entries = &list.entries;
        let half = |is_so: &dyn Fn(&Reference) -> bool| {
            2 * entries.iter().filter(|entry| is_so(entry)).count() >= entries.len()
        };
        let names_source = |entry: &Reference| {
            let words = entry.words;
            let range = words.start() - self.base..words.end() - self.base;
            says_where(&self.words[range])
        };
        let is_named = |entry: &Reference| named.surely.contains(entry.label.as_str());
        let may_be_named =
            |entry: &Reference| is_named(entry) || named.perhaps.contains(entry.label.as_str());
        if list.written == Written::Footnote || list.heading == Some(Heading::Certain) {
            return true;
        }
        if list.heading.is_some() {
            return half(&names_source) || half(&may_be_named);
        }
        let rest = self
            .all
            .get(after)
            .map_or(self.words.len(), |(start, _)| *start);
        let is_last = self.words.len() - rest <= AFTER_LAST;
        let is_numbered = entries.len() >= FEWEST && entries[0].label == "1";
        let is_sign = list.written.is_plain_sign() && !list.written.is_weak();
        is_last && (half(&is_named) || is_sign || (is_numbered && half(&names_source)))
    }
}

/// How many characters of white space a line begins with.
fn indent(line: &str) -> usize {
    let blanks = line.chars().take_while(|sign| sign.is_whitespace());
    blanks.take(MOST_INDENT).count()
}

/// A list while its lines are gone through.
struct Grown<'a, 'b> {
    lines: &'a Lines<'b>,
    entries: Vec<Reference>,
    labels: HashSet<String>,
    written: Written,
    /// How far into its line the first label stands, in characters.
    indent: usize,
    highest: u32,
    /// Whether the words of an entry have gone on in a second line.
    is_wrapped: bool,
    /// The line of the last entry, and how many lines it stands behind the one before.
    last: usize,
    lines_apart: usize,
}

impl Grown<'_, '_> {
    /// Whether a line with a label is the next entry, and not a line of the one before.
    fn takes(&self, entry: &Entry) -> bool {
        if entry.written != self.written || self.labels.contains(&entry.label) {
            return false;
        }
        if self.entries.is_empty() {
            return true;
        }
        match (entry.number(), self.written) {
            (Some(number), Written::Bare | Written::Raised) => number == self.highest + 1,
            (_, Written::Brackets | Written::Footnote | Written::Caret) => true,
            (Some(number), _) => number <= self.highest + LEAP,
            (None, _) => false,
        }
    }

    /// Whether a line is an entry although numbers were left out before it: the entries are a
    /// line each, and it stands as far behind the last one as that behind the one before.
    fn takes_behind_gap(&self, at: usize, entry: &Entry) -> bool {
        let is_one = entry.written == self.written && !self.labels.contains(&entry.label);
        let is_sign = !matches!(self.written, Written::Bare | Written::Raised);
        let is_alike = !self.is_wrapped && at - self.last == self.lines_apart;
        let is_near = |number: u32| (self.highest..=self.highest + GAP).contains(&number);
        self.entries.len() >= FEWEST
            && is_one
            && is_sign
            && is_alike
            && entry.number().is_some_and(is_near)
    }

    fn begin(&mut self, at: usize, entry: Entry) {
        self.lines_apart = at - self.last;
        self.last = at;
        let (start, end) = self.lines.all[at];
        let base = self.lines.base;
        let end = start + self.lines.words[start..end].trim_end().len();
        let words = (start + entry.words).min(end);
        self.highest = self.highest.max(entry.number().unwrap_or_default());
        self.labels.insert(entry.label.clone());
        self.entries.push(Reference {
            label: entry.label,
            range: TextRange::between(base + (start + entry.start).min(end), base + end),
            words: TextRange::between(base + words, base + end),
        });
    }

    /// Whether an unlabelled line belongs to the entry before it.
    fn goes_on(&self, at: usize) -> bool {
        if at == 0 || self.lines.is_blank(at - 1) {
            return self.written == Written::Footnote && self.hangs(at);
        }
        if self.written == Written::Footnote {
            return true;
        }
        let before = self.lines.line(at - 1);
        let is_alone = self.entries.len() == 1 && before.len() >= 60;
        self.hangs(at) || self.next_entry(at, AHEAD).is_some() || self.is_wrapped || is_alone
    }

    /// Whether a line stands further in than the labels do.
    fn hangs(&self, at: usize) -> bool {
        indent(self.lines.line(at)) >= self.indent + HANGING
    }

    /// The next entry within so many lines that are not blank.
    fn next_entry(&self, at: usize, within: usize) -> Option<Entry> {
        let ahead = (at + 1..self.lines.all.len()).take(3 * within);
        let lines = ahead
            .filter(|index| !self.lines.is_blank(*index))
            .take(within);
        let mut lines = lines.map(|index| self.lines.line(index));
        let is_heading = |line: &&str| reference_heading(line.trim()).is_some();
        let next = lines.find(|line| {
            is_heading(line) || Entry::of(line).is_some_and(|entry| self.takes(&entry))
        })?;
        Entry::of(next).filter(|entry| self.takes(entry))
    }

    fn join(&mut self, at: usize) {
        let (start, end) = self.lines.all[at];
        let end = self.lines.base + start + self.lines.words[start..end].trim_end().len();
        if let Some(last) = self.entries.last_mut() {
            last.range = TextRange::between(last.range.start(), end);
            last.words = TextRange::between(last.words.start(), end);
            self.is_wrapped = true;
        }
    }
}
