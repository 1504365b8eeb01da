//! What an exporter is given: documents with their tags, each found in the
//! document as it is now.
//!
//! Must not know: the formats, or how the tags were chosen.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::annotation::{Anchor, Annotation, Conflicts, PassageRef, ReferenceNow, Source};
use crate::text::references::LazyReferences;
use crate::text::{CodePoint, Text, TextRange, occurrences};

/// One tag and where it stands now.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The tag as the annotation file has it.
    pub annotation: Arc<Annotation>,
    /// Where it stands in the document as it is now.
    pub anchor: Anchor,
}

/// One document of an export.
#[derive(Debug, Clone)]
pub struct ExportDocument {
    /// Its path below the documents folder, with `/`.
    pub path: String,
    /// The bytes of its path, percent-encoded, where that is not UTF-8.
    pub path_bytes: Option<String>,
    /// SHA-256 of its bytes in hexadecimal; empty when it could not be read.
    pub sha256: String,
    /// Its content, when it could be read.
    pub text: Option<Text>,
    /// Its sentences, in order; empty when they were not asked for.
    pub sentences: Vec<TextRange>,
    /// Its tags, in order of (start, end, id) of the annotation file.
    pub tags: Vec<Placed>,
    /// The conflicts among all its tags, even those that were left out.
    pub conflicts: Conflicts,
    /// The references of its content, once somebody asks for one.
    pub references: LazyReferences,
    /// What the passages say that are sources, by how they are written; empty when they were
    /// not asked for.
    pub passages: HashMap<String, String>,
}

/// How many places of a lost passage are listed, at most.
pub(super) const MOST_CANDIDATES: usize = 16;

/// Where a tag stands now, in both units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: CodePoint,
    /// In code points, exclusive.
    pub(super) end: CodePoint,
    /// In bytes of the decoded text.
    pub(super) bytes: TextRange,
}

impl ExportDocument {
    /// Where a tag of this document stands now; `None` for a lost one, and when
    /// the document could not be read.
    pub(super) fn place(&self, tag: &Placed) -> Option<Place> {
        let text = self.text.as_ref()?;
        let bytes = tag.anchor.range()?;
        Some(Place {
            start: text.code_point_at(bytes.start()),
            end: text.code_point_at(bytes.end()),
            bytes,
        })
    }

    /// Where the words of a lost tag stand, `[start, end]` in code points each.
    pub(super) fn candidates(&self, tag: &Placed) -> Vec<Value> {
        let (Some(text), Anchor::Lost { candidates: 1.. }) = (&self.text, tag.anchor) else {
            return Vec::new();
        };
        let quote = &tag.annotation.selector.quote;
        let places = occurrences(text, quote).take(MOST_CANDIDATES);
        let places = places.map(|start| {
            let end = text.code_point_at(start + quote.len());
            Value::from(vec![text.code_point_at(start).0, end.0])
        });
        places.collect()
    }

    /// What a source of a tag is now that is a reference, as far as the document tells.
    pub(crate) fn reference(&self, tag: &Placed, source: &Source) -> Option<ReferenceNow> {
        let (text, _) = (self.text.as_ref()?, source.reference()?);
        let at = tag.anchor.range().map_or(0, TextRange::start);
        // The text is only gone through where there is a label.
        source.reference_now(text, self.references.of(text), at)
    }

    /// The same in words, with its label.
    pub(super) fn reference_in_words(&self, tag: &Placed, source: &Source) -> Option<String> {
        let label = source.reference()?;
        self.reference(tag, source)?.to_words(label)
    }

    /// What a passage says that is a source, as far as that was asked for.
    pub(super) fn passage_source<'a>(&'a self, passage: &'a PassageRef) -> &'a str {
        let words = self.passages.get(passage.as_str());
        words.map_or(passage.as_str(), String::as_str)
    }

    /// The words on which the verdict of a tag was given, where its passage has others now.
    pub(crate) fn stale_verdict<'a>(&self, tag: &'a Placed) -> Option<&'a str> {
        let place = self.text.as_ref().map(|text| (text, tag.anchor));
        tag.annotation.stale_verdict(place)
    }

    /// Gives each tag the words on which its verdict was given, where its passage has others now.
    pub(crate) fn tell_stale_verdicts(&mut self) {
        let text = self.text.as_ref();
        for tag in &mut self.tags {
            let place = text.map(|text| (text, tag.anchor));
            if let Some(telling) = tag.annotation.telling_stale_verdict(place) {
                tag.annotation = Arc::new(telling);
            }
        }
    }

    /// The words of a passage: as they stand in the document now, where it was found.
    pub(crate) fn passage<'a>(&'a self, tag: &'a Placed) -> Cow<'a, str> {
        match self.text.as_ref().zip(tag.anchor.range()) {
            Some((text, range)) => text.slice(range),
            None => Cow::Borrowed(&tag.annotation.selector.quote),
        }
    }

    pub(super) fn words(&self, place: Place) -> String {
        let words = self.text.as_ref().map(|text| text.slice(place.bytes));
        words.unwrap_or_default().into_owned()
    }

    /// The number, from 1, of the sentence that a byte lies in or before.
    pub(super) fn sentence_number(&self, byte: usize) -> Option<usize> {
        let sentences = &self.sentences;
        let index = sentences.partition_point(|sentence| sentence.end() <= byte);
        (index < sentences.len()).then_some(index + 1)
    }
}
