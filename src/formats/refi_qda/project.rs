//! The project as one XML document: the parts of each document, and the whole of them.
//!
//! Must not know: how it is read.

use std::collections::HashSet;

use crate::annotation::Annotation;
use crate::formats::bundle::ExportDocument;
use crate::formats::carried;
use crate::formats::files::{Met, Parts};
use crate::formats::json::{Node, Object, to_spaced_json};
use crate::formats::piece::Tally;
use crate::formats::xml;

use super::codebook;
use super::copy::Copy;
use super::guid::{Of, guid, of_tag};
use super::selections::{Selection, remarks, time, user};

/// The namespace, as far as all its versions begin with.
pub(super) const PROJECT: &str = "urn:QDA-XML:project:";

/// The parts of the project that documents have.
const SOURCES: &str = "sources";
const NOTES: &str = "notes";
/// Each link with what it leads to before it, and each selection that may be that.
const LINKS: &str = "links";
const SELECTIONS: &str = "selections";
/// What only this program reads.
pub(super) const OWN: &str = "own";

/// What stands for a time that is not known where some programs insist on one.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// The bytes of an identifier.
const GUID: usize = 36;

/// What a document gives to the project.
pub(super) fn parts(document: &ExportDocument, copy: &Copy, all: &[Selection<'_>]) -> Parts {
    let source = guid(Of::Source, &[&document.path]);
    let mut parts = Parts::new();
    let mut put = |what: &'static str, words: &str| {
        parts.entry(what).or_default().extend(words.as_bytes());
    };
    // Some programs make a file of the name.
    let name = document.path.replace('/', " - ");
    let path = format!("internal://{source}.txt");
    put(
        SOURCES,
        &format!(
            "<TextSource guid=\"{source}\"{}{}>\n",
            xml::optional("name", &name),
            xml::optional("plainTextPath", &path)
        ),
    );
    for one in all {
        put(SELECTIONS, &format!("{}\n", one.guid));
        let note = guid(Of::Note, &[&one.guid]);
        let remarks = remarks(one.annotation);
        let has_note = !remarks.is_empty();
        put(SOURCES, &selection(one, has_note.then_some(&note)));
        if has_note {
            put(NOTES, &note_of(one.annotation, &note, &remarks));
        }
        for link in links(document, one) {
            put(LINKS, &link);
        }
    }
    put(SOURCES, "</TextSource>\n");
    put(OWN, &format!("\n{},", own(document, copy, &source, all)));
    parts
}

/// How many characters of what is written of a tag XML has no place for. Names of codes and people
/// stand there once, and are counted with each tag.
pub(super) fn blanked(annotation: &Annotation) -> usize {
    let (tag, by) = (annotation.tag.as_str(), &annotation.creator);
    let said = [tag, by, &annotation.note, &remarks(annotation)];
    said.into_iter().map(xml::blanked).sum()
}

/// Who made something, and when.
fn made(annotation: &Annotation) -> String {
    let (creator, created) = (user(&annotation.creator), time(&annotation.created));
    xml::optional("creatingUser", &creator) + &xml::optional("creationDateTime", created)
}

fn selection(one: &Selection<'_>, note: Option<&String>) -> String {
    let annotation = one.annotation;
    let made = made(annotation);
    let (start, end, of) = (one.start, one.end, &one.guid);
    let modified = xml::optional("modifiedDateTime", time(&annotation.modified));
    let mut out = format!(
        "<PlainTextSelection guid=\"{of}\" startPosition=\"{start}\" endPosition=\"{end}\"{made}{modified}>"
    );
    if !annotation.note.is_empty() {
        let note = xml::content(&annotation.note);
        out.push_str(&format!("<Description>{note}</Description>"));
    }
    let coding = guid(Of::Coding, &[of]);
    let code = guid(Of::Code, &[annotation.tag.as_str()]);
    out.push_str(&format!(
        "<Coding guid=\"{coding}\"{made}><CodeRef targetGUID=\"{code}\"/></Coding>"
    ));
    if let Some(note) = note {
        out.push_str(&format!("<NoteRef targetGUID=\"{note}\"/>"));
    }
    out.push_str("</PlainTextSelection>\n");
    out
}

