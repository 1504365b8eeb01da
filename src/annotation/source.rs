//! Where a passage can be checked.

use std::fmt;

use crate::text::{doubt_of_address, openable, openable_in, split_address, without_odd_ends};

use super::extra::Extra;
use super::link::{PassageRef, is_passage};

/// What a source points to: exactly one of the four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceTarget {
    /// A web address.
    Url(String),
    /// A citation in words.
    Citation(String),
    /// The label of one of the document's own references, such as `35`.
    Reference(String),
    /// A passage of a document.
    Passage(PassageRef),
}

impl SourceTarget {
    /// The target that a field of the annotation file names; `None` for the name of
    /// another field.
    pub(crate) fn from_field(field: &str, value: String) -> Option<Self> {
        Some(match field {
            "url" => Self::Url(value),
            "citation" => Self::Citation(value),
            "reference" => Self::Reference(value),
            "passage" => Self::Passage(value.into()),
            _ => return None,
        })
    }

    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::Url(_) => "url",
            Self::Citation(_) => "citation",
            Self::Reference(_) => "reference",
            Self::Passage(_) => "passage",
        }
    }

    pub(crate) fn value(&self) -> &str {
        match self {
            Self::Url(value) | Self::Citation(value) | Self::Reference(value) => value,
            Self::Passage(passage) => passage.as_str(),
        }
    }
}

/// Where a passage can be checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// What it points to.
    pub target: SourceTarget,
    /// The title of what stands at a web address; may be empty, and is of no other target.
    pub title: String,
    /// A word about it; may be empty.
    pub remark: String,
    /// The day it was looked at; may be empty.
    pub accessed: String,
    /// Unknown fields.
    pub extra: Extra,
}

impl Source {
    /// A source without remark.
    pub fn new(target: SourceTarget) -> Self {
        Self {
            target,
            title: String::new(),
            remark: String::new(),
            accessed: String::new(),
            extra: Extra::new(),
        }
    }

    /// Reads what a person typed: a web address, also with its title before or behind it; a
    /// passage, `002.txt#019ab…`; references of the document, `[35]` or `[2] and [3]`; anything
    /// else is a citation in words. None for white space.
    pub(crate) fn from_words(words: &str) -> Vec<Self> {
        match references(words) {
            Some(labels) => {
                let targets = labels.into_iter().map(SourceTarget::Reference);
                targets.map(Self::new).collect()
            }
            None => Self::one_from_words(words).into_iter().collect(),
        }
    }

    /// Reads what a person typed, if that is no reference.
    fn one_from_words(words: &str) -> Option<Self> {
        let words = words.trim();
        if words.is_empty() {
            return None;
        }
        let target = if is_passage(words) {
            SourceTarget::Passage(words.into())
        } else if words.contains("://") && !words.contains(char::is_whitespace) {
            SourceTarget::Url(without_odd_ends(words).to_owned())
        } else if let Some((address, title)) = split_address(words) {
            return Some(Self {
                title: title.to_owned(),
                ..Self::new(SourceTarget::Url(address.to_owned()))
            });
        } else {
            SourceTarget::Citation(words.to_owned())
        };
        Some(Self::new(target))
    }

    /// What is wrong with a source that somebody typed, if it looks like an address and
    /// cannot be opened: the beginning of a sentence.
    pub(crate) fn doubt(words: &str) -> Option<String> {
        doubt_of_address(words)
    }

    /// The address that it leads to, in the form in which it may be opened; `None` where there
    /// is none, or none that may be.
    pub(crate) fn address(&self) -> Option<String> {
        match &self.target {
            SourceTarget::Url(address) => openable(address),
            SourceTarget::Citation(words) => openable_in(words),
            SourceTarget::Reference(_) | SourceTarget::Passage(_) => None,
        }
    }

    /// This source as somebody has typed it anew. What was said of it besides stays; the day
    /// on which it was looked at belongs to what it pointed to.
    pub(crate) fn corrected(&self, typed: Self) -> Self {
        let accessed = match typed.target == self.target {
            true => self.accessed.clone(),
            false => String::new(),
        };
        Self {
            accessed,
            remark: self.remark.clone(),
            extra: self.extra_beside(&typed),
            ..typed
        }
    }

