//! Reading XMI, of this program and of others: each annotation of a layer that says something of
//! a passage is a tag. What a pipeline makes of every word or sentence is counted, and left out.
//!
//! Must not know: files.

use std::collections::{HashMap, HashSet};

use crate::annotation::{Annotation, Selector, TagId};
use crate::formats::carried;
use crate::formats::import::{
    Gathered, Imported, ImportedDocument, ImportedTag, Input, InputFile, Reader, Unread, beside,
    names, unnamed_label,
};
use crate::formats::problem::Problem;
use crate::formats::utf16::code_points;
use crate::formats::xml::{self, Element, Xml};
use crate::text::{CodePoint, Text};

use super::{UimaXmi, XMI, types, with_controls};

/// The packages of what programs say of words, sentences and files by themselves.
const BY_PROGRAMS: [&str; 8] = [
    ".segmentation.type.",
    ".metadata.type.",
    ".lexmorph.type.",
    ".morph.type.",
    ".syntax.type.",
    ".webanno.api.type.",
    "uima.cas.",
    "uima.tcas.",
];

/// Who annotated a document, and what it is called, as INCEpTION has it.
const CAS_METADATA: &str = "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata";

impl Reader for UimaXmi {
    fn recognises(&self, input: &Input) -> bool {
        let file = input.only().or_else(|| input.with_ending("xmi").next());
        file.is_some_and(|file| {
            let beginning = file.beginning();
            beginning.trim_start().starts_with('<')
                && beginning.contains(XMI)
                && beginning.contains("http:///uima/")
        })
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut gathered = Gathered::default();
        let mut unread = Unread::default();
        let only = input.only();
        let is_one =
            |file: &&InputFile| only.is_some() || file.name.to_ascii_lowercase().ends_with(".xmi");
        let files: Vec<&InputFile> = input.files.iter().filter(is_one).collect();
        let within = |file: &InputFile| match only {
            Some(_) => String::new(),
            None => file.name.clone(),
        };
        let read = beside(&files, |file| {
            let mut unread = Unread::default();
            let within = within(file);
            let cas = Cas::read(file, &within, &mut unread);
            let document = cas.and_then(|cas| cas.document(file, &within, &mut unread));
            (document, unread)
        });
        for (document, of_it) in read {
            let (key, document) = document?;
            gathered.merge(&key, document);
            unread.add(of_it);
        }
        if files.is_empty() {
            return Err(Problem::error("", "has no .xmi file"));
        }
        Ok(Imported {
            documents: gathered.into_documents(),
            problems: unread.problems(),
            ..Imported::default()
        })
    }
}

/// A structure with its features.
struct Structure {
    place: String,
    of_type: String,
    id: String,
    features: HashMap<String, String>,
}

impl Structure {
    fn get(&self, name: &str) -> &str {
        self.features.get(name).map_or("", String::as_str)
    }

    fn number(&self, name: &str) -> Result<usize, Problem> {
        let number = self.get(name).parse();
        number.map_err(|_| {
            let place = format!("{}, {name}", self.place);
            Problem::error(place, "must be a whole number from 0")
        })
    }
}

/// A text.
struct Sofa {
    id: String,
    words: String,
}

/// What a file has, by what it is read for.
#[derive(Default)]
struct Cas {
    sofas: Vec<Sofa>,
    tags: Vec<Structure>,
    relations: Vec<Structure>,
    /// What names the document.
    about: HashMap<String, Structure>,
}

impl Cas {
    fn read(file: &InputFile, within: &str, unread: &mut Unread) -> Result<Self, Problem> {
        let mut cas = Self::default();
        let mut xml = Xml::new(file, within)?;
        let mut ids = HashSet::new();
        xml.root("XMI", XMI)?;
        xml.children(|xml, element| {
            let place = element.place.clone();
            let one = structure(xml, element)?;
            if !one.id.is_empty() && !ids.insert(one.id.clone()) {
                let words = format!("xmi:id {} is there twice", one.id);
                return Err(Problem::error(place, words));
            }
            cas.take(one, unread)
        })?;
        while xml.next()?.is_some() {}
        Ok(cas)
    }

