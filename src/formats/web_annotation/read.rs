//! Reading Web Annotations: one, a list, a page, or a collection with its first page in it.
//!
//! An annotation that was made by this program has all that it says under a key of its own;
//! where another program has changed its passage, its label or its comment, that is what counts.

use std::collections::HashSet;

use serde_json::Value;

use crate::annotation::{AnnotationId, Extra, Link, Source, SourceTarget, TagId, Timestamp};
use crate::formats::import::json::{self, Fields, at};
use crate::formats::import::parts::Part;
use crate::formats::import::{
    Gathered, Imported, ImportedTag, Input, Placing, Reader, Unread, names, one_file, unnamed_label,
};
use crate::formats::problem::Problem;
use crate::formats::selectors::Found;
use crate::formats::{carried, iri};

use super::{CARRIED, CONTEXT, RELATION, WebAnnotation};

impl Reader for WebAnnotation {
    fn recognises(&self, input: &Input) -> bool {
        let Some(file) = input.only() else {
            return false;
        };
        let beginning = file.beginning();
        let is_json = beginning.trim_start().starts_with(['{', '[']);
        // With or without the `s` of `https`, as both are met.
        is_json && beginning.contains(CONTEXT.split_once("://").map_or(CONTEXT, |(_, rest)| rest))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        let mut read = Read::default();
        read.any("", &Part::new(file.text()?))?;
        Ok(Imported {
            problems: read.unread.problems(),
            documents: read.gathered.into_documents(),
            ..Imported::default()
        })
    }
}

/// The fields with what may be many.
const LONG: [&str; 3] = ["items", "@graph", "first"];

#[derive(Default)]
struct Read {
    gathered: Gathered,
    unread: Unread,
    ids: HashSet<String>,
}

/// What the bodies of an annotation say.
#[derive(Default)]
struct Said {
    labels: Vec<TagId>,
    notes: Vec<String>,
    sources: Vec<Source>,
    links: Vec<Link>,
}

impl Read {
    /// An annotation, or what holds several.
    fn any(&mut self, place: &str, part: &Part<'_>) -> Result<(), Problem> {
        if part.is_list() {
            return self.all(place, part);
        }
        let Some(split) = part.split(&LONG)? else {
            return Err(Problem::error(place, "must be an object"));
        };
        if is_a(&split.fields, "AnnotationCollection") {
            let place = at(place, "first");
            return match split.long("first") {
                Some(page) => self.any(&place, page),
                None => Err(Problem::error(
                    place,
                    "is not in the file: import the pages of the collection",
                )),
            };
        }
        for name in ["items", "@graph"] {
            let is_other = split.fields.contains_key(name);
            let list = split.long(name);
            if list.is_none() && !is_other {
                continue;
            }
            if split.fields.contains_key("next") {
                self.unread
                    .count("further pages, which are not in the file,");
            }
            let place = at(place, name);
            return match list {
                Some(list) if list.is_list() => self.all(&place, list),
                _ => Err(Problem::error(place, "must be a list")),
            };
        }
        if !is_a(&split.fields, "Annotation") {
            return Err(Problem::error(
                at(place, "type"),
                "must be Annotation, AnnotationPage or AnnotationCollection",
            ));
        }
        self.annotation(place, split.fields)
    }

    fn all(&mut self, place: &str, list: &Part<'_>) -> Result<(), Problem> {
        for (number, part) in list.elements().enumerate() {
            self.any(&format!("{place}[{number}]"), &part?)?;
        }
        Ok(())
    }

