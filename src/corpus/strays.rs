//! Tags that were made on the text that another document has now: two documents have swapped
//! their names, or one was written over and stands elsewhere.
//!
//! That is known by the bytes: an annotation file names those that its tags were made on. What
//! a circle of documents have of each other can be given back, and so can what a row of them
//! have, each of which took the name of the next, where the first has the bytes of a document
//! that is gone and the last has no tags yet; of all else it is only said, since a copy of an
//! earlier version looks the same.
//!
//! They are written to the files where they belong before they are taken out of those where
//! they stand, marked with the bytes that they belong to. So whoever is interrupted does it
//! again.
//!
//! Must not know: who asks.

use std::collections::HashMap;

use anyhow::Result;

use crate::annotation::{Annotation, AnnotationSet, Change, DocumentFacts, Timestamp, merge};
use crate::storage::{Document, DocumentPath, Entry, MergeBase};

use super::leading::Moves;
use super::observer::Observer;
use super::ordered::for_each;
use super::source::{Corpus, Source};

/// A document in whose file tags stand that were made on the text of others.
#[derive(Debug, Clone)]
pub struct Stray {
    pub from: DocumentPath,
    /// The documents that have that text now.
    pub texts: Vec<DocumentPath>,
    pub tags: usize,
    /// The bytes that the tags were made on.
    named: String,
    progress: Progress,
    /// Whether the one document that has the text has other tags.
    target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Vacant,
    Taken,
}

/// How far they were given to the document that has the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    NotBegun,
    /// Those of others have come, and all of these stand where they belong, too.
    AllButTakenOut,
}

impl Stray {
    /// The document that has the text, where that is one only.
    pub fn only(&self) -> Option<&DocumentPath> {
        match &self.texts[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// `b.txt has the text that the tags of a.txt were made on`.
    pub fn words(&self) -> String {
        let texts: Vec<&str> = self.texts.iter().map(DocumentPath::as_str).collect();
        let has = if texts.len() == 1 { "has" } else { "have" };
        let texts = texts.join(" and ");
        format!(
            "{texts} {has} the text that the tags of {} were made on",
            self.from
        )
    }
}

/// Of these, those that can be given where they belong. Each of a circle of documents has the
/// text of the next one; each of a row took the name of the next, the first of them, one of
/// `renamed`, that of a document with the bytes of one that is gone.
pub fn circles(strays: &[Stray], renamed: &[DocumentPath]) -> Vec<Stray> {
    let next: HashMap<&DocumentPath, &DocumentPath> = strays
        .iter()
        .filter_map(|stray| Some((&stray.from, stray.only()?)))
        .collect();
    let leads_back = |stray: &&Stray| {
        let way = std::iter::successors(stray.only(), |path| next.get(path).copied());
        way.take(strays.len()).any(|path| *path == stray.from)
    };
    let is_begun = |stray: &&Stray| stray.progress == Progress::AllButTakenOut;
    let row = rows(strays, renamed);
    let is_in_row = |stray: &&Stray| row.iter().any(|one| one.from == stray.from);
    let found = strays
        .iter()
        .filter(|stray| is_begun(stray) || leads_back(stray) || is_in_row(stray));
    found.cloned().collect()
}

/// Those of a row of documents each of which took the name of the next.
fn rows<'a>(strays: &'a [Stray], renamed: &[DocumentPath]) -> Vec<&'a Stray> {
    let find = |path: &DocumentPath| strays.iter().find(|stray| stray.from == *path);
    let mut all = Vec::new();
    for first in renamed {
        let next = |stray: &&'a Stray| find(stray.only()?);
        let row = std::iter::successors(find(first), next).take(strays.len());
        let row: Vec<&Stray> = row.collect();
        let last = row.last().filter(|last| last.only().is_some());
        if last.is_some_and(|last| last.target == Target::Vacant) {
            all.extend(row);
        }
    }
    all
}