    /// Keeps a structure that is wanted.
    fn take(&mut self, mut one: Structure, unread: &mut Unread) -> Result<(), Problem> {
        let is_passage = one.features.contains_key("begin") && one.features.contains_key("end");
        match one.of_type.as_str() {
            "uima.cas.Sofa" => match one.features.remove("sofaString") {
                Some(words) => self.sofas.push(Sofa { id: one.id, words }),
                None if one.get("sofaURI").is_empty() => {
                    unread.count("views without a text");
                }
                None => {
                    let words = "its text is elsewhere, at an address";
                    return Err(Problem::error(one.place, words));
                }
            },
            types::META | types::DOCUMENT | CAS_METADATA => {
                self.about.insert(one.of_type.clone(), one);
            }
            _ if !one.get(types::FROM).is_empty() && !one.get(types::TO).is_empty() => {
                match is_by_program(&one.of_type) {
                    true => unread.count(format!("annotations of {}", one.of_type)),
                    false => self.relations.push(one),
                }
            }
            _ if !is_passage => {}
            name if is_by_program(name) => unread.count(format!("annotations of {name}")),
            _ => self.tags.push(one),
        }
        Ok(())
    }

    /// The words of the text that tags are of: of the view that is there from the beginning, or
    /// of the only one.
    fn document(
        mut self,
        file: &InputFile,
        within: &str,
        unread: &mut Unread,
    ) -> Result<(String, ImportedDocument), Problem> {
        if self.sofas.is_empty() {
            return Err(Problem::error(
                within,
                "has no text: no <cas:Sofa> with a sofaString",
            ));
        }
        let sofa = self.sofas.remove(0);
        let of = |feature: &str, of_type: &str| {
            let one = self.about.get(of_type);
            one.map_or("", |one| one.get(feature)).to_owned()
        };
        let words = with_controls(&sofa.words, &of(types::CONTROLS, types::DOCUMENT));
        let text = Text::new(words.as_str());
        let stem = file
            .name
            .rsplit_once('.')
            .map_or(&*file.name, |(stem, _)| stem);
        let known = names([
            of(types::PATH, types::DOCUMENT).as_str(),
            &of("documentId", types::META),
            &of("documentTitle", types::META),
            &of("sourceDocumentName", CAS_METADATA),
            stem,
        ]);
        let sha256 = of(types::SHA256, types::DOCUMENT);
        let reading = Reading {
            text: &text,
            points: points(&words, &sofa.id, &self)?,
            units: words.encode_utf16().count(),
            annotator: of("username", CAS_METADATA),
        };
        let key = format!("{}\0{words}", known.first().cloned().unwrap_or_default());
        let mut tags = Vec::with_capacity(self.tags.len());
        for one in self.tags {
            match one.get("sofa") == sofa.id {
                true => tags.push(reading.tag(&one, unread)?),
                false => unread.count("annotations of other views"),
            }
        }
        relate(self.relations, &mut tags, unread);
        let document = ImportedDocument {
            names: known,
            sha256: Some(sha256).filter(|sha256| !sha256.is_empty()),
            text: Some(text),
            tags,
            ..ImportedDocument::default()
        };
        Ok((key, document))
    }
}

/// The structure of an element, whose features may be elements in it.
fn structure(xml: &mut Xml<'_>, element: Element) -> Result<Structure, Problem> {
    let package = element.space.strip_prefix("http:///").unwrap_or_default();
    let package = package.strip_suffix(".ecore").unwrap_or(package);
    let of_type = format!("{}.{}", package.replace('/', "."), element.name);
    let id = element.get_in(XMI, "id").unwrap_or_default().to_owned();
    let mut features: HashMap<String, String> = HashMap::new();
    for (space, name, value) in element.attributes {
        if space.is_empty() {
            features.insert(name, value);
        }
    }
    xml.children(|xml, element| {
        let words = xml.words()?;
        let feature = features.entry(element.name).or_default();
        if !feature.is_empty() {
            feature.push_str(", ");
        }
        feature.push_str(&words);
        Ok(())
    })?;
    Ok(Structure {
        place: element.place,
        of_type,
        id,
        features,
    })
}

