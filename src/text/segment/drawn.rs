//! Drawn lines: underlines, rules, fences, walls of tables, empty quotation.
//! They hold no words, so that nobody wants to stop at them.

use std::ops::Range;

use super::line::{Kind, Look};
use super::paragraph::Paragraph;
use crate::text::TextRange;

/// What the lines of a paragraph are before drawn lines are joined to it.
#[derive(Debug)]
pub(super) struct Piece {
    pub paragraph: Paragraph,
    /// The hard lines, by number.
    pub lines: Range<usize>,
    pub is_drawn: bool,
    /// Whether it belongs to what stands below: an opening fence, a `>` alone.
    pub opens: bool,
}

/// Whether a text consists of nothing but the signs that lines are drawn with.
/// Marks that somebody may say (`…`, `?!`) are not among them.
pub(super) fn is_drawn(words: &str) -> bool {
    words.chars().all(|sign| {
        sign.is_whitespace() || "=-_*~#+—–>|`:^".contains(sign) || ('─'..='╿').contains(&sign)
    })
}

/// Joins each drawn piece to the one it touches.
pub(super) fn join(pieces: Vec<Piece>, looks: &[Look<'_>]) -> Vec<Paragraph> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let touches = joined
            .last()
            .is_some_and(|above| above.lines.end == piece.lines.start);
        match joined.last_mut() {
            Some(above) if touches && takes(above, &piece, looks) => above.take(&piece, looks),
            _ => {
                join_back(&mut joined, looks);
                joined.push(piece);
            }
        }
    }
    join_back(&mut joined, looks);
    joined.into_iter().map(|piece| piece.paragraph).collect()
}

/// Whether a piece and the one it touches below are joined.
fn takes(above: &Piece, below: &Piece, looks: &[Look<'_>]) -> bool {
    let is_quoted = |piece: &Piece| looks[piece.lines.start].quoted > 0;
    match (above.is_drawn, below.is_drawn) {
        (false, false) => false,
        (false, true) => !below.opens && is_quoted(above) == is_quoted(below),
        (true, true) => above.opens == below.opens,
        (true, false) => is_quoted(above) == is_quoted(below),
    }
}

/// Joins what opens nothing, since nothing stands below, to the piece above.
fn join_back(joined: &mut Vec<Piece>, looks: &[Look<'_>]) {
    let [.., above, last] = joined.as_slice() else {
        return;
    };
    if last.opens && last.is_drawn && above.lines.end == last.lines.start {
        let last = joined.pop();
        if let (Some(above), Some(last)) = (joined.last_mut(), last) {
            above.take(&last, looks);
        }
    }
}

impl Piece {
    /// Takes in the piece below. What is cut is the part with words.
    fn take(&mut self, below: &Piece, looks: &[Look<'_>]) {
        let own = &mut self.paragraph;
        let range = TextRange::between(own.range.start(), below.paragraph.range.end());
        match (self.is_drawn, below.is_drawn) {
            (true, true) => {
                own.core = range;
                own.whole |= below.paragraph.whole;
            }
            (true, false) => {
                own.core = below.paragraph.core;
                own.whole = below.paragraph.whole;
            }
            (false, _) => own.whole |= is_underlined(&self.lines, &below.lines, looks),
        }
        own.range = range;
        self.lines.end = below.lines.end;
        self.is_drawn &= below.is_drawn;
    }
}

/// Whether a line drawn as wide as the single line above makes it a heading.
fn is_underlined(above: &Range<usize>, below: &Range<usize>, looks: &[Look<'_>]) -> bool {
    let (line, under) = (&looks[above.start], &looks[below.start]);
    above.len() == 1
        && line.kind == Kind::Prose
        && under.kind == Kind::Rule
        && line.width.abs_diff(under.width) <= 2
}