/// Finds the documents in whose files tags stand that were made on the text of others.
pub fn strays<O: Observer>(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut O,
) -> Result<Vec<Stray>> {
    let entries = sources.iter().filter_map(|source| match source {
        Source::Document(entry) if entry.unreadable.is_none() => Some(entry),
        _ => None,
    });
    let entries: Vec<&Entry> = entries.collect();
    let mut found: Vec<Stray> = Vec::new();
    let look = |entry: &Entry| corpus.stray(entry);
    for_each(entries.clone(), observer, look, |stray, _| {
        found.extend(stray);
        Ok(())
    })?;
    if found.is_empty() {
        return Ok(found);
    }
    observer.begin(entries.len());
    let look = |entry: &Entry| {
        let document = Document::load(corpus.workspace(), &entry.path).ok();
        document.map(|document| (entry.path.clone(), document.sha256().to_owned()))
    };
    for_each(entries, observer, look, |read, observer| {
        if let Some((path, sha256)) = read {
            let those = found
                .iter_mut()
                .filter(|stray| stray.named.eq_ignore_ascii_case(&sha256) && stray.from != path);
            those.for_each(|stray| stray.texts.push(path.clone()));
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    found.retain(|stray| !stray.texts.is_empty());
    for stray in &mut found {
        let Some(to) = stray.only().cloned() else {
            continue;
        };
        if corpus.is_all_but_taken_out(&stray.from, &to) {
            stray.progress = Progress::AllButTakenOut;
        }
        if corpus.is_vacant_for(&stray.from, &to) {
            stray.target = Target::Vacant;
        }
    }
    Ok(found)
}

/// An annotation file with its document.
struct Room {
    document: Document,
    /// The bytes that the file names.
    named: String,
    set: AnnotationSet,
}

impl Room {
    /// What was made on the bytes that the file names, or on earlier ones.
    fn leaving(&self) -> impl Iterator<Item = &Annotation> {
        let all = self.set.iter().map(AsRef::as_ref);
        all.filter(|one| !self.has_come(one))
    }

    /// Whether it was given to this document, whose file still names the bytes of another.
    fn has_come(&self, one: &Annotation) -> bool {
        one.placed_on() == Some(self.document.sha256())
    }
}

impl Corpus {
    /// A document whose file names other bytes than it has, and has tags that do not stand in
    /// it where they say.
    pub(super) fn stray(&self, entry: &Entry) -> Option<Stray> {
        let room = self.room(&entry.path).ok()?;
        let is_named = !room.named.is_empty();
        if !is_named || room.named.eq_ignore_ascii_case(room.document.sha256()) {
            return None;
        }
        let text = &room.document.text;
        let mut leaving = room.leaving();
        leaving
            .any(|one| !one.selector.stands_in(text))
            .then(|| Stray {
                from: entry.path.clone(),
                texts: Vec::new(),
                tags: room.leaving().count(),
                named: room.named.clone(),
                progress: Progress::NotBegun,
                target: Target::Taken,
            })
    }

    fn room(&self, path: &DocumentPath) -> Result<Room, String> {
        let loaded = self.store.load(path);
        if let Some(why) = loaded.access.why_not() {
            return Err(why.to_owned());
        }
        if loaded.file.set.is_empty() {
            return Err(format!("{path} has no tags"));
        }
        let document = Document::load(self.workspace(), path).map_err(|error| error.to_string())?;
        Ok(Room {
            document,
            named: loaded.file.document.sha256,
            set: loaded.file.set,
        })
    }

    fn is_all_but_taken_out(&self, from: &DocumentPath, to: &DocumentPath) -> bool {
        let Ok(room) = self.room(from) else {
            return false;
        };
        let there = self.store.load(to).file.set;
        let has_come = room.set.iter().any(|one| room.has_come(one));
        has_come && room.leaving().all(|one| there.contains(&one.id))
    }

    /// Whether a document has no tags, but for those that were given to it when somebody was
    /// interrupted.
    fn is_vacant_for(&self, from: &DocumentPath, to: &DocumentPath) -> bool {
        let (there, here) = (self.store.load(to).file.set, self.store.load(from).file.set);
        there.iter().all(|one| here.contains(&one.id))
    }

    /// Gives the tags of documents that have each other's text to those that have theirs.
    ///
    /// # Errors
    /// Why that cannot be: a sentence. Nothing is lost then.
    pub fn exchange(
        &self,
        sources: &[Source],
        strays: &[Stray],
        now: &Timestamp,
    ) -> Result<(), String> {
        let mut rooms = Vec::new();
        let mut moves = Moves::default();
        for stray in strays {
            let Some(to) = stray.only() else { continue };
            let room = self.room(&stray.from)?;
            let leaving = AnnotationSet::from_annotations(room.leaving().cloned()).0;
            moves.add(&leaving, (stray.from.as_str(), to.as_str()));
            rooms.push((room, to, leaving));
        }
        for (room, to, leaving) in &rooms {
            self.bring(room, to, leaving)?;
        }
        self.follow(sources.iter(), &moves, now)
            .map_err(|error| error.to_string())?;
        for (room, to, leaving) in &rooms {
            self.take_out(room, to, leaving)?;
        }
        Ok(())
    }

    /// Writes tags to the file where they belong, which goes on to name the bytes that its own
    /// were made on.
    fn bring(&self, room: &Room, to: &DocumentPath, leaving: &AnnotationSet) -> Result<(), String> {
        let own = self.store.load(to).file.set;
        let new = leaving.iter().filter(|one| !own.contains(&one.id));
        let marked = new.map(|one| {
            let on = one.placed_on().unwrap_or(&room.named).to_owned();
            (**one).clone().placed(Some(&on))
        });
        let theirs = AnnotationSet::from_annotations(marked).0;
        let theirs = theirs.with_facts(room.set.facts().clone());
        let (ours, _) = merge(&AnnotationSet::new(), &own, &theirs);
        let saved = match own.is_empty() {
            // Its file names the bytes that they were made on from the start.
            true => {
                let document = Document::load(self.workspace(), to);
                let document = document.map_err(|error| error.to_string())?;
                let base = (&own, &MergeBase::default());
                self.store.save_in(&document, base, &ours)
            }
            false => self.store.save_unread(to, &own, &ours),
        };
        saved.map(drop).map_err(|error| error.to_string())
    }

    /// Takes tags out of the file where they do not belong.
    fn take_out(
        &self,
        room: &Room,
        to: &DocumentPath,
        leaving: &AnnotationSet,
    ) -> Result<(), String> {
        let (path, there) = (&room.document.path, self.store.load(to).file.set);
        let own = self.store.load(path).file.set;
        let mut left = own.clone();
        for one in leaving.iter() {
            if !there.contains(&one.id) {
                return Err(format!("the file of {to} was changed meanwhile"));
            }
            let _ = left.apply(Change::Remove(one.id.clone()));
        }
        let done = own.facts().done().iter();
        let done = done.filter(|mark| !mark.sha256.eq_ignore_ascii_case(&room.named));
        let facts = DocumentFacts::default().with_note(own.facts().note.as_str());
        let left = left.with_facts(facts.with_done(done.cloned()));
        let base = (&own, &MergeBase::default());
        let saved = self.store.save_in(&room.document, base, &left);
        saved.map(drop).map_err(|error| error.to_string())
    }
}