fn is_by_program(of_type: &str) -> bool {
    let mut packages = BY_PROGRAMS.iter();
    packages.any(|package| of_type.contains(package))
}

/// The code points of all offsets of tags.
fn points(words: &str, sofa: &str, cas: &Cas) -> Result<HashMap<usize, usize>, Problem> {
    let mut units = Vec::with_capacity(cas.tags.len() * 2);
    for tag in cas.tags.iter().filter(|tag| tag.get("sofa") == sofa) {
        units.extend([tag.number("begin")?, tag.number("end")?]);
    }
    Ok(code_points(words, units))
}

/// A text that tags are of.
struct Reading<'a> {
    text: &'a Text,
    points: HashMap<usize, usize>,
    units: usize,
    annotator: String,
}

impl Reading<'_> {
    fn tag(&self, one: &Structure, unread: &mut Unread) -> Result<ImportedTag, Problem> {
        let mut tag = ImportedTag {
            place: one.place.clone(),
            local: one.id.clone(),
            ..ImportedTag::default()
        };
        tag.annotation.selector = self.selector(one)?;
        let note = first(one, &[types::NOTE, "comment"]).unwrap_or_default();
        note.clone_into(&mut tag.annotation.note);
        let name = || one.of_type.rsplit('.').find(|part| !part.is_empty());
        let label = first(one, &[types::LABEL, "value", "tag"]).or_else(name);
        tag.annotation.tag = label.map_or_else(|| unnamed_label(note), TagId::from);
        let own = one.get(types::POSTIL);
        if one.of_type == types::TAG && !own.is_empty() {
            tag.annotation = whole(one, &tag, own)?;
            return Ok(tag);
        }
        tag.annotation.creator = self.annotator.as_str().into();
        let scores = [one.get("score"), one.get("confidence")];
        let scores = scores.iter().filter_map(|score| score.parse().ok());
        tag.score = scores.into_iter().find(|score| (0.0..=1.0).contains(score));
        let known = [
            "begin",
            "end",
            "sofa",
            types::LABEL,
            "value",
            "tag",
            types::NOTE,
            "comment",
            "score",
            "confidence",
        ];
        for feature in one.features.keys() {
            if !known.contains(&feature.as_str()) {
                unread.count(format!("features {feature} of {}", one.of_type));
            }
        }
        Ok(tag)
    }

    fn selector(&self, one: &Structure) -> Result<Selector, Problem> {
        let (begin, end) = (one.number("begin")?, one.number("end")?);
        let wrong = |words: String| Problem::error(&*one.place, words);
        if begin >= end {
            let words = format!("its begin, {begin}, is not before its end, {end}");
            return Err(wrong(words));
        }
        let point = |unit: usize| match self.points.get(&unit) {
            Some(point) => Ok(CodePoint(*point)),
            None if unit > self.units => {
                let units = self.units;
                Err(wrong(format!(
                    "{unit} is behind the end, at {units} UTF-16 units"
                )))
            }
            None => Err(wrong(format!(
                "{unit} is within a character, in UTF-16 units"
            ))),
        };
        let (start, end) = (point(begin)?, point(end)?);
        let bytes = self.text.byte_of(start).zip(self.text.byte_of(end));
        let range = bytes.and_then(|(start, end)| self.text.range(start, end).ok());
        let range = range.ok_or_else(|| wrong("is no passage of its text".to_owned()))?;
        Ok(Selector::new(self.text, range))
    }
}

/// The first of some features that has a value.
fn first<'a>(one: &'a Structure, names: &[&str]) -> Option<&'a str> {
    let values = names.iter().map(|name| one.get(name));
    values.into_iter().find(|value| !value.is_empty())
}

