//! Looks for documents that were renamed, and gives them their tags.
//!
//! Must not know: when that is wanted.

use std::path::Path;

use crate::app::{HandOver, Message, OrphanedTags, Way};
use crate::corpus::{Likeness, now, orphans};
use crate::storage::DocumentPath;

use super::context::IoContext;

/// Tells which annotation files have no document, or why that cannot be found out.
pub(super) fn find(context: &IoContext, tell: &dyn Fn(Message)) {
    let corpus = &context.corpus;
    let found = match orphans(corpus, &corpus.all_sources(), &mut ()) {
        Ok(found) => found,
        Err(why) => {
            let words = format!("Renamed documents cannot be looked for: {why}");
            return tell(Message::Warned(words));
        }
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

/// Gives the tags of a document that is gone to another one, or back, and tells which
/// annotation files have no document then. Answers how many tags these are.
pub(super) fn hand_over(
    context: &IoContext,
    what: &HandOver,
    tell: &dyn Fn(Message),
) -> Result<usize, String> {
    let done = match what.way {
        Way::Give | Way::GiveAgain => give(context, &what.name, &what.to),
        Way::GiveBack => give_back(context, &what.name),
    };
    find(context, tell);
    done
}

fn give(context: &IoContext, name: &str, to: &str) -> Result<usize, String> {
    let corpus = &context.corpus;
    let sources = corpus.all_sources();
    let found = orphans(corpus, &sources, &mut ()).map_err(|error| error.to_string())?;
    let orphan = found.into_iter().find(|orphan| orphan.name == name);
    let orphan = orphan.ok_or_else(|| format!("{name} has no tags any more, or is there again"))?;
    let mut renamed = orphan.renamed.iter();
    let renamed = renamed.find(|one| one.to.as_str() == to);
    let renamed =
        renamed.ok_or_else(|| format!("{to} does not have the text of {name} any more"))?;
    if renamed.likeness == Likeness::Occupied {
        return Err(format!(
            "{to} has tags that were made on another text; postil reanchor says which it is"
        ));
    }
    corpus.take_over(&sources, (&orphan, &renamed.to), &now())?;
    Ok(orphan.tags)
}

fn give_back(context: &IoContext, name: &str) -> Result<usize, String> {
    let corpus = &context.corpus;
    let gone = DocumentPath::new(Path::new(name));
    let gone = gone.ok_or_else(|| format!("{name} is the name of no document"))?;
    corpus.give_back(&corpus.all_sources(), &gone, &now())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::worker::context::tests::context;

    /// Nothing was said of a renamed document where the reader was opened at another one.
    #[test]
    fn renamed_documents_are_found_wherever_one_has_begun() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, words: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, words).unwrap();
        };
        write("a.txt", "One two.\n");
        write(
            "annotations/gone.txt.json",
            r#"{"format": "postil", "version": 1, "annotations": [
                {"id": "i", "tag": "claim", "start": 0, "end": 3, "quote": "One"}]}"#,
        );
        for opened in ["", "a.txt"] {
            let found = std::cell::RefCell::new(Vec::new());
            find(&context(&folder.path().join(opened)), &|news| {
                if let Message::OrphansFound(orphans) = news {
                    found.borrow_mut().extend(orphans);
                }
            });
            let names: Vec<_> = found.take().into_iter().map(|one| one.name).collect();
            assert_eq!(names, ["gone.txt"], "{opened}");
        }
    }
}
