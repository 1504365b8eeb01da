//! Reading the annotation file: strictly, and with everything that can still
//! be shown of a broken one.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Attributes, Extra, Link, Selector, Source,
    SourceTarget, TagId, Timestamp, Verdict,
};
use crate::formats::problem::{Problem, Severity};
use crate::text::CodePoint;

use super::lines::{self, Lines};
use super::{AnnotationFile, DocumentInfo, FORMAT, Fitness, GREATEST_OFFSET, Parsed, VERSION};
use super::{TOP_FIELDS, Watch, strict};

pub(super) type Fields = Map<String, Value>;

/// Reads an annotation file. Never fails: what was not understood is in the
/// problems, and the fitness says whether the file may be written over.
pub fn parse(bytes: &[u8]) -> Parsed {
    let parsed = parse_watched(bytes, &mut |_| true);
    parsed.unwrap_or_else(|| whole(bytes))
}

/// The same with a word on the way about how many bytes have been read; `None` where
/// the answer to one was not to go on.
pub fn parse_watched(bytes: &[u8], watch: Watch<'_>) -> Option<Parsed> {
    let by_lines = std::str::from_utf8(bytes).map(|json| lines::parse(json, watch));
    match by_lines {
        Ok(Lines::Read(parsed)) => Some(*parsed),
        Ok(Lines::GivenUp) => None,
        Ok(Lines::Other) | Err(_) => Some(whole(bytes)),
    }
}

/// Reads an annotation file as one value.
pub(super) fn whole(bytes: &[u8]) -> Parsed {
    let mut reader = Reader::default();
    let json = match std::str::from_utf8(bytes) {
        Ok(json) => json,
        Err(error) => {
            let place = format!("byte {}", error.valid_up_to());
            let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
            let words = if is_utf16 {
                "UTF-16; save it as UTF-8"
            } else {
                "not UTF-8"
            };
            reader.error(&place, words);
            return reader.salvaged(&String::from_utf8_lossy(bytes));
        }
    };
    let json = if let Some(rest) = json.strip_prefix('\u{feff}') {
        reader.warn("line 1", "a byte order mark, which JSON does not have");
        rest
    } else {
        json
    };
    let mut listed = Listed::default();
    match strict::value_but(json, "annotations", &mut listed) {
        Ok((Value::Object(fields), problems)) => {
            reader.problems.extend(problems);
            reader.file(fields, listed)
        }
        Ok(_) => {
            reader.error("line 1", "an annotation file is a JSON object");
            reader.broken(AnnotationFile::default())
        }
        Err(error) => {
            drop(listed);
            reader.syntax_error(json, &error);
            reader.salvaged(json)
        }
    }
}

/// The annotations of a file as they are read. Each is one at once: as values, a
/// million of them would take twice the memory.
#[derive(Default)]
struct Listed {
    reader: Reader,
    annotations: Vec<Arc<Annotation>>,
    ids: Ids,
}

impl strict::Items for Listed {
    fn begin(&mut self) {
        *self = Self::default();
    }

    fn item(&mut self, index: usize, value: Value) {
        let place = format!("annotations[{index}]");
        let Value::Object(fields) = value else {
            self.reader.error(&place, "must be an object");
            return;
        };
        let Some(annotation) = self.reader.annotation(&place, fields) else {
            return;
        };
        match self.ids.insert(&annotation.id, index, &self.annotations) {
            None => self.annotations.push(Arc::new(annotation)),
            Some(first) => {
                let id = &annotation.id;
                self.reader.error(
                    &format!("{place}.id"),
                    format!("{id} is the id of annotations[{first}] too"),
                );
            }
        }
    }
}

/// The ids that were read. Kept as hashes beside the annotations, which hold them
/// already.
#[derive(Default)]
struct Ids {
    hasher: RandomState,
    /// By the hash of an id: its place among the annotations, and in the file.
    places: HashMap<u64, (usize, usize)>,
}

