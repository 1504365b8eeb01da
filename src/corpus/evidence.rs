//! The references of one document, what cites them, and which of its claims and facts rest on
//! nothing.
//!
//! Must not know: how it is shown.

use anyhow::{Result, bail};

use crate::annotation::{Annotation, AnnotationId, TagId};
use crate::formats::ExportDocument;
use crate::storage::{Document, DocumentPath};
use crate::text::TextRange;
use crate::text::references::{Callout, References};
use crate::text::segment::Structure;

use super::filter::Filter;
use super::gather::{Completeness, Reading};
use super::source::{Corpus, Source};

/// The tags that say something which others should be able to look up.
const RESTS_ON_SOMETHING: [&str; 2] = ["claim", "fact"];

/// The most call-outs of a large text that are told.
pub const MOST_CALLOUTS: usize = 100_000;

/// What a document rests on.
#[derive(Debug)]
pub struct Evidence {
    /// The document as it was read.
    pub document: Document,
    pub references: References,
    pub structure: Structure,
    /// Whether all call-outs are known, or only the first [`MOST_CALLOUTS`].
    pub has_all: bool,
    /// Claims and facts without a source whose sentences cite nothing, in order.
    pub unsupported: Vec<Unsupported>,
    /// Whether all annotations of the document could be read.
    pub completeness: Completeness,
}

/// A claim or fact that rests on nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    pub id: AnnotationId,
    pub tag: TagId,
    /// Its passage.
    pub range: TextRange,
}

impl Corpus {
    /// Goes through a document for its references.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub fn evidence(&self, path: &DocumentPath) -> Result<Evidence> {
        let documents = self.workspace().documents();
        let Some(entry) = documents.into_iter().find(|entry| entry.path == *path) else {
            bail!("there is no document {path}");
        };
        let source = Source::Document(entry);
        let gathered = self.gather(&source, self.load(&source), &Filter::everything());
        let document = match (gathered.read, gathered.reading) {
            (Some(document), _) => document,
            (None, Reading::Failed(why)) => bail!("{why}"),
            (None, _) => bail!("there is no document {path}"),
        };
        let structure = self.structure(&document.text);
        let mut references = References::of(&document.text);
        let unsupported = unsupported(&gathered.document, &references, &structure);
        let has_all = references.read_all(MOST_CALLOUTS);
        Ok(Evidence {
            completeness: Completeness::of(&gathered.problems),
            document,
            references,
            structure,
            has_all,
            unsupported,
        })
    }
}

impl Evidence {
    /// The words of the sentence in which a call-out stands.
    pub fn sentence_of(&self, callout: &Callout) -> String {
        let text = &self.document.text;
        let range = sentence_at(&self.structure, callout.range);
        text.slice(range.unwrap_or(callout.range)).into_owned()
    }
}

fn sentence_at(structure: &Structure, range: TextRange) -> Option<TextRange> {
    let sentence = structure.sentences_upto(range.start()).next();
    let sentence = sentence.filter(|sentence| sentence.overlaps(range));
    sentence.or_else(|| {
        let mut following = structure.sentences_from(range.start());
        following.next().filter(|sentence| sentence.overlaps(range))
    })
}

fn unsupported(
    document: &ExportDocument,
    references: &References,
    structure: &Structure,
) -> Vec<Unsupported> {
    let rests = |annotation: &Annotation| {
        !RESTS_ON_SOMETHING.contains(&annotation.tag.as_str()) || !annotation.sources.is_empty()
    };
    let mut found = Vec::new();
    for tag in document.tags.iter().filter(|tag| !rests(&tag.annotation)) {
        let Some(range) = tag.anchor.range() else {
            continue;
        };
        if !cites(range, references, structure) {
            found.push(Unsupported {
                id: tag.annotation.id.clone(),
                tag: tag.annotation.tag.clone(),
                range,
            });
        }
    }
    found.sort_by_key(|one| one.range);
    found
}

/// Whether a passage, or the sentences it stands in, cite something.
fn cites(range: TextRange, references: &References, structure: &Structure) -> bool {
    let first = sentence_at(
        structure,
        TextRange::between(range.start(), range.start() + 1),
    );
    let last_byte = range.end().max(range.start() + 1);
    let last = sentence_at(structure, TextRange::between(last_byte - 1, last_byte));
    let around = [first, last].into_iter().flatten();
    let around = around.fold(range, TextRange::union);
    !references.callouts_in(around).is_empty()
}
