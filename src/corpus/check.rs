//! Every annotation against its document.
//!
//! Must not know: how findings are shown, or what follows from them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::annotation::{
    Anchor, AnchorState, Annotation, AnnotationId, Budget, PassageRef, ReferenceNow, Resolution,
    Suggestions, VERDICT, differing_fields, resolve_annotations, says_no_more,
};
use crate::formats::{ExportDocument, Placed};
use crate::text::Text;

use super::gather::{Gathered, Reading};
use super::links::missing_targets;
use super::renames::{Orphan, orphans};
use super::source::{Corpus, Source};
use super::strays::strays;
use super::whereabouts::{were_and_are, whereabouts};
use super::{filter::Filter, observer::Observer, ordered::for_each};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    pub annotations: usize,
    /// Documents with annotations, or with an annotation file that is odd.
    pub documents: usize,
    pub problems: usize,
    pub suggestions: Suggested,
}

/// What models suggest, and nobody has accepted or rejected: no annotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Suggested {
    pub all: usize,
    /// Those whose words are not in their documents.
    pub lost: usize,
}

struct Findings {
    file: PathBuf,
    annotations: usize,
    suggestions: Suggested,
    findings: Vec<Finding>,
    /// What is no problem, and worth a word.
    note: Option<String>,
}

enum Finding {
    Problem(String),
    /// An annotation links to something. Whether that is there is only known when the
    /// other documents were looked at.
    Link {
        from: AnnotationId,
        to: PassageRef,
    },
    /// There is no document of this name. What it may be now is only known then, too.
    Gone(String),
    /// Tags of the document of this name are lost. Whether another one has their text is only
    /// known then, too.
    Lost(String),
}

