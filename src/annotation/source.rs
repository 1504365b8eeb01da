//! Where a passage can be checked.

use super::{extra::Extra, link::PassageRef};

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
    pub(crate) fn from_words(words: &str) -> Option<Self> {
        let words = words.trim();
        if words.is_empty() {
            return None;
        }
        let label = words
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let target = if let Some(label) = label.filter(|label| !label.is_empty()) {
            SourceTarget::Reference(label.to_owned())
        } else if words.contains("://") && !words.contains(char::is_whitespace) {
            SourceTarget::Url(words.to_owned())
        } else {
            SourceTarget::Citation(words.to_owned())
        };
        Some(Self::new(target))
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
            other => other.value().to_owned(),
        }
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
