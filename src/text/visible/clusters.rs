//! Grapheme clusters with what is shown for each, and how wide it is.
//!
//! Must not know: where they are drawn.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};

use super::characters::width;
use super::render::{Unseen, render};

/// One grapheme cluster in its visible form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Its bytes in the string it comes from.
    pub range: Range<usize>,
    /// What to show for it: printable, and never empty but in `text_clusters`.
    pub symbol: Cow<'a, str>,
    /// The columns of `symbol`, at least 1 unless it is empty.
    pub width: u16,
    /// Whether a part of `symbol` stands for something that cannot be shown.
    pub substitute: bool,
    /// How its letters were meant to be set.
    pub emphasis: Emphasis,
}

/// How letters are set that were struck twice, as typewriters and `man` did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Emphasis {
    /// Struck twice.
    pub bold: bool,
    /// Struck together with a low line.
    pub underlined: bool,
}

impl Emphasis {
    pub(crate) fn is_plain(self) -> bool {
        self == Self::default()
    }
}

/// The grapheme clusters (UAX #29) of a string in their visible form, in order.
pub fn clusters(words: &str) -> impl Iterator<Item = Shown<'_>> {
    Clusters::new(words, Unseen::Named)
}

/// Segments only what is not printable ASCII, of which two are never one cluster.
pub(super) struct Clusters<'a> {
    words: &'a str,
    unseen: Unseen,
    at: usize,
    /// The run that is being segmented, and where it begins.
    run: Option<(usize, GraphemeIndices<'a>)>,
}

impl<'a> Clusters<'a> {
    pub(super) fn new(words: &'a str, unseen: Unseen) -> Self {
        Self {
            words,
            unseen,
            at: 0,
            run: None,
        }
    }
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Shown<'a>;

    fn next(&mut self) -> Option<Shown<'a>> {
        if let Some((base, run)) = &mut self.run {
            if let Some((start, cluster)) = run.next() {
                return Some(show(*base + start, cluster, self.unseen));
            }
            self.run = None;
        }
        let bytes = self.words.as_bytes();
        let start = self.at;
        let is_plain = |at: usize| matches!(bytes[at], b' '..=b'~');
        // Between printable ASCII and any ASCII character there is always a boundary.
        let ends_at = |at: usize| is_plain(at - 1) && bytes.get(at).is_none_or(u8::is_ascii);
        if start >= bytes.len() {
            return None;
        }
        if ends_at(start + 1) {
            self.at = start + 1;
            return Some(Shown {
                range: start..self.at,
                symbol: Cow::Borrowed(&self.words[start..self.at]),
                width: 1,
                substitute: false,
                emphasis: Emphasis::default(),
            });
        }
        let end = (start + 2..bytes.len()).find(|at| ends_at(*at));
        self.at = end.unwrap_or(bytes.len());
        let run = self.words[start..self.at].grapheme_indices(true);
        self.run = Some((start, run));
        self.next()
    }
}

fn show(start: usize, cluster: &str, unseen: Unseen) -> Shown<'_> {
    let (symbol, substitute) = match is_ordinary(cluster) {
        true => (Cow::Borrowed(cluster), false),
        false => {
            let (symbol, substitute) = render(cluster, unseen);
            match symbol == cluster {
                true => (Cow::Borrowed(cluster), substitute),
                false => (Cow::Owned(symbol), substitute),
            }
        }
    };
    Shown {
        range: start..start + cluster.len(),
        width: width(&symbol),
        symbol,
        substitute,
        emphasis: Emphasis::default(),
    }
}

/// Whether a cluster is one character of the blocks that nearly all text consists of, in
/// which every code point has a shape of its own. A shortcut past [`render`].
fn is_ordinary(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(
        c,
        ' '..='~'
            | '\u{a0}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{388}'..='\u{38a}'
            | '\u{38e}'..='\u{3a1}'
            | '\u{3a3}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{64a}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{20a0}'..='\u{20bf}'
            | '\u{2500}'..='\u{25fc}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a0}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff60}'
    )
}
