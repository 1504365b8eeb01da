//! The values of attributes, by kind.
//!
//! Must not know: which attributes there are.

use std::borrow::Cow;
use std::fmt;

use crate::annotation::past::{self, Past};
use crate::annotation::{id::AnnotationId, link::Link, source::Source, timestamp::Timestamp};

/// What the values of an attribute are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any words; no words are no value.
    Text,
    /// A moment, as [`Timestamp`] has it; kept as it was written.
    Time,
    OneOf(&'static [&'static str]),
    /// A number from 0 to 1.
    Share,
    Sources,
    Links,
    /// Another annotation of the same document.
    Annotation,
    /// The tags that it had before.
    History,
}

/// A value of an attribute, owned or borrowed.
#[derive(Clone, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Name(&'static str),
    Share(f64),
    Sources(Cow<'a, [Source]>),
    Links(Cow<'a, [Link]>),
    Annotation(Cow<'a, AnnotationId>),
    History(Cow<'a, [Past]>),
}

impl Kind {
    /// Reads one of a few names. An error here and below is part of a sentence.
    pub fn one_of(names: &'static [&'static str], word: &str) -> Result<Value<'static>, String> {
        let known = names.iter().find(|name| **name == word);
        let value = known.map(|name| Value::Name(name));
        value.ok_or_else(|| format!("\"{word}\" is not one of {}", names.join(", ")))
    }

    pub fn share(number: Option<f64>) -> Result<Value<'static>, String> {
        let share = number.filter(|number| (0.0..=1.0).contains(number));
        let value = share.map(Value::Share);
        value.ok_or_else(|| "must be a number from 0 to 1".to_owned())
    }

    /// Reads what a person typed.
    pub fn parse(self, words: &str) -> Result<Value<'static>, String> {
        let words = words.trim();
        if words.is_empty() {
            return Err("must not be empty".to_owned());
        }
        let text = || Value::Text(Cow::Owned(words.to_owned()));
        match self {
            Self::Text => Ok(text()),
            Self::Time if Timestamp(words.into()).is_rfc_3339() => Ok(text()),
            Self::Time => Err(format!(
                "\"{words}\" is not an RFC 3339 time such as 2026-11-22T07:43:16Z"
            )),
            Self::OneOf(names) => Self::one_of(names, words),
            Self::Share => Self::share(words.parse().ok()),
            Self::Sources => Ok(Value::Sources(Source::from_words(words).into())),
            Self::Links => Err("a link is not given in words".to_owned()),
            Self::Annotation => Ok(Value::Annotation(Cow::Owned(words.into()))),
            Self::History => Err("a history is not given in words".to_owned()),
        }
    }

    /// Reads a value that stands among the unknown fields; `None` where that would not be
    /// written back as it is.
    pub(in crate::annotation) fn parse_unlisted(
        self,
        value: &serde_json::Value,
    ) -> Option<Value<'static>> {
        if self == Self::History {
            let past = past::list_from_json(value)?;
            return Some(Value::History(past.into()));
        }
        let words = value.as_str()?;
        let typed = self.parse(words).ok();
        typed.filter(|typed| typed.to_words() == words)
    }

    pub(super) fn allows(self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Text | Self::Time, Value::Text(_))
            | (Self::Sources, Value::Sources(_))
            | (Self::Links, Value::Links(_))
            | (Self::Annotation, Value::Annotation(_))
            | (Self::History, Value::History(_)) => true,
            (Self::OneOf(names), Value::Name(name)) => names.contains(name),
            (Self::Share, Value::Share(share)) => (0.0..=1.0).contains(share),
            _ => false,
        }
    }
}

impl Value<'_> {
    /// Whether the value says nothing; such a value is not written.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Sources(sources) => sources.is_empty(),
            Self::Links(links) => links.is_empty(),
            Self::History(past) => past.is_empty(),
            Self::Name(_) | Self::Share(_) | Self::Annotation(_) => false,
        }
    }

    /// The value as [`Kind::parse`] reads it back; sources and links one a line.
    pub fn to_words(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Name(name) => Cow::Borrowed(name),
            Self::Share(share) => Cow::Owned(share.to_string()),
            Self::Annotation(id) => Cow::Borrowed(id.as_str()),
            Self::Sources(sources) => joined(sources.iter().map(Source::to_words)),
            Self::Links(links) => {
                joined(links.iter().map(|link| format!("{} {}", link.rel, link.to)))
            }
            Self::History(past) => joined(past.iter().map(Past::to_words)),
        }
    }

    /// The value as it stands among the unknown fields.
    pub(in crate::annotation) fn to_unlisted(&self) -> serde_json::Value {
        match self {
            Self::History(past) => past::list_to_json(past),
            _ => self.to_words().into_owned().into(),
        }
    }

    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Name(name) => Value::Name(name),
            Self::Share(share) => Value::Share(share),
            Self::Sources(sources) => Value::Sources(Cow::Owned(sources.into_owned())),
            Self::Links(links) => Value::Links(Cow::Owned(links.into_owned())),
            Self::Annotation(id) => Value::Annotation(Cow::Owned(id.into_owned())),
            Self::History(past) => Value::History(Cow::Owned(past.into_owned())),
        }
    }
}

fn joined(words: impl Iterator<Item = String>) -> Cow<'static, str> {
    Cow::Owned(words.collect::<Vec<_>>().join("\n"))
}

/// The bare value. A name looks like a variant of a Rust enum (`NotEnoughEvidence` for
/// `not-enough-evidence`): it was one when ids were first derived from this form (see
/// `merge.rs`).
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Share(share) => share.fmt(f),
            Self::Sources(sources) => sources.fmt(f),
            Self::Links(links) => links.fmt(f),
            Self::Annotation(id) => id.fmt(f),
            Self::History(past) => past.fmt(f),
            Self::Name(name) => {
                for word in name.split('-') {
                    let (first, rest) = word.split_at(word.len().min(1));
                    write!(f, "{}{rest}", first.to_ascii_uppercase())?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERDICTS: Kind = Kind::OneOf(&["refuted", "not-enough-evidence"]);

    #[test]
    fn typed_values_are_read_back() {
        for (kind, words) in [
            (Kind::Text, "Ana, 2nd"),
            (Kind::Time, "2026-11-22T07:43:16Z"),
            (VERDICTS, "not-enough-evidence"),
            (Kind::Share, "0.25"),
            (Kind::Sources, "[35]"),
            (Kind::Annotation, "id"),
        ] {
            let value = kind.parse(&format!(" {words} ")).unwrap();
            assert_eq!(value.to_words(), words, "{kind:?}");
            assert!(kind.allows(&value) && !value.is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn a_name_is_one_of_its_kind() {
        assert!(VERDICTS.allows(&Value::Name("refuted")));
        assert!(!VERDICTS.allows(&Value::Name("perhaps")));
    }

    #[test]
    fn what_is_wrong_with_typed_words_is_told() {
        for (kind, words, error) in [
            (Kind::Text, "  ", "must not be empty"),
            (
                Kind::Time,
                "today",
                "\"today\" is not an RFC 3339 time such as 2026-11-22T07:43:16Z",
            ),
            (
                VERDICTS,
                "wrong",
                "\"wrong\" is not one of refuted, not-enough-evidence",
            ),
            (Kind::Share, "1.5", "must be a number from 0 to 1"),
            (Kind::Share, "NaN", "must be a number from 0 to 1"),
            (Kind::Links, "x", "a link is not given in words"),
        ] {
            assert_eq!(kind.parse(words), Err(error.to_owned()), "{kind:?}");
        }
    }
}