fn note_of(annotation: &Annotation, note: &str, remarks: &str) -> String {
    let creator = xml::optional("creatingUser", &user(&annotation.creator));
    let created = match time(&annotation.created) {
        "" => NEVER,
        created => created,
    };
    let words = xml::content(remarks);
    format!(
        "<Note guid=\"{note}\" name=\"Remarks\"{creator} creationDateTime=\"{created}\">\
         <PlainTextContent>{words}</PlainTextContent></Note>\n"
    )
}

/// The links of a tag, each with the identifier of what it leads to before it.
fn links(document: &ExportDocument, one: &Selection<'_>) -> Vec<String> {
    let links = one.annotation.links.iter().enumerate();
    let links = links.map(|(number, link)| {
        let target = match link.to.id_in(&document.path) {
            Some(id) => of_tag(&document.path, &id),
            None => {
                let (path, id) = link.to.as_str().rsplit_once('#').unwrap_or_default();
                of_tag(path, &id.into())
            }
        };
        let of = guid(
            Of::Link,
            &[&one.guid, &target, &link.rel, &number.to_string()],
        );
        let (name, origin) = (xml::optional("name", &link.rel), &one.guid);
        format!(
            "{target}<Link guid=\"{of}\"{name} direction=\"OneWay\" originGUID=\"{origin}\" \
             targetGUID=\"{target}\"/>\n"
        )
    });
    links.collect()
}

/// All that a document and its tags say, for whoever reads it here again.
fn own(document: &ExportDocument, copy: &Copy, source: &str, all: &[Selection<'_>]) -> String {
    let mut object = Object::default();
    object.put("guid", source);
    object.put("path", document.path.as_str());
    object.put("sha256", document.sha256.as_str());
    copy.put_changes(&mut object);
    let tags = all.iter().map(|one| {
        let mut tag = Object::default();
        tag.put("guid", one.guid.as_str());
        tag.put(
            "tag",
            Node::Object(carried::object(one.annotation, one.place)),
        );
        tag
    });
    object.put("tags", Node::List(tags.collect()));
    to_spaced_json(&object)
}

/// The whole project.
pub(super) fn whole(met: &Met, tally: &mut Tally) -> String {
    let part = |what: &str| {
        let bytes = met.parts.get(what).map_or(&b""[..], Vec::as_slice);
        String::from_utf8_lossy(bytes)
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Project xmlns=\"{PROJECT}1.0\" name=\"postil\" origin=\"postil\">\n"
    );
    let users = met.creators.keys().filter(|name| !name.is_empty());
    let users = users.map(|name| {
        let (guid, name) = (user(name), xml::optional("name", name));
        format!("<User guid=\"{guid}\"{name}/>\n")
    });
    out.push_str(&within("Users", &users.collect::<String>()));
    let codes = codebook::codes(met);
    out.push_str(&within("CodeBook", &within("Codes", &codes)));
    out.push_str(&within("Sources", &part(SOURCES)));
    out.push_str(&within("Notes", &part(NOTES)));
    let selections = part(SELECTIONS);
    let selections: HashSet<&str> = selections.lines().collect();
    let (mut links, mut elsewhere) = (String::new(), 0);
    for line in part(LINKS).split_inclusive('\n') {
        match line.split_at_checked(GUID) {
            Some((target, link)) if selections.contains(target) => links.push_str(link),
            _ => elsewhere += 1,
        }
    }
    tally.leave_out("links to what is not in the export", elsewhere);
    out.push_str(&within("Links", &links));
    out.push_str("</Project>\n");
    out
}

/// An element with others in it, of which there must be one at least.
fn within(name: &str, words: &str) -> String {
    match words.is_empty() {
        true => String::new(),
        false => format!("<{name}>\n{words}</{name}>\n"),
    }
}
