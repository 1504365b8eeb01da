//! The versions of a tag that two sides changed differently, side by side.
//!
//! Must not know: how one of them is chosen.

use super::about::{Report, ReportDocument};
use super::lines::quoted;
use super::number::Number;
use crate::annotation::{Annotation, AnnotationId, Kind, Source};

/// How far from a tag its other versions are looked for, in tags: they stand on the same
/// passage, or near it.
const NEAR: usize = 2048;
/// The most versions that stand side by side.
const MOST: usize = 8;

/// What the versions of a tag say, a column each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionTable {
    /// The number of each, and who made it.
    pub heads: Vec<(Number, String)>,
    /// What they say differently: its name, and what each says of it.
    pub rows: Vec<(String, Vec<String>)>,
}

/// The versions of a tag, as they are told with one of them.
pub(super) enum Versions {
    /// There is one only, or the others are not in the report.
    One,
    /// It is the first of these.
    First(VersionTable),
    /// All are told with the first of them.
    Of(Number),
}

/// The versions of the tag of that index.
pub(super) fn versions(report: &Report, of: &ReportDocument<'_>, index: usize) -> Versions {
    let id = &of.document.tags[index].annotation.id;
    let others: Vec<&AnnotationId> = of.document.conflicts.others(id).collect();
    if others.is_empty() {
        return Versions::One;
    }
    let tags = &of.document.tags;
    let near = index.saturating_sub(NEAR)..tags.len().min(index + NEAR);
    let is_version = |at: &usize| *at == index || others.contains(&&tags[*at].annotation.id);
    let all: Vec<usize> = near.filter(is_version).take(MOST).collect();
    match all[..] {
        [] | [_] => Versions::One,
        [first, ..] if first != index => Versions::Of(of.number_of(first)),
        _ => Versions::First(table(report, of, &all)),
    }
}

fn table(report: &Report, of: &ReportDocument<'_>, all: &[usize]) -> VersionTable {
    let tag = |at: &usize| &*of.document.tags[*at].annotation;
    let heads = all.iter().map(|at| {
        let by = tag(at).creator.to_string();
        (of.number_of(*at), by)
    });
    let said: Vec<Vec<(String, String)>> = all.iter().map(|at| said(report, tag(at))).collect();
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in said.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of_name = |name: &String| -> Vec<String> {
        let cells = said.iter().map(|said| {
            let value = said.iter().find(|(other, _)| other == name);
            value.map_or_else(String::new, |(_, value)| value.clone())
        });
        cells.collect()
    };
    let rows = names.into_iter().map(|name| (name.clone(), of_name(name)));
    let differs = |row: &(String, Vec<String>)| row.1.windows(2).any(|two| two[0] != two[1]);
    VersionTable {
        heads: heads.collect(),
        rows: rows.filter(differs).collect(),
    }
}

/// All that a version says.
fn said(report: &Report, annotation: &Annotation) -> Vec<(String, String)> {
    let sources = annotation.sources.iter().map(Source::to_words);
    let links = annotation.links.iter();
    let links = links.map(|link| format!("{} {}", link.rel, link.to));
    let mut all = vec![
        ("tag", report.masthead.tags.look_up(&annotation.tag).name),
        ("passage", quoted(&annotation.selector.quote)),
        ("note", annotation.note.clone()),
        ("sources", sources.collect::<Vec<_>>().join("; ")),
        ("links", links.collect::<Vec<_>>().join("; ")),
    ];
    for (attribute, value) in annotation.values() {
        if attribute.is_optional() && attribute.kind != Kind::Annotation {
            all.push((attribute.label, attribute.in_words(&value)));
        }
    }
    let all = all.into_iter();
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}
