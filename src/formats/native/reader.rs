//! Reading the values of the annotation file, with a problem for whatever is wrong.
//!
//! Must not know: how the values stand in the file.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};

use crate::annotation::{
    Annotation, AnnotationId, Attribute, AttributeTable, AttributeValue, Attributes, DocumentFacts,
    Done, Extra, Kind, Link, Selector, Source, SourceTarget, TagId,
};
use crate::formats::problem::{Problem, Severity};
use crate::text::CodePoint;

use super::{GREATEST_OFFSET, Integrity, TARGET_FIELDS};

pub(super) type Fields = Map<String, Value>;

/// Reads values, and keeps what was wrong with them.
pub(super) struct Reader {
    pub(super) attributes: &'static AttributeTable,
    /// The row of the first attribute which every annotation has.
    pub(super) usual: usize,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(attributes: &'static AttributeTable) -> Self {
        Self {
            attributes,
            usual: attributes.position("creator").unwrap_or_default(),
            problems: Vec::new(),
        }
    }

    pub(super) fn error(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::error(place, message));
    }

    /// What the problems so far make of a file of this version.
    pub(super) fn integrity(&self) -> Integrity {
        let mut problems = self.problems.iter();
        match problems.find(|problem| problem.severity == Severity::Error) {
            Some(_) => Integrity::Broken,
            None => Integrity::Whole,
        }
    }

    pub(super) fn warn(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::warning(place, message));
    }

    pub(super) fn blank(&self) -> Annotation {
        Annotation {
            attributes: Attributes::new(self.attributes),
            ..Annotation::default()
        }
    }

    /// Reads one annotation; `None` when nothing of it could be shown.
    pub(super) fn annotation(&mut self, place: &str, mut fields: Fields) -> Option<Annotation> {
        let mut annotation = self.blank();
        let id = self.required(&mut fields, place, "id");
        let tag = self.required(&mut fields, place, "tag");
        let selector = self.selector(place, &mut fields);
        // Even of one that cannot be shown, so that all its problems are reported at once.
        self.rest(place, fields, &mut annotation);
        annotation.id = AnnotationId(id?);
        annotation.tag = TagId(tag?.into());
        annotation.selector = selector?;
        Some(annotation)
    }

    /// Reads the attributes of an annotation, and keeps the unknown fields.
    pub(super) fn rest(&mut self, place: &str, fields: Fields, annotation: &mut Annotation) {
        let attributes = self.attributes.all();
        let row = |name: &str| {
            let row = self.attributes.position(name);
            row.filter(|row| attributes[*row].is_listed())
        };
        let fields = fields.into_iter();
        let mut fields: Vec<_> = fields
            .map(|(name, value)| (row(&name), name, value))
            .collect();
        // What is wrong with them is told in the order of the table.
        fields.sort_by_key(|(row, _, _)| *row);
        for (row, name, value) in fields {
            match row {
                Some(row) => {
                    let place = at(place, attributes[row].name);
                    let value = self.attribute(place, &attributes[row], value);
                    annotation.set_value(&attributes[row], value);
                }
                None => annotation.set_unlisted(&name, Some(value)),
            }
        }
    }

    fn attribute(
        &mut self,
        place: At<'_>,
        attribute: &Attribute,
        value: Value,
    ) -> Option<AttributeValue<'static>> {
        let read = match attribute.kind {
            Kind::Sources => {
                let sources = self.list(place, value, Self::source);
                Ok(AttributeValue::Sources(sources.into()))
            }
            Kind::Links => {
                let links = self.list(place, value, Self::link);
                Ok(AttributeValue::Links(links.into()))
            }
            Kind::Share => Kind::share(value.as_f64()),
            Kind::OneOf(names) => Kind::one_of(names, &self.words(place, value)?),
            Kind::Annotation => {
                let id = AnnotationId(self.words(place, value)?);
                Ok(AttributeValue::Annotation(Cow::Owned(id)))
            }
            // It stands among the unknown fields.
            Kind::History => Ok(None?),
            Kind::Text | Kind::Time => Ok(AttributeValue::Text(self.words(place, value)?.into())),
        };
        read.map_err(|message| self.error(&place.to_string(), message))
            .ok()
    }

    fn selector(&mut self, place: &str, fields: &mut Fields) -> Option<Selector> {
        let start = self.offset(fields, place, "start");
        let end = self.offset(fields, place, "end");
        let quote = self.present(fields, place, "quote");
        let quote = quote.and_then(|quote| self.string(at(place, "quote"), quote));
        let prefix = self.text(fields, place, "prefix");
        let suffix = self.text(fields, place, "suffix");
        let (start, end, quote) = (start?, end?, quote?);
        if start > end {
            let message = format!("{start} lies after the end, {end}");
            self.error(&at(place, "start").to_string(), message);
            return None;
        }
        let selector = Selector {
            start,
            end,
            quote,
            prefix,
            suffix,
        };
        self.check_quote(|| place.to_owned(), &selector);
        Some(selector)
    }

    /// Warns where a quote is not as long as its extent. The extent must not end before
    /// it begins.
    pub(super) fn check_quote(&mut self, place: impl Fn() -> String, selector: &Selector) {
        let counted = selector.quoted_code_points();
        let span = selector.end.0 - selector.start.0;
        if counted != span {
            let message = format!("has {counted} code points where start and end span {span}");
            self.warn(&at(&place(), "quote").to_string(), message);
        }
    }

    fn source(&mut self, place: &str, mut fields: Fields) -> Option<Source> {
        let mut targets = Vec::new();
        for field in TARGET_FIELDS {
            if let Some(value) = fields.remove(field) {
                let value = self.string(at(place, field), value);
                targets.extend(value.and_then(|value| SourceTarget::from_field(field, value)));
            }
        }
        let remark = self.text(&mut fields, place, "remark");
        let accessed = self.text(&mut fields, place, "accessed");
        let title = match &targets[..] {
            [SourceTarget::Url(_), SourceTarget::Citation(title)] => title.clone(),
            _ => String::new(),
        };
        if title.is_empty() && targets.len() != 1 {
            let message = "must have exactly one of url, citation, reference and passage, or a url and its title as citation";
            self.error(place, message);
        }
        Some(Source {
            target: targets.into_iter().next()?,
            title,
            remark,
            accessed,
            extra: fields.into_iter().collect(),
        })
    }

    fn link(&mut self, place: &str, mut fields: Fields) -> Option<Link> {
        let to = self.required(&mut fields, place, "to");
        let rel = self.required(&mut fields, place, "rel");
        Some(Link {
            to: to?.into(),
            rel: rel?,
            extra: Extra::from_iter(fields),
        })
    }

    /// Reads what is said of the document as a whole.
    pub(super) fn facts(&mut self, document: &mut Fields) -> DocumentFacts {
        let note = self.text(document, "document", "note");
        let marks = document.remove("done");
        let marks = marks.map(|marks| self.list(at("document", "done"), marks, Self::done));
        let facts = DocumentFacts::default().with_note(note);
        facts.with_done(marks.unwrap_or_default())
    }

    fn done(&mut self, place: &str, mut fields: Fields) -> Option<Done> {
        let by = self.required(&mut fields, place, "by");
        let at = self.text(&mut fields, place, "at");
        let sha256 = self.text(&mut fields, place, "sha256");
        Some(Done {
            by: by?,
            at: at.into(),
            sha256,
            extra: Extra::from_iter(fields),
        })
    }

    /// Reads a list of ids; one that is given twice counts once.
    pub(super) fn ids(&mut self, place: &str, value: Option<Value>) -> Vec<AnnotationId> {
        let values = match value {
            Some(Value::Array(values)) => values,
            Some(_) => {
                self.error(place, "must be a list");
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let values = values.into_iter().enumerate();
        let ids =
            values.filter_map(|(index, id)| self.words(at("", &format!("{place}[{index}]")), id));
        ids.map(AnnotationId).collect()
    }

    /// Says where the score of a suggestion is none.
    pub(super) fn check_score(&mut self, place: &str, fields: &Fields) {
        let is_score = |value: &Value| {
            let score = value.as_f64();
            score.is_some_and(|score| (0.0..=1.0).contains(&score))
        };
        if fields.get("score").is_some_and(|value| !is_score(value)) {
            self.error(
                &at(place, "score").to_string(),
                "must be a number from 0 to 1",
            );
        }
    }

    fn list<T>(
        &mut self,
        place: At<'_>,
        value: Value,
        mut read: impl FnMut(&mut Self, &str, Fields) -> Option<T>,
    ) -> Vec<T> {
        let Value::Array(values) = value else {
            self.error(&place.to_string(), "must be a list");
            return Vec::new();
        };
        let mut list = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            let place = format!("{place}[{index}]");
            if let Value::Object(fields) = value {
                list.extend(read(self, &place, fields));
            } else {
                self.error(&place, "must be an object");
            }
        }
        list
    }

    /// A text of an attribute; an empty one says nothing.
    fn words(&mut self, place: At<'_>, value: Value) -> Option<String> {
        let text = self.string(place, value);
        text.filter(|text| !text.is_empty())
    }

    fn string(&mut self, place: At<'_>, value: Value) -> Option<String> {
        let Value::String(text) = value else {
            self.error(&place.to_string(), "must be a string");
            return None;
        };
        Some(text)
    }

    pub(super) fn text(&mut self, fields: &mut Fields, place: &str, key: &str) -> String {
        let value = fields.remove(key);
        let text = value.and_then(|value| self.string(at(place, key), value));
        text.unwrap_or_default()
    }

    fn required(&mut self, fields: &mut Fields, place: &str, key: &str) -> Option<String> {
        let value = self.present(fields, place, key)?;
        let text = self.string(at(place, key), value)?;
        if text.is_empty() {
            self.error(&at(place, key).to_string(), "is empty");
        }
        Some(text).filter(|text| !text.is_empty())
    }

    fn present(&mut self, fields: &mut Fields, place: &str, key: &str) -> Option<Value> {
        let value = fields.remove(key);
        if value.is_none() {
            self.error(&at(place, key).to_string(), "is missing");
        }
        value
    }

    fn offset(&mut self, fields: &mut Fields, place: &str, key: &str) -> Option<CodePoint> {
        let value = self.present(fields, place, key)?;
        let number = self.whole_number(at(place, key), &value)?;
        usize::try_from(number).ok().map(CodePoint)
    }

    pub(super) fn whole_number(&mut self, place: At<'_>, value: &Value) -> Option<u64> {
        let number = value.as_u64().filter(|number| *number <= GREATEST_OFFSET);
        if number.is_none() {
            let message = "must be a whole number from 0, and no greater than 2^53";
            self.error(&place.to_string(), message);
        }
        number
    }
}

/// The place of a field of something; of the whole, only its name. It becomes words where
/// something is wrong there, which is hardly ever.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    place: &'a str,
    key: &'a str,
}

pub(super) fn at<'a>(place: &'a str, key: &'a str) -> At<'a> {
    At { place, key }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}.", self.place)?;
        }
        f.write_str(self.key)
    }
}
