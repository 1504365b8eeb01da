//! Tags that a file has in any order, by their documents, and what of a file is not read.
//!
//! Must not know: the formats.

use std::collections::{BTreeMap, HashMap};

use crate::annotation::TagId;
use crate::formats::problem::Problem;

use super::{ImportedDocument, ImportedTag};

/// Documents in the order in which they were met.
#[derive(Debug, Default)]
pub(in crate::formats) struct Gathered {
    documents: Vec<ImportedDocument>,
    by_key: HashMap<String, usize>,
    /// How many documents were merged.
    merged: usize,
}

impl Gathered {
    /// The document that the file knows by this key; a new one has what `new` says.
    pub(in crate::formats) fn document(
        &mut self,
        key: &str,
        new: impl FnOnce() -> ImportedDocument,
    ) -> &mut ImportedDocument {
        let index = match self.by_key.get(key) {
            Some(index) => *index,
            None => {
                self.documents.push(new());
                self.by_key.insert(key.to_owned(), self.documents.len() - 1);
                self.documents.len() - 1
            }
        };
        &mut self.documents[index]
    }

    /// Adds a document with its tags: to the one that the file knows by the same key. What its
    /// relations call its tags, others may call theirs.
    pub(in crate::formats) fn merge(&mut self, key: &str, mut read: ImportedDocument) {
        let mut tags = std::mem::take(&mut read.tags);
        self.merged += 1;
        let merged = self.merged;
        let apart = |name: &mut String| {
            if !name.is_empty() {
                *name = format!("{merged} {name}");
            }
        };
        for tag in &mut tags {
            apart(&mut tag.local);
            tag.relations.iter_mut().for_each(|(_, to)| apart(to));
        }
        self.document(key, || read).tags.extend(tags);
    }

    /// Adds what was gathered of the next file, whose tags have names that no other file gives.
    pub(in crate::formats) fn append(&mut self, other: Self) {
        let mut keys = vec![String::new(); other.documents.len()];
        for (key, index) in other.by_key {
            keys[index] = key;
        }
        for (key, mut read) in keys.iter().zip(other.documents) {
            let tags = std::mem::take(&mut read.tags);
            self.document(key, || read).tags.extend(tags);
        }
    }

    /// Adds a tag to the document that has these names, the first of which is its key.
    pub(in crate::formats) fn add(&mut self, names: Vec<String>, tag: ImportedTag) {
        let key = names.first().cloned().unwrap_or_default();
        let document = self.document(&key, || ImportedDocument {
            names,
            ..ImportedDocument::default()
        });
        document.tags.push(tag);
    }

    pub(in crate::formats) fn into_documents(self) -> Vec<ImportedDocument> {
        self.documents
    }
}

/// What of a file is not read, and how often.
#[derive(Debug, Default)]
pub(in crate::formats) struct Unread(BTreeMap<String, usize>);

impl Unread {
    /// Counts something, in words for many: `replies`.
    pub(in crate::formats) fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// Adds what was counted beside it.
    pub(in crate::formats) fn add(&mut self, other: Self) {
        for (what, count) in other.0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    /// A sentence for each kind.
    pub(in crate::formats) fn problems(&self) -> Vec<Problem> {
        let all = self.0.iter();
        let words = all.map(|(what, count)| format!("{what} are not imported: {count}"));
        words.map(|words| Problem::warning("", words)).collect()
    }
}

/// The label of what has none in its file: a passage with a note, or one that is only marked.
pub(in crate::formats) fn unnamed_label(note: &str) -> TagId {
    match note.is_empty() {
        true => "highlight".into(),
        false => "comment".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_files_have_of_a_document_stands_in_their_order() {
        let gathered = |documents: &[(&str, &str)]| {
            let mut gathered = Gathered::default();
            for (name, place) in documents {
                let tag = ImportedTag {
                    place: (*place).to_owned(),
                    ..ImportedTag::default()
                };
                gathered.add(vec![(*name).to_owned()], tag);
            }
            gathered
        };
        let mut all = gathered(&[("b", "1"), ("a", "2")]);
        all.append(gathered(&[("c", "3"), ("a", "4"), ("b", "5"), ("c", "6")]));
        let documents = all.into_documents().into_iter();
        let documents = documents.map(|document| {
            let places = document.tags.into_iter().map(|tag| tag.place);
            (
                document.names[0].clone(),
                places.collect::<Vec<_>>().concat(),
            )
        });
        let documents: Vec<_> = documents.collect();
        let expected = [("b", "15"), ("a", "24"), ("c", "36")];
        assert_eq!(
            documents,
            expected.map(|(name, tags)| (name.to_owned(), tags.to_owned()))
        );
    }
}