/// Checks every annotation against its document; `report` gets what is wrong, with the
/// annotation file it is wrong in.
pub fn check<O: Observer>(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut O,
    mut report: impl FnMut(&Path, &str, &mut O) -> Result<()>,
) -> Result<Checked> {
    let mut checked = Checked::default();
    let mut missing = None;
    let (mut gone, mut astray) = (None, None);
    observer.begin(sources.len());
    let look = |source| corpus.findings(source);
    for_each(sources, observer, look, |found, observer| {
        for finding in found.iter().flat_map(|found| &found.findings) {
            let words = match finding {
                Finding::Problem(words) => words,
                Finding::Link { from, to } => {
                    let missing = match &mut missing {
                        Some(missing) => missing,
                        none => none.insert(missing_targets(corpus, sources, observer)?),
                    };
                    if !missing.contains(to) {
                        continue;
                    }
                    &format!("{from}: the link to {to} leads nowhere")
                }
                Finding::Gone(name) => {
                    let gone = match &mut gone {
                        Some(gone) => gone,
                        none => none.insert(orphans(corpus, sources, observer)?),
                    };
                    &no_document(name, gone)
                }
                Finding::Lost(name) => {
                    let strays = match &mut astray {
                        Some(strays) => strays,
                        none => none.insert(strays(corpus, sources, observer)?),
                    };
                    let stray = strays.iter().find(|stray| stray.from.as_str() == name);
                    let Some(stray) = stray else { continue };
                    &stray.words()
                }
            };
            let file = found.as_ref().map_or(Path::new(""), |found| &found.file);
            report(file, words, observer)?;
            checked.problems += 1;
        }
        if let Some(found) = found {
            if let Some(note) = found.note {
                observer.warn(&note);
            }
            checked.annotations += found.annotations;
            checked.suggestions.all += found.suggestions.all;
            checked.suggestions.lost += found.suggestions.lost;
            checked.documents += 1;
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    Ok(checked)
}

impl Corpus {
    /// What is wrong with one document; `None` where there is nothing to check.
    /// Nothing is said of where its links lead when only that one was looked at.
    fn findings(&self, source: &Source) -> Option<Findings> {
        let loaded = self.load(source);
        let is_document = matches!(source, Source::Document(_));
        if is_document && loaded.file.set.is_empty() && loaded.problems.is_empty() {
            return None;
        }
        let suggestions = loaded.file.set.facts().suggestions.clone();
        let one = self.gather(source, loaded, &Filter::everything());
        let mut findings = problems(&one);
        if matches!(one.reading, Reading::Done) {
            let is_alone = self.workspace().initial().is_some() || self.workspace().is_part();
            let references = missing_references(&one.document);
            findings.extend(references.into_iter().map(Finding::Problem));
            for tag in &one.document.tags {
                let id = &tag.annotation.id;
                let version = version_of(&one, tag);
                let words = misplaced(&one.document, &one.earlier, tag);
                let words = words.map(|words| format!("{id}: {words}{version}"));
                findings.extend(self.meant_passages(tag).map(Finding::Problem));
                let stale = stale_verdict(&one.document, tag);
                let stale = stale.map(|words| format!("{id}: {words}"));
                findings.extend(words.into_iter().chain(stale).map(Finding::Problem));
                let targets = tag.annotation.leads_to().filter(|_| !is_alone);
                findings.extend(targets.map(|target| Finding::Link {
                    from: id.clone(),
                    to: target.clone(),
                }));
            }
        }
        let is_lost = |tag: &Placed| tag.anchor.state() == AnchorState::Lost;
        let is_changed = !one.said_sha256.eq_ignore_ascii_case(&one.document.sha256);
        let lost = is_changed && one.document.tags.iter().any(is_lost);
        findings.extend(lost.then(|| Finding::Lost(one.document.path.clone())));
        Some(Findings {
            annotations: one.document.tags.len(),
            suggestions: suggested(&one, &suggestions),
            note: one.left_out(),
            file: one.file,
            findings,
        })
    }
}

/// How many suggestions there are, and how many are not in the text.
fn suggested(one: &Gathered, suggestions: &Suggestions) -> Suggested {
    let lost = one.document.text.as_ref().map(|text| {
        let waiting = suggestions.waiting().iter();
        let waiting = waiting.map(AsRef::as_ref);
        let found = resolve_annotations(waiting, text, &one.earlier, Budget::Unlimited);
        let anchors = found.into_iter().map(Resolution::anchor_or_lost);
        anchors.filter(|anchor| !anchor.has_the_words()).count()
    });
    Suggested {
        all: suggestions.len(),
        lost: lost.unwrap_or(suggestions.len()),
    }
}

impl Corpus {
    /// The sources that were meant for passages, and are words since there is none.
    fn meant_passages(&self, tag: &Placed) -> impl Iterator<Item = String> {
        let id = &tag.annotation.id;
        let sources = tag.annotation.sources.iter();
        sources.filter_map(move |source| {
            let (name, end) = source.meant_passage(|name| self.is_document(name))?;
            Some(format!(
                "{id}: its source {name}#{end} names a passage that is not there, and is kept as words"
            ))
        })
    }
}

/// That a document is gone, and which one it may be now.
fn no_document(name: &str, gone: &[Orphan]) -> String {
    let orphan = gone.iter().find(|orphan| orphan.name == name);
    let renamed = orphan.map_or(&[][..], |orphan| &orphan.renamed[..]);
    let renamed = renamed.iter().map(|one| {
        let (to, likeness) = (one.to.as_str(), one.likeness.words());
        format!("; {to} {likeness} {name}")
    });
    let renamed: String = renamed.collect();
    let way_out = match renamed.is_empty() {
        true => "",
        false => ": postil reanchor, or B in the reader",
    };
    format!("there is no document {name}{renamed}{way_out}")
}

fn problems(one: &Gathered) -> Vec<Finding> {
    let mut found: Vec<_> = one.problems.iter().map(ToString::to_string).collect();
    // A description that is missing altogether was told already.
    let mut problems = one.problems.iter();
    if problems.all(|problem| problem.place != "document") {
        found.extend(one.misdescribed.iter().map(ToString::to_string));
    }
    found.extend(one.document.tags.iter().flat_map(malformed));
    found.extend(conflicts(&one.document));
    found.extend(duplicates(&one.document));
    let path = &one.document.path;
    if let Reading::Failed(why) = &one.reading {
        found.push(format!("the document {path} cannot be read: {why}"));
    }
    let mut found: Vec<Finding> = found.into_iter().map(Finding::Problem).collect();
    let is_gone = matches!(one.reading, Reading::Missing);
    found.extend(is_gone.then(|| Finding::Gone(path.clone())));
    found
}

fn malformed(tag: &Placed) -> Vec<String> {
    let annotation = &tag.annotation;
    let id = &annotation.id;
    let times = [
        ("created", &annotation.created),
        ("modified", &annotation.modified),
    ];
    let mut found = Vec::new();
    for (field, time) in times {
        if !time.0.is_empty() && !time.is_rfc_3339() {
            let time = &time.0;
            found.push(format!(
                "{id}: {field}: \"{time}\" is not an RFC 3339 time such as 2026-11-22T07:43:16Z"
            ));
        }
    }
    let selector = &annotation.selector;
    if selector.start == selector.end {
        found.push(format!("{id}: its passage is empty, at {}", selector.start));
    }
    found.extend(blanks(&selector.quote).map(|words| format!("{id}: its passage {words}")));
    found
}

/// What blanks at the ends of a passage do there.
fn blanks(quote: &str) -> Option<&'static str> {
    let begins = quote.starts_with(char::is_whitespace);
    let ends = quote.ends_with(char::is_whitespace);
    match (begins, ends) {
        _ if !quote.is_empty() && quote.trim().is_empty() => Some("holds nothing but blanks"),
        (true, true) => Some("begins and ends with blanks"),
        (true, false) => Some("begins with blanks"),
        (false, true) => Some("ends with blanks"),
        (false, false) => None,
    }
}

/// The sources that are references which the document does not have, or has no more under
/// their numbers.
fn missing_references(document: &ExportDocument) -> Vec<String> {
    let Some(text) = &document.text else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    for tag in &document.tags {
        let id = &tag.annotation.id;
        for source in &tag.annotation.sources {
            let label = source.reference().unwrap_or_default();
            match document.reference(tag, source) {
                Some(ReferenceNow::Other(other)) => {
                    missing.push(format!("{id}: its source {}", other.to_words()));
                }
                Some(ReferenceNow::Missing) if !document.references.of(text).has(text, label) => {
                    missing.push(format!(
                        "{id}: its source [{label}] is not a reference in the document"
                    ));
                }
                _ => {}
            }
        }
    }
    missing
}

/// Tags of one kind that one annotator has put on one passage more than once.
fn duplicates(document: &ExportDocument) -> Vec<String> {
    let mut first: HashMap<_, &Annotation> = HashMap::new();
    let mut found = Vec::new();
    for tag in &document.tags {
        let annotation = &tag.annotation;
        let id = &annotation.id;
        // The versions of a tag in conflict are told as such.
        if document.conflicts.others(id).next().is_some() {
            continue;
        }
        let (tag, by) = (&annotation.tag, &annotation.creator);
        let passage = &annotation.selector;
        let key = (tag, by, passage.start, passage.end, &passage.quote);
        match first.entry(key) {
            Entry::Vacant(place) => {
                place.insert(annotation);
            }
            // Each says something of its own, which would be lost with it.
            Entry::Occupied(earlier) if !says_the_same(earlier.get(), annotation) => {}
            Entry::Occupied(earlier) => found.push(format!(
                "{id}: the same as {}: tag {tag}, passage {}:{} and annotator {by}; delete one of them",
                earlier.get().id,
                passage.start,
                passage.end
            )),
        }
    }
    found
}

fn says_the_same(one: &Annotation, other: &Annotation) -> bool {
    says_no_more(one, other) && says_no_more(other, one)
}

/// Of the versions of each annotation that stand in conflict, in what they differ.
fn conflicts(document: &ExportDocument) -> Vec<String> {
    if document.conflicts.is_empty() {
        return Vec::new();
    }
    let tags = document.tags.iter().map(|tag| (&tag.annotation.id, tag));
    let tags: HashMap<_, _> = tags.collect();
    let tag = |id: Option<&AnnotationId>| id.and_then(|id| tags.get(id));
    let conflict = |versions: &[AnnotationId]| {
        let fields = match (tag(versions.first()), tag(versions.last())) {
            (Some(first), Some(last)) => differing_fields(&first.annotation, &last.annotation),
            _ => Vec::new(),
        };
        let ids: Vec<_> = versions.iter().map(AnnotationId::as_str).collect();
        format!(
            "in conflict: {} are versions of one tag ({}); keep one of them in the reader",
            ids.join(" and "),
            differ(&fields)
        )
    };
    document.conflicts.iter().map(conflict).collect()
}

/// In what versions of a tag differ.
fn differ(fields: &[&str]) -> String {
    match fields {
        [] => "which say the same".to_owned(),
        fields => fields.join(", "),
    }
}

/// Which version of its document an annotation that is not where it says was placed on, as
/// far as its file tells.
fn version_of(one: &Gathered, tag: &Placed) -> String {
    /// The digits that tell two versions apart for a person.
    const SHOWN: usize = 8;
    let placed_on = tag.annotation.placed_on();
    let sha256 = placed_on.unwrap_or(&one.said_sha256);
    if tag.anchor.state() == AnchorState::Exact || sha256.is_empty() {
        return String::new();
    }
    let shown = sha256.get(..SHOWN).unwrap_or(sha256);
    match sha256.eq_ignore_ascii_case(&one.document.sha256) {
        true => format!("; by its file it was placed on the document as it is now ({shown}…)"),
        false => format!("; it was placed on another version of the document ({shown}…)"),
    }
}

/// That a verdict was given on other words than those that stand there now.
fn stale_verdict(document: &ExportDocument, tag: &Placed) -> Option<String> {
    let given_on = document.stale_verdict(tag)?;
    let verdict = tag.annotation.attributes.get(VERDICT)?.to_words();
    let now = document.passage(tag);
    let differ = were_and_are(given_on, &now);
    Some(format!(
        "the verdict {verdict} was given on other words: {differ}; \
         edit --verdict gives it on these"
    ))
}

/// What is wrong with the place of a passage.
fn misplaced(document: &ExportDocument, earlier: &[Text], tag: &Placed) -> Option<String> {
    let text = document.text.as_ref()?;
    match tag.anchor {
        Anchor::Exact(range) => {
            let ends = [(range.start(), "begins"), (range.end(), "ends")];
            let is_inside = |(byte, _): &&(usize, _)| text.floor_grapheme(*byte) != *byte;
            let split = ends.iter().find(is_inside);
            split.map(|(byte, does)| {
                format!(
                    "its passage {does} at {}, inside a character that is made of several code points",
                    text.code_point_at(*byte)
                )
            })
        }
        anchor => whereabouts(&tag.annotation, anchor, text, earlier),
    }
}
