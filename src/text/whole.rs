//! A content that is held in memory, whole: a small document, or one section of
//! a large one.
//!
//! Must not know: sections, and where the content comes from.

use std::sync::Arc;

use unicode_segmentation::GraphemeCursor;

use super::content::Line;
use super::layout::Flow;
use super::long::{LONG, LongClusters};
use super::range::{CodePoint, TextRange};

/// How many bytes lie between two checkpoints of the code-point index. A look-up
/// counts at most this many bytes: some 0.1 µs with the standard library's counting.
const CHECKPOINT_BYTES: usize = 4096;

/// A content with its lines. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    inner: Arc<Inner>,
    /// How the lines are joined when they are set. Kept beside the content, so
    /// that two ways to set one document share it.
    flow: Arc<Flow>,
}

#[derive(Debug)]
struct Inner {
    content: Box<str>,
    /// Byte offsets at which hard lines begin; the first is 0.
    line_starts: Vec<usize>,
    /// `checkpoints[i]`: the code points before the first character boundary
    /// at or after byte `i * CHECKPOINT_BYTES`, with that boundary.
    checkpoints: Vec<(usize, usize)>,
    code_points: usize,
    /// The over-long clusters that were met.
    long: LongClusters,
}

impl Whole {
    /// Makes a text of its decoded content. Nothing is stripped or normalised:
    /// a byte order mark counts, CRLF counts as two code points.
    pub fn new(content: impl Into<Box<str>>) -> Self {
        let content: Box<str> = content.into();
        let line_starts = line_starts(&content);
        let (checkpoints, code_points) = checkpoints(&content);
        Self {
            inner: Arc::new(Inner {
                content,
                line_starts,
                checkpoints,
                code_points,
                long: LongClusters::default(),
            }),
            flow: Arc::default(),
        }
    }

    /// The same text, in which the line terminators at these byte offsets are
    /// soft: when the text is set, the lines around each are one, and the
    /// terminator with the white space around it is shown as one space. Offsets
    /// that are not of a terminator between two lines with words count for
    /// nothing; so do those that were given before.
    ///
    /// Nothing but [`layout`](super::layout) sees this: lines, slices and offsets
    /// stay what they are.
    #[must_use]
    pub fn with_soft_ends(self, ends: &[usize]) -> Self {
        let flow = Arc::new(Flow::new(&self, ends));
        Self { flow, ..self }
    }

    /// How the lines are joined when they are set.
    pub(super) fn flow(&self) -> &Flow {
        &self.flow
    }

