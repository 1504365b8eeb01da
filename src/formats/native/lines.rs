//! Reading an annotation file that has the shape in which it is written: a head, a line
//! for each annotation, a foot. A hundred thousand lines, each a JSON object by itself,
//! are read in a fraction of the time that the file takes as one value, and the reading
//! can be given up between two.
//!
//! A file of any other shape, and one in which more than a single field is wrong, is read
//! as a whole (`whole.rs`), with the same result.
//!
//! Must not know: where the bytes come from.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use memchr::memchr;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use crate::annotation::{Annotation, AnnotationSet, AttributeTable, Kind};
use crate::text::CodePoint;

use super::plain::{self, Plain, Taker};
use super::reader::{Fields, Reader};
use super::strict::{self, Faultless};
use super::whole::whole;
use super::{GREATEST_OFFSET, Integrity, LEADING, Parsed, Watch};

/// All before the line of the document.
const HEAD: &str = "{\n  \"format\": \"postil\",\n  \"version\": 1,\n  \"document\": ";
/// All between that line and the first annotation.
const LIST: &str = "\n  \"annotations\": [\n";
/// What each line of an annotation begins with, before its object.
const INDENT: &str = "    ";
/// What the line after the last one begins with.
const FOOT: &str = "  ]";
/// The bytes that the line of an annotation has at least, nearly always.
const USUAL_LINE: usize = 256;
/// How many lines are read before asking again whether to go on.
const STEP: usize = 512;

pub(super) enum Lines {
    Read(Box<Parsed>),
    GivenUp,
}

/// Reads a file by its lines; `None` if it has another shape or something is wrong.
/// `watch` is told how many bytes have been read.
pub(super) fn parse(
    attributes: &'static AttributeTable,
    json: &str,
    watch: Watch<'_>,
) -> Option<Lines> {
    let (document, list) = head(json)?;
    let mut annotations = Vec::with_capacity(list.len() / USUAL_LINE);
    let mut reader = Reader::new(attributes);
    let mut rest = list;
    let foot = loop {
        let end = memchr(b'\n', rest.as_bytes())?;
        let (line, after) = (&rest[..end], &rest[end + 1..]);
        let Some(object) = line.strip_prefix(INDENT) else {
            break rest;
        };
        // A comma stands behind each but the last.
        let is_last = after.starts_with(FOOT);
        let object = match object.strip_suffix(',') {
            Some(object) if !is_last => object,
            None if is_last => object,
            _ => return None,
        };
        // It is read where it stays.
        let mut shared = Arc::new(reader.blank());
        let into = Arc::make_mut(&mut shared);
        annotation(object, annotations.len(), &mut reader, into)?;
        annotations.push(shared);
        rest = after;
        if annotations.len().is_multiple_of(STEP) && !watch(json.len() - rest.len()) {
            return Some(Lines::GivenUp);
        }
    };
    let foot = foot
        .strip_prefix(FOOT)
        .filter(|_| !annotations.is_empty())?;
    let frame = format!("{HEAD}{document},\n  \"annotations\": []{foot}");
    let mut parsed = whole(attributes, frame.as_bytes());
    let facts = parsed.file.set.facts().clone();
    parsed.file.set = AnnotationSet::from_unique(annotations)?.with_facts(facts);
    if parsed.integrity != Integrity::Whole {
        return None;
    }
    parsed.integrity = reader.integrity();
    parsed.problems.extend(reader.problems);
    Some(Lines::Read(Box::new(parsed)))
}

/// Splits off what the file says of its document; also returns what follows the
/// beginning of the list.
fn head(json: &str) -> Option<(&str, &str)> {
    let (line, _) = json.strip_prefix(HEAD)?.split_once('\n')?;
    let list = json[HEAD.len() + line.len()..].strip_prefix(LIST)?;
    let document = line.strip_suffix(',')?;
    // One value that ends on its line, so that the list that follows is the one at the top.
    matches!(strict::value(document), Ok((Value::Object(_), _))).then_some((document, list))
}

/// Reads the line of an annotation; `None` unless all in it is as it should be.
pub(super) fn one(attributes: &'static AttributeTable, line: &str) -> Option<Annotation> {
    let mut reader = Reader::new(attributes);
    let mut read = reader.blank();
    annotation(line, 0, &mut reader, &mut read)?;
    reader.problems.is_empty().then_some(read)
}

/// Reads a line of an annotation that has no words; `None` unless all in it is as it should be.
pub(super) fn without_quote(attributes: &'static AttributeTable, line: &str) -> Option<Annotation> {
    let mut reader = Reader::new(attributes);
    let mut read = reader.blank();
    fields(line, REQUIRED & !QUOTE, String::new, &mut reader, &mut read)?;
    reader.problems.is_empty().then_some(read)
}

