//! Links from one annotation to another.

use std::fmt;

use super::extra::Extra;
use super::id::{AnnotationId, text_name};

/// An annotation wherever it is: `<document>#<id>`, the document by its path below the
/// documents folder.
///
/// Kept as it was written, whatever it is. Both a path and an id may hold a `#`, so
/// that only whoever has the document or the id at hand can tell the two apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageRef(String);

impl PassageRef {
    pub(crate) fn new(document: &str, id: &AnnotationId) -> Self {
        Self([document, "#", id.as_str()].concat())
    }

    /// The id of the annotation, if the reference is to one of that document.
    pub(crate) fn id_in(&self, document: &str) -> Option<AnnotationId> {
        let id = self.0.strip_prefix(document)?.strip_prefix('#')?;
        Some(id.into())
    }
}

/// Whether words are a passage by their form alone: `002.txt#` and an id as this program
/// makes them, also where there is no such passage.
pub(super) fn is_passage(words: &str) -> bool {
    let parts = words.rsplit_once('#');
    let is_id = |id: &str| id.len() == 36 && uuid::Uuid::try_parse(id).is_ok();
    let is_name = |name: &str| !name.is_empty() && !name.contains(|sign: char| sign.is_control());
    parts.is_some_and(|(name, id)| is_id(id) && is_name(name) && !name.contains("://"))
}

impl From<String> for PassageRef {
    fn from(written: String) -> Self {
        Self(written)
    }
}

text_name!(PassageRef);

/// As the plain text: ids are derived from this form (see `merge.rs`).
impl fmt::Debug for PassageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A link to another annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub to: PassageRef,
    /// `supports`, `contradicts`, `repeats`, `source-of` or the workspace's own.
    pub rel: String,
    /// Unknown fields.
    pub extra: Extra,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_kept_as_it_was_written() {
        let id = AnnotationId::from("0192");
        let made = PassageRef::new("a/b.txt", &id);
        assert_eq!(made.as_str(), "a/b.txt#0192");
        assert_eq!(made.id_in("a/b.txt"), Some(id));
        assert_eq!(made.id_in("a"), None);
        for foreign in ["", "#", "a.txt", "a.txt#", "#b", "https://x/#y#z"] {
            assert_eq!(PassageRef::from(foreign).as_str(), foreign);
        }
        let hashes = PassageRef::from("c#.txt#1#2");
        assert_eq!(hashes.id_in("c#.txt"), Some("1#2".into()));
    }
}
