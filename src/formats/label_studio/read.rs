//! Reading tasks, as they are exported, and as they are given with predictions.
//!
//! Must not know: files.

use std::collections::HashMap;

use serde_json::Value;
use sha2::Digest as _;

use crate::annotation::{Annotation, Selector, TagId, Timestamp};
use crate::formats::carried;
use crate::formats::import::json::{self, Fields};
use crate::formats::import::outline::Outline;
use crate::formats::import::rows::{passage, rows, with_words};
use crate::formats::import::{
    Gathered, Imported, ImportedDocument, ImportedTag, Input, InputFile, Placing, Reader, Unread,
    beside, names,
};
use crate::formats::problem::Problem;
use crate::text::Text;

use super::{LabelStudio, TEXT};

impl Reader for LabelStudio {
    fn recognises(&self, input: &Input) -> bool {
        let mut files = input.with_ending("json");
        let only = input.only();
        let Some(file) = only.or_else(|| files.next()) else {
            return false;
        };
        let outline = Outline::of(file);
        let task = outline.first();
        let is_list = |name: &str| matches!(task.field(name), Outline::List(_));
        let is_task = matches!(task.field("data"), Outline::Object(_))
            && (is_list("annotations") || is_list("predictions"));
        is_task || is_short(task)
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut gathered = Gathered::default();
        let mut unread = Unread::default();
        let only = input.only();
        let files = input
            .files
            .iter()
            .filter(|file| only.is_some() || file.name.to_ascii_lowercase().ends_with(".json"));
        let files: Vec<&InputFile> = files.collect();
        if files.is_empty() {
            return Err(Problem::error("", "has no .json file"));
        }
        let read = beside(&files, |file| {
            let (mut gathered, mut unread) = (Gathered::default(), Unread::default());
            for row in rows(input, file, &[])? {
                let (place, fields) = row?;
                task(&place, fields, &mut gathered, &mut unread)?;
            }
            Ok((gathered, unread))
        });
        for of_file in read {
            let (of_file, unread_of_it) = of_file?;
            gathered.append(of_file);
            unread.add(unread_of_it);
        }
        Ok(Imported {
            documents: gathered.into_documents(),
            problems: unread.problems(),
            ..Imported::default()
        })
    }
}

/// Whether a row is one of the export JSON_MIN: the data of a task, with the values of the regions
/// as a list beside them.
fn is_short(row: &Outline) -> bool {
    let Outline::Object(fields) = row else {
        return false;
    };
    let is_regions = |list: &Outline| match list {
        Outline::List(first) => {
            matches!(first.field("labels"), Outline::List(_)) && first.field("start").is_there()
        }
        _ => false,
    };
    fields.iter().any(|(_, field)| is_regions(field))
}

/// A row of the export JSON_MIN.
fn short(
    place: &str,
    mut fields: Fields,
    gathered: &mut Gathered,
    unread: &mut Unread,
) -> Result<(), Problem> {
    let mut who = Fields::new();
    for (name, of_task) in [
        ("annotator", "completed_by"),
        ("created_at", "created_at"),
        ("updated_at", "updated_at"),
    ] {
        if let Some(value) = fields.remove(name) {
            who.insert(of_task.to_owned(), value);
        }
    }
    let is_regions = |value: &Value| {
        let regions = value.as_array();
        regions.is_some_and(|all| all.iter().any(|one| one.get("labels").is_some()))
    };
    let lists = fields.iter().filter(|(_, value)| is_regions(value));
    let lists: Vec<String> = lists.map(|(name, _)| name.clone()).collect();
    if lists.is_empty() {
        return Err(Problem::error(format!("{place}.data"), "is missing"));
    }
    let (document, text) = document_of(&fields, gathered);
    let mut read = Results {
        place,
        text: text.as_ref(),
        made: made(place, &who, Who::Annotator)?,
        tags: &mut document.tags,
        regions: HashMap::new(),
        unread,
    };
    for name in lists {
        let list = json::list(place, &mut fields, &name)?;
        for (number, value) in list.into_iter().enumerate() {
            let place = format!("{place}.{name}[{number}]");
            let value = json::object(&place, value)?;
            read.tags_of(&place, &place, ("labels", &place, value), Fields::new())?;
        }
    }
    Ok(())
}