    /// The label, where it is one of the document's own references.
    pub(crate) fn reference(&self) -> Option<&str> {
        match &self.target {
            SourceTarget::Reference(label) => Some(label),
            _ => None,
        }
    }

    pub(crate) fn to_words(&self) -> String {
        match &self.target {
            SourceTarget::Reference(label) => format!("[{label}]"),
            SourceTarget::Url(address) if !self.title.is_empty() => {
                format!("{} {address}", self.title)
            }
            other => other.value().to_owned(),
        }
    }
}

/// What may stand between references besides blanks and the word "and".
const JOINS: [char; 3] = [',', ';', '&'];

/// What stands between the first and the last reference of a range.
const RANGES: [char; 4] = ['-', '–', '—', '‑'];

/// The most references of a range: more are no range that anybody means.
const MOST_OF_RANGE: u32 = 100;

/// The labels of a range behind its first one.
fn range(first: &str, last: &str) -> Option<impl Iterator<Item = String>> {
    let number = |label: &str| label.trim().parse::<u32>().ok();
    let (first, last) = (number(first)?, number(last)?);
    let is_range = first < last && last - first < MOST_OF_RANGE;
    is_range.then(|| (first + 1..=last).map(|number| number.to_string()))
}

/// The labels of references, each once, if words are nothing but these, ranges of them, and what
/// joins them.
fn references(words: &str) -> Option<Vec<String>> {
    let mut labels: Vec<String> = Vec::new();
    let mut rest = words.trim();
    while !rest.is_empty() || labels.is_empty() {
        let (label, behind) = rest.strip_prefix('[')?.split_once(']')?;
        if label.trim().is_empty() || label.contains('[') {
            return None;
        }
        // The mark of a footnote in Markdown: the label is what stands behind it.
        let label = label.strip_prefix('^').unwrap_or(label);
        if label.trim().is_empty() {
            return None;
        }
        let mut all = vec![label.to_owned()];
        rest = behind.trim_start();
        if let Some(last) = rest.strip_prefix(RANGES) {
            let (last, behind) = last.trim_start().strip_prefix('[')?.split_once(']')?;
            all.extend(range(label, last)?);
            rest = behind.trim_start();
        }
        all.retain(|label| !labels.contains(label));
        labels.append(&mut all);
        if !rest.is_empty() {
            let joins = |sign: char| sign.is_whitespace() || JOINS.contains(&sign);
            rest = rest.trim_start_matches(joins);
            rest = rest.strip_prefix("and").unwrap_or(rest).trim_start();
            rest.starts_with('[').then_some(())?;
        }
    }
    Some(labels)
}

