//! Reading a project: what stands in it, before it is known which documents and labels that is.
//!
//! Must not know: files; what becomes of it.

use std::collections::HashMap;

use crate::formats::import::{InputFile, Unread};
use crate::formats::problem::Problem;
use crate::formats::xml::{Element, Xml};

use super::guid::plain;
use super::project::PROJECT;

/// What a project has, by the identifiers.
#[derive(Default)]
pub(super) struct Project {
    /// The program that wrote it.
    pub(super) origin: String,
    pub(super) users: HashMap<String, String>,
    pub(super) codes: HashMap<String, String>,
    pub(super) notes: HashMap<String, Note>,
    pub(super) sources: Vec<TextSource>,
    pub(super) links: Vec<Link>,
}

/// A text, or the text of something else.
#[derive(Default)]
pub(super) struct TextSource {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) content: Option<String>,
    pub(super) selections: Vec<Selection>,
    /// The codings of the whole of it.
    pub(super) codings: Vec<Coding>,
}

/// A passage, and what is said of it.
#[derive(Default)]
pub(super) struct Selection {
    pub(super) place: String,
    pub(super) guid: String,
    /// In some programs its words, or what they begin with.
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) description: String,
    pub(super) made: Made,
    pub(super) codings: Vec<Coding>,
    pub(super) notes: Vec<String>,
}

/// Who made something, by the identifier, and when, as it is written.
#[derive(Default, Clone)]
pub(super) struct Made {
    pub(super) user: String,
    pub(super) created: String,
    pub(super) modified: String,
}

#[derive(Default)]
pub(super) struct Coding {
    pub(super) place: String,
    pub(super) code: String,
    pub(super) made: Made,
}

#[derive(Default)]
pub(super) struct Note {
    pub(super) path: String,
    pub(super) words: String,
}

pub(super) struct Link {
    pub(super) name: String,
    pub(super) origin: String,
    pub(super) target: String,
    pub(super) is_both: bool,
}

impl Project {
    pub(super) fn read(
        file: &InputFile,
        within: &str,
        unread: &mut Unread,
    ) -> Result<Self, Problem> {
        let mut xml = Xml::new(file, within)?;
        let root = xml.root("Project", PROJECT)?;
        let mut project = Self {
            origin: root.get("origin").unwrap_or_default().to_owned(),
            ..Self::default()
        };
        xml.children(|xml, element| match element.name.as_str() {
            "Users" => xml.children(|xml, user| {
                project.users.insert(guid(&user), text(&user, "name"));
                xml.skip()
            }),
            "CodeBook" => project.codes(xml),
            "Sources" => xml.children(|xml, source| project.source(xml, &source, unread)),
            "Notes" => xml.children(|xml, note| {
                let of = guid(&note);
                let note = read_note(xml, &note)?;
                project.notes.insert(of, note);
                Ok(())
            }),
            "Links" => xml.children(|xml, link| {
                project.links.push(Link {
                    name: text(&link, "name"),
                    origin: plain(&text(&link, "originGUID")),
                    target: plain(&text(&link, "targetGUID")),
                    is_both: link.get("direction") == Some("Bidirectional"),
                });
                xml.skip()
            }),
            other => {
                if matches!(other, "Cases" | "Sets" | "Graphs" | "Variables") {
                    unread.count(other);
                }
                xml.skip()
            }
        })?;
        while xml.next()?.is_some() {}
        Ok(project)
    }

    /// The codes below something, however deep: as deep as elements may be.
    fn codes(&mut self, xml: &mut Xml<'_>) -> Result<(), Problem> {
        xml.children(|xml, element| match element.name.as_str() {
            "Codes" | "Code" => {
                if element.name == "Code" {
                    let name = text(&element, "name");
                    self.codes.insert(guid(&element), name);
                }
                self.codes(xml)
            }
            _ => xml.skip(),
        })
    }

