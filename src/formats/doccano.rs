//! doccano's JSON Lines: a line for each document, with its text and the spans in it.
//!
//! Offsets are code points, with the end exclusive. doccano knows two shapes: `label` is a list of
//! `[start, end, label]` for sequence labelling; `entities` and `relations` are objects with ids,
//! for a project with relations. Both are written, since a project takes one of them and keeps the
//! other fields of a line as they are; so it keeps `postil`, in which all stands that a span has no
//! room for. All is in ASCII, because doccano guesses the encoding of a file, and every line has
//! all fields, because it makes `NaN` of those that are missing.
//!
//! Must not know: files.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use crate::annotation::{Selector, TagId};
use crate::text::Text;

use super::bundle::ExportDocument;
use super::carried::{self, CarriedBeside, passage_of};
use super::import::json::{self, Fields};
use super::import::outline::Outline;
use super::import::rows::{passage, rows};
use super::import::{
    Gathered, Imported, ImportedDocument, ImportedTag, Input, InputFile, Reader, Unread, names,
};
use super::json::{Object, to_ascii_json};
use super::piece::{Piece, Writer};
use super::problem::Problem;
use super::within::Within;

pub(super) struct Doccano;

impl Writer for Doccano {
    fn is_whole(&self) -> bool {
        true
    }

    fn tags(&self, document: &ExportDocument, _: Range<usize>, piece: &mut Piece) {
        let Some(within) = Within::new(document, &mut piece.tally) else {
            return;
        };
        let spans = within.tags.iter().enumerate();
        let entities = spans.map(|(number, (annotation, place))| {
            let mut entity = Object::default();
            entity.put("id", number + 1);
            entity.put("label", annotation.tag.as_str());
            entity.put("start_offset", place.start.0);
            entity.put("end_offset", place.end.0);
            entity
        });
        let entities: Vec<Object> = entities.collect();
        let labels = within.tags.iter().map(|(annotation, place)| {
            let label = annotation.tag.as_str();
            Value::from(vec![
                Value::from(place.start.0),
                Value::from(place.end.0),
                Value::from(label),
            ])
        });
        let labels: Vec<Value> = labels.collect();
        let relations = within.relations.iter().enumerate();
        let relations = relations.map(|(number, (from, name, to))| {
            let mut relation = Object::default();
            relation.put("id", number + 1);
            relation.put("from_id", from + 1);
            relation.put("to_id", to + 1);
            relation.put("type", *name);
            relation
        });
        let relations: Vec<Object> = relations.collect();
        let tags = within.tags.iter();
        for (annotation, _) in tags.clone() {
            piece.tally.tell_hidden(annotation, &[]);
        }
        let all: Vec<Object> = tags
            .map(|(annotation, place)| carried::object(annotation, *place))
            .collect();
        let mut line = Object::default();
        line.put("path", document.path.as_str());
        line.put("sha256", document.sha256.as_str());
        line.put("text", within.words());
        line.put("label", labels);
        line.put("entities", super::json::Node::List(entities));
        line.put("relations", super::json::Node::List(relations));
        line.put("postil", super::json::Node::List(all));
        piece.bytes.extend(to_ascii_json(&line).as_bytes());
        piece.bytes.push(b'\n');
    }
}

impl Reader for Doccano {
    fn recognises(&self, input: &Input) -> bool {
        // An archive of doccano has a file for each annotator.
        let mut files = input.files.iter();
        let first = match input.only() {
            Some(_) => files.next(),
            None if input.files.iter().all(is_jsonl) => files.find(|file| !file.bytes.is_empty()),
            None => None,
        };
        first.is_some_and(|file| is_row(Outline::of(file).first()))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut gathered = Gathered::default();
        let mut unread = Unread::default();
        // In an archive, of an annotator who has done nothing.
        let is_one = |file: &&InputFile| input.only().is_some() || !file.bytes.is_empty();
        for file in input.files.iter().filter(is_one) {
            let stem = file.name.rsplit('/').next().unwrap_or_default();
            let stem = stem.split('.').next().unwrap_or_default();
            let annotator = match input.only() {
                None if !matches!(stem, "all" | "unknown") => stem,
                _ => "",
            };
            for row in rows(input, file, &[])? {
                let (place, fields) = row?;
                line(&place, fields, annotator, &mut gathered, &mut unread)?;
            }
        }
        Ok(Imported {
            documents: gathered.into_documents(),
            problems: unread.problems(),
            ..Imported::default()
        })
    }
}

