//! Looks for documents that were renamed, and gives them their tags.
//!
//! Must not know: when that is wanted.

use std::path::Path;

use crate::app::{DiskChange, HandOver, Message, OrphanedTags, Way};
use crate::corpus::{Likeness, now, orphans};
use crate::storage::{DocumentPath, FsChanges};

use super::context::IoContext;
use super::rescan::rescan;

/// Tells which annotation files have no document, or why that cannot be found out. While tags
/// are given to a document, both files have them: who reads them then looks again.
pub(super) fn find(context: &IoContext, tell: &dyn Fn(Message)) {
    loop {
        let before = context.hand_overs();
        let mut found = None;
        look(context, &mut |news| found = Some(news));
        if context.hand_overs() == before {
            return found.into_iter().for_each(tell);
        }
    }
}

fn look(context: &IoContext, tell: &mut dyn FnMut(Message)) {
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
    context.note_hand_over();
    let done = match what.way {
        Way::Give | Way::GiveAgain => give(context, &what.name, &what.to),
        Way::GiveBack => give_back(context, &what.name),
    };
    context.note_hand_over();
    find(context, tell);
    done
}

/// Tells what has changed on disk by that, before the watch does. That an annotation file is
/// gone is not told: the reader has moved it.
pub(super) fn tell_changes(context: &IoContext, what: &HandOver, tell: &mut dyn FnMut(Message)) {
    let workspace = context.corpus.workspace();
    let names = [&what.name, &what.to].into_iter();
    let documents = names.filter_map(|name| DocumentPath::new(Path::new(name)));
    let changes = FsChanges {
        paths: documents
            .map(|document| workspace.annotation_path(&document))
            .collect(),
        // Links of any document may have followed.
        all: true,
        ..FsChanges::default()
    };
    rescan(context, &changes, &mut |news| {
        let is_moved = matches!(
            news,
            Message::DiskChanged(DiskChange::OthersWithoutAnnotations(_))
        );
        if !is_moved {
            tell(news);
        }
    });
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
    use crate::app::DocumentId;
    use crate::runtime::worker::context::tests::context;
    use crate::runtime::worker::load::load;

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

    /// Found in use: the reader was told that an annotation file was deleted, when it had
    /// moved it.
    #[test]
    fn what_changes_by_giving_tags_is_told_before_it_is_looked_for_and_as_no_loss() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, words: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, words).unwrap();
        };
        write("a.txt", "One two.\n");
        let id = "01a22831-0000-7000-8000-000000000001";
        write(
            "annotations/a.txt.json",
            &format!(
                r#"{{"format": "postil", "version": 1, "annotations": [
                {{"id": "{id}", "tag": "claim", "start": 0, "end": 3, "quote": "One"}}]}}"#
            ),
        );
        write("c.txt", "One.\n");
        write(
            "annotations/c.txt.json",
            &format!(
                r#"{{"format": "postil", "version": 1, "annotations": [
                {{"id": "l", "tag": "claim", "start": 0, "end": 3, "quote": "One",
                "links": [{{"rel": "repeats", "to": "a.txt#{id}"}}]}}]}}"#
            ),
        );
        let context = context(folder.path());
        load(&context, DocumentId(1));
        let rename = |from: &str, to: &str| {
            std::fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
        };
        rename("a.txt", "b.txt");
        let listing = FsChanges {
            listing: true,
            ..FsChanges::default()
        };
        rescan(&context, &listing, &mut |_| {});
        let what = HandOver {
            name: "a.txt".to_owned(),
            to: "b.txt".to_owned(),
            way: Way::Give,
        };
        assert_eq!(hand_over(&context, &what, &|_| {}), Ok(1));
        let (mut counts, mut followed) = (Vec::new(), 0);
        tell_changes(&context, &what, &mut |news| match news {
            Message::AnnotationFilesRead(read) => {
                let read = read.known.iter();
                counts.extend(read.map(|(document, known)| (document.0, known.set.len())));
            }
            Message::DiskChanged(DiskChange::Annotations(found)) => {
                assert_eq!(found.document, DocumentId(1));
                followed += 1;
            }
            Message::DiskChanged(other) => panic!("{other:?}"),
            _ => {}
        });
        counts.sort_unstable();
        assert_eq!((counts, followed), (vec![(0, 0), (2, 1)], 1));
    }
}