    fn source(
        &mut self,
        xml: &mut Xml<'_>,
        element: &Element,
        unread: &mut Unread,
    ) -> Result<(), Problem> {
        match element.name.as_str() {
            "TextSource" => {
                let source = text_source(xml, element, unread)?;
                self.sources.push(source);
                Ok(())
            }
            // The text of a page, with selections in it as in any text.
            "PDFSource" => {
                let name = text(element, "name");
                xml.children(|xml, element| match element.name.as_str() {
                    "Representation" => {
                        let mut source = text_source(xml, &element, unread)?;
                        source.name.clone_from(&name);
                        self.sources.push(source);
                        Ok(())
                    }
                    "PDFSelection" => {
                        unread.count("selections in pages of PDF");
                        xml.skip()
                    }
                    _ => xml.skip(),
                })
            }
            other => {
                unread.count(format!("sources of the kind {other}"));
                xml.skip()
            }
        }
    }
}

fn text_source(
    xml: &mut Xml<'_>,
    element: &Element,
    unread: &mut Unread,
) -> Result<TextSource, Problem> {
    let mut source = TextSource {
        guid: guid(element),
        name: text(element, "name"),
        path: text(element, "plainTextPath"),
        ..TextSource::default()
    };
    xml.children(|xml, element| match element.name.as_str() {
        "PlainTextContent" => {
            source.content = Some(xml.words()?);
            Ok(())
        }
        "PlainTextSelection" => {
            source.selections.push(selection(xml, element)?);
            Ok(())
        }
        "Coding" => {
            source.codings.push(coding(xml, element)?);
            Ok(())
        }
        other => {
            match other {
                "Description" | "NoteRef" => unread.count("notes on documents"),
                "VariableValue" => unread.count("values of variables"),
                _ => {}
            }
            xml.skip()
        }
    })?;
    Ok(source)
}

fn selection(xml: &mut Xml<'_>, element: Element) -> Result<Selection, Problem> {
    let mut selection = Selection {
        guid: guid(&element),
        name: text(&element, "name"),
        start: element.number("startPosition")?,
        end: element.number("endPosition")?,
        made: made(&element),
        place: element.place,
        ..Selection::default()
    };
    xml.children(|xml, element| match element.name.as_str() {
        "Description" => {
            selection.description = xml.words()?;
            Ok(())
        }
        "Coding" => {
            selection.codings.push(coding(xml, element)?);
            Ok(())
        }
        "NoteRef" => {
            selection.notes.push(plain(&text(&element, "targetGUID")));
            xml.skip()
        }
        _ => xml.skip(),
    })?;
    Ok(selection)
}

fn coding(xml: &mut Xml<'_>, element: Element) -> Result<Coding, Problem> {
    let mut coding = Coding {
        made: made(&element),
        place: element.place,
        ..Coding::default()
    };
    xml.children(|xml, element| {
        if element.name == "CodeRef" {
            coding.code = plain(&text(&element, "targetGUID"));
        }
        xml.skip()
    })?;
    match coding.code.is_empty() {
        true => Err(Problem::error(
            coding.place,
            "is a coding without a <CodeRef>",
        )),
        false => Ok(coding),
    }
}

fn read_note(xml: &mut Xml<'_>, element: &Element) -> Result<Note, Problem> {
    let mut note = Note {
        path: text(element, "plainTextPath"),
        ..Note::default()
    };
    xml.children(|xml, element| match element.name.as_str() {
        "PlainTextContent" | "Description" if note.words.is_empty() => {
            note.words = xml.words()?;
            Ok(())
        }
        _ => xml.skip(),
    })?;
    Ok(note)
}

fn made(element: &Element) -> Made {
    Made {
        user: plain(&text(element, "creatingUser")),
        created: text(element, "creationDateTime"),
        modified: text(element, "modifiedDateTime"),
    }
}

fn guid(element: &Element) -> String {
    plain(&text(element, "guid"))
}

fn text(element: &Element, name: &str) -> String {
    element.get(name).unwrap_or_default().to_owned()
}
