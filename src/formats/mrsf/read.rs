//! Reading the comments of reviews: sidecars as YAML or as JSON, with the documents where these lie
//! beside them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::annotation::{Selector, TagId, Timestamp};
use crate::formats::carried;
use crate::formats::import::json::{self, Fields, at};
use crate::formats::import::{
    Imported, ImportedDocument, ImportedTag, Input, InputFile, Placing, Reader, Unread, beside,
    names, unnamed_label,
};
use crate::formats::problem::Problem;
use crate::text::{CodePoint, Text};

use super::{CARRIED, Mrsf, NO_AUTHOR, QUOTE, yaml};

const ENDINGS: [&str; 2] = [".review.yaml", ".review.json"];

/// The name of the document that a sidecar stands beside.
fn beside_document(name: &str) -> Option<&str> {
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))
}

impl Reader for Mrsf {
    fn recognises(&self, input: &Input) -> bool {
        let is_one = |file: &InputFile| {
            file.beginning()
                .trim_start_matches(['{', ' ', '\n', '\t', '\r', '"'])
                .starts_with("mrsf_version")
                || beside_document(&file.name).is_some()
                    && file.beginning().contains("mrsf_version")
        };
        match input.only() {
            Some(file) => is_one(file),
            None => input
                .files
                .iter()
                .any(|file| beside_document(&file.name).is_some() && is_one(file)),
        }
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut imported = Imported::default();
        let mut unread = Unread::default();
        let files: HashMap<&str, &InputFile> = input
            .files
            .iter()
            .map(|file| (file.name.as_str(), file))
            .collect();
        let is_only = input.only().is_some();
        let sidecars = input.files.iter().filter_map(|file| {
            let document = beside_document(&file.name).or_else(|| is_only.then_some(""));
            document.map(|document| (file, document))
        });
        let sidecars: Vec<_> = sidecars.collect();
        let read = beside(&sidecars, |(file, document)| {
            let mut unread = Unread::default();
            let text = files.get(document).map(|file| file.whole_text());
            let within = |name: &str, problem: Problem| match is_only {
                true => problem,
                false => Problem {
                    place: format!("{name} {}", problem.place).trim_end().to_owned(),
                    ..problem
                },
            };
            let text = text
                .transpose()
                .map_err(|problem| within(document, problem));
            let read = text.and_then(|text| {
                let read = sidecar(file, document, text, &mut unread);
                read.map_err(|problem| within(&file.name, problem))
            });
            (read, unread)
        });
        for (read, of_it) in read {
            unread.add(of_it);
            imported.documents.push(read?);
        }
        if imported.documents.is_empty() {
            return Err(Problem::error("", "has no .review.yaml file"));
        }
        imported.problems = unread.problems();
        Ok(imported)
    }
}

fn sidecar(
    file: &InputFile,
    document: &str,
    text: Option<&str>,
    unread: &mut Unread,
) -> Result<ImportedDocument, Problem> {
    let written = file.text()?;
    let value = match written.trim_start().starts_with('{') {
        true => json::value(written)?,
        false => yaml::value(written)?,
    };
    let mut fields = json::object("", value)?;
    let version = match fields.remove("mrsf_version") {
        Some(Value::String(version)) => version,
        // Without quotes it is a number to YAML.
        Some(Value::Number(version)) => version.to_string(),
        _ => return Err(Problem::error("mrsf_version", "is missing")),
    };
    if version.split('.').next() != Some("1") {
        let words = format!("is {version}, and 1.0 is read");
        return Err(Problem::error("mrsf_version", words));
    }
    let named = json::text("", &mut fields, "document")?.unwrap_or_default();
    let mut read = Comments {
        lines: text.map(lines_of),
        ids: HashSet::new(),
        unread,
    };
    let mut tags = Vec::new();
    if !fields.contains_key("comments") {
        return Err(Problem::error("comments", "is missing"));
    }
    for (number, value) in json::list("", &mut fields, "comments")?
        .into_iter()
        .enumerate()
    {
        let place = format!("comments[{number}]");
        let fields = json::object(&place, value)?;
        tags.extend(read.comment(&place, fields)?);
    }
    Ok(ImportedDocument {
        names: names([named.as_str(), document]),
        text: text.map(Text::new),
        tags,
        ..ImportedDocument::default()
    })
}

/// A line: its first code point, and its characters.
fn lines_of(text: &str) -> Vec<(usize, String)> {
    let mut begin = 0;
    let lines = text.split('\n').map(|line| {
        let at = begin;
        begin += line.chars().count() + 1;
        (at, line.to_owned())
    });
    lines.collect()
}

/// What a comment says.
struct Said {
    id: String,
    author: String,
    time: Timestamp,
    words: String,
    kind: String,
    quote: String,
    carried: Option<String>,
    is_reply: bool,
    is_resolved: bool,
}

