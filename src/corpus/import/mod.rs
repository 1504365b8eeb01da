//! Bringing in tags that other programs wrote.
//!
//! First everything is found out: which document is meant, where each passage stands in it, what
//! its label is called here, what is here already. Only then are the files written, and when one
//! cannot be, those before it are as they were again: nothing is imported by halves.
//!
//! What is imported twice is known by its id, which is that of its file, or else is derived from
//! what it says: the second time nothing changes, and everything can be taken back by it.
//!
//! Must not know: the formats, arguments.

mod labels;
mod matching;
mod placing;
mod writing;

use std::collections::HashMap;

use anyhow::Result;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Link, PassageRef, TagId, TagSet, Timestamp,
    derived_id, differing_fields,
};
use crate::formats::Severity;
use crate::formats::import::{Imported, ImportedDocument, ImportedTag};
use crate::storage::Document;
use crate::storage::DocumentPath;
use crate::text::{Text, TextRange};

use super::source::{Corpus, Source};
use super::{observer::Observer, ordered::for_each};

pub use labels::Labels;
use matching::Matching;
pub use writing::{take_back, write};

/// How tags are brought in.
pub struct ImportRequest<'a> {
    pub tags: &'a TagSet,
    /// What labels become, as was asked: theirs and ours.
    pub map: &'a [(String, TagId)],
    /// Who made what has no name in its file.
    pub annotator: &'a str,
    pub now: Timestamp,
}

/// What an import would do.
#[derive(Debug, Default)]
pub struct ImportPlan {
    pub documents: Vec<PlannedDocument>,
    pub left_out: Vec<LeftOut>,
    pub labels: Labels,
}

/// What is done to the tags of one document.
#[derive(Debug)]
pub struct PlannedDocument {
    pub path: DocumentPath,
    pub(super) base: AnnotationSet,
    pub new: Vec<Annotation>,
    /// What is here already, as it is.
    pub known: Vec<AnnotationId>,
    /// What is here already, and says something else now: it stays as it is here.
    pub differing: Vec<AnnotationId>,
    /// The text that the import brought is another one than that of the document.
    pub is_other_text: bool,
}

/// Something that could not be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands in its file.
    pub place: String,
    /// The words of the passage, or the name of the document.
    pub what: String,
    /// Why: part of a sentence.
    pub why: String,
}

impl ImportPlan {
    /// How many tags would be new.
    pub fn new_tags(&self) -> usize {
        self.documents
            .iter()
            .map(|document| document.new.len())
            .sum()
    }

    /// How many tags are here already, as they are.
    pub fn known(&self) -> usize {
        let known = self.documents.iter().map(|document| document.known.len());
        known.sum()
    }
}

/// Finds out what an import would do. Documents that cannot be read, or whose tags may not be
/// written, are left out, and told.
///
/// # Errors
/// Those of the observer.
pub fn plan<O: Observer>(
    corpus: &Corpus,
    sources: &[Source],
    imported: Imported,
    request: &ImportRequest<'_>,
    observer: &mut O,
) -> Result<ImportPlan> {
    let mut plan = ImportPlan::default();
    let matching = Matching::new(corpus, sources, &imported);
    let mut matched = Vec::new();
    for document in imported.documents {
        match matching.document(&document) {
            Ok(entry) => matched.push((entry, document)),
            Err(why) => plan.left_out.push(LeftOut {
                place: document
                    .tags
                    .first()
                    .map_or_else(String::new, |tag| tag.place.clone()),
                what: document.names.first().cloned().unwrap_or_default(),
                why: format!("{why}; its {} not imported", tags_are(document.tags.len())),
            }),
        }
    }
    // Names that links give documents, where those are called otherwise here.
    let renamed: HashMap<String, String> = matched
        .iter()
        .flat_map(|(path, document)| {
            let here = path.as_str();
            let names = document.names.iter().filter(move |name| *name != here);
            names.map(move |name| (name.clone(), here.to_owned()))
        })
        .collect();
    observer.begin(matched.len());
    let work = |(path, document): (DocumentPath, ImportedDocument)| {
        planned(corpus, path, document, request, &renamed)
    };
    for_each(matched, observer, work, |one, observer| {
        plan.left_out.extend(one.left_out);
        plan.labels.add(&one.labels);
        plan.documents.extend(one.document);
        Ok(observer.document_done()?)
    })?;
    observer.end();
    Ok(plan)
}

fn tags_are(count: usize) -> String {
    match count {
        1 => "tag is".to_owned(),
        _ => format!("{count} tags are"),
    }
}

#[derive(Default)]
struct Planned {
    document: Option<PlannedDocument>,
    left_out: Vec<LeftOut>,
    labels: Labels,
}

