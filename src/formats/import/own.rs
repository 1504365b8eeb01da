//! What postil itself wrote: annotation files, and the exports `json` and `jsonl`.
//!
//! Must not know: files.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::annotation::{Annotation, AnnotationId, Suggestions, Timestamp};
use crate::formats::native::{self, Integrity};
use crate::formats::problem::{Problem, Severity};

use super::json::{self, Fields};
use super::parts::Part;
use super::times::time;
use super::{Imported, ImportedDocument, ImportedTag, Input, InputFile, Placing, Reader, is_empty};

/// Annotation files.
pub(in crate::formats) struct AnnotationFiles;

impl Reader for AnnotationFiles {
    fn recognises(&self, input: &Input) -> bool {
        let mut files = input.with_ending("json");
        files
            .next()
            .is_some_and(|file| names_format(file.beginning(), "postil"))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut imported = Imported::default();
        // A single file is one, whatever it is called.
        let files: Vec<&InputFile> = match input.only() {
            Some(only) => vec![only],
            None => input.with_ending("json").collect(),
        };
        if files.is_empty() {
            return Err(Problem::error("", "has no .json file"));
        }
        for file in files {
            let parsed = native::parse(&file.bytes);
            let is_only = input.only().is_some();
            let named = |problem: Problem| match is_only {
                true => problem,
                false => Problem {
                    place: format!("{} {}", file.name, problem.place)
                        .trim_end()
                        .to_owned(),
                    ..problem
                },
            };
            let mut problems = parsed.problems.into_iter().map(&named);
            if parsed.integrity != Integrity::Whole {
                let first = problems.find(|problem| problem.severity == Severity::Error);
                return Err(first.unwrap_or_else(|| Problem::error("", "is no annotation file")));
            }
            imported.problems.extend(problems);
            let (info, set) = (parsed.file.document, parsed.file.set);
            let suggested = set.facts().suggestions.len();
            if suggested > 0 {
                let words = format!("suggestions of others are not imported: {suggested}");
                imported
                    .problems
                    .push(named(Problem::warning("suggestions", words)));
            }
            let tags = set
                .iter()
                .map(|annotation| tag(String::new(), (**annotation).clone()));
            imported.documents.push(ImportedDocument {
                names: names([info.path.as_str(), file.name.trim_end_matches(".json")]),
                sha256: Some(info.sha256).filter(|sha256| !sha256.is_empty()),
                facts: set.facts().clone().with_suggestions(Suggestions::default()),
                tags: tags.collect(),
                ..ImportedDocument::default()
            });
        }
        Ok(imported)
    }
}

/// The export `json`.
pub(in crate::formats) struct Export;

impl Reader for Export {
    fn recognises(&self, input: &Input) -> bool {
        let only = input.only();
        only.is_some_and(|file| names_format(file.beginning(), "postil-export"))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        let whole = Part::new(file.text()?).split(&["documents"])?;
        let whole = whole.ok_or_else(|| Problem::error("", "must be an object"))?;
        let mut imported = Imported::default();
        let documents = json::long_list("", &whole, "documents")?;
        let documents = documents.ok_or_else(|| Problem::error("documents", "is missing"))?;
        for (number, part) in documents.enumerate() {
            let place = format!("documents[{number}]");
            let document = exported(&place, &part?, &mut imported.problems)?;
            imported.documents.push(document);
        }
        Ok(imported)
    }
}

/// A document of the export `json`.
fn exported(
    place: &str,
    part: &Part<'_>,
    problems: &mut Vec<Problem>,
) -> Result<ImportedDocument, Problem> {
    let split = part.split(&["annotations"])?;
    let mut split = split.ok_or_else(|| Problem::error(place, "must be an object"))?;
    let annotations = json::long_list(place, &split, "annotations")?;
    let fields = &mut split.fields;
    let path = json::text(place, fields, "path")?.unwrap_or_default();
    let mut document = ImportedDocument {
        names: names([path.as_str()]),
        sha256: json::text(place, fields, "sha256")?,
        facts: facts(fields, problems)?,
        ..ImportedDocument::default()
    };
    let mut ids = HashSet::new();
    for (number, annotation) in annotations.into_iter().flatten().enumerate() {
        let place = format!("{place}.annotations[{number}]");
        let fields = json::object(&place, annotation?.value()?)?;
        let tag = own_tag(place, fields, problems)?;
        once(&tag, &mut ids)?;
        document.tags.push(tag);
    }
    Ok(document)
}

