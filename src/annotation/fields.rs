//! One annotation and what hangs on it.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::selector::Selector;
use super::tag::TagId;

/// Fields that this version does not know: kept, and written back in the order
/// of their names.
pub type Extra = BTreeMap<String, Value>;

/// The identity of an annotation: a UUID version 7 for those made here, any
/// string for those that came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(pub String);

impl AnnotationId {
    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AnnotationId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for AnnotationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment, as RFC 3339 in UTC; kept as it was written. Two of them made here
/// compare in time as they compare as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub String);

impl Timestamp {
    /// Whether it is a date with a time as RFC 3339 section 5.6 has it, with a day
    /// that the month has.
    pub fn is_rfc_3339(&self) -> bool {
        rfc_3339(self.0.as_bytes()).is_some()
    }
}

fn rfc_3339(time: &[u8]) -> Option<()> {
    let (date, rest) = time.split_at_checked(10)?;
    let (clock, rest) = rest.split_at_checked(9)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
        return None;
    };
    let &[b'T' | b't', h1, h2, b':', n1, n2, b':', s1, s2] = clock else {
        return None;
    };
    let year = number(&[y1, y2, y3, y4])?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match number(&[m1, m2])? {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => return None,
    };
    let has_day = (1..=days).contains(&number(&[d1, d2])?);
    // The sixtieth second is a leap second.
    let has_time = number(&[h1, h2])? < 24 && number(&[n1, n2])? < 60 && number(&[s1, s2])? <= 60;
    let zone = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            &fraction[digits..]
        }
        None => rest,
    };
    let has_zone = match *zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => number(&[h1, h2])? < 24 && number(&[m1, m2])? < 60,
        _ => false,
    };
    (has_day && has_time && has_zone).then_some(())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        Some(sum * 10 + digit)
    })
}

/// What a source points to: exactly one of the four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceTarget {
    /// A web address.
    Url(String),
    /// A citation in words.
    Citation(String),
    /// The label of one of the document's own references, such as `35`.
    Reference(String),
    /// A passage of a document: `<document>#<id>`.
    Passage(String),
}

impl SourceTarget {
    /// The name of its field in the annotation file.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Url(_) => "url",
            Self::Citation(_) => "citation",
            Self::Reference(_) => "reference",
            Self::Passage(_) => "passage",
        }
    }

    /// What stands in that field.
    pub fn value(&self) -> &str {
        match self {
            Self::Url(value)
            | Self::Citation(value)
            | Self::Reference(value)
            | Self::Passage(value) => value,
        }
    }
}

/// Where a passage can be checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// What it points to.
    pub target: SourceTarget,
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
            remark: String::new(),
            accessed: String::new(),
            extra: Extra::new(),
        }
    }

    /// Reads what a person typed: a web address, `[35]` for a reference of the
    /// document, anything else is a citation in words. `None` for white space.
    pub fn from_words(words: &str) -> Option<Self> {
        let words = words.trim();
        if words.is_empty() {
            return None;
        }
        let reference = words
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .filter(|label| !label.is_empty());
        let target = if let Some(label) = reference {
            SourceTarget::Reference(label.to_owned())
        } else if words.contains("://") && !words.contains(char::is_whitespace) {
            SourceTarget::Url(words.to_owned())
        } else {
            SourceTarget::Citation(words.to_owned())
        };
        Some(Self::new(target))
    }

    /// The source as [`Source::from_words`] reads it back.
    pub fn to_words(&self) -> String {
        match &self.target {
            SourceTarget::Reference(label) => format!("[{label}]"),
            other => other.value().to_owned(),
        }
    }
}

/// A link to another annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// `<document>#<id>`.
    pub to: String,
    /// `supports`, `contradicts`, `repeats`, `source-of` or the workspace's own.
    pub rel: String,
    /// Unknown fields.
    pub extra: Extra,
}

/// What came of checking a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The evidence bears it out.
    Supported,
    /// The evidence is against it.
    Refuted,
    /// There is too little evidence.
    NotEnoughEvidence,
    /// There is evidence both ways.
    Conflicting,
}

impl Verdict {
    /// All verdicts with their names in the annotation file.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("supported", Self::Supported),
        ("refuted", Self::Refuted),
        ("not-enough-evidence", Self::NotEnoughEvidence),
        ("conflicting", Self::Conflicting),
    ];

    /// The name in the annotation file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Refuted => "refuted",
            Self::NotEnoughEvidence => "not-enough-evidence",
            Self::Conflicting => "conflicting",
        }
    }
}

/// The optional attributes of a checked passage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes {
    /// Who says it.
    pub speaker: Option<String>,
    /// The day it was said.
    pub stated: Option<String>,
    /// What came of checking it.
    pub verdict: Option<Verdict>,
    /// How sure the annotator is, 0 to 1.
    pub confidence: Option<f64>,
    /// Why a source is needed: `statistic`, `quotation`, `causal`, `dead-link`, `other`.
    pub reason: Option<String>,
}

/// One tag on one passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Its identity, unique in its document.
    pub id: AnnotationId,
    /// The tag.
    pub tag: TagId,
    /// The passage: position and quote.
    pub selector: Selector,
    /// What the annotator wrote; may be empty and may have several lines.
    pub note: String,
    /// Where it can be checked.
    pub sources: Vec<Source>,
    /// How it hangs together with others.
    pub links: Vec<Link>,
    /// Optional attributes.
    pub attributes: Attributes,
    /// Who made it.
    pub creator: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Unknown fields.
    pub extra: Extra,
}

impl Annotation {
    /// A new annotation, without a note or anything else that may be added later.
    pub fn new(
        id: AnnotationId,
        tag: TagId,
        selector: Selector,
        creator: String,
        created: Timestamp,
    ) -> Self {
        Self {
            id,
            tag,
            selector,
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: Attributes::default(),
            creator,
            modified: created.clone(),
            created,
            extra: Extra::new(),
        }
    }

    /// Whether it still waits for a source: tagged as needing one, and none given.
    pub fn is_unsourced(&self) -> bool {
        self.tag.as_str() == TagId::NEEDS_SOURCE && self.sources.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_sources_are_told_apart_and_read_back() {
        for (words, field) in [
            ("https://example.org/a", "url"),
            ("[35]", "reference"),
            ("Annual Report 2022, p. 4", "citation"),
            ("see https://example.org", "citation"),
        ] {
            let source = Source::from_words(words).unwrap();
            assert_eq!(source.target.field(), field, "{words}");
            assert_eq!(source.to_words(), words);
        }
        assert_eq!(Source::from_words("  "), None);
    }
}