fn planned(
    corpus: &Corpus,
    path: DocumentPath,
    imported: ImportedDocument,
    request: &ImportRequest<'_>,
    renamed: &HashMap<String, String>,
) -> Planned {
    let mut planned = Planned::default();
    let all = imported.tags.len();
    let refuse = |why: String| Planned {
        left_out: vec![LeftOut {
            place: String::new(),
            what: path.as_str().to_owned(),
            why: format!("{why}; its {} not imported", tags_are(all)),
        }],
        ..Planned::default()
    };
    let document = match Document::load(corpus.workspace(), &path) {
        Ok(document) => document,
        Err(error) => return refuse(error.to_string()),
    };
    let loaded = corpus.store.load(&path);
    if let Some(why) = loaded.access.why_not() {
        return refuse(why.to_owned());
    }
    if loaded
        .problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
    {
        return refuse(format!("{} is not whole", loaded.path.display()));
    }
    let base = loaded.file.set;
    let ImportedDocument { text, tags, .. } = imported;
    let places = placing::places(&document.text, text.as_ref(), &tags);
    let mut new: Vec<Annotation> = Vec::new();
    let (mut known, mut differing) = (Vec::new(), Vec::new());
    let mut ids: HashMap<String, AnnotationId> = HashMap::new();
    let mut relations = Vec::new();
    for (tag, place) in tags.into_iter().zip(places) {
        let range = match place {
            Ok(range) => range,
            Err(why) => {
                planned.left_out.push(LeftOut {
                    place: tag.place,
                    what: tag.annotation.selector.quote,
                    why,
                });
                continue;
            }
        };
        let label = tag.annotation.tag.clone();
        let ours = planned.labels.ours(request, &label);
        let (annotation, local) = {
            let local = tag.local.clone();
            relations.extend(tag.relations.iter().map(|one| (local.clone(), one.clone())));
            (made(tag, ours, (&document.text, range), request), local)
        };
        let annotation = leading_here(annotation, renamed);
        if !local.is_empty() {
            ids.insert(local, annotation.id.clone());
        }
        match here(&base, &annotation) {
            None if new.iter().any(|one| one.id == annotation.id) => {}
            None => new.push(annotation),
            Some((id, true)) => known.push(id),
            Some((id, false)) => differing.push(id),
        }
    }
    link(&mut new, &relations, &ids, path.as_str());
    let is_other_text = text.is_some_and(|text| !is_same_text(&text, &document.text));
    planned.document = Some(PlannedDocument {
        path,
        base,
        new,
        known,
        differing,
        is_other_text,
    });
    planned
}

fn is_same_text(one: &Text, other: &Text) -> bool {
    one.len() == other.len() && one.slice(one.full_range()) == other.slice(other.full_range())
}

/// The annotation that is made of an imported tag. One without an id gets one that is derived
/// from what its file says of it, before anything else is added to it.
fn made(
    tag: ImportedTag,
    ours: TagId,
    (text, range): (&Text, TextRange),
    request: &ImportRequest<'_>,
) -> Annotation {
    let mut annotation = tag
        .annotation
        .put_on(crate::annotation::Selector::new(text, range));
    annotation.tag = ours;
    if annotation.id.as_str().is_empty() {
        annotation.id = derived_id(&annotation);
    }
    if annotation.creator.is_empty() {
        request.annotator.clone_into(&mut annotation.creator);
    }
    if annotation.created.0.is_empty() {
        annotation.created = request.now.clone();
    }
    if annotation.modified.0.is_empty() {
        annotation.modified = annotation.created.clone();
    }
    annotation
}

/// The annotation with its links leading to what the documents are called here.
fn leading_here(mut annotation: Annotation, renamed: &HashMap<String, String>) -> Annotation {
    for link in &mut annotation.links {
        let written = link.to.as_str();
        let split = written.rmatch_indices('#').find_map(|(at, _)| {
            let here = renamed.get(&written[..at])?;
            Some(PassageRef::new(here, &written[at + 1..].into()))
        });
        if let Some(to) = split {
            link.to = to;
        }
    }
    annotation
}

/// The annotation here that this one is, and whether it says the same.
fn here(base: &AnnotationSet, annotation: &Annotation) -> Option<(AnnotationId, bool)> {
    let there = base.get(&annotation.id)?;
    let is_same = differing_fields(there, annotation).is_empty();
    Some((there.id.clone(), is_same))
}

/// Gives annotations their links to others of the same document.
fn link(
    new: &mut [Annotation],
    relations: &[(String, (String, String))],
    ids: &HashMap<String, AnnotationId>,
    path: &str,
) {
    for (from, (name, to)) in relations {
        let (Some(from), Some(to)) = (ids.get(from), ids.get(to)) else {
            continue;
        };
        let Some(annotation) = new.iter_mut().find(|one| one.id == *from) else {
            continue;
        };
        let link = Link {
            to: PassageRef::new(path, to),
            rel: name.clone(),
            extra: crate::annotation::Extra::new(),
        };
        if !annotation.links.contains(&link) {
            annotation.links.push(link);
        }
    }
}
