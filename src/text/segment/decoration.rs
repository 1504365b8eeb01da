//! Decorative lines: underlines, rules, fences, table borders, empty quotations. They
//! hold no words, so nobody wants the cursor to stop at them.
//!
//! Must not know: how lines are grouped into paragraphs.

use std::ops::Range;

use super::line::{LineFeatures, LineKind};
use super::paragraph::{Paragraph, Role};
use crate::text::range::TextRange;

/// A paragraph before decorative lines are joined to it.
#[derive(Debug)]
pub(super) struct Piece {
    pub paragraph: Paragraph,
    /// The hard lines, by number.
    pub lines: Range<usize>,
    pub is_decoration: bool,
    /// Whether it begins behind a bullet or a number.
    pub is_item: bool,
    /// Whether it belongs to what stands below it: an opening fence, a `>` alone.
    pub belongs_below: bool,
}

/// Whether a text consists of nothing but the signs that lines are drawn with. Marks
/// that may stand for words (`…`, `?!`) are not among them.
pub(super) fn is_decoration(words: &str) -> bool {
    words.chars().all(|sign| {
        sign.is_whitespace() || "=-_*~#+—–>|`:^".contains(sign) || ('─'..='╿').contains(&sign)
    })
}

/// Joins each decorative piece to the one it touches.
pub(super) fn join(pieces: Vec<Piece>, lines: &[LineFeatures<'_>]) -> Vec<Paragraph> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let touches = joined
            .last()
            .is_some_and(|above| above.lines.end == piece.lines.start);
        match joined.last_mut() {
            Some(above) if touches && are_joined(above, &piece, lines) => {
                above.absorb(&piece, lines);
            }
            _ => {
                join_last_upwards(&mut joined, lines);
                joined.push(piece);
            }
        }
    }
    join_last_upwards(&mut joined, lines);
    joined.into_iter().map(|piece| piece.paragraph).collect()
}

/// Whether a piece and the one it touches below belong together.
fn are_joined(above: &Piece, below: &Piece, lines: &[LineFeatures<'_>]) -> bool {
    let is_quoted = |piece: &Piece| lines[piece.lines.start].quoted > 0;
    match (above.is_decoration, below.is_decoration) {
        (false, false) => false,
        (false, true) => !below.belongs_below && is_quoted(above) == is_quoted(below),
        (true, true) => above.belongs_below == below.belongs_below,
        (true, false) => is_quoted(above) == is_quoted(below),
    }
}

/// Joins the last piece to the one above it, if it belongs below and nothing is there.
fn join_last_upwards(joined: &mut Vec<Piece>, lines: &[LineFeatures<'_>]) {
    let [.., above, last] = joined.as_slice() else {
        return;
    };
    if last.belongs_below && last.is_decoration && above.lines.end == last.lines.start {
        let last = joined.pop();
        if let (Some(above), Some(last)) = (joined.last_mut(), last) {
            above.absorb(&last, lines);
        }
    }
}

impl Piece {
    /// Takes in the piece below. The part with words stays the one that is cut.
    fn absorb(&mut self, below: &Piece, lines: &[LineFeatures<'_>]) {
        let own = &mut self.paragraph;
        // A bullet between the two stands outside, and what is above it, too.
        let start = match self.is_decoration && below.is_item {
            true => below.paragraph.range.start(),
            false => own.range.start(),
        };
        let range = TextRange::between(start, below.paragraph.range.end());
        match (self.is_decoration, below.is_decoration) {
            (true, true) => {
                own.core = range;
                own.is_one_sentence |= below.paragraph.is_one_sentence;
            }
            (true, false) => {
                own.core = below.paragraph.core;
                own.is_one_sentence = below.paragraph.is_one_sentence;
                own.role = below.paragraph.role;
            }
            (false, _) => {
                if is_underlined(&self.lines, &below.lines, lines) {
                    own.is_one_sentence = true;
                    own.role = Role::Heading;
                }
            }
        }
        own.range = range;
        self.lines.end = below.lines.end;
        self.is_item |= below.is_item && self.is_decoration;
        self.is_decoration &= below.is_decoration;
    }
}

/// Whether an underline as wide as the single line above makes that a heading.
fn is_underlined(above: &Range<usize>, below: &Range<usize>, lines: &[LineFeatures<'_>]) -> bool {
    let (line, under) = (&lines[above.start], &lines[below.start]);
    above.len() == 1
        && line.kind == LineKind::Prose
        && under.kind == LineKind::Rule
        && line.width.abs_diff(under.width) <= 2
}
