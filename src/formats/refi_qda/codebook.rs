//! The codebook: the label set as codes, with their colours and when they are used. In a project, or
//! as a file of its own.
//!
//! Must not know: what is tagged.

use crate::annotation::{DocumentFacts, Tag};
use crate::formats::bundle::ExportDocument;
use crate::formats::colour::{hexadecimal, rgb};
use crate::formats::files::{FilesWriter, Met, OutFile};
use crate::formats::import::{Imported, ImportedLabel, Input, Reader};
use crate::formats::piece::Tally;
use crate::formats::problem::Problem;
use crate::formats::xml::{self, Element, Node, Xml};

use super::guid::{Of, guid};

/// The namespace, as far as all its versions begin with.
const CODEBOOK: &str = "urn:QDA-XML:codebook:";

pub(in crate::formats) struct RefiCodebook;

impl FilesWriter for RefiCodebook {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        tally.leave_out_tags("tags on passages", document.tags.len());
        tally.tags = 0;
        Vec::new()
    }

    fn shared(&self, met: &Met, _: &mut Tally) -> Vec<OutFile> {
        let codes = codes(met);
        let words = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <CodeBook xmlns=\"{CODEBOOK}1.0\" origin=\"postil\">\n<Codes>\n{codes}</Codes>\n</CodeBook>\n"
        );
        vec![OutFile {
            name: "codebook.qdc".to_owned(),
            bytes: words.into_bytes(),
        }]
    }
}

/// The codes of the label set, and of the tags that it does not have.
pub(super) fn codes(met: &Met) -> String {
    let others = met
        .labels
        .keys()
        .filter(|label| met.tags.get(label).is_none());
    let others = others.map(|label| met.tags.look_up(label));
    let all = met.tags.iter().cloned().chain(others);
    all.map(|tag| code(&tag)).collect()
}

fn code(tag: &Tag) -> String {
    let guid = guid(Of::Code, &[tag.id.as_str()]);
    let (name, colour) = (xml::optional("name", &tag.name), hexadecimal(rgb(tag)));
    let guideline = match tag.guideline.is_empty() {
        true => String::new(),
        false => {
            let words = xml::content(&tag.guideline);
            format!("<Description>{words}</Description>")
        }
    };
    format!(
        "<Code guid=\"{guid}\"{name} isCodable=\"true\" color=\"{colour}\">{guideline}</Code>\n"
    )
}

impl Reader for RefiCodebook {
    fn recognises(&self, input: &Input) -> bool {
        let only = input.only();
        only.is_some_and(|file| {
            let beginning = file.beginning();
            beginning.trim_start().starts_with('<')
                && beginning.contains("<CodeBook")
                && beginning.contains(CODEBOOK)
        })
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let only = input.only();
        let file = only.ok_or_else(|| Problem::error("", "must be one file"))?;
        let mut xml = Xml::new(file, "")?;
        xml.root("CodeBook", CODEBOOK)?;
        let mut imported = Imported::default();
        xml.children(|xml, element| match element.name.as_str() {
            "Codes" => xml.children(|xml, element| read_code(xml, &element, &mut imported.labels)),
            _ => xml.skip(),
        })?;
        if imported.labels.is_empty() {
            return Err(Problem::error("", "has no codes"));
        }
        Ok(imported)
    }
}

/// Reads a code with those below it, which are codes of their own here. They are gone through
/// without one call for each level.
fn read_code(
    xml: &mut Xml<'_>,
    element: &Element,
    labels: &mut Vec<ImportedLabel>,
) -> Result<(), Problem> {
    let label = |element: &Element| {
        let name = element.get("name").unwrap_or_default().trim();
        if name.is_empty() {
            return Err(Problem::error(&*element.place, "is a code without a name"));
        }
        Ok(ImportedLabel {
            name: name.to_owned(),
            colour: element.get("color").unwrap_or_default().to_owned(),
            guideline: String::new(),
        })
    };
    let mut open = vec![labels.len()];
    labels.push(label(element)?);
    while let Some(last) = open.last().copied() {
        match xml.next()? {
            Some(Node::Start(element)) => match element.name.as_str() {
                "Code" => {
                    open.push(labels.len());
                    labels.push(label(&element)?);
                }
                "Description" => labels[last].guideline = xml.words()?.trim().to_owned(),
                _ => xml.skip()?,
            },
            Some(Node::Text(_)) => {}
            Some(Node::End) => drop(open.pop()),
            None => break,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Vec<ImportedLabel>, String> {
        let input = Input::file("a.qdc", words.into());
        let read = RefiCodebook.read(&input).map(|imported| imported.labels);
        read.map_err(|problem| problem.to_string())
    }

    #[test]
    fn a_codebook_comes_back_as_it_was() {
        let met = Met {
            labels: [("own & <tag>".into(), 1)].into(),
            ..Met::default()
        };
        let files = RefiCodebook.shared(&met, &mut Tally::default());
        let labels = read(std::str::from_utf8(&files[0].bytes).unwrap()).unwrap();
        let known: Vec<_> = met
            .tags
            .iter()
            .map(|tag| (tag.name.clone(), tag.guideline.clone()))
            .collect();
        let told: Vec<_> = labels
            .iter()
            .map(|one| (one.name.clone(), one.guideline.clone()))
            .collect();
        assert_eq!(told[..4], known);
        assert_eq!(told[4], ("own & <tag>".to_owned(), String::new()));
        assert_eq!(labels[0].colour, "#00aa00");
    }

    #[test]
    fn codes_below_others_are_read_and_what_is_wrong_is_told() {
        let within = |codes: &str| {
            format!(
                "<CodeBook xmlns='urn:QDA-XML:codebook:1:0'><Codes>{codes}</Codes><Sets/></CodeBook>"
            )
        };
        let labels = read(&within(
            "<Code guid='1' name='Barriers' color='#E34948'><Code guid='2' name='Time'/>\
             <Description> What\nhinders </Description></Code><Code guid='3' name='Cost'><NoteRef/></Code>",
        ))
        .unwrap();
        let told: Vec<_> = labels
            .iter()
            .map(|one| (one.name.as_str(), one.guideline.as_str()))
            .collect();
        assert_eq!(
            told,
            [("Barriers", "What\nhinders"), ("Time", ""), ("Cost", "")]
        );
        for (words, expected) in [
            (within(""), "has no codes"),
            (
                within("<Code guid='1'/>"),
                "line 1: is a code without a name",
            ),
            (
                within("<Code name='a'>"),
                "line 1: is not XML: ill-formed document: expected `</Code>`, but `</Codes>` was found",
            ),
            (
                "<CodeBook/>".to_owned(),
                "line 1: begins with <CodeBook>, where <CodeBook> of urn:QDA-XML:codebook: must be",
            ),
            (String::new(), "is empty"),
        ] {
            assert_eq!(read(&words).unwrap_err(), expected);
        }
    }
}