/// Reads the annotation of a line into a blank one; `None` where more than a single field is wrong.
fn annotation(
    object: &str,
    index: usize,
    reader: &mut Reader,
    into: &mut Annotation,
) -> Option<()> {
    let place = || format!("annotations[{index}]");
    fields(object, REQUIRED, place, reader, into)?;
    reader.check_quote(place, &into.selector);
    Some(())
}

/// Reads the fields of an annotation, of which these are required, into a blank one; `None` where
/// more than a single one is wrong.
fn fields(
    object: &str,
    required: u64,
    place: impl Fn() -> String,
    reader: &mut Reader,
    into: &mut Annotation,
) -> Option<()> {
    let mut line = Line::new(reader, into);
    if plain::fields(object, &mut line).is_none() {
        *line.annotation = reader.blank();
        line = Line::new(reader, line.annotation);
        let mut deserializer = serde_json::Deserializer::from_str(object);
        deserializer.deserialize_map(&mut line).ok()?;
        deserializer.end().ok()?;
    }
    let annotation = line.annotation;
    let selector = &annotation.selector;
    let is_whole = line.read & required == required
        && !annotation.id.0.is_empty()
        && !annotation.tag.0.is_empty()
        && selector.start <= selector.end;
    if !is_whole {
        return None;
    }
    if !line.rest.is_empty() {
        reader.rest(&place(), line.rest, annotation);
    }
    Some(())
}

/// The fields that no annotation lacks, of which the context may be left out.
const REQUIRED: u64 = (1 << 5) - 1;
/// Of them, the words of the passage.
const QUOTE: u64 = 1 << 4;

/// A line as far as it has been read: plain texts and numbers are already in the
/// annotation, the other fields are kept for later.
struct Line<'a> {
    annotation: &'a mut Annotation,
    /// A bit for each field that is in the annotation.
    read: u64,
    /// The number of the field that is expected next.
    next: usize,
    /// That of the first attribute which every annotation has.
    usual: usize,
    rest: Fields,
}

impl<'a> Line<'a> {
    fn new(reader: &Reader, annotation: &'a mut Annotation) -> Self {
        Self {
            annotation,
            read: 0,
            next: 0,
            usual: LEADING.len() + reader.usual,
            rest: Fields::new(),
        }
    }

    /// The number of a field that is not the expected one. The attributes come in the order of their
    /// table, too.
    fn number(&self, name: &str) -> Option<usize> {
        let table = self.annotation.attributes.table();
        let row = self.next.saturating_sub(LEADING.len());
        let ahead = table.all().get(row..).unwrap_or_default();
        let found = ahead.iter().position(|attribute| attribute.name == name);
        match found {
            Some(ahead) => number_of_row(table, row + ahead),
            None => number(table, name),
        }
    }

    /// Puts a text into the field of that number.
    fn put(&mut self, number: usize, text: Cow<'_, str>) {
        let annotation = &mut *self.annotation;
        // In the order of `LEADING`, without the offsets.
        match number {
            0 => annotation.id.0 = text.into_owned(),
            1 => annotation.tag.0 = text.into(),
            4 => annotation.selector.quote = text.into_owned(),
            5 => annotation.selector.prefix = text.into_owned(),
            6 => annotation.selector.suffix = text.into_owned(),
            _ => {
                let attribute = &annotation.attributes.table().all()[number - LEADING.len()];
                annotation.set_text(attribute, text);
            }
        }
    }
}

impl Taker for Line<'_> {
    fn expected(&self) -> &'static str {
        if let Some(name) = LEADING.get(self.next) {
            return name;
        }
        let table = self.annotation.attributes.table();
        let attribute = table.all().get(self.next - LEADING.len());
        attribute.map_or("", |attribute| attribute.name)
    }

    /// Takes a plain value; `None` where it belongs to a field that has no such ones.
    fn take(&mut self, name: Option<&str>, value: Plain<'_>) -> Option<()> {
        let number = match name {
            Some(name) => self.number(name)?,
            // An attribute may be no text.
            None => match self.next.checked_sub(LEADING.len()) {
                Some(row) => number_of_row(self.annotation.attributes.table(), row)?,
                None => self.next,
            },
        };
        self.next = match number + 1 {
            next if next == LEADING.len() => self.usual,
            next => next,
        };
        let is_new = self.read & (1 << number) == 0;
        self.read |= 1 << number;
        let place = match number {
            START => &mut self.annotation.selector.start,
            END => &mut self.annotation.selector.end,
            _ => {
                let Plain::Text(text) = value else {
                    return None;
                };
                self.put(number, text);
                return is_new.then_some(());
            }
        };
        let Plain::Number(value) = value else {
            return None;
        };
        *place = code_point(value)?;
        is_new.then_some(())
    }
}

