//! Looks for documents that were renamed, and gives them their tags.
//!
//! Must not know: when that is wanted.

use crate::app::{Message, OrphanedTags};
use crate::corpus::{now, orphans};
use crate::text::counted;

use super::context::IoContext;

/// Tells which annotation files have no document; nothing, where that cannot be found out.
pub(super) fn find(context: &IoContext, tell: &dyn Fn(Message)) {
    let corpus = &context.corpus;
    let Ok(found) = orphans(corpus, &corpus.sources(), &mut ()) else {
        return;
    };
    let found = found.into_iter().map(|orphan| OrphanedTags {
        name: orphan.name,
        tags: orphan.tags,
        renamed: orphan
            .renamed
            .into_iter()
            .map(|one| (one.to.as_str().to_owned(), one.likeness.words()))
            .collect(),
    });
    tell(Message::OrphansFound(found.collect()));
}

/// Gives the tags of a document that is gone to the one that it is now.
pub(super) fn take_over(context: &IoContext, which: (&str, &str), tell: &dyn Fn(Message)) {
    tell(Message::TakenOver(take(context, which)));
    find(context, tell);
}

fn take(context: &IoContext, (name, to): (&str, &str)) -> Result<(String, String), String> {
    let corpus = &context.corpus;
    let sources = corpus.sources();
    let found = orphans(corpus, &sources, &mut ()).map_err(|error| error.to_string())?;
    let orphan = found.into_iter().find(|orphan| orphan.name == name);
    let orphan = orphan.ok_or_else(|| format!("{name} has no tags any more, or is there again"))?;
    let mut renamed = orphan.renamed.iter();
    let renamed = renamed.find(|one| one.to.as_str() == to);
    let renamed =
        renamed.ok_or_else(|| format!("{to} does not have the text of {name} any more"))?;
    corpus.take_over(&sources, (&orphan, &renamed.to), &now())?;
    let words = format!(
        "Gave {} of {name} to {to}; postil restore {name} brings the old file back",
        counted(orphan.tags, "tag")
    );
    Ok((words, to.to_owned()))
}