/// A tag of this program as it was, with what has been changed since.
fn whole(one: &Structure, tag: &ImportedTag, own: &str) -> Result<Annotation, Problem> {
    let place = format!("{}, {}", one.place, types::POSTIL);
    let label_of = |tag: &TagId| xml::carried(tag.as_str()).into_owned();
    let mut annotation = carried::merged_from_xml(&place, own, tag, label_of)?;
    for attribute in types::named() {
        let value = attribute.kind.parse(one.get(attribute.name)).ok();
        annotation.attributes.set(attribute.name, value);
    }
    Ok(annotation)
}

/// Gives the tags their relations.
fn relate(relations: Vec<Structure>, tags: &mut [ImportedTag], unread: &mut Unread) {
    let numbers: HashMap<String, usize> = tags
        .iter()
        .enumerate()
        .map(|(number, tag)| (tag.local.clone(), number))
        .collect();
    for one in relations {
        let from = numbers.get(one.get(types::FROM));
        let to = one.get(types::TO);
        let name = one.of_type.rsplit('.').next().unwrap_or_default();
        let name = first(&one, &[types::LABEL, "value"]).unwrap_or(name);
        match from.filter(|_| numbers.contains_key(to)) {
            Some(from) => tags[*from].relations.push((name.to_owned(), to.to_owned())),
            None => unread.count("relations to what is no passage"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::DocumentFacts;
    use crate::formats::Tally;
    use crate::formats::files::FilesWriter;
    use crate::formats::import::trips::document;

    const HEAD: &str = "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
                        xmlns:custom=\"http:///webanno/custom.ecore\" xmlns:ner=\"http:///a/ner.ecore\" \
                        xmlns:seg=\"http:///dkpro/segmentation/type.ecore\">";
    const SOFA: &str =
        r#"<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="a 👍 b&#10;c"/>"#;

    fn read(structures: &str) -> Result<Imported, Problem> {
        let words = format!("{HEAD}\n{structures}</xmi:XMI>");
        UimaXmi.read(&Input::file("talk.xmi", words.into_bytes()))
    }

    #[test]
    fn what_inception_writes_is_read() {
        let imported = read(&format!(
            "{SOFA}<seg:Token xmi:id='2' sofa='1' begin='0' end='1'/>\
             <custom:Claim xmi:id='3' sofa='1' begin='2' end='4' value='strong' sure='yes'/>\
             <ner:Entity xmi:id='4' sofa='1' begin='5' end='8' score='0.5'><value>PER</value></ner:Entity>\
             <custom:Why xmi:id='5' sofa='1' begin='5' end='8' Governor='3' Dependent='4' label='because'/>\
             <custom:Plain xmi:id='6' sofa='1' begin='0' end='1' comment='x&#10;y'/>\
             <custom:Dotted. xmi:id='7' sofa='1' begin='7' end='8'/>"
        ))
        .unwrap();
        let document = &imported.documents[0];
        assert_eq!(document.names, ["talk"]);
        let told: Vec<_> = document
            .tags
            .iter()
            .map(|tag| {
                let one = &tag.annotation;
                (
                    one.tag.as_str(),
                    one.selector.quote.as_str(),
                    one.note.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("strong", "👍", ""),
                ("PER", "b\nc", ""),
                ("Plain", "a", "x\ny"),
                ("Dotted", "c", "")
            ]
        );
        let because = vec![("because".to_owned(), document.tags[1].local.clone())];
        assert_eq!(document.tags[0].relations, because);
        assert_eq!(document.tags[1].score, Some(0.5));
        let problems: Vec<String> = imported.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "annotations of dkpro.segmentation.type.Token are not imported: 1",
                "features sure of webanno.custom.Claim are not imported: 1",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let passage = |begin: &str, end: &str| {
            format!("{SOFA}<custom:A xmi:id='3' sofa='1' begin='{begin}' end='{end}'/>")
        };
        for (structures, expected) in [
            (
                String::new(),
                "has no text: no <cas:Sofa> with a sofaString",
            ),
            (
                passage("2", "40"),
                "line 2: 40 is behind the end, at 8 UTF-16 units",
            ),
            (
                passage("3", "4"),
                "line 2: 3 is within a character, in UTF-16 units",
            ),
            (
                passage("4", "2"),
                "line 2: its begin, 4, is not before its end, 2",
            ),
            (
                passage("-1", "2"),
                "line 2, begin: must be a whole number from 0",
            ),
            (format!("{SOFA}{SOFA}"), "line 2: xmi:id 1 is there twice"),
            (
                "<cas:Sofa xmi:id='1' sofaURI='file:///etc/passwd'/>".to_owned(),
                "line 2: its text is elsewhere, at an address",
            ),
            (
                format!("{SOFA}<custom:Postil xmi:id='3' sofa='1' begin='0' end='1' postil='{{'/>"),
                "line 2, postil: is not JSON: EOF while parsing an object at line 1 column 1",
            ),
        ] {
            let told = read(&structures).map(|_| "nothing".to_owned());
            assert_eq!(told.unwrap_or_else(|problem| problem.to_string()), expected);
        }
        let told = |words: &str| {
            let read = UimaXmi.read(&Input::file("a.xmi", words.into()));
            read.map(|_| ()).unwrap_err().to_string()
        };
        assert_eq!(told(""), "is empty");
        assert_eq!(
            told("<a/>"),
            "line 1: begins with <a>, where <XMI> of http://www.omg.org/XMI must be"
        );
        assert_eq!(told(HEAD), "line 1: ends within <XMI>");
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(told(bomb), "line 1: has a document type, which is not read");
    }

    #[test]
    fn controls_come_back_though_xml_cannot_carry_them() {
        let tags = [(2, 3, "fact", "a\u{c}b\u{ffff}", 0, "ana")];
        let content = "a \u{c}b\u{1b} \u{ffff} 👍\u{0}end";
        let document = document("a.txt", content, &tags);
        let mut tally = Tally::default();
        let files = UimaXmi.document(&document, &DocumentFacts::default(), &mut tally);
        let told: Vec<String> = tally.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["controls that XML has no place for, given as blanks: 6"]
        );
        let bytes = files[0].bytes.clone();
        assert!(bytes.iter().all(|byte| *byte >= b' ' || *byte == b'\n'));
        let imported = UimaXmi.read(&Input::file("a.xmi", bytes)).unwrap();
        let read = &imported.documents[0];
        let text = read.text.as_ref().unwrap();
        assert_eq!(text.slice(text.full_range()), content);
        let one = &read.tags[0].annotation;
        assert_eq!(
            (one.note.as_str(), one.selector.quote.as_str()),
            ("a\u{c}b\u{ffff}", "\u{c}b\u{1b}")
        );
    }

    #[test]
    fn what_was_changed_in_inception_comes_back_changed() {
        let tags = [(0, 3, "fact", "why", 4, "ana")];
        let document = document("a.txt", "Abc def.", &tags);
        let files = UimaXmi.document(&document, &DocumentFacts::default(), &mut Tally::default());
        let words = String::from_utf8(files[0].bytes.clone()).unwrap();
        let words = words.replace("label=\"fact\"", "label=\"claim\"");
        let words = words.replace("note=\"why\"", "note=\"how\"");
        let words = words.replace("begin=\"0\" end=\"3\"", "begin=\"4\" end=\"7\"");
        let words = words.replace("verdict=\"supported\"", "verdict=\"refuted\"");
        let imported = UimaXmi
            .read(&Input::file("a.xmi", words.into_bytes()))
            .unwrap();
        let one = &imported.documents[0].tags[0].annotation;
        let verdict = one.attributes.get("verdict").unwrap();
        assert_eq!(
            (
                one.tag.as_str(),
                one.note.as_str(),
                one.selector.quote.as_str()
            ),
            ("claim", "how", "def")
        );
        assert_eq!(verdict.to_words(), "refuted");
        assert_eq!(one.id, document.tags[0].annotation.id);
    }
}
