//! Text that is held in memory: a small document, or one section of a large one.
//!
//! Must not know: sections, and where the content comes from.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use unicode_segmentation::GraphemeCursor;

use super::line::{Line, len_without_terminator, line_starts};
use super::range::{CodePoint, TextRange};

/// The bytes between two checkpoints of the code-point index. A look-up counts at
/// most this many bytes, which takes the standard library some 0.1 µs.
const CHECKPOINT_BYTES: usize = 1024;

/// A decoded text with its lines. Cheap to clone. Methods that [`Text`](super::Text) has,
/// too, are documented there.
#[derive(Debug, Clone)]
pub(super) struct InMemoryText(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    content: Box<str>,
    /// The byte offsets at which hard lines begin; the first is 0.
    line_starts: Vec<usize>,
    /// Character boundaries about [`CHECKPOINT_BYTES`] apart, with the code points before.
    checkpoints: Vec<(usize, usize)>,
    code_points: usize,
    long_clusters: LongClusters,
}

impl InMemoryText {
    /// Indexes the lines and code points of a decoded text, which stays as it is.
    pub fn new(content: impl Into<Box<str>>) -> Self {
        let content: Box<str> = content.into();
        let line_starts = line_starts(&content);
        let (checkpoints, code_points) = checkpoints(&content);
        Self(Arc::new(Inner {
            content,
            line_starts,
            checkpoints,
            code_points,
            long_clusters: LongClusters::default(),
        }))
    }

    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub fn len(&self) -> usize {
        self.0.content.len()
    }

    pub fn slice(&self, range: TextRange) -> &str {
        let asked = self.0.content.get(range.start()..range.end());
        asked.unwrap_or_else(|| {
            let start = self.floor_char(range.start());
            let end = self.floor_char(range.end());
            &self.0.content[start..end]
        })
    }

    pub fn content(&self) -> &str {
        &self.0.content
    }

    pub fn floor_char(&self, byte: usize) -> usize {
        self.0.content.floor_char_boundary(byte)
    }

    pub fn floor_grapheme(&self, byte: usize) -> usize {
        let byte = self.floor_char(byte);
        if let Some(long) = self.0.long_clusters.around(byte) {
            return long.start;
        }
        let start = self.search_floor_grapheme(byte);
        if byte - start >= LONG {
            // Finds the end, too, and remembers both.
            self.next_grapheme(start);
        }
        start
    }

    pub fn ceil_grapheme(&self, byte: usize) -> usize {
        let floor = self.floor_grapheme(byte);
        if floor >= byte.min(self.len()) {
            floor
        } else {
            self.next_grapheme(floor)
        }
    }

    pub fn next_grapheme(&self, byte: usize) -> usize {
        let byte = self.floor_char(byte);
        if let Some(long) = self.0.long_clusters.starting_by(byte) {
            return long.end;
        }
        let end = GraphemeCursor::new(byte, self.len(), true)
            .next_boundary(&self.0.content, 0)
            .ok()
            .flatten()
            .unwrap_or(self.len());
        if end - byte >= LONG {
            let start = self.search_floor_grapheme(byte);
            self.0.long_clusters.insert(start..end);
        }
        end
    }

    /// [`floor_grapheme`](Self::floor_grapheme) without the remembered clusters.
    fn search_floor_grapheme(&self, byte: usize) -> usize {
        let mut cursor = GraphemeCursor::new(byte, self.len(), true);
        if let Ok(true) = cursor.is_boundary(&self.0.content, 0) {
            return byte;
        }
        let start = cursor.prev_boundary(&self.0.content, 0);
        start.ok().flatten().unwrap_or(0)
    }

    pub fn previous_grapheme(&self, byte: usize) -> usize {
        let byte = self.floor_char(byte);
        if let Some(long) = self.0.long_clusters.ending_from(byte) {
            return long.start;
        }
        let start = GraphemeCursor::new(byte, self.len(), true)
            .prev_boundary(&self.0.content, 0)
            .ok()
            .flatten()
            .unwrap_or(0);
        if byte - start >= LONG {
            self.next_grapheme(start);
        }
        start
    }

    pub fn code_point_at(&self, byte: usize) -> CodePoint {
        let byte = self.floor_char(byte);
        let (at, before) = self.checkpoint_before_byte(byte);
        CodePoint(before + self.0.content[at..byte].chars().count())
    }

    pub fn byte_of(&self, position: CodePoint) -> Option<usize> {
        if position.0 > self.0.code_points {
            return None;
        }
        let index = self
            .0
            .checkpoints
            .partition_point(|&(_, before)| before <= position.0)
            .saturating_sub(1);
        let (at, before) = self.0.checkpoints[index];
        let mut rest = self.0.content[at..].chars();
        // `Chars::nth` skips many characters at a time; `CharIndices::nth` does not.
        if let Some(last) = (position.0 - before).checked_sub(1) {
            rest.nth(last);
        }
        Some(self.len() - rest.as_str().len())
    }

    /// The number of hard lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.0.line_starts.len()
    }

    /// The number (from 0) of the hard line that `byte` lies on.
    pub fn line_index_at(&self, byte: usize) -> usize {
        self.0
            .line_starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }

    /// The hard line with that number (from 0), the last one when there are fewer.
    pub fn line(&self, index: usize) -> Line {
        let index = index.min(self.line_count() - 1);
        let start = self.0.line_starts[index];
        let end = self
            .0
            .line_starts
            .get(index + 1)
            .copied()
            .unwrap_or(self.len());
        let len = len_without_terminator(&self.0.content[start..end]);
        Line {
            content: TextRange::between(start, start + len),
            whole: TextRange::between(start, end),
        }
    }

    pub fn line_at(&self, byte: usize) -> Line {
        self.line(self.line_index_at(byte))
    }

    pub fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        (0..self.line_count()).map(|index| self.line(index))
    }

    fn checkpoint_before_byte(&self, byte: usize) -> (usize, usize) {
        let index = self
            .0
            .checkpoints
            .partition_point(|&(at, _)| at <= byte)
            .saturating_sub(1);
        self.0.checkpoints[index]
    }
}

fn checkpoints(content: &str) -> (Vec<(usize, usize)>, usize) {
    let mut checkpoints = vec![(0, 0)];
    let mut at = 0;
    let mut before = 0;
    while at < content.len() {
        let next = content.ceil_char_boundary(at + CHECKPOINT_BYTES);
        before += content[at..next].chars().count();
        at = next;
        checkpoints.push((at, before));
    }
    (checkpoints, before)
}

/// The least length, in bytes, of a cluster that is remembered.
const LONG: usize = 4096;

/// How many are remembered; after that, the oldest is forgotten.
const CAPACITY: usize = 64;

/// Remembers grapheme clusters of thousands of bytes. Nobody writes a letter with a million
/// accents, but somebody may send one. To find where it begins takes time proportional to
/// its length, and is asked again and again.
#[derive(Debug, Default)]
struct LongClusters {
    ranges: Mutex<Vec<Range<usize>>>,
}

impl LongClusters {
    fn insert(&self, cluster: Range<usize>) {
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
    fn around(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|cluster| cluster.start < byte && byte < cluster.end)
    }

    /// The cluster that has `byte` inside or at its start.
    fn starting_by(&self, byte: usize) -> Option<Range<usize>> {
        self.find(|cluster| cluster.start <= byte && byte < cluster.end)
    }

    /// The cluster that has `byte` inside or at its end.
    fn ending_from(&self, byte: usize) -> Option<Range<usize>> {
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