/// The form from which ids are derived (see `merge.rs`): the title is named only where
/// there is one, since the first version did not know it.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut form = f.debug_struct("Source");
        form.field("target", &self.target);
        if !self.title.is_empty() {
            form.field("title", &self.title);
        }
        form.field("remark", &self.remark)
            .field("accessed", &self.accessed)
            .field("extra", &self.extra)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(words: &str) -> Source {
        let mut sources = Source::from_words(words);
        assert_eq!(sources.len(), 1, "{words}");
        sources.remove(0)
    }

    /// Found in use: `[2] and [3]` became one reference that no document has.
    #[test]
    fn several_references_are_several_sources() {
        for (words, labels) in [
            ("[2] and [3]", "2|3"),
            ("[2], [3], and [note 4]", "2|3|note 4"),
            ("[2][3]", "2|3"),
            (" [2] & [3]; [4] ", "2|3|4"),
            ("[2]-[4]", "2|3|4"),
            ("[2] – [4], [9]", "2|3|4|9"),
            ("[3], [2]–[4]", "3|2|4"),
            ("[2] [2]", "2"),
            ("[3]", "3"),
            ("[^3]", "3"),
            ("[^moon], [^2]", "moon|2"),
        ] {
            let sources = Source::from_words(words);
            let is = sources.iter().filter_map(Source::reference);
            assert_eq!(is.collect::<Vec<_>>().join("|"), labels, "{words}");
            assert_eq!(sources.len(), labels.split('|').count(), "{words}");
        }
        for words in [
            "[2] or [3]",
            "[2] and [3].",
            "[2] and",
            "[2], p. 4",
            "[4]-[2]",
            "[2]-[a]",
            "[2]-[4000000000]",
            "[2]-4",
            "see [2] and [3]",
            "[2] and []",
            "[[2]]",
            "[2",
            "[]",
            "[^]",
        ] {
            assert_eq!(only(words).target.field(), "citation", "{words}");
        }
    }

    #[test]
    fn typed_sources_are_told_apart_and_read_back() {
        for (words, field, title) in [
            ("https://example.org/a", "url", ""),
            ("htp://example.org/a", "url", ""),
            ("[35]", "reference", ""),
            ("Annual Report 2022, p. 4", "citation", ""),
            ("Annual Report https://example.org", "url", "Annual Report"),
            ("“A: b” – c https://example.org/a", "url", "“A: b” – c"),
            ("see https://a.org and there", "citation", ""),
            ("https://a.org https://b.org", "citation", ""),
            ("Annual Report htp://example.org", "citation", ""),
        ] {
            let source = only(words);
            assert_eq!(source.target.field(), field, "{words}");
            assert_eq!(source.title, title, "{words}");
            assert_eq!(source.to_words(), words);
        }
        assert_eq!(Source::from_words("  "), []);
    }

    /// Found in use: the full stop behind a pasted address became a part of it.
    #[test]
    fn an_address_is_told_from_what_stands_around_it() {
        for (typed, address, title) in [
            ("https://x.org/a.", "https://x.org/a", ""),
            ("https://x.org/a,", "https://x.org/a", ""),
            ("(https://x.org/a)", "https://x.org/a", ""),
            ("<https://x.org/a>", "https://x.org/a", ""),
            ("“https://x.org/a”", "https://x.org/a", ""),
            ("\"https://x.org/a\".", "https://x.org/a", ""),
            ("https://x.org/a_(b)", "https://x.org/a_(b)", ""),
            ("https://x.org/a/", "https://x.org/a/", ""),
            ("https://x.org/?q=1&r=2", "https://x.org/?q=1&r=2", ""),
            ("https://x.org/a#b", "https://x.org/a#b", ""),
            ("https://x.org/a?", "https://x.org/a", ""),
            ("htp://x.org/a.", "htp://x.org/a.", ""),
            ("Report (https://x.org/a).", "https://x.org/a", "Report"),
            ("Report <https://x.org/a>", "https://x.org/a", "Report"),
            ("Report: https://x.org/a.", "https://x.org/a", "Report"),
            ("https://x.org/a – Report", "https://x.org/a", "Report"),
        ] {
            let source = only(typed);
            let is = (source.target.value(), source.title.as_str());
            assert_eq!(is, (address, title), "{typed}");
        }
        for typed in [
            "see https://x.org/a and there",
            "https://x.org https://y.org",
        ] {
            let source = only(typed);
            assert_eq!(source.target.field(), "citation", "{typed}");
        }
    }

    #[test]
    fn what_is_said_of_a_source_stays_when_it_is_corrected() {
        let old = Source {
            remark: "p. 4".to_owned(),
            accessed: "2026-11-22".to_owned(),
            extra: Extra::from([("x".to_owned(), 1.into())]),
            ..only("https://example.org/a")
        };
        let titled = old.corrected(only("Title https://example.org/a"));
        assert_eq!(
            (titled.title.as_str(), &titled.accessed),
            ("Title", &old.accessed)
        );
        let other = old.corrected(only("https://example.org/b"));
        assert_eq!((&other.remark, &other.extra), (&old.remark, &old.extra));
        assert_eq!(other.accessed, "");
    }
}
