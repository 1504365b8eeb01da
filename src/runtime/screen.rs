//! The screen: turns what ratatui has drawn into bytes for the terminal.
//!
//! [`Screen`] takes a ratatui buffer and knows what ratatui's own backends do
//! not: the five underline styles, synchronised output, clusters whose width
//! terminals disagree about, and that no cell may carry a control character. It
//! never asks the terminal anything: an answer would arrive as keys.
//!
//! It also takes the place of ratatui's `Terminal`. That one, when it compares two
//! frames, passes over a cell that lay under the right half of a wide symbol and is
//! not covered any more, because the cell itself is the same in both; terminals show
//! something else there. And its two more buffers would be most of the memory that a
//! start touches.
//!
//! Must not know: what is drawn, and why.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use unicode_width::UnicodeWidthChar;

use super::row_links::{RowLinks, address_at, links_of, write_change};
use super::{pen::Pen, terminal::Capabilities};
use crate::text::visible::{has_bidi_controls, symbol_width};
use crate::ui::{Drawn, Link};

/// Synchronised output: the terminal shows what stands between these at once.
const BEGIN_FRAME: &str = "\x1b[?2026h";
const END_FRAME: &str = "\x1b[?2026l";

/// What is shown in the place of a cell that must not be shown.
const UNSAFE: &str = "\u{fffd}";

/// The fewest blank columns at the end of a row that are cleared rather than written
/// over.
const CLEAR_FROM: u16 = 4;

#[derive(Debug)]
pub(super) struct Screen<W: Write> {
    out: W,
    capabilities: Capabilities,
    spare: Buffer,
    /// What the terminal shows; `None` when that is not known.
    shown: Option<Buffer>,
    /// The links of what it shows.
    shown_links: Vec<Link>,
    /// The address that the next character would be a link to. None between rows.
    link: Option<String>,
    frame: String,
    /// How the next character would be drawn; `None` when that is not known.
    pen: Option<Pen>,
    /// Where the next character would stand; `None` when that is not known.
    at: Option<Position>,
    /// Where the cursor is wanted, when it is to be seen.
    cursor: Option<Position>,
    cursor_shown: Option<bool>,
}

impl<W: Write> Screen<W> {
    pub(super) fn new(out: W, capabilities: Capabilities) -> Self {
        Self {
            out,
            capabilities,
            spare: Buffer::default(),
            shown: None,
            shown_links: Vec::new(),
            link: None,
            frame: String::new(),
            pen: None,
            at: None,
            cursor: None,
            cursor_shown: None,
        }
    }

