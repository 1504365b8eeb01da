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

    /// Draws a frame for a terminal of that size. `render` answers where the cursor
    /// belongs, if it is to be seen, and what is a link. The size is that for which the frame was laid out:
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
        self.update(wanted, links);
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

    fn update(&mut self, wanted: Buffer, links: Vec<Link>) {
        let shown = self.shown.take().filter(|shown| shown.area == wanted.area);
        if shown.is_none() {
            // Terminals clear with the background of the pen.
            self.set_pen(Pen::default());
            self.frame.push_str("\x1b[2J");
        }
        let shown_links = std::mem::replace(&mut self.shown_links, links.clone());
        for y in 0..wanted.area.height {
            let links = RowLinks {
                shown: links_of(&shown_links, y),
                wanted: links_of(&links, y),
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
        let differs = match shown {
            Some(shown) if links.shown == links.wanted => first_difference(shown, cells),
            _ => Some(0),
        };
        let Some(differs) = differs else {
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
                let at = Position::new(x, y);
                match links.wanted.is_empty() {
                    true => self.write_gap(cells, at),
                    false => self.move_to(at),
                }
                self.set_link(address_at(links.wanted, x));
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

    /// Begins or ends a link (OSC 8). Its id lets the rows of one address light up together.
    fn set_link(&mut self, address: Option<&str>) {
        if self.link.as_deref() == address {
            return;
        }
        self.link = address.map(ToOwned::to_owned);
        // Writing to a String cannot fail.
        let _ = match address.filter(|address| is_link(address)) {
            Some(address) => {
                let id = identity(address);
                write!(self.frame, "\x1b]8;id={id:08x};{address}\x1b\\")
            }
            None => write!(self.frame, "\x1b]8;;\x1b\\"),
        };
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

/// The links of a row.
#[derive(Clone, Copy)]
struct RowLinks<'a> {
    shown: &'a [Link],
    wanted: &'a [Link],
}

impl RowLinks<'_> {
    fn differ_at(self, x: u16) -> bool {
        address_at(self.shown, x) != address_at(self.wanted, x)
    }
}

fn address_at(links: &[Link], x: u16) -> Option<&str> {
    let mut links = links.iter();
    let link = links.find(|link| link.columns.contains(&x))?;
    Some(&link.address)
}

/// The links of a row, of those in the order of the screen.
fn links_of(links: &[Link], y: u16) -> &[Link] {
    let from = links.partition_point(|link| link.row < y);
    let to = links.partition_point(|link| link.row <= y);
    &links[from..to]
}

/// Whether an address could do no more than be opened. All were made so before; this is the
/// last line of defence.
fn is_link(address: &str) -> bool {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web && address.bytes().all(|byte| matches!(byte, b'!'..=b'~'))
}

/// A number for an address, the same in every frame (FNV-1a).
fn identity(address: &str) -> u32 {
    let bytes = address.bytes();
    bytes.fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
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
        if let [b' '..=b'~'] = words.as_bytes() {
            return Self::narrow(words);
        }
        Self::of_uncommon(cell, room)
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
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    use super::super::pen::ansi_index;
    use super::*;
    use crate::annotation::Underline;
    use crate::ui::theme::Palette;
    use crate::ui::underline::underline_modifier;

    const SIZE: Size = Size::new(12, 4);

    fn terminal(capabilities: Capabilities) -> Screen<Vec<u8>> {
        Screen::new(Vec::new(), capabilities)
    }

    fn emulator() -> vt100::Parser {
        let size = |cells| std::num::NonZero::new(cells).unwrap();
        vt100::Parser::new(size(SIZE.height), size(SIZE.width), 0)
    }

    /// Draws a frame and answers its bytes.
    fn draw(terminal: &mut Screen<Vec<u8>>, paint: impl FnOnce(&mut Buffer)) -> String {
        draw_sized(terminal, SIZE, paint)
    }

    fn draw_sized(
        terminal: &mut Screen<Vec<u8>>,
        size: Size,
        paint: impl FnOnce(&mut Buffer),
    ) -> String {
        let render = |buffer: &mut Buffer| {
            paint(buffer);
            Drawn::default()
        };
        terminal.draw(size, render).unwrap();
        String::from_utf8(std::mem::take(terminal.out_mut())).unwrap()
    }

    /// What a frame with one styled letter says, without what every frame says.
    fn styled(style: Style, capabilities: Capabilities) -> String {
        let mut terminal = terminal(capabilities);
        draw(&mut terminal, |_| {});
        let bytes = draw(&mut terminal, |buffer| {
            buffer.set_string(0, 0, "a", style);
        });
        bytes
            .replace(BEGIN_FRAME, "")
            .replace(END_FRAME, "")
            .replace("\x1b[1;1H", "")
            .replace('\x1b', "^")
    }

    #[test]
    fn styles_become_parameters() {
        let all = Capabilities::default();
        let curly = Style::new()
            .add_modifier(underline_modifier(Underline::Curly))
            .underline_color(Color::Rgb(1, 2, 3));
        for (style, expected) in [
            (Style::new(), "a"),
            (Style::new().fg(Color::Red).bg(Color::White), "^[31;107ma"),
            (Style::new().fg(Color::Indexed(200)), "^[38;5;200ma"),
            (Style::new().bg(Color::Rgb(1, 2, 3)), "^[48;2;1;2;3ma"),
            (
                Style::new().add_modifier(Modifier::BOLD | Modifier::ITALIC),
                "^[1;3ma",
            ),
            (Style::new().add_modifier(Modifier::UNDERLINED), "^[4ma"),
            (curly, "^[4:3;58:2::1:2:3ma"),
            (curly.underline_color(Color::LightRed), "^[4:3;58:5:9ma"),
        ] {
            assert_eq!(styled(style, all), expected, "{style:?}");
        }
        let plain = Capabilities {
            plain_underlines: true,
            ..all
        };
        assert_eq!(styled(curly.fg(Color::Red), plain), "^[4;31ma");
        let no_colour = Capabilities {
            palette: Palette::Monochrome,
            ..all
        };
        assert_eq!(styled(curly.fg(Color::Red), no_colour), "^[4:3ma");
    }

    #[test]
    fn only_what_changes_is_said() {
        let mut terminal = terminal(Capabilities::default());
        draw(&mut terminal, |buffer| {
            buffer.set_string(0, 0, "abc", Style::new());
        });
        let same = draw(&mut terminal, |buffer| {
            buffer.set_string(0, 0, "abc", Style::new());
        });
        assert_eq!(same, "");
        let one = draw(&mut terminal, |buffer| {
            buffer.set_string(0, 0, "axc", Style::new());
        });
        assert_eq!(
            one,
            "\x1b[?2026h\x1b[2Gx\x1b[?2026l".replace("\x1b[2G", "\x1b[1;2H")
        );
    }

    #[test]
    fn letters_between_are_written_again_where_that_is_shorter() {
        let mut terminal = terminal(Capabilities::default());
        let [_, second] = ["abcdefghijk", "xbxdexghijx"].map(|words| {
            draw(&mut terminal, |buffer| {
                buffer.set_string(0, 0, words, Style::new());
            })
        });
        assert_eq!(second, format!("{BEGIN_FRAME}\rxbxdex\x1b[4Cx{END_FRAME}"));
    }

    #[test]
    fn a_cell_cannot_steer_the_terminal() {
        let mut terminal = terminal(Capabilities::default());
        for symbol in ["\u{9b}2J", "a\u{1b}[2J", "\u{202e}", "\u{2028}"] {
            let bytes = draw(&mut terminal, |buffer| {
                buffer[(1, 1)].set_symbol(symbol);
            });
            assert!(bytes.contains(UNSAFE), "{bytes:?}");
            assert!(!bytes.contains(symbol), "{bytes:?}");
        }
    }

    #[test]
    fn a_cluster_of_doubtful_width_moves_nothing_else() {
        // vt100 adds this family up to six columns.
        let mut terminal = terminal(Capabilities::default());
        let bytes = draw(&mut terminal, |buffer| {
            buffer.set_string(0, 0, "👩\u{200d}👩\u{200d}👧abc", Style::new());
        });
        let mut parser = emulator();
        parser.process(bytes.as_bytes());
        let at = |column| parser.screen().cell(0, column).map(vt100::Cell::contents);
        assert_eq!((at(2), at(3), at(4)), (Some("a"), Some("b"), Some("c")));
    }

    #[test]
    fn the_cursor_stands_where_it_is_wanted_or_is_hidden() {
        let mut terminal = terminal(Capabilities::default());
        let mut parser = emulator();
        for wanted in [None, Some((3, 1)), Some((0, 0)), None] {
            let render = |buffer: &mut Buffer| {
                buffer.set_string(5, 2, "漢字", Style::new());
                Drawn {
                    cursor: wanted.map(Position::from),
                    ..Drawn::default()
                }
            };
            terminal.draw(SIZE, render).unwrap();
            let bytes = std::mem::take(terminal.out_mut());
            parser.process(&bytes);
            let screen = parser.screen();
            assert_eq!(screen.hide_cursor(), wanted.is_none());
            if let Some((x, y)) = wanted {
                assert_eq!(screen.cursor_position(), (y, x));
            }
        }
    }

    #[test]
    fn a_link_is_said_around_its_cells_and_nowhere_else() {
        let link = |row, columns, address: &str| Link {
            row,
            columns,
            address: address.to_owned(),
        };
        let frame = |screen: &mut Screen<Vec<u8>>, words: &str, links: Vec<Link>| {
            let render = |buffer: &mut Buffer| {
                buffer.set_string(0, 0, words, Style::new());
                Drawn {
                    links,
                    ..Drawn::default()
                }
            };
            screen.draw(SIZE, render).unwrap();
            let bytes = String::from_utf8(std::mem::take(screen.out_mut())).unwrap();
            let bytes = bytes.replace(BEGIN_FRAME, "").replace(END_FRAME, "");
            bytes
                .replace("\x1b]8;id=38f4407a;", "<")
                .replace("\x1b]8;;\x1b\\", "</>")
        };
        let address = "https://x.org/a";
        let mut screen = terminal(Capabilities::default());
        frame(&mut screen, "", Vec::new());
        let first = frame(&mut screen, "at(x.org)ok", vec![link(0, 3..8, address)]);
        assert_eq!(first, format!("\x1b[1;1Hat(<{address}\x1b\\x.org</>)ok"));
        let same = frame(&mut screen, "at(x.org)ok", vec![link(0, 3..8, address)]);
        assert_eq!(same, "");
        // What was a link and is none any more is written again.
        let none = frame(&mut screen, "at(x.org)ok", Vec::new());
        assert_eq!(none, "\x1b[1;4Hx.org");
        for foreign in [
            "javascript:x",
            "https://x\u{1b}",
            "https://x\u{9c}",
            "https://é",
        ] {
            let refused = frame(&mut screen, "at(x.org)ok", vec![link(0, 3..8, foreign)]);
            assert!(!refused.contains(foreign), "{refused:?}");
        }
        let mut screen = terminal(Capabilities {
            is_old: true,
            ..Capabilities::default()
        });
        let old = frame(&mut screen, "at(x.org)ok", vec![link(0, 3..8, address)]);
        assert!(!old.contains("8;"), "{old:?}");
    }

    #[test]
    fn a_new_size_and_a_foreign_hand_are_drawn_over() {
        let mut terminal = terminal(Capabilities::default());
        let paint = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "abc", Style::new());
        };
        let mut parser = emulator();
        parser.process(draw(&mut terminal, paint).as_bytes());
        parser.process(b"\x1b[1;1H\x1b[31mgarbage");
        terminal.forget();
        parser.process(draw(&mut terminal, paint).as_bytes());
        assert_eq!(parser.screen().contents(), "abc");
        parser.process(
            draw_sized(&mut terminal, Size::new(2, 2), |buffer| {
                assert_eq!(buffer.area, Rect::new(0, 0, 2, 2));
                buffer.set_string(0, 0, "xyz", Style::new());
            })
            .as_bytes(),
        );
        assert_eq!(parser.screen().contents(), "xy");
    }

    #[derive(Debug, Clone)]
    struct Stroke {
        x: u16,
        y: u16,
        words: String,
        style: Style,
    }

    /// A symbol whose width the emulator, like many terminals, adds up to six.
    const FAMILY: &str = "👩\u{200d}👩\u{200d}👧";

    fn stroke() -> impl Strategy<Value = Stroke> {
        let words = prop::sample::select(vec![
            "a", "b", " ", "漢", "字", "e\u{301}", "│", "한", "é", "\u{3000}",
        ]);
        let words = prop::collection::vec(words, 1..8).prop_map(|words| words.concat());
        let colour = prop::sample::select(vec![
            Color::Reset,
            Color::Black,
            Color::Red,
            Color::Gray,
            Color::DarkGray,
            Color::LightBlue,
            Color::White,
            Color::Indexed(77),
            Color::Rgb(9, 8, 7),
        ]);
        let modifier = prop::sample::select(vec![
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::DIM,
            Modifier::ITALIC,
            Modifier::UNDERLINED,
            Modifier::REVERSED,
            Modifier::BOLD | Modifier::UNDERLINED,
        ]);
        // The emulator knows bold or dim, not both.
        let style = (colour.clone(), colour, modifier).prop_map(|(fg, bg, modifier)| {
            let other = (Modifier::BOLD | Modifier::DIM).difference(modifier);
            let style = Style::new().fg(fg).bg(bg).add_modifier(modifier);
            style.remove_modifier(other)
        });
        (0..SIZE.width, 0..SIZE.height, words, style, any::<bool>()).prop_map(
            |(x, y, words, style, family)| Stroke {
                x,
                y,
                // The emulator wraps although it is told not to: leave it room.
                words: if family && x < 6 {
                    FAMILY.to_owned() + &words
                } else {
                    words
                },
                style,
            },
        )
    }

    fn seen(colour: Color) -> vt100::Color {
        match colour {
            Color::Reset => vt100::Color::Default,
            Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
            Color::Indexed(index) => vt100::Color::Idx(index),
            named => vt100::Color::Idx(ansi_index(named)),
        }
    }

    fn assert_shows(screen: &vt100::Screen, buffer: &Buffer) {
        for y in 0..SIZE.height {
            let mut x = 0;
            while x < SIZE.width {
                let wanted = &buffer[(x, y)];
                let shown = screen.cell(y, x).unwrap();
                let contents = if shown.has_contents() {
                    shown.contents()
                } else {
                    " "
                };
                if wanted.symbol() != FAMILY {
                    assert_eq!(contents, wanted.symbol(), "at {x},{y}");
                }
                assert_eq!(shown.fgcolor(), seen(wanted.fg), "foreground at {x},{y}");
                assert_eq!(shown.bgcolor(), seen(wanted.bg), "background at {x},{y}");
                let has = |modifier| wanted.modifier.contains(modifier);
                assert_eq!(shown.bold(), has(Modifier::BOLD), "bold at {x},{y}");
                assert_eq!(shown.dim(), has(Modifier::DIM), "dim at {x},{y}");
                assert_eq!(shown.italic(), has(Modifier::ITALIC), "italic at {x},{y}");
                assert_eq!(
                    shown.underline(),
                    has(Modifier::UNDERLINED),
                    "line at {x},{y}"
                );
                assert_eq!(
                    shown.inverse(),
                    has(Modifier::REVERSED),
                    "inverse at {x},{y}"
                );
                x += symbol_width(wanted.symbol()).max(1);
            }
        }
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_was_drawn(
            frames in prop::collection::vec(prop::collection::vec(stroke(), 0..8), 1..6),
        ) {
            let mut terminal = terminal(Capabilities::default());
            let mut parser = emulator();
            for strokes in frames {
                let mut wanted = Buffer::default();
                let bytes = draw(&mut terminal, |buffer| {
                    for Stroke { x, y, words, style } in &strokes {
                        buffer.set_string(*x, *y, words, *style);
                    }
                    wanted = buffer.clone();
                });
                parser.process(bytes.as_bytes());
                assert_shows(parser.screen(), &wanted);
            }
        }
    }
}