/// The export `jsonl`: one object a tag.
pub(in crate::formats) struct Lines;

impl Reader for Lines {
    fn recognises(&self, input: &Input) -> bool {
        let Some(file) = line_files(input).next() else {
            return false;
        };
        let first = file
            .beginning()
            .lines()
            .find(|line| !line.trim().is_empty());
        let Some(Ok(Value::Object(fields))) = first.map(serde_json::from_str) else {
            return false;
        };
        let has = |name: &str| fields.contains_key(name);
        let is_tag = has("tag") && (has("quote") || has("start") && has("end"));
        has("doc") && (is_tag || has("sha256") && !has("tag"))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut read = LinesRead::default();
        for file in line_files(input) {
            let in_file = match input.only() {
                Some(_) => String::new(),
                None => format!("{}, ", file.name),
            };
            for line in json::lines(file.text()?) {
                let (number, value) = line.map_err(|problem| Problem {
                    place: format!("{in_file}{}", problem.place),
                    ..problem
                })?;
                read.line(format!("{in_file}line {number}"), value)?;
            }
        }
        match read.is_any {
            true => Ok(read.imported),
            false => Err(is_empty()),
        }
    }
}

/// The files with JSON Lines: the only one, or all that are called so.
fn line_files(input: &Input) -> impl Iterator<Item = &InputFile> {
    let only = input.only().into_iter();
    let several = input.with_ending("jsonl");
    let several = several.filter(|_| input.only().is_none());
    only.chain(several)
}

/// What was read of JSON Lines.
#[derive(Default)]
struct LinesRead {
    imported: Imported,
    by_path: HashMap<String, usize>,
    /// Those of each document.
    ids: HashMap<usize, HashSet<AnnotationId>>,
    is_any: bool,
}

impl LinesRead {
    fn line(&mut self, place: String, value: Value) -> Result<(), Problem> {
        self.is_any = true;
        let mut fields = json::object(&place, value)?;
        let path = json::text(&place, &mut fields, "doc")?;
        let path = path.ok_or_else(|| Problem::error(format!("{place}.doc"), "is missing"))?;
        let Imported {
            documents,
            problems,
            ..
        } = &mut self.imported;
        let index = *self.by_path.entry(path).or_insert_with_key(|path| {
            documents.push(ImportedDocument {
                names: names([path.as_str()]),
                ..ImportedDocument::default()
            });
            documents.len() - 1
        });
        let document = &mut documents[index];
        if fields.contains_key("tag") {
            let tag = own_tag(place, fields, problems)?;
            once(&tag, self.ids.entry(index).or_default())?;
            document.tags.push(tag);
        } else {
            document.sha256 = json::text(&place, &mut fields, "sha256")?;
            document.facts = facts(&mut fields, problems)?;
        }
        Ok(())
    }
}

/// Whether JSON begins as that of a format does.
fn names_format(beginning: &str, format: &str) -> bool {
    let begun = beginning
        .trim_start()
        .strip_prefix('{')
        .map(str::trim_start);
    let value = begun.and_then(|rest| rest.strip_prefix("\"format\""));
    let value = value.and_then(|rest| rest.trim_start().strip_prefix(':'));
    let value = value.and_then(|rest| rest.trim_start().strip_prefix('"'));
    value.is_some_and(|rest| {
        rest.strip_prefix(format)
            .is_some_and(|end| end.starts_with('"'))
    })
}

/// Checks that an id is that of one tag.
fn once(tag: &ImportedTag, ids: &mut HashSet<AnnotationId>) -> Result<(), Problem> {
    let id = &tag.annotation.id;
    if id.as_str().is_empty() || ids.insert(id.clone()) {
        return Ok(());
    }
    Err(Problem::error(
        json::at(&tag.place, "id"),
        format!("{id} is there twice"),
    ))
}

pub(in crate::formats) fn one_file() -> Problem {
    Problem::error("", "must be one file")
}

/// The names of a document that are any.
pub(in crate::formats) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn tag(place: String, annotation: Annotation) -> ImportedTag {
    ImportedTag {
        place,
        annotation,
        ..ImportedTag::default()
    }
}

/// The fields of an exported tag that are not those of an annotation.
const OF_EXPORT: [&str; 9] = [
    "doc",
    "doc_bytes",
    "score",
    "stale",
    "candidates",
    "versions",
    "why",
    "reasons",
    "sentence",
];

