//! CAS in XMI, as UIMA has it and INCEpTION reads and writes it: a `.xmi` for each document, and
//! one description of the types for all.
//!
//! Offsets are UTF-16 units, with the end exclusive. A tag is a structure of one layer of its own,
//! with its name as a feature; a link within a document is a relation of another layer. What has
//! no feature stands in one as JSON, so that what is read back is whole. XML has no place for
//! controls: they are blanks there, and a structure of the document says which they were.
//!
//! Must not know: files.

mod read;
mod types;

use crate::annotation::{Annotation, DocumentFacts};

use super::bundle::ExportDocument;
use super::carried;
use super::files::{FilesWriter, Met, OutFile};
use super::piece::{Shown, Tally};
use super::utf16::Units;
use super::within::Within;
use super::xml;

pub(super) struct UimaXmi;

/// The namespace of XMI itself.
const XMI: &str = "http://www.omg.org/XMI";

/// The names of the namespaces in the files.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
    xmlns:custom=\"http:///webanno/custom.ecore\" \
    xmlns:type=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\" \
    xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n";

/// The ids of the text, of what names the document, and of the first tag.
const SOFA: usize = 1;
const FIRST: usize = 4;

impl FilesWriter for UimaXmi {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        let Some(within) = Within::new(document, tally) else {
            return Vec::new();
        };
        let words = within.words();
        let controls = controls(&words);
        tally.tell(xml::BLANKED, xml::blanked(&words));
        for (annotation, _) in &within.tags {
            tell(annotation, tally);
        }
        let mut out = HEAD.to_owned();
        let units = words.encode_utf16().count();
        let (path, sha256) = (&document.path, &document.sha256);
        let name = path.rsplit('/').next().unwrap_or(path);
        out.push_str(&structure(
            "type:DocumentMetaData",
            2,
            &[
                ("begin", "0"),
                ("end", &units.to_string()),
                ("language", "x-unspecified"),
                ("documentTitle", name),
                ("documentId", path),
                ("isLastSegment", "false"),
            ],
        ));
        let about = [
            (types::PATH, path.as_str()),
            (types::SHA256, sha256),
            (types::CONTROLS, &controls),
        ];
        out.push_str(&structure("custom:PostilDocument", 3, &about));
        let count = structures(&within, &mut out);
        out.push_str(&format!(
            "<cas:Sofa xmi:id=\"{SOFA}\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" \
             sofaString=\"{}\"/>\n",
            xml::attribute(&words)
        ));
        let members: Vec<String> = (2..FIRST + count).map(|id| id.to_string()).collect();
        let members = members.join(" ");
        out.push_str(&format!(
            "<cas:View sofa=\"{SOFA}\" members=\"{members}\"/>\n</xmi:XMI>\n"
        ));
        vec![OutFile {
            name: format!("{path}.xmi"),
            bytes: out.into_bytes(),
        }]
    }

    fn shared(&self, _: &Met, _: &mut Tally) -> Vec<OutFile> {
        vec![OutFile {
            name: "TypeSystem.xml".to_owned(),
            bytes: types::description().into_bytes(),
        }]
    }
}

/// Adds the tags and the links among them; answers how many structures these are.
fn structures(within: &Within<'_>, out: &mut String) -> usize {
    let mut units = Units::new(within.text);
    let mut places = Vec::with_capacity(within.tags.len());
    for (index, (annotation, place)) in within.tags.iter().enumerate() {
        let begin = units.before(place.bytes.start());
        let end = begin + units.of(place.bytes);
        let (begin, end) = (begin.to_string(), end.to_string());
        let all = xml::json(&carried::to_json(annotation, *place));
        let named: Vec<_> = named(annotation).collect();
        let mut features = vec![
            ("begin", begin.as_str()),
            ("end", &end),
            (types::LABEL, annotation.tag.as_str()),
            (types::NOTE, &annotation.note),
            (types::ANNOTATOR, &annotation.creator),
            (types::CREATED, &annotation.created.0),
        ];
        features.extend(named.iter().map(|(name, value)| (*name, &**value)));
        features.push((types::POSTIL, &all));
        out.push_str(&structure("custom:Postil", FIRST + index, &features));
        places.push((begin, end));
    }
    for (index, (from, name, to)) in within.relations.iter().enumerate() {
        let id = FIRST + within.tags.len() + index;
        // A relation stands where it leads to.
        let (begin, end) = &places[*to];
        let (from, to) = ((FIRST + from).to_string(), (FIRST + to).to_string());
        let features = [
            ("begin", begin.as_str()),
            ("end", end),
            (types::FROM, &from),
            (types::TO, &to),
            (types::LABEL, name),
        ];
        out.push_str(&structure("custom:PostilLink", id, &features));
    }
    within.tags.len() + within.relations.len()
}

/// Counts what other programs do not see of a tag, or see as blanks.
fn tell(annotation: &Annotation, tally: &mut Tally) {
    let shown = [Shown::Notes, Shown::Annotators, Shown::Verdicts];
    tally.tell_hidden(annotation, &shown);
    let (tag, by) = (annotation.tag.as_str(), &annotation.creator);
    let said = [tag, by, &annotation.note].map(xml::blanked);
    let others = named(annotation).map(|(_, value)| xml::blanked(&value));
    let all = said.into_iter().chain(others);
    tally.tell(xml::BLANKED, all.sum());
}

/// The attributes of a tag that have a feature of their own, in words.
fn named(annotation: &Annotation) -> impl Iterator<Item = (&'static str, String)> + '_ {
    types::named().filter_map(|attribute| {
        let (_, value) = annotation.values().find(|(one, _)| *one == attribute)?;
        Some((attribute.name, value.to_words().into_owned()))
    })
}

/// A structure of the text, with the features that have a value.
fn structure(name: &str, id: usize, features: &[(&str, &str)]) -> String {
    let mut out = format!("<{name} xmi:id=\"{id}\" sofa=\"{SOFA}\"");
    for (name, value) in features {
        out.push_str(&xml::optional(name, value));
    }
    out.push_str("/>\n");
    out
}

/// What is a blank in XML, and is none: each with its code point before the `@`, and where it
/// stands, in code points.
fn controls(words: &str) -> String {
    let all = words.chars().enumerate();
    let all = all.filter(|(_, sign)| !xml::is_carried(*sign));
    let all = all.map(|(at, sign)| format!("{:x}@{at}", u32::from(sign)));
    all.collect::<Vec<_>>().join(" ")
}

/// The words with the controls that they had.
fn with_controls(words: &str, controls: &str) -> String {
    let controls = controls.split(' ').filter_map(|one| {
        let (sign, at) = one.split_once('@')?;
        let sign = u32::from_str_radix(sign, 16)
            .ok()
            .and_then(char::from_u32)?;
        Some((at.parse::<usize>().ok()?, sign))
    });
    let controls: std::collections::HashMap<usize, char> = controls.collect();
    let restored = words.chars().enumerate().map(|(at, sign)| {
        let was = controls.get(&at).filter(|_| sign == ' ');
        was.copied().unwrap_or(sign)
    });
    restored.collect()
}
