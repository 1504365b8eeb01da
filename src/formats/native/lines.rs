//! Reading an annotation file that stands as it is written: a head of five lines,
//! a line for each annotation, a foot. Each line is then a JSON object by itself,
//! and a hundred thousand of them are read in a fraction of the time that the
//! file takes as one value, and can be given up between two lines.
//!
//! What stands in any other way, and all that is wrong in more than a field, is left
//! to the reading of the whole (`read.rs`), which has the words for it: the same
//! bytes give the same result either way.
//!
//! Must not know: where the bytes come from.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use crate::annotation::{Annotation, AnnotationId, AnnotationSet, Selector, TagId, Timestamp};
use crate::formats::problem::Severity;
use crate::text::CodePoint;

use super::read::{Fields, Reader, whole};
use super::strict::{self, Strict};
use super::{Fitness, GREATEST_OFFSET, Parsed, Watch};

/// All before the line of the document.
const HEAD: &str = "{\n  \"format\": \"postil\",\n  \"version\": 1,\n  \"document\": ";
/// All between that line and the first annotation.
const LIST: &str = "\n  \"annotations\": [\n";
/// What each line of an annotation begins with, before its object.
const INDENT: &str = "    ";
/// What the line after the last one begins with.
const FOOT: &str = "  ]";
/// How many lines are read before it is asked again whether to go on.
const STEP: usize = 512;

/// What came of reading by lines.
pub(super) enum Lines {
    /// All of it.
    Read(Box<Parsed>),
    /// It stands in another way, or something is wrong: to be read as a whole.
    Other,
    /// It was given up.
    GivenUp,
}

/// Reads a file by its lines. `watch` hears how many bytes have been read.
pub(super) fn parse(json: &str, watch: Watch<'_>) -> Lines {
    let Some((document, list)) = head(json) else {
        return Lines::Other;
    };
    let mut annotations = Vec::new();
    let mut reader = Reader::default();
    let mut rest = list;
    let foot = loop {
        let Some((line, after)) = rest.split_once('\n') else {
            return Lines::Other;
        };
        let Some(object) = line.strip_prefix(INDENT) else {
            break rest;
        };
        // A comma stands behind each but the last.
        let is_last = after.starts_with(FOOT);
        let object = match object.strip_suffix(',') {
            Some(object) if !is_last => object,
            None if is_last => object,
            _ => return Lines::Other,
        };
        let Some(one) = annotation(object, annotations.len(), &mut reader) else {
            return Lines::Other;
        };
        annotations.push(Arc::new(one));
        rest = after;
        if annotations.len().is_multiple_of(STEP) && !watch(json.len() - rest.len()) {
            return Lines::GivenUp;
        }
    };
    let Some(foot) = foot.strip_prefix(FOOT).filter(|_| !annotations.is_empty()) else {
        return Lines::Other;
    };
    let frame = format!("{HEAD}{document},\n  \"annotations\": []{foot}");
    let mut parsed = whole(frame.as_bytes());
    let Ok(set) = AnnotationSet::from_unique(annotations) else {
        return Lines::Other;
    };
    if parsed.fitness != Fitness::Whole {
        return Lines::Other;
    }
    let mut problems = reader.problems.iter();
    if problems.any(|it| it.severity == Severity::Error) {
        parsed.fitness = Fitness::Broken;
    }
    parsed.file.set = set;
    parsed.problems.extend(reader.problems);
    Lines::Read(Box::new(parsed))
}

/// What the file says of its document, and what follows the beginning of the list.
fn head(json: &str) -> Option<(&str, &str)> {
    let (line, _) = json.strip_prefix(HEAD)?.split_once('\n')?;
    let list = json[HEAD.len() + line.len()..].strip_prefix(LIST)?;
    let document = line.strip_suffix(',')?;
    // One value, which ends on its line: what follows is the list at the top.
    matches!(strict::value(document), Ok((Value::Object(_), _))).then_some((document, list))
}

/// Reads the line of an annotation, if all in it is as it should be.
pub(super) fn one(line: &str) -> Option<Annotation> {
    let mut reader = Reader::default();
    let read = annotation(line, 0, &mut reader);
    read.filter(|_| reader.problems.is_empty())
}

