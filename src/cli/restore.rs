//! `postil restore`: lists and restores the backups of a document's annotation file,
//! which the user knows as generations.

use std::path::Path;

use anyhow::{Result, anyhow};
use jiff::Timestamp;

use crate::annotation::AnnotationSet;
use crate::corpus::{Source, TakenBack, WriteMode, now, zoned};
use crate::storage::{DocumentPath, InspectedBackup, RestoreMode, StorageError};
use crate::text::{counted, visible::visible};

use super::arguments::{Global, Restore};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

pub(super) fn run(global: &Global, arguments: &Restore, output: &mut Output) -> Result<Exit> {
    let (session, document) = opened(global, &arguments.document)?;
    if arguments.list {
        return list(&session, &document, output);
    }
    let mode = match arguments.dry_run {
        true => RestoreMode::DryRun,
        false => RestoreMode::Write,
    };
    let store = &session.corpus.store;
    let outcome = store.restore(&document, arguments.generation, mode)?;
    let taken_back = take_back(&session, (&document, &outcome.set), mode)?;
    let file = outcome.path.display();
    let backup = &outcome.restored;
    let (time, tags) = (time(backup), counted(backup.tags, "tag"));
    let what = format!("the generation of {time}, with {tags}");
    complain(&if backup.is_current {
        format!("{file} is {what}, already; nothing was changed")
    } else if outcome.written {
        format!(
            "{file} is {what}, again ({}); what stood there before is kept, too",
            in_words(backup)
        )
    } else {
        format!("{file} would be {what} ({})", in_words(backup))
    });
    for one in taken_back {
        let (from, tags) = (one.from, counted(one.tags, "tag"));
        let does = match mode {
            RestoreMode::Write => "are taken out of",
            RestoreMode::DryRun => "would be taken out of",
        };
        complain(&format!("its {tags} {does} the file of {from}"));
    }
    Ok(Exit::Done)
}

/// Takes the tags of a document that is gone out of the files of others: they were given to
/// one of them, and stand in its own file again.
fn take_back(
    session: &Session,
    (document, set): (&DocumentPath, &AnnotationSet),
    mode: RestoreMode,
) -> Result<Vec<TakenBack>> {
    let sources = session.corpus.sources();
    let is_document =
        |source: &Source| matches!(source, Source::Document(entry) if entry.path == *document);
    if sources.iter().any(is_document) {
        return Ok(Vec::new());
    }
    let mode = match mode {
        RestoreMode::DryRun => WriteMode::DryRun,
        RestoreMode::Write => WriteMode::Write,
    };
    let taken = session
        .corpus
        .take_back(&sources, (document, set), &now(), mode);
    taken.map_err(|why| anyhow!("{why}"))
}

/// The workspace and the document. One that is gone can be named, too: its backups are
/// still there.
fn opened(global: &Global, given: &Path) -> Result<(Session, DocumentPath)> {
    let error = match Session::open_document(global, given) {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    let Ok(session) = Session::open(global, Path::new(".")) else {
        return Err(error);
    };
    let given = given.strip_prefix(".").unwrap_or(given);
    let documents = session.workspace.documents_dir();
    let below = documents.strip_prefix(session.workspace.root());
    let names = [
        below.ok().and_then(|below| given.strip_prefix(below).ok()),
        Some(given),
    ];
    let document = names
        .into_iter()
        .flatten()
        .filter_map(DocumentPath::new)
        .find(|document| !session.corpus.store.inspect_backups(document).is_empty());
    Ok((session, document.ok_or(error)?))
}

fn list(session: &Session, document: &DocumentPath, output: &mut Output) -> Result<Exit> {
    let backups = session.corpus.store.inspect_backups(document);
    if backups.is_empty() {
        let path = session.workspace.annotation_path(document);
        complain(&StorageError::NoBackups { path }.to_string());
    }
    for (backup, number) in backups.iter().zip(1..) {
        let line = format!(
            "{number:>2}  {}  {:>9}  {:>14}  {}",
            time(backup),
            counted(backup.tags, "tag"),
            counted(backup.bytes, "byte"),
            in_words(backup)
        );
        output.line(&visible(&line))?;
    }
    Ok(Exit::Done)
}

/// When a backup was made: RFC 3339, where the reader is.
fn time(backup: &InspectedBackup) -> String {
    let milliseconds = i64::try_from(backup.backup.made).unwrap_or(i64::MAX);
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX);
    let time = zoned(time);
    match time.offset().is_zero() {
        true => format!("{:.0}", time.timestamp()),
        false => time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    }
}

fn in_words(backup: &InspectedBackup) -> String {
    if let Some(problem) = &backup.problem {
        return format!("broken: {problem}");
    }
    if backup.is_current {
        return "what stands there now".to_owned();
    }
    let difference = &backup.difference;
    let parts = [
        (difference.added, "brings", "back"),
        (difference.removed, "takes", "away"),
        (difference.changed, "changes", "again"),
    ];
    let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
    let words: Vec<_> = parts
        .map(|(number, does, how)| format!("{does} {} {how}", counted(number, "tag")))
        .collect();
    let facts = difference.says_otherwise;
    let words: Vec<_> = words
        .into_iter()
        .chain(facts.then(|| "changes what is said of the document".to_owned()))
        .collect();
    match words.is_empty() {
        true => "the same tags as now".to_owned(),
        false => words.join(", "),
    }
}
