//! Finding out what an import would do.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, DocumentFacts, Extra, Link, PassageRef, Selector,
    TagId, Timestamp, derived_id, differing_fields,
};
use crate::corpus::source::{Corpus, Source};
use crate::corpus::{observer::Observer, ordered::for_each};
use crate::formats::Severity;
use crate::formats::import::{Imported, ImportedDocument, ImportedTag};
use crate::storage::{Document, DocumentPath};
use crate::text::{CodePoint, Text, TextRange};

use super::labels::Labels;
use super::matching::{Matching, is_same_text};
use super::placing;
use super::plan::{ImportPlan, LeftOut, PlannedDocument, PlannedSuggestions};
use super::request::{ImportRequest, Predictions};

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
    observer.end();
    Ok(plan)
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
    let (document, base) = match target(corpus, &path) {
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
        let structure = structure.get_or_init(|| corpus.structure(&document.text));
        structure.sentences()
    };
    let places = placing::places(&document.text, text.as_ref(), &tags, sentences);
    let mut sorting = Sorting::new(&base);
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
            }),
        }
    }
    sorting.link(path.as_str());
    let mut one = sorting.into_document(path, facts);
    one.is_other_text = text.is_some_and(|text| !is_same_text(&text, &document.text));
    planned.document = Some(one);
    planned
}

/// The document that tags are brought into, with those that it has.
///
/// # Errors
/// Why nothing can be brought in: part of a sentence.
fn target(corpus: &Corpus, path: &DocumentPath) -> Result<(Document, AnnotationSet), String> {
    let document = Document::load(corpus.workspace(), path).map_err(|error| error.to_string())?;
    let loaded = corpus.store.load(path);
    if let Some(why) = loaded.access.why_not() {
        return Err(why.to_owned());
    }
    let mut problems = loaded.problems.iter();
    if problems.any(|problem| problem.severity == Severity::Error) {
        return Err(format!("{} is not whole", loaded.path.display()));
    }
    Ok((document, loaded.file.set))
}

/// What two tags have in common that are one: passage, tag and annotator.
type Likeness<'a> = (CodePoint, CodePoint, &'a TagId, &'a str);

fn likeness(annotation: &Annotation) -> Likeness<'_> {
    let selector = &annotation.selector;
    let (tag, creator) = (&annotation.tag, annotation.creator.as_str());
    (selector.start, selector.end, tag, creator)
}

/// The tags of one document, told from those that are here already.
struct Sorting<'a> {
    base: &'a AnnotationSet,
    new: Vec<Annotation>,
    numbers: HashMap<AnnotationId, usize>,
    known: Vec<AnnotationId>,
    differing: Vec<AnnotationId>,
    alike: usize,
    /// Those that are here, by what makes one alike; made when one without an id comes.
    by_likeness: OnceCell<HashMap<Likeness<'a>, &'a Annotation>>,
    /// What relations call them.
    ids: HashMap<String, AnnotationId>,
    /// From what they call one, the relation, and what they call the other.
    relations: Vec<(String, String, String)>,
    /// Those that may be here already, which is known once they have their links.
    unsure: Vec<(Annotation, Unsaid)>,
    suggestions: PlannedSuggestions,
    /// The ids of the new suggestions.
    suggested: HashSet<AnnotationId>,
}

impl<'a> Sorting<'a> {
    /// What is done to the document, whose text is the same.
    fn into_document(self, path: DocumentPath, facts: DocumentFacts) -> PlannedDocument {
        PlannedDocument {
            path,
            base: self.base.clone(),
            new: self.new,
            known: self.known,
            differing: self.differing,
            alike: self.alike,
            suggestions: self.suggestions,
            facts,
            is_other_text: false,
        }
    }

    fn new(base: &'a AnnotationSet) -> Self {
        Self {
            base,
            new: Vec::new(),
            numbers: HashMap::new(),
            known: Vec::new(),
            differing: Vec::new(),
            alike: 0,
            by_likeness: OnceCell::new(),
            ids: HashMap::new(),
            relations: Vec::new(),
            unsure: Vec::new(),
            suggestions: PlannedSuggestions::default(),
            suggested: HashSet::new(),
        }
    }

    /// Takes one that becomes this tag here, and stands there.
    fn take(
        &mut self,
        mut tag: ImportedTag,
        ours: TagId,
        place: (&Text, TextRange),
        (request, renamed): (&ImportRequest<'_>, &HashMap<String, String>),
    ) {
        let local = std::mem::take(&mut tag.local);
        let relations = std::mem::take(&mut tag.relations);
        let has_id = !tag.annotation.id.as_str().is_empty();
        let unsaid = Unsaid::by(&tag.annotation);
        let annotation = leading_here(made(tag, ours, place, request), renamed);
        if self.base.facts().suggestions.is_rejected(&annotation.id) {
            self.suggestions.settled += 1;
            return;
        }
        match self.alike(&annotation).filter(|_| !has_id) {
            Some(alike) => self.leave(alike, &annotation.note, local),
            None => self.add(annotation, unsaid, local, relations),
        }
    }

    /// The one that is here already with the same passage, tag and annotator. Programs that give
    /// everything new ids would bring all tags back a second time.
    fn alike(&self, annotation: &Annotation) -> Option<&'a Annotation> {
        let all = self.by_likeness.get_or_init(|| {
            let all = self.base.iter();
            all.map(|one| (likeness(one), &**one)).collect()
        });
        let is_here = self.base.get(&annotation.id).is_some();
        all.get(&likeness(annotation)).copied().filter(|_| !is_here)
    }

