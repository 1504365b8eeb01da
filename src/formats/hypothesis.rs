//! The JSON of Hypothesis: what its client exports and imports, and what its API answers to a
//! search (<https://h.readthedocs.io/en/latest/api-reference/v1/>).
//!
//! Positions count UTF-16 units, as scripts of the web do, so they are written as such; they are
//! those of a page as a browser shows it, so that passages of others are found by their words.
//! What Hypothesis has no field for stands as JSON under `postil`, which the client leaves out
//! when it imports, and nothing else of it is lost by that.
//!
//! Must not know: files.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::Value;

use crate::annotation::{TagId, Timestamp};

use super::bundle::{ExportDocument, Placed};
use super::import::json::{self, Fields};
use super::import::parts::Part;
use super::import::{
    Gathered, Imported, ImportedTag, Input, Placing, Reader, Unread, names, one_file, unnamed_label,
};
use super::json::{Node, Object, to_spaced_json};
use super::piece::{Piece, Shown, Writer};
use super::problem::Problem;
use super::selectors::{self, Found};
use super::utf16::Units;
use super::{carried, iri};

pub(super) struct Hypothesis;

/// The field with all that a tag says.
const CARRIED: &str = "postil";
/// The part of a user that says where the account is; none is anywhere.
const AUTHORITY: &str = "postil.invalid";

impl Writer for Hypothesis {
    fn head(&self, out: &mut Vec<u8>) {
        let head = "{\n  \"export_userid\": \"\",\n  \"client_version\": \"postil\",\n  \
                    \"annotations\": [";
        out.extend(head.as_bytes());
    }

    fn between(&self, documents: usize) -> &'static str {
        if documents == 0 { "" } else { "," }
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        let mut units = document.text.as_ref().map(Units::new);
        for index in tags {
            let tag = &document.tags[index];
            let before = if index == 0 { "\n    " } else { ",\n    " };
            piece.bytes.extend(before.as_bytes());
            let row = row(document, tag, units.as_mut());
            piece.bytes.extend(to_spaced_json(&row).as_bytes());
            let annotation = &tag.annotation;
            let tally = &mut piece.tally;
            tally.tell("links that only postil reads there", annotation.links.len());
            tally.tell_hidden(annotation, &[Shown::Notes, Shown::Annotators]);
        }
    }

    fn tail(&self, _: usize, out: &mut Vec<u8>) {
        out.extend(b"\n  ]\n}\n");
    }
}

/// What is no time is carried, and would make the file one that is refused.
fn put_time(row: &mut Object, name: &'static str, time: &Timestamp) {
    if time.is_rfc_3339() {
        row.put(name, time.0.as_str());
    }
}

fn row(document: &ExportDocument, tag: &Placed, units: Option<&mut Units<'_>>) -> Object {
    let annotation = &tag.annotation;
    let uri = iri::of_document(&document.path);
    let mut row = Object::default();
    row.put("id", annotation.id.as_str());
    put_time(&mut row, "created", &annotation.created);
    put_time(&mut row, "updated", &annotation.modified);
    row.put("user", user(&annotation.creator));
    let mut info = Object::default();
    info.put("display_name", annotation.creator.as_str());
    row.put("user_info", Node::Object(info));
    row.put("uri", uri.as_str());
    row.put("text", annotation.note.as_str());
    row.put("tags", vec![Value::from(annotation.tag.as_str())]);
    row.put("group", "__world__");
    let mut selectors = Vec::new();
    if let Some((place, units)) = document.place(tag).zip(units) {
        let start = units.before(place.bytes.start());
        let end = start + units.of(place.bytes);
        selectors.push(selectors::position(start, end));
    }
    selectors.push(selectors::quote(document, tag));
    let mut target = Object::default();
    target.put("source", uri);
    target.put("selector", Node::List(selectors));
    row.put("target", Node::List(vec![target]));
    let mut about = Object::default();
    about.put("title", vec![Value::from(document.path.as_str())]);
    row.put("document", Node::Object(about));
    row.put(CARRIED, carried::of_tag(document, tag));
    row
}

/// The account of somebody: letters, digits, `.` and `_`, as Hypothesis has them.
fn user(creator: &str) -> String {
    let kept = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_');
    let name: String = creator
        .chars()
        .map(|sign| if kept(sign) { sign } else { '_' })
        .collect();
    match name.is_empty() {
        true => format!("acct:unknown@{AUTHORITY}"),
        false => format!("acct:{name}@{AUTHORITY}"),
    }
}