/// The document that a task is about, and its text.
fn document_of<'a>(
    data: &Fields,
    gathered: &'a mut Gathered,
) -> (&'a mut ImportedDocument, Option<Text>) {
    let own = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
    let (words, address) = text_of(data);
    let sha256 = own("sha256").to_owned();
    let known = names([own("doc"), own("filename"), own("title"), address]);
    let key = known.first().cloned().unwrap_or_default();
    let text = words.map(Text::new);
    // Not the words themselves, which would be kept twice.
    let digest = sha2::Sha256::digest(words.unwrap_or_default());
    let document = gathered.document(&format!("{key}\0{digest:?}"), || ImportedDocument {
        names: known,
        sha256: Some(sha256).filter(|sha256| !sha256.is_empty()),
        text: text.clone(),
        ..ImportedDocument::default()
    });
    (document, text)
}

fn task(
    place: &str,
    mut fields: Fields,
    gathered: &mut Gathered,
    unread: &mut Unread,
) -> Result<(), Problem> {
    let Some(data) = fields.remove("data") else {
        return short(place, fields, gathered, unread);
    };
    let data = json::object(&format!("{place}.data"), data)?;
    let (document, text) = document_of(&data, gathered);
    let drafts = json::list(place, &mut fields, "drafts")?;
    drafts.iter().for_each(|_| unread.count("drafts"));
    for (list, who) in [("annotations", Who::Annotator), ("predictions", Who::Model)] {
        let all = json::list(place, &mut fields, list)?;
        for (number, value) in all.into_iter().enumerate() {
            let place = format!("{place}.{list}[{number}]");
            if value.is_number() {
                unread.count(format!("{list} of which only the number is there"));
                continue;
            }
            let mut fields = json::object(&place, value)?;
            if fields.get("was_cancelled") == Some(&Value::Bool(true)) {
                unread.count("annotations that were skipped");
                continue;
            }
            let results = json::list(&place, &mut fields, "result")?;
            let made = made(&place, &fields, who)?;
            let mut read = Results {
                place: &place,
                text: text.as_ref(),
                made,
                tags: &mut document.tags,
                regions: HashMap::new(),
                unread,
            };
            read.all(results)?;
        }
    }
    Ok(())
}

/// The text of a task, and the address of it where that stands there instead.
fn text_of(data: &Fields) -> (Option<&str>, &str) {
    let named = data.get(TEXT).and_then(Value::as_str);
    let others = data
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "doc" | "sha256" | "filename" | "title"));
    let mut others = others.filter_map(|(_, value)| value.as_str());
    let text = named.or_else(|| others.next().filter(|_| others.next().is_none()));
    let schemes = [
        "http://",
        "https://",
        "s3://",
        "gs://",
        "azure-blob://",
        "/data/",
    ];
    let is_address = |text: &&str| {
        schemes.iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace)
    };
    match text.filter(is_address) {
        Some(address) => (None, address),
        None => (text, ""),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Annotator,
    Model,
}

/// Who made an annotation, when, and how sure a model was.
struct Made {
    who: Who,
    creator: String,
    created: Timestamp,
    modified: Timestamp,
    score: Option<f64>,
}

