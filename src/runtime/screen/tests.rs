//! What the screen says, and what a terminal makes of it.
//!
//! Must not know: what is drawn, and why.

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

#[test]
fn what_is_common_is_as_safe_and_narrow_as_it_is_taken_to_be() {
    let mut count = 0;
    for c in '\0'..=char::MAX {
        let symbol = c.to_string();
        if !is_common(symbol.as_bytes()) {
            continue;
        }
        count += 1;
        let mut cell = Cell::EMPTY;
        cell.set_symbol(&symbol);
        let slow = Symbol::of_uncommon(&cell, 9);
        let is_same = (slow.words, slow.width, slow.is_certain) == (&*symbol, 1, true);
        assert!(is_same, "{c:?}");
    }
    assert_eq!(count, 95 + 1 + 7 + 128 + 32);
}
