//! Projects of other programs, projects that came back from them, and what is refused.

use super::*;
use crate::formats::import::trips::{document, written};
use crate::formats::import::{Imported, Input, InputFile, Reader};
use crate::formats::{Format, Tally};

const CODES: &str = "<Users><User guid='{AA000000-0000-4000-8000-000000000001}' name='Ben'/></Users>\
    <CodeBook><Codes><Code guid='c1' name='Barriers'><Code guid='c2' name='Time'/></Code></Codes></CodeBook>";

fn project(origin: &str, rest: &str) -> String {
    format!(
        "<Project xmlns='urn:QDA-XML:project:1.0' name='x' origin='{origin}'>\n{rest}</Project>"
    )
}

fn archive(files: &[(&str, &str)]) -> Input {
    let files = files.iter().map(|(name, words)| InputFile {
        name: (*name).to_owned(),
        bytes: (*words).into(),
    });
    Input {
        files: files.collect(),
    }
}

/// Reads a project with one text, which has these selections.
fn read(origin: &str, text: &str, selections: &str) -> Result<Imported, String> {
    let source = format!(
        "{CODES}<Sources><TextSource guid='s1' name='Talk' plainTextPath='internal://T.txt'>\
         {selections}</TextSource></Sources>"
    );
    let project = project(origin, &source);
    let input = archive(&[("project.qde", &project), ("Sources/t.TXT", text)]);
    RefiQda.read(&input).map_err(|problem| problem.to_string())
}

fn coded(start: &str, end: &str, code: &str) -> String {
    format!(
        "<PlainTextSelection guid='p{start}' startPosition='{start}' endPosition='{end}'>\
         <Coding guid='k{start}'><CodeRef targetGUID='{code}'/></Coding></PlainTextSelection>"
    )
}

fn told(imported: &Imported) -> Vec<(String, String, String, String)> {
    let tags = imported
        .documents
        .iter()
        .flat_map(|document| &document.tags);
    tags.map(|tag| {
        let one = &tag.annotation;
        (
            one.tag.to_string(),
            one.selector.quote.clone(),
            one.note.clone(),
            one.creator.to_string(),
        )
    })
    .collect()
}

