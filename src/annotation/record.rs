//! One annotation.

use std::borrow::Cow;

use compact_str::CompactString;

use super::attributes::{Attribute, Attributes, CONFLICTS_WITH, Held, Value};
use super::link::{Link, PassageRef};
use super::source::{Source, SourceTarget};
use super::{extra::Extra, id::AnnotationId, selector::Selector};
use super::{tag::TagId, timestamp::Timestamp};

/// The field of an annotation that was placed on another version of its document than the
/// file names. It stands among the unknown ones, which every version keeps.
const PLACED_ON: &str = "document_sha256";
/// The field with the words of a passage that it was put on, and somebody has said is not its
/// own. It stands among the unknown ones, too.
const REJECTED: &str = "rejected";
/// The field with the words on which its verdict was given, where its passage has others. It
/// stands among the unknown ones, as those above.
const VERDICT_QUOTE: &str = "verdict_quote";

/// The longest note that is taken, in bytes; longer ones that stand in a file are kept. A
/// novel has no room here: it would be in memory several times, and looked at with each key.
pub(crate) const LONGEST_NOTE: usize = 256 << 10;

/// One tag on one passage.
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// Its links to other annotations.
    pub links: Vec<Link>,
    /// Optional attributes.
    pub attributes: Attributes,
    /// Who made it.
    pub creator: CompactString,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Unknown fields.
    pub extra: Extra,
}

