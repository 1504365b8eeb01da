//! Reading an annotation file as one JSON value: strictly, and with everything that can
//! still be shown of a broken one.
//!
//! Must not know: where the bytes come from.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use serde_json::Value;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, AttributeTable, Collection, DocumentFacts, Suggestions,
};
use crate::formats::problem::Problem;

use super::reader::{Fields, Reader, at};
use super::{
    AnnotationFile, DocumentInfo, FORMAT, Integrity, Parsed, REJECTED, SUGGESTIONS, TOP_FIELDS,
    VERSION, strict,
};

pub(super) fn whole(attributes: &'static AttributeTable, bytes: &[u8]) -> Parsed {
    let mut reader = Reader::new(attributes);
    let json = match std::str::from_utf8(bytes) {
        Ok(json) => json,
        Err(error) => {
            let place = format!("byte {}", error.valid_up_to());
            let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
            let utf16 = "UTF-16; save it as UTF-8";
            reader.error(&place, if is_utf16 { utf16 } else { "not UTF-8" });
            return reader.salvaged(&String::from_utf8_lossy(bytes));
        }
    };
    let stripped = json.strip_prefix('\u{feff}');
    if stripped.is_some() {
        reader.warn("line 1", "a byte order mark, which JSON does not have");
    }
    let json = stripped.unwrap_or(json);
    let mut listed = Listed::new(attributes, ANNOTATIONS);
    let mut suggested = Listed::new(attributes, SUGGESTIONS);
    let read = strict::value_but(
        json,
        &mut [(ANNOTATIONS, &mut listed), (SUGGESTIONS, &mut suggested)],
    );
    match read {
        Ok((Value::Object(fields), problems)) => {
            reader.problems.extend(problems);
            reader.file(fields, listed, suggested)
        }
        Ok(_) => {
            reader.error("line 1", "an annotation file is a JSON object");
            reader.parsed(AnnotationFile::default(), Integrity::Broken)
        }
        Err(error) => {
            drop((listed, suggested));
            reader.syntax_error(json, &error);
            reader.salvaged(json)
        }
    }
}

/// The field with the annotations.
const ANNOTATIONS: &str = "annotations";

/// The annotations read so far, or the suggestions. Each value is made an annotation at once: a million of
/// them as values would take twice the memory.
struct Listed {
    reader: Reader,
    /// The field that they stand in.
    field: &'static str,
    annotations: Vec<Arc<Annotation>>,
    hasher: RandomState,
    /// By the hash of an id, which an annotation holds already: its place among the
    /// annotations, and in the file.
    places: HashMap<u64, (usize, usize)>,
}

impl Listed {
    fn new(attributes: &'static AttributeTable, field: &'static str) -> Self {
        Self {
            reader: Reader::new(attributes),
            field,
            annotations: Vec::new(),
            hasher: RandomState::new(),
            places: HashMap::new(),
        }
    }

    /// Keeps where an id stands in the file. Where it was there already, returns its
    /// first index.
    fn first_with(&mut self, id: &AnnotationId, index: usize) -> Option<usize> {
        let before = &self.annotations;
        // Two ids may, though hardly ever, have one hash.
        let mut hash = self.hasher.hash_one(id);
        while let Some(&(place, first)) = self.places.get(&hash) {
            if before.get(place).is_some_and(|one| one.id == *id) {
                return Some(first);
            }
            hash = hash.wrapping_add(1);
        }
        self.places.insert(hash, (before.len(), index));
        None
    }
}

impl strict::Items for Listed {
    fn begin(&mut self) {
        *self = Self::new(self.reader.attributes, self.field);
    }

    fn item(&mut self, index: usize, value: Value) {
        let place = format!("{}[{index}]", self.field);
        let Value::Object(fields) = value else {
            self.reader.error(&place, "must be an object");
            return;
        };
        if self.field == SUGGESTIONS {
            self.reader.check_score(&place, &fields);
        }
        let Some(annotation) = self.reader.annotation(&place, fields) else {
            return;
        };
        match self.first_with(&annotation.id, index) {
            None => self.annotations.push(Arc::new(annotation)),
            Some(first) => {
                let message = format!("{} is the id of {}[{first}] too", annotation.id, self.field);
                self.reader.error(&format!("{place}.id"), message);
            }
        }
    }
}

impl Reader {
    fn syntax_error(&mut self, json: &str, error: &serde_json::Error) {
        let is_mark = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
        if let Some(index) = json.lines().position(is_mark) {
            let place = format!("line {}", index + 1);
            return self.error(&place, "the marks of an unfinished merge");
        }
        let place = format!("line {}, column {}", error.line(), error.column());
        let message = if json.trim().is_empty() {
            "the file is empty".to_owned()
        } else if error.is_eof() {
            "the file ends in the middle".to_owned()
        } else {
            // The library's own words end with the place, which is said already.
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            format!("not JSON ({words})")
        };
        self.error(&place, message);
    }

    fn parsed(self, file: AnnotationFile, integrity: Integrity) -> Parsed {
        let problems = self.problems;
        Parsed {
            file,
            problems,
            integrity,
        }
    }

