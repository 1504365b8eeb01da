//! `postil check`: every tag against its document.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::annotation::{Anchor, Annotation, AnnotationId, SourceTarget, differing};
use crate::formats::{ExportDocument, Placed};
use crate::text::visible::visible;

use super::arguments::{Check, Global};
use super::gather::{Gathered, Source, Untagged};
use super::ordered::ordered;
use super::output::{Output, complain, count};
use super::session::Session;

/// Something that is wrong, or may be.
enum Finding {
    /// In words.
    Words(String),
    /// A tag leads somewhere. Whether anything is there is only known when the other
    /// documents were looked at.
    Leads { tag: AnnotationId, to: String },
}

/// What came of looking at a document.
struct Checked {
    file: String,
    tags: usize,
    findings: Vec<Finding>,
}

pub(super) fn run(global: &Global, arguments: &Check, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let mut nowhere = None;
    let (mut found, mut tags, mut documents) = (0, 0, 0);
    output.begin_work(sources.len());
    let check = |source| {
        let one = session.gather(source, Untagged::LeftOut)?;
        Some(checked(&session, &one))
    };
    ordered(&sources, output, check, |checked, output| {
        for finding in checked.iter().flat_map(|it| &it.findings) {
            let words = match finding {
                Finding::Words(words) => words,
                Finding::Leads { tag, to } => {
                    if nowhere.is_none() {
                        nowhere = Some(ends_nowhere(&session, &sources, output)?);
                    }
                    if !nowhere.as_ref().is_some_and(|it| it.contains(to)) {
                        continue;
                    }
                    &format!("{tag}: the link to {to} leads nowhere")
                }
            };
            let file = checked.as_ref().map_or("", |it| it.file.as_str());
            output.line(&visible(&format!("{file}: {words}")))?;
            found += 1;
        }
        tags += checked.as_ref().map_or(0, |it| it.tags);
        documents += usize::from(checked.is_some());
        Ok(output.document_done()?)
    })?;
    output.end_work();
    output.flush()?;
    let tags = count(tags, "tag");
    let checked = format!("{tags} in {} checked", count(documents, "document"));
    if found == 0 {
        complain(&format!("{checked}; all is well"));
        return Ok(super::OK);
    }
    complain(&format!("{checked}; {}", count(found, "problem")));
    Ok(super::FOUND)
}

/// Of all that the links and sources of all documents lead to, as
/// `<document>#<id>`, what is not there.
///
/// The annotation files are gone through once for what is linked to, and those that
/// are linked to again for whether it is there: so the memory that it takes goes with
/// the links, and not with the tags.
fn ends_nowhere(
    session: &Session,
    sources: &[Source],
    output: &mut Output,
) -> Result<HashSet<String>> {
    let mut wanted = HashSet::new();
    let all_ends = |source| {
        let set = session.load(source).file.set;
        let all = set.iter().flat_map(|it| ends(it)).map(str::to_owned);
        all.collect::<Vec<_>>()
    };
    ordered(sources, output, all_ends, |ends, _| {
        wanted.extend(ends);
        Ok(())
    })?;
    let mut wanted: Vec<String> = wanted.into_iter().collect();
    wanted.sort_unstable();
    let mut is_there = vec![false; wanted.len()];
    let of_source = |source| {
        let document = format!("{}#", session.name(source));
        let from = wanted.partition_point(|it| *it < document);
        let those = wanted[from..].iter();
        let those = those.take_while(|it| it.starts_with(&document)).count();
        (those > 0).then(|| (source, document.len(), from..from + those))
    };
    let linked: Vec<_> = sources.iter().filter_map(of_source).collect();
    let found = |(source, name, ends): (&Source, usize, std::ops::Range<usize>)| {
        let set = session.load(source).file.set;
        let is_there = |end: &usize| set.contains(&wanted[*end][name..].into());
        ends.filter(is_there).collect::<Vec<_>>()
    };
    ordered(linked, output, found, |found, _| {
        for end in found {
            is_there[end] = true;
        }
        Ok(())
    })?;
    let nowhere = wanted.into_iter().zip(is_there).filter(|(_, is)| !is);
    Ok(nowhere.map(|(end, _)| end).collect())
}

/// What is wrong with one document; nothing is said of where its links lead when only
/// that one was looked at.
fn checked(session: &Session, one: &Gathered) -> Checked {
    let follows = session.workspace.initial().is_none();
    Checked {
        file: one.file.display().to_string(),
        tags: one.document.tags.len(),
        findings: findings(one, follows),
    }
}

