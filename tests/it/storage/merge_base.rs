//! Saves and rescans of the disk on their way while others write: what becomes of
//! each tag, whatever the order.

use std::collections::{BTreeSet, VecDeque};

use postil::annotation::{AnnotationSet, Change, merge};
use postil::storage::MergeBase;
use proptest::prelude::*;

use super::annotation;

/// What is on its way to the worker.
enum Job {
    Save(AnnotationSet, u64, u64),
    AcknowledgeRescan(u64),
}

/// What is on its way to the reader.
enum News {
    Saved(u64, AnnotationSet, AnnotationSet),
    Rescan(u64, AnnotationSet, AnnotationSet),
}

#[derive(Default)]
struct World {
    disk: AnnotationSet,
    reader: AnnotationSet,
    merge_base: MergeBase,
    jobs: VecDeque<Job>,
    news: VecDeque<News>,
    revision: u64,
    acknowledged: u64,
    /// Each tag that is to be there at the end.
    wanted: BTreeSet<String>,
    count: usize,
}

impl World {
    fn new_tag(&mut self) -> Change {
        self.count += 1;
        let id = format!("id{}", self.count);
        self.wanted.insert(id.clone());
        Change::Insert(annotation(&id, "one two three", 0, 3))
    }

    fn any_of(&mut self, theirs: bool, which: usize) -> Option<Change> {
        let set = if theirs { &self.disk } else { &self.reader };
        let one = set.iter().nth(which % set.len().max(1))?.id.clone();
        self.wanted.remove(one.as_str());
        Some(Change::Remove(one))
    }

    fn act(&mut self, step: (u8, usize)) {
        match step {
            (0, _) => {
                let change = self.new_tag();
                self.reader_changes(change);
            }
            (1, which) => {
                if let Some(change) = self.any_of(false, which) {
                    self.reader_changes(change);
                }
            }
            (2, _) => {
                let change = self.new_tag();
                self.disk.apply(change).unwrap();
            }
            (3, which) => {
                if let Some(change) = self.any_of(true, which) {
                    self.disk.apply(change).unwrap();
                }
            }
            (4, _) => self.rescan(),
            (5, _) => self.work(),
            _ => self.hear(),
        }
    }

    fn reader_changes(&mut self, change: Change) {
        self.reader.apply(change).unwrap();
        self.revision += 1;
        let save = Job::Save(self.reader.clone(), self.revision, self.acknowledged);
        self.jobs.push_back(save);
    }

    fn rescan(&mut self) {
        if self.disk != *self.merge_base.known() {
            let rescan = self.merge_base.rescanned(self.disk.clone());
            let news = News::Rescan(rescan.number, rescan.from, self.disk.clone());
            self.news.push_back(news);
        }
    }

    fn work(&mut self) {
        match self.jobs.pop_front() {
            Some(Job::Save(set, revision, acknowledged)) => {
                let base = self.merge_base.base(acknowledged);
                let (stored, _) = merge(&base, &set, &self.disk);
                self.disk = stored.clone();
                let from = self
                    .merge_base
                    .saved(revision, acknowledged, set, stored.clone());
                self.news.push_back(News::Saved(revision, from, stored));
            }
            Some(Job::AcknowledgeRescan(rescan)) => self.merge_base.took_in(rescan),
            None => {}
        }
    }

    fn hear(&mut self) {
        match self.news.pop_front() {
            Some(News::Saved(revision, sent, stored)) => {
                self.reader = merge(&sent, &self.reader, &stored).0;
                self.acknowledged = revision;
            }
            Some(News::Rescan(rescan, from, to)) => {
                self.reader = merge(&from, &self.reader, &to).0;
                self.jobs.push_back(Job::AcknowledgeRescan(rescan));
            }
            None => {}
        }
    }

    fn settle(&mut self) {
        while !self.jobs.is_empty() || !self.news.is_empty() {
            self.work();
            self.hear();
        }
        self.rescan();
        self.hear();
        self.work();
    }
}

fn set(ids: &[&str]) -> AnnotationSet {
    let annotations = ids.iter().map(|it| annotation(it, "one two three", 0, 3));
    AnnotationSet::from_annotations(annotations).0
}

#[test]
fn a_file_that_vanished_is_known_again_by_what_it_never_knew() {
    let mut merge_base = MergeBase::loaded(set(&["a", "b"]));
    assert_eq!(merge_base.returns(&set(&["a"])), None, "one was deleted");
    merge_base.vanished();
    // Nothing was stored since: what is missing was deleted.
    assert_eq!(merge_base.returns(&set(&["a"])), None);
    let all = set(&["a", "b", "since"]);
    merge_base.saved(1, 0, all.clone(), all);
    for (disk, shared) in [
        (vec!["a", "b"], Some(vec!["a", "b"])),
        (vec!["a"], Some(vec!["a"])),
        // It was written to by others, where it was.
        (vec!["a", "theirs"], Some(vec!["a"])),
        // The new file, or a file without any tags.
        (vec!["a", "since"], None),
        (vec![], None),
    ] {
        let shared = shared.map(|it: Vec<&str>| set(&it));
        assert_eq!(merge_base.returns(&set(&disk)), shared, "{disk:?}");
    }
    // It is told so once.
    merge_base.returned();
    assert_eq!(merge_base.returns(&set(&["a", "b"])), None);
}

#[test]
fn a_file_that_comes_where_there_was_none_deletes_nothing() {
    let mut merge_base = MergeBase::loaded(set(&[]));
    merge_base.vanished();
    merge_base.saved(1, 0, set(&["since"]), set(&["since"]));
    assert_eq!(merge_base.returns(&set(&["old"])), Some(set(&[])));
    let rescan = merge_base.rescanned(set(&["old"]));
    assert!(rescan.returned);
    assert_eq!(
        merge(&rescan.from, &set(&["since"]), &set(&["old"])).0,
        set(&["old", "since"])
    );
    assert_eq!(merge_base.base(1), set(&[]));
}

proptest! {
    /// No tag of anybody is lost, none that was deleted comes back, and the
    /// reader shows what stands on disk.
    #[test]
    fn every_tag_is_where_it_belongs_in_the_end(
        steps in proptest::collection::vec((0u8..7, 0usize..8), 0..60),
    ) {
        let mut world = World::default();
        for step in steps {
            world.act(step);
        }
        world.settle();
        let ids = |set: &AnnotationSet| {
            set.iter().map(|it| it.id.as_str().to_owned()).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(&ids(&world.disk), &world.wanted);
        prop_assert_eq!(&ids(&world.reader), &world.wanted);
    }
}