    /// Salvages what can be shown of a file that is not JSON: every line that is an
    /// annotation by itself.
    fn salvaged(mut self, json: &str) -> Parsed {
        let mut found = Vec::new();
        let mut ignored = Reader::new(self.attributes);
        let lines = json.lines().map(|line| line.trim().trim_end_matches(','));
        // What follows was only suggested.
        let begins = format!("\"{SUGGESTIONS}\":");
        let lines = lines.take_while(|line| !line.starts_with(&begins));
        for line in lines.filter(|line| line.starts_with('{')) {
            if let Ok((Value::Object(fields), _)) = strict::value(line) {
                found.extend(ignored.annotation("", fields));
            }
        }
        let (set, _) = AnnotationSet::from_annotations(found);
        if !set.is_empty() {
            let tags = set.len();
            self.warn("", format!("{tags} of its tags can still be read"));
        }
        let file = AnnotationFile {
            set,
            ..AnnotationFile::default()
        };
        self.parsed(file, Integrity::Broken)
    }

    fn file(mut self, mut fields: Fields, listed: Listed, suggested: Listed) -> Parsed {
        match fields.get("format") {
            Some(Value::String(name)) if name == FORMAT => {}
            Some(_) => self.error("format", format!("must be \"{FORMAT}\"")),
            None => self.error(
                "format",
                "is missing: this is not an annotation file of postil",
            ),
        }
        let version = match fields.get("version").map(Value::as_u64) {
            Some(Some(version @ 1..)) => version,
            wrong => {
                let must = wrong.map_or("is missing", |_| "must be a whole number from 1");
                self.error("version", must);
                VERSION
            }
        };
        let (document, facts) = self.document(&mut fields);
        let set = self.annotations(&mut fields, listed);
        let suggestions = self.suggestions(&mut fields, suggested);
        let set = set.with_facts(facts.with_suggestions(suggestions));
        for known in TOP_FIELDS {
            fields.remove(known);
        }
        let file = AnnotationFile {
            document,
            set,
            extra: fields.into_iter().collect(),
        };
        let integrity = if version > VERSION {
            let message = format!(
                "version {version} of the format, written by a later postil; this one knows \
                 version {VERSION}"
            );
            let problem = Problem::warning("version", message);
            self.problems.insert(0, problem);
            Integrity::Newer(version)
        } else {
            self.integrity()
        };
        self.parsed(file, integrity)
    }

    fn document(&mut self, top: &mut Fields) -> (DocumentInfo, DocumentFacts) {
        let mut fields = match top.remove("document") {
            Some(Value::Object(fields)) => fields,
            wrong => {
                match wrong {
                    Some(_) => self.error("document", "must be an object"),
                    None => self.warn("document", "is missing"),
                }
                return (DocumentInfo::default(), DocumentFacts::default());
            }
        };
        let path = self.text(&mut fields, "document", "path");
        let path_bytes = self.text(&mut fields, "document", "path_bytes");
        let sha256 = self.text(&mut fields, "document", "sha256");
        let length = fields.remove("length");
        let length = length.and_then(|length| self.whole_number(at("document", "length"), &length));
        let encoding = self.encoding(&mut fields);
        let facts = self.facts(&mut fields);
        let info = DocumentInfo {
            path,
            path_bytes: (!path_bytes.is_empty()).then_some(path_bytes),
            sha256,
            length: length.unwrap_or_default(),
            encoding,
            extra: fields.into_iter().collect(),
        };
        (info, facts)
    }

    /// The encoding that the offsets were counted in. One that is not known must
    /// not be written over with another: the offsets would be of no text.
    fn encoding(&mut self, fields: &mut Fields) -> Option<String> {
        let name = self.text(fields, "document", "encoding");
        let known = || encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        if !name.is_empty() && known().is_none() {
            let message = format!("\"{name}\" is not a known encoding");
            self.error("document.encoding", message);
        }
        (!name.is_empty()).then_some(name)
    }

    fn suggestions(&mut self, top: &mut Fields, listed: Listed) -> Suggestions {
        let waiting = match top.remove(SUGGESTIONS) {
            Some(Value::Array(_)) => {
                self.problems.extend(listed.reader.problems);
                Collection::from_shared(listed.annotations).0
            }
            wrong => {
                if wrong.is_some() {
                    self.error(SUGGESTIONS, "must be a list");
                }
                Collection::default()
            }
        };
        let rejected = self.ids(REJECTED, top.remove(REJECTED));
        Suggestions::new(waiting, rejected)
    }

    fn annotations(&mut self, top: &mut Fields, listed: Listed) -> AnnotationSet {
        let wrong = match top.remove(ANNOTATIONS) {
            Some(Value::Array(_)) => {
                self.problems.extend(listed.reader.problems);
                return AnnotationSet::from_shared(listed.annotations).0;
            }
            Some(_) => "must be a list",
            None => "is missing",
        };
        self.error(ANNOTATIONS, wrong);
        AnnotationSet::new()
    }
}
