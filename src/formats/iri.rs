//! The identifiers by which formats of the web know documents and tags.
//!
//! They must be absolute, and a document has no address of its own; so they are names, which lead
//! nowhere, and from which the path and the id can be told.
//!
//! Must not know: the formats.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::annotation::{AnnotationId, PassageRef};

/// The beginning of all names; with it, terms of this program are written in JSON-LD.
pub(super) const NAMESPACE: &str = "urn:x-postil:";
const DOCUMENT: &str = "doc:";
const TAG: &str = "tag:";

/// What does not stand as itself in a name.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

pub(super) fn of_document(path: &str) -> String {
    format!(
        "{NAMESPACE}{DOCUMENT}{}",
        utf8_percent_encode(path, ESCAPED)
    )
}

pub(super) fn of_tag(path: &str, id: &AnnotationId) -> String {
    of_passage(&PassageRef::new(path, id))
}

/// Of a tag wherever it is. The `#` is escaped as well: only whoever has the path or the id can
/// tell the two apart.
pub(super) fn of_passage(passage: &PassageRef) -> String {
    let written = utf8_percent_encode(passage.as_str(), ESCAPED);
    format!("{NAMESPACE}{TAG}{written}")
}

/// The tag of a name, if it is one.
pub(super) fn passage(iri: &str) -> Option<PassageRef> {
    let written = iri.strip_prefix(NAMESPACE)?.strip_prefix(TAG)?;
    Some(PassageRef::from(decoded(written)))
}

/// What a document may be called here: its path, or the address without what says who serves it.
pub(super) fn document_names(iri: &str) -> Vec<String> {
    let ours = iri.strip_prefix(NAMESPACE);
    if let Some(path) = ours.and_then(|rest| rest.strip_prefix(DOCUMENT)) {
        return vec![decoded(path)];
    }
    let address = iri.split(['?', '#']).next().unwrap_or(iri);
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    let path = decoded(path.trim_end_matches('/'));
    match path.is_empty() {
        true => vec![iri.to_owned()],
        false => vec![path, iri.to_owned()],
    }
}

fn decoded(words: &str) -> String {
    percent_decode_str(words).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_absolute_and_tell_what_they_name() {
        let iri = of_document("a b/ä#1?.txt");
        assert_eq!(iri, "urn:x-postil:doc:a%20b/%C3%A4%231%3F.txt");
        assert_eq!(document_names(&iri), ["a b/ä#1?.txt"]);
        let iri = of_tag("c#.txt", &"1#2".into());
        assert_eq!(iri, "urn:x-postil:tag:c%23.txt%231%232");
        assert_eq!(passage(&iri), Some(PassageRef::from("c#.txt#1#2")));
        assert_eq!(passage("urn:x-postil:doc:a"), None);
        for (iri, names) in [
            ("https://x.org/a/b%20c.txt?d#e", "a/b c.txt"),
            ("file:///home/ana/c.txt", "home/ana/c.txt"),
            ("https://x.org/", "https://x.org/"),
            ("urn:isbn:1", "urn:isbn:1"),
        ] {
            assert_eq!(document_names(iri)[0], names);
        }
    }
}