    /// Leaves out one with this note that is here under another id, to which relations lead then.
    fn leave(&mut self, alike: &Annotation, note: &str, local: String) {
        match alike.note.trim() == note.trim() {
            true => self.alike += 1,
            false => self.differing.push(alike.id.clone()),
        }
        if !local.is_empty() {
            self.ids.insert(local, alike.id.clone());
        }
    }

    fn add(
        &mut self,
        annotation: Annotation,
        unsaid: Unsaid,
        local: String,
        relations: Vec<(String, String)>,
    ) {
        let has_relations = !relations.is_empty();
        let from = relations.into_iter();
        let from = from.map(|(name, to)| (local.clone(), name, to));
        self.relations.extend(from);
        if !local.is_empty() {
            self.ids.insert(local, annotation.id.clone());
        }
        if has_relations && self.base.contains(&annotation.id) {
            self.unsure.push((annotation, unsaid));
            return;
        }
        match here(self.base, &annotation, unsaid) {
            None if self.numbers.contains_key(&annotation.id) => {}
            None => {
                self.numbers.insert(annotation.id.clone(), self.new.len());
                self.new.push(annotation);
            }
            Some((id, true)) => self.known.push(id),
            Some((id, false)) => self.differing.push(id),
        }
    }

    /// Of a suggestion, its id tells whether it was here before: one that was accepted is an
    /// annotation with that id.
    fn add_suggestion(&mut self, suggestion: Annotation) {
        let here = &self.base.facts().suggestions;
        if here.get(&suggestion.id).is_some() {
            self.suggestions.known.push(suggestion.id);
        } else if self.base.contains(&suggestion.id) || here.is_rejected(&suggestion.id) {
            self.suggestions.settled += 1;
        } else if !self.suggested.contains(&suggestion.id) {
            self.suggested.insert(suggestion.id.clone());
            self.suggestions.new.push(suggestion);
        }
    }

    /// Gives all their links to others of the same document, which has this path.
    fn link(&mut self, path: &str) {
        let unsure = self.unsure.iter().enumerate();
        let unsure: HashMap<AnnotationId, usize> = unsure
            .map(|(number, (annotation, _))| (annotation.id.clone(), number))
            .collect();
        for (from, name, to) in &self.relations {
            let (Some(from), Some(to)) = (self.ids.get(from), self.ids.get(to)) else {
                continue;
            };
            let annotation = match (self.numbers.get(from), unsure.get(from)) {
                (Some(new), _) => self.new.get_mut(*new),
                (None, Some(unsure)) => self.unsure.get_mut(*unsure).map(|(one, _)| one),
                (None, None) => None,
            };
            let Some(annotation) = annotation else {
                continue;
            };
            let link = Link {
                to: PassageRef::new(path, to),
                rel: name.clone(),
                extra: Extra::new(),
            };
            if !annotation.links.contains(&link) {
                annotation.links.push(link);
            }
        }
        for (annotation, unsaid) in std::mem::take(&mut self.unsure) {
            match here(self.base, &annotation, unsaid) {
                Some((id, true)) => self.known.push(id),
                Some((id, false)) => self.differing.push(id),
                None => {}
            }
        }
    }
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
    let mut sorting = Sorting::new(&base);
    for (tag, place) in tags.into_iter().zip(places) {
        if let Ok(range) = place {
            let ours = labels.ours(request, &tag.annotation.tag);
            sorting.take(tag, ours, (text, range), (request, &renamed));
        }
    }
    sorting.link(path);
    sorting.new
}

/// The annotation that is made of an imported tag. One without an id gets one that is derived
/// from what its file says of it, before anything else is added to it.
fn made(
    tag: ImportedTag,
    ours: TagId,
    (text, range): (&Text, TextRange),
    request: &ImportRequest<'_>,
) -> Annotation {
    let mut annotation = tag.annotation.put_on(Selector::new(text, range));
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

/// The suggestion that is made of an imported tag: with the id that a tag would have, and named
/// after nobody but who made it. What it leads to is not known to be accepted, too.
fn suggestion(
    tag: ImportedTag,
    ours: TagId,
    place: (&Text, TextRange),
    request: &ImportRequest<'_>,
) -> Annotation {
    let (creator, score) = (tag.annotation.creator.clone(), tag.score);
    let mut suggestion = made(tag, ours, place, request);
    suggestion.creator = creator;
    suggestion.links.clear();
    suggestion.modified = Timestamp::default();
    suggestion.with_score(score)
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

/// What a file does not say of a tag: the import says it, and another one says something else.
#[derive(Debug, Clone, Copy)]
struct Unsaid {
    creator: bool,
    created: bool,
    modified: bool,
}

impl Unsaid {
    fn by(annotation: &Annotation) -> Self {
        let created = annotation.created.0.is_empty();
        Self {
            creator: annotation.creator.is_empty(),
            created,
            modified: created && annotation.modified.0.is_empty(),
        }
    }

    /// A tag with what its file does not say as it is here.
    fn as_here(self, annotation: &Annotation, there: &Annotation) -> Annotation {
        let mut annotation = annotation.clone();
        for (is_unsaid, ours, theirs) in [
            (self.creator, &mut annotation.creator, &there.creator),
            (self.created, &mut annotation.created.0, &there.created.0),
            (self.modified, &mut annotation.modified.0, &there.modified.0),
        ] {
            if is_unsaid {
                ours.clone_from(theirs);
            }
        }
        annotation
    }
}

/// The annotation here that this one is, and whether it says the same.
fn here(
    base: &AnnotationSet,
    annotation: &Annotation,
    unsaid: Unsaid,
) -> Option<(AnnotationId, bool)> {
    let there = base.get(&annotation.id)?;
    let compared = unsaid.as_here(annotation, there);
    let is_same = differing_fields(there, &compared).is_empty();
    Some((there.id.clone(), is_same))
}
