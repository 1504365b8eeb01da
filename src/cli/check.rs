//! `postil check`: every tag against its document.

use std::collections::HashSet;

use anyhow::Result;

use crate::annotation::{Anchor, Annotation, AnnotationId, SourceTarget, differing};
use crate::formats::{ExportDocument, Placed};
use crate::text::visible::visible;

use super::arguments::{Check, Global};
use super::gather::{Gathered, Untagged};
use super::output::{Output, complain, count};
use super::session::Session;

pub(super) fn run(global: &Global, arguments: &Check, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let gathered = session.gather(Untagged::LeftOut);
    let known = known(&session, &gathered);
    let mut found = 0;
    let mut tags = 0;
    for one in &gathered {
        tags += one.document.tags.len();
        let findings = findings(one, &known);
        found += findings.len();
        for finding in findings {
            let line = format!("{}: {finding}", one.file.display());
            output.line(&visible(&line))?;
        }
    }
    output.flush()?;
    let checked = format!(
        "{} in {} checked",
        count(tags, "tag"),
        count(gathered.len(), "document")
    );
    if found == 0 {
        complain(&format!("{checked}; all is well"));
        return Ok(super::OK);
    }
    complain(&format!("{checked}; {}", count(found, "problem")));
    Ok(super::FOUND)
}

/// Everything a link can lead to, as `<document>#<id>`; `None` when only one
/// document was looked at, and nothing can be said about the others.
fn known(session: &Session, gathered: &[Gathered]) -> Option<HashSet<String>> {
    if session.workspace.initial().is_some() {
        return None;
    }
    let ends = gathered.iter().flat_map(|one| {
        let ids = one.document.tags.iter().map(|it| &it.annotation.id);
        ids.map(|id| format!("{}#{id}", one.document.path))
    });
    Some(ends.collect())
}

fn findings(one: &Gathered, known: &Option<HashSet<String>>) -> Vec<String> {
    let mut findings: Vec<_> = one.problems.iter().map(ToString::to_string).collect();
    // One that is missing altogether was told already.
    if one.problems.iter().all(|it| it.place != "document") {
        findings.extend(one.misdescribed.iter().map(ToString::to_string));
    }
    findings.extend(one.document.tags.iter().flat_map(malformed));
    findings.extend(one.document.conflicts.iter().map(|it| conflict(one, it)));
    if one.orphan {
        findings.push(format!("there is no document {}", one.document.path));
        return findings;
    }
    if let Some(why) = &one.unreadable {
        findings.push(format!(
            "the document {} cannot be read: {why}",
            one.document.path
        ));
        return findings;
    }
    for tag in &one.document.tags {
        let id = &tag.annotation.id;
        findings.extend(misplaced(&one.document, tag).map(|it| format!("{id}: {it}")));
        if let Some(known) = known {
            let loose = ends(&tag.annotation).filter(|end| !known.contains(*end));
            findings.extend(loose.map(|end| format!("{id}: the link to {end} leads nowhere")));
        }
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

/// That versions of one tag stand in conflict, and in what they differ.
fn conflict(one: &Gathered, versions: &[AnnotationId]) -> String {
    let tag = |id: &AnnotationId| {
        let mut tags = one.document.tags.iter();
        tags.find(|it| it.annotation.id == *id)
    };
    let fields = match (
        versions.first().and_then(tag),
        versions.last().and_then(tag),
    ) {
        (Some(first), Some(last)) => differing(&first.annotation, &last.annotation),
        _ => Vec::new(),
    };
    let ids: Vec<_> = versions.iter().map(AnnotationId::as_str).collect();
    format!(
        "in conflict: {} are versions of one tag ({}); keep one of them in the reader",
        ids.join(" and "),
        fields.join(", ")
    )
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
        Anchor::Lost => {
            let there = text.byte_of(stored.end).is_some();
            let why = if there {
                "other words stand there"
            } else {
                "the document is shorter than that"
            };
            Some(format!(
                "lost: its passage is not at {}:{} nor elsewhere ({why})",
                stored.start, stored.end
            ))
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