    fn annotation(&mut self, place: &str, mut fields: Fields) -> Result<(), Problem> {
        let written = json::text(place, &mut fields, CARRIED)?;
        let id = json::text(place, &mut fields, "id")?.unwrap_or_default();
        if !id.is_empty() && !self.ids.insert(id.clone()) {
            return Err(Problem::error(
                at(place, "id"),
                format!("{id} is there twice"),
            ));
        }
        let mut said = Said::default();
        if let Some(value) = json::text(place, &mut fields, "bodyValue")? {
            said.notes.push(value);
        }
        let body = fields.remove("body").unwrap_or_default();
        self.body(&at(place, "body"), body, &mut said)?;
        let mut tag = ImportedTag {
            place: place.to_owned(),
            ..ImportedTag::default()
        };
        let annotation = &mut tag.annotation;
        annotation.id = id.as_str().into();
        annotation.creator = creator(place, fields.remove("creator"))?.into();
        annotation.created = time(place, &mut fields, "created")?;
        annotation.modified = time(place, &mut fields, "modified")?;
        annotation.note = said.notes.join("\n\n");
        (annotation.sources, annotation.links) = (said.sources, said.links);
        let label = unnamed_label(&annotation.note);
        let mut labels = said.labels.into_iter();
        annotation.tag = labels.next().unwrap_or(label);
        let place = at(place, "target");
        let targets = match fields.remove("target") {
            None | Some(Value::Null) => return Err(Problem::error(place, "is missing")),
            Some(Value::Array(targets)) => targets,
            Some(target) => vec![target],
        };
        let labels: Vec<TagId> = labels.collect();
        let mut targets = targets.into_iter().peekable();
        while let Some(target) = targets.next() {
            let mut further = ImportedTag::default();
            if targets.peek().is_some() {
                further = tag.clone();
                further.annotation.id = "".into();
            }
            let tag = std::mem::replace(&mut tag, further);
            self.target(&place, target, tag, &labels, written.as_deref())?;
        }
        Ok(())
    }

    /// A target is a passage, or a document. Every further label is a tag of its own.
    fn target(
        &mut self,
        place: &str,
        target: Value,
        mut tag: ImportedTag,
        labels: &[TagId],
        written: Option<&str>,
    ) -> Result<(), Problem> {
        let (source, found) = match target {
            Value::String(iri) => (iri, Found::default()),
            target => {
                let mut fields = json::object(place, target)?;
                let source = match fields.remove("source").or_else(|| fields.remove("id")) {
                    Some(Value::String(iri)) => iri,
                    Some(Value::Object(mut source)) => {
                        let source = json::text(&at(place, "source"), &mut source, "id")?;
                        source.unwrap_or_default()
                    }
                    _ => return Err(Problem::error(at(place, "source"), "is missing")),
                };
                let selector = fields.remove("selector").unwrap_or_default();
                let found = Found::read(&at(place, "selector"), selector, &mut self.unread)?;
                (source, found)
            }
        };
        let found = match found.is_passage() || found.is_unread() {
            true => found,
            false => Found::of_fragment(&source),
        };
        if found.is_unread() {
            self.unread
                .count("passages that are known by neither words nor position");
            return Ok(());
        }
        match found.is_passage() {
            true => found.place(&mut tag),
            false => tag.placing = Placing::Document,
        }
        let documents = names(iri::document_names(&source).iter().map(String::as_str));
        if let Some(written) = written {
            let place = at(&tag.place, CARRIED);
            let label_of = |tag: &TagId| tag.to_string();
            tag.annotation = carried::merged(&place, written, &tag, label_of)?;
        } else if let Some(id) = own_id(&tag, &documents) {
            tag.annotation.id = id;
        }
        for label in labels {
            let mut further = tag.clone();
            further.annotation.id = "".into();
            further.annotation.tag.clone_from(label);
            self.gathered.add(documents.clone(), further);
        }
        self.gathered.add(documents, tag);
        Ok(())
    }

    fn body(&mut self, place: &str, body: Value, said: &mut Said) -> Result<(), Problem> {
        let mut fields = match body {
            Value::Null => return Ok(()),
            Value::Array(bodies) => {
                for (number, body) in bodies.into_iter().enumerate() {
                    self.body(&format!("{place}[{number}]"), body, said)?;
                }
                return Ok(());
            }
            Value::String(iri) => {
                said.lead_to(&iri, None);
                return Ok(());
            }
            body => json::object(place, body)?,
        };
        if let Some(items) = fields.remove("items") {
            return self.body(&at(place, "items"), items, said);
        }
        let is_label = ["tagging", "classifying"]
            .iter()
            .any(|purpose| has(&fields, "purpose", purpose));
        if let Some(value) = json::text(place, &mut fields, "value")? {
            match is_label {
                true if value.trim().is_empty() => {}
                true => said.labels.push(value.as_str().into()),
                false => said.notes.push(value),
            }
            return Ok(());
        }
        let iri = match fields.remove("source").or_else(|| fields.remove("id")) {
            Some(Value::String(iri)) => iri,
            Some(Value::Object(mut source)) => {
                let place = at(place, "source");
                json::text(&place, &mut source, "id")?.unwrap_or_default()
            }
            _ => String::new(),
        };
        let relation = json::text(place, &mut fields, RELATION)?;
        match (iri.is_empty(), is_label) {
            (true, _) => self
                .unread
                .count("bodies that are neither words nor an address"),
            (false, true) => said.labels.push(last_part(&iri).into()),
            (false, false) => said.lead_to(&iri, relation),
        }
        Ok(())
    }
}

