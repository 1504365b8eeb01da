//! `postil link`: one tag says how another one is related to it.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{
    Annotation, AnnotationId, Change, Extra, Link as AnnotationLink, PassageRef,
};
use crate::corpus::{Source, now};
use crate::text::nearest;
use crate::text::visible::visible;

use super::arguments::{Global, Link};
use super::ids::{Named, Opened, find};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

pub(super) fn run(global: &Global, arguments: &Link, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let from = one(&session, &sources, &arguments.from, output)?;
    let opened = Opened::read(&session, &sources[from.source])?;
    let base = &opened.loaded.file.set;
    let before = base.get(&from.id);
    let before = before.ok_or_else(|| anyhow!("the tag {} is gone", from.id))?;
    let mut after = (**before).clone();
    let said = match arguments.remove {
        true => {
            let said = unlink(&mut after, arguments)?;
            match still_says_so(&session, &sources, &from, (arguments, output)) {
                true => {
                    format!("{said}, and the other tag still has it: remove it from there, too")
                }
                false => said,
            }
        }
        false => {
            check_relation(&session, &arguments.relation)?;
            let to = one(&session, &sources, &arguments.to, output)?;
            if to == from {
                bail!(
                    "a tag cannot be linked to itself: both ids are those of {}",
                    to.id
                );
            }
            let to_source = &sources[to.source];
            let there = PassageRef::new(&session.corpus.name(to_source), &to.id);
            let names = session.corpus.names(&sources[from.source]);
            let mut here = names.iter().map(|name| PassageRef::new(name, &from.id));
            match here.any(|here| says_so(&session, (to_source, &to.id), arguments, &here)) {
                true => format!("linked from the other end: {} {there}", arguments.relation),
                false => link(&mut after, &arguments.relation, there),
            }
        }
    };
    if after == **before {
        complain(&format!("{said} already; nothing was changed"));
        output.line(from.id.as_str())?;
        return Ok(Exit::Done);
    }
    after.modified = now();
    after.note_edit(before, &session.annotator(global), &after.modified.clone());
    let mut ours = base.clone();
    ours.apply(Change::Replace(after))?;
    let saved = opened.save(&session, base, &ours)?;
    output.line(from.id.as_str())?;
    output.flush()?;
    let conflicts = match saved.conflicts.is_empty() {
        true => "",
        false => ", somebody else changed the tag meanwhile: both versions were kept",
    };
    let file = opened.loaded.path.display();
    complain(&format!("{said}{conflicts}; written to {file}"));
    Ok(Exit::Done)
}

/// The tag that a word names.
fn one(session: &Session, sources: &[Source], word: &str, output: &mut Output) -> Result<Named> {
    let found = find(session, sources, &[word.to_owned()], output)?;
    found
        .into_iter()
        .next()
        .ok_or_else(|| anyhow!("there is no tag {word}"))
}

/// The same of a link that is taken away, where its other end is named well enough.
fn still_says_so(
    session: &Session,
    sources: &[Source],
    from: &Named,
    (arguments, output): (&Link, &mut Output),
) -> bool {
    let to = find(
        session,
        sources,
        std::slice::from_ref(&arguments.to),
        output,
    );
    let Some(to) = to.ok().and_then(|found| found.into_iter().next()) else {
        return false;
    };
    let names = session.corpus.names(&sources[from.source]);
    let mut here = names.iter().map(|name| PassageRef::new(name, &from.id));
    here.any(|here| says_so(session, (&sources[to.source], &to.id), arguments, &here))
}

/// Whether the other tag has the link, by a relation that is the same both ways.
fn says_so(
    session: &Session,
    (source, id): (&Source, &AnnotationId),
    arguments: &Link,
    here: &PassageRef,
) -> bool {
    let relation = &arguments.relation;
    if !session.config.relations.is_mutual(relation) {
        return false;
    }
    let set = session.corpus.load(source).file.set;
    set.get(id).is_some_and(|tag| {
        let mut links = tag.links.iter();
        links.any(|link| link.rel == *relation && link.to == *here)
    })
}

/// Adds a link, unless it is there.
fn link(annotation: &mut Annotation, relation: &str, to: PassageRef) -> String {
    let said = format!("linked: {relation} {}", visible(to.as_str()));
    let is_there = |link: &AnnotationLink| link.to == to && link.rel == relation;
    if !annotation.links.iter().any(is_there) {
        annotation.links.push(AnnotationLink {
            to,
            rel: relation.to_owned(),
            extra: Extra::new(),
        });
    }
    said
}

fn check_relation(session: &Session, name: &str) -> Result<()> {
    let relations = &session.config.relations;
    if relations.get(name).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = relations.iter().map(|one| one.name.as_str()).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => bail!("there is no relation \"{name}\"; did you mean \"{near}\"?"),
        None => bail!(
            "there is no relation \"{name}\"; the relations are {}, and [relations.NAME] in \
             postil.toml adds one",
            names.join(", ")
        ),
    }
}

/// Takes a link away, also one that leads to a tag which is gone, or by a relation that is not
/// known here.
fn unlink(annotation: &mut Annotation, arguments: &Link) -> Result<String> {
    let (relation, to) = (&arguments.relation, arguments.to.trim());
    let is_meant = |link: &AnnotationLink| link.rel == *relation && link.to.as_str().ends_with(to);
    let meant: Vec<AnnotationLink> = annotation
        .links
        .iter()
        .filter(|link| is_meant(link))
        .cloned()
        .collect();
    match &meant[..] {
        [one] => {
            annotation.links.retain(|link| link != one);
            Ok(format!(
                "removed the link: {relation} {}",
                visible(one.to.as_str())
            ))
        }
        [] => {
            let all = annotation.links.iter();
            let all = all.map(|link| format!("{} {}", link.rel, visible(link.to.as_str())));
            let all: Vec<String> = all.collect();
            let has = match all.is_empty() {
                true => "it has no links".to_owned(),
                false => format!("its links are: {}", all.join(", ")),
            };
            bail!("the tag has no link \"{relation}\" to {to}; {has}")
        }
        several => bail!(
            "{to} could be {} links of the tag; write more of it",
            several.len()
        ),
    }
}
