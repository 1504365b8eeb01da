//! Writing the annotation file, a piece at a time: one of a hundred thousand
//! annotations is never in memory as a whole.
//!
//! Must not know: where the bytes go to.

use std::convert::Infallible;
use std::io::Write as _;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, AttributeValue, Collection, DocumentFacts, Done, Extra,
};

use super::super::json::{Node, Object, to_spaced_json};
use super::{
    AnnotationFile, DOCUMENT_FIELDS, DONE_FIELDS, FORMAT, Integrity, REJECTED, SUGGESTIONS,
    TOP_FIELDS, VERSION, is_known, node,
};
use super::{lines, read::parse_with};

/// A piece has about so many bytes.
const PIECE: usize = 256 * 1024;

/// Writes an annotation file: UTF-8, one annotation a line, sorted by (start,
/// end, id), a final line end.
pub fn write(file: &AnnotationFile) -> Vec<u8> {
    let mut out = Vec::new();
    let written = write_in_pieces(file, |piece| {
        out.extend_from_slice(piece);
        Ok::<(), Infallible>(())
    });
    match written {
        Ok(()) => out,
        Err(never) => match never {},
    }
}

/// Writes an annotation file piece by piece, until the first error of `take`.
pub(crate) fn write_in_pieces<E>(
    file: &AnnotationFile,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = head(file).into_bytes();
    put_lines(&mut out, &file.set, &mut take)?;
    let suggestions = &file.set.facts().suggestions;
    let waiting = suggestions.waiting();
    if waiting.has_annotations() {
        out.extend_from_slice(format!(",\n  \"{SUGGESTIONS}\": [").as_bytes());
        put_lines(&mut out, waiting, &mut take)?;
    }
    let rejected = suggestions.rejected();
    if rejected.len() > 0 {
        let ids: Vec<&str> = rejected.map(AnnotationId::as_str).collect();
        let ids = to_spaced_json(&ids);
        out.extend_from_slice(format!(",\n  \"{REJECTED}\": {ids}").as_bytes());
    }
    for (key, value) in &file.extra {
        if !TOP_FIELDS.contains(&key.as_str()) {
            let mut one = Object::default();
            one.put_extra(&Extra::from([(key.clone(), value.clone())]), |_| false);
            let one = to_spaced_json(&one);
            out.extend_from_slice(b",\n  ");
            out.extend_from_slice(&one.as_bytes()[1..one.len() - 1]);
        }
    }
    out.extend_from_slice(b"\n}\n");
    take(&out)
}

/// Writes the lines of a list, and its end.
fn put_lines<E>(
    out: &mut Vec<u8>,
    set: &Collection,
    take: &mut impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    for (index, annotation) in set.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\n    " } else { b",\n    " });
        put_line(out, annotation);
        if out.len() >= PIECE {
            take(out)?;
            out.clear();
        }
    }
    out.extend_from_slice(match set.has_annotations() {
        true => b"\n  ]",
        false => b"]",
    });
    Ok(())
}

fn head(file: &AnnotationFile) -> String {
    let mut document = Object::default();
    document.put("path", file.document.path.as_str());
    let bytes = file.document.path_bytes.as_deref();
    document.put_text("path_bytes", bytes.unwrap_or(""));
    document.put("sha256", file.document.sha256.as_str());
    document.put("length", file.document.length);
    document.put_text("encoding", file.document.encoding.as_deref().unwrap_or(""));
    put_facts(&mut document, file.set.facts());
    document.put_extra(&file.document.extra, |name| DOCUMENT_FIELDS.contains(&name));
    format!(
        "{{\n  \"format\": \"{FORMAT}\",\n  \"version\": {VERSION},\n  \"document\": {},\n  \"annotations\": [",
        to_spaced_json(&document)
    )
}

/// Adds what is said of a document as a whole, as the head of its file has it.
pub(in crate::formats) fn put_facts(object: &mut Object, facts: &DocumentFacts) {
    object.put_text("note", &facts.note);
    if !facts.done().is_empty() {
        let marks = facts.done().iter().map(done_mark);
        object.put("done", Node::List(marks.collect()));
    }
}

fn done_mark(mark: &Done) -> Object {
    let mut object = Object::default();
    object.put("by", mark.by.as_str());
    object.put_text("at", &mark.at.0);
    object.put_text("sha256", &mark.sha256);
    object.put_extra(&mark.extra, |name| DONE_FIELDS.contains(&name));
    object
}

/// One annotation as it stands on its line of the file, without a line end.
pub(super) fn annotation_line(annotation: &Annotation) -> String {
    let mut line = Vec::new();
    put_line(&mut line, annotation);
    String::from_utf8(line).expect("JSON is written in UTF-8")
}