/// Reads the annotation of a line; `None` where something is wrong with it that is
/// more than a field.
fn annotation(object: &str, index: usize, reader: &mut Reader) -> Option<Annotation> {
    let mut deserializer = serde_json::Deserializer::from_str(object);
    let plain = deserializer.deserialize_map(Object).ok()?;
    deserializer.end().ok()?;
    let Plain { texts, span, rest } = plain;
    let [
        id,
        tag,
        quote,
        prefix,
        suffix,
        note,
        creator,
        created,
        modified,
    ] = texts;
    let [start, end] = span;
    let offset = |it: Option<u64>| {
        let it = it.filter(|it| *it <= GREATEST_OFFSET)?;
        usize::try_from(it).ok().map(CodePoint)
    };
    let selector = Selector {
        start: offset(start)?,
        end: offset(end)?,
        quote: quote?,
        prefix: prefix.unwrap_or_default(),
        suffix: suffix.unwrap_or_default(),
    };
    if selector.start > selector.end {
        return None;
    }
    let place = || format!("annotations[{index}]");
    reader.check_quote(place, &selector);
    let (sources, links, attributes, extra) = if rest.is_empty() {
        Default::default()
    } else {
        reader.rest(&place(), rest)
    };
    Some(Annotation {
        id: AnnotationId(id.filter(|it| !it.is_empty())?),
        tag: TagId(tag.filter(|it| !it.is_empty())?),
        selector,
        note: note.unwrap_or_default(),
        sources,
        links,
        attributes,
        creator: creator.unwrap_or_default(),
        created: Timestamp(created.unwrap_or_default()),
        modified: Timestamp(modified.unwrap_or_default()),
        extra,
    })
}

/// The fields that are texts and nothing else.
const TEXTS: [&str; 9] = [
    "id", "tag", "quote", "prefix", "suffix", "note", "creator", "created", "modified",
];
/// The fields that are offsets.
const SPAN: [&str; 2] = ["start", "end"];

/// The fields of an annotation.
#[derive(Default)]
struct Plain {
    texts: [Option<String>; TEXTS.len()],
    span: [Option<u64>; SPAN.len()],
    rest: Fields,
}

enum Field {
    Text(usize),
    Span(usize),
    Other(String),
}

struct FieldName;

