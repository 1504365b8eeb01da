//! The merge base of the annotations that are to be saved.
//!
//! A save merges three sets: what is to be saved (ours), what stands on disk (theirs), and
//! what both descend from (the base). Saves and rescans of the disk run on a thread of their
//! own, and the reader takes in their results only when it hears of them; until then it goes
//! on sending saves that know nothing of those results. Such a save descends from what was
//! *sent* before it. If what stands on disk were taken for its base, an annotation that
//! somebody else added would look like one that we deleted.
//!
//! The reader takes in the results in the order in which they were sent, each as
//! `merge(from, its own, to)`. The same merges are made here with what it sent last,
//! and give the base.
//!
//! A file may vanish and come back: a folder is moved away, a drive is taken out. What was
//! saved meanwhile stands in another file, of which the one that comes back knows nothing, so
//! that what it lacks was not deleted. Therefore the content of a file that vanished is
//! remembered. When a file is found that has nothing of what was stored since, its base is
//! what it has in common with the remembered content, and all of ours stays.
//!
//! Must not know: how sets are sent about.

use crate::annotation::{AnnotationSet, merge};

const MOST_VANISHED: usize = 8;

/// What the reader has of the annotations of a document, as far as that is known on
/// the thread that saves.
#[derive(Debug, Clone, Default)]
pub struct MergeBase {
    /// What stands on disk, as far as is known.
    known: AnnotationSet,
    /// What the reader sent last, with what it has taken in from rescans since.
    sent: AnnotationSet,
    /// The results that are on their way to the reader, the oldest first.
    pending: Vec<Pending>,
    rescans: u64,
    /// The content of files that have vanished, and may come back.
    vanished: Vec<AnnotationSet>,
}

/// What the reader is to take in after the disk was found to have changed.
#[derive(Debug, Clone)]
pub struct Rescan {
    /// Which rescan of the document this is, from 1.
    pub number: u64,
    /// The set of which the one on disk is to be taken for a changed version.
    pub from: AnnotationSet,
    /// Whether a file that had vanished is there again.
    pub returned: bool,
}

/// A result that the reader may not have heard of yet.
#[derive(Debug, Clone)]
struct Pending {
    origin: Origin,
    from: AnnotationSet,
    to: AnnotationSet,
}

/// Where a result comes from, which says how the reader acknowledges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The save of this revision: each later save carries the newest revision that
    /// the reader knows to be saved.
    Save(u64),
    /// The rescan of this number: the reader says that it took it in.
    Rescan(u64),
}

impl Pending {
    fn take_in(&self, set: &AnnotationSet) -> AnnotationSet {
        merge(&self.from, set, &self.to).0
    }

    fn is_acknowledged(&self, acknowledged: u64) -> bool {
        matches!(self.origin, Origin::Save(revision) if revision <= acknowledged)
    }
}

impl MergeBase {
    /// The merge base of a document that was just read.
    pub fn loaded(set: AnnotationSet) -> Self {
        Self {
            known: set.clone(),
            sent: set,
            ..Self::default()
        }
    }

    /// What stands on disk, as far as is known.
    pub fn known(&self) -> &AnnotationSet {
        &self.known
    }

    /// What the reader sent last.
    pub fn sent(&self) -> &AnnotationSet {
        &self.sent
    }

    /// What the reader has once it has taken in the results that are on their way to it.
    pub fn of_reader(&self) -> AnnotationSet {
        self.with_pending(self.sent.clone())
    }

    /// The base of a save that has taken in the results of all saves up to
    /// `acknowledged`, and all rescans that the reader has acknowledged.
    pub fn base(&self, acknowledged: u64) -> AnnotationSet {
        let pending = self.pending.iter();
        let heard = pending.filter(|pending| pending.is_acknowledged(acknowledged));
        heard.fold(self.sent.clone(), |set, pending| pending.take_in(&set))
    }

    /// Keeps what a save was sent and what it stored. Answers the set of which the
    /// reader is to take `stored` for a changed version: what was sent, with all that
    /// the reader will have heard by then.
    pub fn saved(
        &mut self,
        revision: u64,
        acknowledged: u64,
        sent: AnnotationSet,
        stored: AnnotationSet,
    ) -> AnnotationSet {
        self.pending
            .retain(|pending| !pending.is_acknowledged(acknowledged));
        let from = self.with_pending(sent.clone());
        if from != stored {
            self.pending.push(Pending {
                origin: Origin::Save(revision),
                from: from.clone(),
                to: stored.clone(),
            });
        }
        self.known = stored;
        self.sent = sent;
        from
    }

    fn with_pending(&self, set: AnnotationSet) -> AnnotationSet {
        let pending = self.pending.iter();
        pending.fold(set, |set, pending| pending.take_in(&set))
    }

    /// Keeps what was found on disk, where that is not what was known.
    pub fn rescanned(&mut self, disk: AnnotationSet) -> Rescan {
        self.rescans += 1;
        let shared = self.returns(&disk);
        let returned = shared.is_some();
        let known = std::mem::replace(&mut self.known, disk.clone());
        let from = if let Some(shared) = shared {
            self.returned();
            // Also for what is sent before the reader hears of this.
            self.sent = shared.clone();
            shared
        } else {
            known
        };
        self.pending.push(Pending {
            origin: Origin::Rescan(self.rescans),
            from: from.clone(),
            to: disk,
        });
        Rescan {
            number: self.rescans,
            from,
            returned,
        }
    }

    /// Remembers what stood in a file that is gone, since it may come back.
    pub fn vanished(&mut self) {
        self.vanished.retain(|set| *set != self.known);
        if self.vanished.len() == MOST_VANISHED {
            self.vanished.remove(0);
        }
        self.vanished.push(self.known.clone());
    }

    /// Answers what a file has in common with one that had vanished, if it is that
    /// one: it has nothing of all that was stored since. That is its base.
    pub fn returns(&self, disk: &AnnotationSet) -> Option<AnnotationSet> {
        if !disk.has_annotations() {
            return None;
        }
        let is_that = |stood: &&AnnotationSet| {
            let known = self.known.iter();
            let mut since = known.filter(|annotation| !stood.contains(&annotation.id));
            since
                .next()
                .is_some_and(|annotation| !disk.contains(&annotation.id))
                && since.all(|annotation| !disk.contains(&annotation.id))
        };
        let stood = self.vanished.iter().rev().find(is_that)?;
        let shared = stood
            .iter()
            .filter(|annotation| disk.contains(&annotation.id));
        let shared = AnnotationSet::from_shared(shared.cloned()).0;
        let facts = stood.has_facts_of(disk).then(|| stood.facts().clone());
        Some(shared.with_facts(facts.unwrap_or_default()))
    }

    /// Forgets what had vanished, since it is there again: from here on, what is
    /// missing from the file was deleted.
    pub fn returned(&mut self) {
        self.vanished.clear();
        // What is on its way is about the other file: what it brought is the reader's
        // own now.
        self.pending.clear();
    }

    /// Keeps that the reader has taken in what this rescan found. What it sends from
    /// here on descends from that, and from all that was on its way before.
    pub fn took_in(&mut self, rescan: u64) {
        let is_that = |pending: &Pending| pending.origin == Origin::Rescan(rescan);
        let Some(last) = self.pending.iter().position(is_that) else {
            return;
        };
        for pending in self.pending.drain(..=last) {
            self.sent = pending.take_in(&self.sent);
        }
    }
}
