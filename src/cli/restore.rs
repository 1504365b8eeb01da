//! `postil restore`: an earlier generation of a document's tags.

use std::path::Path;

use anyhow::Result;
use jiff::Timestamp;

use crate::storage::{Difference, DocumentPath, Earlier, StorageError};
use crate::text::counted;
use crate::text::visible::visible;

use super::arguments::{Global, Restore};
use super::exit::Exit;
use super::output::{Output, complain};
use super::session::Session;

pub(super) fn run(global: &Global, arguments: &Restore, output: &mut Output) -> Result<Exit> {
    let (session, document) = opened(global, &arguments.document)?;
    if arguments.list {
        return list(&session, &document, output);
    }
    let restored =
        session
            .corpus
            .store
            .restore(&document, arguments.generation, arguments.dry_run)?;
    let file = restored.path.display();
    let earlier = &restored.earlier;
    let what = format!(
        "the generation of {}, with {}",
        time(earlier),
        counted(earlier.tags, "tag")
    );
    complain(&if earlier.is_now {
        format!("{file} is {what}, already; nothing was changed")
    } else if restored.written {
        format!(
            "{file} is {what}, again ({}); what stood there before is kept, too",
            in_words(earlier)
        )
    } else {
        format!("{file} would be {what} ({})", in_words(earlier))
    });
    Ok(Exit::Done)
}

/// The workspace and the document. A document that is gone has tags all the
/// same, and can be named as it was.
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
        .find(|document| !session.corpus.store.earlier(document).is_empty());
    Ok((session, document.ok_or(error)?))
}

fn list(session: &Session, document: &DocumentPath, output: &mut Output) -> Result<Exit> {
    let all = session.corpus.store.earlier(document);
    if all.is_empty() {
        let path = session.workspace.annotation_path(document);
        complain(&StorageError::NoGenerations { path }.to_string());
    }
    for (earlier, number) in all.iter().zip(1..) {
        let line = format!(
            "{number:>2}  {}  {:>9}  {:>14}  {}",
            time(earlier),
            counted(earlier.tags, "tag"),
            counted(earlier.bytes, "byte"),
            in_words(earlier)
        );
        output.line(&visible(&line))?;
    }
    Ok(Exit::Done)
}

/// When it was kept: RFC 3339, UTC.
fn time(earlier: &Earlier) -> String {
    let milliseconds = i64::try_from(earlier.generation.kept).unwrap_or(i64::MAX);
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX);
    format!("{time:.0}")
}

/// What bringing it back changes.
fn in_words(earlier: &Earlier) -> String {
    if let Some(problem) = &earlier.problem {
        return format!("broken: {problem}");
    }
    if earlier.is_now {
        return "what stands there now".to_owned();
    }
    let Difference {
        added,
        removed,
        changed,
    } = earlier.difference;
    let parts = [
        (added, "brings", "back"),
        (removed, "takes", "away"),
        (changed, "changes", "again"),
    ];
    let words: Vec<_> = parts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, does, how)| format!("{does} {} {how}", counted(number, "tag")))
        .collect();
    if words.is_empty() {
        return "the same tags as now".to_owned();
    }
    words.join(", ")
}