    /// Draws a frame for a terminal of that size. `render` answers where the cursor belongs, if
    /// it is to be seen, and what is a link. The size is that for which the frame was laid out:
    /// the terminal may have another one by now.
    pub(super) fn draw(
        &mut self,
        size: Size,
        render: impl FnOnce(&mut Buffer) -> Drawn,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, size.width, size.height);
        let mut wanted = std::mem::take(&mut self.spare);
        if wanted.area == area {
            wanted.reset();
        } else {
            wanted = Buffer::empty(area);
        }
        let drawn = render(&mut wanted);
        self.cursor = drawn.cursor;
        let links = match self.capabilities.is_old {
            true => Vec::new(),
            false => drawn.links,
        };
        self.update(wanted, &links);
        self.shown_links = links;
        self.flush()
    }

    pub(super) fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Forgets what the terminal was last told, because another program has
    /// written to it: the next frame is written in full.
    pub(super) fn forget(&mut self) {
        self.shown = None;
        self.pen = None;
        self.at = None;
        self.cursor_shown = None;
    }

    fn update(&mut self, wanted: Buffer, links: &[Link]) {
        let shown = self.shown.take().filter(|shown| shown.area == wanted.area);
        if shown.is_none() {
            // Terminals clear with the background of the pen.
            self.set_pen(Pen::default());
            self.frame.push_str("\x1b[2J");
        }
        let shown_links = std::mem::take(&mut self.shown_links);
        for y in 0..wanted.area.height {
            let links = RowLinks {
                shown: links_of(&shown_links, y),
                wanted: links_of(links, y),
            };
            self.update_row(shown.as_ref(), &wanted, y, links);
            self.set_link(None);
        }
        self.spare = shown.unwrap_or_default();
        self.shown = Some(wanted);
    }

    fn update_row(&mut self, shown: Option<&Buffer>, wanted: &Buffer, y: u16, links: RowLinks<'_>) {
        let width = wanted.area.width;
        let cells = row(wanted, y);
        let shown = shown.map(|shown| row(shown, y));
        // Most keys leave most rows as they are.
        let Some(differs) = first_change(shown, cells, links) else {
            return;
        };
        // A screen that was cleared shows blanks.
        let blank = Cell::EMPTY;
        let shown = |x: u16| shown.map_or(&blank, |shown| &shown[usize::from(x)]);
        let wanted = |x: u16| &cells[usize::from(x)];
        let last = (0..width).rev().find(|&x| !same(wanted(x), &blank));
        let blank_from = last.map_or(0, |x| x + 1);
        // Up to which column a symbol of the shown row reaches.
        let mut covered = 0;
        let mut all = false;
        let mut x = 0;
        while x < width {
            let old = shown(x);
            let cell = wanted(x);
            let symbol = Symbol::of(cell, width - x);
            // Nothing is wider here than a column, and nothing is new.
            if !all && x >= covered && x < differs && symbol.width == 1 {
                (covered, x) = (x + 1, x + 1);
                continue;
            }
            let begins_in_both = x >= covered;
            if begins_in_both {
                covered = x + Symbol::of(old, width - x).width;
            }
            if all || !begins_in_both || !same(old, cell) || links.differ_at(x) {
                if x >= blank_from && width - x >= CLEAR_FROM {
                    self.set_link(None);
                    self.set_pen(Pen::default());
                    self.move_to(Position::new(x, y));
                    self.frame.push_str("\x1b[K");
                    return;
                }
                self.begin_link(cells, Position::new(x, y), links);
                self.set_pen(Pen::of(cell, self.capabilities));
                self.write_symbol(Position::new(x, y), &symbol);
                // A terminal that takes it for wider has written over others.
                all |= !symbol.is_certain;
            }
            // The columns that the new symbol covers end old ones, too.
            for under in x + 1..x + symbol.width {
                if under >= covered {
                    covered = under + Symbol::of(shown(under), width - under).width;
                }
            }
            x += symbol.width;
        }
    }

    /// Writes again the few letters between the last place and this one of the same
    /// row, where that is shorter than to say that they are passed over.
    fn write_gap(&mut self, cells: &[Cell], to: Position) {
        let Some(at) = self.at.filter(|at| at.y == to.y && at.x < to.x) else {
            return;
        };
        let between = &cells[usize::from(at.x)..usize::from(to.x)];
        let is_same = |cell: &Cell| {
            matches!(cell.symbol().as_bytes(), [b' '..=b'~'])
                && self.pen == Some(Pen::of(cell, self.capabilities))
        };
        // Passing over more than one takes four bytes.
        if between.len() < "\x1b[2C".len() && between.iter().all(is_same) {
            self.frame.extend(between.iter().map(Cell::symbol));
            self.at = Some(to);
        }
    }

    fn write_symbol(&mut self, to: Position, symbol: &Symbol<'_>) {
        self.move_to(to);
        if symbol.width > 1 && !symbol.is_certain {
            // A terminal that takes it for narrower would leave old cells.
            let blank = std::iter::repeat_n(' ', usize::from(symbol.width));
            self.frame.extend(blank);
            self.at = None;
            self.move_to(to);
        }
        self.frame.push_str(symbol.words);
        let end = Position::new(to.x + symbol.width, to.y);
        self.at = symbol.is_certain.then_some(end);
    }

    fn move_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        // Writing to a String cannot fail.
        let _ = match self.at {
            Some(at) if at.y == to.y && to.x == 0 => write!(self.frame, "\r"),
            Some(at) if at.y == to.y && to.x == at.x + 1 => write!(self.frame, "\x1b[C"),
            Some(at) if at.y == to.y && to.x > at.x => {
                write!(self.frame, "\x1b[{}C", to.x - at.x)
            }
            _ => write!(self.frame, "\x1b[{};{}H", to.y + 1, to.x + 1),
        };
        self.at = Some(to);
    }

    fn set_pen(&mut self, pen: Pen) {
        if self.pen != Some(pen) {
            pen.write_change(self.pen.replace(pen), &mut self.frame);
        }
    }

    /// Comes to a cell, and begins or ends a link there.
    fn begin_link(&mut self, cells: &[Cell], at: Position, links: RowLinks<'_>) {
        match links.wanted.is_empty() {
            true => self.write_gap(cells, at),
            false => self.move_to(at),
        }
        self.set_link(address_at(links.wanted, at.x));
    }

    /// Begins or ends a link.
    fn set_link(&mut self, address: Option<&str>) {
        if self.link.as_deref() != address {
            self.link = address.map(ToOwned::to_owned);
            write_change(address, &mut self.frame);
        }
    }

    fn set_cursor_shown(&mut self) {
        let wanted = self.cursor.is_some();
        if self.cursor_shown.replace(wanted) != Some(wanted) {
            let sequence = if wanted { "\x1b[?25h" } else { "\x1b[?25l" };
            self.frame.push_str(sequence);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.set_cursor_shown();
        if let Some(cursor) = self.cursor {
            self.move_to(cursor);
        }
        if self.frame.is_empty() {
            return Ok(());
        }
        let frame = std::mem::take(&mut self.frame);
        let frame = format!("{BEGIN_FRAME}{frame}{END_FRAME}");
        let written = self.out.write_all(frame.as_bytes());
        let written = written.and_then(|()| self.out.flush());
        if written.is_err() {
            // Nobody knows how much of it the terminal has seen.
            self.forget();
        }
        written
    }
}

fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}

/// The first column of a row that is to be drawn, if one is.
fn first_change(shown: Option<&[Cell]>, wanted: &[Cell], links: RowLinks<'_>) -> Option<u16> {
    match shown {
        Some(shown) if links.shown == links.wanted => first_difference(shown, wanted),
        _ => Some(0),
    }
}

fn first_difference(one: &[Cell], other: &[Cell]) -> Option<u16> {
    let mut cells = one.iter().zip(other);
    let differs = cells.position(|(one, other)| !same(one, other));
    differs.map(|x| u16::try_from(x).unwrap_or(u16::MAX))
}

/// Whether two cells look the same. `==` also compares what only ratatui's own terminal
/// needs, and calls a function for each symbol, which is too slow here: all cells of the
/// screen are compared at every key.
#[inline]
fn same(one: &Cell, other: &Cell) -> bool {
    let symbols = match (one.symbol().as_bytes(), other.symbol().as_bytes()) {
        ([one], [other]) => one == other,
        (one, other) => one == other,
    };
    symbols
        && one.modifier == other.modifier
        && one.fg == other.fg
        && one.bg == other.bg
        && one.underline_color == other.underline_color
}

/// What a cell shows, made safe.
struct Symbol<'a> {
    words: &'a str,
    width: u16,
    /// Whether all terminals agree on its width: one code point with marks.
    /// They differ on sequences, which some draw as one and others add up.
    is_certain: bool,
}

impl<'a> Symbol<'a> {
    #[inline]
    fn narrow(words: &'a str) -> Self {
        let (width, is_certain) = (1, true);
        Self {
            words,
            width,
            is_certain,
        }
    }

    /// The symbol of a cell that has `room` columns to its right and itself.
    #[inline]
    fn of(cell: &'a Cell, room: u16) -> Self {
        let words = cell.symbol();
        match is_common(words.as_bytes()) {
            true => Self::narrow(words),
            false => Self::of_uncommon(cell, room),
        }
    }

    fn of_uncommon(cell: &'a Cell, room: u16) -> Self {
        let words = cell.symbol();
        let is_safe = !words.chars().any(steers) && !has_bidi_controls(words);
        let width = if is_safe { symbol_width(words) } else { 1 };
        if !is_safe || width > room {
            return Self::narrow(UNSAFE);
        }
        if width == 0 {
            return Self::narrow(" ");
        }
        Self {
            words,
            width,
            is_certain: words.chars().skip(1).all(only_adds_marks),
        }
    }
}

/// Whether a symbol is one of those of which nearly every row has some: ASCII, the lines and
/// blocks of frames, dashes, curly quotes, the ellipsis and the middle dot.
#[inline]
fn is_common(symbol: &[u8]) -> bool {
    matches!(
        symbol,
        [b' '..=b'~']
            | [0xc2, 0xb7]
            | [0xe2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9c | 0x9d | 0xa6]
            | [0xe2, 0x94 | 0x95, _]
            | [0xe2, 0x96, 0x80..=0x9f]
    )
}

fn only_adds_marks(c: char) -> bool {
    let selects_or_joins = matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}');
    !selects_or_joins && c.width() == Some(0)
}

/// Whether a character could do more than be drawn. All that is drawn was made visible
/// before; this is the last line of defence.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;
