//! `postil done`: somebody has finished with a document, or has not after all.

use anyhow::{Result, bail};

use crate::annotation::{Change, Done};
use crate::corpus::{IncomingLinks, Linked, Marks, Source, count, now};
use crate::session::Access;
use crate::storage::{Document, Entry, MergeBase};
use crate::text::{counted, in_thousands};

use super::arguments::{Done as Arguments, Global};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit> {
    let (session, path) = Session::open_document(global, &arguments.document)?;
    let document = session.document(&path)?;
    let store = &session.corpus.store;
    let loaded = store.load(&path);
    if let Access::ReadOnly(why) = loaded.access {
        bail!("{why}");
    }
    let version = document.sha256();
    if version.is_empty() {
        bail!("{} was changed while it was read; try again", path.as_str());
    }
    let name = session.annotator(global);
    let base = loaded.file.set;
    let facts = base.facts();
    let there = match arguments.undo {
        true if facts.done().iter().all(|mark| mark.by != name) => Some("is not"),
        false if facts.done_by(&name, version).is_some() => Some("is already"),
        _ => None,
    };
    if let Some(is) = there {
        let path = path.as_str();
        complain(&format!(
            "{path} {is} marked as done by {name}; nothing was changed"
        ));
        return Ok(Exit::Done);
    }
    let mark = (!arguments.undo).then(|| Done {
        by: name.clone(),
        at: now(),
        sha256: version.to_owned(),
        ..Done::default()
    });
    let mut ours = base.clone();
    ours.apply(Change::Document(facts.marked(&name, mark)))?;
    store.save_in(&document, (&base, &MergeBase::default()), &ours)?;
    while let Some(notice) = store.take_notice() {
        complain(&notice);
    }
    output.flush()?;
    let (path, file) = (path.as_str(), loaded.path.display());
    complain(&match arguments.undo {
        true => format!("no longer marked as done by {name}: {path}; written to {file}"),
        false => {
            let left = left(&session, &document)?;
            format!("marked as done by {name}: {path}{left}; written to {file}")
        }
    });
    Ok(Exit::Done)
}

/// How much of a document is not checked: `, 3 of 95 sentences not checked`. The sentences of
/// a large one are not counted.
fn left(session: &Session, document: &Document) -> Result<String> {
    if document.text.is_paged() {
        return Ok(String::new());
    }
    let source = Source::Document(Entry {
        path: document.path.clone(),
        unreadable: None,
        left_out: None,
    });
    // What is open is not asked.
    let linked = Linked {
        incoming: &IncomingLinks::default(),
        relations: &session.config.relations,
    };
    let (counts, _) = count(
        &session.corpus,
        &[source],
        (Marks::LeftOut, &linked),
        &mut (),
        |_, ()| Ok(()),
    )?;
    let left = counts.checkable.saturating_sub(counts.checked);
    let all = counted(counts.checkable, "sentence");
    Ok(match left {
        0 => String::new(),
        left => format!(", {} of {all} not checked", in_thousands(left)),
    })
}