/// The numbers of the offsets among the fields of [`LEADING`].
const START: usize = 2;
const END: usize = 3;

/// The number of a field that goes straight into the annotation: those of [`LEADING`],
/// and behind them the attributes that are plain texts.
fn number(table: &'static AttributeTable, name: &str) -> Option<usize> {
    if let Some(number) = LEADING.iter().position(|leading| *leading == name) {
        return Some(number);
    }
    number_of_row(table, table.position(name)?)
}

/// The number of the field of an attribute that is a plain text.
fn number_of_row(table: &'static AttributeTable, row: usize) -> Option<usize> {
    let attribute = table.all().get(row)?;
    let is_text = matches!(attribute.kind, Kind::Text | Kind::Time) && attribute.is_listed();
    let number = LEADING.len() + row;
    (is_text && number < u64::BITS as usize).then_some(number)
}

fn offset<'de, A: MapAccess<'de>>(fields: &mut A) -> Result<CodePoint, A::Error> {
    code_point(fields.next_value()?).ok_or_else(wrong)
}

/// An offset, if it is one that is accepted.
fn code_point(number: u64) -> Option<CodePoint> {
    let accepted = (number <= GREATEST_OFFSET).then_some(number)?;
    usize::try_from(accepted).ok().map(CodePoint)
}

/// Why a line cannot be read here. Nobody sees it: the file is read as a whole then.
fn wrong<E: Error>() -> E {
    E::custom("to be read as a whole")
}