impl Said {
    fn lead_to(&mut self, iri: &str, relation: Option<String>) {
        match (iri::passage(iri), relation) {
            (Some(to), Some(rel)) => self.links.push(Link {
                to,
                rel,
                extra: Extra::new(),
            }),
            (Some(passage), None) => {
                let target = SourceTarget::Passage(passage);
                self.sources.push(Source::new(target));
            }
            (None, _) => {
                let target = SourceTarget::Url(iri.to_owned());
                self.sources.push(Source::new(target));
            }
        }
    }
}

/// The id of a tag that this program has named, where nothing else of it is left.
fn own_id(tag: &ImportedTag, documents: &[String]) -> Option<AnnotationId> {
    let passage = iri::passage(tag.annotation.id.as_str())?;
    passage.id_in(documents.first()?)
}

/// The name of a class or a concept, from its address.
fn last_part(iri: &str) -> &str {
    let mut parts = iri.rsplit(['/', '#', ':']);
    parts.find(|part| !part.is_empty()).unwrap_or(iri)
}

/// Whether something is of a type, which may stand among others.
fn is_a(fields: &Fields, kind: &str) -> bool {
    has(fields, "type", kind) || has(fields, "@type", kind)
}

fn has(fields: &Fields, name: &str, word: &str) -> bool {
    let is_it = |value: &Value| {
        let value = value.as_str().unwrap_or_default();
        value == word || value.strip_prefix("oa:") == Some(word)
    };
    match fields.get(name) {
        Some(Value::Array(values)) => values.iter().any(is_it),
        Some(value) => is_it(value),
        None => false,
    }
}

/// A time, as RFC 3339 has it.
fn time(place: &str, fields: &mut Fields, name: &str) -> Result<Timestamp, Problem> {
    let time = Timestamp::from(json::text(place, fields, name)?.unwrap_or_default());
    match time.0.is_empty() || time.is_rfc_3339() {
        true => Ok(time),
        false => Err(Problem::error(
            at(place, name),
            format!("{} is no date with a time, as 2026-11-22T10:00:00Z", time.0),
        )),
    }
}