impl Said {
    fn read(place: &str, fields: &mut Fields) -> Result<Self, Problem> {
        let mut text = |name: &str| json::text(place, fields, name);
        let needed = |name: &str, value: Option<String>| {
            value.ok_or_else(|| Problem::error(at(place, name), "is missing"))
        };
        let id = needed("id", text("id")?)?;
        let author = needed("author", text("author")?)?;
        let time = Timestamp::from(needed("timestamp", text("timestamp")?)?);
        let words = needed("text", text("text")?)?;
        // What a tool found last is what the document says.
        let quotes = [text("anchored_text")?, text(QUOTE)?, text("selected_text")?];
        let said = Self {
            id,
            author,
            time,
            words,
            kind: text("type")?.unwrap_or_default(),
            quote: quotes.into_iter().flatten().next().unwrap_or_default(),
            carried: text(CARRIED)?,
            is_reply: text("reply_to")?.is_some(),
            is_resolved: fields
                .get("resolved")
                .and_then(Value::as_bool)
                .ok_or_else(|| Problem::error(at(place, "resolved"), "must be true or false"))?,
        };
        match said.time.is_rfc_3339() {
            true => Ok(said),
            false => {
                let words = format!("{} is no time, as 2026-11-22T10:00:00Z", said.time.0);
                Err(Problem::error(at(place, "timestamp"), words))
            }
        }
    }

    /// Gives a tag what the comment says besides its place; answers whether that has a note. A
    /// comment must have words, also where there is no note: then those of its tag.
    fn put(&self, tag: &mut ImportedTag) -> bool {
        let annotation = &mut tag.annotation;
        annotation.id = self.id.as_str().into();
        annotation.tag = match self.kind.as_str() {
            "" => unnamed_label(&self.words),
            kind => kind.into(),
        };
        annotation.note.clone_from(&self.words);
        if self.author != NO_AUTHOR {
            annotation.creator = self.author.as_str().into();
        }
        annotation.created.clone_from(&self.time);
        let written = self.carried.as_deref().unwrap_or_default();
        let had_note = || {
            let carried = serde_json::from_str::<Value>(written);
            carried.is_ok_and(|carried| carried.get("note").is_some())
        };
        self.words != annotation.tag.as_str() || written.contains("\"note\"") && had_note()
    }
}

/// The comments of a sidecar.
struct Comments<'a> {
    /// Of the document, where that lies beside it.
    lines: Option<Vec<(usize, String)>>,
    ids: HashSet<String>,
    unread: &'a mut Unread,
}

