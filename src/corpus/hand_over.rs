//! Gives the tags of a document that is gone to the one that it is now, and back.
//!
//! They are written to the one file before they are taken out of the other, so that whoever is
//! interrupted has them in both, and does it again: they are known by their ids, and of two
//! that are one, each says what the other does not.
//!
//! Must not know: how a document is known under another name, and who asks.

use std::collections::HashSet;

use crate::annotation::{
    Anchor, Annotation, AnnotationId, AnnotationSet, Budget, Change, Resolution, Selector,
    Timestamp, merge, resolve_annotations,
};
use crate::storage::{Document, DocumentPath, MergeBase, Reach, RestoreMode};

use super::leading::Moves;
use super::renames::Orphan;
use super::source::{Corpus, Source};
use super::write_mode::WriteMode;

/// Tags that stand again in the file that they were given from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// The document whose file held them.
    pub from: String,
    pub tags: usize,
}

impl Corpus {
    /// Gives the tags of a document that is gone to the one that it is now: they are written
    /// beside that one's own, and what leads to them leads there, before their file is taken
    /// away.
    ///
    /// # Errors
    /// Why that cannot be: a sentence. Nothing is lost then.
    pub fn take_over(
        &self,
        sources: &[Source],
        (orphan, to): (&Orphan, &DocumentPath),
        now: &Timestamp,
    ) -> Result<(), String> {
        let gone = self.store.load_file(&orphan.file);
        let loaded = self.store.load(to);
        for access in [&gone.access, &loaded.access] {
            if let Some(why) = access.why_not() {
                return Err(why.to_owned());
            }
        }
        let document = Document::load(self.workspace(), to).map_err(|error| error.to_string())?;
        let old = self.workspace().annotated(&orphan.file);
        let old = old.ok_or_else(|| format!("{} belongs to no document", orphan.file.display()))?;
        let named = &gone.file.document.sha256;
        let moves = Moves::of(&gone.file.set, (&orphan.name, to.as_str()));
        let mut theirs = gone.file.set.clone();
        for annotation in gone.file.set.iter() {
            let followed = moves.followed(annotation, now);
            let mut moved = followed.unwrap_or_else(|| (**annotation).clone());
            if moved.placed_on().is_none() && *named != document.sha256() && !named.is_empty() {
                moved = moved.placed(Some(named));
            }
            let _ = theirs.apply(Change::Replace(moved));
        }
        let own = &loaded.file.set;
        let (ours, _) = merge(&self.common(&document, own, &theirs), own, &theirs);
        let base = (own, &MergeBase::default());
        let saved = self.store.save_in(&document, base, &ours);
        let saved = saved.map_err(|error| error.to_string())?.set;
        let changed_meanwhile = || {
            format!(
                "{} was changed meanwhile, and stays beside that of {to}",
                orphan.file.display()
            )
        };
        if theirs.iter().any(|one| !saved.contains(&one.id)) {
            return Err(changed_meanwhile());
        }
        let others = sources.iter().filter(|source| match source {
            Source::Orphan(file) => *file != orphan.file,
            Source::Document(_) => true,
        });
        self.follow(others, &moves, now)
            .map_err(|error| error.to_string())?;
        match self.store.retire(&old, &gone.file.set) {
            Ok(true) => Ok(()),
            Ok(false) => Err(changed_meanwhile()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// What the tags that stand in two files have in common, as far as that is known: all that
    /// the file of the document once said, and has changed since. Of others it is what does not
    /// count: where they stood before.
    fn common(
        &self,
        document: &Document,
        own: &AnnotationSet,
        theirs: &AnnotationSet,
    ) -> AnnotationSet {
        let both = theirs
            .iter()
            .filter_map(|one| Some((&**one, &**own.get(&one.id)?)));
        let both: Vec<(&Annotation, &Annotation)> = both.collect();
        if both.is_empty() {
            return AnnotationSet::new();
        }
        let mut known: HashSet<&AnnotationId> = HashSet::new();
        let mut facts = None;
        for set in self.store.earlier_sets(&document.path) {
            let was_said = |one: &&Annotation| {
                let was = set.get(&one.id);
                was.is_some_and(|was| said(was) == said(one))
            };
            let all = both.iter().map(|(theirs, _)| *theirs);
            known.extend(all.filter(was_said).map(|one| &one.id));
            if set.has_facts_of(theirs) {
                facts = Some(theirs.facts().clone());
            }
        }
        let unknown = both.iter().filter(|(one, _)| !known.contains(&one.id));
        let later = unknown.filter(|(theirs, own)| theirs.modified > own.modified);
        let later: Vec<(&Annotation, &Annotation)> = later.copied().collect();
        let elsewhere = self.elsewhere(document, &later);
        let common = both.iter().map(|(theirs, _)| match theirs {
            one if known.contains(&one.id) => (*one).clone(),
            one if elsewhere.contains(&one.id) => Annotation {
                id: one.id.clone(),
                ..Annotation::default()
            },
            one => Annotation {
                id: one.id.clone(),
                selector: one.selector.clone(),
                ..Annotation::default()
            }
            .placed(one.placed_on())
            .with_rejected(one.rejected()),
        });
        AnnotationSet::from_annotations(common)
            .0
            .with_facts(facts.unwrap_or_default())
    }

    /// Of two versions of each tag, those whose first one is found in another place of the
    /// document than the second one.
    fn elsewhere(
        &self,
        document: &Document,
        both: &[(&Annotation, &Annotation)],
    ) -> HashSet<AnnotationId> {
        let all = both.iter().flat_map(|(one, other)| [*one, *other]);
        let set = AnnotationSet::from_annotations(both.iter().map(|(one, _)| (*one).clone())).0;
        let earlier = self.store.earlier_texts(document, &[], &set, Reach::AtHand);
        let found = resolve_annotations(all, &document.text, &earlier, Budget::Unlimited);
        let ranges: Vec<_> = found
            .into_iter()
            .map(Resolution::anchor_or_lost)
            .map(Anchor::range)
            .collect();
        let pairs = both.iter().zip(ranges.chunks(2));
        let apart = pairs.filter(|(_, ranges)| ranges[0].is_some() && ranges[0] != ranges[1]);
        apart.map(|((one, _), _)| one.id.clone()).collect()
    }

    /// Whether the file of another document holds all annotations of a set.
    pub fn has_all_elsewhere(&self, path: &DocumentPath, set: &AnnotationSet) -> bool {
        let documents = self.workspace().documents();
        let mut others = documents.iter().filter(|entry| entry.path != *path);
        set.has_annotations()
            && others.any(|entry| {
                let own = self.store.load(&entry.path).file.set;
                set.iter().all(|one| own.contains(&one.id))
            })
    }

    /// Takes the tags of a document that is gone out of the files of all others: its own file
    /// has been restored. What leads to them leads there again. Answers who had them.
    ///
    /// # Errors
    /// Why that cannot be: a sentence. Nothing is lost then.
    pub fn take_back(
        &self,
        sources: &[Source],
        (gone, restored): (&DocumentPath, &AnnotationSet),
        now: &Timestamp,
        mode: WriteMode,
    ) -> Result<Vec<TakenBack>, String> {
        let mut all = Vec::new();
        for source in sources {
            let Source::Document(entry) = source else {
                continue;
            };
            let loaded = self.store.load(&entry.path);
            let shared = loaded
                .file
                .set
                .iter()
                .filter(|one| restored.contains(&one.id));
            let shared: Vec<Annotation> = shared.map(|one| (**one).clone()).collect();
            if shared.is_empty() || entry.path == *gone {
                continue;
            }
            all.push(TakenBack {
                from: entry.path.as_str().to_owned(),
                tags: shared.len(),
            });
            if mode == WriteMode::DryRun {
                continue;
            }
            if let Some(why) = loaded.access.why_not() {
                return Err(why.to_owned());
            }
            let base = AnnotationSet::from_annotations(shared).0;
            let base = base.with_facts(restored.facts().clone());
            let moves = Moves::of(&base, (entry.path.as_str(), gone.as_str()));
            self.follow(sources.iter(), &moves, now)
                .map_err(|error| error.to_string())?;
            // Once more: those of this document may lead to each other.
            let own = &self.store.load(&entry.path).file.set;
            let (left, _) = merge(&now_of(&base, own), &AnnotationSet::new(), own);
            let saved = self.store.save_unread(&entry.path, own, &left);
            saved.map_err(|error| error.to_string())?;
        }
        Ok(all)
    }

    /// Gives the tags of a document that is gone back to it: its file is restored, with what
    /// the other document's file says of them by now. Answers how many these are.
    ///
    /// # Errors
    /// Why that cannot be: a sentence. Nothing is lost then.
    pub fn give_back(
        &self,
        sources: &[Source],
        gone: &DocumentPath,
        now: &Timestamp,
    ) -> Result<usize, String> {
        let is_there = sources.iter().any(|source| match source {
            Source::Document(entry) => entry.path == *gone,
            Source::Orphan(file) => *file == self.workspace().annotation_path(gone),
        });
        if is_there {
            return Err(format!("{gone} is there again, or has tags again"));
        }
        let restored = self.store.restore(gone, None, RestoreMode::Write);
        let base = restored.map_err(|error| error.to_string())?.set;
        let mut ours = base.clone();
        for source in sources {
            let set = self.load(source).file.set;
            let moves = Moves::of(&base, (&self.name(source), gone.as_str()));
            for one in base.iter() {
                let Some(other) = set.get(&one.id) else {
                    continue;
                };
                let carried = moves.followed(other, now);
                let carried = Annotation {
                    selector: one.selector.clone(),
                    ..carried.unwrap_or_else(|| (**other).clone())
                }
                .placed(one.placed_on())
                .with_rejected(one.rejected());
                if said(&carried) != said(one) {
                    let _ = ours.apply(Change::Replace(carried));
                }
            }
        }
        let saved = self.store.save_unread(gone, &base, &ours);
        saved.map_err(|error| error.to_string())?;
        self.take_back(sources, (gone, &base), now, WriteMode::Write)?;
        Ok(base.len())
    }
}

/// The annotations of a set as another one has them, with what the first says of the document.
fn now_of(set: &AnnotationSet, other: &AnnotationSet) -> AnnotationSet {
    let now = set.iter().filter_map(|one| other.get(&one.id));
    let now = AnnotationSet::from_annotations(now.map(|one| (**one).clone())).0;
    now.with_facts(set.facts().clone())
}

/// What an annotation says, wherever it stands, and whenever that was said.
fn said(annotation: &Annotation) -> Annotation {
    Annotation {
        selector: Selector::default(),
        modified: Timestamp::default(),
        ..annotation.clone()
    }
    .placed(None)
    .with_rejected(None)
}