fn made(place: &str, fields: &Fields, who: Who) -> Result<Made, Problem> {
    let word = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let time = |name: &str| match Timestamp(word(name).into()) {
        time if time.is_rfc_3339() => time,
        _ => Timestamp::default(),
    };
    let creator = match (who, fields.get("completed_by")) {
        (Who::Model, _) => word("model_version").to_owned(),
        (_, Some(Value::Object(user))) => {
            let email = user.get("email").and_then(Value::as_str);
            email.unwrap_or_default().to_owned()
        }
        (_, Some(Value::Number(id))) if word("created_username").is_empty() => format!("user {id}"),
        // Of this program a name, of Label Studio a name and a number.
        (_, None) => word("created_username").to_owned(),
        _ => {
            let name = word("created_username").trim();
            name.rsplit_once(", ")
                .map_or(name, |(name, _)| name)
                .to_owned()
        }
    };
    Ok(Made {
        who,
        creator,
        created: time("created_at"),
        modified: time("updated_at"),
        score: json::score(place, fields)?,
    })
}

/// The results of one annotation.
struct Results<'a> {
    place: &'a str,
    text: Option<&'a Text>,
    made: Made,
    tags: &'a mut Vec<ImportedTag>,
    regions: HashMap<String, Region>,
    unread: &'a mut Unread,
}

/// What a relation may lead to.
#[derive(Clone, Copy)]
enum Region {
    /// With the first tag that it became; none where it has no label.
    Span(Option<usize>),
    Unread,
}

impl Region {
    fn is_span(&self) -> bool {
        matches!(self, Self::Span(_))
    }

    fn tag(self) -> Option<usize> {
        match self {
            Self::Span(tag) => tag,
            Self::Unread => None,
        }
    }
}

/// What a relation without a name is called.
const UNNAMED: &str = "related";