impl Reader for Hypothesis {
    fn recognises(&self, input: &Input) -> bool {
        let beginning = input.only().map_or("", |file| file.beginning());
        let has = |words: &[&str]| words.iter().all(|word| beginning.contains(word));
        beginning.trim_start().starts_with(['{', '['])
            && (has(&["\"client_version\"", "\"annotations\""])
                || has(&["\"total\"", "\"rows\""])
                || has(&["\"uri\"", "\"acct:"]))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        let mut read = Read::default();
        let whole = Part::new(file.text()?);
        if whole.is_list() {
            read.rows("", whole.elements())?;
        } else {
            let lists = ["annotations", "rows"];
            let split = whole.split(&lists)?;
            let split = split.ok_or_else(|| Problem::error("", "must be an object"))?;
            let has = |name: &&str| split.long(name).is_some() || split.fields.contains_key(*name);
            match lists.iter().find(|name| has(name)) {
                Some(name) => {
                    let rows = json::long_list("", &split, name)?;
                    read.rows(name, rows.into_iter().flatten())?;
                }
                None if split.fields.contains_key("uri") => {
                    read.row("[0]", Value::Object(split.fields))?;
                }
                None => {
                    return Err(Problem::error(
                        "",
                        "has neither annotations nor rows, as the client of Hypothesis and its \
                         API write them",
                    ));
                }
            }
        }
        Ok(Imported {
            problems: read.unread.problems(),
            documents: read.gathered.into_documents(),
            ..Imported::default()
        })
    }
}

/// A file that is being read.
#[derive(Default)]
struct Read {
    gathered: Gathered,
    unread: Unread,
    /// The names of documents, and what is known in each by an id.
    ids: HashSet<(String, String)>,
}

impl Read {
    fn rows<'a>(
        &mut self,
        place: &str,
        rows: impl Iterator<Item = Result<Part<'a>, Problem>>,
    ) -> Result<(), Problem> {
        for (number, row) in rows.enumerate() {
            self.row(&format!("{place}[{number}]"), row?.value()?)?;
        }
        Ok(())
    }

    fn row(&mut self, place: &str, row: Value) -> Result<(), Problem> {
        let mut fields = json::object(place, row)?;
        let at = |name: &str| format!("{place}.{name}");
        let mut text = |name| Ok(json::text(place, &mut fields, name)?.unwrap_or_default());
        let (id, uri, note) = (text("id")?, text("uri")?, text("text")?);
        let (account, written) = (text("user")?, text(CARRIED)?);
        let (created, modified) = (text("created")?, text("updated")?);
        let documents = document_names(&fields, &uri);
        let document = documents.first().cloned().unwrap_or_default();
        if !id.is_empty() && !self.ids.insert((document, id.clone())) {
            return Err(Problem::error(at("id"), format!("{id} is there twice")));
        }
        if !json::list(place, &mut fields, "references")?.is_empty() {
            self.unread.count("replies");
            return Ok(());
        }
        let mut tag = ImportedTag {
            place: place.to_owned(),
            ..ImportedTag::default()
        };
        let annotation = &mut tag.annotation;
        annotation.id = id.as_str().into();
        annotation.creator = creator(&fields, &account).into();
        annotation.created = time(at("created"), created)?;
        annotation.modified = time(at("updated"), modified)?;
        annotation.note = note;
        let mut labels = labels(place, &mut fields)?.into_iter();
        let label = labels.next();
        annotation.tag = label.unwrap_or_else(|| unnamed_label(&annotation.note));
        if !self.place(place, &mut fields, &mut tag)? {
            return Ok(());
        }
        if !written.is_empty() {
            let label_of = |tag: &TagId| tag.to_string();
            tag.annotation = carried::merged(&at(CARRIED), &written, &tag, label_of)?;
            // Its own position is the one that counts code points.
            let is_placed = tag.annotation.selector.end.0 > 0;
            if is_placed {
                tag.placing = Placing::Position;
            }
        }
        // Every further tag is one of its own.
        for label in labels {
            let mut further = tag.clone();
            further.annotation.id = "".into();
            further.annotation.tag = label;
            self.gathered.add(documents.clone(), further);
        }
        self.gathered.add(documents, tag);
        Ok(())
    }

    /// Gives a tag its place; `false` where nothing tells it.
    fn place(
        &mut self,
        place: &str,
        fields: &mut Fields,
        tag: &mut ImportedTag,
    ) -> Result<bool, Problem> {
        let mut targets = json::list(place, fields, "target")?.into_iter();
        let place = format!("{place}.target[0]");
        let selector = match targets.next() {
            Some(target) => json::object(&place, target)?.remove("selector"),
            None => None,
        };
        if targets.next().is_some() {
            self.unread.count("further targets");
        }
        let selector = selector.unwrap_or_default();
        let mut found = Found::read(&format!("{place}.selector"), selector, &mut self.unread)?;
        found.position = None;
        match (found.is_unread(), found.is_passage()) {
            (true, _) => {
                self.unread.count("passages without words");
                return Ok(false);
            }
            (false, true) => found.place(tag),
            (false, false) => tag.placing = Placing::Document,
        }
        Ok(true)
    }
}