/// Who made it: a name, or what else there is.
fn creator(place: &str, value: Option<Value>) -> Result<String, Problem> {
    let place = at(place, "creator");
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(iri)) => Ok(iri),
        Some(Value::Array(all)) => {
            let all = all.into_iter().map(|one| creator(&place, Some(one)));
            let all: Vec<String> = all.collect::<Result<_, _>>()?;
            Ok(all.join(", "))
        }
        Some(Value::Object(fields)) => {
            let named = ["name", "nickname", "email", "id"];
            let mut known = named.iter().filter_map(|name| fields.get(*name)?.as_str());
            Ok(known.next().unwrap_or_default().to_owned())
        }
        Some(_) => Err(Problem::error(place, "must be a name or an object")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Imported, String> {
        let input = Input::file("a.jsonld", json.as_bytes().to_vec());
        WebAnnotation
            .read(&input)
            .map_err(|problem| problem.to_string())
    }

    fn one(rest: &str) -> String {
        format!(r#"{{"@context": "{CONTEXT}", "id": "https://x/1", "type": "Annotation", {rest}}}"#)
    }

    const TARGET: &str = r#""target": {"source": "https://x.org/d/a%20b.txt", "selector":
        {"type": "TextQuoteSelector", "exact": "grew"}}"#;

    #[test]
    fn what_others_write_is_read() {
        let body = r#""body": [{"type": "TextualBody", "value": "why?"},
            {"type": "TextualBody", "purpose": "tagging", "value": "claim"},
            {"type": "TextualBody", "purpose": ["tagging"], "value": "second"},
            "https://y.org/z"], "creator": {"name": "Ana"}, "created": "2026-11-22T10:00:00Z""#;
        let single = one(&format!("{body}, {TARGET}"));
        for json in [
            single.clone(),
            format!("[{single}]"),
            format!(r#"{{"type": ["AnnotationPage"], "items": [{single}]}}"#),
            format!(
                r#"{{"type": "AnnotationCollection", "total": 1,
                    "first": {{"type": "AnnotationPage", "items": [{single}]}}}}"#
            ),
        ] {
            let input = Input::file("x", json.as_bytes().to_vec());
            assert!(WebAnnotation.recognises(&input));
            let imported = read(&json).unwrap();
            let document = &imported.documents[0];
            assert_eq!(document.names[0], "d/a b.txt");
            let [further, tag] = &document.tags[..] else {
                panic!("{:?}", document.tags)
            };
            assert_eq!(tag.placing, Placing::Quote);
            let annotation = &tag.annotation;
            assert_eq!(annotation.id.as_str(), "https://x/1");
            assert_eq!(annotation.tag.as_str(), "claim");
            assert_eq!(annotation.note, "why?");
            assert_eq!(annotation.creator, "Ana");
            assert_eq!(annotation.sources[0].target.value(), "https://y.org/z");
            assert_eq!(annotation.selector.quote, "grew");
            assert_eq!(further.annotation.tag.as_str(), "second");
        }
        let whole = one(r#""bodyValue": "of all", "target": "https://x.org/a.txt""#);
        let tag = read(&whole).unwrap().documents.remove(0).tags.remove(0);
        assert_eq!(tag.placing, Placing::Document);
        assert_eq!(tag.annotation.tag.as_str(), "comment");
        let other =
            one(r#""target": {"source": "https://x", "selector": {"type": "SvgSelector"}}"#);
        let imported = read(&other).unwrap();
        assert!(imported.documents.is_empty());
        assert_eq!(imported.problems.len(), 1);
    }

    #[test]
    fn a_class_has_the_name_that_its_address_ends_with() {
        for (address, expected) in [
            ("https://x.org/kinds#claim", "claim"),
            ("https://x.org/kinds/claim/#/", "claim"),
            ("urn:x:", "x"),
            ("#", "#"),
        ] {
            let body = format!(r#""body": {{"purpose": "tagging", "source": "{address}"}}"#);
            let json = one(&format!("{body}, {TARGET}"));
            let tag = read(&json).unwrap().documents.remove(0).tags.remove(0);
            assert_eq!(tag.annotation.tag.as_str(), expected, "{address}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let twice = one(TARGET);
        for (json, told) in [
            (
                "{",
                "line 1, column 1: is not JSON: EOF while parsing an object",
            ),
            ("7", "must be an object"),
            (
                "{}",
                "type: must be Annotation, AnnotationPage or AnnotationCollection",
            ),
            (&one(r#""body": 1"#), "body: must be an object"),
            (&one(r#""body": "https://x""#), "target: is missing"),
            (&one(r#""target": {}"#), "target.source: is missing"),
            (
                &one(r#""target": {"source": 4}"#),
                "target.source: is missing",
            ),
            (
                &one(&format!(r#""created": "yesterday", {TARGET}"#)),
                "created: yesterday is no date with a time, as 2026-11-22T10:00:00Z",
            ),
            (
                &one(&format!(r#""postil:tag": "{{", {TARGET}"#)),
                "postil:tag: is not JSON: EOF while parsing an object at line 1 column 1",
            ),
            (
                &one(&format!(r#""postil:tag": "{{}}", {TARGET}"#)),
                "postil:tag.id: is missing",
            ),
            (
                &format!("[{twice}, {twice}]"),
                "[1].id: https://x/1 is there twice",
            ),
            (
                r#"{"type": "AnnotationPage", "items": {}}"#,
                "items: must be a list",
            ),
            (
                r#"{"type": "AnnotationCollection", "first": "https://x/page1"}"#,
                "first: is not in the file: import the pages of the collection",
            ),
            (
                r#"{"type": "AnnotationPage", "items": [{"type": "Annotation", "target":
                    {"source": "a", "selector": {"type": "TextPositionSelector", "start": "1"}}}]}"#,
                "items[0].target.selector.start: must be a whole number from 0",
            ),
        ] {
            assert_eq!(read(json).unwrap_err(), told, "{json}");
        }
    }
}
