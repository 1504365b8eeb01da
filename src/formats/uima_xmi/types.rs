//! The types of the structures, and the description of them that goes with the files.
//!
//! Must not know: what is tagged.

use crate::annotation::{ATTRIBUTES, Attribute, Kind};
use crate::formats::xml;

/// A tag, and a link between two.
pub(super) const TAG: &str = "webanno.custom.Postil";
pub(super) const LINK: &str = "webanno.custom.PostilLink";
/// What belongs to the document as a whole.
pub(super) const DOCUMENT: &str = "webanno.custom.PostilDocument";
/// How the programs of this family name a document.
pub(super) const META: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";

/// The features of a tag.
pub(super) const LABEL: &str = "label";
pub(super) const NOTE: &str = "note";
pub(super) const ANNOTATOR: &str = "annotator";
pub(super) const CREATED: &str = "created";
pub(super) const POSTIL: &str = "postil";
/// Those of a link, by the names by which INCEpTION knows a relation.
pub(super) const FROM: &str = "Governor";
pub(super) const TO: &str = "Dependent";
/// Those of a document.
pub(super) const PATH: &str = "path";
pub(super) const SHA256: &str = "sha256";
pub(super) const CONTROLS: &str = "controls";

const STRING: &str = "uima.cas.String";

/// The attributes that are features of their own: those with a few values.
pub(super) fn named() -> impl Iterator<Item = &'static Attribute> {
    let is_one_of = |attribute: &&Attribute| matches!(attribute.kind, Kind::OneOf(_));
    ATTRIBUTES.listed().filter(is_one_of)
}

/// The description of the types.
pub(super) fn description() -> String {
    let strings = |names: &[&'static str]| -> Vec<(&'static str, &'static str)> {
        names.iter().map(|name| (*name, STRING)).collect()
    };
    let mut of_tag = strings(&[LABEL, NOTE, ANNOTATOR, CREATED]);
    of_tag.extend(named().map(|attribute| (attribute.name, STRING)));
    of_tag.push((POSTIL, STRING));
    let mut of_link = vec![(FROM, TAG), (TO, TAG)];
    of_link.extend(strings(&[LABEL]));
    let of_document = strings(&[PATH, SHA256, CONTROLS]);
    let mut of_meta = strings(&[
        "documentTitle",
        "documentId",
        "documentUri",
        "collectionId",
        "documentBaseUri",
    ]);
    of_meta.push(("isLastSegment", "uima.cas.Boolean"));
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n"
        .to_owned();
    for (name, above, features) in [
        (TAG, "uima.tcas.Annotation", of_tag),
        (LINK, "uima.tcas.Annotation", of_link),
        (DOCUMENT, "uima.cas.AnnotationBase", of_document),
        (META, "uima.tcas.DocumentAnnotation", of_meta),
    ] {
        one(&mut out, name, above, &features);
    }
    out.push_str("  </types>\n</typeSystemDescription>\n");
    out
}

fn one(out: &mut String, name: &str, above: &str, features: &[(&str, &str)]) {
    let element = |indent: usize, name: &str, words: &str| {
        let (indent, words) = (" ".repeat(indent), xml::content(words));
        format!("{indent}<{name}>{words}</{name}>\n")
    };
    out.push_str("    <typeDescription>\n");
    out.push_str(&element(6, "name", name));
    out.push_str(&element(6, "description", ""));
    out.push_str(&element(6, "supertypeName", above));
    out.push_str("      <features>\n");
    for (name, range) in features {
        out.push_str("        <featureDescription>\n");
        out.push_str(&element(10, "name", name));
        out.push_str(&element(10, "description", ""));
        out.push_str(&element(10, "rangeTypeName", range));
        out.push_str("        </featureDescription>\n");
    }
    out.push_str("      </features>\n    </typeDescription>\n");
}