/// What a document may be called: what its address says, or its title.
fn document_names(fields: &Fields, uri: &str) -> Vec<String> {
    let titles = fields.get("document").and_then(|about| about.get("title"));
    let title = match titles {
        Some(Value::Array(titles)) => titles.first().and_then(Value::as_str),
        Some(title) => title.as_str(),
        None => None,
    };
    let address = iri::document_names(uri);
    names(address.iter().map(String::as_str).chain(title))
}

/// Who made it: the name that is shown, or that of the account.
fn creator(fields: &Fields, account: &str) -> String {
    let info = fields.get("user_info");
    let shown = info.and_then(|info| info.get("display_name")?.as_str());
    let shown = shown.filter(|name| !name.is_empty());
    let name = account.strip_prefix("acct:").unwrap_or(account);
    let name = name.split_once('@').map_or(name, |(name, _)| name);
    shown.unwrap_or(name).to_owned()
}

fn time(place: String, written: String) -> Result<Timestamp, Problem> {
    let time = Timestamp::from(written);
    match time.0.is_empty() || time.is_rfc_3339() {
        true => Ok(time),
        false => {
            let words = format!("{} is no date with a time, as 2026-11-22T10:00:00Z", time.0);
            Err(Problem::error(place, words))
        }
    }
}

/// The tags of a row, without those that have no name: nobody would see them.
fn labels(place: &str, fields: &mut Fields) -> Result<Vec<TagId>, Problem> {
    let all = json::list(place, fields, "tags")?;
    let labels = all.iter().enumerate().map(|(number, label)| {
        let wrong = || Problem::error(format!("{place}.tags[{number}]"), "must be a string");
        label.as_str().map(TagId::from).ok_or_else(wrong)
    });
    let is_unnamed = |label: &TagId| label.0.trim().is_empty();
    let named = labels.filter(|label| !label.as_ref().is_ok_and(is_unnamed));
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_whose_date_is_none_is_read_again_as_it_was_written() {
        use crate::formats::import::trips::{document, written};

        let seed = (0, 4, "fact", "", 0, "ana");
        let mut document = document("a.txt", "Some words end", &[seed]);
        let tag = std::sync::Arc::make_mut(&mut document.tags[0].annotation);
        tag.created = Timestamp("last week".into());
        let tag = tag.clone();
        let format = crate::formats::Format::named("hypothesis").unwrap();
        let read = format.read(&written(format, &[document])).unwrap();
        let again = &read.documents[0].tags[0].annotation;
        assert_eq!(
            (&again.created, &again.modified),
            (&tag.created, &tag.modified)
        );
    }

    #[test]
    fn tags_of_two_documents_may_have_the_same_id() {
        use crate::formats::import::trips::{document, written};

        let seed = (0, 4, "fact", "", 0, "ana");
        let documents = ["a.txt", "b.txt"].map(|path| document(path, "Some words end", &[seed]));
        let ids = documents.each_ref().map(|one| &one.tags[0].annotation.id);
        assert_eq!(ids[0], ids[1]);
        let format = crate::formats::Format::named("hypothesis").unwrap();
        let read = format.read(&written(format, &documents)).unwrap();
        assert_eq!(read.documents.len(), 2);
    }

    fn read(json: &str) -> Result<Imported, String> {
        let input = Input::file("a.json", json.as_bytes().to_vec());
        Hypothesis
            .read(&input)
            .map_err(|problem| problem.to_string())
    }

    const ROW: &str = r#"{"id": "Xy1", "created": "2023-01-02T10:00:00.123456+00:00",
        "updated": "2023-01-02T10:00:00.123456+00:00", "user": "acct:ana.b@hypothes.is",
        "uri": "https://x.org/texts/a%20b.html", "text": "why?", "tags": ["claim", "second"],
        "target": [{"source": "https://x.org", "selector": [
            {"type": "RangeSelector", "startContainer": "/p[1]"},
            {"type": "TextPositionSelector", "start": 900, "end": 904},
            {"type": "TextQuoteSelector", "exact": "grew", "prefix": "it ", "suffix": "."}]}],
        "document": {"title": ["A text"]}}"#;

    #[test]
    fn what_client_and_service_write_is_read_by_its_words() {
        for json in [
            format!(r#"{{"total": 1, "rows": [{ROW}]}}"#),
            format!(r#"{{"client_version": "1.2", "annotations": [{ROW}]}}"#),
            format!("[{ROW}]"),
            ROW.to_owned(),
        ] {
            let input = Input::file("x", json.as_bytes().to_vec());
            assert!(Hypothesis.recognises(&input), "{json}");
            let imported = read(&json).unwrap();
            let document = &imported.documents[0];
            assert_eq!(document.names[0], "texts/a b.html");
            assert!(document.names.contains(&"A text".to_owned()));
            let [further, tag] = &document.tags[..] else {
                panic!("{:?}", document.tags)
            };
            assert_eq!(tag.placing, Placing::Quote);
            let annotation = &tag.annotation;
            assert_eq!(
                (annotation.id.as_str(), annotation.creator.as_str()),
                ("Xy1", "ana.b")
            );
            assert_eq!(
                (annotation.tag.as_str(), annotation.note.as_str()),
                ("claim", "why?")
            );
            assert_eq!(annotation.selector.prefix, "it ");
            assert_eq!(further.annotation.tag.as_str(), "second");
        }
        for (named, expected) in [(r#""", "claim""#, "claim"), (r#"" ""#, "comment")] {
            let json = ROW.replace(r#""claim", "second""#, named);
            let tags = read(&json).unwrap().documents.remove(0).tags;
            let labels: Vec<_> = tags.iter().map(|tag| tag.annotation.tag.as_str()).collect();
            assert_eq!(labels, [expected], "{json}");
        }
        let reply = ROW.replace("\"tags\"", "\"references\": [\"Xy0\"], \"tags\"");
        let imported = read(&format!("[{reply}]")).unwrap();
        assert_eq!(
            imported.problems[0].to_string(),
            "replies are not imported: 1"
        );
        let note = r#"{"id": "1", "uri": "https://x.org/a.txt", "user": "acct:a@b", "text": "of all",
            "target": [{"source": "https://x.org/a.txt"}]}"#;
        let tag = read(note).unwrap().documents.remove(0).tags.remove(0);
        assert_eq!(tag.placing, Placing::Document);
        assert_eq!(tag.annotation.tag.as_str(), "comment");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (json, told) in [
            (
                "[",
                "line 1, column 1: is not JSON: EOF while parsing a list",
            ),
            ("[1]", "[0]: must be an object"),
            (r#"{"rows": 1}"#, "rows: must be a list"),
            (r#"{"rows": [{"id": 1}]}"#, "rows[0].id: must be a string"),
            (
                r#"{"rows": [{"tags": [1]}]}"#,
                "rows[0].tags[0]: must be a string",
            ),
            (
                r#"{"rows": [{"target": {}}]}"#,
                "rows[0].target: must be a list",
            ),
            (
                r#"{"rows": [{"created": "now"}]}"#,
                "rows[0].created: now is no date with a time, as 2026-11-22T10:00:00Z",
            ),
            (
                r#"{"rows": [{"id": "a"}, {"id": "a"}]}"#,
                "rows[1].id: a is there twice",
            ),
            (
                r#"{"rows": [{"target": [{"selector": [{"type": "TextQuoteSelector"}]}]}]}"#,
                "rows[0].target[0].selector[0].exact: is missing",
            ),
            (
                r#"{"rows": [{"postil": "[]", "target": []}]}"#,
                "rows[0].postil: must be an object",
            ),
            (
                "{}",
                "has neither annotations nor rows, as the client of Hypothesis and its API write them",
            ),
        ] {
            assert_eq!(read(json).unwrap_err(), told, "{json}");
        }
    }
}
