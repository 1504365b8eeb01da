//! Telling the tags of an import from those that are here already.
//!
//! Must not know: where they stand in what is imported, and what is done with them.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Budget, DocumentFacts, Extra, Link, PassageRef,
    Selector, TagId, Timestamp, derived_id, differing_fields, resolve_annotations,
};
use crate::formats::import::ImportedTag;
use crate::storage::DocumentPath;
use crate::text::{Text, TextRange};

use super::plan::{PlannedDocument, PlannedSuggestions};
use super::request::ImportRequest;

/// What two tags have in common that are one: passage, tag and annotator. The passage is that of
/// today, in bytes and without the blanks at its ends, which not every format keeps.
type Likeness<'a> = (usize, usize, &'a TagId, &'a str);

fn likeness<'a>(annotation: &'a Annotation, (text, range): (&Text, TextRange)) -> Likeness<'a> {
    let words = text.slice(range);
    let start = range.start() + (words.len() - words.trim_start().len());
    let end = range.start() + words.trim_end().len();
    let (tag, creator) = (&annotation.tag, annotation.creator.as_str());
    (start, end.max(start), tag, creator)
}

/// The tags of one document, told from those that are here already.
pub(super) struct Sorting<'a> {
    base: &'a AnnotationSet,
    text: &'a Text,
    /// What the text was before.
    earlier: &'a [Text],
    pub(super) new: Vec<Annotation>,
    numbers: HashMap<AnnotationId, usize>,
    known: Vec<AnnotationId>,
    differing: Vec<AnnotationId>,
    /// Those that are here, and were met.
    met: HashSet<AnnotationId>,
    doubled: usize,
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
    pub(super) fn into_document(self, path: DocumentPath, facts: DocumentFacts) -> PlannedDocument {
        PlannedDocument {
            path,
            base: self.base.clone(),
            new: self.new,
            known: self.known,
            differing: self.differing,
            doubled: self.doubled,
            alike: self.alike,
            suggestions: self.suggestions,
            facts,
            had_file: false,
            is_other_text: false,
        }
    }

    pub(super) fn new(base: &'a AnnotationSet, text: &'a Text, earlier: &'a [Text]) -> Self {
        Self {
            base,
            text,
            earlier,
            new: Vec::new(),
            numbers: HashMap::new(),
            known: Vec::new(),
            differing: Vec::new(),
            met: HashSet::new(),
            doubled: 0,
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
    pub(super) fn take(
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
        let (_, range) = place;
        if self.base.facts().suggestions.is_rejected(&annotation.id) {
            self.suggestions.settled += 1;
            return;
        }
        let alike = (!has_id).then(|| self.alike(&annotation, range)).flatten();
        match alike {
            Some(alike) => self.leave(alike, &annotation.note, local),
            None => self.add(annotation, unsaid, local, relations),
        }
    }

    /// The one that is here already with the same passage, tag and annotator. Programs that give
    /// everything new ids would bring all tags back a second time.
    fn alike(&self, annotation: &Annotation, range: TextRange) -> Option<&'a Annotation> {
        let all = self.by_likeness.get_or_init(|| {
            let all = || self.base.iter().map(|one| &**one);
            let found = resolve_annotations(all(), self.text, self.earlier, Budget::Unlimited);
            let placed = all().zip(found).filter_map(|(one, found)| {
                let range = found.anchor_or_lost().range()?;
                Some((likeness(one, (self.text, range)), one))
            });
            placed.collect()
        });
        let is_here = self.base.get(&annotation.id).is_some();
        let alike = all.get(&likeness(annotation, (self.text, range)));
        alike.copied().filter(|_| !is_here)
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
            None if self.numbers.contains_key(&annotation.id) => self.doubled += 1,
            None => {
                self.numbers.insert(annotation.id.clone(), self.new.len());
                self.new.push(annotation);
            }
            Some((id, is_same)) => self.meet(id, is_same),
        }
    }

    /// Takes one that is here already, and says the same or not.
    fn meet(&mut self, id: AnnotationId, is_same: bool) {
        match (self.met.insert(id.clone()), is_same) {
            (false, _) => self.doubled += 1,
            (true, true) => self.known.push(id),
            (true, false) => self.differing.push(id),
        }
    }

    /// Of a suggestion, its id tells whether it was here before: one that was accepted is an
    /// annotation with that id.
    pub(super) fn add_suggestion(&mut self, suggestion: Annotation) {
        let here = &self.base.facts().suggestions;
        if self.suggested.contains(&suggestion.id) {
            self.doubled += 1;
        } else if let Some(waiting) = here.get(&suggestion.id) {
            self.suggested.insert(suggestion.id.clone());
            self.suggestions.known.push(suggestion.id.clone());
            if waiting.score() != suggestion.score() {
                self.suggestions.rescored.push(suggestion);
            }
        } else if self.base.contains(&suggestion.id) || here.is_rejected(&suggestion.id) {
            self.suggestions.settled += 1;
        } else {
            self.suggested.insert(suggestion.id.clone());
            self.suggestions.new.push(suggestion);
        }
    }

    /// Gives all their links to others of the same document, which has this path.
    pub(super) fn link(&mut self, path: &str) {
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
            if let Some((id, is_same)) = here(self.base, &annotation, unsaid) {
                self.meet(id, is_same);
            }
        }
    }
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
        annotation.creator = request.annotator.into();
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
pub(super) fn suggestion(
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
