//! Finding out what an import would do.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::annotation::{Annotation, AnnotationSet};
use crate::corpus::source::{Corpus, Source};
use crate::corpus::{observer::Observer, ordered::for_each};
use crate::formats::Severity;
use crate::formats::import::{Imported, ImportedDocument, ImportedTag};
use crate::storage::{Document, DocumentPath, Reach};
use crate::text::Text;

use super::labels::Labels;
use super::matching::{Matching, is_same_text};
use super::placing;
use super::plan::{ImportPlan, LeftOut, Met, PlannedDocument};
use super::request::{ImportRequest, Predictions};
use super::sorting::{Sorting, suggestion};

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
    let mut tags = imported.documents.iter().flat_map(|one| &one.tags);
    let suggested = match request.predictions {
        Predictions::Tags => Suggested::Nothing,
        Predictions::Suggestions if tags.any(|tag| tag.score.is_some()) => Suggested::WithScore,
        Predictions::Suggestions => Suggested::All,
    };
    let mut matched = Vec::new();
    for document in imported.documents {
        match matching.document(&document) {
            Ok(entry) => matched.push((entry, document)),
            // Nothing is missing of one of which nothing is said.
            Err(_) if document.tags.is_empty() && document.facts.says_nothing() => {}
            Err(why) => plan.left_out.push(LeftOut {
                place: document
                    .tags
                    .first()
                    .map_or_else(String::new, |tag| tag.place.clone()),
                what: document.names.first().cloned().unwrap_or_default(),
                why: format!("{why}; its {} not imported", tags_are(document.tags.len())),
                tags: document.tags.len(),
            }),
        }
    }
    let renamed = renamed(&matched);
    observer.begin(matched.len());
    let work = |(path, document): (DocumentPath, ImportedDocument)| {
        planned(corpus, path, document, (request, suggested), &renamed)
    };
    for_each(matched, observer, work, |one, observer| {
        plan.left_out.extend(one.left_out);
        plan.labels.add(&one.labels);
        plan.predictions += one.predictions;
        plan.weaker += one.weaker;
        plan.documents.extend(one.document);
        Ok(observer.document_done()?)
    })?;
    plan.documents = joined(std::mem::take(&mut plan.documents));
    observer.end();
    Ok(plan)
}

/// What is planned, each document here once: several of what is imported may be one.
fn joined(all: Vec<PlannedDocument>) -> Vec<PlannedDocument> {
    let mut places: HashMap<DocumentPath, (usize, Option<Met>)> = HashMap::new();
    let mut joined: Vec<PlannedDocument> = Vec::with_capacity(all.len());
    for one in all {
        match places.get_mut(&one.path) {
            Some((number, met)) => {
                let first = &mut joined[*number];
                let met = met.get_or_insert_with(|| Met::of(first));
                first.join(one, met);
            }
            None => {
                places.insert(one.path.clone(), (joined.len(), None));
                joined.push(one);
            }
        }
    }
    joined
}

/// Names that links give documents, where those are called otherwise here. A name of several is that
/// of the one which has it first.
fn renamed(matched: &[(DocumentPath, ImportedDocument)]) -> HashMap<String, String> {
    let first = |document: &ImportedDocument| document.names.first().cloned();
    let firsts: HashSet<String> = matched.iter().filter_map(|(_, one)| first(one)).collect();
    let mut renamed = HashMap::new();
    for (path, document) in matched {
        for (number, name) in document.names.iter().enumerate() {
            if name != path.as_str() && (number == 0 || !firsts.contains(name)) {
                renamed.insert(name.clone(), path.as_str().to_owned());
            }
        }
    }
    renamed
}

/// Which tags of what is imported are suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suggested {
    Nothing,
    WithScore,
    All,
}

impl Suggested {
    fn takes(self, tag: &ImportedTag) -> bool {
        match self {
            Self::Nothing => false,
            Self::WithScore => tag.score.is_some(),
            Self::All => true,
        }
    }
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
    predictions: usize,
    weaker: usize,
}

impl Planned {
    /// That nothing can be brought into a document.
    fn refused(path: &DocumentPath, why: &str, tags: usize) -> Self {
        let all = tags_are(tags);
        Self {
            left_out: vec![LeftOut {
                place: String::new(),
                what: path.as_str().to_owned(),
                why: format!("{why}; its {all} not imported"),
                tags,
            }],
            ..Self::default()
        }
    }
}