fn is_jsonl(file: &InputFile) -> bool {
    file.name.ends_with(".jsonl")
}

fn is_row(row: &Outline) -> bool {
    let has_text = [row.field("text"), row.field("data")].contains(&&Outline::Text);
    let list_of = |name: &str, is_it: &dyn Fn(&Outline) -> bool| match row.field(name) {
        Outline::List(first) => !first.is_there() || is_it(first),
        _ => false,
    };
    has_text
        && !row.field("spans").is_there()
        && (list_of("label", &|first| matches!(first, Outline::List(_)))
            || list_of("entities", &|first| first.field("start_offset").is_there()))
}

/// A span as it was written: its place, its label, and what relations call it.
struct Span {
    place: String,
    selector: Selector,
    label: String,
    id: String,
}

type Key = (usize, usize, String);

fn keys(spans: &[Span]) -> Vec<Key> {
    let mut keys: Vec<Key> = spans
        .iter()
        .map(|span| {
            let selector = &span.selector;
            (selector.start.0, selector.end.0, span.label.clone())
        })
        .collect();
    keys.sort();
    keys
}

fn line(
    place: &str,
    mut fields: Fields,
    annotator: &str,
    gathered: &mut Gathered,
    unread: &mut Unread,
) -> Result<(), Problem> {
    let words = match json::text(place, &mut fields, "text")? {
        Some(words) => words,
        None => json::text(place, &mut fields, "data")?
            .ok_or_else(|| Problem::error(format!("{place}.text"), "is missing"))?,
    };
    let text = Text::new(words.as_str());
    let all = json::list(place, &mut fields, "postil")?;
    let (spans, relations) = spans(place, &mut fields, &text, &all, unread)?;
    let mut carried = CarriedBeside::new(&format!("{place}.postil"), all);
    for (name, what) in [
        ("Comments", "comments"),
        ("cats", "labels of whole documents"),
    ] {
        let list = json::list(place, &mut fields, name)?;
        list.iter().for_each(|_| unread.count(what));
    }
    let mut word = |name: &str| json::text(place, &mut fields, name).map(Option::unwrap_or_default);
    let (path, file, sha256) = (word("path")?, word("filename")?, word("sha256")?);
    let document = gathered.document(&format!("{path}\0{words}"), || ImportedDocument {
        names: names([path.as_str(), file.as_str()]),
        sha256: Some(sha256).filter(|sha256| !sha256.is_empty()),
        text: Some(text.clone()),
        ..ImportedDocument::default()
    });
    let passages = spans.iter().map(|span| {
        let selector = &span.selector;
        let label = TagId::from(span.label.as_str());
        (selector.start.0, selector.end.0, label)
    });
    let passages: Vec<_> = passages.collect();
    let known = carried.take(&passages)?;
    for ((span, known), (.., label)) in spans.into_iter().zip(known).zip(passages) {
        let mut tag = ImportedTag {
            relations: relations.get(&span.id).cloned().unwrap_or_default(),
            local: span.id,
            place: span.place,
            annotation: known.unwrap_or_default(),
            ..ImportedTag::default()
        };
        tag.annotation.tag = label;
        tag.annotation.selector = span.selector;
        if tag.annotation.creator.is_empty() {
            tag.annotation.creator = annotator.into();
        }
        document.tags.push(tag);
    }
    Ok(())
}