/// Writes the line of an annotation and reads it back; `None` where the line would not
/// be understood.
pub(crate) fn reads_back(annotation: &Annotation) -> Option<Annotation> {
    let table = annotation.attributes.table();
    if let Some(read) = lines::one(table, &annotation_line(annotation)) {
        return Some(read);
    }
    // It may still be understood with a warning.
    let file = AnnotationFile {
        set: AnnotationSet::from_annotations([annotation.clone()]).0,
        ..AnnotationFile::default()
    };
    let parsed = parse_with(table, &write(&file));
    let read = parsed.file.set.iter().next();
    let fits = read.filter(|_| parsed.integrity == Integrity::Whole);
    fits.map(|annotation| (**annotation).clone())
}

/// By hand for texts and numbers, which are most of a file; by the JSON writer for what
/// few annotations have.
fn put_line(out: &mut Vec<u8>, annotation: &Annotation) {
    let selector = &annotation.selector;
    put_text(out, "{\"id\": ", annotation.id.as_str());
    put_text(out, ", \"tag\": ", annotation.tag.as_str());
    let (start, end) = (selector.start.0, selector.end.0);
    write!(out, ", \"start\": {start}, \"end\": {end}")
        .expect("a vector takes all that is written");
    put_text(out, ", \"quote\": ", &selector.quote);
    put_text(out, ", \"prefix\": ", &selector.prefix);
    put_text(out, ", \"suffix\": ", &selector.suffix);
    for (attribute, value) in annotation.values() {
        out.extend_from_slice(b", \"");
        out.extend_from_slice(attribute.name.as_bytes());
        if let AttributeValue::Text(text) = &value {
            put_text(out, "\": ", text);
        } else {
            out.extend_from_slice(b"\": ");
            out.extend_from_slice(to_spaced_json(&node(&value)).as_bytes());
        }
    }
    let unlisted = annotation.unlisted();
    if !unlisted.is_empty() {
        let table = annotation.attributes.table();
        let mut object = Object::default();
        object.put_extra(&unlisted, |name| is_known(table, name));
        if !object.is_empty() {
            let json = to_spaced_json(&object);
            out.extend_from_slice(b", ");
            out.extend_from_slice(&json.as_bytes()[1..json.len() - 1]);
        }
    }
    out.push(b'}');
}

fn put_text(out: &mut Vec<u8>, before: &str, text: &str) {
    out.extend_from_slice(before.as_bytes());
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.as_bytes().iter().all(is_plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(to_spaced_json(text).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::lines::tests::varied;
    use super::super::parse;
    use super::*;

    #[test]
    fn a_line_is_the_object_with_its_fields_in_order() {
        for annotation in varied() {
            let mut object = Object::default();
            object.put("id", annotation.id.as_str());
            object.put("tag", annotation.tag.as_str());
            object.put("start", annotation.selector.start.0);
            object.put("end", annotation.selector.end.0);
            object.put("quote", annotation.selector.quote.as_str());
            super::super::put_rest(&mut object, &annotation, &[]);
            assert_eq!(annotation_line(&annotation), to_spaced_json(&object));
            assert_eq!(reads_back(&annotation).as_ref(), Some(&annotation));
        }
    }

    #[test]
    fn what_would_not_be_read_back_as_it_is_is_told() {
        let mut one = varied().remove(0);
        one.extra.insert("id".to_owned(), json!("another"));
        let read = reads_back(&one).unwrap();
        assert_ne!(read, one);
        one.tag = "".into();
        assert_eq!(reads_back(&one), None);
    }

    #[test]
    fn pieces_are_the_whole_and_no_more_come_after_an_error() {
        let annotations = (0..3000).map(|number| {
            let mut one = varied().remove(number % 2);
            one.id = format!("id{number}").as_str().into();
            one
        });
        let file = AnnotationFile {
            set: AnnotationSet::from_annotations(annotations).0,
            ..AnnotationFile::default()
        };
        let (mut pieces, mut bytes) = (0, Vec::new());
        let done: Result<(), ()> = write_in_pieces(&file, |piece| {
            pieces += 1;
            bytes.extend_from_slice(piece);
            Ok(())
        });
        assert!(done.is_ok() && pieces > 2);
        assert_eq!(bytes, write(&file));
        assert_eq!(parse(&bytes).file.set, file.set);
        let mut taken = 0;
        let stopped = write_in_pieces(&file, |_| {
            taken += 1;
            Err(())
        });
        assert!(stopped.is_err() && taken == 1);
    }
}