/// Leaves out what a model made with a lower score, and answers how many that is.
fn leave_out_weaker(tags: &mut Vec<ImportedTag>, least: Option<f64>) -> usize {
    let before = tags.len();
    if let Some(least) = least {
        tags.retain(|tag| tag.score.is_none_or(|score| score >= least));
    }
    before - tags.len()
}

fn planned(
    corpus: &Corpus,
    path: DocumentPath,
    imported: ImportedDocument,
    (request, suggested): (&ImportRequest<'_>, Suggested),
    renamed: &HashMap<String, String>,
) -> Planned {
    let target = match target(corpus, &path) {
        Ok(target) => target,
        Err(why) => return Planned::refused(&path, &why, imported.tags.len()),
    };
    let ImportedDocument {
        text,
        mut tags,
        facts,
        ..
    } = imported;
    let mut planned = Planned {
        weaker: leave_out_weaker(&mut tags, request.at_least),
        ..Planned::default()
    };
    let structure = OnceCell::new();
    let sentences = || {
        let structure = structure.get_or_init(|| corpus.structure(&target.document.text));
        structure.sentences()
    };
    let places = placing::places(&target.document.text, text.as_ref(), &tags, sentences);
    let earlier = target.earlier(corpus, &tags);
    let (document, base) = (&target.document, &target.base);
    let mut sorting = Sorting::new(base, &document.text, &earlier);
    for (tag, place) in tags.into_iter().zip(places) {
        match place {
            Ok(range) => {
                let ours = planned.labels.ours(request, &tag.annotation.tag);
                let place = (&document.text, range);
                if suggested.takes(&tag) {
                    sorting.add_suggestion(suggestion(tag, ours, place, request));
                    continue;
                }
                planned.predictions += usize::from(tag.score.is_some());
                sorting.take(tag, ours, place, (request, renamed));
            }
            Err(why) => planned.left_out.push(LeftOut {
                place: tag.place,
                what: tag.annotation.selector.quote,
                why,
                tags: 1,
            }),
        }
    }
    sorting.link(path.as_str());
    let mut one = sorting.into_document(path, facts);
    one.had_file = target.has_file;
    one.is_other_text = text.is_some_and(|text| !is_same_text(&text, &document.text));
    planned.document = Some(one);
    planned
}

/// The document that tags are brought into, with those that it has.
struct Target {
    document: Document,
    base: AnnotationSet,
    /// The version of it that the annotation file names.
    said_sha256: String,
    has_file: bool,
}

impl Target {
    /// What the document was before, as far as that tells which tags here are those that come
    /// without an id.
    fn earlier(&self, corpus: &Corpus, tags: &[ImportedTag]) -> Vec<Text> {
        let is_unnamed = |tag: &ImportedTag| tag.annotation.id.as_str().is_empty();
        if !tags.iter().any(is_unnamed) {
            return Vec::new();
        }
        let named = [self.said_sha256.as_str()];
        let store = &corpus.store;
        store.earlier_texts(&self.document, &named, &self.base, Reach::History)
    }
}

/// # Errors
/// Why nothing can be brought in: part of a sentence.
fn target(corpus: &Corpus, path: &DocumentPath) -> Result<Target, String> {
    let document = Document::load(corpus.workspace(), path).map_err(|error| error.to_string())?;
    let loaded = corpus.store.load(path);
    if let Some(why) = loaded.access.why_not() {
        return Err(why.to_owned());
    }
    let mut problems = loaded.problems.iter();
    if problems.any(|problem| problem.severity == Severity::Error) {
        return Err(format!("{} is not whole", loaded.path.display()));
    }
    Ok(Target {
        document,
        base: loaded.file.set,
        said_sha256: loaded.file.document.sha256,
        has_file: loaded.path.exists(),
    })
}

/// The tags that an import makes of a document in this text, which has no others and this path:
/// what is planned, without a workspace.
pub fn tags_in(
    (path, text): (&str, &Text),
    imported: ImportedDocument,
    request: &ImportRequest<'_>,
) -> Vec<Annotation> {
    let ImportedDocument {
        text: theirs, tags, ..
    } = imported;
    let places = placing::places(text, theirs.as_ref(), &tags, std::iter::empty);
    let (base, renamed) = (AnnotationSet::default(), HashMap::new());
    let mut labels = Labels::default();
    let mut sorting = Sorting::new(&base, text, &[]);
    for (tag, place) in tags.into_iter().zip(places) {
        if let Ok(range) = place {
            let ours = labels.ours(request, &tag.annotation.tag);
            sorting.take(tag, ours, (text, range), (request, &renamed));
        }
    }
    sorting.link(path);
    sorting.new
}