/// The spans of a line. Of two lists, a project has changed one, and keeps the other as it was.
fn spans(
    place: &str,
    fields: &mut Fields,
    text: &Text,
    carried: &[Value],
    unread: &mut Unread,
) -> Result<(Vec<Span>, Relations), Problem> {
    let has = |name: &str| fields.contains_key(name);
    let (has_label, has_entities) = (has("label"), has("entities"));
    if !has_label && !has_entities {
        let what = "has neither `label` nor `entities`: it is no line of spans";
        return Err(Problem::error(place, what));
    }
    let listed = listed(place, fields, text)?;
    if !has_entities {
        // Its relations, if any, are what a line once had.
        return Ok((listed, Relations::new()));
    }
    let (entities, relations) = entities(place, fields, text)?;
    let as_written = carried.iter().filter_map(passage_of);
    let as_written = as_written.map(|(start, end, label)| (start, end, label.to_owned()));
    let mut as_written: Vec<Key> = as_written.collect();
    as_written.sort();
    let (of_listed, of_entities) = (keys(&listed), keys(&entities));
    let differ = has_label && of_listed != of_entities;
    if differ && of_entities == as_written {
        return Ok((listed, Relations::new()));
    }
    if differ && of_listed != as_written {
        unread.count("lists in `label` beside other ones in `entities`");
    }
    Ok((entities, relations))
}

/// The spans of `label`: `[start, end, label]`.
fn listed(place: &str, fields: &mut Fields, text: &Text) -> Result<Vec<Span>, Problem> {
    let mut spans = Vec::new();
    for (number, value) in json::list(place, fields, "label")?.into_iter().enumerate() {
        let place = format!("{place}.label[{number}]");
        let wrong = || Problem::error(place.clone(), "must be [start, end, label]");
        let Value::Array(parts) = value else {
            return Err(wrong());
        };
        let [start, end, label] = &parts[..] else {
            return Err(wrong());
        };
        let offset = |value: &Value| usize::try_from(value.as_u64()?).ok();
        let (start, end) = offset(start).zip(offset(end)).ok_or_else(wrong)?;
        let label = label.as_str().filter(|label| !label.is_empty());
        let selector = passage(&place, Some(text), start, end)?;
        spans.push(Span {
            label: label.ok_or_else(wrong)?.to_owned(),
            selector,
            id: String::new(),
            place,
        });
    }
    Ok(spans)
}

/// The relations of each span: what they are called, and to which.
type Relations = HashMap<String, Vec<(String, String)>>;

/// The spans of `entities`, with their `relations`.
fn entities(
    place: &str,
    fields: &mut Fields,
    text: &Text,
) -> Result<(Vec<Span>, Relations), Problem> {
    let line = place;
    let id = |place: &str, fields: &mut Fields, name: &str| match fields.remove(name) {
        Some(Value::String(id)) => Ok(format!("{line} {id}")),
        Some(Value::Number(id)) => Ok(format!("{line} {id}")),
        None => Err(Problem::error(format!("{place}.{name}"), "is missing")),
        Some(_) => Err(Problem::error(
            format!("{place}.{name}"),
            "must be a number",
        )),
    };
    let mut spans = Vec::new();
    let mut known = std::collections::HashSet::new();
    let all = json::list(place, fields, "entities")?;
    for (number, value) in all.into_iter().enumerate() {
        let place = format!("{line}.entities[{number}]");
        let mut fields = json::object(&place, value)?;
        let id = id(&place, &mut fields, "id")?;
        if !known.insert(id.clone()) {
            return Err(Problem::error(format!("{place}.id"), "is there twice"));
        }
        let start = json::offset(&place, &mut fields, "start_offset")?;
        let end = json::offset(&place, &mut fields, "end_offset")?;
        let label = json::text(&place, &mut fields, "label")?.filter(|label| !label.is_empty());
        let selector = passage(&place, Some(text), start, end)?;
        spans.push(Span {
            label: label.ok_or_else(|| Problem::error(format!("{place}.label"), "is missing"))?,
            selector,
            id,
            place,
        });
    }
    let mut relations = Relations::new();
    let all = json::list(place, fields, "relations")?;
    for (number, value) in all.into_iter().enumerate() {
        let place = format!("{line}.relations[{number}]");
        let mut fields = json::object(&place, value)?;
        let ends = [
            id(&place, &mut fields, "from_id")?,
            id(&place, &mut fields, "to_id")?,
        ];
        if let Some(unknown) = ends.iter().find(|id| !known.contains(*id)) {
            let id = unknown.strip_prefix(line).unwrap_or(unknown).trim_start();
            return Err(Problem::error(place, format!("there is no entity {id}")));
        }
        let name = json::text(&place, &mut fields, "type")?.unwrap_or_default();
        let [from, to] = ends;
        relations.entry(from).or_default().push((name, to));
    }
    Ok((spans, relations))
}