fn findings(one: &Gathered, follows: bool) -> Vec<Finding> {
    let mut findings: Vec<_> = one.problems.iter().map(ToString::to_string).collect();
    // One that is missing altogether was told already.
    if one.problems.iter().all(|it| it.place != "document") {
        findings.extend(one.misdescribed.iter().map(ToString::to_string));
    }
    findings.extend(one.document.tags.iter().flat_map(malformed));
    findings.extend(conflicts(&one.document));
    let path = &one.document.path;
    let is_missing = match &one.unreadable {
        _ if one.orphan => Some(format!("there is no document {path}")),
        Some(why) => Some(format!("the document {path} cannot be read: {why}")),
        None => None,
    };
    let is_readable = is_missing.is_none();
    findings.extend(is_missing);
    let mut findings: Vec<_> = findings.into_iter().map(Finding::Words).collect();
    for tag in one.document.tags.iter().filter(|_| is_readable) {
        let id = &tag.annotation.id;
        let words = misplaced(&one.document, tag).map(|it| format!("{id}: {it}"));
        findings.extend(words.map(Finding::Words));
        let ends = ends(&tag.annotation).filter(|_| follows);
        findings.extend(ends.map(|end| Finding::Leads {
            tag: id.clone(),
            to: end.to_owned(),
        }));
    }
    findings
}

/// What is wrong with a tag whatever its document is.
fn malformed(tag: &Placed) -> Vec<String> {
    let one = &tag.annotation;
    let times = [("created", &one.created), ("modified", &one.modified)];
    let wrong = times
        .into_iter()
        .filter(|(_, time)| !time.0.is_empty() && !time.is_rfc_3339());
    let mut found: Vec<_> = wrong
        .map(|(field, time)| {
            let time = &time.0;
            format!(
                "{}: {field}: \"{time}\" is no RFC 3339 time such as 2026-11-22T07:43:16Z",
                one.id
            )
        })
        .collect();
    if one.selector.start == one.selector.end {
        let at = one.selector.start;
        found.push(format!("{}: its passage is empty, at {at}", one.id));
    }
    found
}

/// Of the versions of each tag that stand in conflict, in what they differ.
fn conflicts(document: &ExportDocument) -> Vec<String> {
    if document.conflicts.is_empty() {
        return Vec::new();
    }
    let tags = document.tags.iter().map(|it| (&it.annotation.id, it));
    let tags: HashMap<_, _> = tags.collect();
    let tag = |id: Option<&AnnotationId>| id.and_then(|id| tags.get(id));
    let conflict = |versions: &[AnnotationId]| {
        let fields = match (tag(versions.first()), tag(versions.last())) {
            (Some(first), Some(last)) => differing(&first.annotation, &last.annotation),
            _ => Vec::new(),
        };
        let ids: Vec<_> = versions.iter().map(AnnotationId::as_str).collect();
        format!(
            "in conflict: {} are versions of one tag ({}); keep one of them in the reader",
            ids.join(" and "),
            fields.join(", ")
        )
    };
    document.conflicts.iter().map(conflict).collect()
}

fn misplaced(document: &ExportDocument, tag: &Placed) -> Option<String> {
    let stored = &tag.annotation.selector;
    let text = document.text.as_ref()?;
    match tag.anchor {
        Anchor::Exact(range) => {
            let ends = [(range.start(), "begins"), (range.end(), "ends")];
            let split = ends.iter().find(|it| text.floor_grapheme(it.0) != it.0);
            split.map(|(byte, does)| {
                format!(
                    "its passage {does} at {}, inside a character that is made of several code points",
                    text.code_point_at(*byte)
                )
            })
        }
        Anchor::Moved { range, score } => Some(format!(
            "moved: its passage stands at {}:{}, not at {}:{} (score {score:.2})",
            text.code_point_at(range.start()),
            text.code_point_at(range.end()),
            stored.start,
            stored.end
        )),
        Anchor::Lost { candidates } => {
            let there = text.byte_of(stored.end).is_some();
            let why = if there {
                "other words stand there"
            } else {
                "the document is shorter than that"
            };
            let (start, end) = (stored.start, stored.end);
            Some(match candidates {
                0 => format!("lost: its passage is not at {start}:{end} nor elsewhere ({why})"),
                _ => format!(
                    "lost: its passage is not at {start}:{end} ({why}); its words stand in {candidates} places, and nothing tells which is meant: in the reader, select it, choose this tag in the list of all (t), and press r and Enter"
                ),
            })
        }
    }
}

fn ends(annotation: &Annotation) -> impl Iterator<Item = &str> {
    let sources = annotation.sources.iter().filter_map(|it| match &it.target {
        SourceTarget::Passage(end) => Some(end.as_str()),
        _ => None,
    });
    annotation
        .links
        .iter()
        .map(|it| it.to.as_str())
        .chain(sources)
}
