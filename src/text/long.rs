//! Grapheme clusters of thousands of bytes, as nobody writes them and somebody
//! sends them: a letter with a million accents. To find where such a one begins
//! takes time in its length, and is asked again and again; so it is remembered.
//!
//! Must not know: how a cluster is found.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// From how many bytes on a cluster is remembered.
pub(super) const LONG: usize = 4096;

/// The most that are remembered: the oldest gives way.
const MOST: usize = 64;

/// The over-long clusters of one text, as they were met.
#[derive(Debug, Default)]
pub(super) struct LongClusters {
    ranges: Mutex<Vec<Range<usize>>>,
}

impl LongClusters {
    /// Remembers a cluster, by its bytes.
    pub fn keep(&self, cluster: Range<usize>) {
        let mut ranges = self.ranges();
        if ranges.contains(&cluster) {
            return;
        }
        if ranges.len() == MOST {
            ranges.remove(0);
        }
        ranges.push(cluster);
    }

    /// The one that `byte` stands inside, not at an end of it.
    pub fn around(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|it| it.start < byte && byte < it.end)
    }

    /// The one that `byte` begins or stands inside.
    pub fn from(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|it| it.start <= byte && byte < it.end)
    }

    /// The one that `byte` ends or stands inside.
    pub fn upto(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|it| it.start < byte && byte <= it.end)
    }

    fn find(&self, wanted: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        self.ranges().iter().find(|it| wanted(it)).cloned()
    }

    fn ranges(&self) -> MutexGuard<'_, Vec<Range<usize>>> {
        self.ranges.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