/// Gives a tag that a script wrote what it may leave out: the words of a passage whose offsets are
/// there, or the offsets of one whose words are; answers what is known of the passage.
fn completed(fields: &mut Fields) -> Placing {
    let has = |name: &str| fields.get(name).is_some_and(|value| !value.is_null());
    let has_offsets = has("start") || has("end");
    if !has_offsets && has("quote") {
        let quote = fields.get("quote").and_then(Value::as_str);
        let length = quote.map_or(0, |quote| quote.chars().count());
        fields.insert("start".to_owned(), 0.into());
        fields.insert("end".to_owned(), length.into());
        return Placing::Quote;
    }
    if !fields.contains_key("quote") {
        fields.insert("quote".to_owned(), "".into());
    }
    Placing::Position
}

/// A tag as the exports write it: the fields of the annotation file, with where it stands now.
fn own_tag(
    place: String,
    mut fields: Fields,
    problems: &mut Vec<Problem>,
) -> Result<ImportedTag, Problem> {
    put_in_form(&place, &mut fields, problems);
    let state = fields.remove("state");
    // Beside a state it says how sure it is where the passage stands; without, a model wrote it.
    let score = match state {
        Some(_) => None,
        None => json::score(&place, &fields)?,
    };
    for name in OF_EXPORT {
        fields.remove(name);
    }
    // Of a lost one, where it was.
    if let Some(Value::Object(stored)) = fields.remove("stored")
        && state.is_some_and(|state| state == "lost")
    {
        fields.extend(stored);
    }
    if let Some(Value::Object(extra)) = fields.remove("extra") {
        fields.extend(extra);
    }
    let has_words = fields.contains_key("quote");
    let placing = completed(&mut fields);
    let has_id = fields.contains_key("id");
    if !has_id {
        fields.insert("id".to_owned(), "none".into());
    }
    let (annotation, mut found) = native::read_annotation(&place, fields);
    if !has_words {
        let of_quote = json::at(&place, "quote");
        found.retain(|problem| problem.place != of_quote);
    }
    let (errors, warnings): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|problem| problem.severity == Severity::Error);
    problems.extend(warnings);
    match (annotation, errors.into_iter().next()) {
        (Some(mut annotation), None) => {
            if !has_id {
                annotation.id = "".into();
            }
            Ok(ImportedTag {
                score,
                placing,
                ..tag(place, annotation)
            })
        }
        (_, Some(problem)) => Err(problem),
        (None, None) => Err(Problem::error(place, "is no tag")),
    }
}

/// Puts into the form of the annotation file what data frames and scripts write otherwise: empty cells,
/// whole numbers in a column with such cells, times.
fn put_in_form(place: &str, fields: &mut Fields, problems: &mut Vec<Problem>) {
    fields.retain(|_, value| !value.is_null());
    for name in ["start", "end"] {
        if let Some(value) = fields.get_mut(name)
            && let Some(whole) = whole_number(value)
        {
            *value = whole;
        }
    }
    for name in ["created", "modified"] {
        read_time(place, fields, name, problems);
    }
}

/// A number that is whole, and written as a fraction.
fn whole_number(value: &Value) -> Option<Value> {
    let number = value.as_f64().filter(|_| value.is_f64())?;
    let is_whole = number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number);
    let digits = is_whole.then(|| format!("{number:.0}"))?;
    digits.parse::<u64>().ok().map(Value::from)
}

/// Puts a time in the form of the annotation file, as far as it is one.
fn read_time(place: &str, fields: &mut Fields, name: &str, problems: &mut Vec<Problem>) {
    let Some(Value::String(words)) = fields.get(name) else {
        return;
    };
    if words.is_empty() || Timestamp(words.into()).is_rfc_3339() {
        return;
    }
    let time = time(words);
    if time.0.is_empty() {
        let words = format!("{words:?} is no time, and is left out");
        problems.push(Problem::warning(json::at(place, name), words));
        fields.remove(name);
    } else {
        fields.insert(name.to_owned(), time.0.as_str().into());
    }
}

/// What is said of a document as a whole.
fn facts(
    fields: &mut Fields,
    problems: &mut Vec<Problem>,
) -> Result<crate::annotation::DocumentFacts, Problem> {
    let (facts, found) = native::read_facts(fields);
    for problem in found {
        match problem.severity {
            Severity::Error => return Err(problem),
            Severity::Warning => problems.push(problem),
        }
    }
    Ok(facts)
}