impl<'de> Visitor<'de> for &mut Line<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an annotation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let table = self.annotation.attributes.table();
        // A name with an escape in it is no `&str`, and left to the whole.
        while let Some(name) = fields.next_key::<&str>()? {
            let Some(number) = number(table, name) else {
                let value = fields.next_value_seed(Faultless)?.ok_or_else(wrong)?;
                if self.rest.insert(name.to_owned(), value).is_some() {
                    return Err(wrong());
                }
                continue;
            };
            if self.read & (1 << number) != 0 {
                return Err(wrong());
            }
            self.read |= 1 << number;
            match number {
                START => self.annotation.selector.start = offset(&mut fields)?,
                END => self.annotation.selector.end = offset(&mut fields)?,
                _ => {
                    let text: String = fields.next_value()?;
                    self.put(number, Cow::Owned(text));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::super::{AnnotationFile, DocumentInfo, write};
    use super::*;
    use crate::annotation::{
        ATTRIBUTES, Attributes, DocumentFacts, Done, Link, Selector, Source, SourceTarget,
        Suggestions, Timestamp,
    };

    /// Annotations with all that one can have, and with nothing.
    pub(in crate::formats::native) fn varied() -> Vec<Annotation> {
        let plain = |id: &str, start: usize, quote: &str| {
            let selector = Selector {
                start: CodePoint(start),
                end: CodePoint(start + quote.chars().count()),
                quote: quote.to_owned(),
                prefix: String::new(),
                suffix: "\n\u{202e} “after” \\".to_owned(),
            };
            let created = Timestamp("2026-11-22T10:00:00Z".into());
            let (id, tag) = (id.into(), "fact".into());
            let mut plain = Annotation::new(id, tag, selector, "ana".to_owned(), created);
            plain.modified = Timestamp::default();
            plain
        };
        let mut full = plain("b", 3, "é \"quoted\"\u{7f}");
        full.note = "who says so?\nand\twhen".to_owned();
        full.sources = vec![Source::new(SourceTarget::Reference("35".to_owned()))];
        full.sources[0].remark = "old".to_owned();
        full.sources[0].accessed = "2026-11-22".to_owned();
        full.sources
            .push(Source::new(SourceTarget::Passage("b #1.txt#x".into())));
        full.links = vec![Link {
            to: "a.txt#a".into(),
            rel: "supports".to_owned(),
            extra: [("since".to_owned(), json!([1, {"z": 1, "a": null}]))].into(),
        }];
        full.attributes = Attributes::from_words([
            ("stated", "2026-11-01"),
            ("verdict", "refuted"),
            ("confidence", "0.25"),
        ])
        .unwrap();
        full.extra = [
            ("later".to_owned(), json!(1.5)),
            ("z".to_owned(), json!("")),
        ]
        .into();
        let at = Timestamp("2026-11-23T10:00:00Z".into());
        full.retag(&"claim".into(), "ben", &at);
        vec![plain("a", 0, "one"), full, plain("c", 9, "")]
    }

    fn facts() -> DocumentFacts {
        let mark = |by: &str| Done {
            by: by.to_owned(),
            at: Timestamp("2026-11-22T10:00:00Z".into()),
            sha256: "00".to_owned(),
            extra: [("later".to_owned(), json!({"a": [1]}))].into(),
        };
        let facts = DocumentFacts::default().with_note("whose?\n\u{202e}\"annotations\"");
        let suggested = varied().into_iter().map(|one| one.with_score(Some(0.5)));
        let suggestions = Suggestions::default().rejecting([&"r\n1".into(), &"r2".into()]);
        let facts = facts.with_suggestions(suggestions.with(suggested));
        facts.with_done([mark("ben"), mark("ana")])
    }

    fn file() -> AnnotationFile {
        AnnotationFile {
            document: DocumentInfo {
                path: "seeds/a.txt".to_owned(),
                path_bytes: Some("seeds/a%FF.txt".to_owned()),
                sha256: "00".to_owned(),
                length: 12,
                encoding: None,
                extra: [("annotations".to_owned(), json!([1]))].into(),
            },
            set: AnnotationSet::from_annotations(varied())
                .0
                .with_facts(facts()),
            extra: [("later".to_owned(), json!({"annotations": []}))].into(),
        }
    }

    fn by_lines(json: &str) -> Option<Parsed> {
        match parse(&ATTRIBUTES, json, &mut |_| true) {
            Some(Lines::Read(parsed)) => Some(*parsed),
            Some(Lines::GivenUp) | None => None,
        }
    }

    #[test]
    fn what_is_written_is_read_by_lines_and_as_the_whole_says() {
        let json = String::from_utf8(write(&file())).unwrap();
        let read = by_lines(&json).unwrap();
        assert_eq!(read, whole(&ATTRIBUTES, json.as_bytes()));
        assert_eq!(read.file, file());
        // A word about an annotation is no reason to read it otherwise.
        let longer = json.replacen("\"end\": 3", "\"end\": 4", 1);
        let read = by_lines(&longer).unwrap();
        assert_eq!(read.problems.len(), 1);
        assert_eq!(read, whole(&ATTRIBUTES, longer.as_bytes()));
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
                assert_eq!(parsed, whole(&ATTRIBUTES, json.as_bytes()), "{json}");
            }
        }
        assert!(read > 0, "none of {} was read by lines", damaged.len());
    }

    /// A list of that name that is not the one at the top, or not the last.
    #[test]
    fn another_list_of_annotations_is_not_taken_for_the_one() {
        let line = super::super::write::annotation_line(&varied()[0]);
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
                    assert_eq!(parsed, whole(&ATTRIBUTES, json.as_bytes()), "{json}");
                }
            }
        }
    }

    #[test]
    fn the_field_that_is_expected_next_may_be_anything() {
        let mut read = 0;
        for fields in [
            r#""note": "n", "sources": "x""#,
            r#""note": "n", "sources": [], "links": "x", "speaker": "s""#,
            r#""suffix": "s", "prefix": "p", "creator": "ana""#,
            r#""suffix": "s", "creator": "ana", "created": "c", "modified": "m", "": "x""#,
            r#""suffix": "s", "created": "c", "modified": "m", "creator": "ana""#,
            r#""suffix": "s", "creator": "ana", "creator": "ben""#,
            r#""suffix": "s", "creators": "ana", "create": "c""#,
            r#""suffix": "s", "creator": 1"#,
            r#""suffix": "s", "verdict": "refuted", "confidence": 1, "reason": "other", "": 0"#,
            r#""": "x", "prefix": "p""#,
        ] {
            let required = r#""id": "a", "tag": "fact", "start": 0, "end": 3, "quote": "one""#;
            let line = format!("{INDENT}{{{required}, {fields}}}");
            let json = format!("{HEAD}{{\"path\": \"a.txt\"}},{LIST}{line}\n{FOOT}\n}}\n");
            if let Some(parsed) = by_lines(&json) {
                assert_eq!(parsed, whole(&ATTRIBUTES, json.as_bytes()), "{json}");
                read += 1;
            }
        }
        assert_eq!(read, 8, "all but the damaged ones are read by lines");
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
        let given_up = parse(&ATTRIBUTES, &json, &mut |bytes| {
            heard.push(bytes);
            false
        });
        assert!(matches!(given_up, Some(Lines::GivenUp)));
        assert!(heard.len() == 1 && heard[0] < json.len());
    }
}