impl Visitor<'_> for FieldName {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Field, E> {
        let at = |names: &[&str]| names.iter().position(|it| *it == name);
        Ok(match (at(&SPAN), at(&TEXTS)) {
            (Some(field), _) => Field::Span(field),
            (None, Some(field)) => Field::Text(field),
            (None, None) => Field::Other(name.to_owned()),
        })
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FieldName)
    }
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an annotation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Plain, A::Error> {
        let wrong = || A::Error::custom("to be read as a whole");
        let mut plain = Plain::default();
        while let Some(field) = fields.next_key()? {
            let twice = match field {
                Field::Text(field) => plain.texts[field].replace(fields.next_value()?).is_some(),
                Field::Span(field) => plain.span[field].replace(fields.next_value()?).is_some(),
                Field::Other(name) => {
                    let state = RefCell::default();
                    let value = fields.next_value_seed(Strict(&state))?;
                    !state.into_inner().is_fine() || plain.rest.insert(name, value).is_some()
                }
            };
            if twice {
                return Err(wrong());
            }
        }
        Ok(plain)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::super::{AnnotationFile, DocumentInfo, write};
    use super::*;
    use crate::annotation::{Link, Source, SourceTarget, Verdict};

    /// Annotations with all that one can have, and with nothing.
    pub(in crate::formats::native) fn varied() -> Vec<Annotation> {
        let plain = |id: &str, start: usize, quote: &str| Annotation {
            id: id.into(),
            tag: "fact".into(),
            selector: Selector {
                start: CodePoint(start),
                end: CodePoint(start + quote.chars().count()),
                quote: quote.to_owned(),
                prefix: String::new(),
                suffix: "\n\u{202e} “after” \\".to_owned(),
            },
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: crate::annotation::Attributes::default(),
            creator: "ana".to_owned(),
            created: Timestamp("2026-11-22T10:00:00Z".to_owned()),
            modified: Timestamp(String::new()),
            extra: crate::annotation::Extra::new(),
        };
        let mut full = plain("b", 3, "é \"quoted\"\u{7f}");
        full.note = "who says so?\nand\twhen".to_owned();
        full.sources = vec![Source::new(SourceTarget::Reference("35".to_owned()))];
        full.sources[0].remark = "old".to_owned();
        full.links = vec![Link {
            to: "a.txt#a".to_owned(),
            rel: "supports".to_owned(),
            extra: [("since".to_owned(), json!([1, {"z": 1, "a": null}]))].into(),
        }];
        full.attributes.speaker = Some("Ana".to_owned());
        full.attributes.verdict = Some(Verdict::NAMES[1].1);
        full.attributes.confidence = Some(0.25);
        full.extra = [
            ("later".to_owned(), json!(1.5)),
            ("z".to_owned(), json!("")),
        ]
        .into();
        vec![plain("a", 0, "one"), full, plain("c", 9, "")]
    }

    fn file() -> AnnotationFile {
        AnnotationFile {
            document: DocumentInfo {
                path: "seeds/a.txt".to_owned(),
                sha256: "00".to_owned(),
                length: 12,
                encoding: None,
                extra: [("annotations".to_owned(), json!([1]))].into(),
            },
            set: AnnotationSet::from_annotations(varied()).0,
            extra: [("later".to_owned(), json!({"annotations": []}))].into(),
        }
    }

    fn by_lines(json: &str) -> Option<Parsed> {
        match parse(json, &mut |_| true) {
            Lines::Read(parsed) => Some(*parsed),
            Lines::Other | Lines::GivenUp => None,
        }
    }

    #[test]
    fn what_is_written_is_read_by_lines_and_as_the_whole_says() {
        let json = String::from_utf8(write(&file())).unwrap();
        let read = by_lines(&json).unwrap();
        assert_eq!(read, whole(json.as_bytes()));
        assert_eq!(read.file, file());
        // A word about an annotation is no reason to read it otherwise.
        let longer = json.replacen("\"end\": 3", "\"end\": 4", 1);
        let read = by_lines(&longer).unwrap();
        assert_eq!(read.problems.len(), 1);
        assert_eq!(read, whole(longer.as_bytes()));
    }

    /// Each byte in turn is another one, is doubled, is taken out; lines are doubled,
    /// exchanged and joined.
    #[test]
    fn whatever_is_damaged_reads_as_the_whole_says() {
        let json = String::from_utf8(write(&file())).unwrap();
        let mut damaged = Vec::new();
        for (at, found) in json.char_indices() {
            let (before, after) = (&json[..at], &json[at + found.len_utf8()..]);
            for other in ["", ",", "\n", "\"", "{", "]", "0", "id", "  ]\n"] {
                damaged.push(format!("{before}{other}{after}"));
                damaged.push(format!("{before}{found}{other}{after}"));
            }
        }
        let lines: Vec<&str> = json.split_inclusive('\n').collect();
        for at in 0..lines.len() {
            let mut doubled = lines.clone();
            doubled.insert(at, lines[at]);
            damaged.push(doubled.concat());
            let mut exchanged = lines.clone();
            exchanged.swap(at, (at + 1) % lines.len());
            damaged.push(exchanged.concat());
            let mut joined = lines.clone();
            joined[at] = lines[at].trim_end();
            damaged.push(joined.concat());
        }
        let mut read = 0;
        for json in &damaged {
            if let Some(parsed) = by_lines(json) {
                read += 1;
                assert_eq!(parsed, whole(json.as_bytes()), "{json}");
            }
        }
        assert!(read > 0, "none of {} was read by lines", damaged.len());
    }

    /// A list of that name that is not the one at the top, or not the last.
    #[test]
    fn another_list_of_annotations_is_not_taken_for_the_one() {
        let line = super::super::annotation_line(&varied()[0]);
        for document in [
            r#"{"annotations": [], "x": {},"#,
            "{\"annotations\": [\n    {}\n  ]},\n  \"x\": 1,",
            "{}, \"annotations\": [],",
            "{}, \"version\": 2,",
            "1,",
        ] {
            for foot in ["  ]\n}\n", "  ]}, \"annotations\": []\n}\n"] {
                let json = format!("{HEAD}{document}{LIST}    {line}\n{foot}");
                if let Some(parsed) = by_lines(&json) {
                    assert_eq!(parsed, whole(json.as_bytes()), "{json}");
                }
            }
        }
    }

    #[test]
    fn reading_can_be_given_up() {
        let annotations = (0..2 * STEP).map(|number| {
            let mut one = varied().remove(0);
            one.id = format!("id{number}").as_str().into();
            one
        });
        let many = AnnotationFile {
            set: AnnotationSet::from_annotations(annotations).0,
            ..file()
        };
        let json = String::from_utf8(write(&many)).unwrap();
        let mut heard = Vec::new();
        let given_up = parse(&json, &mut |bytes| {
            heard.push(bytes);
            false
        });
        assert!(matches!(given_up, Lines::GivenUp));
        assert!(heard.len() == 1 && heard[0] < json.len());
    }
}