    /// Whether two are clones of one.
    pub fn is_one_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.inner.content.len()
    }

    /// The characters of a range. Offsets that a foreign range brings along and
    /// that do not fit this text are moved to the nearest boundary before them.
    pub fn slice(&self, range: TextRange) -> &str {
        let start = self.floor_char(range.start());
        let end = self.floor_char(range.end());
        &self.inner.content[start..end]
    }

    /// All of it.
    pub fn content(&self) -> &str {
        &self.inner.content
    }

    /// The nearest character boundary at or before `byte`, within the text.
    pub fn floor_char(&self, byte: usize) -> usize {
        self.inner.content.floor_char_boundary(byte)
    }

    /// The nearest grapheme cluster boundary (UAX #29) at or before `byte`.
    pub fn floor_grapheme(&self, byte: usize) -> usize {
        let byte = self.floor_char(byte);
        if let Some(long) = self.inner.long.around(byte) {
            return long.start;
        }
        let start = self.floor_grapheme_anew(byte);
        if byte - start >= LONG {
            // Its end belongs to what is kept of it.
            self.next_grapheme(start);
        }
        start
    }

    /// The nearest grapheme cluster boundary (UAX #29) at or after `byte`.
    pub fn ceil_grapheme(&self, byte: usize) -> usize {
        let floor = self.floor_grapheme(byte);
        if floor >= byte.min(self.len()) {
            floor
        } else {
            self.next_grapheme(floor)
        }
    }

    /// The grapheme cluster boundary after `byte`; the end of the text stays.
    pub fn next_grapheme(&self, byte: usize) -> usize {
        let byte = self.floor_char(byte);
        if let Some(long) = self.inner.long.from(byte) {
            return long.end;
        }
        let end = GraphemeCursor::new(byte, self.len(), true)
            .next_boundary(&self.inner.content, 0)
            .ok()
            .flatten()
            .unwrap_or(self.len());
        if end - byte >= LONG {
            let start = self.floor_grapheme_anew(byte);
            self.inner.long.keep(start..end);
        }
        end
    }

    /// [`Text::floor_grapheme`], without looking at what was found before.
    fn floor_grapheme_anew(&self, byte: usize) -> usize {
        let mut cursor = GraphemeCursor::new(byte, self.len(), true);
        if let Ok(true) = cursor.is_boundary(&self.inner.content, 0) {
            return byte;
        }
        let start = cursor.prev_boundary(&self.inner.content, 0);
        start.ok().flatten().unwrap_or(0)
    }

    /// The grapheme cluster boundary before `byte`; the start of the text stays.
    pub fn previous_grapheme(&self, byte: usize) -> usize {
        let byte = self.floor_char(byte);
        if let Some(long) = self.inner.long.upto(byte) {
            return long.start;
        }
        let start = GraphemeCursor::new(byte, self.len(), true)
            .prev_boundary(&self.inner.content, 0)
            .ok()
            .flatten()
            .unwrap_or(0);
        if byte - start >= LONG {
            self.next_grapheme(start);
        }
        start
    }

    /// How many code points stand before `byte`.
    pub fn code_point_at(&self, byte: usize) -> CodePoint {
        let byte = self.floor_char(byte);
        let (at, before) = self.checkpoint_before_byte(byte);
        CodePoint(before + self.inner.content[at..byte].chars().count())
    }

    /// The byte offset of the code point with that number; `None` when the text
    /// has fewer. The number of code points itself answers the text's end.
    pub fn byte_of(&self, position: CodePoint) -> Option<usize> {
        if position.0 > self.inner.code_points {
            return None;
        }
        let index = self
            .inner
            .checkpoints
            .partition_point(|&(_, before)| before <= position.0)
            .saturating_sub(1);
        let (at, before) = self.inner.checkpoints[index];
        let mut rest = self.inner.content[at..].chars();
        // Chars skips many at a time, CharIndices one by one.
        if let Some(last) = (position.0 - before).checked_sub(1) {
            rest.nth(last);
        }
        Some(self.len() - rest.as_str().len())
    }

    /// The number of hard lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.inner.line_starts.len()
    }

    /// The number (from 0) of the hard line that `byte` lies on.
    pub fn line_index_at(&self, byte: usize) -> usize {
        self.inner
            .line_starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }

    /// The hard line with that number (from 0), the last one when there are fewer.
    pub fn line(&self, index: usize) -> Line {
        let index = index.min(self.line_count() - 1);
        let start = self.inner.line_starts[index];
        let end = self
            .inner
            .line_starts
            .get(index + 1)
            .copied()
            .unwrap_or(self.len());
        let words = trim_terminator(&self.inner.content[start..end]);
        Line {
            content: TextRange::between(start, start + words),
            whole: TextRange::between(start, end),
        }
    }

    /// The hard line that `byte` lies on.
    pub fn line_at(&self, byte: usize) -> Line {
        self.line(self.line_index_at(byte))
    }

    /// All hard lines, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        (0..self.line_count()).map(|index| self.line(index))
    }

    fn checkpoint_before_byte(&self, byte: usize) -> (usize, usize) {
        let index = self
            .inner
            .checkpoints
            .partition_point(|&(at, _)| at <= byte)
            .saturating_sub(1);
        self.inner.checkpoints[index]
    }
}

/// Where hard lines begin. LF, CR and CRLF end a line, and so do U+0085, U+2028
/// and U+2029 (the mandatory breaks of UAX #14 but VT and FF, which editors
/// show within a line).
pub(super) fn line_starts(content: &str) -> Vec<usize> {
    let bytes = content.as_bytes();
    let mut starts = vec![0];
    let mut found = |at: usize| {
        let step = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\n' | b'\r' => 1,
            0xC2 if bytes.get(at + 1) == Some(&0x85) => 2,
            0xE2 if bytes[at..].starts_with("\u{2028}".as_bytes())
                || bytes[at..].starts_with("\u{2029}".as_bytes()) =>
            {
                3
            }
            _ => return,
        };
        // Not the line feed of a pair once more.
        if starts.last() != Some(&(at + step)) {
            starts.push(at + step);
        }
    };
    if memchr::memmem::find(bytes, "\u{85}".as_bytes()).is_some() {
        (0..bytes.len()).for_each(found);
    } else {
        memchr::memchr3_iter(b'\n', b'\r', 0xE2, bytes).for_each(&mut found);
    }
    // A final terminator ends the last line; it does not begin another one.
    if starts.len() > 1 && starts.last() == Some(&bytes.len()) {
        starts.pop();
    }
    starts
}

fn trim_terminator(line: &str) -> usize {
    for terminator in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"] {
        if let Some(words) = line.strip_suffix(terminator) {
            return words.len();
        }
    }
    line.len()
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