impl Annotation {
    /// A new annotation, without a note or anything else that may be added later.
    pub(crate) fn new(
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
            creator: creator.into(),
            modified: created.clone(),
            created,
            ..Self::default()
        }
    }

    /// Whether it still waits for a source: tagged as needing one, and none given.
    pub(crate) fn is_unsourced(&self) -> bool {
        self.tag.as_str() == TagId::NEEDS_SOURCE && self.sources.is_empty()
    }

    /// Where its links and sources lead, among the annotations.
    pub(crate) fn leads_to(&self) -> impl Iterator<Item = &PassageRef> {
        let links = self.links.iter().map(|link| &link.to);
        let sources = self.sources.iter();
        links.chain(sources.filter_map(|source| match &source.target {
            SourceTarget::Passage(passage) => Some(passage),
            _ => None,
        }))
    }

    /// The annotation that this one is a version of, kept beside it because two sides
    /// had changed it differently.
    pub(crate) fn version_of(&self) -> Option<&AnnotationId> {
        match self.attributes.get(CONFLICTS_WITH)? {
            Value::Annotation(id) => Some(id),
            _ => None,
        }
    }

    pub(crate) fn set_version_of(&mut self, annotation: Option<AnnotationId>) {
        let value = annotation.map(|id| Value::Annotation(Cow::Owned(id)));
        self.attributes.set(CONFLICTS_WITH, value);
    }

    /// SHA-256 of the version of its document in which it stands where its selector says,
    /// where that is not the one that its file names; empty where it is not known.
    pub(crate) fn placed_on(&self) -> Option<&str> {
        self.text_field(PLACED_ON)
    }

    /// The same annotation, placed on a version of its document; `None` is the one that its
    /// file names.
    pub(crate) fn placed(self, on: Option<&str>) -> Self {
        self.with_text_field(PLACED_ON, on)
    }

    /// The words of a passage of which somebody has said that it is not this one.
    pub(crate) fn rejected(&self) -> Option<&str> {
        self.text_field(REJECTED)
    }

    /// The same annotation, which is said not to be the passage with these words; `None` takes
    /// that back.
    pub(crate) fn with_rejected(self, words: Option<&str>) -> Self {
        self.with_text_field(REJECTED, words)
    }

    /// The words on which its verdict was given, where those are not the words that it was
    /// put on.
    pub(crate) fn verdict_quote(&self) -> Option<&str> {
        self.text_field(VERDICT_QUOTE)
    }

    /// The same annotation, whose verdict was given on these words; `None` is those that it
    /// was put on.
    pub(super) fn with_verdict_quote(self, words: Option<&str>) -> Self {
        self.with_text_field(VERDICT_QUOTE, words)
    }

    fn text_field(&self, name: &str) -> Option<&str> {
        self.extra.get(name)?.as_str()
    }

    fn with_text_field(mut self, name: &str, words: Option<&str>) -> Self {
        match words {
            Some(words) => drop(self.extra.insert(name.to_owned(), words.into())),
            None => drop(self.extra.remove(name)),
        }
        self
    }

    /// How many unknown fields it has that a report for people does not tell in words of its
    /// own.
    pub(crate) fn untold_fields(&self) -> usize {
        let told = [
            self.verdict_quote().is_some(),
            !self.past().is_empty(),
            self.has_trail(),
        ];
        self.unlisted().len() - told.into_iter().filter(|is_told| *is_told).count()
    }

    /// What an attribute of its table says; for the optional ones `None` where it says
    /// nothing, for the others an empty value.
    pub(crate) fn value(&self, attribute: &Attribute) -> Option<Value<'_>> {
        let text = |text| Some(Value::Text(Cow::Borrowed(text)));
        match attribute.held {
            Held::Note => text(&self.note),
            Held::Creator => text(&self.creator),
            Held::Created => text(&self.created.0),
            Held::Modified => text(&self.modified.0),
            Held::Sources => Some(Value::Sources(Cow::Borrowed(&self.sources))),
            Held::Links => Some(Value::Links(Cow::Borrowed(&self.links))),
            Held::Attributes => self.attributes.get(attribute.name).cloned(),
        }
    }

    /// Gives an attribute of its table a value, or takes it away. A value that is not of
    /// the attribute's kind is none.
    pub(crate) fn set_value(&mut self, attribute: &Attribute, value: Option<Value<'_>>) {
        match attribute.held {
            Held::Note | Held::Creator | Held::Created | Held::Modified => match value {
                Some(Value::Text(text)) => self.set_text(attribute, text),
                _ => self.set_text(attribute, Cow::Borrowed("")),
            },
            Held::Sources => match value {
                Some(Value::Sources(sources)) => self.sources = sources.into_owned(),
                _ => self.sources.clear(),
            },
            Held::Links => match value {
                Some(Value::Links(links)) => self.links = links.into_owned(),
                _ => self.links.clear(),
            },
            Held::Attributes => self
                .attributes
                .set(attribute.name, value.map(Value::into_owned)),
        }
    }

    /// As [`set_value`](Self::set_value) does, with a text.
    pub(crate) fn set_text(&mut self, attribute: &Attribute, text: Cow<'_, str>) {
        match attribute.held {
            Held::Note => self.note = text.into_owned(),
            Held::Creator => self.creator = text.into(),
            Held::Created => self.created.0 = text.into(),
            Held::Modified => self.modified.0 = text.into(),
            Held::Sources | Held::Links | Held::Attributes => {
                self.set_value(attribute, Some(Value::Text(text)));
            }
        }
    }

    /// The attributes that say something, in the order of the annotation file, without
    /// those that stand among the [unknown fields](Self::unlisted) there.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&'static Attribute, Value<'_>)> {
        let listed = self.attributes.table().listed();
        let values = listed.filter_map(|attribute| Some((attribute, self.value(attribute)?)));
        values.filter(|(_, value)| !value.is_empty())
    }

    /// What stands behind the known fields in the annotation file and the exports: the
    /// unknown ones, and among them the attributes that earlier versions did not know.
    pub(crate) fn unlisted(&self) -> Cow<'_, Extra> {
        let mut unlisted = Cow::Borrowed(&self.extra);
        for (attribute, value) in self.attributes.iter() {
            if !attribute.is_listed() {
                let name = attribute.name.to_owned();
                unlisted.to_mut().insert(name, value.to_unlisted());
            }
        }
        unlisted
    }

    /// Sets or removes a field that stands behind the known ones, whether it is an
    /// attribute or unknown.
    pub(crate) fn set_unlisted(&mut self, name: &str, mut value: Option<serde_json::Value>) {
        let attribute = self.attributes.table().get(name);
        let attribute = attribute.filter(|attribute| !attribute.is_listed());
        if let Some(Attribute { name, kind, .. }) = attribute {
            let typed = value.as_ref().and_then(|value| kind.parse_unlisted(value));
            // What is of another kind is no such attribute and stays as it was written.
            value = value.filter(|_| typed.is_none());
            self.attributes.set(name, typed);
        }
        self.extra.remove(name);
        self.extra
            .extend(value.map(|value| (name.to_owned(), value)));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::annotation::set::tests::annotation;

    #[test]
    fn the_mark_of_a_version_stands_among_the_unknown_fields() {
        let mut version = annotation("b", 0, 3);
        version.extra = Extra::from([("a".to_owned(), json!(1)), ("z".to_owned(), json!(2))]);
        version.set_version_of(Some("a".into()));
        let unlisted = version.unlisted().into_owned();
        let written: Vec<_> = unlisted
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect();
        let expected = [
            ("a", &json!(1)),
            (CONFLICTS_WITH, &json!("a")),
            ("z", &json!(2)),
        ];
        assert_eq!(written, expected);
        let mut read = annotation("b", 0, 3);
        for (name, value) in unlisted {
            read.set_unlisted(&name, Some(value));
        }
        assert_eq!(read, version);
        assert_eq!(read.version_of(), Some(&"a".into()));
        read.set_unlisted(CONFLICTS_WITH, None);
        assert_eq!((read.version_of(), read.extra.len()), (None, 2));
    }

    #[test]
    fn a_mark_that_names_no_annotation_is_an_unknown_field() {
        for foreign in [json!(5), json!(null), json!(["a"])] {
            let mut one = annotation("b", 0, 3);
            one.set_unlisted(CONFLICTS_WITH, Some(foreign.clone()));
            assert_eq!(one.version_of(), None);
            assert_eq!(one.extra[CONFLICTS_WITH], foreign);
            assert_eq!(one.unlisted()[CONFLICTS_WITH], foreign);
        }
    }
}