impl Ids {
    /// Takes in the id of the annotation that stands at `index` of the file and
    /// comes after those `before` it; the first index of an id that was there.
    fn insert(
        &mut self,
        id: &AnnotationId,
        index: usize,
        before: &[Arc<Annotation>],
    ) -> Option<usize> {
        // Two ids with one hash are not to be expected, but would be no fault.
        let mut hash = self.hasher.hash_one(id);
        while let Some(&(place, first)) = self.places.get(&hash) {
            if before.get(place).is_some_and(|it| it.id == *id) {
                return Some(first);
            }
            hash = hash.wrapping_add(1);
        }
        self.places.insert(hash, (before.len(), index));
        None
    }
}

#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    fn error(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::error(place, message));
    }

    fn warn(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::warning(place, message));
    }

    fn syntax_error(&mut self, json: &str, error: &serde_json::Error) {
        let merge_mark = json
            .lines()
            .position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
        if let Some(index) = merge_mark {
            self.error(
                &format!("line {}", index + 1),
                "the marks of an unfinished merge",
            );
            return;
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

    fn broken(self, file: AnnotationFile) -> Parsed {
        Parsed {
            file,
            problems: self.problems,
            fitness: Fitness::Broken,
        }
    }

    /// Shows what can be shown of a file that is not JSON as a whole: every
    /// line that is an annotation by itself.
    fn salvaged(mut self, json: &str) -> Parsed {
        let mut found = Vec::new();
        let mut ignored = Reader::default();
        for line in json.lines() {
            let line = line.trim().trim_end_matches(',');
            if !line.starts_with('{') {
                continue;
            }
            if let Ok((Value::Object(fields), _)) = strict::value(line) {
                found.extend(ignored.annotation("", fields));
            }
        }
        let (set, _) = AnnotationSet::from_annotations(found);
        if !set.is_empty() {
            let tags = set.len();
            self.warn("", format!("{tags} of its tags can still be read"));
        }
        self.broken(AnnotationFile {
            set,
            ..AnnotationFile::default()
        })
    }

    fn file(mut self, mut fields: Fields, listed: Listed) -> Parsed {
        match fields.get("format") {
            Some(Value::String(name)) if name == FORMAT => {}
            Some(_) => self.error("format", format!("must be \"{FORMAT}\"")),
            None => self.error("format", "is missing: this is no annotation file of postil"),
        }
        let version = match fields.get("version") {
            None => {
                self.error("version", "is missing");
                VERSION
            }
            Some(version) => version.as_u64().filter(|it| *it > 0).unwrap_or_else(|| {
                self.error("version", "must be a whole number from 1");
                VERSION
            }),
        };
        let document = self.document(&mut fields);
        let set = self.annotations(&mut fields, listed);
        for known in TOP_FIELDS {
            fields.remove(known);
        }
        let file = AnnotationFile {
            document,
            set,
            extra: fields.into_iter().collect(),
        };
        let fitness = if version > VERSION {
            let message = format!(
                "version {version} of the format, written by a later postil; this one knows \
                 version {VERSION}"
            );
            self.problems
                .insert(0, Problem::warning("version", message));
            Fitness::Newer(version)
        } else if self
            .problems
            .iter()
            .any(|it| it.severity == Severity::Error)
        {
            Fitness::Broken
        } else {
            Fitness::Whole
        };
        Parsed {
            file,
            problems: self.problems,
            fitness,
        }
    }

    fn document(&mut self, top: &mut Fields) -> DocumentInfo {
        let mut fields = match top.remove("document") {
            Some(Value::Object(fields)) => fields,
            Some(_) => {
                self.error("document", "must be an object");
                return DocumentInfo::default();
            }
            None => {
                self.warn("document", "is missing");
                return DocumentInfo::default();
            }
        };
        let path = self.text(&mut fields, "document", "path");
        let sha256 = self.text(&mut fields, "document", "sha256");
        let length = fields.remove("length").map_or(0, |length| {
            self.whole_number("document.length", &length)
                .unwrap_or_default()
        });
        let encoding = self.encoding(&mut fields);
        DocumentInfo {
            path,
            sha256,
            length,
            encoding,
            extra: fields.into_iter().collect(),
        }
    }

    /// The encoding that the offsets were counted in. One that is not known must
    /// not be written over with another: the offsets would be of no text.
    fn encoding(&mut self, fields: &mut Fields) -> Option<String> {
        let name = self.text(fields, "document", "encoding");
        let known = || encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        if !name.is_empty() && known().is_none() {
            self.error(
                "document.encoding",
                format!("\"{name}\" is no encoding that is known here"),
            );
        }
        (!name.is_empty()).then_some(name)
    }

    fn annotations(&mut self, top: &mut Fields, listed: Listed) -> AnnotationSet {
        match top.remove("annotations") {
            Some(Value::Array(_)) => {
                self.problems.extend(listed.reader.problems);
                AnnotationSet::from_shared(listed.annotations).0
            }
            Some(_) => {
                self.error("annotations", "must be a list");
                AnnotationSet::new()
            }
            None => {
                self.error("annotations", "is missing");
                AnnotationSet::new()
            }
        }
    }

    /// Reads one annotation; `None` when nothing of it could be shown.
    fn annotation(&mut self, place: &str, mut fields: Fields) -> Option<Annotation> {
        let id = self.required(&mut fields, place, "id");
        let tag = self.required(&mut fields, place, "tag");
        let selector = self.selector(place, &mut fields);
        let note = self.text(&mut fields, place, "note");
        let creator = self.text(&mut fields, place, "creator");
        let created = Timestamp(self.text(&mut fields, place, "created"));
        let modified = Timestamp(self.text(&mut fields, place, "modified"));
        let (sources, links, attributes, extra) = self.rest(place, fields);
        Some(Annotation {
            id: AnnotationId(id?),
            tag: TagId(tag?),
            selector: selector?,
            note,
            sources,
            links,
            attributes,
            creator,
            created,
            modified,
            extra,
        })
    }

    /// What of an annotation has a form of its own, and what is not known.
    pub(super) fn rest(
        &mut self,
        place: &str,
        mut fields: Fields,
    ) -> (Vec<Source>, Vec<Link>, Attributes, Extra) {
        let sources = self.list(&mut fields, place, "sources", Self::source);
        let links = self.list(&mut fields, place, "links", Self::link);
        let attributes = self.attributes(place, &mut fields);
        (sources, links, attributes, fields.into_iter().collect())
    }

    fn selector(&mut self, place: &str, fields: &mut Fields) -> Option<Selector> {
        let start = self.offset(fields, place, "start");
        let end = self.offset(fields, place, "end");
        let quote = match fields.remove("quote") {
            Some(Value::String(quote)) => Some(quote),
            Some(_) => {
                self.error(&at(place, "quote"), "must be a string");
                None
            }
            None => {
                self.error(&at(place, "quote"), "is missing");
                None
            }
        };
        let prefix = self.text(fields, place, "prefix");
        let suffix = self.text(fields, place, "suffix");
        let (start, end, quote) = (start?, end?, quote?);
        if start > end {
            self.error(
                &at(place, "start"),
                format!("{start} lies after the end, {end}"),
            );
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

    /// Whether a quote is as long as its extent, which does not end before it begins.
    pub(super) fn check_quote(&mut self, place: impl Fn() -> String, selector: &Selector) {
        let counted = selector.quote.chars().count();
        let span = selector.end.0 - selector.start.0;
        if counted != span {
            self.warn(
                &at(&place(), "quote"),
                format!("has {counted} code points where start and end span {span}"),
            );
        }
    }

    fn attributes(&mut self, place: &str, fields: &mut Fields) -> Attributes {
        let mut text = |key| Some(self.text(fields, place, key)).filter(|it| !it.is_empty());
        let speaker = text("speaker");
        let stated = text("stated");
        let reason = text("reason");
        let verdict = text("verdict");
        let verdict = verdict.and_then(|word| {
            let known = Verdict::NAMES.iter().find(|(name, _)| *name == word);
            if known.is_none() {
                let names = Verdict::NAMES.map(|(name, _)| name).join(", ");
                self.error(
                    &at(place, "verdict"),
                    format!("\"{word}\" is none of {names}"),
                );
            }
            known.map(|(_, verdict)| *verdict)
        });
        let confidence = fields.remove("confidence").and_then(|value| {
            let confidence = value.as_f64().filter(|it| (0.0..=1.0).contains(it));
            if confidence.is_none() {
                self.error(&at(place, "confidence"), "must be a number from 0 to 1");
            }
            confidence
        });
        Attributes {
            speaker,
            stated,
            verdict,
            confidence,
            reason,
        }
    }

    fn source(&mut self, place: &str, mut fields: Fields) -> Option<Source> {
        type Make = fn(String) -> SourceTarget;
        const KINDS: [(&str, Make); 4] = [
            ("url", SourceTarget::Url),
            ("citation", SourceTarget::Citation),
            ("reference", SourceTarget::Reference),
            ("passage", SourceTarget::Passage),
        ];
        let mut targets = Vec::new();
        for (key, target) in KINDS {
            match fields.remove(key) {
                Some(Value::String(words)) => targets.push(target(words)),
                Some(_) => self.error(&at(place, key), "must be a string"),
                None => {}
            }
        }
        let remark = self.text(&mut fields, place, "remark");
        let accessed = self.text(&mut fields, place, "accessed");
        if targets.len() != 1 {
            self.error(
                place,
                "must have exactly one of url, citation, reference and passage",
            );
        }
        Some(Source {
            target: targets.into_iter().next()?,
            remark,
            accessed,
            extra: fields.into_iter().collect(),
        })
    }

    fn link(&mut self, place: &str, mut fields: Fields) -> Option<Link> {
        let to = self.required(&mut fields, place, "to");
        let rel = self.required(&mut fields, place, "rel");
        Some(Link {
            to: to?,
            rel: rel?,
            extra: Extra::from_iter(fields),
        })
    }

    fn list<T>(
        &mut self,
        fields: &mut Fields,
        place: &str,
        key: &str,
        mut one: impl FnMut(&mut Self, &str, Fields) -> Option<T>,
    ) -> Vec<T> {
        let place = at(place, key);
        match fields.remove(key) {
            None => Vec::new(),
            Some(Value::Array(values)) => {
                let mut list = Vec::with_capacity(values.len());
                for (index, value) in values.into_iter().enumerate() {
                    let place = format!("{place}[{index}]");
                    if let Value::Object(fields) = value {
                        list.extend(one(self, &place, fields));
                    } else {
                        self.error(&place, "must be an object");
                    }
                }
                list
            }
            Some(_) => {
                self.error(&place, "must be a list");
                Vec::new()
            }
        }
    }

    /// A text that may be absent.
    fn text(&mut self, fields: &mut Fields, place: &str, key: &str) -> String {
        match fields.remove(key) {
            None => String::new(),
            Some(Value::String(text)) => text,
            Some(_) => {
                self.error(&at(place, key), "must be a string");
                String::new()
            }
        }
    }

    /// A text that must be there and not be empty.
    fn required(&mut self, fields: &mut Fields, place: &str, key: &str) -> Option<String> {
        match fields.remove(key) {
            Some(Value::String(text)) if !text.is_empty() => return Some(text),
            Some(Value::String(_)) => self.error(&at(place, key), "is empty"),
            Some(_) => self.error(&at(place, key), "must be a string"),
            None => self.error(&at(place, key), "is missing"),
        }
        None
    }

    fn offset(&mut self, fields: &mut Fields, place: &str, key: &str) -> Option<CodePoint> {
        let Some(value) = fields.remove(key) else {
            self.error(&at(place, key), "is missing");
            return None;
        };
        let number = self.whole_number(&at(place, key), &value)?;
        usize::try_from(number).ok().map(CodePoint)
    }

    fn whole_number(&mut self, place: &str, value: &Value) -> Option<u64> {
        let number = value.as_u64().filter(|it| *it <= GREATEST_OFFSET);
        if number.is_none() {
            self.error(
                place,
                "must be a whole number from 0, and no greater than 2^53",
            );
        }
        number
    }
}

fn at(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}
