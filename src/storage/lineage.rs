//! What tags that are to be saved descend from.
//!
//! A save merges three sets: what is to be saved (ours), what stands on disk
//! (theirs), and what both come from (the base). Saves and looks at the disk run
//! beside the reader, which takes in what they found when it hears of it; so a
//! save may be on its way that was made before. Ours then descends from what was
//! *sent* before; taking what stands on disk for the base would read a tag of
//! somebody else as one that we deleted.
//!
//! The reader takes in what it hears of in one order: by merging it with what it
//! has, as `merge(from, its own, to)`. The same is done here with what it last
//! sent, and gives the base.
//!
//! A file may vanish and come back: a folder is moved away, a drive is taken out. What
//! was saved meanwhile stands in another file, and what comes back has never known of
//! it: it is no deletion. So what stood in a file that vanished is remembered; when
//! a file is found with nothing of what was stored since, its base is what it has in
//! common with that, and all of ours stays.
//!
//! Must not know: how sets are sent about.

use crate::annotation::{AnnotationSet, merge};

/// What the reader has of the tags of a document, as far as is known here.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    /// What stands on disk, as far as is known.
    known: AnnotationSet,
    /// What was sent last, or taken in since by a look.
    sent: AnnotationSet,
    /// What is on its way to the reader, the oldest first.
    news: Vec<News>,
    /// How often it was found that the disk had changed.
    looks: u64,
    /// What stood in files that have vanished, and may come back.
    vanished: Vec<AnnotationSet>,
}

/// What a look at the disk comes to.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The number of the look.
    pub look: u64,
    /// What the reader is to take what is on disk for a change of.
    pub from: AnnotationSet,
    /// Whether a file that had vanished is there again.
    pub returned: bool,
}

/// The files that vanished of which the content is remembered.
const MOST_VANISHED: usize = 8;

#[derive(Debug, Clone)]
struct News {
    heard: Heard,
    from: AnnotationSet,
    to: AnnotationSet,
}

/// By what one knows that the reader has heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// By the number of the last change that it knows to be saved.
    Save(u64),
    /// It says so.
    Look(u64),
}

impl News {
    fn take_in(&self, set: &AnnotationSet) -> AnnotationSet {
        merge(&self.from, set, &self.to).0
    }
}

impl Lineage {
    /// The lineage of a document that was just read.
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

    /// The base of a save of tags that have taken in what all saves up to
    /// `acknowledged` stored, and all looks of which the reader has said so.
    pub fn base(&self, acknowledged: u64) -> AnnotationSet {
        let heard = self.news.iter().filter(|it| is_in(it, acknowledged));
        heard.fold(self.sent.clone(), |set, news| news.take_in(&set))
    }

    /// Keeps what a save was sent and what it stored; answers what the reader is
    /// to take `stored` for a change of: what was sent, with all that it will have
    /// heard by then.
    pub fn saved(
        &mut self,
        revision: u64,
        acknowledged: u64,
        sent: AnnotationSet,
        stored: AnnotationSet,
    ) -> AnnotationSet {
        self.news.retain(|it| !is_in(it, acknowledged));
        let on_its_way = self.news.iter();
        let from = on_its_way.fold(sent.clone(), |set, news| news.take_in(&set));
        if from != stored {
            self.news.push(News {
                heard: Heard::Save(revision),
                from: from.clone(),
                to: stored.clone(),
            });
        }
        self.known = stored;
        self.sent = sent;
        from
    }

    /// Keeps what a look found on disk.
    pub fn looked(&mut self, disk: AnnotationSet) -> Looked {
        self.looks += 1;
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
        self.news.push(News {
            heard: Heard::Look(self.looks),
            from: from.clone(),
            to: disk,
        });
        Looked {
            look: self.looks,
            from,
            returned,
        }
    }

    /// The file is gone, or was not there yet: what stood in it may come back.
    pub fn vanished(&mut self) {
        self.vanished.retain(|it| *it != self.known);
        if self.vanished.len() == MOST_VANISHED {
            self.vanished.remove(0);
        }
        self.vanished.push(self.known.clone());
    }

    /// What a file has in common with one that had vanished, if it is that one:
    /// nothing stands in it of all that was stored since. That is its base.
    pub fn returns(&self, disk: &AnnotationSet) -> Option<AnnotationSet> {
        if disk.is_empty() {
            return None;
        }
        let is_that = |stood: &&AnnotationSet| {
            let mut since = self.known.iter().filter(|it| !stood.contains(&it.id));
            since.next().is_some_and(|it| !disk.contains(&it.id))
                && since.all(|it| !disk.contains(&it.id))
        };
        let stood = self.vanished.iter().rev().find(is_that)?;
        let shared = stood.iter().filter(|it| disk.contains(&it.id));
        Some(AnnotationSet::from_shared(shared.cloned()).0)
    }

    /// What had vanished is there again. It is only told so once: from here on, what
    /// is missing was deleted.
    pub fn returned(&mut self) {
        self.vanished.clear();
        // News that are on their way are of the other file: what they brought is the
        // reader's own now.
        self.news.clear();
    }

    /// The reader has taken in what this look found. What it is sent for saving
    /// from here on knows of that, and of all that was on its way before.
    pub fn took_in(&mut self, look: u64) {
        let last = self.news.iter();
        let Some(last) = last
            .into_iter()
            .position(|it| it.heard == Heard::Look(look))
        else {
            return;
        };
        for news in self.news.drain(..=last) {
            self.sent = news.take_in(&self.sent);
        }
    }
}

fn is_in(news: &News, acknowledged: u64) -> bool {
    matches!(news.heard, Heard::Save(revision) if revision <= acknowledged)
}