impl Comments<'_> {
    fn comment(&mut self, place: &str, mut fields: Fields) -> Result<Option<ImportedTag>, Problem> {
        let said = Said::read(place, &mut fields)?;
        if !self.ids.insert(said.id.clone()) {
            let words = format!("{} is there twice", said.id);
            return Err(Problem::error(at(place, "id"), words));
        }
        for (is_there, what) in [
            (said.is_reply, "replies"),
            (said.is_resolved, "marks that a comment is resolved"),
            (fields.contains_key("severity"), "severities"),
        ] {
            if is_there {
                self.unread.count(what);
            }
        }
        if said.is_reply {
            return Ok(None);
        }
        let mut tag = ImportedTag {
            place: place.to_owned(),
            ..ImportedTag::default()
        };
        let has_note = said.put(&mut tag);
        let is_placed = self.place(place, &mut fields, said.quote, &mut tag)?;
        if let Some(written) = said.carried {
            let place = at(place, CARRIED);
            let label_of = |tag: &TagId| tag.to_string();
            tag.annotation = carried::merged(&place, &written, &tag, label_of)?;
            // Where only the words are known, what was carried says where they stand.
            tag.placing = Placing::Position;
        } else if !is_placed {
            self.unread
                .count("comments on lines, without the words of these,");
            return Ok(None);
        }
        if !has_note {
            tag.annotation.note.clear();
        }
        Ok(Some(tag))
    }

    /// Gives a tag its place by its lines, where the document is known, else by its words.
    fn place(
        &self,
        place: &str,
        fields: &mut Fields,
        quote: String,
        tag: &mut ImportedTag,
    ) -> Result<bool, Problem> {
        let mut number = |name: &str| match fields.contains_key(name) {
            true => json::offset(place, fields, name).map(Some),
            false => Ok(None),
        };
        let (line, end_line) = (number("line")?, number("end_line")?);
        let (start, end) = (number("start_column")?, number("end_column")?);
        let end_line = end_line.or(line);
        let is_after = |one: Option<usize>, other: Option<usize>| {
            one.zip(other).is_some_and(|(one, other)| one > other)
        };
        if is_after(line, end_line) || line == end_line && is_after(start, end) {
            return Err(Problem::error(place, "ends before it starts"));
        }
        let found = line.zip(end_line).and_then(|(line, end_line)| {
            let lines = self.lines.as_ref()?;
            let (first, words) = lines.get(line.checked_sub(1)?)?;
            let (last, last_words) = lines.get(end_line.checked_sub(1)?)?;
            let start = start.unwrap_or(0).min(words.chars().count());
            let length = last_words.chars().count();
            Some((first + start, last + end.unwrap_or(length).min(length)))
        });
        let has_words = !quote.is_empty();
        tag.placing = match (found, has_words, line) {
            (Some(_), ..) => Placing::Position,
            (None, true, _) => Placing::Quote,
            (None, false, None) => Placing::Document,
            (None, false, Some(_)) => return Ok(false),
        };
        let (start, end) = found.unwrap_or_default();
        tag.annotation.selector = Selector {
            start: CodePoint(start),
            end: CodePoint(end),
            quote,
            ..Selector::default()
        };
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Imported, String> {
        let input = Input::file("a.md.review.yaml", words.as_bytes().to_vec());
        Mrsf.read(&input).map_err(|problem| problem.to_string())
    }

    const HEAD: &str = "mrsf_version: \"1.0\"\ndocument: a.md\ncomments:\n";
    const COMMENT: &str = "  - id: c1\n    author: Ana (ana)\n    timestamp: 2026-03-02T18:22:59Z\n    text: why?\n    resolved: false\n";

    #[test]
    fn what_other_tools_write_is_read() {
        let words = format!(
            "{HEAD}{COMMENT}    type: accuracy\n    severity: high\n    line: 2\n    start_column: 3\n    end_column: 7\n    selected_text: grew\n"
        );
        let imported = read(&words).unwrap();
        let document = &imported.documents[0];
        assert_eq!(document.names, ["a.md", "a.md"]);
        let tag = &document.tags[0];
        assert_eq!(
            (tag.placing, tag.annotation.tag.as_str()),
            (Placing::Quote, "accuracy")
        );
        assert_eq!(
            (&*tag.annotation.note, &*tag.annotation.creator),
            ("why?", "Ana (ana)")
        );
        assert_eq!(
            imported.problems[0].to_string(),
            "severities are not imported: 1"
        );
        // With the document beside it, by its lines.
        let file = |name: &str, words: &str| InputFile {
            name: name.to_owned(),
            bytes: words.as_bytes().to_vec(),
        };
        let input = Input {
            files: vec![
                file("a.md", "👍 one\nIt grew.\n"),
                file("a.md.review.yaml", &words),
            ],
        };
        assert!(Mrsf.recognises(&input));
        let tag = Mrsf
            .read(&input)
            .unwrap()
            .documents
            .remove(0)
            .tags
            .remove(0);
        let selector = &tag.annotation.selector;
        assert_eq!(
            (tag.placing, selector.start.0, selector.end.0),
            (Placing::Position, 9, 13)
        );
        let json = r#"{"mrsf_version": "1.0", "document": "a.md", "comments": []}"#;
        assert!(Mrsf.recognises(&Input::file("x", json.as_bytes().to_vec())));
        assert!(read(json).unwrap().documents[0].tags.is_empty());
        let reply = format!("{HEAD}{COMMENT}    reply_to: c0\n");
        assert_eq!(read(&reply).unwrap().problems.len(), 1);
        let bare = format!("{HEAD}{COMMENT}    line: 4\n");
        assert_eq!(read(&bare).unwrap().problems.len(), 1);
        let whole = read(&format!("{HEAD}{COMMENT}")).unwrap();
        assert_eq!(whole.documents[0].tags[0].placing, Placing::Document);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let twice = format!("{COMMENT}{COMMENT}");
        for (words, told) in [
            ("[", "line 2, column 1: is not YAML: "),
            (
                "{\"a\"",
                "line 1, column 4: is not JSON: EOF while parsing an object",
            ),
            ("a: 1", "mrsf_version: is missing"),
            (
                "mrsf_version: \"2.0\"",
                "mrsf_version: is 2.0, and 1.0 is read",
            ),
            ("mrsf_version: 1.0", "comments: is missing"),
            ("mrsf_version: 1.0\ncomments: 1", "comments: must be a list"),
            (
                "mrsf_version: 1.0\ncomments: [1]",
                "comments[0]: must be an object",
            ),
            (
                "mrsf_version: 1.0\ncomments:\n  - id: a",
                "comments[0].author: is missing",
            ),
            (
                &format!("{HEAD}{}", COMMENT.replace("false", "perhaps")),
                "comments[0].resolved: must be true or false",
            ),
            (
                &format!("{HEAD}{}", COMMENT.replace("2026-03-02T", "on ")),
                "comments[0].timestamp: on 18:22:59Z is no time, as 2026-11-22T10:00:00Z",
            ),
            (
                &format!("{HEAD}{twice}"),
                "comments[1].id: c1 is there twice",
            ),
            (
                &format!("{HEAD}{COMMENT}    line: 3\n    end_line: 2\n"),
                "comments[0]: ends before it starts",
            ),
            (
                &format!("{HEAD}{COMMENT}    line: -3\n"),
                "comments[0].line: must be a whole number from 0",
            ),
            (
                &format!("{HEAD}{COMMENT}    x_postil: \"{{}}\"\n"),
                "comments[0].x_postil.id: is missing",
            ),
        ] {
            let error = read(words).unwrap_err();
            assert!(error.starts_with(told), "{words}: {error}");
        }
    }
}
