//! The tags that a command line names by their ids, each whole or as many of its last
//! characters as tell it apart.
//!
//! Must not know: what is done with them.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{AnnotationId, AnnotationSet};
use crate::corpus::{Hit, Lookup, Source, look_up};
use crate::session::Access;
use crate::storage::{Document, DocumentPath, LoadedAnnotations, MergeBase, Saved};
use crate::text::Text;

use super::{output::Output, output::complain, session::Session};

/// How many of several tags are named.
const NAMED: usize = 4;

/// How many of the last characters of an id name it, where fewer would do, too.
const SHORTEST: usize = 8;

/// A tag, and the number of the source that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) source: usize,
    pub(super) id: AnnotationId,
}

/// The tags of these ids, in the order in which they are given, each once.
pub(super) fn find(
    session: &Session,
    sources: &[Source],
    words: &[String],
    output: &mut Output,
) -> Result<Vec<Named>> {
    let words: Vec<String> = words.iter().map(|word| word.trim().to_owned()).collect();
    if words.iter().any(String::is_empty) {
        bail!("an ID is empty; postil list --format jsonl shows them");
    }
    let lookup = look_up(&session.corpus, sources, &words, output)?;
    let mut found: Vec<Named> = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let named = one(session, sources, &lookup, (number, word))?;
        if !found.contains(&named) {
            found.push(named);
        }
    }
    Ok(found)
}

/// The one tag that a word names: by its whole id, else by its end.
fn one(
    session: &Session,
    sources: &[Source],
    lookup: &Lookup,
    (number, word): (usize, &str),
) -> Result<Named> {
    let hits = lookup.hits.iter().filter(|hit| hit.word == number);
    let hits: Vec<&Hit> = hits.collect();
    let whole = hits.iter().copied().filter(|hit| hit.id.as_str() == word);
    let whole: Vec<&Hit> = whole.collect();
    let meant = if whole.is_empty() { hits } else { whole };
    match meant[..] {
        [only] => Ok(Named {
            source: only.source,
            id: only.id.clone(),
        }),
        [] => Err(unknown(session, sources, lookup, word)),
        _ => Err(ambiguous(session, sources, &meant, word)),
    }
}

fn unknown(session: &Session, sources: &[Source], lookup: &Lookup, word: &str) -> anyhow::Error {
    let unread = lookup.unread.first();
    let unread = unread.map_or_else(String::new, |source| {
        let name = session.corpus.name(&sources[*source]);
        format!(" (the tags of {name} could not all be read)")
    });
    anyhow!(
        "there is no tag whose id is or ends with {word}{unread}; postil list --format jsonl shows the ids"
    )
}

fn ambiguous(session: &Session, sources: &[Source], hits: &[&Hit], word: &str) -> anyhow::Error {
    let is_one_id = hits.iter().all(|hit| hit.id == hits[0].id);
    let named: Vec<_> = hits[..hits.len().min(NAMED)].iter().collect();
    let end = |length: usize| {
        let ends = named.iter().map(|hit| end_of(&hit.id, length));
        ends.collect::<Vec<_>>()
    };
    let is_told = |length: &usize| {
        let mut ends = end(*length);
        ends.sort_unstable();
        ends.windows(2).all(|two| two[0] != two[1])
    };
    let from = SHORTEST.max(word.chars().count());
    let length = (from..64).find(is_told).unwrap_or(64);
    let names = named.iter().zip(end(length)).map(|(hit, end)| {
        let document = session.corpus.name(&sources[hit.source]);
        let tag = session.config.tags.look_up(&hit.tag).name;
        format!("{end} ({tag} in {document})")
    });
    let names: Vec<String> = names.collect();
    let more = match hits.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let way_out = match is_one_id {
        true => "name the document, too",
        false => "write more of it",
    };
    anyhow!(
        "{word} could be {} tags: {}{more}; {way_out}",
        hits.len(),
        names.join(", ")
    )
}

fn end_of(id: &AnnotationId, length: usize) -> &str {
    let id = id.as_str();
    let last = id.char_indices().rev().nth(length.saturating_sub(1));
    last.map_or(id, |(at, _)| &id[at..])
}

/// The annotation file of a source as it was read, to be changed and written.
pub(super) struct Opened {
    pub(super) loaded: LoadedAnnotations,
    /// The document, as far as that is there.
    document: Option<Document>,
    path: DocumentPath,
}

impl Opened {
    /// Reads an annotation file, unless it may not be written.
    pub(super) fn read(session: &Session, source: &Source) -> Result<Self> {
        let loaded = session.corpus.load(source);
        if let Access::ReadOnly(why) = &loaded.access {
            bail!("{why}");
        }
        let (document, path) = match source {
            Source::Document(entry) => (Some(session.document(&entry.path)?), entry.path.clone()),
            // The document is gone, but not what was said of it.
            Source::Orphan(file) => {
                let name = session.corpus.name(source);
                let path = DocumentPath::new(name.as_ref().as_ref());
                let is_its = |path: &DocumentPath| session.workspace.annotation_path(path) == *file;
                let path = path.filter(is_its);
                (
                    None,
                    path.ok_or_else(|| anyhow!("{} belongs to no document", file.display()))?,
                )
            }
        };
        Ok(Self {
            loaded,
            document,
            path,
        })
    }

    /// The text of the document and its name, where it is there.
    pub(super) fn text(&self) -> Option<(&Text, &str)> {
        let document = self.document.as_ref()?;
        Some((&document.text, self.path.as_str()))
    }

    /// Saves a set that descends from `base`, merged with what stands on disk.
    pub(super) fn save(
        &self,
        session: &Session,
        base: &AnnotationSet,
        ours: &AnnotationSet,
    ) -> Result<Saved> {
        let store = &session.corpus.store;
        let saved = match &self.document {
            Some(document) => store.save_in(document, (base, &MergeBase::default()), ours),
            None => store.save(&self.path, &self.loaded.file.document, base, ours),
        };
        while let Some(notice) = store.take_notice() {
            complain(&notice);
        }
        Ok(saved?)
    }
}
