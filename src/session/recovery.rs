//! What is recovered from an earlier session: tags that were not saved, notes that were
//! not finished.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::annotation::{AnnotationId, AnnotationSet};

/// Something that an earlier session left. `Document` is what a document is known by:
/// the path in its annotation file, or what a reader numbers it with.
#[derive(Debug, Clone, PartialEq)]
pub struct RecoveredItem<Document> {
    /// What it is called when it is to be forgotten.
    pub id: String,
    /// What it is.
    pub what: Recovered<Document>,
}

/// What was left.
#[derive(Debug, Clone, PartialEq)]
pub enum Recovered<Document> {
    /// Tags that were not saved.
    Tags {
        /// The document.
        document: Document,
        /// What the tags descend from.
        base: AnnotationSet,
        /// All tags of the document.
        ours: AnnotationSet,
    },
    /// A note that was being written.
    Note(Draft),
    /// Something that cannot be used, and why: one sentence.
    Unusable(String),
}

/// A note that is being written, as it is kept in case the program ends. The recovery
/// file holds these fields under these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The path of the document.
    #[serde(default)]
    pub document: String,
    /// The annotation.
    #[serde(
        default = "no_id",
        serialize_with = "write_id",
        deserialize_with = "read_id"
    )]
    pub annotation: AnnotationId,
    /// Its passage, so that the note can be told even when the tag is gone.
    #[serde(default)]
    pub quote: String,
    /// The note as it was before.
    #[serde(default)]
    pub before: String,
    /// What was typed so far.
    #[serde(default)]
    pub note: String,
}

fn no_id() -> AnnotationId {
    AnnotationId(String::new())
}

fn write_id<S: Serializer>(id: &AnnotationId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(id.as_str())
}

fn read_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AnnotationId, D::Error> {
    String::deserialize(deserializer).map(AnnotationId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_file_says_the_same_as_ever() {
        let draft = Draft {
            document: "a.txt".to_owned(),
            annotation: "i1".into(),
            quote: "two".to_owned(),
            before: String::new(),
            note: "half a".to_owned(),
        };
        let written = serde_json::to_string(&draft).unwrap();
        assert_eq!(
            written,
            r#"{"document":"a.txt","annotation":"i1","quote":"two","before":"","note":"half a"}"#
        );
        assert_eq!(serde_json::from_str::<Draft>(&written).unwrap(), draft);
        let some: Draft = serde_json::from_str(r#"{"note":"half a"}"#).unwrap();
        assert_eq!(
            (some.note.as_str(), some.annotation.as_str()),
            ("half a", "")
        );
    }
}
