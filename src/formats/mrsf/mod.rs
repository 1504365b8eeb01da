//! The Markdown Review Sidecar Format, version 1.0 (<https://sidemark.org>): beside each document a
//! file `.review.yaml` with its comments.
//!
//! Lines count from 1 and end at line feeds, columns from 0 in code points, as the Python tools
//! of the format slice them. Those tools read CRLF as one line feed, so the words of a passage have
//! line feeds alone; where that makes them others, the passage stands beside them, in an
//! extension as all else that a tag says. The words of a passage of more than 4,096 characters may
//! not be given.
//!
//! Must not know: files.

mod read;
mod yaml;

use std::fmt::Write as _;

use crate::annotation::{Annotation, DocumentFacts};

use super::bundle::{ExportDocument, Placed};
use super::carried;
use super::files::{FilesWriter, OutFile};
use super::json::to_spaced_json;
use super::piece::{Shown, Tally};

pub(super) struct Mrsf;

const SUFFIX: &str = ".review.yaml";
/// The extension with all that a tag says.
const CARRIED: &str = "x_postil";
/// The extension with the words of a passage as they stand in the document.
const QUOTE: &str = "x_postil_quote";
/// The most characters of the words of a passage.
const MOST_WORDS: usize = 4096;
/// What stands where there is no time, or none that the format takes.
const NO_TIME: &str = "1970-01-01T00:00:00Z";
const NO_AUTHOR: &str = "unknown";

impl FilesWriter for Mrsf {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        let mut out = "mrsf_version: \"1.0\"\n".to_owned();
        let _ = writeln!(out, "document: {}", scalar(&document.path));
        out.push_str(match document.tags.is_empty() {
            true => "comments: []\n",
            false => "comments:\n",
        });
        let lines = Lines::of(document);
        for tag in &document.tags {
            comment(document, tag, &lines, &mut out);
            let annotation = &tag.annotation;
            tally.tell("links that only postil reads there", annotation.links.len());
            tally.tell_hidden(annotation, &[Shown::Notes, Shown::Annotators]);
            let is_long = passage(document, tag).chars().count() > MOST_WORDS;
            tally.leave_out(
                "words of passages over 4,096 characters",
                usize::from(is_long),
            );
        }
        vec![OutFile {
            name: format!("{}{SUFFIX}", document.path),
            bytes: out.into_bytes(),
        }]
    }
}

fn comment(document: &ExportDocument, tag: &Placed, lines: &Lines, out: &mut String) {
    let annotation = &tag.annotation;
    let mut field = |before: &str, name: &str, value: &str| {
        let _ = writeln!(out, "{before}{name}: {value}");
    };
    field("  - ", "id", &scalar(annotation.id.as_str()));
    field("    ", "author", &scalar(author(annotation)));
    let time = &annotation.created;
    let is_time = time.is_rfc_3339();
    let time = if is_time { time.0.as_str() } else { NO_TIME };
    field("    ", "timestamp", &scalar(time));
    field("    ", "text", &scalar(text(annotation)));
    field("    ", "type", &scalar(annotation.tag.as_str()));
    field("    ", "resolved", "false");
    if let Some(place) = document.place(tag) {
        let (line, start) = lines.place(document, place.bytes.start());
        let (end_line, end) = lines.place(document, place.bytes.end());
        field("    ", "line", &line.to_string());
        field("    ", "end_line", &end_line.to_string());
        field("    ", "start_column", &start.to_string());
        field("    ", "end_column", &end.to_string());
    }
    let exact = passage(document, tag);
    let selected = exact.replace("\r\n", "\n");
    let fits = selected.chars().count() <= MOST_WORDS;
    if fits {
        field("    ", "selected_text", &scalar(&selected));
    }
    if !fits || selected != exact {
        field("    ", QUOTE, &scalar(&exact));
    }
    field("    ", CARRIED, &scalar(&carried::of_tag(document, tag)));
}

fn passage<'a>(document: &'a ExportDocument, tag: &'a Placed) -> std::borrow::Cow<'a, str> {
    document.passage(tag)
}

/// A comment must have words: those of its tag, where there is no note.
fn text(annotation: &Annotation) -> &str {
    match annotation.note.as_str() {
        "" => annotation.tag.as_str(),
        note => note,
    }
}

fn author(annotation: &Annotation) -> &str {
    match annotation.creator.as_str() {
        "" => NO_AUTHOR,
        creator => creator,
    }
}

/// Words in double quotes: as in JSON, of which YAML knows all but escapes of halves of
/// characters.
fn scalar(words: &str) -> String {
    let json = to_spaced_json(words);
    if !json.contains("\\ud") {
        return json;
    }
    let mut yaml = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = rest.find('\\') {
        yaml.push_str(&rest[..at]);
        let escape = &rest[at..];
        let pair = escape.get(..12).filter(|pair| pair.starts_with("\\ud"));
        let character = pair.and_then(|pair| serde_json::from_str(&format!("\"{pair}\"")).ok());
        let end = match character {
            Some(character) => {
                let character: String = character;
                for character in character.chars() {
                    let _ = write!(yaml, "\\U{:08X}", u32::from(character));
                }
                12
            }
            None => {
                yaml.push_str(&escape[..2]);
                2
            }
        };
        rest = &escape[end..];
    }
    yaml.push_str(rest);
    yaml
}

/// Where the lines of a document begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(document: &ExportDocument) -> Self {
        let mut begins = vec![0];
        if let Some(text) = &document.text {
            let bytes = text.bytes(0..text.len());
            begins.extend(memchr::memchr_iter(b'\n', &bytes).map(|at| at + 1));
        }
        Self(begins)
    }

    /// The line of a byte from 1, and its column from 0.
    fn place(&self, document: &ExportDocument, byte: usize) -> (usize, usize) {
        let line = self.0.partition_point(|begin| *begin <= byte);
        let begin = self.0[line - 1];
        let column = document.text.as_ref().map_or(0, |text| {
            text.code_point_at(byte).0 - text.code_point_at(begin).0
        });
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_scalars_of_yaml() {
        for words in [
            "a",
            "a\"b\\c\n",
            "\u{e0041}\\ud83d",
            "👍\u{202e}",
            "\\\\ud83d\\ude00",
        ] {
            let written = scalar(words);
            let read = yaml::value(&format!("a: {written}")).unwrap();
            assert_eq!(read["a"], words, "{written}");
        }
        assert_eq!(scalar("\u{e0041}"), "\"\\U000E0041\"");
    }
}