fn problems(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn what_other_programs_write_is_read() {
    let selections = "<Description>memo</Description>\
        <PlainTextSelection guid='p1' startPosition='2' endPosition='3' \
        creatingUser='aa000000-0000-4000-8000-000000000001' creationDateTime='2019-06-07T03:36:36'>\
        <Description>why &amp; how</Description>\
        <Coding guid='k1'><CodeRef targetGUID='C1'/></Coding>\
        <Coding guid='k2'><CodeRef targetGUID='c2'/></Coding>\
        <NoteRef targetGUID='n1'/></PlainTextSelection>\
        <PlainTextSelection guid='p2' startPosition='4' endPosition='7'>\
        <Description>only said</Description></PlainTextSelection>";
    let imported = read("QualCoder 3.8", "\u{feff}a 👍\nbcd", selections).unwrap();
    let of = |tag: &str, quote: &str, note: &str, creator: &str| {
        [tag, quote, note, creator].map(str::to_owned).into()
    };
    assert_eq!(
        told(&imported),
        [
            of("Barriers", "👍", "why & how", "Ben"),
            of("Time", "👍", "why & how", "Ben"),
            of("comment", "bcd", "only said", ""),
        ]
    );
    let first = &imported.documents[0];
    assert_eq!(first.names, ["Talk"]);
    assert_eq!(first.tags[0].annotation.created.0, "2019-06-07T03:36:36Z");
    assert!(
        first
            .tags
            .iter()
            .all(|tag| tag.annotation.id.as_str().is_empty())
    );
    assert_eq!(
        problems(&imported),
        ["notes on documents are not imported: 1"]
    );
}

#[test]
fn half_a_line_end_counts_as_each_program_counts_it() {
    let text = "a\r\nbc";
    let one = told(&read("ATLAS.ti 23", text, &coded("2", "4", "c1")).unwrap());
    assert_eq!(one[0].1, "bc");
    let one = told(&read("MAXQDA", text, &coded("3", "5", "c1")).unwrap());
    assert_eq!(one[0].1, "bc");
    // The words that selections are named by tell more than the name of the program.
    let named = coded("2", "4", "c1").replacen("guid", "name='bc' guid", 1);
    let one = told(&read("MAXQDA", text, &named).unwrap());
    assert_eq!(one[0].1, "bc");
    let named = coded("3", "5", "c1").replacen("guid", "name='bc' guid", 1);
    let one = told(&read("ATLAS.ti 23", text, &named).unwrap());
    assert_eq!(one[0].1, "bc");
}

#[test]
fn links_pages_and_notes_are_read() {
    let rest = format!(
        "{CODES}<Cases><Case guid='x'/></Cases><Sources><PictureSource guid='q'/>\
         <PDFSource guid='d' name='Paper.pdf'><PDFSelection guid='e'/>\
         <Representation guid='r' plainTextPath='internal://r.txt'>{}{}\
         <PlainTextSelection guid='p9' startPosition='0' endPosition='1'>\
         <Coding guid='k'><CodeRef targetGUID='x'/></Coding></PlainTextSelection>\
         <Coding guid='k3'><CodeRef targetGUID='c2'/></Coding></Representation></PDFSource>\
         <TextSource guid='t' name='Gone' plainTextPath='absolute:///etc/passwd'>{}</TextSource></Sources>\
         <Links><Link guid='l' name='explains' direction='Bidirectional' originGUID='p0' targetGUID='p2'/>\
         <Link guid='m' originGUID='p0' targetGUID='p7'/></Links>",
        coded("0", "1", "c1"),
        coded("2", "3", "c2"),
        coded("5", "6", "c2"),
    );
    let project = project("NVivo", &rest);
    let input = archive(&[("a.qde", &project), ("sources/r.txt", "a b")]);
    let imported = RefiQda.read(&input).unwrap();
    let paper = &imported.documents[0];
    assert_eq!(paper.names, ["Paper.pdf"]);
    let explains = |to: &str| vec![("explains".to_owned(), to.to_owned())];
    assert_eq!(paper.tags[0].relations, explains("p2"));
    assert_eq!(paper.tags[1].relations, explains("p0"));
    assert_eq!(paper.tags.len(), 3, "the last is of the whole document");
    assert_eq!(
        problems(&imported),
        [
            "Cases are not imported: 1",
            "codings with what is no code are not imported: 1",
            "links to what is no passage are not imported: 1",
            "selections in pages of PDF are not imported: 1",
            "selections in texts that are not in the archive are not imported: 1",
            "sources of the kind PictureSource are not imported: 1",
        ]
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (selections, expected) in [
        (
            coded("1", "9", "c1"),
            "project.qde line 2: ends at 9 of 3 code points",
        ),
        (
            coded("2", "1", "c1"),
            "project.qde line 2: its start, 2, is not before its end, 1",
        ),
        (
            coded("x", "1", "c1"),
            "project.qde line 2, PlainTextSelection, startPosition: must be a whole number from 0",
        ),
        (
            coded("1", "2", ""),
            "project.qde line 2: is a coding without a <CodeRef>",
        ),
        (
            coded("1", "2", "c1") + &coded("1", "2", "c2"),
            "project.qde line 2: the guid p1 is there twice",
        ),
        (
            "<PlainTextSelection guid='p'/>".to_owned(),
            "project.qde line 2, PlainTextSelection, startPosition: is missing",
        ),
        (
            "<x>&boom;</x>".to_owned(),
            "project.qde line 2: is not XML: at 1..5: unrecognized entity `boom`",
        ),
    ] {
        assert_eq!(read("x", "abc", &selections).unwrap_err(), expected);
    }
    let told = |input: &Input| RefiQda.read(input).map(drop).unwrap_err().to_string();
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
    assert_eq!(
        told(&archive(&[("project.qde", bomb), ("sources/a.txt", "a")])),
        "project.qde line 1: has a document type, which is not read"
    );
    assert_eq!(
        told(&archive(&[("a.txt", "a"), ("b.txt", "b")])),
        "has no .qde file"
    );
    let whole = project("x", CODES);
    assert_eq!(
        told(&archive(&[("a.qde", &whole), ("postil.json", "{")])),
        "postil.json line 1, column 1: is not JSON: EOF while parsing an object"
    );
    let (half, _) = whole.split_at(whole.len() / 2);
    assert!(told(&archive(&[("a.qde", half)])).contains("is not XML: "));
    let source = "<Sources><TextSource guid='s' plainTextPath='internal://t.txt'/></Sources>";
    let mut input = archive(&[("a.qde", &project("x", source)), ("sources/t.txt", "a")]);
    input.files[1].bytes = b"\xff\xfea\0".to_vec();
    assert_eq!(
        told(&input),
        "sources/t.txt byte 0: is UTF-16; save it as UTF-8"
    );
}

#[test]
fn what_was_changed_in_another_program_comes_back_changed() {
    let tags = [
        (1, 3, "fact", "why", 4, "ana"),
        (6, 3, "claim", "", 0, "ana"),
    ];
    let document = document("a/b.txt", "\u{feff}Abc\r\n def.", &tags);
    let format = Format::named("refi-qda").unwrap();
    let mut input = written(format, std::slice::from_ref(&document));
    let qde = input
        .files
        .iter_mut()
        .find(|file| file.name.ends_with(".qde"))
        .unwrap();
    let words = String::from_utf8(qde.bytes.clone()).unwrap();
    let words = words.replace(
        "startPosition=\"0\" endPosition=\"3\"",
        "startPosition=\"3\" endPosition=\"8\"",
    );
    let words = words.replace(
        "<Description>why</Description>",
        "<Description>how</Description>",
    );
    let other = guid(Of::Code, &["claim"]);
    let words = words.replacen(
        &format!("<CodeRef targetGUID=\"{other}\"/>"),
        "<CodeRef targetGUID='new'/>",
        1,
    );
    let words = words.replace("<Codes>", "<Codes><Code guid='new' name='New'/>");
    qde.bytes = words.into_bytes();
    let imported = format.read(&input).unwrap();
    let read = &imported.documents[0];
    assert_eq!(read.names[0], "a/b.txt");
    let text = read.text.as_ref().unwrap();
    assert_eq!(text.slice(text.full_range()), "\u{feff}Abc\r\n def.");
    let told: Vec<_> = read
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
    assert_eq!(told, [("fact", "\r\n def", "how"), ("New", " de", "")]);
    let ids = |at: usize| &read.tags[at].annotation.id;
    assert!(document.tags.iter().any(|tag| tag.annotation.id == *ids(0)));
}

/// Without what this program wrote for itself, the rest is there all the same.
#[test]
fn what_only_the_project_says_is_enough_for_most() {
    let tags = [
        (0, 3, "fact", "why", 4, "ana"),
        (4, 3, "claim", "", 3, "Ben Ö"),
    ];
    let document = document("a.txt", "Abc def.", &tags);
    let format = Format::named("refi-qda").unwrap();
    let mut input = written(format, std::slice::from_ref(&document));
    input.files.retain(|file| file.name != own::NAME);
    let imported = format.read(&input).unwrap();
    let told = told(&imported);
    let note = "why\n\nspeaker: Amy Pope\nverdict: supported\nconfidence: 0.5";
    let of = |words: [&str; 4]| words.map(str::to_owned).into();
    assert_eq!(told[0], of(["fact", "Abc", note, "ana"]));
    assert_eq!(told[1], of(["claim", "def", "", "Ben Ö"]));
    let read = &imported.documents[0].tags;
    assert_eq!(read[1].relations[0].0, "contradicts");
    // Ids of version 7 last.
    for (one, other) in read.iter().zip(&document.tags) {
        assert_eq!(
            guid::own(one.annotation.id.as_str()),
            guid::own(other.annotation.id.as_str())
        );
    }
}

#[test]
fn links_to_other_documents_are_links_where_both_are_exported() {
    let first = document("a.txt", "Abc def.", &[(0, 3, "fact", "", 0, "ana")]);
    let mut second = document("b c.txt", "Abc def.", &[(0, 3, "fact", "", 0, "ana")]);
    let to = crate::annotation::PassageRef::new("a.txt", &first.tags[0].annotation.id);
    let tag = std::sync::Arc::make_mut(&mut second.tags[0].annotation);
    tag.links.push(crate::annotation::Link {
        to,
        rel: "supports".to_owned(),
        extra: crate::annotation::Extra::new(),
    });
    let told = |documents: &[&ExportDocument]| {
        let mut met = Met::default();
        documents.iter().for_each(|document| {
            met.add(document);
            for (what, bytes) in RefiQda.parts(document) {
                met.parts.entry(what).or_default().extend(bytes);
            }
        });
        let mut tally = Tally::default();
        let links = project::whole(&met, &mut tally).matches("<Link ").count();
        (links, tally.problems().len())
    };
    assert_eq!(told(&[&first, &second]), (1, 0));
    assert_eq!(told(&[&second]), (0, 1));
}

/// As qualitative-coding writes it: the name of a file for an address, and none of the source.
#[test]
fn a_source_may_be_named_by_its_file_alone() {
    let source = format!(
        "{CODES}<Sources><TextSource guid='s1' plainTextPath='talk.txt'>{}</TextSource></Sources>",
        coded("0", "3", "c1")
    );
    let project = project("qc 1.3.2", &source);
    let input = archive(&[("project.qde", &project), ("sources/talk.txt", "One two.")]);
    let imported = RefiQda.read(&input).unwrap();
    assert_eq!(imported.documents[0].names, ["talk.txt"]);
    assert_eq!(told(&imported)[0].1, "One");
}
