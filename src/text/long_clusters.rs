//! Remembers grapheme clusters of thousands of bytes.
//!
//! Nobody writes a letter with a million accents, but somebody may send one. To find where it
//! begins takes time proportional to its length, and is asked again and again.
//!
//! Must not know: how a cluster is found.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The least length, in bytes, of a cluster that is remembered.
pub(super) const LONG: usize = 4096;

/// How many are remembered; after that, the oldest is forgotten.
const CAPACITY: usize = 64;

#[derive(Debug, Default)]
pub(super) struct LongClusters {
    ranges: Mutex<Vec<Range<usize>>>,
}

impl LongClusters {
    pub fn insert(&self, cluster: Range<usize>) {
        let mut ranges = self.ranges();
        if ranges.contains(&cluster) {
            return;
        }
        if ranges.len() == CAPACITY {
            ranges.remove(0);
        }
        ranges.push(cluster);
    }

    /// The cluster that has `byte` strictly inside.
    pub fn around(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|cluster| cluster.start < byte && byte < cluster.end)
    }

    /// The cluster that has `byte` inside or at its start.
    pub fn starting_by(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|cluster| cluster.start <= byte && byte < cluster.end)
    }

    /// The cluster that has `byte` inside or at its end.
    pub fn ending_from(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|cluster| cluster.start < byte && byte <= cluster.end)
    }

    fn find(&self, wanted: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        let ranges = self.ranges();
        ranges.iter().find(|cluster| wanted(cluster)).cloned()
    }

    fn ranges(&self) -> MutexGuard<'_, Vec<Range<usize>>> {
        self.ranges.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