impl Results<'_> {
    fn all(&mut self, results: Vec<Value>) -> Result<(), Problem> {
        let mut relations = Vec::new();
        for (number, value) in results.into_iter().enumerate() {
            let place = format!("{}.result[{number}]", self.place);
            let mut fields = json::object(&place, value)?;
            let kind = json::text(&place, &mut fields, "type")?;
            let kind = kind.ok_or_else(|| Problem::error(format!("{place}.type"), "is missing"))?;
            if kind == "relation" {
                relations.push((place, fields));
                continue;
            }
            let id = json::text(&place, &mut fields, "id")?.unwrap_or_else(|| place.clone());
            if !matches!(&*kind, "labels" | "hypertextlabels" | "paragraphlabels") {
                self.unread.count(format!("results of the type {kind}"));
                self.regions.entry(id).or_insert(Region::Unread);
                continue;
            }
            if self.regions.get(&id).is_some_and(Region::is_span) {
                return Err(Problem::error(format!("{place}.id"), "is there twice"));
            }
            let tag = self.region(&place, &id, &kind, fields)?;
            self.regions.insert(id, Region::Span(tag));
        }
        relations
            .into_iter()
            .try_for_each(|(place, fields)| self.relation(&place, fields))
    }

    /// Reads a region; answers which tag it became, the first one where it has several labels.
    fn region(
        &mut self,
        place: &str,
        id: &str,
        kind: &str,
        mut fields: Fields,
    ) -> Result<Option<usize>, Problem> {
        let value = fields.remove("value");
        let value = value.ok_or_else(|| Problem::error(format!("{place}.value"), "is missing"))?;
        let inner = format!("{place}.value");
        let value = json::object(&inner, value)?;
        self.tags_of(place, id, (kind, &inner, value), fields)
    }

    /// Makes tags of the value of a region, which stands at a place of its own.
    fn tags_of(
        &mut self,
        place: &str,
        id: &str,
        (kind, inner, mut value): (&str, &str, Fields),
        mut fields: Fields,
    ) -> Result<Option<usize>, Problem> {
        let labels = json::list(inner, &mut value, kind)?;
        let (mut selector, placing) = self.placed(inner, &mut value, kind)?;
        if labels.is_empty() {
            self.unread.count("regions without a label");
            return Ok(None);
        }
        let own = json::score(place, &fields)?.or(self.made.score);
        let score = match self.made.who {
            Who::Model => Some(own.unwrap_or(0.0)),
            Who::Annotator => None,
        };
        let mut meta = match fields.remove("meta") {
            Some(Value::Object(meta)) => meta,
            _ => Fields::new(),
        };
        let note = note(&meta);
        // The first tag is the one that was written.
        let mut carried = meta.remove("postil");
        let first = self.tags.len();
        for (number, label) in labels.iter().enumerate() {
            let label = label.as_str().filter(|label| !label.is_empty());
            let wrong = || Problem::error(format!("{inner}.{kind}[{number}]"), "must be a string");
            let label = TagId::from(label.ok_or_else(wrong)?);
            let mut annotation = match carried.take() {
                Some(carried) => {
                    let place = format!("{place}.meta.postil");
                    carried::from_json(&place, &label, TagId::to_string, carried)?
                }
                None => self.new_annotation(),
            };
            annotation.tag = label;
            annotation.note.clone_from(&note);
            annotation.selector = match number + 1 == labels.len() {
                true => std::mem::take(&mut selector),
                false => selector.clone(),
            };
            self.tags.push(ImportedTag {
                place: place.to_owned(),
                local: match number {
                    0 => format!("{} {id}", self.place),
                    _ => String::new(),
                },
                annotation,
                placing,
                score,
                ..ImportedTag::default()
            });
        }
        Ok(Some(first))
    }

    /// What is known of the passage of a region.
    fn placed(
        &self,
        place: &str,
        value: &mut Fields,
        kind: &str,
    ) -> Result<(Selector, Placing), Problem> {
        let words = json::text(place, value, "text")?.unwrap_or_default();
        if kind != "labels" {
            // Their offsets count in what a browser makes of the text.
            let selector = Selector {
                quote: words,
                ..Selector::default()
            };
            return Ok((selector, Placing::Quote));
        }
        let start = json::offset(place, value, "start")?;
        let end = json::offset(place, value, "end")?;
        let mut selector = passage(place, self.text, start, end)?;
        match self.text {
            Some(_) if words.is_empty() => {}
            Some(_) => selector = with_words(selector, &words),
            None => selector.quote = words,
        }
        Ok((selector, Placing::Position))
    }

    fn new_annotation(&self) -> Annotation {
        Annotation {
            creator: self.made.creator.as_str().into(),
            created: self.made.created.clone(),
            modified: self.made.modified.clone(),
            ..Annotation::default()
        }
    }

    fn relation(&mut self, place: &str, mut fields: Fields) -> Result<(), Problem> {
        let mut end = |name: &str| {
            let id = json::text(place, &mut fields, name)?;
            let place = format!("{place}.{name}");
            let id = id.ok_or_else(|| Problem::error(&*place, "is missing"))?;
            let region = self.regions.get(&id).copied();
            let region = region.map(Region::tag);
            region.ok_or_else(|| Problem::error(&*place, format!("there is no region {id}")))
        };
        let (Some(from), Some(to)) = (end("from_id")?, end("to_id")?) else {
            self.unread.count("relations to what is no passage");
            return Ok(());
        };
        let labels = json::list(place, &mut fields, "labels")?;
        let name = labels.first().and_then(Value::as_str).unwrap_or(UNNAMED);
        let direction = json::text(place, &mut fields, "direction")?;
        let both = [(from, to), (to, from)];
        let ends = match direction.as_deref() {
            Some("left") => &both[1..],
            Some("bi") => &both[..],
            _ => &both[..1],
        };
        for (from, to) in ends {
            let to = self.tags[*to].local.clone();
            self.tags[*from].relations.push((name.to_owned(), to));
        }
        Ok(())
    }
}

/// The note in the `meta` of a region: one text, or a list of them.
fn note(meta: &Fields) -> String {
    match meta.get("text") {
        Some(Value::String(note)) => note.clone(),
        Some(Value::Array(lines)) => {
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            lines.join("\n")
        }
        _ => String::new(),
    }
}
