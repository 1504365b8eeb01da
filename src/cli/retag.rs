//! `postil retag`: another tag for all that have one, over the workspace.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{RetagCounts, TagId};
use crate::corpus::{Completeness, Filter, Renaming, Tagged, WriteMode, retag, tagged};
use crate::text::{counted, visible::visible};

use super::arguments::{Global, Retag};
use super::output::{Output, complain};
use super::{exit::Exit, filter, session::Session};

pub(super) fn run(global: &Global, arguments: &Retag, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let to = session.config.tags.find(&arguments.new);
    let to = to.ok_or_else(|| not_in_set(&session, &arguments.new))?;
    let sources = session.sources();
    let filter = filter::of_documents(&arguments.doc, arguments.by.as_deref())?;
    let known = session.config.tags.find(&arguments.old);
    let from = known.map_or_else(|| arguments.old.as_str().into(), |tag| tag.id.clone());
    if from == to.id {
        complain(&format!(
            "{from} is {} already; nothing was changed",
            to.name
        ));
        return Ok(Exit::Done);
    }
    if to.id.is_mark() {
        bail!(
            "{} marks sentences with nothing to check, which are not listed: notes and sources of \
             {from} would be seen nowhere. Give the name of a tag",
            to.name
        );
    }
    let found = tagged(&session.corpus, &sources, (&from, &filter), output)?;
    if known.is_none() && !found.is_any {
        return Err(filter::unknown_tag(&session, &arguments.old));
    }
    let renaming = Renaming {
        from,
        to: to.id.clone(),
        now: crate::corpus::now(),
        by: session.annotator(global),
        mode: match arguments.dry_run {
            true => WriteMode::DryRun,
            false => WriteMode::Write,
        },
    };
    // What is said where there is none to change: which filter let nothing through.
    let none = filter::no_document(&session, &sources, &filter, &arguments.doc);
    let none = none.unwrap_or_else(|| {
        let mut of_tag = filter.clone();
        of_tag.annotations.tags = vec![renaming.from.clone()];
        let wanted = filter::wanted(&session.config.tags, &of_tag, &arguments.doc);
        format!("there is no {wanted} to change")
    });
    change(&session, (&renaming, &filter, &none), &found, output)
}

fn change(
    session: &Session,
    (renaming, filter, none): (&Renaming, &Filter, &str),
    found: &Tagged<'_>,
    output: &mut Output,
) -> Result<Exit> {
    let (mut all, mut documents) = (RetagCounts::default(), 0);
    let wanted = (renaming, filter);
    let completeness = retag(&session.corpus, found, wanted, output, |one, output| {
        documents += 1;
        all.add(one.counts);
        let line = format!("{}: {}", one.document, in_words(one.counts));
        Ok(output.line(&visible(&line))?)
    })?;
    output.flush()?;
    while let Some(notice) = session.corpus.store.take_notice() {
        complain(&notice);
    }
    let tags = &session.config.tags;
    let (from, to) = (
        tags.look_up(&renaming.from).name,
        tags.look_up(&renaming.to).name,
    );
    let (count, documents) = (counted(all.changed, "tag"), counted(documents, "document"));
    complain(&match (all.changed, renaming.mode) {
        (0, _) if completeness == Completeness::Partial => "nothing was changed".to_owned(),
        (0, _) => format!("{none}; nothing was changed"),
        (_, WriteMode::DryRun) => {
            format!("{count} in {documents} would change from {from} to {to}")
        }
        (_, WriteMode::Write) => format!(
            "{count} in {documents} changed from {from} to {to}; postil restore DOC undoes it for a document"
        ),
    });
    Ok(completeness.into())
}

/// `11 tags, 2 joined with the same, 1 beside another`.
fn in_words(counts: RetagCounts) -> String {
    let mut words = counted(counts.changed, "tag");
    if counts.joined > 0 {
        words.push_str(&format!(
            ", {} joined with one that was there",
            counts.joined
        ));
    }
    if counts.beside > 0 {
        words.push_str(&format!(
            ", {} kept beside one that says something else",
            counts.beside
        ));
    }
    words
}

/// What to do to have a tag: a tag that nobody can press is not made by accident.
fn not_in_set(session: &Session, word: &str) -> anyhow::Error {
    let table = TagId::table_of(word);
    let file = session.workspace.root().join("postil.toml");
    let unknown = filter::unknown_tag(session, word);
    anyhow!(
        "{unknown}{} define it, write {table} into {}",
        if unknown.to_string().ends_with('?') {
            " To"
        } else {
            "; to"
        },
        file.display()
    )
}
